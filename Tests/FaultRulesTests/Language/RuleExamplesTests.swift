import Appliances
import FaultRules
import Telemetry
import Testing

/// The seven rules of the design page, in the language as it was decided.
private enum Examples {
    static func all() throws(FormulaFault) -> [(name: String, rule: FaultRule)] {
        try [
            ("compressor_short_cycle", shortCycle()), ("compressor_duty_drift", dutyDrift()),
            ("defrost_heater_open", heaterOpen()), ("fan_bearing_wear", bearingWear()), ("door_left_open", doorOpen()),
            ("refrigerant_leak", leak()), ("telemetry_silence", silence()),
        ]
    }

    private static func shortCycle() throws(FormulaFault) -> FaultRule {
        try .sample(
            parameters: [
                ("run_w", 40, .watt, 15...120), ("min_on", 3, .minute, nil), ("max_starts", 6, .perHour, nil),
            ],
            signals: [
                ("comp_on", "power.active > run_w on, < run_w * 0.5 off"), ("starts", "starts(comp_on)[1h]"),
                ("short", "count(on_time(comp_on) < min_on)[6h]"),
            ],
            raise: [(.minor, "starts > max_starts"), (.major, "starts > max_starts * 1.5 and short >= 4")],
            reset: [(.minor, "starts <= max_starts * 0.7"), (.major, "starts <= max_starts")],
            inhibit: ["mains_unstable", "door_left_open", "defrosting"])
    }

    private static func dutyDrift() throws(FormulaFault) -> FaultRule {
        let frozen = "freeze_while=[this, refrigerant_leak, door_left_open]"
        return try .sample(
            parameters: [("rise", 0.2, .one, nil), ("learn", 28, .day, nil), ("min_days", 10, .one, nil)],
            signals: [
                ("comp_on", "compressor.running"), ("ambient_band", "band(ambient.temperature, 5 K)"),
                ("d", "duty(comp_on)[24h] where coverage >= 0.8"),
                ("base", "baseline(d, by=[ambient_band], learn=learn, min=min_days, prior=model, \(frozen))"),
            ],
            raise: [
                (.minor, "d > base.p50 + rise and base.z(d) > 3"), (.major, "d > base.p50 + 2 * rise or d > 0.9"),
            ],
            reset: [(.minor, "d < base.p50 + rise * 0.5"), (.major, "d < base.p50 + rise")])
    }

    private static func heaterOpen() throws(FormulaFault) -> FaultRule {
        try .sample(
            parameters: [
                ("heat_rise", 8, .kelvin, nil), ("watch", 15, .minute, nil), ("heater_w", 100, .watt, nil),
                ("misses", 3, .one, nil),
            ],
            signals: [
                ("evap", "evaporator.temperature"), ("cycle", "during(defrost.active == 1)"),
                ("rise", "max(evap)[cycle] - first(evap)[cycle]"),
                ("extra", "avg(power.active)[cycle] - avg(power.active)[30m before cycle]"),
                ("missed", "cycle.length >= watch and rise < heat_rise and extra < heater_w"),
            ],
            raise: [
                (.major, "consecutive(missed) >= misses"),
                (.critical, "consecutive(missed) >= misses + 3 or (missed and max(fridge.temperature)[6h] > 9 °C)"),
            ],
            reset: [(.major, "consecutive(not missed) >= 2"), (.critical, "consecutive(not missed) >= 2")],
            distinguish: [
                "rise < heat_rise and extra >= heater_w", "silent(evaporator.temperature) > 15m",
                "first(evap)[cycle] > -5 °C",
            ])
    }

