package import Appliances

/// A run of one device's records as history keeps it: columns of times and of values.
///
/// About one byte a reading: times as differences of differences, values as whole
/// numbers of their smallest decimal place and then as differences. Exact: what comes
/// out is bit for bit what went in.
package struct HistoryChunk: Sendable {
    /// One record's three times.
    package struct Times: Sendable, Equatable {
        /// The time by which rules ran.
        package let time: Timestamp
        /// When the gateway had it.
        package let arrival: Timestamp
        /// As the device sent it; nil where it sent none.
        package let device: Timestamp?

        /// Three times.
        package init(time: Timestamp, arrival: Timestamp, device: Timestamp?) {
            self.time = time
            self.arrival = arrival
            self.device = device
        }
    }

    /// One channel's values: which records have one, and the values in their order.
    package struct Column: Sendable, Equatable {
        /// The channel's name.
        package let channel: String
        /// For each record whether it has a value.
        package internal(set) var isPresent: [Bool]
        /// The values.
        package internal(set) var values: [Double]
    }

    /// The times, a row each.
    package private(set) var rows: [Times] = []
    /// The columns, in the order in which channels first came.
    package private(set) var columns: [Column] = []

    /// An empty run.
    package init() {}

    init(rows: [Times], columns: [Column]) {
        self.rows = rows
        self.columns = columns
    }

    /// How many values there are.
    package var readingCount: Int { columns.reduce(0) { $0 + $1.values.count } }

    /// Adds one record; where a channel stands twice in it, the later value counts.
    package mutating func append(_ times: Times, _ readings: [(channel: String, value: Double)]) {
        for index in columns.indices { columns[index].isPresent.append(false) }
        rows.append(times)
        for (place, reading) in readings.enumerated() {
            let index = column(named: reading.channel, near: place)
            // A second value in one record would shift all later ones against their records.
            if columns[index].isPresent[rows.count - 1] { columns[index].values.removeLast() }
            columns[index].isPresent[rows.count - 1] = true
            columns[index].values.append(reading.value)
        }
    }

    private mutating func column(named name: String, near place: Int) -> Int {
        if place < columns.count, columns[place].channel == name { return place }
        if let index = columns.firstIndex(where: { $0.channel == name }) { return index }
        columns.append(
            Column(channel: name, isPresent: Array(repeating: false, count: rows.count), values: []))
        return columns.count - 1
    }
}

extension HistoryChunk {
    /// The run in bytes.
    ///
    /// Form, in bits: rows 32, columns 16, first time 64; the times; then for each column the
    /// length of its name 8, the name, one bit "every record has a value" or else a bit a
    /// record, the decimal places 4 (15: bit patterns), the values.
    package var encoded: [UInt8] {
        var bits = BitWriter()
        bits.put(UInt64(rows.count), 32)
        bits.put(UInt64(columns.count), 16)
        encodeTimes(into: &bits)
        for column in columns { HistoryChunk.encode(column, into: &bits) }
        return bits.finish()
    }

    /// The run of these bytes; nil where they are none.
    package init?(encoded bytes: [UInt8]) {
        var bits = BitReader(bytes)
        guard let rowCount = bits.take(32), let columnCount = bits.take(16),
            rowCount <= UInt64(bytes.count) * 8, let rows = HistoryChunk.times(Int(rowCount), &bits)
        else { return nil }
        self.rows = rows
        for _ in 0..<columnCount {
            guard let column = HistoryChunk.column(rows: rows.count, &bits) else { return nil }
            columns.append(column)
        }
    }

    // Differences wrap around on both ways: exact for all times, and broken bytes cannot trap.
    private func encodeTimes(into bits: inout BitWriter) {
        var last = rows.first?.time.milliseconds ?? 0
        var lastStep: Int64 = 0
        var (lastDelay, lastOffset): (Int64, Int64) = (0, 0)
        bits.putWord(UInt64(bitPattern: last))
        for row in rows {
            let step = row.time.milliseconds &- last
            bits.putDelta(step &- lastStep)
            let delay = row.arrival.milliseconds &- row.time.milliseconds
            bits.putDelta(delay &- lastDelay)
            bits.put(row.device == nil ? 1 : 0, 1)
            let offset = row.device.map { row.time.milliseconds &- $0.milliseconds } ?? lastOffset
            bits.putDelta(offset &- lastOffset)
            (last, lastStep, lastDelay, lastOffset) = (row.time.milliseconds, step, delay, offset)
        }
    }

