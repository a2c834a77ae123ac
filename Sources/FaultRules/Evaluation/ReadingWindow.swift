/// The least or the greatest reading of a window, in twenty-four buckets.
struct ExtremeWindow {
    let head: WindowHead
    let isMinimum: Bool

    /// The extreme of all buckets but the newest.
    private static let closed = WindowCells.head
    private static let buckets = closed + 8
    /// In bytes.
    static let size = buckets + 8 * WindowCells.valueBuckets

    static let blank =
        WindowCells.blankHead + Array(repeating: Double.nan.bitPattern, count: WindowCells.valueBuckets + 1)

    private var cells: Cells { head.cells }

    @inline(__always)
    private func place(_ slot: Int) -> Int { head.base + ExtremeWindow.buckets + 8 * slot }

    @inline(__always)
    private func worse(_ one: Double, _ other: Double) -> Double {
        isMinimum ? Double.minimum(one, other) : Double.maximum(one, other)
    }

    @inline(__always)
    func take(_ value: Double, at time: Double) {
        if head.roll(to: time, empty: { cells[double: place($0)] = .nan }) { close() }
        guard !value.isNaN else { return }
        head.noteValue(at: time)
        add(value, slot: head.slot(head.newest))
    }

    @inline(never)
    private func close() {
        cells[double: head.base + ExtremeWindow.closed] = extreme(of: head.present(passed: 0).dropLast())
    }

    private func add(_ value: Double, slot: Int) {
        let place = place(slot)
        cells[double: place] = worse(cells[double: place], value)
    }

    /// Takes a reading that came too late to be judged; false where its bucket has left the window.
    func fold(_ value: Double, at time: Double) -> Bool {
        guard !value.isNaN, let bucket = head.bucket(ofLate: time) else { return false }
        add(value, slot: head.slot(bucket))
        close()
        return true
    }

    /// NaN where there is no reading.
    @inline(__always)
    func extreme(at time: Double) -> Double {
        let passed = head.passed(at: time)
        if passed > 0 { return extreme(of: head.present(passed: passed)) }
        return worse(cells[double: head.base + ExtremeWindow.closed], cells[double: place(head.slot(head.newest))])
    }

    private func extreme(of buckets: Range<Int>) -> Double {
        buckets.reduce(.nan) { worse($0, cells[double: place(head.slot($1))]) }
    }
}

/// The spread of the readings of a window.
struct SpreadWindow {
    let head: WindowHead

    private static let reference = WindowCells.head
    /// Sum, sum of squares and count of all buckets but the newest.
    private static let closed = reference + 8
    private static let sums = closed + 24
    /// Sum, sum of squares and count of each bucket, four bytes each.
    private static let perBucket = 12
    /// In bytes.
    static let size = sums + perBucket * WindowCells.valueBuckets

    static let blank =
        WindowCells.blankHead + [Double.nan.bitPattern] + Array(repeating: 0, count: (size - closed) / 8)

    private var cells: Cells { head.cells }

    private func place(_ slot: Int) -> Int { head.base + SpreadWindow.sums + SpreadWindow.perBucket * slot }

    @inline(__always)
    func take(_ value: Double, at time: Double) {
        let hasRolled = head.roll(to: time) { slot in
            for part in 0..<3 { cells[word: place(slot) + 4 * part] = 0 }
        }
        if hasRolled { close() }
        guard !value.isNaN else { return }
        head.noteValue(at: time)
        let reference = head.base + SpreadWindow.reference
        if cells[double: reference].isNaN { cells[double: reference] = value }
        let (bucket, difference) = (place(head.slot(head.newest)), value - cells[double: reference])
        cells[float: bucket] += Float(difference)
        cells[float: bucket + 4] += Float(difference * difference)
        cells[word: bucket + 8] &+= 1
    }

    @inline(never)
    private func close() {
        let (n, sum, squares) = totals(of: head.present(passed: 0).dropLast())
        for (offset, value) in [(0, n), (8, sum), (16, squares)] {
            cells[double: head.base + SpreadWindow.closed + offset] = value
        }
    }

    private typealias Totals = (n: Double, sum: Double, squares: Double)

    @inline(__always)
    private func totals(of bucket: Int) -> Totals {
        let place = place(head.slot(bucket))
        return (Double(cells[word: place + 8]), Double(cells[float: place]), Double(cells[float: place + 4]))
    }

    private func totals(of buckets: Range<Int>) -> Totals {
        buckets.reduce((0, 0, 0)) { all, bucket in
            let one = totals(of: bucket)
            return (all.n + one.n, all.sum + one.sum, all.squares + one.squares)
        }
    }

    /// The standard deviation; NaN of fewer than two readings.
    @inline(__always)
    func deviation(at time: Double) -> Double {
        let passed = head.passed(at: time)
        var all: Totals
        if passed > 0 {
            all = totals(of: head.present(passed: passed))
        } else {
            let (closed, newest) = (head.base + SpreadWindow.closed, totals(of: head.newest))
            all = (
                cells[double: closed] + newest.n, cells[double: closed + 8] + newest.sum,
                cells[double: closed + 16] + newest.squares
            )
        }
        guard all.n >= 2 else { return .nan }
        return max(0, (all.squares - all.sum * all.sum / all.n) / (all.n - 1)).squareRoot()
    }
}

/// One reading, the last, of each of forty-eight parts of a window, for percentiles.
struct SampleWindow {
    let head: WindowHead

    private static let reference = WindowCells.head
    private static let samples = reference + 8
    /// In bytes.
    static let size = samples + 4 * WindowCells.samples

    static let blank =
        WindowCells.blankHead + [Double.nan.bitPattern]
        + Array(
            repeating: UInt64(Float.nan.bitPattern) << 32 | UInt64(Float.nan.bitPattern), count: WindowCells.samples / 2
        )

    private var cells: Cells { head.cells }

    private func place(_ slot: Int) -> Int { head.base + SampleWindow.samples + 4 * slot }

    func take(_ value: Double, at time: Double) {
        _ = head.roll(to: time) { cells[float: place($0)] = .nan }
        guard !value.isNaN else { return }
        head.noteValue(at: time)
        let reference = head.base + SampleWindow.reference
        if cells[double: reference].isNaN { cells[double: reference] = value }
        cells[float: place(head.slot(head.newest))] = Float(value - cells[double: reference])
    }

    /// The value below which so many of a hundred lie, between its neighbours; NaN where there is none.
    func percentile(_ share: Double, at time: Double) -> Double {
        withUnsafeTemporaryAllocation(of: Float.self, capacity: WindowCells.samples) { sorted in
            var count = 0
            for bucket in head.present(passed: head.passed(at: time)) {
                let value = cells[float: place(head.slot(bucket))]
                guard !value.isNaN else { continue }
                var place = count
                while place > 0, sorted[place - 1] > value {
                    sorted[place] = sorted[place - 1]
                    place -= 1
                }
                sorted[place] = value
                count += 1
            }
            guard count > 0 else { return .nan }
            let rank = share / 100 * Double(count - 1)
            let (low, high) = (Int(rank), min(Int(rank) + 1, count - 1))
            let part = rank - Double(low)
            let value = Double(sorted[low]) * (1 - part) + Double(sorted[high]) * part
            return cells[double: head.base + SampleWindow.reference] + value
        }
    }
}
