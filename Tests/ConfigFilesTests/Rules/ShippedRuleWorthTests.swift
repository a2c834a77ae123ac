import ConfigFiles
import FaultRules
import RuleTrials
import Telemetry
import Testing

/// What stands under `tests` in the shipped rules; how many mistakes it finds is printed by `scripts/soak rules`.
@Suite("The tests beside the shipped rules")
struct ShippedRuleWorthTests {
    /// Read once for all rules: each is tried among all of them.
    private static let shipped = (try? ShippedRules.all()) ?? []
    private static let rules = shipped.compactMap(\.file.rule)

    @Test("are there for every rule")
    func complete() throws {
        #expect(Self.rules.count == (try ShippedRules.all()).count && Self.rules.count >= 35)
    }

    @Test("pass, show the same however their readings arrive, and reach what the rule can do", arguments: rules.indices)
    func worth(place: Int) throws {
        let rule = Self.rules[place]
        let tests = try tests(of: rule)
        let trial = try RuleTrial<RuleEngine>(rule, among: Self.rules, channels: ChannelList())
        let results = tests.map { trial.run($0) }
        for result in results { #expect(result.failures.map(\.text) == [], "\(rule.name): \(result.name)") }
        for test in tests {
            let differences = trial.metamorphicFailures(test, seed: 1)
            #expect(differences.map(\.text) == [], "\(rule.name): \(test.name)")
        }
        let coverage = trial.coverage(tests, results)
        #expect(coverage.share >= 0.9, "\(rule.name) does not reach \(coverage.missing)")
    }

    private func tests(of rule: FaultRule) throws -> [RuleTest] {
        let page = try #require(Self.shipped.first { $0.file.rule?.name == rule.name })
        return try readRuleTests(of: rule, text: page.text, as: page.file.path, channels: ChannelList()).get()
    }
}
