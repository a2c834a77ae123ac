import Appliances
@testable import Devices
import Telemetry
import Testing

@Suite("Which profile reads a message")
struct FamilyTests {
    private static func profile(
        _ id: String, _ topic: String, _ paths: [String], classes: [Category] = [], family: String? = "f",
        byRegistry: Bool = false, format: ProfileSource.Format = .json
    ) throws -> DeviceProfile {
        var profile = try DeviceProfile.of(
            id, [try .of(topic) { $0.format = format }],
            try paths.map { try .of($0, as: "probe.\(id)_\($0).temperature") })
        (profile.classes, profile.family, profile.isByRegistry) = (classes, family, byRegistry)
        return profile
    }

    /// Two of one family: `a` knows x and y of refrigerators, `b` knows x and z of washing machines.
    private static func family() throws -> ReadingTrial {
        ReadingTrial(
            try profile("b", "t/{device}", ["x", "z"], classes: [.washingMachine]),
            try profile("a", "t/{device}", ["x", "y"], classes: [.refrigerator]))
    }

    @Test("is the one whose class is the appliance's category")
    func category() throws {
        var trial = try Self.family()
        for (device, category) in [("d", Category.refrigerator), ("e", .washingMachine), ("f", .airConditioner)] {
            _ = trial.reader.bindings.bind(device, .init(appliance: 0, category: category))
        }
        #expect(trial.read("t/d", #"{"x":1,"z":2}"#) == ["d probe.a_x.temperature 1"])
        #expect(trial.read("t/e", #"{"x":1,"y":2}"#) == ["e probe.b_x.temperature 1"])
        // No profile of the family is for its category: then the paths decide.
        _ = trial.read("t/f", #"{"z":1}"#)
        #expect(trial.profile == "b")
    }

    @Test("is the one that knows most of a stranger's paths, and the first by id where two do")
    func paths() throws {
        var trial = try Self.family()
        for (device, payload, id) in [
            ("1", #"{"x":1,"z":2}"#, "b"), ("2", #"{"x":1,"y":2}"#, "a"), ("3", #"{"x":1}"#, "a"),
            ("4", #"{"q":1}"#, "a"),
            ("5", #"{"y":1,"z":1}"#, "a"),
        ] {
            _ = trial.read("t/" + device, payload)
            #expect(trial.profile == id, "\(payload)")
        }
    }

    @Test("is remembered of a message that told it for the next ones that do not")
    func memory() throws {
        var trial = try Self.family()
        let told = [
            (#"{"x":1}"#, "a"), (#"{"z":1}"#, "b"), (#"{"x":1}"#, "b"), (#"{"q":1}"#, "b"), (#"{"y":1}"#, "a"),
            (#"{"x":1}"#, "a"),
        ]
        for (step, (payload, id)) in told.enumerated() {
            _ = trial.read("t/d", payload)
            #expect(trial.profile == id, "step \(step)")
        }
        _ = trial.read("t/other", #"{"x":1}"#)
        #expect(trial.profile == "a")
    }

    @Test("is one of the registry only for devices to which it gives that one")
    func registry() throws {
        var trial = ReadingTrial(
            try Self.profile("given", "t/{device}", ["x"], family: nil, byRegistry: true),
            try Self.profile("wide", "t/{device}", ["x"], family: nil))
        let given = DeviceBindings.Binding(appliance: 0, category: .refrigerator, profile: "given")
        let isBound = trial.reader.bindings.bind("d", given)
        let isBoundAgain = trial.reader.bindings.bind("d", given)
        #expect(isBound && !isBoundAgain)
        _ = trial.reader.bindings.bind("e", .init(appliance: 1, category: .refrigerator, profile: "other"))
        #expect(trial.read("t/d", #"{"x":1}"#) == ["d probe.given_x.temperature 1"])
        #expect(trial.read("t/e", #"{"x":1}"#) == ["e probe.wide_x.temperature 1"])
        #expect(trial.read("t/f", #"{"x":1}"#) == ["f probe.wide_x.temperature 1"])
    }

    @Test("is none where only profiles of other devices take the topic, also for what cannot be read")
    func registryAlone() throws {
        var trial = ReadingTrial(try Self.profile("given", "{device*}", ["x"], family: nil, byRegistry: true))
        _ = trial.reader.bindings.bind("d", .init(appliance: 0, category: .refrigerator, profile: "given"))
        for payload in [#"{"x":1}"#, "on"] {
            #expect(trial.read("t/e", payload) == [] && trial.decoding.outcome == .unclaimed, "\(payload)")
        }
        #expect(trial.read("d", #"{"x":1}"#) == ["d probe.given_x.temperature 1"])
        #expect(trial.read("d", "on") == [] && trial.decoding.outcome == .rejected(profile: 0, .notJSON))
    }

    @Test("is the one that the registry gives within a family, before any category or path")
    func registryWithinFamily() throws {
        var trial = try Self.family()
        _ = trial.reader.bindings.bind("d", .init(appliance: 0, category: .refrigerator, profile: "b"))
        #expect(trial.read("t/d", #"{"x":1,"y":2}"#) == ["d probe.b_x.temperature 1"])
    }

    @Test("is the one of text where the payload is no document")
    func textBeside() throws {
        var trial = ReadingTrial(
            try Self.profile("json", "t/{device}", ["x"]),
            try Self.profile("text", "t/{device}", ["value"], format: .text))
        #expect(trial.read("t/d", "on 5") == [] && trial.profile == "text")
        #expect(trial.read("t/d", #"{"x":7}"#) == ["d probe.json_x.temperature 7"])
    }
}
