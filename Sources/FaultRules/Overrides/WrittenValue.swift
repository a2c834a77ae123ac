package import Appliances

extension FaultRule.Parameter {
    /// A value of it, given in the canonical unit, as people write it in its own one: `8 °C`, `90m`, `20 %`.
    package func written(_ value: Double) -> String {
        let (canonical, factor, offset) = unit.toCanonical
        let milliseconds = (value * 1_000).rounded()
        if canonical == .second, abs(milliseconds) < 1e15, abs(milliseconds / 1_000 - value) < 1e-9 {
            return TimeSpan(milliseconds: Int64(milliseconds)).description
        }
        let number = FaultRule.Parameter.plain((value - offset) / factor)
        return unit.sign.isEmpty ? number : "\(number) \(unit.sign)"
    }

    /// A number without the noise of the last binary digits and without a needless `.0`.
    private static func plain(_ number: Double) -> String {
        let rounded = abs(number) < 1e9 ? (number * 1e6).rounded() / 1e6 : number
        let text = "\(rounded == 0 ? 0 : rounded)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}

extension Unit {
    /// The unit as people write it in rule files, such as `°C`; empty for bare numbers.
    package var sign: String {
        switch self {
        case .one: ""
        case .celsius: "°C"
        case .fahrenheit: "°F"
        case .kilowattHour: "kWh"
        case .wattHour: "Wh"
        case .revolutionsPerMinute: "rpm"
        case .poundPerSquareInch: "psi"
        case .perHour: "starts/h"
        case .week: "week"
        case .standardGravity: "g"
        default: rawValue
        }
    }
}
