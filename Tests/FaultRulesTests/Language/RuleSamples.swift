import Appliances
import FaultRules

extension FaultRule {
    /// A rule with one signal that nothing uses.
    static func sample(_ name: String, _ formula: Formula) -> FaultRule {
        var rule = FaultRule(name: "sample", component: .user)
        rule.signals = [Signal(name: name, formula: formula)]
        return rule
    }

    /// A rule out of formulas as they stand in a file; each parameter with its name, its value, its unit, and its
    /// range in that unit where there is one.
    static func sample(
        parameters: [(String, Double, Appliances.Unit, ClosedRange<Double>?)] = [],
        signals: [(String, String)] = [], raise: [(Level, String)] = [(.minor, "power.active > 5 W")],
        reset: [(Level, String)]? = nil, inhibit: [String] = [], distinguish: [String] = [], eta: String? = nil
    ) throws(FormulaFault) -> FaultRule {
        var rule = FaultRule(name: "sample", component: .user)
        rule.parameters = parameters.map { name, value, unit, range in
            let way = unit.toCanonical
            let canonical = { (number: Double) in number * way.factor + way.offset }
            return Parameter(
                name: name, value: canonical(value), measure: Measure(unit),
                range: range.map { canonical($0.lowerBound)...canonical($0.upperBound) }, text: "\(value) \(unit)",
                unit: unit)
        }
        for (name, text) in signals { rule.signals.append(Signal(name: name, formula: try Formula(text))) }
        for (level, text) in raise {
            let back = reset?.first { $0.0 == level }?.1 ?? "received"
            rule.steps.append(
                Step(level: level, raise: try Formula(text), reset: try Formula(back), action: .watch))
        }
        for text in inhibit { rule.inhibitions.append(try Formula(text)) }
        for text in distinguish {
            rule.distinctions.append(Distinction(when: try Formula(text), outcome: .excused("other")))
        }
        if let eta { rule.eta = try Formula(eta) }
        return rule
    }
}
