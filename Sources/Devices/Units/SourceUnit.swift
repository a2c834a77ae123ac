package import Appliances

/// A unit as messages and profiles name it: UCUM (prefixes, `.`, `/`, powers, annotations) and common spellings.
///
/// What a unit is worth is told in SI base units, so that any two of one dimension can be converted:
/// `kgf/cm2` to pascal, `W.min` to kilowatt hours, hundredths of a degree to degrees.
package struct SourceUnit: Sendable, Equatable {
    /// Powers of kilogram, metre, second, ampere and kelvin; the last counts decibels over a milliwatt.
    let dimension: SIMD8<Int8>
    /// A value in this unit is `value * factor + offset` in base units.
    let factor: Double
    /// Other than 0 for scales of temperature alone.
    let offset: Double

    /// A way from a unit to a channel's: `value * factor + offset`.
    package struct Way: Sendable, Equatable {
        /// What a value is multiplied with.
        package let factor: Double
        /// What is added then.
        package let offset: Double
        /// Nothing changes.
        package static let none = Way(factor: 1, offset: 0)

        /// A value on its way.
        package func callAsFunction(_ value: Double) -> Double {
            guard factor != 1 || offset != 0 else { return value }
            let result = value * factor + offset
            // 41 °F are 5 °C and not 5.000000000000007: a billionth is far below what any device measures.
            return result.magnitude < 1e6 ? (result * 1e9).rounded() / 1e9 : result
        }
    }

    /// The unit of a text; nil where it is none.
    package init?(_ text: String) {
        if let alias = SourceUnit.aliases.first(where: { $0.key == text })?.value {
            self.init(code: alias)
        } else {
            self.init(code: text)
        }
    }

    /// The way from this unit to a channel's; nil where they measure different things.
    package func way(to unit: Unit) -> Way? {
        guard let target = SourceUnit(unit.toCanonical.unit.rawValue), target.dimension == dimension else { return nil }
        // A difference of temperatures is told in kelvin, a temperature in °C: the same dimension, another zero.
        if unit == .kelvin { return Way(factor: factor, offset: 0) }
        if self == target { return Way.none }
        return Way(factor: factor / target.factor, offset: (offset - target.offset) / target.factor)
    }

    private static let aliases: KeyValuePairs<String, String> = [
        "°C": "Cel", "C": "Cel", "degC": "Cel", "celsius": "Cel", "°F": "[degF]", "F": "[degF]", "degF": "[degF]",
        "fahrenheit": "[degF]", "kWh": "kW.h", "Wh": "W.h", "mWh": "mW.h", "Wmin": "W.min", "MWh": "MW.h",
        "rpm": "{rev}/min", "r/min": "{rev}/min", "rps": "{rev}/s", "psi": "[psi]", "%RH": "%", "rh": "%",
        "dBm": "dB[mW]", "steps": "{step}", "step": "{step}", "pls": "{step}", "count": "1", "ratio": "1",
        "starts/h": "/h", "g": "[g]", "m/s²": "m/s2", "kgf/cm²": "kgf/cm2", "sec": "s", "mins": "min", "hours": "h",
        "VA": "V.A", "": "1",
    ]

    private init(_ dimension: SIMD8<Int8>, _ factor: Double, _ offset: Double = 0) {
        self.dimension = dimension
        self.factor = factor
        self.offset = offset
    }

    /// Reads a UCUM code: terms joined by `.` and `/`.
    private init?(code: String) {
        guard code.utf8.count <= 32 else { return nil }
        var dimension = SIMD8<Int8>()
        var factor = 1.0
        var offset = 0.0
        var divides = false
        var terms = 0
        for term in SourceUnit.terms(of: code) {
            guard term.text.isEmpty ? (terms == 0 && term.ends == "/") : true else { return nil }
            if !term.text.isEmpty {
                guard let unit = SourceUnit(term: term.text) else { return nil }
                // A scale with another zero stands alone.
                guard unit.offset == 0 || (terms == 0 && term.ends == nil) else { return nil }
                dimension = divides ? dimension &- unit.dimension : dimension &+ unit.dimension
                factor = divides ? factor / unit.factor : factor * unit.factor
                offset = unit.offset
            }
            divides = term.ends == "/"
            terms += 1
        }
        guard factor.isFinite, factor > 0 else { return nil }
        self.init(dimension, factor, offset)
    }

    /// The terms and what ends each; signs within braces or brackets part nothing.
    private static func terms(of code: String) -> [(text: Substring, ends: Character?)] {
        var terms: [(Substring, Character?)] = []
        var begin = code.startIndex
        var depth = 0
        for place in code.indices {
            switch code[place] {
            case "{", "[": depth += 1
            case "}", "]": depth -= 1
            case ".", "/":
                guard depth == 0 else { continue }
                terms.append((code[begin..<place], code[place]))
                begin = code.index(after: place)
            default: continue
            }
        }
        return terms + [(code[begin...], nil)]
    }

    /// A prefix, an atom and a power: `mm`, `s2`, `kW`, `cCel`; or a number; or an annotation, which is worth 1.
    private init?(term: Substring) {
        var text = term
        if let brace = text.firstIndex(of: "{") {
            guard text.last == "}" else { return nil }
            text = text[..<brace]
            if text.isEmpty {
                self.init(SIMD8(), 1)
                return
            }
        }
        if let number = Int(text), number > 0 {
            self.init(SIMD8(), Double(number))
            return
        }
        // An atom such as `[degF]` or `cm2` ends in its power only where it is a bare digit.
        let digits = text.reversed().prefix { $0.isASCII && $0.isNumber }.reversed()
        let power = digits.isEmpty ? 1 : Int(String(digits)) ?? 0
        text = text.dropLast(digits.count)
        let isInverse = !digits.isEmpty && text.last == "-"
        if isInverse { text = text.dropLast() }
        guard (1...3).contains(power), let unit = SourceUnit.atom(text) else { return nil }
        guard unit.offset == 0 || (power == 1 && !isInverse) else { return nil }
        var dimension = SIMD8<Int8>()
        var factor = 1.0
        for _ in 0..<power {
            dimension = isInverse ? dimension &- unit.dimension : dimension &+ unit.dimension
            factor = isInverse ? factor / unit.factor : factor * unit.factor
        }
        self.init(dimension, factor, unit.offset)
    }

    private static func atom(_ text: Substring) -> SourceUnit? {
        if let unit = atoms.first(where: { $0.key == text })?.value { return unit }
        for (prefix, scale) in prefixes where text.hasPrefix(prefix) {
            let rest = text.dropFirst(prefix.count)
            guard let unit = atoms.first(where: { $0.key == rest })?.value, metric.contains(String(rest)) else {
                continue
            }
            return SourceUnit(unit.dimension, unit.factor * scale, unit.offset)
        }
        return nil
    }

    private static let prefixes: KeyValuePairs<Substring, Double> = [
        "da": 10, "G": 1e9, "M": 1e6, "k": 1e3, "h": 100, "d": 0.1, "c": 0.01, "m": 1e-3, "u": 1e-6, "n": 1e-9,
    ]

    /// The atoms that take a prefix.
    private static let metric: Set<String> = [
        "m", "g", "s", "A", "K", "Cel", "Hz", "W", "V", "J", "Pa", "bar", "N", "l", "L",
    ]

    private static let atoms: KeyValuePairs<Substring, SourceUnit> = [
        "1": SourceUnit(SIMD8(), 1), "%": SourceUnit(SIMD8(), 0.01), "[ppm]": SourceUnit(SIMD8(), 1e-6),
        "m": base(metre: 1), "g": base(0.001, kilogram: 1), "s": base(second: 1), "min": base(60, second: 1),
        "h": base(3_600, second: 1), "d": base(86_400, second: 1), "wk": base(604_800, second: 1),
        "A": base(ampere: 1), "K": base(kelvin: 1),
        "Cel": SourceUnit(base(kelvin: 1).dimension, 1, 273.15),
        "[degF]": SourceUnit(base(kelvin: 1).dimension, 5 / 9, 459.67 * 5 / 9),
        "Hz": base(second: -1), "N": base(kilogram: 1, metre: 1, second: -2),
        "kgf": base(9.806_65, kilogram: 1, metre: 1, second: -2),
        "Pa": base(kilogram: 1, metre: -1, second: -2), "bar": base(1e5, kilogram: 1, metre: -1, second: -2),
        "[psi]": base(6_894.757_293_168, kilogram: 1, metre: -1, second: -2),
        "J": base(kilogram: 1, metre: 2, second: -2), "W": base(kilogram: 1, metre: 2, second: -3),
        "V": base(kilogram: 1, metre: 2, second: -3, ampere: -1), "[g]": base(9.806_65, metre: 1, second: -2),
        "l": base(0.001, metre: 3), "L": base(0.001, metre: 3),
        "dB[mW]": SourceUnit(SIMD8(0, 0, 0, 0, 0, 1, 0, 0), 1),
    ]

    private static func base(
        _ factor: Double = 1, kilogram: Int8 = 0, metre: Int8 = 0, second: Int8 = 0, ampere: Int8 = 0, kelvin: Int8 = 0
    ) -> SourceUnit {
        SourceUnit(SIMD8(kilogram, metre, second, ampere, kelvin, 0, 0, 0), factor)
    }
}
