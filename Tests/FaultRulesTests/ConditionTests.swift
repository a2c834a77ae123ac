import Appliances
import FaultRules
import Testing

@Suite("Conditions")
struct ConditionTests {
    /// `a` and `b` are true, false, or unknown because something is divided by zero.
    private static let a = "compressor.starts / defrost.active > 1"
    private static let b = "cycle.count / battery.level > 1"

    private func value(_ formula: String, a: Double?, b: Double?) throws -> Double? {
        var probe = try Probe([formula])
        _ = try probe.values(
            ("compressor.starts", a == 1 ? 5 : 0), ("defrost.active", a == nil ? 0 : 1), after: .seconds(1))
        return try probe.values(
            ("cycle.count", b == 1 ? 5 : 0), ("battery.level", b == nil ? 0 : 1),
            after: .seconds(2))[0]
    }

    private static let truths: [(a: Double?, b: Double?, both: Double?, either: Double?)] = [
        (1, 1, 1, 1), (1, 0, 0, 1), (1, nil, nil, 1),
        (0, 1, 0, 1), (0, 0, 0, 0), (0, nil, 0, nil),
        (nil, 1, nil, 1), (nil, 0, 0, nil), (nil, nil, nil, nil),
    ]

    @Test("know true, false and unknown", arguments: truths)
    func threeValues(a: Double?, b: Double?, both: Double?, either: Double?) throws {
        let (left, right) = (ConditionTests.a, ConditionTests.b)
        #expect(try value("\(left) and \(right)", a: a, b: b) == both)
        #expect(try value("\(left) or \(right)", a: a, b: b) == either)
        #expect(try value("not \(left)", a: a, b: b) == a.map { 1 - $0 })
        #expect(try value("not (\(left) and \(right))", a: a, b: b) == both.map { 1 - $0 })
    }

    @Test(
        "compare as written",
        arguments: [
            ("power.active < 2 W", [1, 0, 0]), ("power.active <= 2 W", [1, 1, 0]), ("power.active > 2 W", [0, 0, 1]),
            ("power.active >= 2 W", [0, 1, 1]), ("power.active == 2 W", [0, 1, 0]), ("power.active != 2 W", [1, 0, 1]),
            ("-power.active < -2 W", [0, 0, 1]), ("power.active * 2 - 1 W > 6 W / 2", [0, 0, 1]),
        ])
    func comparisons(formula: String, expected: [Double?]) throws {
        var probe = try Probe([formula])
        let said = try [1.0, 2, 3].enumerated().map { place, value in
            try probe.values(("power.active", value), after: .seconds(Int64(place)))[0]
        }
        #expect(said == expected)
    }

    @Test("hold between two limits what they said last")
    func hysteresis() throws {
        var probe = try Probe(["power.active > 40 W on, < 20 W off"])
        // The first reading lies between the limits: off until it was on.
        let seen = [30.0, 41, 30, 20, 19, 30, 40, 41]
        let said = try seen.enumerated().map { place, watts in
            try probe.values(("power.active", watts), after: .seconds(Int64(place)))[0]
        }
        #expect(said == [0, 1, 1, 1, 0, 0, 0, 1])
    }

    @Test("are unknown before the first value and once it is stale")
    func stale() throws {
        var probe = try Probe(["power.active > 1 W", "supply.voltage > 1 V or power.active > 1 W"])
        #expect(try probe.values(nil, after: .zero) == [nil, nil])
        #expect(try probe.values(("power.active", 2), after: .minutes(1)) == [1, 1])
        #expect(try probe.values(nil, after: .minutes(16)) == [1, 1])
        #expect(try probe.values(nil, after: TimeSpan(milliseconds: 960_001)) == [nil, nil])
        #expect(try probe.values(("power.active", 0), after: .minutes(17)) == [0, nil])
    }

    @Test("keep a setting for ever")
    func setting() throws {
        var probe = try Probe(["fridge.setpoint > 1 °C"])
        #expect(try probe.values(("fridge.setpoint", 4), after: .zero) == [1])
        #expect(try probe.values(nil, after: .days(90)) == [1])
    }
}
