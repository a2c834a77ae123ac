import Appliances
import Daybook
import FaultRules
import Telemetry

extension GatewayCore {
    /// What must be lived through before other rules come into force, or those in force have all they need; nil
    /// where there is no room for a channel that they name.
    func refillOrder(for rules: RuleSet?) -> Refill.Order? {
        guard let after = (rules ?? policy.rules).joined(to: form.channels) else { return nil }
        return Refill.Order(
            before: policy.rules, after: after, appliances: policy.appliances,
            day: CalendarDay(now, utcOffsetSeconds: policy.utcOffsetSeconds), now: now,
            unfilled: unfilled.values.sorted { $0.number < $1.number })
    }

    /// Whether a change left something without a past.
    var isUnfilled: Bool { !unfilled.isEmpty }

    /// Puts rules into force between two records, and fills what has no past yet; what it ends is in the next entry.
    ///
    /// Everything else goes on: the desk, what people decided, the clocks and windows of devices. Nil, and nothing is
    /// changed, where there is no room for a channel that the rules name.
    mutating func reload(_ rules: RuleSet?, _ refill: Refill?) -> ReloadReport? {
        var report = ReloadReport()
        let carriedBefore = carried.count
        if let rules {
            guard let joined = rules.joined(to: form.channels) else { return nil }
            let (before, after) = (Set(policy.rules.rules.map(\.name)), Set(rules.rules.map(\.name)))
            report.kept = before.intersection(after).count
            (report.new, report.gone) = (after.count - report.kept, before.count - report.kept)
            form.channels = joined.channels
            enforce(joined)
        }
        report.ended = carried.count - carriedBefore
        var open: [Int: RuleEngine.Gap] = [:]
        for gap in unfilled.values.sorted(by: { $0.number < $1.number }) {
            guard let refill, refill.holds(gap.number) else {
                report.unfilled += 1
                // A stage that was changed while the past was lived through has its turn next.
                open[gap.number] = refill == nil ? nil : gap
                continue
            }
            refill.fill(&engine, gap)
            memories[gap.number].isChanged = true
            report.refilled += 1
        }
        unfilled = open
        return report
    }

    /// Puts a set into force whose channels begin with those of the set before it.
    mutating func enforce(_ rules: RuleSet) {
        let rules = rules.with(own: silenceOverrides(of: rules))
        policy.rules = rules
        let day = CalendarDay(now, utcOffsetSeconds: policy.utcOffsetSeconds)
        note(engine.adopt(rules, on: day, changes: &carried))
    }

    /// Notes what a change of rules left without a past.
    mutating func note(_ gaps: [RuleEngine.Gap]) {
        for gap in gaps {
            // A snapshot must not hold what is gone: another change might bring it back.
            memories[gap.number].isChanged = true
            if gap.reach > 0 { unfilled[gap.number] = gap.joined(with: unfilled[gap.number]) }
        }
    }
}
