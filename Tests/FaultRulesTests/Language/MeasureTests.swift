import Appliances
import FaultRules
import Testing

@Suite("Measures")
struct MeasureTests {
    @Test(
        "are the same for every unit of a kind",
        arguments: [
            (.minute, .second), (.hour, .second), (.day, .second), (.week, .second), (.millisecond, .second),
            (.fahrenheit, .celsius), (.kilowatt, .watt), (.wattHour, .kilowattHour), (.bar, .pascal),
            (.poundPerSquareInch, .pascal), (.milliampere, .ampere), (.percent, .one), (.perHour, .one),
            (.standardGravity, .metrePerSecondSquared),
        ] as [(Unit, Unit)])
    func sameKind(unit: Unit, other: Unit) {
        #expect(Measure(unit) == Measure(other))
    }

    @Test("of different kinds differ")
    func different() {
        let kinds: [Unit] = [
            .one, .celsius, .kelvin, .ampere, .volt, .watt, .kilowattHour, .hertz, .revolutionsPerMinute, .pascal,
            .second, .millimetrePerSecond, .metrePerSecondSquared, .decibelMilliwatt,
        ]
        #expect(Set(kinds.map { Measure($0) }).count == kinds.count)
    }

    @Test("tell a temperature from a difference of temperatures")
    func points() {
        #expect(Measure(.celsius).isPoint && !Measure(.kelvin).isPoint)
        #expect(Measure(.celsius).difference == Measure(.kelvin))
        #expect(Measure(.watt).difference == Measure(.watt))
        #expect(Measure(.celsius) * .one == nil && Measure.one / Measure(.celsius) == nil)
    }

    @Test("multiply and divide as their units do")
    func products() {
        #expect(Measure(.watt) / Measure(.watt) == .one)
        #expect(Measure.one / .time == Measure(.hertz))
        #expect(Measure(.hertz) * .time == .one)
        #expect(Measure(.volt) * Measure(.ampere) != Measure(.watt))
        #expect(Measure(.watt) * .time != Measure(.kilowattHour))
        #expect(Measure(.celsius).perTime == Measure(.kelvin) / .time)
    }

    @Test("end where no quantity has such a unit")
    func bounded() {
        var power: Measure? = .time
        for _ in 0..<8 { power = power.flatMap { $0 * .time } }
        #expect(power != nil)
        #expect(power.flatMap { $0 * .time } == nil)
        #expect(power.flatMap { $0 / .time } != nil)
        var inverse: Measure? = .one
        for _ in 0..<9 { inverse = inverse.flatMap { $0 / .time } }
        #expect(inverse != nil)
        #expect(inverse.flatMap { $0 / .time } == nil)
    }

    @Test(
        "are named as people write them",
        arguments: [
            (.celsius, "°C"), (.kelvin, "K"), (.kilowatt, "W"), (.minute, "s"), (.percent, "a bare number"),
            (.hertz, "Hz"), (.bar, "Pa"), (.standardGravity, "m/s2"), (.revolutionsPerMinute, "rpm"),
            (.wattHour, "kWh"), (.decibelMilliwatt, "dBm"), (.millimetrePerSecond, "mm/s"),
        ] as [(Unit, String)])
    func texts(unit: Unit, text: String) {
        #expect(Measure(unit).text == text)
    }

    @Test("made of others are named by their factors")
    func composedTexts() {
        #expect(Measure(.celsius).perTime?.text == "K/h")
        #expect((Measure(.watt) * .time)?.text == "W·s")
        #expect((Measure(.ampere) / Measure(.revolutionsPerMinute))?.text == "A/rpm")
        #expect((Measure.one / Measure(.watt))?.text == "1/W")
        #expect((Measure(.ampere) * Measure(.ampere))?.text == "A^2")
    }

    @Test(
        "and sizes of changes in time are read",
        arguments: [
            ("K/h", 3.6, 0.001), ("K/min", 6, 0.1), ("K/s", 1, 1), ("W/min", 30, 0.5), ("kW/h", 3.6, 1),
            ("K/d", 86.4, 0.001), ("K/week", 604.8, 0.001), ("K/m", 60, 1), ("mm/s/d", 86_400, 1),
            ("kWh/d", 86.4, 0.001), ("°C", 4, 4), ("°F", 32, 0), ("starts/h", 6, 6), ("min", 2, 120), ("g", 1, 9.80665),
        ])
    func writtenUnits(text: String, number: Double, canonical: Double) throws {
        let unit = try #require(WrittenUnit(text))
        #expect(abs(unit.canonical(number) - canonical) < 1e-9)
    }

    @Test("of changes in time are those of the difference by time")
    func changes() {
        #expect(WrittenUnit("K/h")?.measure == Measure(.celsius).perTime)
        #expect(WrittenUnit("W/min")?.measure == Measure(.watt).perTime)
    }

    @Test(
        "are not read from what is no unit",
        arguments: ["°C/h", "°F/h", "%/h", "s/s", "h/min", "K/W", "K/", "/K", "K/fortnight", "x/h", "starts/d", "W//h"])
    func noUnits(text: String) {
        #expect(WrittenUnit(text) == nil)
    }
}

@Suite("Near names")
struct NearNameTests {
    @Test(
        "are proposed where a slip of two letters would explain them",
        arguments: [
            ("mximum", "maximum"), ("strats", "starts"), ("duyt", "duty"),
            ("evaporater.temperature", "evaporator.temperature"),
        ])
    func near(word: String, name: String) {
        let known = ["starts", "duty", "maximum", "evaporator.temperature"]
        #expect(nearest(to: word, in: known) == name)
        #expect(nearNameHint(for: word, in: known) == "; did you mean \(name)?")
    }

    @Test("are not proposed for what is quite another word")
    func far() {
        #expect(nearest(to: "compressor", in: ["duty", "starts"]) == nil)
        #expect(nearest(to: "x", in: ["y"]) == nil)
        #expect(nearest(to: String(repeating: "a", count: 65), in: [String(repeating: "a", count: 66)]) == nil)
        #expect(nearNameHint(for: "compressor", in: ["duty", "starts"]) == "; known are duty, starts")
        #expect(nearNameHint(for: "compressor", in: []) == "")
    }
}
