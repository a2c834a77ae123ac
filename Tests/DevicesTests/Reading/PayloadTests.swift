import Appliances
@testable import Devices
import Telemetry
import Testing

@Suite("A payload")
struct PayloadTests {
    private static let document = Array(#"{"p":5}"#.utf8)

    private static func trial(_ change: (inout ProfileSource) throws -> Void = { _ in }) throws -> ReadingTrial {
        let entries = [
            try ChannelEntry.of("p", as: "power.active"), try .of("value", as: "power.active"),
            try .of("t", as: "fridge.temperature", unit: "cCel"), try .of("open", as: "door.open"),
            try .of("v-{n}", as: "probe.{n}.temperature"),
        ]
        return ReadingTrial(try .of("p", [try .of("t/{device}/{what}", change)], entries))
    }

    @Test(
        "is read without a byte order mark and the zeros behind it",
        arguments: [
            ([0xef, 0xbb, 0xbf] + document, true), (document + [0], true), (document + [0, 0, 0], true),
            ([0xef, 0xbb, 0xbf] + document + [0], true), (document, false), (document + [0x0a, 0x20], false),
        ] as [([UInt8], Bool)])
    func normalised(payload: [UInt8], isNormalised: Bool) throws {
        var trial = try Self.trial()
        #expect(trial.read("t/d/x", bytes: payload) == ["d power.active 5"])
        #expect(trial.decoding.isNormalised == isNormalised)
        _ = trial.read("t/d/x", bytes: Self.document)
        #expect(!trial.decoding.isNormalised)
    }

    @Test(
        "of nothing is the end of a retained message",
        arguments: [[], [0], [0xef, 0xbb, 0xbf], [0xef, 0xbb, 0xbf, 0, 0]] as [[UInt8]])
    func empty(payload: [UInt8]) throws {
        var trial = try Self.trial()
        #expect(trial.read("t/d/x", bytes: payload) == [] && trial.decoding.outcome == .empty)
    }

    @Test("on a topic that nobody claims is unclaimed, whatever it is", arguments: ["{}", "", "x"])
    func unclaimed(payload: String) throws {
        var trial = try Self.trial { $0.exceptions = [try TopicPattern("t/bridge/#")] }
        for topic in ["u/d/x", "t/d", "t/bridge/x", "$SYS/d/x", ""] {
            #expect(trial.read(topic, payload) == [] && trial.decoding.outcome == .unclaimed, "\(topic)")
        }
    }

    @Test(
        "that is no document is rejected with its reason",
        arguments: [
            ("on", .notJSON), ("{", .notJSON), (#"{"a":1,"a":2}"#, .duplicateKey),
            (String(repeating: "[", count: 33), .tooDeep),
            (#"{"p":5}x"#, .notJSON), (String(repeating: " ", count: 65_536) + "1", .tooLarge),
        ] as [(String, Rejection)])
    func rejected(payload: String, reason: Rejection) throws {
        var trial = try Self.trial()
        #expect(trial.read("t/d/x", payload) == [] && trial.decoding.outcome == .rejected(profile: 0, reason))
        #expect(trial.read("t/d/x", #"{"p":5}"#) == ["d power.active 5"])
    }

    @Test(
        "that is a text is one point",
        arguments: [
            ("92.4", ["d power.active 92.4"], []), (" 92.4 \r\n", ["d power.active 92.4"], []),
            ("null", [], ["value absent"]),
            ("nan", [], ["value number_not_finite"]), ("on", [], ["value wrong_type"]),
            ("1e9", [], ["value out_of_range"]),
            (#""5""#, [], ["value wrong_type"]),
        ] as [(String, [String], [String])])
    func text(payload: String, readings: [String], faults: [String]) throws {
        var trial = try Self.trial { $0.format = .text }
        #expect(trial.read("t/d/x", payload) == readings && trial.faults == faults)
    }

    @Test("that is a text has a path of captures, and is rejected where it is none")
    func textPath() throws {
        var trial = try Self.trial { ($0.format, $0.path) = (.text, try Template("v-{what}")) }
        #expect(trial.read("t/d/kitchen", "20") == ["d probe.kitchen.temperature 20"])
        #expect(
            trial.read("t/d/kitchen", bytes: [0xff, 0x32]) == []
                && trial.decoding.outcome == .rejected(profile: 0, .notUTF8))
        #expect(trial.read("t/d/a/b", "20") == [] && trial.decoding.outcome == .unclaimed)
    }

    private static func binary(isHex: Bool) throws -> ReadingTrial {
        try trial {
            ($0.format, $0.isHex) = (.binary, isHex)
            var (temperature, bit) = (
                BinaryField(path: "t", offset: 0, width: 2), BinaryField(path: "open", offset: 2, width: 1)
            )
            var (power, more) = (
                BinaryField(path: "p", offset: 3, width: 4), BinaryField(path: "more", offset: 0, width: 1)
            )
            (temperature.kind, bit.bit, power.kind, power.isBigEndian) = (.int, 7, .float, false)
            more.isBigEndian = false
            $0.fields = [temperature, bit, power, more]
        }
    }

    @Test("of bytes is its fields")
    func bytes() throws {
        var trial = try Self.binary(isHex: false)
        let payload: [UInt8] = [0xfe, 0x0c, 0x80, 0, 0, 0xa4, 0x41]
        #expect(
            trial.read("t/d/x", bytes: payload) == [
                "d fridge.temperature -5", "d door.open true", "d power.active 20.5",
            ])
        #expect(trial.decoding.unknownPaths == 1 && !trial.decoding.isNormalised)
        // A field beyond the end is left out; zeros at the end of bytes are not cut off.
        #expect(trial.read("t/d/x", bytes: [0, 0, 0]) == ["d fridge.temperature 0", "d door.open false"])
        #expect(trial.faults == [])
        #expect(
            trial.read("t/d/x", bytes: [0, 0, 0, 0, 0, 0xc0, 0x7f]).count == 2
                && trial.faults == ["p number_not_finite"])
    }

    @Test(
        "of hexadecimal digits is the bytes that they are",
        arguments: [
            ("fe0c80", 2), ("FE 0C 80\n", 2), ("fe0", nil), ("fe0g80", nil), ("0xfe0c80", nil), ("fe0c", 1), ("", nil),
        ] as [(String, Int?)])
    func hexadecimal(payload: String, readings: Int?) throws {
        var trial = try Self.binary(isHex: true)
        #expect(trial.read("t/d/x", payload).count == readings ?? 0)
        let outcome: Decoding.Outcome =
            payload.isEmpty ? .empty : readings == nil ? .rejected(profile: 0, .notHex) : .read(profile: 0)
        #expect(trial.decoding.outcome == outcome)
    }

    @Test("gives the same again from a decoding that is used again", arguments: 1...20 as ClosedRange<UInt64>)
    func again(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        var trial = try Self.trial()
        for _ in 0..<50 {
            let payload = chance.pick([
                #"{"p":5,"t":"x","q":1}"#, #"{"open":"on"}"#, "?", "", #"{"v-a":1,"v-b":-300}"#, "\u{feff}{}",
                #"{"p":null}"#,
            ])
            let topic = chance.pick(["t/d/x", "t/e/x", "none"])
            var fresh = try Self.trial()
            #expect(trial.read(topic, payload) == fresh.read(topic, payload))
            #expect(trial.faults == fresh.faults && trial.decoding.outcome == fresh.decoding.outcome)
            #expect(
                trial.decoding.unknownPaths == fresh.decoding.unknownPaths
                    && trial.decoding.devices == fresh.decoding.devices)
        }
    }
}
