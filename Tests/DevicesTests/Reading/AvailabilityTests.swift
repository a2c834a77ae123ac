import Appliances
@testable import Devices
import Testing

@Suite("What says whether a device is there")
struct AvailabilityTests {
    private static func trial(
        _ format: ProfileSource.Format = .json, at pointer: String? = nil, order: String? = nil,
        points: [PointRule] = []
    ) throws -> ReadingTrial {
        let source = try ProfileSource.of("t/{device}") {
            var rule = AvailabilityRule()
            rule.pointer = try pointer.map { try Pointer($0) }
            rule.order = try order.map { try Pointer($0) }
            (rule.online, rule.offline) = (["online", "true", "1"], ["offline", "false", "0"])
            ($0.format, $0.availability, $0.points, $0.hasPoints) = (format, rule, points, !points.isEmpty)
        }
        return ReadingTrial(
            try .of("p", [source], [try .of("p", as: "power.active"), try .of("value", as: "power.active")]))
    }

    @Test(
        "is a text, by the words of its profile",
        arguments: [
            ("online", "online"), (" offline\n", "offline"), ("1", "online"), ("Online", nil), ("sleeping", nil),
            ("null", nil),
        ] as [(String, String?)])
    func text(payload: String, says: String?) throws {
        var trial = try Self.trial(.text)
        #expect(trial.read("t/d", payload) == (says.map { ["d availability \($0)"] } ?? []))
        #expect(trial.faults.isEmpty && trial.profile == "p")
    }

    @Test(
        "stands at its pointer, or is the whole document",
        arguments: [
            (nil, #""offline""#, "offline"), (nil, "true", "online"), (nil, "0", "offline"),
            (nil, #"{"s":"online"}"#, nil),
            ("/s", #"{"s":"online","p":5}"#, "online"), ("/s", #"{"s":false,"p":5}"#, "offline"),
            ("/s", #"{"s":1}"#, "online"),
            ("/s", #"{"s":null}"#, nil), ("/s", #"{"s":{"a":1}}"#, nil), ("/s", #"{"p":5}"#, nil),
            ("/s", #"{"s":"gone"}"#, nil),
        ] as [(String?, String, String?)])
    func document(pointer: String?, payload: String, says: String?) throws {
        var trial = try Self.trial(at: pointer)
        // Without rules for points such a source gives no others.
        #expect(trial.read("t/d", payload) == (says.map { ["d availability \($0)"] } ?? []))
        #expect(trial.decoding.unknownPaths == 0)
    }

    @Test("stands beside the points where the source has rules for them")
    func beside() throws {
        var trial = try Self.trial(at: "/s", points: [try .of(each: "/*")])
        #expect(trial.read("t/d", #"{"s":"online","p":5}"#) == ["d availability online", "d power.active 5"])
        #expect(trial.decoding.unknownPaths == 1)
        var text = try Self.trial(.text, points: [try .of()])
        #expect(text.read("t/d", "1") == ["d availability online", "d power.active 1"])
    }

    @Test("says nothing with an order that is not higher than the last one's")
    func order() throws {
        var trial = try Self.trial(at: "/s", order: "/n")
        let steps: [(device: String, payload: String, says: [String])] = [
            ("d", #"{"s":"online","n":5}"#, ["d availability online"]), ("d", #"{"s":"offline","n":4}"#, []),
            ("d", #"{"s":"offline","n":5}"#, []), ("e", #"{"s":"offline","n":5}"#, ["e availability offline"]),
            ("d", #"{"s":"offline","n":6}"#, ["d availability offline"]),
            ("d", #"{"s":"online","n":"7"}"#, ["d availability online"]),
            ("d", #"{"s":"online"}"#, []), ("d", #"{"s":"online","n":null}"#, []),
            ("d", #"{"s":"online","n":"x"}"#, []),
            ("d", #"{"s":"online","n":7.5}"#, ["d availability online"]), ("d", #"{"s":"gone","n":9}"#, []),
            ("d", #"{"s":"offline","n":8}"#, []),
        ]
        for (number, step) in steps.enumerated() {
            #expect(trial.read("t/" + step.device, step.payload) == step.says, "step \(number)")
        }
        #expect(trial.faults == ["availability out_of_order"])
    }

    @Test("is stale where it is retained")
    func retained() throws {
        var trial = try Self.trial(.text)
        #expect(trial.read("t/d", "offline", isRetained: true) == ["d availability offline stale"])
    }
}
