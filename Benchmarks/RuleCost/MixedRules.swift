import Appliances
import FaultRules

/// Twenty-one rules of every kind, over the eight channels of ``Herd``: what a rule of each kind costs is
/// measured by all of them together.
enum MixedRules {
    static let texts: [(name: String, raise: String, reset: String)] = [
        ("limit", "fridge.temperature > 8 °C", "fridge.temperature < 7 °C"),
        ("frozen_limit", "freezer.temperature > -12 °C", "freezer.temperature < -14 °C"),
        ("warm_mean", "avg(fridge.temperature)[30m] > 8 °C", "avg(fridge.temperature)[30m] < 7 °C"),
        ("power_mean", "avg(power.active)[1h] > 200 W", "avg(power.active)[1h] < 180 W"),
        ("peak", "max(power.active)[1h] > 1000 W", "max(power.active)[1h] < 900 W"),
        ("coldest", "min(evaporator.temperature)[6h] > -10 °C", "min(evaporator.temperature)[6h] < -12 °C"),
        ("restless", "stddev(fridge.temperature)[1h] > 3 K", "stddev(fridge.temperature)[1h] < 2 K"),
        ("short_cycle", "starts(compressor.running)[1h] > 6", "starts(compressor.running)[1h] < 4"),
        ("busy", "duty(compressor.running)[6h] > 0.95", "duty(compressor.running)[6h] < 0.9"),
        (
            "short_runs", "count(on_time(compressor.running) < 3 min)[2h] >= 4",
            "count(on_time(compressor.running) < 3 min)[2h] < 2"
        ),
        ("long_run", "on_time(compressor.running) > 8 h", "on_time(compressor.running) < 4 h"),
        ("short_pause", "3 of 5 (off_time(compressor.running) < 3 min)", "off_time(compressor.running) > 5 min"),
        ("door", "fridge.door.open == 1 for 10m", "fridge.door.open == 0"),
        ("warming", "rate(fridge.temperature)[30m] > 6 K/h", "rate(fridge.temperature)[30m] < 1 K/h"),
        ("drifting", "slope(power.active)[1d] > 20 W/h", "slope(power.active)[1d] < 10 W/h"),
        ("fading", "ewma(fan.evaporator.speed)[10m] < 700 rpm", "ewma(fan.evaporator.speed)[10m] > 900 rpm"),
        (
            "unusual", "cusum(baseline(on_time(compressor.running), min=20).z(on_time(compressor.running))) > 8",
            "cusum(baseline(on_time(compressor.running), min=20).z(on_time(compressor.running))) < 2"
        ),
        ("stuck", "evaporator.temperature unchanged for 6h", "not (evaporator.temperature unchanged for 1h)"),
        (
            "after_door", "fridge.door.open == 1 then fridge.temperature > 8 °C within 30m",
            "fridge.temperature < 7 °C"
        ),
        ("silence", "silent(any) > 30 min", "silent(any) < 1 min"),
        (
            "hot_kitchen", "ambient.temperature > 43 °C and (power.active > 40 W on, < 20 W off)",
            "ambient.temperature < 40 °C"
        ),
    ]

    static func rules(_ names: [String]? = nil) throws -> [FaultRule] {
        try texts.filter { text in names.map { $0.contains(text.name) } ?? true }.map {
            try rule($0.name, raise: $0.raise, reset: $0.reset)
        }
    }

    static func rule(_ name: String, raise: String, reset: String) throws -> FaultRule {
        var rule = FaultRule(name: name, component: .compressor)
        rule.steps = [.init(level: .major, raise: try Formula(raise), reset: try Formula(reset), action: .watch)]
        rule.parameters = ["for.major", "keep.major"].map {
            .init(name: $0, value: 600, measure: .time, text: "10m", unit: .second)
        }
        return rule
    }
}
