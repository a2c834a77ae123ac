import Appliances
import FaultRules
import RuleTrials
import Testing

@Suite("Mutants that nothing can tell from their rule")
struct EquivalentMutantTests {
    private func texts(
        _ raise: String, signals: KeyValuePairs<String, String>, parameters: [FaultRule.Parameter] = []
    ) throws -> [String] {
        var rule = FaultRule(name: "rule", component: .compressor)
        rule.parameters = parameters
        rule.signals = try signals.map { FaultRule.Signal(name: $0.key, formula: try Formula($0.value)) }
        rule.steps = [
            FaultRule.Step(level: .minor, raise: try Formula(raise), reset: try Formula("received"), action: .watch)
        ]
        return rule.mutants.map(\.text)
    }

    @Test(
        "count for nothing where a count turns at the same whole number",
        arguments: [
            ("n >= 1", ["n < 1", "n > 1", "n >= 1.1"]),
            ("n > 6 * 1.5", ["n <= 6 * 1.5", "n >= 6 * 1.5", "n > 5 * 1.5", "n > 7 * 1.5", "n > 6 * 1.35"]),
            // At most 4.2 is at most 4, with `<` and at 4.62 as well.
            ("n <= 6 * 0.7", ["n > 6 * 0.7", "n <= 5 * 0.7", "n <= 6 * 0.63"]),
            ("2.5 > n", ["2.5 <= n"]),
        ])
    func counts(raise: String, mutants: [String]) throws {
        let signals: KeyValuePairs = ["n": "starts(compressor.running)[1h]"]
        let found = try texts(raise, signals: signals)
        #expect(found == mutants)
    }

    @Test("count for nothing in parameters either")
    func parameters() throws {
        let unit = try #require(Unit(written: "starts/h"))
        let most = FaultRule.Parameter(name: "most", value: 4.5, measure: .one, text: "4.5 starts/h", unit: unit)
        let found = try texts("n > most", signals: ["n": "count(received)[1h]"], parameters: [most])
        #expect(found == ["n <= most"])
    }

    @Test("are those of a signal that is evidence alone")
    func evidence() throws {
        let found = try texts("defrost.active", signals: ["shown": "power.active > 100 W"])
        #expect(found == [])
        let used = try texts("shown", signals: ["shown": "over", "over": "power.active > 100 W"])
        #expect(used.count == 3)
    }

    @Test("are those of a least spread by which nothing divides")
    func floors() throws {
        let base = "baseline(power.active, floor=2 W)"
        #expect(try texts("power.active > b.p50", signals: ["b": base]) == ["power.active <= b.p50"])
        let found = try texts("b.z(power.active) > c", signals: ["b": base, "c": "cusum(b.z(power.active))"])
        #expect(found.contains("baseline(power.active, floor=1.8 W)"))
    }
}
