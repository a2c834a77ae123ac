/// Sums and counts of readings: what mean, sum, rate, delta, slope and a forecast are made of.
///
/// Readings are summed as differences from the first one, so that single precision keeps
/// a steady value exact.
struct ValueWindow {
    let head: WindowHead

    private static let reference = WindowCells.head
    private static let closedSum = reference + 8
    private static let closedCount = closedSum + 8
    private static let sums = closedCount + 8
    private static let counts = sums + 4 * WindowCells.valueBuckets
    /// In bytes.
    static let size = counts + 2 * WindowCells.valueBuckets

    static let blank =
        WindowCells.blankHead + [Double.nan.bitPattern]
        + Array(repeating: 0, count: (size - reference - 8) / 8)

    private var cells: Cells { head.cells }
    private var base: Int { head.base }

    @inline(__always)
    private func sumPlace(_ slot: Int) -> Int { base + ValueWindow.sums + 4 * slot }

    @inline(__always)
    private func countPlace(_ slot: Int) -> Int { base + ValueWindow.counts + 2 * slot }

    private var reference: Double { cells[double: base + ValueWindow.reference] }

    /// Moves on and takes a reading, if there is one.
    ///
    /// - Returns: whether a bucket was closed.
    @inline(__always)
    func take(_ value: Double, at time: Double) -> Bool {
        let hasRolled = head.roll(to: time) { slot in
            cells[float: sumPlace(slot)] = 0
            cells[half: countPlace(slot)] = 0
        }
        if hasRolled { close() }
        guard !value.isNaN else { return hasRolled }
        head.noteValue(at: time)
        if reference.isNaN { cells[double: base + ValueWindow.reference] = value }
        add(value, slot: head.slot(head.newest))
        return hasRolled
    }

    @inline(__always)
    private func add(_ value: Double, slot: Int) {
        let count = cells[half: countPlace(slot)]
        // A bucket that is full counts on as if its further readings were like those that it has.
        guard count < UInt16.max else { return }
        cells[float: sumPlace(slot)] += Float(value - reference)
        cells[half: countPlace(slot)] = count + 1
    }

    /// Takes a reading that came too late to be judged; false where its bucket has left the window.
    func fold(_ value: Double, at time: Double) -> Bool {
        guard !value.isNaN, !reference.isNaN, let bucket = head.bucket(ofLate: time) else { return false }
        add(value, slot: head.slot(bucket))
        close()
        return true
    }

    /// Sums up all buckets but the newest, so that a reading costs no more than one addition.
    @inline(never)
    private func close() {
        var (sum, count) = (0.0, 0)
        let newest = head.slot(head.newest)
        for slot in 0..<WindowCells.valueBuckets {
            sum += Double(cells[float: sumPlace(slot)])
            count += Int(cells[half: countPlace(slot)])
        }
        cells[double: base + ValueWindow.closedSum] = sum - Double(cells[float: sumPlace(newest)])
        cells[whole: base + ValueWindow.closedCount] = count - Int(cells[half: countPlace(newest)])
    }

    /// The sum of differences and the count over the window that ends at `time`.
    @inline(__always)
    private func totals(at time: Double) -> (sum: Double, count: Double) {
        let passed = head.passed(at: time)
        if passed > 0 { return totals(passed: passed) }
        let newest = head.slot(head.newest)
        let sum = cells[double: base + ValueWindow.closedSum] + Double(cells[float: sumPlace(newest)])
        let count = cells[whole: base + ValueWindow.closedCount] + Int(cells[half: countPlace(newest)])
        return (sum, Double(count))
    }

    @inline(never)
    private func totals(passed: Int) -> (sum: Double, count: Double) {
        var (sum, count) = (0.0, 0.0)
        for bucket in head.present(passed: passed) {
            sum += Double(cells[float: sumPlace(head.slot(bucket))])
            count += Double(cells[half: countPlace(head.slot(bucket))])
        }
        return (sum, count)
    }

    /// The mean; NaN where there is no reading.
    @inline(__always)
    func mean(at time: Double) -> Double {
        let (sum, count) = totals(at: time)
        return count > 0 ? reference + sum / count : .nan
    }

    /// The sum.
    func sum(at time: Double) -> Double {
        let (sum, count) = totals(at: time)
        return count > 0 ? reference * count + sum : .nan
    }

    /// A bucket's mean as a difference from the reference; nil where it has no reading.
    @inline(__always)
    private func mean(of bucket: Int) -> Double? {
        let slot = head.slot(bucket)
        let count = Double(cells[half: countPlace(slot)])
        return count > 0 ? Double(cells[float: sumPlace(slot)]) / count : nil
    }

    /// The change per ms from the oldest to the newest complete bucket; nil where there are no two.
    ///
    /// The bucket that has just begun stands for no certain moment, so it is left out.
    func rate(at time: Double) -> Double? {
        let present = head.present(passed: head.passed(at: time))
        guard let first = present.first(where: { mean(of: $0) != nil }),
            let last = present.last(where: { $0 < head.newest && mean(of: $0) != nil }), last > first,
            let before = mean(of: first), let after = mean(of: last)
        else { return nil }
        return (after - before) / (Double(last - first) * head.bucketLength)
    }

    /// The line of least squares through the buckets' means.
    struct Line {
        /// Per ms.
        let slope: Double
        /// The standard error of the slope.
        let error: Double
        /// What the line says for now.
        let now: Double
        /// Through how many buckets it goes.
        let points: Double
    }

    /// The line through the means of the complete buckets that have readings; nil through fewer than three.
    func line(at time: Double) -> Line? {
        var (n, sumX, sumY, sumXX, sumXY, sumYY) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        for bucket in head.present(passed: head.passed(at: time)) where bucket < head.newest {
            guard let y = mean(of: bucket) else { continue }
            let x = Double(bucket - head.newest)
            (n, sumX, sumY) = (n + 1, sumX + x, sumY + y)
            (sumXX, sumXY, sumYY) = (sumXX + x * x, sumXY + x * y, sumYY + y * y)
        }
        let spread = sumXX - sumX * sumX / n
        guard n >= 3, spread > 0 else { return nil }
        let slope = (sumXY - sumX * sumY / n) / spread
        let rest = max(0, sumYY - sumY * sumY / n - slope * slope * spread)
        let error = (rest / (n - 2) / spread).squareRoot()
        // The newest bucket is number 0 here; it has just begun.
        let now = reference + sumY / n + slope * (-0.5 - sumX / n)
        return Line(slope: slope / head.bucketLength, error: error / head.bucketLength, now: now, points: n)
    }
}

/// A window's line as it was when the last bucket was closed: it changes no more often than that.
struct LineCells {
    let cells: Cells
    let base: Int

    /// Slope, error, value at the closing, points, and when it was.
    static let blank = Array(repeating: Double.nan.bitPattern, count: 5)

    /// The line; nil where there is none.
    var line: ValueWindow.Line? {
        let slope = cells[double: base]
        guard !slope.isNaN else { return nil }
        return ValueWindow.Line(
            slope: slope, error: cells[double: base + 8], now: cells[double: base + 16],
            points: cells[double: base + 24])
    }

    /// When it was made.
    var time: Double { cells[double: base + 32] }

    func keep(_ line: ValueWindow.Line?, at time: Double) {
        cells[double: base] = line?.slope ?? .nan
        cells[double: base + 8] = line?.error ?? .nan
        cells[double: base + 16] = line?.now ?? .nan
        cells[double: base + 24] = line?.points ?? .nan
        cells[double: base + 32] = time
    }
}
