/// How windows live in cells: buckets over the window's length, in fixed memory.
///
/// A value falls into the bucket of its time; a bucket leaves as a whole, so a window
/// is wrong at its far edge by at most one bucket: a twenty-fourth of its length where
/// values are kept, a sixtieth where events are counted. A window of which less than
/// half was seen is unknown, unless the rule asks for another coverage.
enum WindowCells {
    /// Buckets of windows over values.
    static let valueBuckets = 24
    /// Buckets of windows over counts.
    static let countBuckets = 60
    /// Parts of a window of each of which a percentile takes one reading.
    static let samples = 48

    // Every window begins with these cells.
    /// The number of the newest bucket; `Int.min` before the first value.
    static let newest = 0
    /// No bucket of any year has a greater number; a damaged snapshot may.
    static let newestMax = 1 << 53
    /// Since when values came without a gap of half the window.
    static let since = 8
    /// The time of the last value.
    static let last = 16
    static let head = 24

    /// The words of every head before the first value.
    static let blankHead = [UInt64(bitPattern: Int64.min), Double.nan.bitPattern, Double.nan.bitPattern]
}

/// One window's head, where it lies in the appliance's cells.
struct WindowHead {
    let cells: Cells
    let base: Int
    let length: Double
    let buckets: Int
    /// Whether a record has moved the window to now: then no bucket has left it since.
    let hasMoved: Bool

    @inline(__always) var bucketLength: Double { length / Double(buckets) }

    /// The number of a moment's bucket.
    @inline(__always)
    func bucket(of time: Double) -> Int { Int((time / bucketLength).rounded(.down)) }

    /// The place of a bucket in the ring, also for times before 1970.
    @inline(__always)
    func slot(_ bucket: Int) -> Int {
        let rest = bucket % buckets
        return rest < 0 ? rest + buckets : rest
    }

    /// The number of the newest bucket; `Int.min` before the first value, and for what no clock has ever written.
    @inline(__always) var newest: Int {
        let number = cells[whole: base + WindowCells.newest]
        return number > WindowCells.newestMax || number < -WindowCells.newestMax ? Int.min : number
    }

    /// Moves on to the bucket of a time; hands over the place of each bucket that is to be emptied.
    ///
    /// - Returns: whether it moved.
    @inline(__always)
    func roll(to time: Double, empty: (Int) -> Void) -> Bool {
        let bucket = bucket(of: time)
        let newest = newest
        if bucket <= newest { return false }
        let passed = newest == Int.min || bucket - newest > buckets ? buckets : bucket - newest
        for number in bucket - passed + 1...bucket { empty(slot(number)) }
        cells[whole: base + WindowCells.newest] = bucket
        return true
    }

    /// Notes that a value came, for the window's coverage.
    @inline(__always)
    func noteValue(at time: Double) {
        let last = cells[double: base + WindowCells.last]
        if last.isNaN || time - last >= length / 2 { cells[double: base + WindowCells.since] = time }
        cells[double: base + WindowCells.last] = time
    }

    /// Whether so much of the window that ends at `time` was seen.
    @inline(__always)
    func isSeen(_ share: Double, at time: Double) -> Bool {
        let (since, last) = (cells[double: base + WindowCells.since], cells[double: base + WindowCells.last])
        return last - max(since, time - length) >= length * share
    }

    /// How many of the buckets have left the window by `time` although they were not emptied.
    ///
    /// Without a record nothing is emptied, so that a record from before a timer still finds its bucket.
    @inline(__always)
    func passed(at time: Double) -> Int {
        if hasMoved { return 0 }
        let newest = newest
        guard newest != Int.min else { return buckets }
        return max(0, min(bucket(of: time) - newest, buckets))
    }

    /// The numbers of the buckets that are still in the window, oldest first.
    @inline(__always)
    func present(passed: Int) -> Range<Int> {
        let newest = newest
        guard newest != Int.min, passed < buckets else { return 0..<0 }
        return newest - (buckets - 1 - passed)..<newest + 1
    }

    /// The number of the bucket of a time that is over but still in the window; nil where there is none.
    func bucket(ofLate time: Double) -> Int? {
        let (bucket, newest) = (bucket(of: time), newest)
        guard newest != Int.min, bucket <= newest, bucket > newest - buckets else { return nil }
        return bucket
    }
}
