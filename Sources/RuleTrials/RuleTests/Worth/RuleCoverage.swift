import Appliances
import FaultRules

/// Which parts of a rule its tests have reached (design page rules, "Coverage").
package struct RuleCoverage: Sendable {
    /// One part of a rule.
    package struct Item: Hashable, Sendable {
        /// What it is, such as `reset of major`.
        package let name: String
        /// Whether a test has reached it.
        package let isReached: Bool
    }

    /// Levels, resets, inhibitions, distinctions, flapping and overrides, in the order of the file.
    package let items: [Item]

    /// The share that was reached, from 0 to 1; 1 where there is nothing to reach.
    package var share: Double {
        items.isEmpty ? 1 : Double(items.count { $0.isReached }) / Double(items.count)
    }

    /// What no test has reached.
    package var missing: [String] { items.filter { !$0.isReached }.map(\.name) }
}

extension RuleTrial {
    /// What the tests have reached of the rule; `results` is what came of each of them.
    package func coverage(_ tests: [RuleTest], _ results: [RuleTestResult]) -> RuleCoverage {
        let stories = results.map(\.changes)
        let inhibited = reachedInhibitions(tests)
        var items: [RuleCoverage.Item] = []
        func add(_ name: String, _ isReached: Bool) {
            items.append(RuleCoverage.Item(name: name, isReached: isReached))
        }
        for step in rule.steps {
            let isRaised = stories.contains { $0.contains { $0.kind == .raised(step.level) } }
            add("raise of \(step.level.word)", isRaised)
            add("reset of \(step.level.word)", stories.contains { left(step.level, in: $0) })
        }
        for (number, inhibition) in rule.inhibitions.enumerated() {
            add("inhibit_if \(number + 1), \(inhibition.text), while a level would be raised", inhibited[number])
        }
        for (number, distinction) in rule.distinctions.enumerated() {
            // What is found as an alarm ends was not what it was raised for.
            let isTaken = stories.contains { changes in
                changes.contains { $0.kind.isRaised && $0.distinction == distinction.outcome }
            }
            add("distinguish \(number + 1), \(distinction.when.text)", isTaken)
        }
        if rule.flapping != nil { add("flap", results.contains(where: \.isFlapping)) }
        for override in set.overrides {
            let own = override.settings.filter { $0.rule == rule.name }
            if own.isEmpty { continue }
            let values = own.map { "\($0.parameter) = \($0.text)" }.joined(separator: ", ")
            add("override for \(override.match.description), \(values)", tests.contains { override.reaches($0) })
        }
        return RuleCoverage(items: items)
    }

    /// Whether a level that was reached was left again, by itself or with the whole alarm.
    private func left(_ level: Level, in changes: [AlarmChange]) -> Bool {
        var reached: [Level] = []
        for change in changes {
            switch change.kind {
            case .raised(let new): reached.append(new)
            case .eased(let milder):
                if level > milder, reached.contains(level) { return true }
                reached = reached.filter { $0 <= milder } + [milder]
            case .ended:
                if reached.contains(level) { return true }
                reached.removeAll()
            }
        }
        return false
    }
}

extension AlarmChange.Kind {
    /// Whether a level was reached.
    fileprivate var isRaised: Bool {
        if case .raised = self { return true }
        return false
    }
}

extension Override {
    /// Whether it counts for a test's appliance on its day.
    fileprivate func reaches(_ test: RuleTest) -> Bool {
        counts(on: test.day) && match.holds(for: test.device, in: Season(of: test.day))
    }
}
