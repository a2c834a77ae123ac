import Appliances
import FaultRules
import Testing

extension Formula {
    /// The formula with a parenthesis around everything, so that a table can show what binds tighter.
    var spelled: String {
        switch node {
        case .number(let value, _): "\(value)"
        case .name(let name): name
        case .negative(let inner): "-\(inner.spelled)"
        case .not(let inner): "not \(inner.spelled)"
        case .binary(let sign, let left, let right): "(\(left.spelled) \(sign.rawValue) \(right.spelled))"
        case .hysteresis(let on, let off): "[\(on.spelled) until \(off.spelled)]"
        case .whenever(let inner, let condition): "(\(inner.spelled) where \(condition.spelled))"
        case .held(let inner, let length): "(\(inner.spelled) for \(length.text))"
        case .unchanged(let inner, let length): "(\(inner.spelled) unchanged \(length.text))"
        case .sequence(let first, let second, let length):
            "(\(first.spelled) then \(second.spelled) within \(length.text))"
        case .absence(let first, let second, let length):
            "(\(first.spelled) without \(second.spelled) within \(length.text))"
        case .among(let least, let most, let inner): "\(least)/\(most){\(inner.spelled)}"
        case .call(let call): call.spelled
        case .field(let inner, let field): "\(inner.spelled).\(field.spelled)"
        case .silent(.any): "silent(any)"
        case .silent(.each): "silent(each)"
        case .silent(.channel(let name)): "silent(\(name))"
        }
    }
}

extension Formula.Call {
    fileprivate var spelled: String {
        let options = options.map { option in
            switch option.value {
            case .formula(let formula): "\(option.name)=\(formula.spelled)"
            case .list(let list): "\(option.name)=<\(list.map(\.spelled).joined(separator: " "))>"
            case .length(let length): "\(option.name)=~\(length.text)"
            }
        }
        let window =
            switch window {
            case .span(let length): "[\(length.text)]"
            case .cycle(let name): "[cycle \(name)]"
            case .before(let length, let name): "[\(length.text) before \(name)]"
            case .samples(let count): "[#\(count)]"
            case nil: ""
            }
        let inside = (operands.map(\.spelled) + options).joined(separator: ", ")
        return "\(function.rawValue)(\(inside))\(window)" + (coverage.map { "%\($0)" } ?? "")
    }
}

extension Formula.Field {
    fileprivate var spelled: String {
        if case .z(let value) = self { return "z(\(value.spelled))" }
        return "\(self)"
    }
}

