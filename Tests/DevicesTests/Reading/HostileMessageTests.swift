import Appliances
@testable import Devices
import Testing

@Suite("A message that means harm")
struct HostileMessageTests {
    /// A profile with everything that a profile may ask for.
    private static func everything() throws -> ReadingTrial {
        let json = try ProfileSource.of("j/{device}") {
            $0.binds = [("id", try Pointer("/id"))]
            $0.conditions = [.init(pointer: try Pointer("/*/{x:[a-z]+}"), test: .absent)]
            $0.points = [
                try .of(each: "/{room}/*", path: .key, device: "{room}-{device}"), try .of(),
                try .of(each: "/*", path: .text(try Pointer("./n")), value: "./v/*", unit: "./u"),
            ]
            $0.times = [try .of("/at", "yyyy-MM-dd HH:mm:ssXXX"), try .of("/at", "unix_auto")]
            ($0.hasPoints, $0.repeatWindow) = (true, .seconds(1))
            var rule = AvailabilityRule()
            (rule.pointer, rule.order, rule.online) = (try Pointer("/s/{n:.}"), try Pointer("/o"), ["1", "true"])
            $0.availability = rule
        }
        let hex = try ProfileSource.of("b/{device:[^-]+}/{many*}") {
            ($0.format, $0.isHex) = (.binary, true)
            $0.fields = (0..<8).map { BinaryField(path: "f\($0)", offset: $0 * 3, width: $0 + 1) }
        }
        let text = try ProfileSource.of("t/#") {
            ($0.format, $0.path, $0.device) = (.text, try Template("f1"), try Template("one"))
        }
        let entries = [
            try ChannelEntry.of("a", as: "power.active") { ($0.bits, $0.scale) = (3...40, 1e300) },
            try .of("{n:f\\d}", as: "probe.{n}.temperature") {
                $0.unit = .sent(at: nil, names: [], otherwise: SourceUnit("mK"))
            },
            try .of("{x}/{y}", as: "fault.flag") { $0.kind = .flag },
            try .of("e", as: "fault.code") { ($0.kind, $0.table, $0.clear) = (.code, "c", [SentValue("0")]) },
        ]
        let code = FaultCode(code: "1", flag: "one", component: .sensor)
        var profile = try DeviceProfile.of(
            "p", [json, hex, text], entries, tables: [CodeTable(name: "c", codes: [code])])
        (profile.key.normalising, profile.believed) = (.mac, BelievedTime())
        return ReadingTrial(profile)
    }

    private static let seeds = [
        #"{"id":"x","a":{"a":17,"e":1,"n":"f1","v":[1e9],"u":"K"},"s":["1"],"o":5,"at":"2026-11-22 00:15:30+08:00"}"#,
        #"{"at":1795306530123,"e":"0","f3":-1e-7,"k":[[["\ud83d\ude00\u0000"]],true,false,null],"a/b":{"c~d":"nan"}}"#,
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdefffffffffffffffff",
        "\u{feff}-12.5e300\u{0}\u{0}",
    ]

    @Test(
        "never traps, and gives no reading that its channel holds impossible", arguments: 1...40 as ClosedRange<UInt64>)
    func neverTraps(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        var trial = try Self.everything()
        for _ in 0..<200 {
            var payload = Array(chance.pick(Self.seeds).utf8)
            for _ in 0..<chance.roll(0...6) { Self.change(&payload, &chance) }
            let topic = chance.pick(["j/AABBCCDDEEFF", "j/", "b/x/y", "b/x//", "t", "t/é", "$SYS/j", ""])
            let at = chance.roll(0...3) == 0 ? nil : Double(chance.roll(0...2_000_000_000))
            _ = trial.read(topic, bytes: payload, isRetained: chance.roll(0...1) == 0, at: at)
            for reading in trial.decoding.readings {
                let channel = trial.reader.channels[reading.channel]
                #expect(channel.range.contains(reading.value) && !trial.decoding.devices[reading.device].isEmpty)
                #expect((reading.word != nil) == (channel.kind == .text))
            }
        }
    }

    private static func change(_ payload: inout [UInt8], _ chance: inout Chance) {
        guard !payload.isEmpty else { return }
        let place = chance.roll(0...payload.count - 1)
        switch chance.roll(0...4) {
        case 0: payload[place] = UInt8(truncatingIfNeeded: chance.word())
        case 1: payload.remove(at: place)
        case 2: payload.insert(chance.pick(Array("{}[]\",:0-9e.\\u".utf8)), at: place)
        case 3: payload[place] = chance.pick(Array("0123456789".utf8))
        default: payload.replaceSubrange(place..., with: payload[place...].reversed())
        }
    }

    @Test("of thousands of names finds no more of them than its channels are")
    func manyNames() throws {
        var trial = ReadingTrial(try .of("p", [try .of("t/{device}")], [try .of("{n}", as: "probe.{n}.temperature")]))
        for part in 0..<12 {
            let members = (0..<1_000).map { "\"k\(part)-\($0)\":1" }.joined(separator: ",")
            _ = trial.read("t/d", "{\(members)}")
        }
        #expect(trial.reader.channels.count <= 4_096)
        #expect(trial.decoding.readings.isEmpty && Set(trial.faults) == ["{n} channel_unknown"])
        #expect(trial.read("t/d", #"{"k0-1":2}"#) == ["d probe.k0-1.temperature 2"])
    }
}
