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

    @Test("read channels whose names have no dot, and states as conditions")
    func plainChannels() throws {
        #expect(faults([try FaultRule(raise: "availability == 0", reset: "availability")]).isEmpty)
    }

    @Test("have one rule of a name")
    func twins() throws {
        let rule = try FaultRule(raise: "power.active > 1 W", reset: "power.active < 1 W")
        let found = faults([rule, rule])
        #expect(found.map(\.rule) == [1])
        #expect(found.first?.fault.text == "there is another rule named rule")
    }

    @Test("refuse more channels than a record's bits, instead of missing some")
    func channelLimit() throws {
        let rules = try (0..<65).map {
            let probe = "probe.p\($0).temperature"
            return try FaultRule("rule\($0)", raise: "\(probe) > 1 °C", reset: "\(probe) < 1 °C")
        }
        #expect(faults(Array(rules.prefix(64))).isEmpty)
        let found = faults(rules)
        #expect(found.map(\.rule) == [64])
        #expect(found.first?.fault.text.contains("may read 64 channels") == true)
    }

    @Test("compile signals made of signals in no more steps than there are signals")
    func doubling() throws {
        var rule = try FaultRule(raise: "s200 > 1 W", reset: "s200 < 1 W")
        rule.signals = [.init(name: "s0", formula: try Formula("power.active"))]
        for number in 1...200 {
            rule.signals.append(
                .init(name: "s\(number)", formula: try Formula("s\(number - 1) + s\(number - 1) * 0")))
        }
        var bench = try Bench([rule])
        try bench.take(["power.active": 2], after: .zero)
        #expect(bench.story == ["major at 0s"])
    }

    @Test("apply rules to their category only")
    func categories() throws {
        let all = try FaultRule(raise: "power.active > 1 W", reset: "power.active < 1 W")
        var washing = all
        washing.name = "washing"
        washing.reach.category = .washingMachine
        for category in [Appliances.Category.refrigerator, .washingMachine] {
            var bench = try Bench([all, washing], category: category)
            try bench.take(["power.active": 2], after: .zero)
            #expect(bench.changes.map(\.rule) == (category == .refrigerator ? [0] : [0, 1]))
        }
    }
}
