import Appliances

extension Inquiry {
    /// Who pays each charge, and whether that leaves the answer as it is.
    mutating func settle(
        _ outcome: EntitlementDecision.Outcome
    ) -> (EntitlementDecision.Outcome, [EntitlementDecision.Share]) {
        let lines = `case`.way.lines
        let way = Reason.Named("way", .text(`case`.way.rawValue))
        let cover = policy?.covers.first { $0.way == `case`.way }
        switch outcome {
        case .undetermined: return (outcome, lines.map { EntitlementDecision.Share($0, .undetermined) })
        case .chargeable:
            note("H-18", .customerPays, way, Reason.Named("customer", .list(lines.map(\.rawValue))))
            if let cover, !cover.mayWaive.isEmpty {
                note(cover.citation, .mayBeWaived, Reason.Named("lines", .list(cover.mayWaive.map(\.rawValue))))
            }
            return (outcome, lines.map { EntitlementDecision.Share($0, .customer) })
        case .free, .partlyFree:
            guard let cover else { return askForWay(way) }
            let shares = lines.map {
                EntitlementDecision.Share($0, cover.company.contains($0) ? .company : .customer)
            }
            return (noteShares(shares, way, cover), shares)
        }
    }

    private mutating func askForWay(
        _ way: Reason.Named
    ) -> (EntitlementDecision.Outcome, [EntitlementDecision.Share]) {
        need([.policy])
        note("C-16", .wayUnknown, way, Reason.Named("policy", .text(policy?.edition ?? "")))
        return (.undetermined, `case`.way.lines.map { EntitlementDecision.Share($0, .undetermined) })
    }

    private mutating func noteShares(
        _ shares: [EntitlementDecision.Share], _ way: Reason.Named, _ cover: WarrantyPolicy.Cover
    ) -> EntitlementDecision.Outcome {
        let ours = shares.filter { $0.payer == .company }.map(\.line.rawValue)
        let theirs = shares.filter { $0.payer == .customer }.map(\.line.rawValue)
        let company = Reason.Named("company", .list(ours))
        if theirs.isEmpty {
            note(cover.citation, .companyPays, way, company)
            return .free
        }
        note(cover.citation, .bothPay, way, company, Reason.Named("customer", .list(theirs)))
        return ours.isEmpty ? .chargeable : .partlyFree
    }

    /// The answer for a service that is no repair and has a term of its own (M-63, C-9); nil for all others.
    mutating func serveByTerm() -> EntitlementDecision.Outcome? {
        guard let service = policy?.services.first(where: { $0.component == `case`.component }) else { return nil }
        guard let invoiceDay, needs.isEmpty else { return .undetermined }
        let until = invoiceDay.adding(months: service.free.months)
        let charged = invoiceDay.adding(months: service.chargedAfterMonths)
        let component = Reason.Named("component", .text(`case`.component.rawValue))
        cover(until: `case`.failureDay > until ? charged : until)
        if `case`.failureDay <= until {
            note(
                service.free.citation, .serviceFree, component, Reason.Named("months", .number(service.free.months)),
                Reason.Named("until", .day(until)))
            return .free
        }
        guard `case`.failureDay > charged else {
            note(
                service.gapCitation, .serviceGap, component, Reason.Named("until", .day(until)),
                Reason.Named("charged_after", .day(charged)))
            return .free
        }
        note(service.free.citation, .serviceCharged, component, Reason.Named("charged_after", .day(charged)))
        return .chargeable
    }
}
