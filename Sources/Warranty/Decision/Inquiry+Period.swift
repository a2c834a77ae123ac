import Appliances

extension Inquiry {
    /// Finds the band that takes the purchase: exactly one, or the one that the conflict rule names (C-11, C-12).
    mutating func chooseBand() {
        guard !claims.policies.isEmpty else {
            guard claims.missing.isEmpty else { return ask([("C-13", claims.missing)]) }
            need([.policy])
            return note("C-11", .noPolicy, Reason.Named("category", .text(`case`.category.rawValue)))
        }
        let (certain, open) = claims.takings(`case`, boughtOn: bought)
        guard let best = best(of: certain) else {
            guard !open.isEmpty else { return noteGap() }
            // Without a day of purchase it is not known yet on what it hangs; the day is asked for already.
            return bought == nil ? () : ask(open.map { ($0.taking.band.citation, $0.facts) })
        }
        let end = end(under: best)
        let better = open.filter { other in
            guard let ours = end, let theirs = self.end(under: other.taking) else { return false }
            return ours < `case`.failureDay && theirs >= `case`.failureDay
        }
        guard better.isEmpty else {
            // So long it is covered for certain; whether longer is asked.
            choose(best, until: end)
            return ask(better.map { ($0.taking.band.citation, $0.facts) })
        }
        take(best, of: certain)
    }

    private mutating func noteGap() {
        need([.policy])
        var inputs = [Reason.Named("policy", .text(policy?.edition ?? ""))]
        if let bought { inputs.append(Reason.Named("bought", .day(bought))) }
        if !`case`.purchase.city.isEmpty { inputs.append(Reason.Named("city", .text(`case`.purchase.city))) }
        for known in `case`.attributes.sorted(by: { $0.attribute.rawValue < $1.attribute.rawValue }) {
            inputs.append(Reason.Named(known.attribute.rawValue, .text(known.value ? "true" : "false")))
        }
        note("C-11", .gap, inputs: inputs)
    }

    /// Asks for the facts on which clauses hang.
    private mutating func ask(_ open: [(clause: String, facts: [Need])]) {
        for (clause, facts) in open {
            need(facts)
            note(clause, .factsMissing, Reason.Named("facts", .list(facts.map(\.rawValue))))
        }
    }

    /// The band with the latest end; the first of those that are alike.
    private func best(of takings: [Claims.Taking]) -> Claims.Taking? {
        guard takings.count > 1 else { return takings.first }
        let ends = takings.map { taking in
            (end(under: taking)?.daysSinceEpoch ?? 0, taking.band.term(of: `case`.component).term.months)
        }
        return takings.indices.max { ends[$0] < ends[$1] }.map { takings[$0] }
    }

    private mutating func take(_ best: Claims.Taking, of certain: [Claims.Taking]) {
        let component = `case`.component
        let months = certain.map { $0.band.term(of: component).term.months }
        if certain.count > 1, Set(months).count > 1, certain.contains(where: { $0.policy.conflict == .person }) {
            need([.policy])
            let clauses = Reason.Named("clauses", .list(certain.map(\.band.citation)))
            return note(best.policy.conflictCitation, .overlapOpen, clauses)
        }
        choose(best, until: end(under: best))
        for taking in certain { noteTaking(taking) }
        guard certain.count > 1 else { return }
        let clauses = Reason.Named("clauses", .list(certain.map(\.band.citation)))
        if Set(months).count == 1 {
            note(best.policy.conflictCitation, .overlapSame, clauses)
        } else {
            let chosen = Reason.Named("chosen", .text(best.band.citation))
            note(best.policy.conflictCitation, .overlapFavourable, clauses, chosen)
        }
    }

    private mutating func noteTaking(_ taking: Claims.Taking) {
        let policy = Reason.Named("policy", .text(taking.policy.edition))
        if let bought, taking.policy.bands.count > 1 {
            var inputs = [policy, Reason.Named("bought", .day(bought))]
            inputs += taking.band.scope.attributes.map { asked in
                Reason.Named(asked.attribute.rawValue, .text(asked.value ? "true" : "false"))
            }
            let isLocal = !taking.band.scope.cities.isEmpty
            if isLocal { inputs.append(Reason.Named("city", .text(`case`.purchase.city))) }
            note(taking.band.citation, isLocal ? .bandTakesThere : .bandTakes, inputs: inputs)
        } else {
            let category = Reason.Named("category", .text(`case`.category.rawValue))
            note(taking.band.citation, .policyTakes, policy, category)
        }
        for assumption in taking.band.assumptions where assumption.day == nil || assumption.day == bought {
            note(
                assumption.citation, .assumed, Reason.Named("text", .text(assumption.text.en)),
                Reason.Named("text_zh", .text(assumption.text.zh)))
        }
    }

    /// The last covered day under a band, with pauses deducted; nil without a dated invoice.
    private func end(under taking: Claims.Taking) -> CalendarDay? {
        guard let invoiceDay else { return nil }
        let plain = invoiceDay.adding(months: taking.band.term(of: `case`.component).term.months)
        return coveredThrough(plain, countedFrom: invoiceDay, deducting: pauses(under: taking.policy))
    }

    private func pauses(under policy: WarrantyPolicy) -> [WarrantyPause] {
        policy.pauses.causes.count == WarrantyPause.Cause.allCases.count
            ? `case`.pauses : `case`.pauses.filter { policy.pauses.causes.contains($0.cause) }
    }

    /// Notes how the last covered day comes about (H-16, H-17, H-19).
    mutating func countPeriod() {
        guard let choice, let end = validUntil, let invoiceDay else { return }
        let (term, isOfPart) = choice.band.term(of: `case`.component)
        let plain = invoiceDay.adding(months: term.months)
        let name = `case`.component.words
        let whole = Localised(en: "whole machine", zh: "整机")
        let main = Localised(en: "main part \(name.en)", zh: "主要部件\(name.zh)")
        let words = isOfPart ? main : whole
        note(
            term.citation, plain >= `case`.failureDay ? .periodCovers : .periodShort,
            Reason.Named("invoice_date", .day(invoiceDay)), Reason.Named("months", .number(term.months)),
            Reason.Named("term", .text(words.en)), Reason.Named("term_zh", .text(words.zh)),
            Reason.Named("until", .day(plain)))
        if `case`.pauses.isEmpty { return }
        note(
            choice.policy.pauses.citation, end >= `case`.failureDay ? .pausesCover : .pausesShort,
            Reason.Named("days", .number(plain.days(until: end))), Reason.Named("until", .day(end)))
    }
}
