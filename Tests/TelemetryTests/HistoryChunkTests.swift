import Appliances
import Telemetry
import Testing

@Suite("A run of history")
struct HistoryChunkTests {
    private static func times(_ time: Int64, _ arrival: Int64, _ device: Int64?) -> HistoryChunk.Times {
        HistoryChunk.Times(
            time: Timestamp(milliseconds: time), arrival: Timestamp(milliseconds: arrival),
            device: device.map { Timestamp(milliseconds: $0) })
    }

    /// Times and values by row, values as bit patterns, for comparing NaN and -0.0 too.
    private static func shown(_ chunk: HistoryChunk) -> [String] {
        let columns = chunk.columns.map { column in
            "\(column.channel) \(column.isPresent.map { $0 ? "x" : "." }.joined()) \(column.values.map(\.bitPattern))"
        }
        return chunk.rows.map { "\($0.time) \($0.arrival) \($0.device.map(\.description) ?? "-")" } + columns
    }

    private static func expectRoundTrip(_ chunk: HistoryChunk, _ comment: Comment? = nil) {
        let read = HistoryChunk(encoded: chunk.encoded)
        #expect(read.map(shown) == shown(chunk), comment)
        #expect(read?.readingCount == chunk.readingCount, comment)
    }

    private static func series(_ values: [Double]) -> HistoryChunk {
        var chunk = HistoryChunk()
        for (row, value) in values.enumerated() {
            chunk.append(times(Int64(row) * 30_000, Int64(row) * 30_000 + 12, nil), [(channel: "c", value: value)])
        }
        return chunk
    }

    @Test(
        "gives back exactly the values that went in",
        arguments: [
            [], [0], [-0.0], [0, -0.0, 0], [-0.0, 3.9], [4, 4, 4, 4], [1, 0, 1, 1, 0], [3.9, 4.0, 4.1, 3.8, -21.3],
            [0.1, 0.2, 0.1 + 0.2], [0.0000001, 1], [0.00000001, 1], [1e300, -1e300], [1e15, 0.1], [9e15, 1],
            [8.9e15, 0.5],
            [.leastNonzeroMagnitude, .leastNormalMagnitude, -.leastNonzeroMagnitude], [.greatestFiniteMagnitude],
            [.infinity, -.infinity], [.nan, 1], [.pi, 1, 2], [1, 10, 74, 75, 4_170, 4_171, -4_170, 1e9, -1e9],
            [-8_999_999_999_999_999, 8_999_999_999_999_999], [9_007_199_254_740_992, -9_007_199_254_740_994],
            [123_456.789_012_3, 0.5], [-0.5, -0.05, -0.005, -0.000_5], [(1.0).nextUp, (1.0).nextDown],
        ] as [[Double]])
    func values(values: [Double]) {
        Self.expectRoundTrip(Self.series(values))
    }

    @Test("gives back any seeded series bit for bit", arguments: 1...30 as ClosedRange<UInt64>)
    func seeded(seed: UInt64) {
        var dice = Dice(seed: seed)
        var chunk = HistoryChunk()
        let channels = (0..<Int(dice.roll(1...9))).map { "probe.p\($0).temperature" }
        let styles = channels.map { _ in dice.roll(0...6) }
        var last = channels.map { _ in 0.0 }
        var clock = dice.roll(-5_000_000_000...2_000_000_000_000)
        for _ in 0..<dice.roll(0...120) {
            clock += dice.roll(0...20) == 0 ? dice.roll(-1_000_000_000...1_000_000_000) : 30_000 + dice.roll(-3...3)
            var readings: [(channel: String, value: Double)] = []
            for (place, channel) in channels.enumerated() where dice.roll(0...9) > 1 {
                switch styles[place] {
                case 0: last[place] = 21.5
                case 1: last[place] = ((last[place] * 10).rounded() + Double(dice.roll(-2...2))) / 10
                case 2: last[place] = Double(dice.roll(0...1))
                case 3: last[place] = Double(bitPattern: dice.word())
                case 4: last[place] = Double(dice.roll(-9_000...9_000)) * 1e12
                case 5: last[place] = Double(dice.roll(-9...9)) * .leastNonzeroMagnitude
                default: last[place] = dice.roll(0...1) == 0 ? -0.0 : Double(dice.roll(0...999)) / 1_000
                }
                readings.append((channel, last[place]))
            }
            if dice.roll(0...4) == 0 { readings.reverse() }
            let device = dice.roll(0...3) == 0 ? nil : clock - dice.roll(-5_000...5_000)
            chunk.append(Self.times(clock, clock + dice.roll(0...900), device), readings)
        }
        Self.expectRoundTrip(chunk, "seed \(seed)")
    }

