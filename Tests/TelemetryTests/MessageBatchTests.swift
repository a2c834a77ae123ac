import Appliances
import Telemetry
import Testing

@Suite("A batch of messages")
struct MessageBatchTests {
    private struct Seen: Equatable {
        var flags: UInt8
        var packet: UInt16
        var arrival: Int64
        var topic: [UInt8]
        var payload: [UInt8]
    }

    private static func all(_ batch: MessageBatch) -> [Seen] {
        var place = 0
        var seen: [Seen] = []
        while let message = batch.message(at: &place) {
            seen.append(
                Seen(
                    flags: message.flags.rawValue, packet: message.packet, arrival: message.arrival.milliseconds,
                    topic: Array(batch.bytes[message.topic]), payload: Array(batch.bytes[message.payload])))
        }
        #expect(place == batch.bytes.count)
        return seen
    }

    private static func append(_ message: Seen, to batch: inout MessageBatch) {
        message.topic.withUnsafeBufferPointer { topic in
            message.payload.withUnsafeBufferPointer { payload in
                batch.append(
                    topic: topic, payload: payload, packet: message.packet, isRetained: message.flags & 1 == 1,
                    arrival: Timestamp(milliseconds: message.arrival))
            }
        }
    }

    /// Five messages and two notes: empty, largest, cut, retained.
    private static func sample() -> (MessageBatch, [Seen]) {
        var batch = MessageBatch()
        let messages = [
            Seen(flags: 0, packet: 1, arrival: 5, topic: Array("a/b".utf8), payload: Array("{}".utf8)),
            Seen(flags: 1, packet: 65_535, arrival: .max, topic: [], payload: []),
            Seen(flags: 0, packet: 0, arrival: .min, topic: Array(repeating: 7, count: 65_535), payload: [0]),
            Seen(flags: 0, packet: 256, arrival: -1, topic: [1], payload: Array(repeating: 9, count: 65_536)),
            Seen(flags: 1, packet: 3, arrival: 9, topic: [2], payload: Array(repeating: 8, count: 65_537)),
        ]
        batch.noteLink(resumed: false, at: Timestamp(milliseconds: 4))
        for message in messages { append(message, to: &batch) }
        batch.noteLink(resumed: true, at: Timestamp(milliseconds: 6))
        let begun = Seen(flags: 8, packet: 0, arrival: 4, topic: [], payload: [])
        let resumed = Seen(flags: 4, packet: 0, arrival: 6, topic: [], payload: [])
        var expected = [begun] + messages + [resumed]
        expected[5].flags = 3
        expected[5].payload = Array(repeating: 8, count: Limits.sampleBytesMax)
        return (batch, expected)
    }

    @Test("gives back what was put in, cuts what is too large, and keeps notes about the link in their place")
    func roundTrip() throws {
        let (batch, expected) = Self.sample()
        #expect(batch.count == 5 && Self.all(batch) == expected)
        let read = try #require(MessageBatch(bytes: batch.bytes))
        #expect(read.count == 5 && Self.all(read) == expected)
    }

    @Test("is empty again after it was emptied")
    func emptied() {
        var (batch, _) = Self.sample()
        batch.removeAll()
        #expect(batch.isEmpty && batch.count == 0 && !batch.isFull)
        #expect(MessageBatch(bytes: [])?.isEmpty == true)
    }

    @Test("that was cut off inside a message is none")
    func truncated() {
        var batch = MessageBatch()
        var whole: Set<Int> = [0]
        for number in 0..<4 {
            batch.append(topic: "t/\(number)", payload: [1, 2, 3], packet: 7, arrival: .epoch)
            whole.insert(batch.bytes.count)
        }
        for length in 0...batch.bytes.count {
            let read = MessageBatch(bytes: Array(batch.bytes[..<length]))
            #expect((read != nil) == whole.contains(length))
        }
    }

    @Test("of broken bytes never traps", arguments: 1...10 as ClosedRange<UInt64>)
    func broken(seed: UInt64) {
        var dice = Dice(seed: seed)
        for _ in 0..<300 {
            var bytes = (0..<dice.roll(0...60)).map { _ in UInt8(truncatingIfNeeded: dice.word()) }
            if dice.roll(0...1) == 0 { for place in bytes.indices where place % 17 > 2 { bytes[place] &= 1 } }
            guard let batch = MessageBatch(bytes: bytes) else { continue }
            #expect(batch.bytes == bytes)
            _ = Self.all(batch)
        }
        #expect(MessageBatch(bytes: Array(repeating: 0xff, count: 17)) == nil)
    }

