import Appliances
import FaultRules
import Telemetry
import Testing

private let rules = ["sample", "door_left_open", "refrigerant_leak", "defrosting", "mains_unstable"]

/// Faults as people read them, without what would be right.
private func told(_ rule: FaultRule) -> [String] {
    check(rule, channels: ChannelList(), ruleNames: rules).map { fault in
        "\(fault.formula)\(fault.offset.map { ":\($0)" } ?? ""): \(fault.text)"
    }
}

/// What is wrong with the raise of a rule that has signals of every kind.
private func told(condition text: String) throws -> [String] {
    let rule = try FaultRule.sample(
        parameters: [
            ("limit", 8, .celsius, nil), ("rise", 2, .kelvin, nil), ("share", 0.2, .one, nil),
            ("wait", 10, .minute, nil),
            ("short", 0.1, .second, nil), ("wide", 10, .minute, 0...20), ("days", 10, .one, nil),
        ],
        signals: [
            ("warm", "avg(fridge.temperature)[1h]"), ("watts", "avg(power.active)[1h]"),
            ("comp_on", "compressor.power > 40 W on, < 20 W off"), ("cycle", "during(defrost.active == 1)"),
            ("base", "baseline(warm)"), ("trend", "extrapolate(watts, to=50 W)[21d]"),
            ("d", "duty(comp_on)[1d]"), ("score", "base.z(warm)"),
        ],
        raise: [(.minor, text), (.major, "received")])
    return told(rule).filter { !$0.contains("nothing uses it") }.map { $0.replacing("raise of minor:", with: "") }
}

@Suite("A rule is checked for")
struct RuleCheckTests {
    @Test(
        "nothing else where its formulas are right",
        arguments: [
            "warm > 8 °C", "warm > limit", "warm > limit - 1 K", "warm - limit > rise", "warm - limit > 0",
            "rise + 1 K < warm - 5 °C", "rise + warm > limit", "limit < rise * 2 + warm", "watts > 0 and watts < 1 kW",
            "watts / compressor.power > 0.5", "watts * wait > 0", "rate(warm)[10m] > 2 K/h", "slope(watts)[1d] > 0",
            "slope(watts)[1d] < 3 W/week", "stddev(fridge.temperature)[1h] < 1 K", "delta(warm)[24h] > 1 K",
            "d > 0.9", "d > 90 %", "d > share", "duty(fridge.door.open)[1h] > 0.5", "starts(comp_on)[1h] > 6 starts/h",
            "on_time(comp_on) < 3 min", "off_time(comp_on) > wait", "since(fridge.door.open == 1) < 8h",
            "count(on_time(comp_on) < 3 min)[6h] >= 4", "fridge.door.open == 1 for 2m", "fridge.door.open",
            "not fridge.door.open and comp_on", "fan.evaporator.command unchanged for 5m", "comp_on unchanged for wait",
            "max(evaporator.temperature)[cycle] - first(evaporator.temperature)[cycle] < 8 K", "cycle.length >= wait",
            "avg(power.active)[cycle] - avg(power.active)[30m before cycle] < 100 W", "count(comp_on)[cycle] > 3",
            "warm > base.p50 + rise and base.z(warm) > 3", "base.n >= 10", "base > limit", "base.p95 - base.p05 > 1 K",
            "trend < 14d", "trend.p90 < 14d", "trend.p10 > 1w", "ln(compressor.power / watts) > 0.1",
            "abs(warm - limit) > rise", "greater(rise, 1 K) > 0", "lesser(wait, 5 min) > 1 min",
            "greater(watts, 0) > 5 W",
            "band(ambient.temperature, 5 K) == 3", "flaps(fridge.door.open)[20] > 0.6", "consecutive(comp_on) >= 3",
            "3 of 5 (warm > limit)", "fridge.door.open then comp_on within wait", "comp_on without received within 1h",
            "silent(any) > 2 h", "silent(each) > 6h", "silent(fridge.temperature) > wait", "count(received)[10m] >= 3",
            "cusum(base.z(warm), k=0.5, clip=4, cap=share * 100) > 5", "pct(95, watts)[1d] > 5 W", "sum(d)[1d] > 2",
            "avg(watts where comp_on)[6h] > 5 W", "ewma(watts)[wait] > 5 W", "ewma(watts)[10m] > 5 W",
            "avg(watts)[wait] > 5 W", "avg(watts)[wait before cycle] > 5 W", "last(watts) == 0", "major and comp_on",
            "defrosting or door_left_open", "-watts < -5 W", "warm > -5 °C", "probe.air-1.temperature > 5 °C",
            "probe.air.temperature > probe.air.temperature.limit", "supply.current > 2 A", "radio.rssi < -80 dBm",
            "drum.vibration > 4.5 mm/s", "refrigerant.pressure.low < 2 bar",
            "(duty(comp_on)[24h] where coverage >= 0.8) > 0.5", "1 / cycle.length < 3 Hz", "fan.indoor.speed < 50 rpm",
            "(warm where comp_on) > limit", "abs(compressor.current * supply.voltage) > 0",
            "baseline(watts, by=[comp_on, band(ambient.temperature, 5 K)], learn=30d, min=9, floor=2 W, modes=8) > 0",
            "baseline(watts, by=fan.evaporator.command, freeze_while=[this, sample, defrosting, comp_on]) > 5 W",
            "baseline(compressor.power, during=comp_on).p50 > 0", "baseline(watts, learn=wait, floor=0) > 0",
        ])
    func right(text: String) throws {
        #expect(try told(condition: text) == [])
    }