    @Test("keeps the farthest times")
    func farTimes() {
        var chunk = HistoryChunk()
        let far: [Int64] = [.min, .max, 0, .max, .min, -1, 253_402_300_799_999]
        for time in far { chunk.append(Self.times(time, time &+ .max, time &- 5), []) }
        for time in far { chunk.append(Self.times(time, 0, nil), [(channel: "c", value: 1)]) }
        Self.expectRoundTrip(chunk)
    }

    @Test("keeps the later of two values of one channel in one record")
    func twice() {
        var chunk = HistoryChunk()
        chunk.append(
            Self.times(0, 0, nil), [(channel: "a", value: 1), (channel: "b", value: 2), (channel: "a", value: 3)])
        chunk.append(Self.times(1, 1, nil), [(channel: "b", value: 4)])
        #expect(chunk.columns.map(\.values) == [[3], [2, 4]] && chunk.readingCount == 3)
        Self.expectRoundTrip(chunk)
    }

    @Test("keeps channels that begin late, end early or have other scripts in their names")
    func columns() {
        var chunk = HistoryChunk()
        let long = String(repeating: "n", count: 255)
        chunk.append(Self.times(0, 0, 0), [(channel: "冰箱.é", value: 1)])
        chunk.append(Self.times(1, 1, 1), [])
        chunk.append(Self.times(2, 2, 2), [(channel: long, value: 2), (channel: "", value: 3)])
        #expect(
            chunk.columns.map(\.isPresent) == [[true, false, false], [false, false, true], [false, false, true]])
        Self.expectRoundTrip(chunk)
    }

    /// A fridge that reports every 30 s: slow tenths, a compressor that switches, a jittery link.
    private static func fridge(seed: UInt64) -> HistoryChunk {
        var dice = Dice(seed: seed)
        var chunk = HistoryChunk()
        var cabinet: Int64 = 39
        for row in 0..<60 as Range<Int64> {
            cabinet += dice.roll(-1...1)
            let runs = row / 20 % 2 == 0
            let time = 1_795_306_530_000 + row * 30_000
            let delay = 40 + dice.roll(0...9)
            let readings: [(channel: String, value: Double)] = [
                ("fridge.temperature", Double(cabinet) / 10),
                ("freezer.temperature", Double(-180 + dice.roll(-1...1)) / 10),
                ("evaporator.temperature", Double((runs ? -240 : -200) + dice.roll(-3...3)) / 10),
                ("compressor.current", runs ? Double(121 + dice.roll(-2...2)) / 100 : 0),
                ("compressor.running", runs ? 1 : 0), ("fridge.door.open", row == 30 ? 1 : 0),
                ("fan.evaporator.speed", runs ? Double(1_430 + dice.roll(-10...10)) : 0),
                ("ambient.temperature", Double(250 + row / 20) / 10),
            ]
            chunk.append(Self.times(time, time + delay, time), readings)
        }
        return chunk
    }

    @Test("of a fridge takes at most 1.6 bytes a reading", arguments: 1...5 as ClosedRange<UInt64>)
    func size(seed: UInt64) {
        let chunk = Self.fridge(seed: seed)
        Self.expectRoundTrip(chunk)
        #expect(chunk.readingCount == 480)
        #expect(Double(chunk.encoded.count) / 480 <= 1.6, "\(chunk.encoded.count) bytes")
    }

    @Test("cut off at any byte is none")
    func truncated() {
        for chunk in [HistoryChunk(), Self.series([0.1, .pi]), Self.fridge(seed: 1)] {
            let bytes = chunk.encoded
            for length in bytes.indices { #expect(HistoryChunk(encoded: Array(bytes[..<length])) == nil) }
        }
    }

    @Test("of broken bytes never traps", arguments: 1...20 as ClosedRange<UInt64>)
    func broken(seed: UInt64) {
        var dice = Dice(seed: seed)
        let whole = Self.fridge(seed: seed).encoded
        let empty = HistoryChunk().encoded
        for _ in 0..<200 {
            var bytes = dice.roll(0...3) == 0 ? empty + [1, 2, 3] : whole
            for _ in 0..<dice.roll(1...5) {
                bytes[Int(dice.roll(0...Int64(bytes.count - 1)))] ^= UInt8(truncatingIfNeeded: dice.word())
            }
            if dice.roll(0...1) == 0 {
                for place in bytes.indices.dropFirst(30) { bytes[place] |= UInt8(dice.roll(0...255)) }
            }
            _ = HistoryChunk(encoded: bytes).map(\.encoded)
        }
    }
}
