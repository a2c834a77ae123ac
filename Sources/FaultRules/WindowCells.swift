/// How windows live in cells: sixty buckets over the window's length, in fixed memory.
///
/// A value falls into the bucket of its time; a bucket leaves as a whole, so a window
/// is wrong at its far edge by at most a sixtieth of its length. A window of which less
/// than half was seen is unknown.
enum WindowCells {
    static let buckets = 60

    /// The place of a bucket in the ring, also for times before 1970: cells beside the window are never touched.
    @inline(__always)
    static func slot(_ bucket: Int) -> Int {
        let rest = bucket % buckets
        return rest < 0 ? rest + buckets : rest
    }

    // Every window begins with these cells.
    /// The number of the newest bucket; NaN before the first value.
    static let newest = 0
    /// Since when values came without a gap of half the window.
    static let since = 1
    /// The time of the last value.
    static let last = 2
    /// The last known condition of edge functions.
    static let state = 3
    static let head = 4

    /// Sums, then counts.
    static let average = head + 2 * buckets
    static let extreme = head + buckets
    static let count = head + buckets
    /// Milliseconds true, then milliseconds known.
    static let duty = head + 2 * buckets
    /// Begin of the run, length of the last complete one.
    static let run = head + 2
}

/// One window's cells, where they lie in the appliance's.
struct Window {
    let cells: UnsafeMutableBufferPointer<Double>
    let base: Int
    let length: Double

    @inline(__always) private var bucketLength: Double { length / Double(WindowCells.buckets) }

    @inline(__always)
    subscript(place: Int) -> Double {
        get { cells[base + place] }
        nonmutating set { cells[base + place] = newValue }
    }

    /// Empties the buckets that time has passed; `fill` is an empty bucket's content.
    @inline(__always)
    func roll(to time: Double, banks: Int, fill: Double) {
        let bucket = (time / bucketLength).rounded(.down)
        let newest = self[WindowCells.newest]
        if bucket == newest { return }
        rollFar(to: bucket, from: newest, banks: banks, fill: fill)
    }

    @inline(never)
    private func rollFar(to bucket: Double, from newest: Double, banks: Int, fill: Double) {
        let passed = newest.isNaN ? WindowCells.buckets : Int(min(bucket - newest, Double(WindowCells.buckets)))
        guard passed > 0 else { return }
        var number = Int(bucket) - passed + 1
        while number <= Int(bucket) {
            let place = WindowCells.head + WindowCells.slot(number)
            for bank in 0..<banks { self[place + bank * WindowCells.buckets] = fill }
            number += 1
        }
        self[WindowCells.newest] = bucket
    }

    /// The place of a time's bucket in a bank.
    @inline(__always)
    func place(of time: Double, bank: Int) -> Int {
        let bucket = Int((time / bucketLength).rounded(.down))
        return WindowCells.head + bank * WindowCells.buckets + WindowCells.slot(bucket)
    }

    /// Notes that a value came, for the window's coverage.
    @inline(__always)
    func noteValue(at time: Double) {
        let last = self[WindowCells.last]
        if last.isNaN || time - last >= length / 2 { self[WindowCells.since] = time }
        self[WindowCells.last] = time
    }

    /// Whether at least half of the window that ends at `time` was seen.
    @inline(__always)
    func isMature(at time: Double) -> Bool {
        let (since, last) = (self[WindowCells.since], self[WindowCells.last])
        return last - max(since, time - length) >= length / 2
    }

    /// The sum of a bank over the window that ends at `time`.
    @inline(__always)
    func sum(bank: Int, at time: Double) -> Double {
        let first = base + WindowCells.head + bank * WindowCells.buckets
        var total = 0.0
        for place in first..<first + WindowCells.buckets { total += cells[place] }
        let passed = passed(at: time)
        return passed > 0 ? sumOfRest(bank: bank, passed: passed) : total
    }

    /// Without a record nothing is emptied, so that a record from before a timer still finds its bucket:
    /// what time has passed is left out instead.
    @inline(never)
    private func sumOfRest(bank: Int, passed: Int) -> Double {
        var total = 0.0
        for place in places(passed: passed) { total += self[place + bank * WindowCells.buckets] }
        return total
    }

    /// How many of the buckets have left the window by `time` although they were not emptied.
    @inline(__always)
    private func passed(at time: Double) -> Int {
        let ahead = (time / bucketLength).rounded(.down) - self[WindowCells.newest]
        return ahead > 0 ? Int(min(ahead, Double(WindowCells.buckets))) : 0
    }

    /// The places of a window's first bank without its oldest buckets.
    private func places(passed: Int) -> some Sequence<Int> {
        let newest = Int(self[WindowCells.newest])
        return (0..<WindowCells.buckets - passed).lazy.map {
            WindowCells.head + WindowCells.slot(newest - $0)
        }
    }

    /// The least or greatest value of the window that ends at `time`; infinite where there is none.
    func extreme(isMinimum: Bool, at time: Double) -> Double {
        var result: Double = isMinimum ? .infinity : -.infinity
        for place in places(passed: passed(at: time)) {
            result = isMinimum ? min(result, self[place]) : max(result, self[place])
        }
        return result
    }

    /// Adds a span of time to the buckets it lies in.
    func addSpan(from start: Double, to end: Double, bank: Int) {
        var begin = max(start, end - length)
        var bucket = (begin / bucketLength).rounded(.down)
        // Counted by buckets: an edge may be rounded to lie a little before `begin`, never twice the same.
        while begin < end {
            let stop = max(begin, min((bucket + 1) * bucketLength, end))
            let place = WindowCells.head + bank * WindowCells.buckets + WindowCells.slot(Int(bucket))
            self[place] += stop - begin
            begin = stop
            bucket += 1
        }
    }
}
