import Appliances
import Foundation
import Telemetry
import Testing

@Suite("A mutated message")
struct MutationTests {
    private static let seeds = [
        goodMessage,
        #"[{"device":"a-1","seq":1,"readings":{"fridge.temperature":3.9,"power.active":-12.5e1,"power.on":true}}]"#,
        #"{"at":1795306530,"readings":{"power.on":1,"power.active":12345678901234567e-14,"x":"\ud83d\udE00"}}"#,
    ]
    private static let pieces: [String] = [
        "\"", "\\", "{", "}", "[", "]", ",", ":", "0", "-", "e", "E5", ".", "1e999", "null", "true", "\\u0061",
        "\\ud800",
        " ", "\u{0}", "\u{202e}", "é", "\"a\":1,", "9007199254740993", "-0", "\n", "{}", "[]", "+", "00",
    ]

    private static func mutated(_ dice: inout Dice) -> [UInt8] {
        var bytes = Array(seeds[Int(dice.roll(0...2))].utf8)
        for _ in 0..<dice.roll(1...4) {
            guard !bytes.isEmpty else { return bytes }
            let place = Int(dice.roll(0...Int64(bytes.count - 1)))
            switch dice.roll(0...6) {
            case 0: bytes[place] = UInt8(truncatingIfNeeded: dice.word())
            case 1: bytes[place] ^= 1 << UInt8(dice.roll(0...7))
            case 2: bytes.remove(at: place)
            case 3: bytes.insert(contentsOf: pieces[Int(dice.roll(0...Int64(pieces.count - 1)))].utf8, at: place)
            case 4: bytes.removeSubrange(place..<min(bytes.count, place + Int(dice.roll(1...20))))
            case 5: bytes[place] = UInt8(ascii: "0") + UInt8(dice.roll(0...9))
            default: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 12)], at: place)
            }
        }
        return bytes
    }

    /// The numbers of all readings in the order of their names, as Foundation reads them.
    private static func foundation(_ payload: [UInt8]) throws -> [[String: Double]] {
        let json = try JSONSerialization.jsonObject(with: Data(payload))
        let records = (json as? [[String: Any]]) ?? (json as? [String: Any]).map { [$0] } ?? []
        return records.map { record in
            (record["readings"] as? [String: Any] ?? [:]).compactMapValues { ($0 as? NSNumber)?.doubleValue }
        }
    }

    @Test(
        "never traps, and what is taken Foundation takes with the same numbers",
        arguments: 1...20 as ClosedRange<UInt64>)
    func agrees(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        var form = CanonicalForm()
        var records = Records()
        var taken = 0
        for _ in 0..<1_000 {
            let payload = Self.mutated(&dice)
            do { try form.read(payload.span, into: &records) } catch { continue }
            taken += 1
            let shown = String(decoding: payload, as: UTF8.self)
            let theirs = try #require(try? Self.foundation(payload), "Foundation does not read \(shown)")
            #expect(theirs.count == records.records.count, "\(shown)")
            for (record, numbers) in zip(records.records, theirs) {
                for reading in records.readings[record.readings] {
                    let number = try #require(numbers[form.channels[reading.channel].name], "\(shown)")
                    // Foundation's own numbers of more than 16 digits may be some last places off.
                    #expect(abs(number - reading.value) <= abs(number) * 1e-14, "\(shown)")
                }
            }
        }
        // Some mutations leave a message good: else the comparison would say nothing.
        #expect(taken > 50)
    }

    @Test("leaves no trace in the next message", arguments: 1...4 as ClosedRange<UInt64>)
    func noTrace(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        var form = CanonicalForm()
        let expected = try Sample(goodMessage)
        for _ in 0..<500 {
            _ = try? Sample(Self.mutated(&dice), &form)
            let sample = try Sample(Array(goodMessage.utf8), &form)
            #expect(sample.readings == expected.readings && sample.words == expected.words && sample.faults.isEmpty)
        }
    }
}
