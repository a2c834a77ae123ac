import Appliances
@testable import Devices
import Testing

@Suite("The points of a document")
struct PointTests {
    /// What a document gives with these rules and entries, each for a channel of power or a probe.
    private static func read(
        _ payload: String, _ rules: [PointRule], _ entries: [(String, String)], topic: String = "t/d"
    ) throws -> (readings: [String], trial: ReadingTrial) {
        let source = try ProfileSource.of("t/{device}") { ($0.points, $0.hasPoints) = (rules, !rules.isEmpty) }
        let table = try entries.map { try ChannelEntry.of($0.0, as: $0.1) }
        var trial = ReadingTrial(try .of("p", [source], table))
        return (trial.read(topic, payload), trial)
    }

    @Test("are all of its values, each with the way to it as its path")
    func everyValue() throws {
        let payload = #"{"apower":92.4,"ENERGY":{"Power":5,"x":{"t":[1,2.5]}},"a/b":3,"c~d":4,"e":{},"f":[],"g":7}"#
        let (readings, trial) = try Self.read(
            payload, [],
            [
                ("apower", "power.active"), ("ENERGY/Power", "compressor.power"), ("ENERGY/x/t/1", "heater.power"),
                ("a~1b", "supply.current"), ("c~0d", "compressor.current"),
            ])
        #expect(
            readings == [
                "d power.active 92.4", "d compressor.power 5", "d heater.power 2.5", "d supply.current 3",
                "d compressor.current 4",
            ])
        #expect(trial.decoding.unknownPaths == 2 && trial.faults.isEmpty && trial.profile == "p")
    }

    @Test(
        "are the members that a pointer names",
        arguments: [
            ("/*", ["power.active 1", "supply.voltage 2"], 1), ("/in/*", ["compressor.power 3"], 0),
            ("/list/*", ["heater.power 4", "probe.temperature 5"], 0), ("/{x:p}", ["power.active 1"], 0),
            ("/p", ["power.active 1"], 0), ("/in/{x}", ["compressor.power 3"], 0),
            ("/list/1", ["probe.temperature 5"], 0),
            ("/{x}/{y:[cd0]}", ["compressor.power 3", "heater.power 4"], 0), ("/nothing/*", [], 0), ("/p/*", [], 0),
        ])
    func each(pointer: String, readings: [String], unknown: Int) throws {
        let result = try Self.read(
            #"{"p":1,"v":2,"in":{"c":3},"other":9,"list":[4,5]}"#, [try .of(each: pointer)],
            [
                ("p", "power.active"), ("v", "supply.voltage"), ("in/c", "compressor.power"),
                ("list/0", "heater.power"),
                ("list/1", "probe.temperature"),
            ])
        #expect(result.readings == readings.map { "d " + $0 })
        // Members that hold others are points as well, and none that the table has.
        #expect(result.trial.decoding.unknownPaths == (pointer == "/*" ? 3 : unknown))
    }

    @Test("have the member's own name as their path, whatever signs are in it")
    func key() throws {
        let payload = #"{"data":{"Room/Temp":20,"a~b":30,"plain":40,"in":{"v":50}}}"#
        let result = try Self.read(
            payload, [try .of(each: "/data/*", path: .key)],
            [
                ("Room~1Temp", "probe.temperature"), ("a~0b", "power.active"), ("plain", "heater.power"),
                ("in", "supply.voltage"),
            ])
        #expect(result.readings == ["d probe.temperature 20", "d power.active 30", "d heater.power 40"])
        #expect(result.trial.faults.isEmpty && result.trial.decoding.unknownPaths == 0)
    }

    @Test("have a name with a slash as one segment of a path with captures")
    func slashInCapture() throws {
        let result = try Self.read(
            #"{"Room/1":{"t":20},"a/switch:7":{"t":30}}"#, [],
            [("a~1switch:{n}/t", "probe.switch{n}.temperature"), ("{room}/t", "probe.{room}.temperature")])
        #expect(result.readings == ["d probe.Room_1.temperature 20", "d probe.switch7.temperature 30"])
    }

    @Test("have a text of the message, or captures, as their path")
    func otherPaths() throws {
        let list = #"{"m":[{"n":"power","v":5},{"n":"volt","v":230},{"v":9},{"n":{},"v":9}]}"#
        let texts = try Self.read(
            list, [try .of(each: "/m/*", path: .text(try Pointer("./n")), value: "./v")],
            [("power", "power.active"), ("volt", "supply.voltage")])
        #expect(texts.readings == ["d power.active 5", "d supply.voltage 230"])
        let template = try Self.read(
            #"{"ch0":{"p":5},"ch1":{"p":6}}"#,
            [try .of(each: "/ch{n}/{what}", path: .template(try Template("{what}-{n}-{device}")))],
            [("p-0-d", "power.active"), ("p-1-d", "compressor.power")])
        #expect(template.readings == ["d power.active 5", "d compressor.power 6"])
    }

    @Test("have their value and their unit where the rule says")
    func valueAndUnit() throws {
        let source = try ProfileSource.of("t/{device}") {
            $0.points = [try .of(each: "/*", path: .key, value: "./value/amount", unit: "./value/unit")]
            $0.hasPoints = true
        }
        let sent = try ["x", "y", "z"].enumerated().map { number, key in
            try ChannelEntry.of(key, as: ["power.active", "energy.total", "fridge.temperature"][number]) {
                $0.unit = .sent(at: nil, names: [], otherwise: SourceUnit("Cel"))
            }
        }
        var trial = ReadingTrial(try .of("p", [source], sent))
        let payload =
            #"{"x":{"value":{"amount":2,"unit":"kW"}},"y":{"value":{"amount":"1500","unit":"Wh"}},"#
            + #""z":{"value":{"amount":5}}}"#
        #expect(trial.read("t/d", payload) == ["d power.active 2000", "d energy.total 1.5", "d fridge.temperature 5"])
        #expect(trial.read("t/d", #"{"x":{"value":{"unit":"kW"}},"y":{"value":{"amount":1,"unit":"V"}}}"#) == [])
        #expect(trial.faults == ["y unit_unknown"])
        #expect(trial.read("t/d", #"{"z":{"value":{"amount":41,"unit":"°F"}}}"#) == ["d fridge.temperature 5"])
    }

    @Test("are those of every rule in their order")
    func manyRules() throws {
        let result = try Self.read(
            #"{"a":1,"b":{"c":2}}"#, [try .of(each: "/b/*", path: .key), try .of(each: "/a")],
            [("a", "power.active"), ("c", "heater.power")])
        #expect(result.readings == ["d heater.power 2", "d power.active 1"])
    }

    @Test("that are null are absent, with and without delta", arguments: [false, true])
    func null(isDelta: Bool) throws {
        let source = try ProfileSource.of("t/{device}") { $0.isDelta = isDelta }
        var trial = ReadingTrial(
            try .of("p", [source], [try .of("a", as: "power.active"), try .of("b", as: "fault.code")]))
        #expect(trial.read("t/d", #"{"a":null,"b":null,"c":null}"#) == [])
        #expect(trial.faults == ["a absent", "b absent"] && trial.decoding.unknownPaths == 1)
        #expect(trial.read("t/d", #"{"b":"E1"}"#) == ["d fault.code E1"])
    }

    @Test("may be the document itself")
    func scalar() throws {
        let result = try Self.read(
            "42", [try .of(each: ".", path: .template(try Template("all")))], [("all", "power.active")])
        #expect(result.readings == ["d power.active 42"])
        #expect(try Self.read("42", [], [("all", "power.active")]).trial.decoding.unknownPaths == 1)
    }
}
