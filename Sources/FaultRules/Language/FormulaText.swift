import Appliances

extension Formula {
    /// The formula as it would be written: read again it gives an equal formula.
    ///
    /// Numbers stand in their canonical units; parentheses stand only where they are needed.
    package var text: String { text(within: .formula) }

    /// How tightly a formula binds, loosest first: the rows of the grammar in `docs/rule-language.md`.
    private enum Rank: Int {
        case formula
        case either
        case both
        case negation
        case timed
        case comparison
        case sum
        case product
        case factor
        case primary
    }

    /// Between the parentheses of a call, where the comma of a hysteresis would end the argument.
    fileprivate var asArgument: String { text(within: .either) }

    private func text(within rank: Rank) -> String {
        self.rank.rawValue < rank.rawValue ? "(\(bareText))" : bareText
    }

    private var rank: Rank {
        switch node {
        case .hysteresis: .formula
        case .binary(.or, _, _): .either
        case .binary(.and, _, _): .both
        case .not: .negation
        case .held, .sequence, .absence, .whenever: .timed
        case .unchanged: .comparison
        case .binary(let sign, _, _) where sign.isComparison: .comparison
        case .binary(.add, _, _), .binary(.subtract, _, _): .sum
        case .binary: .product
        case .negative: .factor
        case .number(let value, _): value < 0 ? .factor : .primary
        case .call(let call): call.coverage == nil ? .primary : .timed
        case .name, .among, .field, .silent: .primary
        }
    }

    private var isField: Bool {
        if case .field = node { return true }
        return false
    }

    private var isNumber: Bool {
        if case .number = node { return true }
        return false
    }

    private var bareText: String {
        switch node {
        case .number(let value, let measure): measure.written(value)
        case .name(let name): name
        // The sign of a number belongs to it; that of a number in parentheses stands before it.
        case .negative(let inner) where inner.isNumber: "-(\(inner.bareText))"
        case .negative(let inner): "-\(inner.text(within: .factor))"
        case .not(let inner): "not \(inner.text(within: .negation))"
        case .binary(let sign, let left, let right): Formula.text(left, sign, right)
        case .hysteresis(let on, let off): hysteresisText(on, off)
        case .whenever(let inner, let condition):
            "\(inner.text(within: .comparison)) where \(condition.text(within: .comparison))"
        case .held(let inner, let length): "\(inner.text(within: .comparison)) for \(length.text)"
        case .unchanged(let inner, let length): "\(inner.text(within: .sum)) unchanged for \(length.text)"
        case .sequence(let first, let then, let length):
            "\(first.text(within: .comparison)) then \(then.text(within: .comparison)) within \(length.text)"
        case .absence(let first, let then, let length):
            "\(first.text(within: .comparison)) without \(then.text(within: .comparison)) within \(length.text)"
        case .among(let count, let of, let inner): "\(count) of \(of) (\(inner.text(within: .either)))"
        case .call(let call): call.text
        // `a.length.length` would be one name.
        case .field(let inner, let field) where inner.isField: "(\(inner.bareText)).\(field.text)"
        case .field(let inner, let field): "\(inner.text(within: .primary)).\(field.text)"
        case .silent(let silence): "silent(\(silence.text))"
        }
    }

    private static func text(_ left: Formula, _ sign: Operator, _ right: Formula) -> String {
        // Left of a sign the same rank may stand bare, right of it only a tighter one: 1 - (2 - 3).
        let ranks: (Rank, Rank) =
            switch sign {
            case .or: (.either, .both)
            case .and: (.both, .negation)
            case .add, .subtract: (.sum, .product)
            case .multiply, .divide: (.product, .factor)
            case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual: (.sum, .sum)
            }
        return "\(left.text(within: ranks.0)) \(sign.rawValue) \(right.text(within: ranks.1))"
    }

    /// `x > a on, < b off`; what is compared stands only once.
    private func hysteresisText(_ on: Formula, _ off: Formula) -> String {
        guard case .binary(let sign, _, let limit) = off.node, sign.isComparison else {
            return "\(on.text(within: .either)) on, \(off.text(within: .either)) off"
        }
        return "\(on.text(within: .either)) on, \(sign.rawValue) \(limit.text(within: .sum)) off"
    }
}

extension Formula.Length {
    /// As in a file, such as `10m`, or the parameter's name.
    package var text: String {
        switch self {
        case .span(let span): span.description
        case .parameter(let name): name
        }
    }
}

extension Formula.Window {
    /// What stands between the brackets.
    fileprivate var text: String {
        switch self {
        case .span(let length): length.text
        case .cycle(let name): name
        case .before(let length, let name): "\(length.text) before \(name)"
        case .samples(let count): "\(count)"
        }
    }
}

extension Formula.Call {
    fileprivate var text: String {
        let arguments = operands.map(\.asArgument) + options.map { "\($0.name)=\($0.value.text)" }
        let window = window.map { "[\($0.text)]" } ?? ""
        let coverage = coverage.map { " where coverage >= \(plainDigits($0))" } ?? ""
        return "\(function.rawValue)(\(arguments.joined(separator: ", ")))\(window)\(coverage)"
    }
}

extension Formula.Option.Value {
    fileprivate var text: String {
        switch self {
        case .formula(let formula): formula.asArgument
        case .list(let list): "[\(list.map(\.asArgument).joined(separator: ", "))]"
        case .length(let length): length.text
        }
    }
}

extension Formula.Field {
    fileprivate var text: String {
        switch self {
        case .p05: "p05"
        case .p10: "p10"
        case .p50: "p50"
        case .p90: "p90"
        case .p95: "p95"
        case .n: "n"
        case .z(let value): "z(\(value.asArgument))"
        case .length: "length"
        }
    }
}

extension Formula.Silence {
    fileprivate var text: String {
        switch self {
        case .any: "any"
        case .each: "each"
        case .channel(let name): name
        }
    }
}

extension Measure {
    /// A canonical value in the unit in which it is plainest, such as `10 min` or `2 K/h`.
    fileprivate func written(_ value: Double) -> String {
        if self == .one { return plainDigits(value) }
        let units = WrittenUnit.known.compactMap { text in WrittenUnit(text).map { (text: text, unit: $0) } }
        let forms = units.filter { $0.unit.measure == self }.compactMap { text, unit -> (String, String)? in
            let number = (value - unit.offset) / unit.factor
            // Only a unit in which the number is read back to the last bit.
            return unit.canonical(number) == value ? (plainDigits(number), text) : nil
        }
        // Whole numbers first, then the fewest digits: 90 min and not 1.5 h, 10 min and not 600 s.
        let plainest = forms.min { left, right in
            (left.0.contains(".") ? 1 : 0, left.0.count) < (right.0.contains(".") ? 1 : 0, right.0.count)
        }
        return plainest.map { "\($0.0) \($0.1)" } ?? "\(plainDigits(value * 3_600)) \(text)"
    }
}

/// A number as the language writes it: digits and a point, no exponent.
private func plainDigits(_ value: Double) -> String {
    let text = "\(value)"
    let parts = text.split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else {
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
    let sign = value < 0 ? "-" : ""
    let mantissa = parts[0].drop { $0 == "-" }.split(separator: ".")
    let whole = String(mantissa.first ?? "0")
    let tail = mantissa.count > 1 && mantissa[1] != "0" ? String(mantissa[1]) : ""
    if exponent < 0 { return sign + "0." + String(repeating: "0", count: -exponent - 1) + whole + tail }
    return sign + whole + tail + String(repeating: "0", count: max(0, exponent - tail.count))
}