    private static func times(_ count: Int, _ bits: inout BitReader) -> [Times]? {
        guard let first = bits.takeWord() else { return nil }
        var rows: [Times] = []
        var (last, lastStep): (Int64, Int64) = (Int64(bitPattern: first), 0)
        var (lastDelay, lastOffset): (Int64, Int64) = (0, 0)
        for _ in 0..<count {
            guard let step = bits.takeDelta(), let delay = bits.takeDelta(), let absent = bits.take(1),
                let offset = bits.takeDelta()
            else { return nil }
            lastStep &+= step
            last &+= lastStep
            lastDelay &+= delay
            lastOffset &+= offset
            rows.append(
                Times(
                    time: Timestamp(milliseconds: last), arrival: Timestamp(milliseconds: last &+ lastDelay),
                    device: absent == 1 ? nil : Timestamp(milliseconds: last &- lastOffset)))
        }
        return rows
    }

    private static func encode(_ column: Column, into bits: inout BitWriter) {
        let name = Array(column.channel.utf8)
        precondition(name.count <= 255, "a channel's name has at most 255 bytes")
        bits.put(UInt64(name.count), 8)
        for byte in name { bits.put(UInt64(byte), 8) }
        let isDense = column.isPresent.allSatisfy { $0 }
        bits.put(isDense ? 1 : 0, 1)
        if !isDense { for isPresent in column.isPresent { bits.put(isPresent ? 1 : 0, 1) } }
        guard let places = decimalPlaces(of: column.values) else {
            bits.put(15, 4)
            for value in column.values { bits.putWord(value.bitPattern) }
            return
        }
        bits.put(UInt64(places), 4)
        var last: Int64 = 0
        for value in column.values {
            guard let whole = whole(value, places: places) else { preconditionFailure("places were found by whole") }
            bits.putDelta(whole - last)
            last = whole
        }
    }

    private static func column(rows: Int, _ bits: inout BitReader) -> Column? {
        guard let length = bits.take(8) else { return nil }
        var name: [UInt8] = []
        for _ in 0..<length {
            guard let byte = bits.take(8) else { return nil }
            name.append(UInt8(byte))
        }
        guard let text = String(validating: name, as: UTF8.self), let dense = bits.take(1) else { return nil }
        var isPresent = Array(repeating: true, count: rows)
        if dense == 0 {
            for row in 0..<rows {
                guard let bit = bits.take(1) else { return nil }
                isPresent[row] = bit == 1
            }
        }
        guard let values = values(isPresent.count { $0 }, &bits) else { return nil }
        return Column(channel: text, isPresent: isPresent, values: values)
    }

    private static func values(_ count: Int, _ bits: inout BitReader) -> [Double]? {
        guard let places = bits.take(4) else { return nil }
        var values: [Double] = []
        var last: Int64 = 0
        for _ in 0..<count {
            if places == 15 {
                guard let word = bits.takeWord() else { return nil }
                values.append(Double(bitPattern: word))
            } else {
                guard places < 8, let delta = bits.takeDelta() else { return nil }
                last &+= delta
                values.append(Double(last) / powers[Int(places)])
            }
        }
        return values
    }

    private static let powers: [Double] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000]

    /// The value in units of its last decimal place; nil where that does not give it back bit for bit.
    ///
    /// -0.0 and what is not finite are among these: no whole number stands for them.
    @inline(__always)
    private static func whole(_ value: Double, places: Int) -> Int64? {
        let scaled = (value * powers[places]).rounded()
        guard abs(scaled) < 9e15 else { return nil }
        let whole = Int64(scaled)
        return (Double(whole) / powers[places]).bitPattern == value.bitPattern ? whole : nil
    }

    /// The fewest decimal places by which every value is a whole number, exactly; nil where none are.
    private static func decimalPlaces(of values: [Double]) -> Int? {
        var places = 0
        for value in values {
            while whole(value, places: places) == nil {
                places += 1
                if places == powers.count { return nil }
            }
        }
        // What was exact with fewer places is so with more, but for rounding: look once more.
        return values.allSatisfy { whole($0, places: places) != nil } ? places : nil
    }
}
