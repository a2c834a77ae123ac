/// How often something happened in a window, in sixty buckets.
///
/// Starts are counted in bytes, of which 255 fit a bucket: no machine starts more often in a sixtieth of a window.
/// Samples of a condition take two bytes each, of which 65,535 fit.
struct EventWindow {
    let head: WindowHead
    /// Whether a bucket has one byte and not two.
    let isNarrow: Bool

    private static let closed = WindowCells.head
    private static let counts = closed + 8

    /// In bytes; a narrow one keeps the last condition seen behind its counts.
    static func blank(isNarrow: Bool) -> [UInt64] {
        let counts = (isNarrow ? 1 : 2) * WindowCells.countBuckets
        var words = WindowCells.blankHead + Array(repeating: UInt64(0), count: (8 + counts + 7) / 8)
        if isNarrow { words[words.count - 1] |= UInt64(Tristate.unknown) << 56 }
        return words
    }

    private var cells: Cells { head.cells }

    @inline(__always)
    private func place(_ slot: Int) -> Int { head.base + EventWindow.counts + (isNarrow ? slot : 2 * slot) }

    @inline(__always)
    private func count(in slot: Int) -> Int {
        isNarrow ? Int(cells[byte: place(slot)]) : Int(cells[half: place(slot)])
    }

    /// The last condition seen, for those that count changes: the last byte of a narrow window, which no
    /// bucket needs.
    var state: UInt8 {
        get { cells[byte: head.base + EventWindow.counts + 63] }
        nonmutating set { cells[byte: head.base + EventWindow.counts + 63] = newValue }
    }

    @inline(__always)
    func move(to time: Double) {
        let hasRolled = head.roll(to: time) { slot in
            if isNarrow { cells[byte: place(slot)] = 0 } else { cells[half: place(slot)] = 0 }
        }
        if hasRolled { close() }
    }

    @inline(__always)
    func count() {
        let slot = head.slot(head.newest)
        let count = count(in: slot)
        guard count < (isNarrow ? Int(UInt8.max) : Int(UInt16.max)) else { return }
        if isNarrow {
            cells[byte: place(slot)] = UInt8(count + 1)
        } else {
            cells[half: place(slot)] = UInt16(count + 1)
        }
    }

    @inline(never)
    private func close() {
        var count = 0
        for slot in 0..<WindowCells.countBuckets { count += self.count(in: slot) }
        cells[whole: head.base + EventWindow.closed] = count - self.count(in: head.slot(head.newest))
    }

    /// How often it happened in the window that ends at `time`.
    @inline(__always)
    func count(at time: Double) -> Double {
        let passed = head.passed(at: time)
        if passed > 0 { return Double(head.present(passed: passed).reduce(0) { $0 + count(in: head.slot($1)) }) }
        return Double(cells[whole: head.base + EventWindow.closed] + count(in: head.slot(head.newest)))
    }
}

/// For how long a condition was true in a window, and for how long anything was known.
struct DutyWindow {
    let head: WindowHead

    private static let state = WindowCells.since
    private static let closedTrue = WindowCells.head
    private static let closedKnown = closedTrue + 8
    private static let spans = closedKnown + 8
    /// In bytes.
    static let size = spans + 8 * WindowCells.valueBuckets

    /// The head's `since` holds the condition here.
    static let blank =
        [WindowCells.blankHead[0], UInt64(Tristate.unknown), WindowCells.blankHead[2]]
        + Array(repeating: 0, count: (size - closedTrue) / 8)

    private var cells: Cells { head.cells }

    @inline(__always)
    private func place(_ slot: Int) -> Int { head.base + DutyWindow.spans + 8 * slot }

    func take(_ condition: Double, at time: Double, gapMax: Double) {
        let last = cells[double: head.base + WindowCells.last]
        let before = cells[byte: head.base + DutyWindow.state]
        let hasRolled = head.roll(to: time) { cells[bits: place($0)] = 0 }
        // Time counts with the state that went before it; unknown time counts nowhere.
        if before != Tristate.unknown, time - last <= gapMax { add(before, from: last, to: time) }
        if hasRolled { close() }
        cells[byte: head.base + DutyWindow.state] = Tristate.of(condition)
        cells[double: head.base + WindowCells.last] = time
    }

    /// Adds a span of time to the buckets it lies in.
    private func add(_ state: UInt8, from start: Double, to end: Double) {
        var begin = max(start, end - head.length)
        var bucket = head.bucket(of: begin)
        // Counted by buckets: an edge may be rounded to lie a little before `begin`, never twice the same.
        while begin < end {
            let stop = max(begin, min(Double(bucket + 1) * head.bucketLength, end))
            let place = place(head.slot(bucket))
            if state == Tristate.yes { cells[float: place] += Float(stop - begin) }
            cells[float: place + 4] += Float(stop - begin)
            begin = stop
            bucket += 1
        }
    }

    @inline(never)
    private func close() {
        let (isTrue, isKnown) = sums(of: head.present(passed: 0).dropLast())
        cells[double: head.base + DutyWindow.closedTrue] = isTrue
        cells[double: head.base + DutyWindow.closedKnown] = isKnown
    }

    private func sums(of buckets: Range<Int>) -> (Double, Double) {
        var (isTrue, isKnown) = (0.0, 0.0)
        for bucket in buckets {
            isTrue += Double(cells[float: place(head.slot(bucket))])
            isKnown += Double(cells[float: place(head.slot(bucket)) + 4])
        }
        return (isTrue, isKnown)
    }

    /// The share of known time during which it was true; NaN where less than `coverage` of the window is known.
    func share(at time: Double, coverage: Double) -> Double {
        var (isTrue, isKnown) = (0.0, 0.0)
        let passed = head.passed(at: time)
        if passed > 0 {
            (isTrue, isKnown) = sums(of: head.present(passed: passed))
        } else {
            let newest = place(head.slot(head.newest))
            isTrue = cells[double: head.base + DutyWindow.closedTrue] + Double(cells[float: newest])
            isKnown = cells[double: head.base + DutyWindow.closedKnown] + Double(cells[float: newest + 4])
        }
        return isKnown >= head.length * coverage && isKnown > 0 ? isTrue / isKnown : .nan
    }
}
