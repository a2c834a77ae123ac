import Appliances
package import FaultRules

/// A rule with one mistake put in on purpose; tests that are worth something fail on it.
package struct RuleMutant: Sendable {
    /// The rule with the mistake.
    package let rule: FaultRule
    /// Where the mistake is, such as `raise of major, column 12` or `params: limit`.
    package let place: String
    /// What stands there now, such as `starts >= max_starts`.
    package let text: String
}

extension FaultRule {
    /// Every mutant of the rule, in the order of its file: comparisons turned round, whole counts moved over their
    /// edge, numbers and parameters a tenth more and less, `and` for `or`, lengths halved. Without those that no
    /// reading can tell from the rule itself.
    package var mutants: [RuleMutant] {
        let own = RuleEssence(self)
        return (parameterMutants + formulaMutants).filter { RuleEssence($0.rule) != own }
    }

    private var formulaMutants: [RuleMutant] {
        var found: [RuleMutant] = []
        for signal in signals.indices {
            found += mutants(of: signals[signal].formula, "signal \(signals[signal].name)") { rule, formula in
                rule.signals[signal] = Signal(name: rule.signals[signal].name, formula: formula)
            }
        }
        for step in steps.indices {
            let word = steps[step].level.word
            found += mutants(of: steps[step].raise, "raise of \(word)") { rule, formula in
                rule.steps[step] = rule.steps[step].with(raise: formula)
            }
            found += mutants(of: steps[step].reset, "reset of \(word)") { rule, formula in
                rule.steps[step] = rule.steps[step].with(reset: formula)
            }
        }
        for number in inhibitions.indices {
            found += mutants(of: inhibitions[number], "inhibit_if \(number + 1)") { rule, formula in
                rule.inhibitions[number] = formula
            }
        }
        for number in distinctions.indices {
            found += mutants(of: distinctions[number].when, "distinguish \(number + 1)") { rule, formula in
                rule.distinctions[number] = Distinction(when: formula, outcome: rule.distinctions[number].outcome)
            }
        }
        return found
    }

    private func mutants(
        of formula: Formula, _ place: String, _ put: (inout FaultRule, Formula) -> Void
    ) -> [RuleMutant] {
        formula.variants(slips).map { variant in
            var rule = self
            put(&rule, variant.formula)
            let text = variant.formula.text
            return RuleMutant(rule: rule, place: "\(place), column \(variant.offset + 1)", text: text)
        }
    }

    private var parameterMutants: [RuleMutant] {
        parameters.enumerated().flatMap { number, parameter -> [RuleMutant] in
            let isCount = parameter.measure == .one
            let values = parameter.isHoldingTime ? [parameter.value / 2] : nearby(parameter.value, isCount: isCount)
            return values.filter { $0 != parameter.value }.map { value in
                var rule = self
                rule.parameters[number] = parameter.with(value: value)
                let place = parameter.isHoldingTime ? parameter.name : "params: \(parameter.name)"
                return RuleMutant(rule: rule, place: place, text: "\(parameter.written(value)), not \(parameter.text)")
            }
        }
    }

    /// A tenth less and more; for a count at least one, or nothing would have changed.
    private func nearby(_ value: Double, isCount: Bool) -> [Double] {
        let isWhole = isCount && value.magnitude >= 2 && value == value.rounded()
        let step = isWhole ? max(1, value.magnitude / 10) : value.magnitude / 10
        return step > 0 ? [value - step, value + step].map(FaultRule.plain) : []
    }

    /// The number without the noise of its last digits, which nobody wants to read: 0.77 and not 0.7699999999999999.
    private static func plain(_ number: Double) -> Double {
        (1e-3..<1e3).contains(number.magnitude) ? (number * 1e12).rounded() / 1e12 : number
    }

    /// What may be wrong at one place by itself.
    private func slips(_ formula: Formula) -> [Formula] {
        let nodes: [Formula.Node] =
            switch formula.node {
            case .number(let value, let measure):
                nearby(value, isCount: measure == .one).map { .number($0, measure) }
            case .binary(.and, let left, let right): [.binary(.or, left, right)]
            case .binary(.or, let left, let right): [.binary(.and, left, right)]
            case .binary(let sign, let left, let right): otherSigns(sign, left, right).map { .binary($0, left, right) }
            case .held(let inner, .span(let span)): [.held(inner, .span(span.halved))]
            case .unchanged(let inner, .span(let span)): [.unchanged(inner, .span(span.halved))]
            case .sequence(let first, let then, .span(let span)):
                [.sequence(first, then, within: .span(span.halved))]
            case .absence(let first, let then, .span(let span)):
                [.absence(first, then, within: .span(span.halved))]
            case .among(let count, let of, let inner): count > 1 ? [.among(count - 1, of: of, inner)] : []
            default: []
            }
        return nodes.map { Formula($0, at: formula.offset) }
    }

    /// The contrary of a comparison; where counts are compared also the one that differs at the limit alone.
    ///
    /// Not for what is measured: no reading is ever exactly at a limit, and nothing could tell the two apart.
    private func otherSigns(_ sign: Formula.Operator, _ left: Formula, _ right: Formula) -> [Formula.Operator] {
        let isCounted = counts(left) || counts(right)
        switch sign {
        case .less: return isCounted ? [.greaterOrEqual, .lessOrEqual] : [.greaterOrEqual]
        case .lessOrEqual: return isCounted ? [.greater, .less] : [.greater]
        case .greater: return isCounted ? [.lessOrEqual, .greaterOrEqual] : [.lessOrEqual]
        case .greaterOrEqual: return isCounted ? [.less, .greater] : [.less]
        case .equal: return [.notEqual]
        case .notEqual: return [.equal]
        case .add, .subtract, .multiply, .divide, .and, .or: return []
        }
    }
}

extension FaultRule.Step {
    func with(raise: Formula? = nil, reset: Formula? = nil) -> FaultRule.Step {
        FaultRule.Step(level: level, raise: raise ?? self.raise, reset: reset ?? self.reset, action: action)
    }
}

extension FaultRule.Parameter {
    /// Whether it is `for` or `keep` of a level, which no formula names.
    var isHoldingTime: Bool { ["for", "keep"].contains { name == $0 || name.hasPrefix($0 + ".") } }

    fileprivate func with(value: Double) -> FaultRule.Parameter {
        FaultRule.Parameter(name: name, value: value, measure: measure, range: range, text: text, unit: unit)
    }
}

extension TimeSpan {
    fileprivate var halved: TimeSpan { TimeSpan(milliseconds: milliseconds / 2) }
}
