import Appliances
package import Telemetry

/// The rules in force, checked, with what people have set differently for some appliances.
package struct RuleSet: Sendable {
    /// The rules, in the order of their files; after them those that follow from them, such as for flapping.
    package let rules: [FaultRule]
    /// The rules as people wrote them, to be compiled anew.
    package let written: [FaultRule]
    /// The channels, with those that only rules name.
    package let channels: ChannelList
    /// What is set differently for some appliances.
    package let overrides: [Override]

    /// Checks the rules.
    ///
    /// - Returns: the set, or what is wrong with each rule, by its place.
    package static func compile(
        _ rules: [FaultRule], overrides: [Override] = [], channels: ChannelList
    ) -> Result<RuleSet, RuleFaults> {
        var channels = channels
        // Names formed by patterns find their place before anything is asked about them.
        for name in rules.flatMap(\.formulas).flatMap(\.formula.mentions).map(\.name) + rules.flatMap(\.reach.channels)
        {
            _ = channels.id(of: name)
        }
        var faults: [(rule: Int, fault: RuleFault)] = []
        let names = rules.map(\.name)
        for (number, rule) in rules.enumerated() {
            if names[..<number].contains(rule.name) {
                faults.append((number, RuleFault(formula: "rule", text: "there is another rule named \(rule.name)")))
            }
            faults += check(rule, channels: channels, ruleNames: names).map { (number, $0) }
        }
        for (number, rule) in rules.enumerated() {
            guard let other = rule.flappingRule?.name, names.contains(other) else { continue }
            let text = "has `flap`, from which a rule named \(other) follows; rename the one that bears this name"
            faults.append((number, RuleFault(formula: "rule", text: text)))
        }
        guard faults.isEmpty else { return .failure(RuleFaults(faults: faults)) }
        faults = overrides.faults(in: rules, channels: channels)
        guard faults.isEmpty else { return .failure(RuleFaults(faults: faults)) }
        let all = rules.map(\.inhibitedByFlapping) + rules.compactMap(\.flappingRule)
        let set = RuleSet(rules: all, written: rules, channels: channels, overrides: overrides)
        if let rule = set.overflow {
            let text = "the rules of a category may read \(RuleProgram.slotsMax) channels together; split them"
            return .failure(RuleFaults(faults: [(rule, RuleFault(formula: "rule", text: text))]))
        }
        return .success(set)
    }

    /// The first rule whose channels find no slot any more; nil where all do.
    private var overflow: Int? {
        for category in Category.allCases {
            var names: Set<String> = []
            for (number, rule) in rules.enumerated() where rule.reach.category.map({ $0 == category }) ?? true {
                for name in rule.formulas.flatMap(\.formula.mentions).map(\.name) + rule.reach.channels
                where channels.known(name) != nil {
                    names.insert(name)
                }
                if names.count > RuleProgram.slotsMax { return number }
            }
        }
        return nil
    }

    /// These rules alone, with those that they name, and theirs.
    package func only(_ names: [String]) -> RuleSet {
        var wanted = names
        var place = 0
        while place < wanted.count {
            let name = wanted[place]
            for rule in rules where rule.name == name {
                for other in rule.formulas.flatMap(\.formula.mentions).map(\.name)
                where !wanted.contains(other) && rules.contains(where: { $0.name == other }) {
                    wanted.append(other)
                }
            }
            place += 1
        }
        let kept = rules.filter { wanted.contains($0.name) }
        let own = written.filter { wanted.contains($0.name) }
        return RuleSet(rules: kept, written: own, channels: channels, overrides: overrides)
    }

    /// The same rules with what the gateway itself sets for appliances: before what people have set, so that of one
    /// rank theirs wins. What it set before is gone.
    package func with(own: [Override]) -> RuleSet {
        let theirs = overrides.filter { $0.by != RuleSet.gateway }
        return RuleSet(rules: rules, written: written, channels: channels, overrides: own + theirs)
    }

    /// Who the gateway is among those who set parameters.
    package static let gateway = "gateway"

    /// The same rules with some of them changed, such as in their stage; what they say must stay the same.
    package func with(stages: (FaultRule) -> Stage) -> RuleSet {
        func staged(_ rule: FaultRule) -> FaultRule {
            var rule = rule
            rule.stage = stages(rule)
            return rule
        }
        return RuleSet(
            rules: rules.map(staged), written: written.map(staged), channels: channels, overrides: overrides)
    }
}

extension [Override] {
    /// What a rule cannot do with the values that are set: a window of no length, a share below none.
    fileprivate func faults(in rules: [FaultRule], channels: ChannelList) -> [(rule: Int, fault: RuleFault)] {
        var faults: [(rule: Int, fault: RuleFault)] = []
        var seen: Set<String> = []
        let names = rules.map(\.name)
        for override in self {
            for setting in override.settings {
                guard seen.insert("\(setting.rule) \(setting.parameter) \(setting.value)").inserted,
                    let number = names.firstIndex(of: setting.rule)
                else { continue }
                let changed = rules[number].setting(setting)
                faults += check(changed, channels: channels, ruleNames: names).map { fault in
                    let text = "\(override.place) sets \(setting.parameter) to \(setting.text): \(fault.text)"
                    return (number, RuleFault(formula: fault.formula, offset: fault.offset, text: text))
                }
            }
        }
        return faults
    }
}

extension FaultRule {
    /// The rule with the values of a setting.
    fileprivate func setting(_ setting: Override.Setting) -> FaultRule {
        var rule = self
        rule.parameters = parameters.map { parameter in
            guard setting.sets(parameter.name) else { return parameter }
            return Parameter(
                name: parameter.name, value: setting.value, measure: parameter.measure, range: parameter.range,
                text: setting.text, unit: parameter.unit)
        }
        return rule
    }
}

/// What is wrong with the rules of a set.
package struct RuleFaults: Error, Sendable {
    /// The rule's place in the set and what is wrong with it.
    package let faults: [(rule: Int, fault: RuleFault)]
}

extension FaultRule {
    private var flappingName: String { name + "_flapping" }

    /// The rule that finds that this one's condition changes too often.
    var flappingRule: FaultRule? {
        guard let flapping, let first = steps.first else { return nil }
        func compare(_ sign: Formula.Operator, _ limit: Double) -> Formula {
            let share = Formula(.call(.init(.flaps, [first.raise], window: .samples(flapping.samples))))
            return Formula(.binary(sign, share, Formula(.number(limit, .one))))
        }
        var rule = FaultRule(name: flappingName, version: version, reach: reach, component: flapping.component)
        (rule.sources, rule.stage) = (sources, stage)
        rule.parameters = parameters.filter { !$0.isDuration }
        // The words of levels mean this rule's conditions there, too.
        let words = first.raise.mentions.map(\.name).compactMap { Level(word: $0) }.compactMap(step)
        rule.signals = signals + words.map { Signal(name: $0.level.word, formula: $0.raise) }
        rule.priors = priors
        (rule.staleAfter, rule.holdUnknown) = (staleAfter, holdUnknown)
        rule.steps = [
            Step(
                level: .minor, raise: compare(.greaterOrEqual, flapping.high),
                reset: compare(.lessOrEqual, flapping.low),
                action: .ticket(Ticket(fault: flapping.fault, parts: [], priority: "P4")))
        ]
        return rule
    }

    /// While its condition flaps nobody knows what it means.
    var inhibitedByFlapping: FaultRule {
        guard flapping != nil else { return self }
        var rule = self
        rule.inhibitions.append(Formula(.name(flappingName)))
        return rule
    }
}