    @Test(
        "measures that do not go together",
        arguments: [
            ("warm > 8", "0: compares °C with a bare number; write the number with its unit, such as `8 °C`"),
            ("warm > 0", "0: compares °C with a bare number"), ("8 < warm", "such as `8 °C`"),
            ("warm > 5 K", "0: compares °C with K; temperatures are written in °C, their differences in K"),
            ("warm > watts", "0: compares °C with W; both must measure the same"),
            ("warm + watts > 5", "0: adds W to °C"), ("warm + limit > 5 °C", "0: adds two temperatures"),
            ("rise - warm > 5 K", "0: takes a temperature from a difference"), ("warm - 2 > limit", "such as `2 K`"),
            ("warm * 2 > limit", "0: multiplies a temperature"), ("warm / limit > 2", "0: divides a temperature"),
            ("-warm < limit", "0: a temperature has no opposite"), ("watts > 5", "such as `5 W`"),
            ("watts + 5 > 1 W", "0: adds a bare number to W; write the number with its unit"),
            ("rate(warm)[10m] > 2 K", "0: compares K/h with K; one is a change in time"),
            ("rate(warm)[10m] > 2", "such as `2 K/h`"), ("d > 5 min", "0: compares a bare number with s"),
            ("energy.total > watts * 1 h", "0: compares kWh with W·s; energy is metered"),
            ("sum(warm)[1h] > 5 °C", "4: a sum of temperatures means nothing"),
            ("ln(warm) > 1", "3: ln(…) of a temperature"),
            ("abs(warm) > 5 °C", "4: abs(…) of a temperature"),
            ("greater(warm, 8) > limit", "greater(…) of °C and a bare"),
            ("band(ambient.temperature, 5 °C) == 3", "26: the bands of °C have a width in K, not °C"),
            ("band(watts, 0 W) == 3", "12: the width of a band must be more than 0"),
            ("base.z(watts) > 3", "7: the baseline is of °C, and `z` is asked of W"),
            ("extrapolate(watts, to=8 °C)[21d] < 1d", "22: `to` is °C, and what drifts is W"),
            ("cusum(watts) > 5", "6: cusum(…) adds up how far a value is from normal"),
            ("baseline(warm, floor=1 °C) > limit", "21: `floor` is a spread in K, not °C"),
            ("watts / 1 s / 1 s / 1 s / 1 s / 1 s / 1 s / 1 s / 1 s / 1 s / 1 s > 0", "0: divides too often"),
        ])
    func measures(text: String, said: String) throws {
        let wrong = try told(condition: text)
        #expect(wrong.count == 1, "\(wrong)")
        #expect(wrong.first?.contains(said) == true, "\(wrong)")
    }

    @Test(
        "conditions where numbers belong, and numbers where conditions belong",
        arguments: [
            ("watts + (warm > limit) > 5 W", "9: `+` needs a number, not a condition"),
            ("comp_on == 1", "0: `comp_on` is a condition already; write `comp_on` or `not comp_on`"),
            ("comp_on > 1", "0: `>` needs a number, not a condition; `comp_on` is true or false already"),
            ("watts", "0: `raise of minor` needs a condition"), ("not watts", "4: `not` needs a condition"),
            ("watts and comp_on", "0: `and` needs a condition"), ("comp_on or watts", "11: `or` needs a condition"),
            ("watts for 5m", "0: `for` needs a condition"),
            ("avg(comp_on)[1h] > 0.5", "4: avg(…) needs a number, not a condition; duty"),
            ("duty(watts)[1h] > 0.5", "5: duty(…) needs a condition"),
            ("cycle", "0: `raise of minor` cannot take a cycle"),
            ("avg(cycle)[1h] > 3", "4: avg(…) cannot take a cycle; write `cycle.length`"),
            ("cycle unchanged for 5m", "0: `unchanged` cannot take a cycle"),
            ("3 of 5 (watts)", "8: a number of samples needs"),
            ("watts then comp_on within 5m", "0: a sequence needs a condition"),
            ("(watts where warm) > 5 W", "13: `where` needs a condition"),
        ])
    func kinds(text: String, said: String) throws {
        let wrong = try told(condition: text)
        #expect(wrong.count == 1, "\(wrong)")
        #expect(wrong.first?.contains(said) == true, "\(wrong)")
    }

