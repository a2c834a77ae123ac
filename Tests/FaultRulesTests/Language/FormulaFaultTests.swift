import Appliances
import FaultRules
import Telemetry
import Testing

@Suite("Broken formulas")
struct FormulaFaultTests {
    @Test(
        "say where they are wrong",
        arguments: [
            ("", 0, "ends too early"), ("a +", 3, "ends too early"), ("a + * b", 4, "expected a number, a name"),
            ("(a", 2, "expected `)`"), ("a)", 1, "unexpected `)`"), ("a b", 2, "unexpected `b`"),
            ("1 < x < 3", 6, "join two comparisons by `and`"), ("a = 1", 2, "written `==`"),
            ("a && b", 2, "write `and`"),
            ("a || b", 2, "write `or`"), ("a adn b", 2, "did you mean and?"), ("(a = 1)", 3, "written `==`"),
            ("3 fortnights", 2, "no unit `fortnights`"), ("1.2.3", 0, "not a number"), ("8 °c", 2, "did you mean °C?"),
            ("a > 5 kwh", 6, "did you mean kWh?"),
            ("rate(a)[1h] > 2 °C/h", 16, "told in kelvin, K/h"), ("not", 3, "ends too early"),
            ("a > \"x\"", 4, "expected a number"), ("and", 0, "not `and`"), ("a > on", 4, "not `on`"),
            ("é > 1", 0, "not `é`"), ("a for 5m for 6m", 9, "parentheses"),
        ])
    func broken(text: String, offset: Int, said: String) {
        expect(text, offset, said)
    }

    @Test(
        "say what is wrong with functions",
        arguments: [
            ("mean(a)[1h]", 0, "no function `mean`"), ("b + strats(a)[1h]", 4, "did you mean starts?"),
            ("avg(a)[soon after]", 12, "expected `]`"), ("avg(a)[0s]", 7, "a window is a length"),
            ("avg(a)[91d]", 7, "a window is a length"), ("avg(a)[1h", 9, "expected `]`"), ("avg(a)[]", 7, "a window"),
            ("avg(a)[1.5]", 7, "a window"), ("avg(a)[1h before]", 16, "name of a cycle"),
            ("avg(a", 5, "expected `,` or `)`"),
            ("silent()", 7, "expected `silent(any)`"), ("cusum(x, q=1)", 9, "no option `q`"),
            ("baseline(x, lern=28d)", 12, "did you mean learn?"), ("avg(x, k=1)[1h]", 7, "it has none"),
            ("baseline(x, min=1, min=2)", 24, "given twice"), ("baseline(x, learn=soon 3)", 23, "expected `,` or `)`"),
            ("baseline(x, learn=0s)", 18, "a length from 1s to 90d"),
            ("baseline(x, by=[a, b)", 20, "expected `,` or `]`"),
            ("baseline(x).p51", 12, "did you mean p50?"), ("b.z > 1", 4, "`z` needs a value"),
            ("avg(x)[1h] where coverage > 1", 26, "expected `>=`"),
            ("avg(x)[1h] where coverage >= 2", 29, "a share of more than 0"),
            ("avg(x)[1h] where coverage >= 1 K", 29, "a share of more than 0"),
            ("x where coverage >= 0.5", 7, "belongs to a function with a window"),
        ])
    func functions(text: String, offset: Int, said: String) {
        expect(text, offset, said)
    }

    @Test(
        "say what is wrong with time",
        arguments: [
            ("a for", 5, "a length from 1s to 90d after `for`"), ("a for 5", 6, "a length"),
            ("a for 100ms", 6, "a length"),
            ("a unchanged 5m", 12, "must be followed by `for`"), ("a then b", 8, "expected `within`"),
            ("a without b for 5m", 12, "expected `within`"), ("0 of 5 (a)", 0, "how many of how many"),
            ("6 of 5 (a)", 0, "how many of how many"), ("3 of 53 (a)", 0, "how many of how many"),
            ("2.5 of 5 (a)", 0, "how many of how many"), ("-3 of 5 (a)", 0, "how many of how many"),
            ("3 of (a)", 0, "how many of how many"), ("3 of 5 a", 7, "expected `(` and a condition"),
        ])
    func time(text: String, offset: Int, said: String) {
        expect(text, offset, said)
    }

    @Test(
        "say what is wrong with `on` and `off`",
        arguments: [
            ("a on, < 1 off", 4, "`on` needs a comparison"),
            ("a > 1 and b > 2 on, < 1 off", 18, "`on` needs a comparison"),
            ("a > 2 on < 1 off", 9, "`on` must be followed"), ("a > 2 on, 1 off", 10, "expected <, <="),
            ("a > 2 on, < 1", 13, "expected `off`"), ("a > 2 on, < 1 off b", 18, "unexpected `b`"),
            ("(a > 2 on, < 1 off) > 1 on, < 1 off", 27, "make the inner one a signal"),
        ])
    func hysteresis(text: String, offset: Int, said: String) {
        expect(text, offset, said)
    }

    @Test(
        "have bounds, so that no file exhausts the stack",
        arguments: [
            (String(repeating: "(", count: 65) + "a" + String(repeating: ")", count: 65), "too deeply nested"),
            (String(repeating: "avg(", count: 70), "too deeply nested"),
            (String(repeating: "b.z(", count: 70), "too deeply nested"),
            (String(repeating: "a+", count: 500) + "a", "longer than 1000 characters"),
            (String(repeating: "9", count: 400), "not a number"),
            (String(repeating: "9", count: 30) + " of 3 (a)", "how many of how many"),
        ])
    func bounds(text: String, said: String) {
        let fault = #expect(throws: FormulaFault.self) { try Formula(text) }
        #expect(fault?.text.contains(said) == true, "\(String(describing: fault))")
    }

    @Test("may be as deep and as long as the bounds say")
    func withinBounds() throws {
        let deep = String(repeating: "(", count: 63) + "a" + String(repeating: ")", count: 63)
        #expect(try Formula(deep) == Formula(.name("a")))
        #expect(try Formula(String(repeating: "-", count: 998) + "a") == Formula(.name("a")))
        let long = try Formula(String(repeating: "a+", count: 499) + "a")
        #expect(check(.sample("x", long), channels: ChannelList(), ruleNames: []).count == 1)
    }

    @Test("of any characters at all are refused or read, and never crash", arguments: 0..<400)
    func anything(seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        func next(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % below
        }
        let pieces = [
            "a", "base", ".", "z(", "(", ")", "[", "]", ",", "=", "==", ">", "<", "+", "-", "*", "/", "5", "0.5", " ",
            "°C", "K/h", "%", "m", "on", "off", "for", "then", "within", "where", "coverage", "of", "not", "and",
            "avg(", "baseline(", "by=[", "silent(", "1h", "before", "probe.", "😀", "unchanged", ">=", "p50", "during(",
        ]
        for _ in 0..<20 {
            let text = (0..<next(24)).map { _ in pieces[next(pieces.count)] + (next(3) == 0 ? " " : "") }.joined()
            do throws(FormulaFault) {
                let formula = try Formula(text)
                _ = check(.sample("x", formula), channels: ChannelList(), ruleNames: [])
            } catch {
                #expect((0...text.count).contains(error.offset), "\(text): \(error)")
                #expect(!error.text.isEmpty)
            }
        }
    }

    private func expect(_ text: String, _ offset: Int, _ said: String) {
        let fault = #expect(throws: FormulaFault.self) { try Formula(text) }
        #expect(fault?.offset == offset, "\(text): \(String(describing: fault))")
        #expect(fault?.text.contains(said) == true, "\(text): \(String(describing: fault))")
    }
}
