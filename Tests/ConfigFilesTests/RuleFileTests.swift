import Appliances
import ConfigFiles
import FaultRules
import Foundation
import Telemetry
import Testing

@Suite("Rule files")
struct RuleFileTests {
    private func read(_ text: String) throws -> FaultRule {
        try readConfigText(text, notes: ConfigNode.Notes(file: "r.yaml")) {
            readFaultRule($0, channels: ChannelList())
        }.get()
    }

    @Test("give what stands in them")
    func soundFile() throws {
        let rule = try read(soundRule)
        #expect(rule.name == "warm_cabinet" && rule.version == 3)
        #expect(rule.category == .refrigerator && rule.component == .fanMotor)
        #expect(rule.parameters.map(\.name) == ["limit", "wait"])
        #expect(rule.parameters.map(\.value) == [8, 180])
        #expect(rule.signals.map(\.name) == ["cabinet"])
        #expect(rule.signals.map(\.formula) == [try Expression("avg(fridge.temperature)[30m]")])
        #expect(rule.steps.map(\.level) == [.minor, .major])
        #expect(rule.staleAfter == .minutes(10) && rule.holdUnknown == .hours(2))
        let major = try #require(rule.step(.major))
        #expect(major.raise == (try Expression("cabinet > limit + 2 K")))
        #expect(major.reset == (try Expression("cabinet < limit - 1 K")))
        #expect(major.hold == .minutes(90) && major.keep == .minutes(10))
        #expect(
            major.action
                == .ticket(FaultRule.Ticket(fault: "cooling.lost", parts: ["fan_motor"], priority: "P2")))
        #expect(rule.step(.minor)?.hold == .minutes(30) && rule.step(.minor)?.action == .watch)
    }

    @Test("may be as short as one level")
    func shortest() throws {
        let rule = try read(
            """
            {rule: a, version: 1, applies: all, component: user, raise: {critical: "fridge.door.open"},
            reset: {critical: not fridge.door.open}}
            """)
        #expect(rule.category == nil && rule.parameters.isEmpty && rule.signals.isEmpty)
        #expect(rule.staleAfter == .minutes(15) && rule.holdUnknown == .hours(6))
        let step = try #require(rule.steps.first)
        #expect(step.level == .critical && step.hold == .zero && step.keep == .zero && step.action == .watch)
    }

    @Test("give lengths to some levels or to all")
    func lengths() throws {
        let rule = try read(
            soundRule.replacing("for: {minor: 30m, major: 90m}", with: "for: 5m")
                .replacing("keep: 10m", with: "keep: {major: 1h}"))
        #expect(rule.steps.map(\.hold) == [.minutes(5), .minutes(5)])
        #expect(rule.steps.map(\.keep) == [.zero, .hours(1)])
    }

    @Test("tell the owner what to do")
    func advice() throws {
        let rule = try read(soundRule.replacing("minor: watch", with: "minor: {tell_owner: close_door}"))
        #expect(rule.step(.minor)?.action == .tellOwner(advice: "close_door"))
    }

    @Test(
        "take quantities in every unit of their kind",
        arguments: [
            ("8 °C, range: [4 °C, 15 °C]", 8), ("8°C, range: [40 °F, 59 °F]", 8), ("-18 °C", -18),
            ("3 min", 180), ("0.5", 0.5), ("20 %, range: [0, 1]", 0.2), ("1 kW, range: [15 W, 2 kW]", 1_000),
            ("9 starts/h", 9),
        ])
    func quantity(text: String, value: Double) throws {
        let rule = try read(soundRule.replacing("wait: {default: 3 min}", with: "wait: {default: \(text)}"))
        let wait = try #require(rule.parameters.last)
        #expect(abs(wait.value - value) < 1e-9)
    }
}

