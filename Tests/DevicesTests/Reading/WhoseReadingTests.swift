import Appliances
@testable import Devices
import Testing

@Suite("The device of a reading")
struct WhoseReadingTests {
    private static func trial(
        _ sources: [ProfileSource], key: String = "{device}", normalise: DeviceKey.Normalising = .none
    ) throws -> ReadingTrial {
        var profile = try DeviceProfile.of(
            "p", key: key, sources, [try .of("p", as: "power.active"), try .of("v", as: "supply.voltage")])
        profile.key.normalising = normalise
        return ReadingTrial(profile)
    }

    @Test("is named by the topic, as the profile has it, or the source")
    func topic() throws {
        var trial = try Self.trial(
            [
                try .of("{site}/{device}/a"),
                try .of("{site}/{device}/b") { $0.device = try Template("{site}.{device}") },
            ],
            normalise: .lower)
        #expect(trial.read("S/Dev/a", #"{"p":1}"#) == ["dev power.active 1"])
        #expect(trial.read("S/Dev/b", #"{"p":1}"#) == ["s.dev power.active 1"])
    }

    @Test("is put together of what topic and payload say")
    func composite() throws {
        var trial = try Self.trial([
            try .of("rtl/{hub}/events") {
                $0.binds = [("model", try Pointer("/model")), ("ch", try Pointer("/ch")), ("id", try Pointer("/id"))]
                $0.device = try Template("{model}-{ch}-{id}")
            }
        ])
        #expect(
            trial.read("rtl/h/events", #"{"model":"Thermo","ch":1,"id":"0A","p":2}"#) == ["Thermo-1-0A power.active 2"])
        #expect(
            trial.read("rtl/h/events", #"{"model":"Thermo","ch":true,"id":1.50,"p":2}"#) == [
                "Thermo-true-1.50 power.active 2"
            ])
        for missing in [
            #"{"model":"Thermo","id":1,"p":2}"#, #"{"model":{},"ch":1,"id":1,"p":2}"#,
            #"{"model":"T","ch":null,"id":1,"p":2}"#,
        ] {
            #expect(trial.read("rtl/h/events", missing) == [])
            #expect(trial.faults == ["power.active device_missing"])
        }
    }

    @Test("that has no key that may be used is missing")
    func badKey() throws {
        var trial = try Self.trial([try .of("t/{device}")])
        #expect(trial.read("t/", #"{"p":1}"#) == [] && trial.faults == ["power.active device_missing"])
        #expect(trial.read("t/" + String(repeating: "x", count: 129), #"{"p":1,"v":2}"#) == [])
        #expect(trial.faults == ["power.active device_missing", "supply.voltage device_missing"])
    }

    @Test("may be another for each point of a message")
    func many() throws {
        let source = try ProfileSource.of("gw/{hub}/all") {
            $0.points = [try .of(each: "/{name}/{what}", path: .key, device: "{hub}/{name}")]
            $0.hasPoints = true
        }
        var trial = try Self.trial([source], key: "{hub}", normalise: .lower)
        #expect(
            trial.read("gw/H/all", #"{"A":{"p":1,"v":230},"b":{"p":2},"a":{"p":3},"C":{"x":1}}"#)
                == ["h/a power.active 1", "h/a supply.voltage 230", "h/b power.active 2", "h/a power.active 3"])
        #expect(trial.decoding.devices == ["h/a", "h/b"])
    }

    @Test("of a point is missing where the message does not say it")
    func manyMissing() throws {
        let source = try ProfileSource.of("gw/{hub}/all") {
            $0.binds = [("id", try Pointer("/id"))]
            $0.points = [try .of(each: "/data/*", path: .key, device: "{id}")]
            $0.hasPoints = true
        }
        var trial = try Self.trial([source], key: "{hub}")
        #expect(trial.read("gw/h/all", #"{"id":"d1","data":{"p":1}}"#) == ["d1 power.active 1"])
        #expect(trial.read("gw/h/all", #"{"data":{"p":1}}"#) == [] && trial.faults == ["p device_missing"])
    }

    @Test(
        "takes a message only where what its source asks of it holds",
        arguments: [
            (#"{"type":"a","p":1}"#, "a"), (#"{"type":"b","p":1}"#, "b"), (#"{"p":1}"#, "none"),
            (#"{"type":null,"p":1}"#, "none"),
            (#"{"type":1,"p":1}"#, "b"), (#"{"type":"c","p":1}"#, nil), (#"{"type":{"a":1},"p":1}"#, "any"),
        ] as [(String, String?)])
    func when(payload: String, source: String?) throws {
        let tests: [(String, ProfileSource.Condition.Test)] = [
            ("a", .among(["a"])), ("b", .among(["b", "1"])), ("none", .absent),
        ]
        var sources = try tests.map { name, test in
            try ProfileSource.of("t/{device}") {
                $0.conditions = [.init(pointer: try Pointer("/type"), test: test)]
                $0.device = try Template("{device}-\(name)")
            }
        }
        sources.append(
            try .of("t/{device}") {
                $0.conditions = [
                    .init(pointer: try Pointer("/type"), test: .present),
                    .init(pointer: try Pointer("/type/a"), test: .present),
                ]
                $0.device = try Template("{device}-any")
            })
        var trial = try Self.trial(sources)
        #expect(trial.read("t/d", payload) == (source.map { ["d-\($0) power.active 1"] } ?? []))
        #expect((trial.profile == nil) == (source == nil))
    }

    @Test(
        "is told apart by conditions that exclude each other",
        arguments: [
            (.absent, .present, true), (.among(["a"]), .among(["b"]), true),
            (.among(["a", "b"]), .among(["b"]), false),
            (.among(["a"]), .absent, true), (.present, .present, false), (.present, .among(["a"]), false),
            (.absent, .absent, false),
        ] as [(ProfileSource.Condition.Test, ProfileSource.Condition.Test, Bool)])
    func excludes(left: ProfileSource.Condition.Test, right: ProfileSource.Condition.Test, isExcluded: Bool) throws {
        let (a, b) = (try Pointer("/a"), try Pointer("/b"))
        let condition = ProfileSource.Condition(pointer: a, test: left)
        #expect(condition.excludes(.init(pointer: a, test: right)) == isExcluded)
        #expect(ProfileSource.Condition(pointer: a, test: right).excludes(condition) == isExcluded)
        #expect(!condition.excludes(.init(pointer: b, test: right)))
    }
}