    @Test(
        "names that nothing has",
        arguments: [
            ("wram > limit", "0: nothing is named `wram`; did you mean warm?"),
            ("evaporater.temperature > 5 °C", "did you mean evaporator.temperature?"),
            ("door_left_opem", "did you mean door_left_open?"), ("quite_another > 3", "names are channels"),
            ("starts > 3", "0: nothing is named `starts`; `starts` is a function"), ("critical", "it has minor, major"),
            ("base.p51 > limit", "`base` has p05, p50, p95, n, z"),
            ("warm.p51 > limit", "is a signal and has no fields"),
            ("base.p10 > limit", "`base` has no `p10`; did you mean p50?"),
            ("base.length > 1h", "`base` has no `length`"),
            ("warm.p50 > limit", "`warm` has no `p50`; a baseline has"), ("trend.z(watts) > 1", "`trend` has no `z`"),
            ("cycle.n > 3", "`cycle` has no `n`"),
            ("avg(watts)[1h].p50 > 5 W", "what stands before the dot has no `p50`"),
            ("this", "0: `this` is the rule's own alarm"), ("sample", "0: `sample` is the rule's own alarm"),
            ("cycle.phase > 3", "0: `cycle.phase` is a word"), ("silent(warm) > 3 h", "`warm` is a signal"),
            ("silent(fridge.temperatur) > 3 h", "did you mean fridge.temperature?"),
            ("comp_on for wiat", "no parameter is named `wiat`; did you mean wait?"),
            ("comp_on for rise", "`rise` is K, and a length is a time"), ("comp_on for short", "`short` can be 100ms"),
            ("comp_on for wide", "`wide` can be 0s, and a length is from 1s to 90d; narrow its range"),
            ("max(watts)[cycel] > 3 W", "did you mean cycle?"), ("max(watts)[warm] > 3 W", "`warm` is no cycle"),
            ("avg(watts)[30m before wait] > 3 W", "no cycle is named `wait`"),
            ("rate(watts)[wiat] > 0", "did you mean wait?"),
        ])
    func names(text: String, said: String) throws {
        let wrong = try told(condition: text)
        #expect(wrong.count == 1, "\(wrong)")
        #expect(wrong.first?.contains(said) == true, "\(wrong)")
    }

    @Test(
        "functions that are not used as they can be",
        arguments: [
            ("avg(watts) > 5 W", "0: avg(…) needs a window: a length such as [30m] or a cycle"),
            ("avg(watts)[20] > 5 W", "0: avg(…) looks over a length"),
            ("on_time(comp_on)[1h] > 5 min", "has no window"),
            ("rate(watts)[cycle] > 0", "rate(…) looks over a length such as [30m]"),
            ("first(watts)[1h] > 0", "looks over a cycle"),
            ("flaps(comp_on)[3] > 0.5", "from 4 to 52 such as [20], not 3"),
            ("flaps(comp_on)[1h] > 0.5", "a number of samples"),
            ("avg(watts, warm)[1h] > 0", "0: avg(…) takes one value, as in `avg(x)[30m]`"),
            ("pct(watts)[1h] > 0", "takes two values"),
            ("pct(watts, 95)[1h] > 0", "4: a percentile is a number from 0 to 100"),
            ("pct(0.95, watts)[1h] > 0", "a percentile counts to 100"),
            ("during(comp_on)", "must be a signal of its own"),
            ("baseline(warm, prior=model) > limit", "a baseline with a prior must be a signal of its own"),
            ("baseline(warm, modes=4) > limit", "add `by=…`"),
            ("baseline(warm, by=comp_on, modes=17) > limit", "1 to 16"),
            ("baseline(warm, min=0) > limit", "`min` is how many samples"),
            ("baseline(warm, min=d) > limit", "made of numbers"),
            ("baseline(warm, by=[comp_on, d, share, days]) > limit", "one to three"),
            ("baseline(warm, during=watts) > limit", "`during=` needs a condition"),
            ("baseline(warm, freeze_while=[watts]) > limit", "`freeze_while=` needs a condition"),
            ("extrapolate(watts)[21d] < 1d", "needs a limit"), ("cusum(score, cap=0.5) > 3", "1 or more"),
            ("cusum(score, k=-1) > 3", "0 or more"), ("cusum(score, clip=1 W) > 3", "a bare number, not W"),
            ("(avg(d)[cycle] where coverage >= 0.5) > 0.5", "`coverage` belongs to a window of a length"),
            ("power.active > 50 W on, > 20 W off", "must end on the other side"),
            ("power.on == 1 on, < 1 off", "must end"),
            ("power.active > 20 W on, < 50 W off", "move the limits apart"),
            ("fridge.temperature > 300 °C", "always from -80 to 100 °C"),
            ("power.on > 2", "`power.on` is always from 0 to 1; compare"),
        ])
    func functions(text: String, said: String) throws {
        let wrong = try told(condition: text)
        #expect(wrong.count == 1, "\(wrong)")
        #expect(wrong.first?.contains(said) == true, "\(wrong)")
    }
}