/// A rule in which every key is used; the broken ones differ from it in one place.
let soundRule = """
    rule: warm_cabinet
    version: 3
    applies: {category: refrigerator}
    component: fan_motor
    params:
      limit: {default: 8 °C, range: [4 °C, 15 °C]}
      wait: {default: 3 min}
    signals:
      cabinet: avg(fridge.temperature)[30m]
    raise:
      major: cabinet > limit + 2 K
      minor: cabinet > limit
    reset:
      minor: cabinet < limit - 1 K
      major: cabinet < limit - 1 K
    for: {minor: 30m, major: 90m}
    keep: 10m
    unknown: {stale_after: 10m, hold: 2h}
    action:
      minor: watch
      major: {ticket: {fault: cooling.lost, parts: [fan_motor], priority: P2}}
    """

@Suite("The shipped rules")
struct ShippedRuleTests {
    private func shipped(_ path: String) throws -> FaultRule {
        let project = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let name = "config/rules/\(path).yaml"
        return try readConfigFile(project.appending(path: name), as: name) {
            readFaultRule($0, channels: ChannelList())
        }.get()
    }

    private static let paths = [
        "refrigerator/warm_cabinet", "refrigerator/compressor_short_cycle", "refrigerator/door_left_open",
        "telemetry_silence", "cold_store/over_temperature",
    ]

    @Test("are named as their files", arguments: paths)
    func names(path: String) throws {
        #expect(try shipped(path).name == path.split(separator: "/").last.map(String.init))
    }

    @Test("compile together")
    func together() throws {
        let rules = try ShippedRuleTests.paths.map(shipped)
        _ = try RuleSet.compile(rules, channels: ChannelList()).get()
    }

    @Test("open a request for a warm cabinet after ninety minutes")
    func warmCabinet() throws {
        let rule = try shipped("refrigerator/warm_cabinet")
        #expect(rule.category == .refrigerator && rule.component == .fanMotor)
        #expect(rule.parameters.map(\.value) == [8])
        #expect(rule.steps.map(\.level) == [.minor, .major])
        #expect(rule.steps.map(\.hold) == [.minutes(30), .minutes(90)])
        let ticket = FaultRule.Ticket(fault: "cooling.lost", parts: ["fan_motor"], priority: "P2")
        #expect(rule.steps.map(\.action) == [.watch, .ticket(ticket)])
    }

    @Test("open a request for a short-cycling compressor with the three parts that cause it")
    func shortCycle() throws {
        let rule = try shipped("refrigerator/compressor_short_cycle")
        #expect(rule.component == .compressor && rule.parameters.map(\.value) == [6, 180])
        let ticket = FaultRule.Ticket(
            fault: "compressor.short_cycle", parts: ["start_relay", "overload_protector", "thermostat"],
            priority: "P2")
        #expect(rule.step(.major)?.action == .ticket(ticket))
        #expect(rule.step(.major)?.raise == (try Expression("starts > max_starts * 1.5 and short >= 4")))
    }

    @Test("never send anybody for a door")
    func door() throws {
        let rule = try shipped("refrigerator/door_left_open")
        #expect(rule.component == .user)
        #expect(rule.steps.map(\.hold) == [.minutes(5), .minutes(15), .minutes(30)])
        #expect(
            rule.steps.map(\.action) == [
                .tellOwner(advice: "close_door"), .tellOwner(advice: "close_door"),
                .tellOwner(advice: "door_warming"),
            ])
    }

    @Test("watch every category for silence")
    func silence() throws {
        let rule = try shipped("telemetry_silence")
        #expect(rule.category == nil && rule.component == .connectivity)
        #expect(rule.steps.map(\.hold) == [.zero, .zero])
        #expect(rule.steps.map(\.action) == [.watch, .tellOwner(advice: "reconnect")])
    }

    @Test("send somebody at once where goods spoil")
    func overTemperature() throws {
        let rule = try shipped("cold_store/over_temperature")
        #expect(rule.category == .coldStore && rule.component == .sealedSystem)
        #expect(rule.staleAfter == .minutes(40) && rule.steps.map(\.hold) == [.minutes(45)])
        let ticket = FaultRule.Ticket(fault: "cooling.over_temperature", parts: [], priority: "P1")
        #expect(rule.steps.map(\.action) == [.ticket(ticket)])
    }
}
