import Appliances
import Telemetry

/// Records that wait until no earlier one of their appliance can come any more.
///
/// Lists of one appliance each in one pool, ordered by device time; equal times are ordered by
/// what was measured, so that no order of arrival shows in what the rules make of them.
/// Bounded for each appliance: the oldest is let go early where more come, and is counted.
struct HeldRecords: Sendable {
    /// How many records of one appliance wait at most.
    static let perAppliance = 256

    /// How many bytes the records of one appliance take at most, at up to eight readings each.
    static let bytesMax = perAppliance * (MemoryLayout<Node>.stride + width * MemoryLayout<Reading>.stride)

    private struct Node: Sendable {
        var time: Double
        var arrival: Double
        var next: Int32
        var first: Int32
        var count: Int32
        /// How many readings its place takes.
        var room: Int32
    }

    private var nodes: [Node] = []
    private var readings: [Reading] = []
    /// For each appliance its first node and how many it has; -1 for none.
    private var heads: [Int32]
    private var tails: [Int32]
    private var counts: [UInt16]
    private var free: Int32 = -1
    /// How many were let go early because too many waited.
    private(set) var overflowCount = 0

    /// Readings of a node that are kept in its own place; longer records take a list of places.
    private static let width = 8

    init(appliances: Int) {
        heads = Array(repeating: -1, count: appliances)
        tails = heads
        counts = Array(repeating: 0, count: appliances)
    }

    /// The time of the first record that waits; nil where none does.
    @inline(__always)
    func first(of number: Int) -> Double? { heads[number] < 0 ? nil : nodes[Int(heads[number])].time }

    /// The time of the last one.
    @inline(__always)
    func last(of number: Int) -> Double? { tails[number] < 0 ? nil : nodes[Int(tails[number])].time }

    @inline(__always)
    func isFull(_ number: Int) -> Bool { counts[number] >= HeldRecords.perAppliance }

    mutating func noteOverflow() { overflowCount += 1 }

    /// The earliest arrival of those that wait.
    func earliestArrival(of number: Int) -> Double {
        var earliest = Double.infinity
        var place = heads[number]
        while place >= 0 {
            earliest = min(earliest, nodes[Int(place)].arrival)
            place = nodes[Int(place)].next
        }
        return earliest
    }

    /// The latest time among those that arrived by a moment; nil where none did.
    func latestTime(of number: Int, arrivedBy moment: Double) -> Double? {
        var latest: Double?
        var place = heads[number]
        while place >= 0 {
            if nodes[Int(place)].arrival <= moment { latest = nodes[Int(place)].time }
            place = nodes[Int(place)].next
        }
        return latest
    }

    /// Puts a record in its place.
    mutating func insert(_ more: ArraySlice<Reading>, of number: Int, time: Double, arrival: Double) {
        let place = take()
        nodes[Int(place)].time = time
        nodes[Int(place)].arrival = arrival
        fill(place, more)
        let tail = tails[number]
        if tail < 0 || nodes[Int(tail)].time < time {
            counts[number] += 1
            link(place, after: tail, of: number)
            return
        }
        var (before, next) = (Int32(-1), heads[number])
        while next >= 0, isOrdered(next, before: place) { (before, next) = (next, nodes[Int(next)].next) }
        // Ordered both ways: the same record, sent again, which must count once.
        if before >= 0, isOrdered(place, before: before) {
            nodes[Int(place)].next = free
            free = place
            return
        }
        counts[number] += 1
        link(place, after: before, of: number)
    }

    private mutating func link(_ place: Int32, after before: Int32, of number: Int) {
        if before < 0 {
            nodes[Int(place)].next = heads[number]
            heads[number] = place
        } else {
            nodes[Int(place)].next = nodes[Int(before)].next
            nodes[Int(before)].next = place
        }
        if nodes[Int(place)].next < 0 { tails[number] = place }
    }

    private func isOrdered(_ left: Int32, before right: Int32) -> Bool {
        let (one, other) = (nodes[Int(left)], nodes[Int(right)])
        if one.time != other.time { return one.time < other.time }
        if one.count != other.count { return one.count < other.count }
        for offset in 0..<Int(one.count) {
            let (mine, its) = (readings[Int(one.first) + offset], readings[Int(other.first) + offset])
            if mine.channel != its.channel { return mine.channel < its.channel }
            if mine.value != its.value { return mine.value < its.value }
        }
        return true
    }

    private mutating func take() -> Int32 {
        if free >= 0 {
            let place = free
            free = nodes[Int(place)].next
            nodes[Int(place)].next = -1
            return place
        }
        let first = Int32(readings.count)
        readings += Array(repeating: Reading(channel: .init(index: 0), value: 0), count: HeldRecords.width)
        nodes.append(
            Node(
                time: 0, arrival: 0, next: -1, first: first, count: 0, room: Int32(HeldRecords.width)))
        return Int32(nodes.count - 1)
    }

    private mutating func fill(_ place: Int32, _ more: ArraySlice<Reading>) {
        if more.count > Int(nodes[Int(place)].room) {
            // A place grows to the longest record it ever held and keeps that size.
            nodes[Int(place)].first = Int32(readings.count)
            nodes[Int(place)].room = Int32(more.count)
            readings += more
        } else {
            let first = Int(nodes[Int(place)].first)
            for (offset, reading) in more.enumerated() { readings[first + offset] = reading }
        }
        nodes[Int(place)].count = Int32(more.count)
    }

    /// Takes out the first record.
    @inline(__always)
    mutating func removeFirst(of number: Int, into scratch: inout [Reading]) -> (time: Double, arrival: Double) {
        let place = heads[number]
        let node = nodes[Int(place)]
        scratch.removeAll(keepingCapacity: true)
        for offset in 0..<Int(node.count) { scratch.append(readings[Int(node.first) + offset]) }
        heads[number] = node.next
        if node.next < 0 { tails[number] = -1 }
        counts[number] -= 1
        nodes[Int(place)].next = free
        free = place
        return (node.time, node.arrival)
    }

    /// Adds to each record that waits the readings that `more` knows of channels which it does not have.
    mutating func complete(_ number: Int, _ more: (_ time: Double, _ arrival: Double) -> [Reading]) {
        let waiting = records(of: number)
        var scratch: [Reading] = []
        for _ in waiting { _ = removeFirst(of: number, into: &scratch) }
        for record in waiting {
            let mine = Array(record.readings)
            let added = more(record.time, record.arrival).filter { reading in
                !mine.contains { $0.channel == reading.channel }
            }
            insert((mine + added)[...], of: number, time: record.time, arrival: record.arrival)
        }
    }

    /// Every record that waits, in order.
    func records(of number: Int) -> [(time: Double, arrival: Double, readings: ArraySlice<Reading>)] {
        var records: [(time: Double, arrival: Double, readings: ArraySlice<Reading>)] = []
        var place = heads[number]
        while place >= 0 {
            let node = nodes[Int(place)]
            records.append((node.time, node.arrival, readings[Int(node.first)..<Int(node.first + node.count)]))
            place = node.next
        }
        return records
    }
}
