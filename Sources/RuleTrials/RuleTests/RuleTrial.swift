import Appliances
package import FaultRules
package import Telemetry

/// One rule of a set, ready to be tried on tests.
///
/// It is evaluated in full whatever its stage, together with the rules that it names.
package struct RuleTrial<Engine: TrialEngine>: Sendable {
    /// The rule that is tried, at the first place, and those that it names, compiled.
    package let set: RuleSet
    /// The rule as it was given.
    let original: FaultRule
    /// The rules among which it was given.
    let others: [FaultRule]

    /// A trial of a rule among others, of which those of its name are passed over; throws what is wrong with it
    /// or with those that it names.
    package init(
        _ rule: FaultRule, among others: [FaultRule], overrides: [Override] = [], channels: ChannelList
    ) throws(RuleFaults) {
        let compiled = TrialRules.compile([rule], others: others, overrides: overrides, channels: channels)
        set = try compiled.get().ruleSet
        (original, self.others) = (rule, others)
    }

    /// The rule that is tried.
    package var rule: FaultRule { original }

    /// The place of the rule that is tried.
    static var place: Int { 0 }

    /// Runs a test as it is written, with everything that goes wrong in it.
    package func run(_ test: RuleTest) -> RuleTestResult {
        let deliveries = test.deliveries(set.channels, isDisturbed: true)
        guard !deliveries.isEmpty else {
            let text = "the appliance sends no record; give it a series that lasts"
            return RuleTestResult(test: test, failures: [(test.line, text)], story: nil)
        }
        let handovers = deliveries.handedOver
        let run = VirtualRun<Engine>(set, appliances: [test.device], on: test.day, until: test.end)
        let outcome = run.run(handovers, restarts: test.kills(among: handovers)).outcome
        let story = story(of: test, outcome.changes)
        let check = ExpectationCheck(test: test, story: story) { isUnknown(test, handovers, at: $0) }
        var failures = test.expectations.compactMap { expectation in
            check.failure(expectation).map { (expectation.line, $0) }
        }
        if !outcome.isRestored { failures.append((test.line, RuleTrial.refusal)) }
        return RuleTestResult(test: test, failures: failures, story: story)
    }

    static var refusal: String { "the engine refused its own snapshot" }

    /// What happened to this rule's alarm for the test's appliance.
    func story(of test: RuleTest, _ changes: [AlarmChange]) -> Story {
        let mine = changes.filter { $0.episode.device == test.device.id }
        // The set gives a rule that flaps another one beside it, which says so.
        let watcher = rule.flapping == nil ? nil : "\(rule.name)_flapping"
        return Story(
            rules: set.rules, start: test.start, changes: mine.filter { $0.rule == RuleTrial.place },
            flapping: mine.filter { $0.episode.rule == watcher })
    }

    /// Whether the raise conditions were unknown at a moment: asked of an engine that has seen no more than what
    /// was measured by then, so that nothing later can have changed its answer.
    private func isUnknown(_ test: RuleTest, _ handovers: [Handover], at moment: Timestamp) -> Bool {
        let run = VirtualRun<Engine>(set, appliances: [test.device], on: test.day, until: moment)
        var engine = run.run(handovers.filter { $0.time <= moment }).engine
        return engine.isUnknown(rule: RuleTrial.place, device: 0, at: moment)
    }
}

extension RuleTest {
    /// Where the gateway is killed: before the first record at or after each kill.
    fileprivate func kills<Engine>(among handovers: [Handover]) -> [VirtualRun<Engine>.Restart] {
        let moments = faults.compactMap { fault in
            if case .kill(let at) = fault { start + at } else { nil }
        }
        return moments.sorted().compactMap { moment in
            handovers.firstIndex { $0.arrival >= moment }.map { VirtualRun<Engine>.Restart(place: $0) }
        }
    }
}

/// What came of one test.
package struct RuleTestResult: Sendable {
    /// One expectation that does not hold.
    package struct Failure: Hashable, Sendable {
        /// The line on which it stands in the rule's file; 0 where it stands in none.
        package let line: Int
        /// What was expected and what happened instead.
        package let text: String
    }

    /// The test's name.
    package let name: String
    /// The line on which it begins.
    package let line: Int
    /// What does not hold, in the order of the file.
    package let failures: [Failure]
    /// What happened to the rule's alarm.
    package let changes: [AlarmChange]
    /// Whether its condition flapped.
    package let isFlapping: Bool

    /// Whether all is as expected.
    package var isPassed: Bool { failures.isEmpty }

    init(test: RuleTest, failures: [(line: Int, text: String)], story: Story?) {
        name = test.name
        line = test.line
        self.failures = failures.map { Failure(line: $0.line, text: $0.text) }
        changes = story?.changes ?? []
        isFlapping = story.map { !$0.flapping.isEmpty } ?? false
    }
}
