import FaultRules

/// How many of a rule's mutants its tests find.
package struct MutationScore: Sendable {
    /// A mutant that no test finds.
    package struct Survivor: Hashable, Sendable {
        /// Where the mistake is.
        package let place: String
        /// What stands there.
        package let text: String
    }

    /// How many mutants some test fails on.
    package private(set) var killed = 0
    /// The mutants that every test passes, in the order of the rule's file.
    package private(set) var survivors: [Survivor] = []

    /// No mutants yet.
    package init() {}

    /// How many mutants could be tried: those that are no rule at all are not counted.
    package var total: Int { killed + survivors.count }

    /// The share that is found, from 0 to 1; 1 where there is nothing to find.
    package var share: Double { total > 0 ? Double(killed) / Double(total) : 1 }

    /// Tries one mutant of the rule of `original`, which must pass all of its tests without the mistake.
    package mutating func tryMutant<Engine: TrialEngine>(
        _ mutant: RuleMutant, of original: RuleTrial<Engine>, _ tests: [RuleTest]
    ) {
        let trial = try? RuleTrial<Engine>(
            mutant.rule, among: original.others, overrides: original.set.overrides, channels: original.set.channels)
        guard let trial else { return }
        // The first test that fails is enough.
        if tests.contains(where: { !trial.run($0).isPassed }) {
            killed += 1
        } else {
            survivors.append(Survivor(place: mutant.place, text: mutant.text))
        }
    }
}
