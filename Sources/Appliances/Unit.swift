/// A unit of measure, by its UCUM code, with its way to the canonical unit of its kind.
package enum Unit: String, CaseIterable, Sendable {
    /// A bare number or ratio from 0 to 1.
    case one = "1"
    /// Per cent of one.
    case percent = "%"
    /// Degree Celsius.
    case celsius = "Cel"
    /// Degree Fahrenheit.
    case fahrenheit = "[degF]"
    /// Kelvin: a difference of temperatures.
    case kelvin = "K"
    /// Ampere.
    case ampere = "A"
    /// Milliampere.
    case milliampere = "mA"
    /// Volt.
    case volt = "V"
    /// Watt.
    case watt = "W"
    /// Kilowatt.
    case kilowatt = "kW"
    /// Kilowatt hour.
    case kilowattHour = "kW.h"
    /// Watt hour.
    case wattHour = "W.h"
    /// Hertz.
    case hertz = "Hz"
    /// Revolutions per minute.
    case revolutionsPerMinute = "{rev}/min"
    /// Steps of a stepping motor, such as an expansion valve's.
    case step = "{step}"
    /// Pascal.
    case pascal = "Pa"
    /// Bar.
    case bar
    /// Pounds per square inch.
    case poundPerSquareInch = "[psi]"
    /// Millisecond.
    case millisecond = "ms"
    /// Second.
    case second = "s"
    /// Minute.
    case minute = "min"
    /// Hour.
    case hour = "h"
    /// Day of 24 hours.
    case day = "d"
    /// Week of seven days.
    case week = "wk"
    /// Starts or other events in an hour.
    case perHour = "/h"
    /// Metre per second: vibration velocity is millimetres per second.
    case millimetrePerSecond = "mm/s"
    /// Metre per second squared: vibration acceleration.
    case metrePerSecondSquared = "m/s2"
    /// Standard acceleration of free fall, 9.80665 m/s2.
    case standardGravity = "[g]"
    /// Decibel over one milliwatt.
    case decibelMilliwatt = "dB[mW]"

    /// The unit's value in its kind's canonical unit is `value * factor + offset`.
    package var toCanonical: (unit: Unit, factor: Double, offset: Double) {
        switch self {
        case .percent: (.one, 0.01, 0)
        case .fahrenheit: (.celsius, 5 / 9, -160 / 9)
        case .milliampere: (.ampere, 0.001, 0)
        case .kilowatt: (.watt, 1_000, 0)
        case .wattHour: (.kilowattHour, 0.001, 0)
        case .bar: (.pascal, 100_000, 0)
        case .poundPerSquareInch: (.pascal, 6_894.757_293_168, 0)
        case .millisecond: (.second, 0.001, 0)
        case .minute: (.second, 60, 0)
        case .hour: (.second, 3_600, 0)
        case .day: (.second, 86_400, 0)
        case .week: (.second, 604_800, 0)
        case .standardGravity: (.metrePerSecondSquared, 9.806_65, 0)
        default: (self, 1, 0)
        }
    }

    /// The unit as people write it in rule files and recordings: UCUM, or `°C`, `rpm`, `starts/h`.
    package init?(written text: some StringProtocol) {
        let aliases: KeyValuePairs<String, Unit> = [
            "°C": .celsius, "C": .celsius, "degC": .celsius, "°F": .fahrenheit,
            "degF": .fahrenheit, "rpm": .revolutionsPerMinute, "psi": .poundPerSquareInch,
            "kWh": .kilowattHour, "Wh": .wattHour, "starts/h": .perHour, "m": .minute,
            "week": .week, "w": .week, "g": .standardGravity, "m/s²": .metrePerSecondSquared,
            "dBm": .decibelMilliwatt, "": .one,
        ]
        if let unit = Unit(rawValue: String(text)) {
            self = unit
        } else if let alias = aliases.first(where: { $0.key == text }) {
            self = alias.value
        } else {
            return nil
        }
    }
}
