import FaultRules
import Testing

@Suite("The text of formulas")
struct FormulaTextTests {
    private static let canonical = [
        "power.active > 100 W", "a and (b or c)", "a and b or c", "not (a and b)", "not a and b", "1 - (2 - 3)",
        "1 - 2 - 3", "2 * (a + b)", "a * b / c", "a / (b * c)", "-a * 2", "-(a + b)",
        "power.active > 60 W on, < 30 W off", "starts(x)[1h] > 6", "pct(95, x)[1d]", "avg(x)[30m before cycle]",
        "max(x)[cycle] - first(x)[cycle]", "flaps(c)[20] >= 0.6", "c for 10m", "a > b for 10m and c",
        "x unchanged for 5m", "a then b within 10m", "a without b within 2h", "3 of 5 (a or b)",
        "(x where c) > 2", "(duty(c)[1d] where coverage >= 0.8) > 0.5", "base.p50 * 1.3", "base.z(x + 1) > 3",
        "cycle.length >= 15 min", "silent(any) > 30 min", "silent(each) > 6 h", "silent(power.active) > 90 s",
        "baseline(x, by=[band(ambient.temperature, 5 K), season], learn=28d, min=min_days, freeze_while=[this]).p50",
        "cusum(b.z(x), k=0.5) > 5", "extrapolate(x, to=limit)[21d]", "rate(x)[10m] > 2 K/h",
        "fridge.temperature < -5 °C", "silent(each) > wait and not silent(any) > wait",
        "c for wait", "probe.air-1.temperature > 3 °C", "x == 0.0000001", "energy.total > 123456789 kWh",
    ]

    @Test("is what was written, where that was written plainly", arguments: canonical)
    func plain(text: String) throws {
        #expect(try Formula(text).text == text)
    }

    @Test(
        "is the plainest that gives an equal formula",
        arguments: [
            ("((a))", "a"), ("a  and(b)", "a and b"), ("(a * b) + c", "a * b + c"), ("x > 600 s", "x > 10 min"),
            ("x > 0.1 kW", "x > 100 W"), ("c for 600s", "c for 10m"), ("x > 90 min", "x > 90 min"),
            ("avg(x)[24h]", "avg(x)[1d]"), ("(a > b for 10m) and c", "a > b for 10m and c"),
        ])
    func shortest(text: String, plain: String) throws {
        let formula = try Formula(text)
        #expect(formula.text == plain)
        #expect(try Formula(formula.text) == formula)
    }
}
