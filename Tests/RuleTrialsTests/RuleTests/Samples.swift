import Appliances
import FaultRules
import RuleTrials
import Telemetry
import Testing

/// 2026-07-01T00:00:00Z, at which the stories of these tests begin.
let testStart = Timestamp(milliseconds: 1_782_864_000_000)

extension FaultRule {
    /// A rule of the cabinet's temperature: minor above `limit`, major 5 K above it, each for so many minutes.
    static func warmCabinet(hold: Double = 0, inhibited: [String] = []) throws -> FaultRule {
        var rule = FaultRule(
            name: "warm_cabinet", reach: Reach(category: .refrigerator), component: .fanMotor)
        rule.parameters = [
            Parameter(name: "limit", value: 8, measure: Measure(.celsius), text: "8 °C", unit: .celsius)
        ]
        for level in ["minor", "major"] {
            for (word, minutes) in [("for", hold), ("keep", 0)] {
                rule.parameters.append(
                    Parameter(
                        name: "\(word).\(level)", value: minutes * 60, measure: .time, text: "\(Int(minutes))m",
                        unit: .minute))
            }
        }
        rule.signals = [Signal(name: "cabinet", formula: try Formula("fridge.temperature"))]
        rule.steps = [
            Step(
                level: .minor, raise: try Formula("cabinet > limit"), reset: try Formula("cabinet < limit - 1 K"),
                action: .watch),
            Step(
                level: .major, raise: try Formula("cabinet > limit + 5 K"),
                reset: try Formula("cabinet < limit + 4 K"),
                action: .ticket(Ticket(fault: "cooling.lost", parts: ["fan_motor"], priority: "P2"))),
        ]
        rule.inhibitions = try inhibited.map { try Formula($0) }
        return rule
    }
}

extension RuleTest {
    /// A test of a refrigerator whose cabinet is so warm.
    static func refrigerator(_ name: String = "a day", _ temperature: Waveform...) throws -> RuleTest {
        let (id, site) = try (#require(DeviceID("RF-1")), #require(SiteID("home-1")))
        var test = RuleTest(name: name, device: Appliance(id: id, site: site, category: .refrigerator))
        test.start = testStart
        test.day = CalendarDay(testStart, utcOffsetSeconds: 0)
        test.series = [Series(channel: "fridge.temperature", waveform: .sequence(temperature))]
        return test
    }

    /// The same test with these expectations.
    func expecting(_ contents: TestExpectation.Content...) -> RuleTest {
        var test = self
        test.expectations = contents.enumerated().map { TestExpectation($0.element, line: $0.offset + 1) }
        return test
    }
}

extension RuleTrial {
    /// A trial of one rule alone.
    init(alone rule: FaultRule, others: [FaultRule] = [], overrides: [Override] = []) throws {
        try self.init(rule, among: others, overrides: overrides, channels: ChannelList())
    }
}

/// A morning in which the cabinet warms to 14 °C in one hour, stays so for one, and is cold again for one.
func warmMorning() throws -> RuleTest {
    try .refrigerator(
        "a warm morning", .step(5, .minutes(60)), .step(9, .minutes(30)), .step(14, .minutes(30)),
        .step(10, .minutes(10)), .step(4, .minutes(50)))
}