    private static func bearingWear() throws(FormulaFault) -> FaultRule {
        try .sample(
            signals: [
                ("fan_ma", "fan.evaporator.current"), ("fan_rpm", "fan.evaporator.speed"),
                ("fan_cmd", "fan.evaporator.command"), ("steady", "fan_cmd unchanged for 5m and not defrosting"),
                ("r", "(fan_ma / fan_rpm) where steady"), ("day", "pct(50, r)[24h]"),
                ("b", "baseline(day, by=[fan_cmd], learn=30d, min=14, prior=model)"), ("trend", "slope(day)[21d]"),
            ],
            raise: [
                (.minor, "day > b.p50 * 1.15 and trend > 0"),
                (.major, "day > b.p50 * 1.30 and avg(fan_rpm)[24h] < baseline(fan_rpm, by=[fan_cmd]).p50 * 0.93"),
                (.critical, "fan_cmd > 0 and fan_rpm < 50 rpm for 2m"),
            ],
            reset: [(.minor, "day < b.p50 * 1.08"), (.major, "day < b.p50 * 1.15"), (.critical, "fan_rpm > 50 rpm")],
            eta: "extrapolate(day, to=b.p50 * 1.6)[21d]")
    }

    private static func doorOpen() throws(FormulaFault) -> FaultRule {
        let (open, shut) = ("fridge.door.open == 1 for", "fridge.door.open == 0 for 10s")
        return try .sample(
            raise: [
                (.info, "\(open) 2m"), (.minor, "\(open) 10m"),
                (.major, "\(open) 30m and rate(fridge.temperature)[10m] > 2 K/h"),
            ],
            reset: [(.info, shut), (.minor, shut), (.major, shut)])
    }

    private static func leak() throws(FormulaFault) -> FaultRule {
        try .sample(
            parameters: [("limit", 8, .celsius, nil), ("duty_min", 0.95, .one, nil)],
            signals: [
                ("comp_on", "compressor.running"), ("long_run", "duty(comp_on)[6h]"),
                ("warm", "avg(fridge.temperature)[2h]"),
                ("evap", "evaporator.temperature"),
                ("approach", "avg(evap)[2h] - baseline(evap, by=[compressor.speed], during=comp_on).p50"),
                ("pw", "avg(power.active where comp_on)[6h] / baseline(power.active, during=comp_on).p50"),
            ],
            raise: [
                (.major, "long_run >= duty_min and warm > limit and approach > 6 K"),
                (.critical, "major and pw < 0.85 and delta(warm)[24h] > 1 K"),
            ],
            reset: [(.major, "long_run < 0.8 and warm < limit - 2 K"), (.critical, "not major")],
            inhibit: [
                "door_left_open", "defrost_heater_open", "since(power.on == 1) < 12h", "ambient.temperature > 40 °C",
            ],
            distinguish: ["rate(fridge.temperature)[30m] > 6 K/h"])
    }

    private static func silence() throws(FormulaFault) -> FaultRule {
        try .sample(
            parameters: [("expect", 5, .minute, nil), ("factor", 5, .one, nil), ("floor", 15, .minute, nil)],
            signals: [("gap", "silent(any)"), ("part_gap", "silent(each) where silent(any) < floor")],
            raise: [
                (.info, "gap > greater(floor, expect * factor)"), (.minor, "gap > 24h"), (.major, "part_gap > 6h"),
            ],
            reset: [(.info, "count(received)[10m] >= 3"), (.minor, "received"), (.major, "part_gap < 1h")],
            distinguish: ["last(power.active) == 0"])
    }
}

@Suite("The rules of the design page")
struct RuleExamplesTests {
    private static let names = [
        "compressor_short_cycle", "compressor_duty_drift", "defrost_heater_open", "fan_bearing_wear", "door_left_open",
        "refrigerant_leak", "telemetry_silence", "mains_unstable", "defrosting",
    ]

    @Test("are said in the language without a fault")
    func right() throws {
        let rules = try Examples.all()
        for (name, rule) in rules {
            let faults = check(rule, channels: ChannelList(), ruleNames: RuleExamplesTests.names)
            #expect(faults.isEmpty, "\(name): \(faults)")
        }
        #expect(rules.count == 7)
    }

    @Test("are read again from how they are written out")
    func written() throws {
        for (name, rule) in try Examples.all() {
            for (title, formula) in rule.formulas {
                #expect(try Formula(formula.text) == formula, "\(name), \(title): \(formula.text)")
            }
        }
    }
}
