import Appliances
import FaultRules
import Testing

@Suite("Trends")
struct TrendTests {
    /// What a formula says after each of these readings of power, a minute apart.
    private func said(_ formula: String, _ watts: [Double]) throws -> [Double?] {
        var probe = try Probe([formula])
        return try watts.enumerated().map { minute, value in
            try probe.values(("power.active", value), after: .minutes(Int64(minute)))[0]
        }
    }

    @Test("of a straight line are its slope, whatever the function", arguments: ["rate", "slope"])
    func straight(function: String) throws {
        // Two watts a minute.
        let values = try said("\(function)(power.active)[48m]", (0...120).map { Double($0) * 2 })
        let last = try #require(values[120])
        #expect(abs(last - 2 / 60) < 1e-6)
        #expect(values.prefix(23).allSatisfy { $0 == nil })
    }

    @Test("of a steady value are nothing")
    func steady() throws {
        for formula in ["rate(power.active)[48m]", "slope(power.active)[48m]", "delta(power.active)[48m]"] {
            #expect(try said(formula, Array(repeating: 8.1, count: 60)).last == .some(0))
        }
    }

    @Test("as differences are what the window's length makes of them")
    func difference() throws {
        let values = try said("delta(power.active)[48m]", (0...120).map(Double.init))
        #expect(try abs(#require(values[119]) - 48) < 1e-4)
    }

    @Test("fade with their time constant")
    func fading() throws {
        let values = try said("ewma(power.active)[10m]", [0] + Array(repeating: 100, count: 10))
        #expect(try abs(#require(values[10]) - 100 * (1 - 0.367_879_441)) < 1e-6)
    }

    @Test("as spread are the standard deviation")
    func deviation() throws {
        let values = try said("stddev(power.active)[24m]", (0...47).map { $0 % 2 == 0 ? 10 : 20 })
        // Twenty-four readings, half 10 and half 20.
        #expect(try abs(#require(values[47]) - 5 * (24.0 / 23).squareRoot()) < 1e-5)
    }

    @Test(
        "as percentiles are the values at their rank",
        arguments: [(0.0, 1.0), (50, 24.5), (100, 48)])
    func percentile(share: Double, expected: Double) throws {
        let values = try said("pct(\(share), power.active)[48m]", (1...48).map(Double.init))
        #expect(try abs(#require(values[47]) - expected) < 1e-5)
    }

    @Test("date the moment at which a drift reaches its limit, and between which bounds")
    func forecast() throws {
        let formulas =
            ["extrapolate(power.active, to=300 W)[2h]"]
            + ["p10", "p90"].map {
                "extrapolate(power.active, to=300 W)[2h].\($0)"
            }
        var probe = try Probe(formulas)
        var dice = SplitMix64(seed: 4)
        var last: [Double?] = []
        for minute in 0...180 {
            let noise = Double(dice.below(11)) - 5
            last = try probe.values(("power.active", 100 + Double(minute) + noise), after: .minutes(Int64(minute)))
        }
        // From 280 W on, a watt a minute: in twenty minutes.
        let (middle, early, late) = (try #require(last[0]), try #require(last[1]), try #require(last[2]))
        #expect(abs(middle - 1_200) < 180 && early < middle && middle < late)
    }

    @Test("date nothing where there is noise and no drift, or where it leads away")
    func abstains() throws {
        var dice = SplitMix64(seed: 7)
        let noise = (0...180).map { _ in 100 + Double(dice.below(41)) - 20 }
        #expect(try said("extrapolate(power.active, to=300 W)[2h]", noise).allSatisfy { $0 == nil })
        let away = (0...180).map { 200 - Double($0) }
        #expect(try said("extrapolate(power.active, to=300 W)[2h]", away).allSatisfy { $0 == nil })
    }

    @Test("sum up what lies above normal, and no more than their bound")
    func cusum() throws {
        let formula = "cusum((power.active - 100 W) / 10 W, k=0.5, clip=4, cap=12)"
        let values = try said(formula, [100, 100, 120, 120, 900, 100, 40, 900, 900, 900, 900])
        #expect(values == [0, 0, 1.5, 3, 6.5, 6, 1.5, 5, 8.5, 12, 12])
    }
}
