import Appliances
import Devices
import Testing

@Suite("A unit as sent")
struct SourceUnitTests {
    /// What a value becomes in a channel's unit, to nine digits.
    private static func converted(_ value: Double, _ unit: String, to target: Unit) -> Double? {
        guard let value = SourceUnit(unit)?.way(to: target)?(value) else { return nil }
        return (value * 1e9).rounded() / 1e9
    }

    @Test(
        "comes into the unit of a channel",
        arguments: [
            (60_000, "W.min", .kilowattHour, 1), (1, "kW.h", .kilowattHour, 1), (1_500, "W.h", .kilowattHour, 1.5),
            (1_500, "Wh", .kilowattHour, 1.5), (2, "MWh", .kilowattHour, 2_000), (5e6, "mWh", .kilowattHour, 5),
            (3_600_000, "J", .kilowattHour, 1), (3_600, "kJ", .kilowattHour, 1), (3_600, "kW.s", .kilowattHour, 1),
            (1_013.25, "hPa", .pascal, 101_325), (101.325, "kPa", .pascal, 101_325), (1, "MPa", .pascal, 1e6),
            (1, "kgf/cm2", .pascal, 98_066.5), (1, "kgf/cm²", .pascal, 98_066.5), (1, "bar", .pascal, 1e5),
            (1_000, "mbar", .pascal, 1e5), (1, "psi", .pascal, 6_894.757_293_168),
            (1, "[psi]", .pascal, 6_894.757_293_168),
            (1, "N/m2", .pascal, 1), (1, "J/m3", .pascal, 1),
            (-1_850, "cCel", .celsius, -18.5), (215, "dCel", .celsius, 21.5), (4, "Cel", .celsius, 4),
            (4, "°C", .celsius, 4),
            (4, "C", .celsius, 4), (0, "[degF]", .celsius, -17.777_777_778), (212, "°F", .celsius, 100),
            (-40, "degF", .celsius, -40), (273.15, "K", .celsius, 0), (273_150, "mK", .celsius, 0),
            (2_950, "mV", .volt, 2.95), (0.23, "kV", .volt, 230), (450, "mA", .ampere, 0.45),
            (450, "uA", .ampere, 0.000_45),
            (1.5, "kW", .watt, 1_500), (2, "W", .watt, 2), (2, "VA", .watt, 2), (2, "V.A", .watt, 2),
            (7_200, "J/h", .watt, 2),
            (50, "{rev}/s", .revolutionsPerMinute, 3_000), (50, "rps", .revolutionsPerMinute, 3_000),
            (900, "rpm", .revolutionsPerMinute, 900), (900, "r/min", .revolutionsPerMinute, 900),
            (50, "Hz", .revolutionsPerMinute, 3_000), (3_000, "rpm", .hertz, 50), (3_000, "/min", .hertz, 50),
            (50, "s-1", .hertz, 50), (2, "kHz", .hertz, 2_000), (2, "starts/h", .perHour, 2),
            (55, "%", .one, 0.55), (55, "%RH", .one, 0.55), (1, "1", .one, 1), (1, "", .one, 1),
            (250_000, "[ppm]", .one, 0.25),
            (7, "steps", .step, 7), (7, "pls", .step, 7), (7, "{step}", .step, 7),
            (90, "min", .second, 5_400), (2, "h", .second, 7_200), (1, "d", .second, 86_400),
            (1, "wk", .second, 604_800),
            (1_500, "ms", .second, 1.5), (5, "sec", .second, 5), (5, "mins", .second, 300),
            (5, "hours", .second, 18_000),
            (0.012, "m/s", .millimetrePerSecond, 12), (12, "mm/s", .millimetrePerSecond, 12),
            (1.2, "cm/s", .millimetrePerSecond, 12), (1, "[g]", .metrePerSecondSquared, 9.806_65),
            (1, "g", .metrePerSecondSquared, 9.806_65), (1, "m/s²", .metrePerSecondSquared, 1),
            (1, "m.s-2", .metrePerSecondSquared, 1),
            (-70, "dB[mW]", .decibelMilliwatt, -70), (-70, "dBm", .decibelMilliwatt, -70), (3, "10.W", .watt, 30),
        ] as [(Double, String, Unit, Double)])
    func converts(value: Double, unit: String, target: Unit, becomes: Double) {
        #expect(Self.converted(value, unit, to: target) == becomes)
    }

    @Test(
        "is worth the same with an annotation",
        arguments: [("W{active}", "W"), ("%{humidity}", "%"), ("m{x.y/z}/s", "m/s")])
    func annotated(unit: String, plain: String) throws {
        let worth = try #require(SourceUnit(plain))
        #expect(SourceUnit(unit) == worth)
    }

    @Test("changes nothing on the way to itself", arguments: Unit.allCases)
    func itself(unit: Unit) throws {
        let way = try #require(SourceUnit(unit.rawValue)?.way(to: unit))
        let canonical = unit.toCanonical
        // A difference of temperatures stays one; every other unit comes into its kind's own.
        #expect(abs(way(1) - (canonical.factor + canonical.offset)) < 1e-9)
        if canonical.unit == unit { #expect(way == .none) }
    }

    @Test(
        "turns a difference of temperatures into kelvin without its zero",
        arguments: [("Cel", 1), ("[degF]", 0.555_555_556), ("K", 1)])
    func difference(unit: String, kelvin: Double) {
        #expect(Self.converted(1, unit, to: .kelvin) == kelvin)
        #expect(Self.converted(0, unit, to: .kelvin) == 0)
    }

    @Test(
        "does not come into the unit of another kind",
        arguments: [
            ("W", .kilowattHour), ("W.h", .watt), ("Cel", .watt), ("Pa", .celsius), ("V", .ampere), ("%", .celsius),
            ("s", .hertz), ("min", .one), ("m", .millimetrePerSecond), ("m/s", .metrePerSecondSquared),
            ("dB[mW]", .watt),
            ("W", .decibelMilliwatt), ("dB[mW]", .one), ("1", .second), ("l", .watt), ("K", .pascal),
            ("A.h", .kilowattHour),
            ("W/h", .kilowattHour), ("Cel", .one),
        ] as [(String, Unit)])
    func otherKind(unit: String, target: Unit) throws {
        #expect(try #require(SourceUnit(unit)).way(to: target) == nil)
    }

    @Test(
        "is none where nobody knows it",
        arguments: [
            "banana", "kWhh", "w", "pa", "CEL", "celsius2", "k", "m%", "kmin", "dB", "%%", "W.", ".W", "W//h", "W..h",
            "/",
            "{rev", "rev}", "{rev}W", "W2.", "s4", "m0", "s--1", "-1", "0", "Cel.m", "Cel/min", "Cel2", "m.Cel", "[psi",
            " W", "W ", "k W", "°", "W\u{0}", String(repeating: "m.", count: 16) + "m",
        ])
    func none(text: String) {
        #expect(SourceUnit(text) == nil)
    }
}
