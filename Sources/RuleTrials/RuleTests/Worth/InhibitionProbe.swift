import FaultRules

extension RuleTrial {
    /// For each inhibition whether it held in some test while a raise condition was true.
    ///
    /// An alarm that is not raised leaves no trace, so that for each inhibition a rule is made up whose only
    /// condition is just that: an inhibition and something to inhibit.
    func reachedInhibitions(_ tests: [RuleTest]) -> [Bool] {
        rule.inhibitions.map { inhibition in
            let probe = rule.probe(of: inhibition)
            // The rule may stand among the others already, and a probe that names it must not find two.
            let named = others.filter { $0.name != rule.name } + [rule]
            let trial = try? RuleTrial<Engine>(probe, among: named, channels: set.channels)
            guard let trial else { return false }
            return tests.contains { !trial.run($0).changes.isEmpty }
        }
    }
}

extension FaultRule {
    /// The rule that finds an inhibition at work.
    fileprivate func probe(of inhibition: Formula) -> FaultRule {
        var probe = self
        probe.name = "\(name)_inhibited"
        // `for` and `keep` would make it late, and levels that it has not are no parameters of it.
        probe.parameters = parameters.filter { !$0.isHoldingTime }
        probe.signals = signals.map { Signal(name: $0.name, formula: standalone($0.formula)) }
        let raises = steps.map { standalone($0.raise) }
        guard let first = raises.first else { return probe }
        let any = raises.dropFirst().reduce(first) { Formula(.binary(.or, $0, $1)) }
        let both = Formula(.binary(.and, any, standalone(inhibition)))
        probe.steps = [Step(level: .info, raise: both, reset: Formula(.not(both)), action: .watch)]
        probe.inhibitions = []
        probe.distinctions = []
        probe.eta = nil
        probe.flapping = nil
        return probe
    }

    /// A formula in which this rule's own levels are written out and `this` is its name, so that another rule
    /// may hold it.
    private func standalone(_ formula: Formula, depth: Int = 0) -> Formula {
        formula.rewritten { part in
            guard case .name(let name) = part.node else { return nil }
            if name == "this" { return Formula(.name(self.name)) }
            guard let level = Level(word: name), let step = step(level), depth < 4 else { return nil }
            return standalone(step.raise, depth: depth + 1)
        }
    }
}
