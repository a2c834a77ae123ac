package import Appliances
package import Telemetry

/// Some records of one appliance, one after the other: times in one row, readings in another.
///
/// A back-test feeds millions of them, so a record is no object of its own; the block is emptied and
/// filled again, and allocates nothing once it has grown.
package struct RecordBlock: Sendable {
    /// When each record was measured, by the corrected clock.
    package private(set) var times: [Timestamp] = []
    /// When the gateway had each record.
    package private(set) var arrivals: [Timestamp] = []
    /// Whether each record's time is its arrival, because the device sent none.
    package private(set) var isOrdered: [Bool] = []
    /// Where the readings of each record end in ``readings``.
    package private(set) var ends: [Int] = []
    /// The readings of all records.
    package private(set) var readings: [Reading] = []

    /// A block of no records.
    package init() {}

    /// How many records there are.
    package var count: Int { times.count }

    /// Whether there is no record.
    package var isEmpty: Bool { times.isEmpty }

    /// Empties the block and keeps its room.
    package mutating func removeAll() {
        times.removeAll(keepingCapacity: true)
        arrivals.removeAll(keepingCapacity: true)
        isOrdered.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        readings.removeAll(keepingCapacity: true)
    }

    /// Adds a reading to the record that ``close(time:arrival:isOrdered:)`` ends.
    @inline(__always)
    package mutating func add(_ reading: Reading) { readings.append(reading) }

    /// Ends a record: all readings since the last one are its own.
    @inline(__always)
    package mutating func close(time: Timestamp, arrival: Timestamp, isOrdered ordered: Bool = false) {
        times.append(time)
        arrivals.append(arrival)
        isOrdered.append(ordered)
        ends.append(readings.count)
    }

    /// Adds the records of a run of history whose time lies in `span`, in the order in which they arrived.
    ///
    /// `channels` numbers the names of the run's columns; new ones are added. A name that it cannot take is left
    /// out: no rule knows it either.
    package mutating func append(
        _ chunk: HistoryChunk, channels: inout ChannelList, within span: Range<Timestamp> = RecordBlock.always
    ) {
        var ids: [ChannelID?] = []
        for column in chunk.columns { ids.append(channels.id(of: column.channel)) }
        let (rows, columns) = (chunk.rows, chunk.columns)
        // The place of each column's next value; a column without gaps needs none, its place is the row.
        var next = [Int](repeating: 0, count: columns.count)
        let isDense = columns.map { $0.values.count == rows.count }
        // Whole numbers, because comparing millions of values through a protocol costs more than decoding them.
        let (from, to) = (span.lowerBound.milliseconds, span.upperBound.milliseconds)
        for row in rows.indices {
            let times = rows[row]
            let isInside = from <= times.time.milliseconds && times.time.milliseconds < to
            for place in columns.indices {
                var value = row
                if !isDense[place] {
                    guard columns[place].isPresent[row] else { continue }
                    value = next[place]
                    next[place] += 1
                }
                if isInside, let id = ids[place] {
                    readings.append(Reading(channel: id, value: columns[place].values[value]))
                }
            }
            if isInside { close(time: times.time, arrival: times.arrival, isOrdered: times.device == nil) }
        }
    }

    /// Every moment that there is.
    package static let always = Timestamp(milliseconds: .min)..<Timestamp(milliseconds: .max)
}

/// The past of one appliance, block by block, in the order in which it arrived.
///
/// The port stands here, beside what is fed from it; recordings and history are read by the command.
package protocol RecordSource {
    /// Puts the next records into `block`, which is emptied first; false at the end.
    mutating func next(into block: inout RecordBlock) throws -> Bool
}
