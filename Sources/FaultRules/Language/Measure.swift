package import Appliances

/// What a number measures: a temperature, a power, a change of temperature in time, or nothing but a number.
///
/// Kinds are independent: watts times seconds are no kilowatt hours here, because energy is metered and not
/// reckoned (`energy.total`). Hertz are one per second; starts in an hour, shares and per cent are bare numbers.
package struct Measure: Hashable, Sendable {
    /// How often each kind is a factor; negative where it divides.
    private let powers: SIMD16<Int8>
    /// Whether it is a place on a scale whose zero means nothing: °C. Two of them have a difference, but no sum.
    package let isPoint: Bool

    /// The kinds, in the order in which they are written.
    private enum Kind: Int, CaseIterable {
        case temperature, ampere, volt, watt, kilowattHour, pascal, revolutions, velocity, acceleration
        case decibelMilliwatt, second

        var sign: String {
            switch self {
            case .temperature: "K"
            case .ampere: "A"
            case .volt: "V"
            case .watt: "W"
            case .kilowattHour: "kWh"
            case .pascal: "Pa"
            case .revolutions: "rpm"
            case .velocity: "mm/s"
            case .acceleration: "m/s2"
            case .decibelMilliwatt: "dBm"
            case .second: "s"
            }
        }
    }

    /// Higher powers are refused: no rule means the tenth power of an ampere, and bounded powers cannot overflow.
    private static let powerMax: Int8 = 9

    private init(powers: SIMD16<Int8>, isPoint: Bool = false) {
        self.powers = powers
        self.isPoint = isPoint
    }

    private init(kind: Kind, power: Int8 = 1, isPoint: Bool = false) {
        var powers = SIMD16<Int8>()
        powers[kind.rawValue] = power
        self.init(powers: powers, isPoint: isPoint)
    }

    /// A bare number, a share or a count.
    package static let one = Measure(powers: SIMD16())

    /// A length of time.
    package static let time = Measure(kind: .second)

    /// What a unit measures, whatever its size: minutes and hours are both time.
    package init(_ unit: Unit) {
        switch unit.toCanonical.unit {
        case .celsius: self.init(kind: .temperature, isPoint: true)
        case .kelvin: self.init(kind: .temperature)
        case .ampere: self.init(kind: .ampere)
        case .volt: self.init(kind: .volt)
        case .watt: self.init(kind: .watt)
        case .kilowattHour: self.init(kind: .kilowattHour)
        case .pascal: self.init(kind: .pascal)
        case .revolutionsPerMinute: self.init(kind: .revolutions)
        case .millimetrePerSecond: self.init(kind: .velocity)
        case .metrePerSecondSquared: self.init(kind: .acceleration)
        case .decibelMilliwatt: self.init(kind: .decibelMilliwatt)
        case .second: self.init(kind: .second)
        case .hertz: self.init(kind: .second, power: -1)
        default: self = .one
        }
    }

    /// What the difference of two such values measures: K for °C, the same for all others.
    package var difference: Measure { Measure(powers: powers) }

    /// What a change in time of such values measures: K per time for °C; nil where the powers grow too high.
    package var perTime: Measure? { difference / Measure.time }

    /// What a product measures; nil where a factor is a point on a scale, or the powers grow too high.
    package static func * (left: Measure, right: Measure) -> Measure? {
        combine(left, right, &+)
    }

    /// What a quotient measures; nil where a side is a point on a scale, or the powers grow too high.
    package static func / (left: Measure, right: Measure) -> Measure? {
        combine(left, right, &-)
    }

    private static func combine(
        _ left: Measure, _ right: Measure, _ sign: (SIMD16<Int8>, SIMD16<Int8>) -> SIMD16<Int8>
    ) -> Measure? {
        guard !left.isPoint, !right.isPoint else { return nil }
        // Neither side is beyond the bound, so that the sum of two powers fits.
        let powers = sign(left.powers, right.powers)
        guard powers.max() <= powerMax, powers.min() >= -powerMax else { return nil }
        return Measure(powers: powers)
    }

    /// As messages name it: `°C`, `K`, `K/h`, `W`, `a bare number`.
    ///
    /// Changes in time are given per hour, as people think of them; the value is per second.
    package var text: String {
        if isPoint { return "°C" }
        if self == .one { return "a bare number" }
        if self == Measure(.hertz) { return "Hz" }
        let factors = Kind.allCases.map { (sign: $0.sign, power: powers[$0.rawValue]) }
        let above = factors.filter { $0.power > 0 }.map { Measure.written($0.sign, $0.power) }
        let below = factors.filter { $0.power < 0 }.map { factor in
            let isTime = factor.sign == Kind.second.sign
            return "/" + Measure.written(isTime ? "h" : factor.sign, -factor.power)
        }
        return (above.isEmpty ? "1" : above.joined(separator: "·")) + below.joined()
    }

    private static func written(_ sign: String, _ power: Int8) -> String {
        power == 1 ? sign : "\(sign)^\(power)"
    }
}