@Suite("A rule as a whole is checked for")
struct WholeRuleCheckTests {
    @Test("circles, through signals and through levels, each told once")
    func circles() throws {
        let rule = try FaultRule.sample(
            signals: [("a", "b + 1"), ("b", "c * 2"), ("c", "a - 3"), ("own", "own > 1"), ("bad", "major for 5m")],
            raise: [(.minor, "a > 3 and own"), (.major, "bad")])
        #expect(
            told(rule) == [
                "signal c:0: made of itself: a → b → c → a; take one of these names out of its formula",
                "signal own:0: made of itself: own → own; take one of these names out of its formula",
                "raise of major:0: made of itself: bad → major → bad; take one of these names out of its formula",
            ])
    }

    @Test("no circle where a baseline stands still for its own rule")
    func frozen() throws {
        let rule = try FaultRule.sample(
            signals: [("d", "duty(compressor.running)[1d]"), ("b", "baseline(d, freeze_while=[this])")],
            raise: [(.minor, "d > b.p50")])
        #expect(told(rule) == [])
    }

    @Test("parameters that nothing uses, while a signal that nothing uses is evidence")
    func unused() throws {
        let rule = try FaultRule.sample(
            parameters: [
                ("limit", 8, .celsius, nil), ("spare", 1, .one, nil), ("inner", 5, .minute, nil),
                ("hold", 5, .minute, nil), ("for.minor", 5, .minute, nil), ("keep", 5, .minute, nil),
            ],
            signals: [
                ("warm", "avg(fridge.temperature)[hold]"), ("one", "avg(power.active)[inner]"), ("two", "one * 2"),
                ("over", "warm > limit"),
            ],
            inhibit: ["over"])
        #expect(told(rule) == ["param spare: nothing uses it; leave it out, or use it in a formula"])
    }

    @Test("a length that is named in brackets alone as one that is used")
    func namedWindow() throws {
        let rule = try FaultRule.sample(
            parameters: [("w", 1, .hour, nil)], raise: [(.minor, "avg(power.active)[w] > 5 W")])
        #expect(told(rule) == [])
        guard case .binary(_, let left, _) = rule.steps[0].raise.node, case .call(let call) = left.node else { return }
        #expect(call.window == .cycle("w"))
        #expect(call.window?.resolved(in: rule) == .span(.parameter("w")))
    }

    @Test("parameters outside their range, or with the name of a signal")
    func parameters() throws {
        let rule = try FaultRule.sample(
            parameters: [("limit", 20, .celsius, 4...15), ("warm", 3, .one, nil), ("odd", .nan, .one, nil)],
            signals: [("warm", "avg(fridge.temperature)[1h]")], raise: [(.minor, "warm > limit and odd > 3")])
        #expect(
            told(rule).map { $0.prefix { $0 != ";" } } == [
                "param limit: 20.0 celsius is outside its range, 4 °C to 15 °C",
                "param warm: a signal has that name too",
                "param odd: its value is no number",
            ])
    }

    @Test("what every formula must be")
    func roots() throws {
        let rule = try FaultRule.sample(
            raise: [(.minor, "power.active")], reset: [(.minor, "5")], inhibit: ["received", "power.active"],
            distinguish: ["3 W"], eta: "power.active / 5 W")
        let starts = told(rule).map { $0.prefix { $0 != ";" } }
        #expect(
            starts == [
                "raise of minor:0: `raise of minor` needs a condition, not a number",
                "reset of minor:0: `reset of minor` needs a condition, not a number",
                "inhibit_if 2:0: `inhibit_if 2` needs a condition, not a number",
                "distinguish 1:0: `distinguish 1` needs a condition, not a number",
                "eta:0: `eta` must be an `extrapolate(…)`, such as `extrapolate(day, to=limit)[21d]`",
            ])
        let dated = try FaultRule.sample(eta: "extrapolate(avg(power.active)[1d], to=50 W)[21d]")
        #expect(told(dated) == [])
    }

    @Test("priors of what is no baseline with a prior")
    func priors() throws {
        var rule = try FaultRule.sample(
            signals: [("a", "baseline(power.active, prior=model)"), ("b", "baseline(power.active)")],
            raise: [(.minor, "a > b")])
        rule.priors = ["a", "b", "c"].map { .init(signal: $0, model: "*", p50: 5, spread: 1, weight: 10) }
        #expect(
            told(rule).map { $0.prefix { $0 != ";" } } == [
                "priors: signal b has no use for a prior", "priors: no signal is named `c`",
            ])
    }

    @Test(
        "a prior of what is more or less than a signal of its own",
        arguments: [
            ("baseline(power.active, prior=model)", true), ("baseline(power.active, prior=model) + 1 W", false),
            ("baseline(power.active, prior=model).p50", false),
            ("baseline(baseline(power.active, prior=model))", false),
        ])
    func wholeSignal(text: String, isRight: Bool) throws {
        let rule = try FaultRule.sample(signals: [("a", text)], raise: [(.minor, "a > 5 W")])
        #expect(told(rule).map { $0.contains("must be a signal of its own") } == (isRight ? [] : [true]))
    }

    @Test("every fault at once, in the order in which a rule is read, each once")
    func order() throws {
        let rule = try FaultRule.sample(
            signals: [("x", "wram > 3 and wrom > 3"), ("y", "avg(x)[1h]"), ("z", "power.active + 5 °C")],
            raise: [(.minor, "y > 3 and z > 3 W"), (.major, "wram > 2 on, < 1 off")])
        let places = check(rule, channels: ChannelList(), ruleNames: rules).map { "\($0.formula) \($0.offset ?? -1)" }
        #expect(places == ["signal x 0", "signal x 13", "signal y 4", "signal z 0", "raise of major 0"])
    }

    @Test("nothing that follows from a formula which cannot be read")
    func unreadable() throws {
        var rule = try FaultRule.sample(
            parameters: [("limit", 8, .celsius, nil)], signals: [("x", "1"), ("y", "x + 5 W"), ("cycle", "2")],
            raise: [(.minor, "x and y > 8 W"), (.major, "x.p50 > 3 K or avg(power.active)[cycle] > 5 W")])
        for place in [0, 2] {
            rule.signals[place] = .init(name: rule.signals[place].name, formula: Formula(.number(.nan, .one)))
        }
        #expect(told(rule) == [])
    }

    @Test("in time that grows with its text alone")
    func bounded() throws {
        // Each made twice of the one before: forty of them would be a million million formulas.
        var signals = [("s0", "power.active")]
        for number in 1...400 { signals.append(("s\(number)", "s\(number - 1) + s\(number - 1)")) }
        #expect(told(try .sample(signals: signals.reversed(), raise: [(.minor, "s400 > 5 W")])) == [])
        var powers = [("s0", "power.active")]
        for number in 1...400 { powers.append(("s\(number)", "s\(number - 1) * s\(number - 1)")) }
        #expect(told(try .sample(signals: powers, raise: [(.minor, "s400 > 0")])).count == 1)
        let nested = (0..<30).reduce("fridge.door.open") { text, _ in "(max(\(text) and received)[1h] > 1)" }
        #expect(told(try .sample(raise: [(.minor, nested)])).count == 1)
    }

    @Test("the measure of a formula for those who show it")
    func measure() throws {
        let rule = try FaultRule.sample(
            signals: [("warm", "avg(fridge.temperature)[1h]"), ("runs", "compressor.running == 1")],
            raise: [(.minor, "warm > 5 °C and runs")])
        let facts: [(String, Measure?)] = [
            ("warm", Measure(.celsius)), ("warm - 5 °C", Measure(.kelvin)), ("runs", nil), ("on_time(runs)", .time),
            ("rate(warm)[1h]", Measure(.celsius).perTime), ("nonsense", nil), ("compressor.running", .one),
            ("duty(runs)[1h]", .one),
        ]
        for (text, measure) in facts {
            #expect(FaultRules.measure(of: try Formula(text), in: rule, channels: ChannelList()) == measure, "\(text)")
        }
    }
}
