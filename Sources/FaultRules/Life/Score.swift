package import Appliances

/// How well one version of a rule has done, over all appliances or those of one model.
package struct Score: Hashable, Sendable {
    /// The rule.
    package let rule: String
    /// Its version.
    package let version: Int
    /// The model; nil for all together, empty for those whose model is unknown.
    package let model: String?
    /// How often each outcome was found, in the order of ``RepairOutcome``.
    package let counts: [Int]
    /// Repairs of its component that found the part failed.
    package let confirmedRepairs: Int
    /// Those of them before which the rule had spoken up.
    package let foretoldRepairs: Int
    /// The median time from the raise to the close of the repair, over episodes that were right; the lower of
    /// two. Nil where there is none.
    package let medianLead: TimeSpan?
    /// Visits that its requests caused and that changed nothing; shadow episodes cause none.
    package let wastedVisits: Int

    /// How often an outcome was found.
    package func count(_ outcome: RepairOutcome) -> Int {
        RepairOutcome.allCases.firstIndex(of: outcome).map { counts[$0] } ?? 0
    }

    /// The verdicts that say something; where nobody came is none of them.
    package var verdicts: Int { counts.reduce(0, +) - count(.notVisited) }

    /// The verdicts that the rule was right.
    package var right: Int { count(.confirmed) }

    /// The share of verdicts that it was right; nil without a verdict.
    package var precision: Double? { verdicts > 0 ? Double(right) / Double(verdicts) : nil }

    /// What that share is at least, with 90 % confidence.
    package var lowerBound: Double { ShareBound.lower(right: right, wrong: verdicts - right) }

    /// The share of confirmed repairs before which it had spoken up; nil without one.
    package var recall: Double? {
        confirmedRepairs > 0 ? Double(foretoldRepairs) / Double(confirmedRepairs) : nil
    }
}

/// The scores of rules: each version's in total, then by model.
package struct Scorecard: Sendable {
    /// A version of a rule that is scored even where no verdict names it.
    package struct Subject: Hashable, Sendable {
        /// The rule.
        package let rule: String
        /// Its version.
        package let version: Int
        /// The part that it names.
        package let component: Component
        /// Since when it is evaluated: earlier repairs it could not foretell. Nil where nobody knows.
        package let since: Timestamp?

        /// A version of a rule.
        package init(rule: String, version: Int, component: Component, since: Timestamp? = nil) {
            self.rule = rule
            self.version = version
            self.component = component
            self.since = since
        }
    }

    /// By rule and version; the total before the models, models by name.
    package let scores: [Score]

    /// Scores the subjects, and every other version that a verdict names.
    ///
    /// - Parameters:
    ///   - subjects: what is in force.
    ///   - verdicts: in the order in which they were made; the last on each episode counts.
    ///   - repairs: in that order too; the last word on each counts.
    package init(_ subjects: [Subject], verdicts: [Verdict], repairs: [Repair]) {
        let latest = Verdict.latest(verdicts)
        let repairs = Repair.latest(repairs)
        var all = subjects
        for verdict in latest where !all.contains(where: { $0.rule == verdict.rule && $0.version == verdict.version }) {
            all.append(Subject(rule: verdict.rule, version: verdict.version, component: verdict.component))
        }
        let present = Set(subjects)
        scores = all.sorted { ($0.rule, $0.version) < ($1.rule, $1.version) }.flatMap { subject in
            let mine = latest.filter { $0.rule == subject.rule && $0.version == subject.version }
            let known = Scorecard.repairs(repairs, for: subject, isPresent: present.contains(subject), mine)
            let models = Set(mine.map(\.model) + known.map(\.model)).sorted()
            return [Score(subject, model: nil, mine, known)]
                + models.map { model in
                    Score(
                        subject, model: model, mine.filter { $0.model == model }, known.filter { $0.model == model })
                }
        }
    }

    /// The score of a rule's version over all appliances.
    package func total(_ rule: String, version: Int) -> Score? {
        scores.first { $0.rule == rule && $0.version == version && $0.model == nil }
    }

    /// The confirmed repairs that a version could have foretold.
    private static func repairs(
        _ repairs: [Repair], for subject: Subject, isPresent: Bool, _ verdicts: [Verdict]
    ) -> [Repair] {
        let since = subject.since ?? (isPresent ? nil : verdicts.map(\.raised).min())
        // A version that was replaced cannot be blamed for what came after its last word.
        let until = isPresent ? nil : verdicts.map(\.at).max()
        return repairs.filter { repair in
            repair.repaired == subject.component && repair.closed >= since ?? repair.closed
                && repair.closed <= until ?? repair.closed
        }
    }
}

extension Score {
    fileprivate init(_ subject: Scorecard.Subject, model: String?, _ verdicts: [Verdict], _ repairs: [Repair]) {
        rule = subject.rule
        version = subject.version
        self.model = model
        counts = RepairOutcome.allCases.map { outcome in verdicts.count { $0.outcome == outcome } }
        let foretold = Set(verdicts.filter(\.isRight).map(\.repair))
        confirmedRepairs = repairs.count
        foretoldRepairs = repairs.count { foretold.contains($0.number) }
        let leads = verdicts.filter(\.isRight).map { $0.at - $0.raised }.sorted()
        medianLead = leads.isEmpty ? nil : leads[(leads.count - 1) / 2]
        wastedVisits = verdicts.count { $0.acted && $0.outcome.isWastedVisit }
    }
}
