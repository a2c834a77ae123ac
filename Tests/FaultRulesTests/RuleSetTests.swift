import Appliances
import FaultRules
import Telemetry
import Testing

@Suite("Rule sets")
struct RuleSetTests {
    private func faults(_ rules: [FaultRule]) -> [(rule: Int, fault: RuleFault)] {
        switch RuleSet.compile(rules, channels: ChannelList()) {
        case .success: []
        case .failure(let wrong): wrong.faults
        }
    }

    @Test(
        "name the formula that means nothing",
        arguments: [
            ("power > 1", "raise of major", "no channel, signal or parameter named power"),
            ("fault.code == 1", "raise of major", "fault.code is a text channel"),
            ("silent(power) > 1", "raise of major", "no channel named power"),
            ("power.active", "raise of major", "is a number; compare it"),
            ("duty(power.active)[1h] > 1", "raise of major", "duty counts a condition"),
            ("avg(power.active > 1)[1h] > 1", "raise of major", "avg takes numbers"),
            ("(power.active > 1) > 1", "raise of major", "calculates with a condition"),
            ("not power.active", "raise of major", "is a number; compare it"),
            ("power.active > 1 and power.active", "raise of major", "is a number; compare it"),
        ])
    func meaningless(raise: String, formula: String, said: String) throws {
        let rule = try FaultRule(raise: raise, reset: "power.active < 1")
        let found = faults([rule])
        #expect(found.map(\.fault.formula) == [formula])
        #expect(found.first?.fault.text.contains(said) == true, "\(found)")
    }

    @Test("find a circle of signals, and name it once")
    func circle() throws {
        let rule = try FaultRule(
            signals: ["a": "b + 1", "b": "a + 1"], raise: "a > 1 and b > 1", reset: "a < 1")
        let found = faults([rule])
        #expect(found.map(\.fault.formula) == ["signal b"])
        #expect(found.first?.fault.text == "the signal a is made from itself")
    }

    @Test("read channels whose names have no dot, and states as conditions")
    func plainChannels() throws {
        #expect(faults([try FaultRule(raise: "availability == 0", reset: "availability")]).isEmpty)
    }

    @Test("have one rule of a name")
    func twins() throws {
        let rule = try FaultRule(raise: "power.active > 1", reset: "power.active < 1")
        let found = faults([rule, rule])
        #expect(found.map(\.rule) == [1])
        #expect(found.first?.fault.text == "there is another rule named rule")
    }

    @Test("refuse more channels than a record's bits, instead of missing some")
    func channelLimit() throws {
        let rules = try (0..<65).map {
            let probe = "probe.p\($0).temperature"
            return try FaultRule("rule\($0)", raise: "\(probe) > 1", reset: "\(probe) < 1")
        }
        #expect(faults(Array(rules.prefix(64))).isEmpty)
        let found = faults(rules)
        #expect(found.map(\.rule) == [64])
        #expect(found.first?.fault.text.contains("may read 64 channels") == true)
    }

    @Test("compile signals made of signals in no more steps than there are signals")
    func doubling() throws {
        var formulas: [(name: String, formula: Expression)] = [("s0", .name("power.active"))]
        for number in 1...200 {
            formulas.append(("s\(number)", try Expression("s\(number - 1) + s\(number - 1) * 0")))
        }
        let rule = FaultRule(
            name: "rule", version: 1, category: nil, component: .sensor, parameters: [], signals: formulas,
            steps: [try FaultRule.Step(.info, raise: "s200 > 1", reset: "s200 < 1")],
            staleAfter: .minutes(15), holdUnknown: .zero)
        var bench = try Bench([rule])
        try bench.take(["power.active": 2], after: .zero)
        #expect(bench.story == ["info at 0s"])
    }

    @Test("apply rules to their category only")
    func categories() throws {
        let all = try FaultRule(raise: "power.active > 1", reset: "power.active < 1")
        let washing = FaultRule(
            name: "washing", version: 1, category: .washingMachine, component: .sensor, parameters: [],
            signals: [], steps: all.steps, staleAfter: .minutes(15), holdUnknown: .zero)
        for category in [Appliances.Category.refrigerator, .washingMachine] {
            var bench = try Bench([all, washing], category: category)
            try bench.take(["power.active": 2], after: .zero)
            #expect(bench.changes.map(\.rule) == (category == .refrigerator ? [0] : [0, 1]))
        }
    }
}
