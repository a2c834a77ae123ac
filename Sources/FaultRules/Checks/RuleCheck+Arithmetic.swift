import Appliances
import Telemetry

/// Which measures go together, and what comes of it.
extension RuleChecker {
    /// A formula and what it measures.
    typealias Measured = (formula: Formula, measure: Measure)

    /// Whether two numbers can stand beside each other: they measure the same, or one is a plain 0, which is the
    /// same in every unit whose zero means nothing at all.
    func matches(_ left: Measured, _ right: Measured) -> Bool {
        if left.measure == right.measure { return true }
        let isLeftZero = left.measure == .one && isZero(left.formula) && !right.measure.isPoint
        let isRightZero = right.measure == .one && isZero(right.formula) && !left.measure.isPoint
        return isLeftZero || isRightZero
    }

    private func isZero(_ formula: Formula) -> Bool {
        if case .number(let value, _) = formula.node { return value == 0 }
        return false
    }

    /// What would be right where two numbers do not go together.
    func advice(_ left: Measured, _ right: Measured) -> String {
        for (bare, other) in [(right, left), (left, right)] where bare.measure == .one {
            guard case .number(let value, _) = bare.formula.node else { continue }
            return "write the number with its unit, such as `\(plain(value)) \(other.measure.text)`"
        }
        let pair = [left.measure, right.measure]
        if pair.contains(Measure(.kilowattHour)) {
            return "energy is metered, not reckoned: use the channel energy.total"
        }
        if pair.contains(where: \.isPoint), pair.contains(Measure(.kelvin)) {
            return "temperatures are written in °C, their differences in K"
        }
        if left.measure.difference.perTime == right.measure || right.measure.difference.perTime == left.measure {
            return "one is a change in time and the other is not"
        }
        return "both must measure the same"
    }

    /// A number without a needless `.0`.
    private func plain(_ value: Double) -> String {
        let text = "\(value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    // MARK: - Sums and products

    /// What a sum or a difference measures; nil where there is none, which is noted.
    mutating func sum(_ sign: Formula.Operator, _ left: Measured, _ right: Measured, at offset: Int) -> Measure? {
        let (first, second) = (left.measure, right.measure)
        let isSum = sign == .add
        if first.isPoint, second.isPoint {
            guard isSum else { return first.difference }
            note(offset, "adds two temperatures, which means nothing; add a difference in K, or take their difference")
            return nil
        }
        if first.isPoint, second == first.difference { return first }
        if second.isPoint, first == second.difference {
            guard !isSum else { return second }
            note(offset, "takes a temperature from a difference; write the temperature first")
            return nil
        }
        if matches(left, right) { return first == .one ? second : first }
        let what = isSum ? "adds \(second.text) to \(first.text)" : "takes \(second.text) from \(first.text)"
        // Of a temperature and a bare number the number is a difference: 8 + 2 is meant as 8 °C + 2 K.
        if first.isPoint || second.isPoint, let bare = [left, right].first(where: { $0.measure == .one }),
            case .number(let value, _) = bare.formula.node
        {
            note(offset, "\(what); write the number with its unit, such as `\(plain(value)) K`")
        } else {
            note(offset, "\(what); \(advice(left, right))")
        }
        return nil
    }

    /// What a product or a quotient measures; nil where there is none, which is noted.
    mutating func product(_ sign: Formula.Operator, _ left: Measure, _ right: Measure, at offset: Int) -> Measure? {
        let verb = sign == .multiply ? "multiplies" : "divides"
        if left.isPoint || right.isPoint {
            note(
                offset,
                "\(verb) a temperature, whose zero means nothing; \(verb == "divides" ? "divide" : "multiply") "
                    + "differences in K, as in `(x - limit) * 2`")
            return nil
        }
        if let result = sign == .multiply ? left * right : left / right { return result }
        note(offset, "\(verb) too often by the same measure; no quantity has such a unit")
        return nil
    }

    // MARK: - Constants

    /// The value of a formula of numbers and parameters, as they stand in the rule; nil where it is none.
    func constant(_ formula: Formula) -> Double? {
        switch formula.node {
        case .number(let value, _): return value.isNaN ? nil : value
        case .name(let name):
            guard !rule.signals.contains(where: { $0.name == name }) else { return nil }
            return rule.parameter(name)?.value
        case .negative(let inner): return constant(inner).map { -$0 }
        case .binary(let sign, let left, let right):
            guard !sign.isComparison, let first = constant(left), let second = constant(right) else { return nil }
            switch sign {
            case .add: return first + second
            case .subtract: return first - second
            case .multiply: return first * second
            case .divide: return second == 0 ? nil : first / second
            default: return nil
            }
        default: return nil
        }
    }

    /// Notes a channel that is compared with what it can never be.
    mutating func checkReach(of formula: Formula, beside limit: Formula) {
        guard let name = isName(formula), case .number(let value, _) = limit.node,
            !rule.signals.contains(where: { $0.name == name }), rule.parameter(name) == nil,
            let id = channels.id(of: name)
        else { return }
        let channel = channels[id]
        guard !channel.range.contains(value) else { return }
        let unit = channel.unit == .one ? "" : " \(Measure(channel.unit).text)"
        note(
            limit.offset,
            "`\(name)` is always from \(plain(channel.range.lowerBound)) to \(plain(channel.range.upperBound))\(unit); "
                + "compare it with a value in between")
    }
}
