package import Appliances
package import FaultRules
package import Telemetry

/// The rules of one trial: those that are asked about, and those that they name.
///
/// A rule that another one names, under `inhibit_if`, `freeze_while` or in a formula, is evaluated, or the other would
/// find more than it does at work; what it finds is not reported.
package struct TrialRules: Sendable {
    /// The rules, compiled.
    package let ruleSet: RuleSet
    /// For each rule of the set whether its episodes are reported.
    package let isReported: [Bool]

    /// Compiles a trial of `chosen`, each treated as active whatever its stage; of `others`, the rules in force, those
    /// count that are named and not replaced.
    ///
    /// `channels` are numbered already: trials over the same readings pass the list on from one to the next, so that
    /// a number means the same in all of them.
    ///
    /// - Returns: the trial, or what is wrong with the rules, by their places.
    package static func compile(
        _ chosen: [FaultRule], others: [FaultRule], overrides: [Override], channels: ChannelList
    ) -> Result<TrialRules, RuleFaults> {
        var rules = chosen.asWritten.map { rule in
            var rule = rule
            rule.stage = .active
            return rule
        }
        let asked = rules.map(\.name)
        let rest = others.asWritten.filter { !asked.contains($0.name) }
        // A named rule may name a third one; the list grows while it is walked.
        var place = 0
        while place < rules.count {
            let mentions = rules[place].formulas.flatMap(\.formula.mentions).map(\.name)
            rules += rest.filter { other in
                mentions.contains(other.name) && !rules.contains { $0.name == other.name }
            }
            place += 1
        }
        return RuleSet.compile(rules, overrides: overrides, channels: channels).map { set in
            let derived = rules.filter { asked.contains($0.name) && $0.flapping != nil }.map(flappingName)
            return TrialRules(ruleSet: set, isReported: set.rules.map { (asked + derived).contains($0.name) })
        }
    }

    /// The name of the rule that follows from one whose own condition may flap.
    fileprivate static func flappingName(_ rule: FaultRule) -> String { rule.name + "_flapping" }

    /// The rules that are asked about.
    package var reported: [FaultRule] {
        ruleSet.rules.indices.filter { isReported[$0] }.map { ruleSet.rules[$0] }
    }

    /// The parts of which these rules may ask for service.
    package var components: [Component] {
        var found: [Component] = []
        for rule in reported {
            var parts = [rule.component]
            for distinction in rule.distinctions {
                if case .fault(_, let component?) = distinction.outcome { parts.append(component) }
            }
            if let flapping = rule.flapping { parts.append(flapping.component) }
            found += parts.filter { !found.contains($0) }
        }
        return found
    }
}

extension [FaultRule] {
    /// The rules as their files have them: without what compiling adds for flapping, which is added once more.
    fileprivate var asWritten: [FaultRule] {
        let derived = filter { $0.flapping != nil }.map(TrialRules.flappingName)
        return filter { !derived.contains($0.name) }.map { rule in
            var rule = rule
            let added = Formula(.name(TrialRules.flappingName(rule)))
            rule.inhibitions.removeAll { $0 == added }
            return rule
        }
    }
}

extension FaultRule {
    /// The parameters that a name means: one, or, for `for` and `keep` alone, those of every level.
    package func parameters(meant name: String) -> [Parameter] {
        if let one = parameter(name) { return [one] }
        guard name == "for" || name == "keep" else { return [] }
        return parameters.filter { $0.name.hasPrefix("\(name).") }
    }

    /// The rule with other values of some parameters, in canonical units.
    package func setting(_ values: [(parameter: String, value: Double)]) -> FaultRule {
        var rule = self
        for (name, value) in values {
            let meant = parameters(meant: name).map(\.name)
            rule.parameters = rule.parameters.map { parameter in
                guard meant.contains(parameter.name) else { return parameter }
                return Parameter(
                    name: parameter.name, value: value, measure: parameter.measure, range: parameter.range,
                    text: parameter.written(value), unit: parameter.unit)
            }
        }
        return rule
    }

    /// These overrides without what they set of some parameters of this rule: a sweep sets them for all appliances.
    package func leaving(_ overrides: [Override], without parameters: [String]) -> [Override] {
        let meant = parameters.flatMap { self.parameters(meant: $0) }.map(\.name)
        return overrides.compactMap { override in
            let kept = override.settings.filter { setting in
                setting.rule != name || !meant.contains { setting.sets($0) }
            }
            return kept.isEmpty
                ? nil
                : Override(
                    match: override.match, settings: kept, by: override.by, reason: override.reason,
                    until: override.until, place: override.place)
        }
    }
}