@Suite("Formulas")
struct FormulaTests {
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
            ("starts + 1", "(starts + 1.0)"), ("a-1", "(a - 1.0)"), ("-5 * a", "(-5.0 * a)"),
        ])
    func precedence(text: String, spelled: String) throws {
        #expect(try Formula(text).spelled == spelled)
    }

    @Test(
        "turn every unit into its canonical one",
        arguments: [
            ("8 °C", "8.0"), ("8°C", "8.0"), ("1 K", "1.0"), ("3 min", "180.0"), ("2 h", "7200.0"),
            ("20 %", "0.2"), ("1.5 kW", "1500.0"), ("6 starts/h", "6.0"), ("250 mA", "0.25"), ("5", "5.0"),
            ("5 and a", "(5.0 and a)"), ("a > 5 or b", "((a > 5.0) or b)"), ("a * 3 min", "(a * 180.0)"),
            ("3.6 K/h", "0.001"), ("-40 °F", "-40.0"), ("--5", "5.0"), ("5/h", "5.0"), ("5/n", "(5.0 / n)"),
            ("5 W/n", "(5.0 / n)"), ("5 / h", "(5.0 / h)"), ("2 g", "19.6133"), ("5 m/s2", "5.0"),
            ("a<5%", "(a < 0.05)"),
            ("-70 dBm", "-70.0"), ("5 K/fortnight + a", "((5.0 / fortnight) + a)"),
        ])
    func units(text: String, spelled: String) throws {
        #expect(try Formula(text).spelled == spelled)
    }

    @Test("keep what a number measures")
    func measures() throws {
        #expect(try Formula("8 °C").node == .number(8, Measure(.celsius)))
        #expect(try Formula("10 min").node == .number(600, .time))
        #expect(try Formula("5").node == .number(5, .one))
        #expect(try Formula("36 W/h").node == .number(0.01, #require(Measure(.watt).perTime)))
    }

    @Test(
        "have functions over windows",
        arguments: [
            ("avg(fridge.temperature)[30m]", "avg(fridge.temperature)[30m]"),
            ("count(on_time(running) < 3 min)[6h]", "count((on_time(running) < 180.0))[6h]"),
            ("duty(a > 1 or b)[ 2 h ] * 2", "(duty(((a > 1.0) or b))[2h] * 2.0)"),
            ("min(x)[1s] < max(x)[90d]", "(min(x)[1s] < max(x)[90d])"), ("off_time(a)", "off_time(a)"),
            ("pct(50, r)[24h]", "pct(50.0, r)[1d]"), ("max(evap)[cycle]", "max(evap)[cycle cycle]"),
            ("avg(p)[30m before cycle]", "avg(p)[30m before cycle]"),
            ("avg(p)[w before cycle]", "avg(p)[w before cycle]"), ("flaps(d)[20]", "flaps(d)[#20]"),
            ("ewma(x)[10 min]", "ewma(x)[10m]"), ("delta(warm)[24h] > 1 K", "(delta(warm)[1d] > 1.0)"),
            ("avg(power where comp_on)[6h]", "avg((power where comp_on))[6h]"),
            ("count(a > 2 on, < 1 off)[1h]", "count([(a > 2.0) until (a < 1.0)])[1h]"),
            ("lesser(a, b) + greater(a, 2)", "(lesser(a, b) + greater(a, 2.0))"),
            ("duty(c)[24h] where coverage >= 0.8", "duty(c)[1d]%0.8"),
            ("avg(x)[1h] where coverage >= 80 % ", "avg(x)[1h]%0.8"),
            ("band(ambient.temperature, 5 K)", "band(ambient.temperature, 5.0)"), ("ln(x / y)", "ln((x / y))"),
        ])
    func functions(text: String, spelled: String) throws {
        #expect(try Formula(text).spelled == spelled)
    }

    @Test(
        "have options by name",
        arguments: [
            (
                "baseline(d, by=[ambient_band, season], learn=28d, min=min_days, prior=model, freeze_while=[this])",
                "baseline(d, by=<ambient_band season>, learn=~28d, min=min_days, prior=model, freeze_while=<this>)"
            ),
            ("baseline(f, by=fan).p50 * 0.93", "(baseline(f, by=<fan>).p50 * 0.93)"),
            ("baseline(p, during=a > 1 and b)", "baseline(p, during=((a > 1.0) and b))"),
            ("baseline(p, freeze_while=this)", "baseline(p, freeze_while=<this>)"),
            ("baseline(p, learn=days)", "baseline(p, learn=~days)"),
            ("cusum(b.z(x), k=0.5, clip=4)", "cusum(b.z(x), k=0.5, clip=4.0)"),
            ("extrapolate(day, to=b.p50 * 1.6)[21d].p10", "extrapolate(day, to=(b.p50 * 1.6))[21d].p10"),
            ("avg(min == 1)[1h]", "avg((min == 1.0))[1h]"),
        ])
    func options(text: String, spelled: String) throws {
        #expect(try Formula(text).spelled == spelled)
    }

    @Test(
        "ask signals for their fields",
        arguments: [
            ("base.p50 + rise", "(base.p50 + rise)"), ("base.z(d) > 3", "(base.z(d) > 3.0)"),
            ("b.n < 5", "(b.n < 5.0)"),
            ("cycle.length >= watch", "(cycle.length >= watch)"), ("cycle.count", "cycle.count"),
            ("b.z(x + 1).n", "b.z((x + 1.0)).n"), ("(a).p05", "a.p05"), ("b . p95", "b.p95"),
        ])
    func fields(text: String, spelled: String) throws {
        #expect(try Formula(text).spelled == spelled)
    }

    @Test(
        "know time",
        arguments: [
            ("door == 1 for 2m", "((door == 1.0) for 2m)"), ("a for hold", "(a for hold)"),
            ("fan > 0 and rpm < 50 rpm for 2m", "((fan > 0.0) and ((rpm < 50.0) for 2m))"),
            ("not a for 5m", "not (a for 5m)"), ("(a or b) for 5 min", "((a or b) for 5m)"),
            ("fan unchanged for 5m and not defrosting", "((fan unchanged 5m) and not defrosting)"),
            ("a then b > 2 within 10m", "(a then (b > 2.0) within 10m)"),
            ("a without b within w", "(a without b within w)"),
            ("r where steady", "(r where steady)"), ("a / b where c > 1", "((a / b) where (c > 1.0))"),
            ("3 of 5 (a > 1)", "3/5{(a > 1.0)}"), ("1 of 52 (a) and b", "(1/52{a} and b)"),
            ("silent(any) > 2 h", "(silent(any) > 7200.0)"), ("silent(each)", "silent(each)"),
            ("silent(fridge.temperature)", "silent(fridge.temperature)"),
        ])
    func time(text: String, spelled: String) throws {
        #expect(try Formula(text).spelled == spelled)
    }

    @Test(
        "have conditions that begin at one value and end at another",
        arguments: [
            ("power > 40 W on, < 20 W off", "[(power > 40.0) until (power < 20.0)]"),
            ("power > run on, < run * 0.5 off", "[(power > run) until (power < (run * 0.5))]"),
            ("a + b >= 2 on,<= 1 off", "[((a + b) >= 2.0) until ((a + b) <= 1.0)]"),
            ("(a > 2 on, < 1 off) and b", "([(a > 2.0) until (a < 1.0)] and b)"),
        ])
    func hysteresis(text: String, spelled: String) throws {
        #expect(try Formula(text).spelled == spelled)
    }

    @Test(
        "take a dash into names that operators give, and into no others",
        arguments: [
            ("probe.air-1.temperature > 5", "(probe.air-1.temperature > 5.0)"),
            ("probe.a.temperature-probe.b-2.temperature", "(probe.a.temperature-probe.b-2.temperature)"),
            ("fault.flag.e-12", "fault.flag.e-12"), ("a-b", "(a - b)"), ("fan.a-b", "(fan.a - b)"),
            ("probe.a.temperature - x", "(probe.a.temperature - x)"), ("probe-1", "(probe - 1.0)"),
        ])
    func dashes(text: String, spelled: String) throws {
        let parsed = try Formula(text).spelled
        #expect(parsed == spelled || "(\(parsed))" == spelled)
    }

    @Test("know the place of every part")
    func offsets() throws {
        let formula = try Formula("a > 1 and  (avg(b)[1h] - c) < base.z(d)")
        guard case .binary(.and, let left, let right) = formula.node,
            case .binary(.less, let difference, let field) = right.node,
            case .binary(.subtract, let call, let c) = difference.node, case .field(_, .z(let d)) = field.node
        else {
            Issue.record("\(formula.spelled)")
            return
        }
        #expect([formula, left, right].map(\.offset) == [0, 0, 11])
        #expect([difference, call, c, field, d].map(\.offset) == [12, 12, 25, 30, 37])
    }

    @Test("that say the same are equal wherever they stand")
    func equality() throws {
        #expect(try Formula("a+b") == Formula("  a  +  b"))
        #expect(try Formula("a+b") != Formula("b+a"))
    }

    @Test(
        "are read again from how they are written out",
        arguments: [
            "a + b * c - (d - e)", "not (a or b) and c", "avg(x)[30m] > 8 °C", "(a > 2 on, < 1 off) and b",
            "baseline(d, by=[x, y], learn=28d, min=3, prior=model, freeze_while=[this]).p50",
            "max(x)[cycle] - avg(x)[30m before cycle]", "3 of 5 (a > 1)", "a then b within 5m", "a > 2 K/h for 3h",
            "duty(a)[1d] where coverage >= 0.8", "cusum(b.z(x), k=0.5)", "flaps(c)[20] > 0.6",
            "r where a unchanged for 5m",
        ])
    func written(text: String) throws {
        let formula = try Formula(text)
        #expect(try Formula(formula.text) == formula, "\(formula.text)")
    }
}
