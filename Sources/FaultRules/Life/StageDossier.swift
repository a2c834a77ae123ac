/// What is known of a rule when somebody wants to change its stage; the conditions follow from it.
package struct StageDossier: Sendable {
    /// The least share of levels, resets and inhibits that tests must reach (design page rules, "Lifecycle").
    package static let coverageMin = 0.9
    /// How many shadow episodes are asked for unless said otherwise.
    package static let shadowEpisodesDefault = 10

    /// What the rule's tests said.
    package struct Examination: Hashable, Sendable {
        /// Tests that passed.
        package let passed: Int
        /// Tests that failed.
        package let failed: Int
        /// The share of levels, resets and inhibits that they reach, 0 to 1.
        package let coverage: Double

        /// What tests said.
        package init(passed: Int, failed: Int, coverage: Double) {
            self.passed = passed
            self.failed = failed
            self.coverage = coverage
        }
    }

    /// Problems of the whole configuration, as `foretell check` counts them.
    package var problems = 0
    /// What the rule's tests said; nil where it has none.
    package var examination: Examination?
    /// The digest of the attached back-test report; nil where there is none.
    package var report: String?
    /// Episodes of this version in shadow.
    package var shadowEpisodes = 0
    /// How many of them are asked for.
    package var shadowEpisodesMin = StageDossier.shadowEpisodesDefault
    /// Whether somebody states that the fault is too rare to be seen in shadow.
    package var expectsNone = false
    /// Requests a week that the rule would open if it acted for all; nil where nobody has measured it.
    package var requestsPerWeek: Double?
    /// Requests a week that the service centres can take on from this rule; nil where nobody has stated it.
    package var capacityPerWeek: Double?
    /// Verdicts of this version that say something.
    package var verdicts = 0
    /// Those of them that the rule was right.
    package var right = 0
    /// The precision that the rule must surely reach.
    package var floor = Demotion.floorDefault

    /// Nothing is known.
    package init() {}

    /// The conditions of a change; none for a step back, for retirement and for staying.
    ///
    /// A rule that was retired comes back to draft or shadow freely, and into action as from shadow.
    package func gates(from: Stage, to: Stage) -> [Gate] {
        let from = from == .retired && to.mayAct ? .shadow : from
        guard to > from, to != .retired else { return [] }
        var gates: [Gate] = []
        if from == .draft { gates += leavingDraft }
        if from <= .shadow, to > .shadow { gates += leavingShadow }
        if to.mayAct { gates.append(capacityGate(for: to)) }
        if to.mayAct { gates.append(Demotion.precisionGate(right: right, verdicts: verdicts, floor: floor) ?? tooFew) }
        if to.place > from.place + 1 {
            let next = Stage.all[from.place + 1].word
            gates.append(Gate("one step", isPassed: false, "after \(from.word) comes \(next), not \(to.word)"))
        }
        return gates
    }

    private var leavingDraft: [Gate] {
        let check = Gate(
            "check", isPassed: problems == 0, problems == 0 ? "no problem" : "\(problems) problems; see foretell check")
        guard let examination else {
            return [
                check, Gate("tests", isPassed: false, "the rule has no tests"),
                Gate("coverage", isPassed: false, "0 %, and \(shareText(StageDossier.coverageMin)) are asked for"),
            ]
        }
        let isTested = examination.failed == 0 && examination.passed > 0
        return [
            check,
            Gate(
                "tests", isPassed: isTested,
                "\(examination.passed) of \(examination.passed + examination.failed) tests pass"),
            Gate(
                "coverage", isPassed: examination.coverage >= StageDossier.coverageMin,
                "\(shareText(examination.coverage)), and \(shareText(StageDossier.coverageMin)) are asked for"),
        ]
    }

    private var leavingShadow: [Gate] {
        let back = Gate(
            "back-test", isPassed: report != nil, report.map { "report \($0)" } ?? "no report is attached; use --report"
        )
        let isSeen = shadowEpisodes >= shadowEpisodesMin
        let figures =
            isSeen || !expectsNone
            ? "\(shadowEpisodes) episodes, and \(shadowEpisodesMin) are asked for"
            : "\(shadowEpisodes) episodes, and none is expected"
        return [back, Gate("shadow", isPassed: isSeen || expectsNone, figures)]
    }

    private func capacityGate(for stage: Stage) -> Gate {
        let share = if case .canary(let percent) = stage { Double(percent) / 100 } else { 1.0 }
        guard let requestsPerWeek else {
            return Gate("capacity", isPassed: false, "nobody knows how many requests a week it would open")
        }
        guard let capacityPerWeek else {
            return Gate(
                "capacity", isPassed: false,
                "\(tenths(requestsPerWeek * share)) requests a week, and no capacity is stated; use --capacity")
        }
        return Gate(
            "capacity", isPassed: requestsPerWeek * share <= capacityPerWeek,
            "\(tenths(requestsPerWeek * share)) requests a week, and the capacity is \(tenths(capacityPerWeek))")
    }

    private var tooFew: Gate {
        Gate("precision", isPassed: true, "\(verdicts) verdicts; judged from \(Demotion.verdictsMin) on")
    }
}

/// A number with at most one decimal.
private func tenths(_ value: Double) -> String {
    let count = Int((min(abs(value), 1e9) * 10).rounded())
    return count % 10 == 0 ? "\(count / 10)" : "\(count / 10).\(count % 10)"
}
