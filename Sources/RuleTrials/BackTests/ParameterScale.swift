import Appliances
package import FaultRules

/// How one parameter's values are written: in the unit of its file.
package struct ParameterScale: Sendable {
    /// The unit as the file writes it, such as `°C` or `m`; empty where it has none.
    package let word: String
    private let unit: Unit
    private let isSpan: Bool

    /// The scale of a parameter.
    package init(_ parameter: FaultRule.Parameter) {
        let digits = parameter.text.prefix { $0.isASCII && ($0.isNumber || ".-+".contains($0)) }
        word = String(parameter.text.dropFirst(digits.count).drop { $0 == " " || $0 == "\u{a0}" })
        isSpan = parameter.unit.toCanonical.unit == .second
        // A length of time is written in whatever unit suits it, and its file says which that is.
        unit = word.isEmpty ? parameter.unit : Unit(written: word) ?? parameter.unit
    }

    /// The canonical value of a number in the file's unit.
    package func value(_ number: Double) -> Double {
        let (_, factor, offset) = unit.toCanonical
        return number * factor + offset
    }

    /// The number in the file's unit of a canonical value.
    package func number(_ value: Double) -> Double {
        let (_, factor, offset) = unit.toCanonical
        return (value - offset) / factor
    }

    /// Reads a value with or without its unit into the number in the file's unit; nil where it is none of this kind.
    package func read(_ text: some StringProtocol) -> Double? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || ".-+".contains($0)) }
        guard let number = Double(digits), number.isFinite else { return nil }
        let written = String(text.dropFirst(digits.count).drop { $0 == " " })
        if written.isEmpty || written == word { return number }
        if isSpan, let span = TimeSpan(text) { return self.number(span.seconds) }
        guard let other = Unit(written: written) else { return nil }
        let (canonical, factor, offset) = other.toCanonical
        return canonical == unit.toCanonical.unit ? self.number(number * factor + offset) : nil
    }
}

/// A number as people write it: whole where it is whole, otherwise with as few places as it needs, six at most.
package func plainNumber(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e12 else { return "\(value)" }
    let millionths = Int64((value * 1e6).rounded())
    let (whole, rest) = millionths.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
    let sign = millionths < 0 ? "-" : ""
    guard rest > 0 else { return "\(sign)\(whole)" }
    var digits = zeroPadded(rest, to: 6)
    while digits.hasSuffix("0") { digits.removeLast() }
    return "\(sign)\(whole).\(digits)"
}

/// A number with so many places, for tables; `-` where there is none.
package func fixedNumber(_ value: Double?, places: Int) -> String {
    guard let value, value.isFinite, abs(value) < 1e12 else { return "-" }
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = Int64((value * scale).rounded())
    let (whole, rest) = scaled.magnitude.quotientAndRemainder(dividingBy: UInt64(scale))
    let sign = scaled < 0 ? "-" : ""
    return places == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(zeroPadded(rest, to: places))"
}
