import Appliances
import FaultRules
import Testing

extension Expression {
    /// The formula with a parenthesis around everything, so that a table can show precedence.
    var spelled: String {
        switch self {
        case .number(let value): "\(value)"
        case .name(let name): name
        case .negative(let inner): "-\(inner.spelled)"
        case .not(let inner): "not \(inner.spelled)"
        case .binary(let sign, let left, let right): "(\(left.spelled) \(sign.rawValue) \(right.spelled))"
        case .hysteresis(let on, let off): "[\(on.spelled) until \(off.spelled)]"
        case .call(let function, let inner, let window):
            "\(function.rawValue)(\(inner.spelled))" + (window.map { "[\($0)]" } ?? "")
        case .silent(let channel): "silent(\(channel ?? "any"))"
        }
    }
}

@Suite("Formulas")
struct ExpressionTests {
    @Test(
        "bind as in arithmetic and logic",
        arguments: [
            ("a + b * c", "(a + (b * c))"), ("(a + b) * c", "((a + b) * c)"), ("a - b - c", "((a - b) - c)"),
            ("a / b / c", "((a / b) / c)"), ("-a + b", "(-a + b)"), ("--a", "a"), ("a - -b", "(a - -b)"),
            ("a > b and c < d", "((a > b) and (c < d))"),
            ("a > b or c < d and not e == f", "((a > b) or ((c < d) and not (e == f)))"),
            ("(a or b) and c", "((a or b) and c)"), ("not not a", "a"), ("not a and b", "(not a and b)"),
            ("a + 1 >= b * 2", "((a + 1.0) >= (b * 2.0))"), ("a != 1", "(a != 1.0)"), ("a<=b", "(a <= b)"),
            ("order or orange", "(order or orange)"), ("notable", "notable"), ("  a  ", "a"),
        ])
    func precedence(text: String, spelled: String) throws {
        #expect(try Expression(text).spelled == spelled)
    }

    @Test(
        "turn every unit into its canonical one",
        arguments: [
            ("8 °C", "8.0"), ("8°C", "8.0"), ("1 K", "1.0"), ("3 min", "180.0"), ("2 h", "7200.0"),
            ("20 %", "0.2"), ("1.5 kW", "1500.0"), ("6 starts/h", "6.0"), ("250 mA", "0.25"), ("5", "5.0"),
            ("5 and a", "(5.0 and a)"), ("a > 5 or b", "((a > 5.0) or b)"), ("a * 3 min", "(a * 180.0)"),
        ])
    func units(text: String, spelled: String) throws {
        #expect(try Expression(text).spelled == spelled)
    }

    @Test(
        "have functions over windows",
        arguments: [
            ("avg(fridge.temperature)[30m]", "avg(fridge.temperature)[30m]"),
            ("count(on_time(running) < 3 min)[6h]", "count((on_time(running) < 180.0))[6h]"),
            ("duty(a > 1 or b)[ 2 h ] * 2", "(duty(((a > 1.0) or b))[2h] * 2.0)"),
            ("min(x)[1s] < max(x)[90d]", "(min(x)[1s] < max(x)[90d])"), ("off_time(a)", "off_time(a)"),
            ("silent(any) > 2 h", "(silent(any) > 7200.0)"),
            ("silent(fridge.temperature)", "silent(fridge.temperature)"), ("starts + 1", "(starts + 1.0)"),
        ])
    func functions(text: String, spelled: String) throws {
        #expect(try Expression(text).spelled == spelled)
    }

    @Test(
        "have conditions that begin at one value and end at another",
        arguments: [
            ("power > 40 W on, < 20 W off", "[(power > 40.0) until (power < 20.0)]"),
            ("power > run on, < run * 0.5 off", "[(power > run) until (power < (run * 0.5))]"),
            ("a + b >= 2 on,<= 1 off", "[((a + b) >= 2.0) until ((a + b) <= 1.0)]"),
        ])
    func hysteresis(text: String, spelled: String) throws {
        #expect(try Expression(text).spelled == spelled)
    }

    @Test("name what they use, each once and in order")
    func names() throws {
        let formula = try Expression("avg(b)[1h] > a * b and silent(c) > 1 and silent(any) > 1 or not a == d")
        #expect(formula.names == ["b", "a", "c", "d"])
    }

    @Test(
        "say where they are wrong",
        arguments: [
            ("", 0, "ends too early"), ("a +", 3, "ends too early"), ("a + * b", 4, "expected a number, a name"),
            ("(a", 2, "expected `)`"), ("a)", 1, "unexpected `)`"), ("a b", 2, "unexpected `b`"),
            ("1 < x < 3", 6, "unexpected `< 3`"), ("a = 1", 2, "unexpected `= 1`"), ("a && b", 2, "unexpected"),
            ("3 fortnights", 2, "no unit `fortnights`"), ("1.2.3", 0, "not a number"),
            ("mean(a)[1h]", 0, "no function `mean`"), ("b + mean(a)[1h]", 4, "no function `mean`"),
            ("avg(a)", 6, "needs a window"), ("avg(a)[soon]", 7, "a window is a length"),
            ("avg(a)[0s]", 7, "a window is a length"), ("avg(a)[91d]", 7, "a window is a length"),
            ("avg(a)[1h", 7, "a window is a length"), ("on_time(a)[1h]", 10, "unexpected `[1h]`"),
            ("silent()", 7, "expected `silent(any)`"), ("a on, < 1 off", 4, "`on` needs a comparison"),
            ("a > 1 and b > 2 on, < 1 off", 18, "`on` needs a comparison"),
            ("a > 2 on < 1 off", 9, "`on` must be followed"), ("a > 2 on, 1 off", 10, "expected <, <="),
            ("a > 2 on, < 1", 13, "expected `off`"), ("a > 2 on, < 1 off b", 18, "unexpected `b`"),
            ("not", 3, "ends too early"), ("a > \"x\"", 4, "expected a number"),
        ])
    func broken(text: String, offset: Int, said: String) {
        let fault = #expect(throws: ExpressionFault.self) { try Expression(text) }
        #expect(fault?.offset == offset, "\(String(describing: fault))")
        #expect(fault?.text.contains(said) == true, "\(String(describing: fault))")
    }

    @Test(
        "have bounds, so that no file exhausts the stack",
        arguments: [
            (String(repeating: "(", count: 65) + "a" + String(repeating: ")", count: 65), "too deeply nested"),
            (String(repeating: "a+", count: 500) + "a", "longer than 1000 characters"),
            (String(repeating: "9", count: 400), "not a number"),
        ])
    func bounds(text: String, said: String) {
        let fault = #expect(throws: ExpressionFault.self) { try Expression(text) }
        #expect(fault?.text.contains(said) == true)
    }

    @Test("may be as deep and as long as the bounds say")
    func withinBounds() throws {
        let deep = String(repeating: "(", count: 63) + "a" + String(repeating: ")", count: 63)
        #expect(try Expression(deep) == .name("a"))
        #expect(try Expression(String(repeating: "-", count: 998) + "a") == .name("a"))
    }
}
