import Appliances
import Testing

@Suite("A unit")
struct UnitTests {
    @Test(
        "is turned into the canonical one of its kind",
        arguments: [
            (.percent, 50, .one, 0.5), (.fahrenheit, 32, .celsius, 0), (.fahrenheit, 212, .celsius, 100),
            (.fahrenheit, -40, .celsius, -40), (.milliampere, 1_210, .ampere, 1.21), (.kilowatt, 0.2, .watt, 200),
            (.wattHour, 1_500, .kilowattHour, 1.5), (.bar, 12, .pascal, 1_200_000),
            (.poundPerSquareInch, 100, .pascal, 689_475.729_316_8), (.millisecond, 250, .second, 0.25),
            (.minute, 2, .second, 120), (.hour, 1, .second, 3_600), (.day, 1, .second, 86_400),
            (.week, 1, .second, 604_800),
            (.standardGravity, 2, .metrePerSecondSquared, 19.6133),
            (.celsius, 3.9, .celsius, 3.9), (.kelvin, 5, .kelvin, 5), (.hertz, 50, .hertz, 50),
        ] as [(Unit, Double, Unit, Double)])
    func canonical(unit: Unit, value: Double, expected: Unit, result: Double) {
        let way = unit.toCanonical
        #expect(way.unit == expected)
        #expect(abs(value * way.factor + way.offset - result) < 1e-9 * max(1, abs(result)))
    }

    @Test("that is canonical stays as it is")
    func settled() {
        for unit in Unit.allCases {
            let way = unit.toCanonical.unit.toCanonical
            #expect(way.unit == unit.toCanonical.unit && way.factor == 1 && way.offset == 0)
        }
    }

    @Test(
        "is read as people write it",
        arguments: [
            ("Cel", .celsius), ("°C", .celsius), ("C", .celsius), ("degC", .celsius), ("°F", .fahrenheit),
            ("degF", .fahrenheit), ("[degF]", .fahrenheit), ("K", .kelvin), ("rpm", .revolutionsPerMinute),
            ("{rev}/min", .revolutionsPerMinute), ("psi", .poundPerSquareInch), ("kWh", .kilowattHour),
            ("Wh", .wattHour), ("starts/h", .perHour), ("m", .minute), ("min", .minute), ("", .one), ("1", .one),
            ("%", .percent), ("dB[mW]", .decibelMilliwatt), ("bar", .bar), ("week", .week), ("w", .week), ("wk", .week),
            ("g", .standardGravity), ("[g]", .standardGravity), ("m/s2", .metrePerSecondSquared),
            ("dBm", .decibelMilliwatt),
        ] as [(String, Unit)])
    func reads(text: String, unit: Unit) {
        #expect(Unit(written: text) == unit)
    }

    @Test("is not read from anything else", arguments: [" ", "c", "celsius", "°", "F", "kw", "RPM", "mm", "Cel ", "0"])
    func refuses(text: String) {
        #expect(Unit(written: text) == nil)
    }

    @Test("is read from its own code")
    func ownCode() {
        for unit in Unit.allCases { #expect(Unit(written: unit.rawValue) == unit) }
    }
}
