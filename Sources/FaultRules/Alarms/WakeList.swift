import HeapModule

/// Which appliance is to be looked at next without a record.
///
/// A heap with lazy entries: moving a timer later, which every record does, costs nothing;
/// an entry that comes too early is put back by the caller with the true time.
struct WakeList: Sendable {
    private struct Entry: Comparable, Sendable {
        let time: Double
        let number: Int

        static func < (left: Entry, right: Entry) -> Bool {
            left.time != right.time ? left.time < right.time : left.number < right.number
        }
    }

    private var heap = Heap<Entry>()
    /// The time of each appliance's entry in the heap; infinity where it has none.
    private var listed: [Double] = []

    /// When the first entry comes.
    var earliest: Double? { heap.min?.time }

    /// Sees to it that the appliance is looked at by `time` at the latest.
    mutating func set(_ number: Int, _ time: Double) {
        while listed.count <= number { listed.append(.infinity) }
        guard time < listed[number] else { return }
        listed[number] = time
        heap.insert(Entry(time: time, number: number))
    }

    /// The next appliance whose entry is due; nil where none is.
    mutating func takeDue(by time: Double) -> Int? {
        while let first = heap.min, first.time <= time {
            heap.removeMin()
            // An entry that an earlier one has replaced is nothing.
            guard listed[first.number] == first.time else { continue }
            listed[first.number] = .infinity
            return first.number
        }
        return nil
    }
}