    @Test("is full at a thousand messages or a mebibyte")
    func full() {
        var many = MessageBatch()
        for number in 0..<Limits.batchMessagesMax {
            #expect(!many.isFull, "after \(number)")
            many.append(topic: "t", payload: [], arrival: .epoch)
        }
        #expect(many.isFull)
        var large = MessageBatch()
        for _ in 0..<16 { large.append(topic: "t", payload: Array(repeating: 0, count: 65_536), arrival: .epoch) }
        #expect(large.isFull && large.count == 16)
    }

    /// A canonical message, a foreign one, and what was made of it.
    private static func mixed() -> MessageBatch {
        var batch = MessageBatch()
        batch.noteLink(resumed: false, at: .epoch)
        batch.append(topic: "foretell/v1/s/d/telemetry", payload: [1], packet: 3, arrival: .epoch)
        batch.append(topic: "tele/d/SENSOR", payload: [2], packet: 4, arrival: .epoch)
        batch.append(derived: [3], topic: "foretell/v1/s/d/telemetry", arrival: .epoch)
        return batch
    }

    @Test("counts what came, and not what was made of it, however it is put together")
    func derived() throws {
        let batch = Self.mixed()
        #expect(batch.count == 2 && MessageBatch(bytes: batch.bytes)?.count == 2)
        #expect(Self.all(batch).map(\.flags) == [8, 0, 0, 64])
        var copy = MessageBatch()
        var place = 0
        while true {
            let start = place
            guard batch.message(at: &place) != nil else { break }
            copy.append(batch, from: start, through: place)
        }
        #expect(copy.bytes == batch.bytes && copy.count == 2)
    }

    @Test("copies a message as it stands, with its marks beside its own")
    func marked() {
        let batch = Self.mixed()
        var (copy, place) = (MessageBatch(), 0)
        for _ in 0..<2 { _ = batch.message(at: &place) }
        let start = place
        _ = batch.message(at: &place)
        copy.append(batch, from: start, through: place, marks: .foreign)
        let message = Seen(flags: 32, packet: 4, arrival: 0, topic: Array("tele/d/SENSOR".utf8), payload: [2])
        #expect(copy.count == 1 && Self.all(copy) == [message])
    }

    @Test("holds strangers until they are marked as foreign")
    func strangers() throws {
        let batch = Self.mixed()
        #expect(batch.holdsStrangers)
        var (marked, place, strange) = (MessageBatch(), 0, "")
        while true {
            let start = place
            guard let message = batch.message(at: &place) else { break }
            strange += batch.isStranger(message) ? "#" : "."
            marked.append(batch, from: start, through: place, marks: batch.isStranger(message) ? .foreign : [])
        }
        #expect(strange == "..#." && !marked.holdsStrangers && marked.count == 2)
        #expect(!MessageBatch().holdsStrangers)
    }

    @Test(
        "holds a stranger on every topic outside of the canonical root",
        arguments: [
            ("foretell/v1/a", false), ("foretell/v1/", false), ("foretell/v1", true), ("foretell/v2/a", true),
            ("Foretell/v1/a", true),
            ("", true), ("/foretell/v1/a", true), ("$SYS/x", true),
        ])
    func canonical(topic: String, isStranger: Bool) {
        var batch = MessageBatch()
        batch.append(topic: topic, payload: [], arrival: .epoch)
        #expect(batch.holdsStrangers == isStranger)
    }

    @Test("writes numbers with their lowest byte first")
    func little() {
        var bytes: [UInt8] = [9]
        bytes.appendLittle(0x0102_0304 as UInt32)
        bytes.appendLittle(-2 as Int64)
        #expect(bytes == [9, 4, 3, 2, 1, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])
        #expect(bytes.span.little(1, as: UInt32.self) == 0x0102_0304)
        #expect(bytes.span.little(5, as: Int64.self) == -2)
        #expect(bytes.span.little(4, as: UInt16.self) == 0xfe01)
    }
}
