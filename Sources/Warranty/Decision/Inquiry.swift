import Appliances

/// One question on its way to an answer: each step adds its reason.
struct Inquiry {
    typealias Reason = EntitlementDecision.Reason
    typealias Need = EntitlementDecision.Need

    let `case`: WarrantyCase
    /// What claims the appliance, the policy that answers first.
    let claims: Claims
    /// What is missing so far.
    private(set) var needs: [Need] = []
    private(set) var invoiceDay: CalendarDay?
    /// The band by which the period counts, with its policy.
    private(set) var choice: Claims.Taking?
    private(set) var validUntil: CalendarDay?
    private(set) var options: Set<EntitlementDecision.Option> = [.repair]
    private var reasons: [Reason] = []

    init(_ case: WarrantyCase, _ policies: [WarrantyPolicy]) {
        self.case = `case`
        claims = Claims(of: `case`, among: policies)
        reasons.reserveCapacity(8)
    }

    /// The policy that answers; nil where none claims the appliance.
    var policy: WarrantyPolicy? { choice?.policy ?? claims.leading }

    /// The day of purchase, on which the band hangs: of the sale, or of the invoice where no sale is dated.
    var bought: CalendarDay? { `case`.purchase.saleDay ?? invoiceDay }

    mutating func note(_ clause: String, _ finding: Reason.Finding, _ inputs: Reason.Named...) {
        reasons.append(Reason(clause, finding, inputs))
    }

    mutating func note(_ clause: String, _ finding: Reason.Finding, inputs: [Reason.Named]) {
        reasons.append(Reason(clause, finding, inputs))
    }

    mutating func need(_ facts: [Need]) {
        for fact in facts where !needs.contains(fact) { needs.append(fact) }
    }

    mutating func offer(_ option: EntitlementDecision.Option) { options.insert(option) }

    mutating func choose(_ taking: Claims.Taking, until end: CalendarDay?) {
        choice = taking
        validUntil = end
    }

    mutating func cover(until end: CalendarDay) { validUntil = end }

    /// The decision as far as the steps have come.
    mutating func closed(_ outcome: EntitlementDecision.Outcome) -> EntitlementDecision {
        let (outcome, payers) = settle(outcome)
        let isOpen = outcome == .undetermined
        let isCovered = outcome == .free || outcome == .partlyFree
        return EntitlementDecision(
            component: `case`.component, day: `case`.failureDay, outcome: outcome, validUntil: validUntil,
            options: isCovered ? EntitlementDecision.Option.allCases.filter(options.contains) : [.repair],
            needs: isOpen ? Need.allCases.filter(needs.contains) : [], payers: payers,
            policy: policy?.edition ?? "", reasons: reasons)
    }
}

extension Inquiry {
    /// Whether there is anything that a warranty could cover.
    mutating func concernsAPart() -> Bool {
        if `case`.component.isPartOfAppliance { return true }
        note("H-16", .noPart, Reason.Named("component", .text(`case`.component.rawValue)))
        return false
    }

    /// The papers that the policy asks for must have been produced (H-18a, C-15).
    ///
    /// H-18b speaks of altered invoices only; an altered certificate is one that has not been produced, so a
    /// proper one is asked for.
    mutating func askForPapers() {
        let wanted = policy?.papers ?? WarrantyPolicy.Papers()
        let lacksInvoice = wanted.invoice && `case`.purchase.invoice == .missing
        let lacksCertificate = wanted.certificate && `case`.purchase.certificate != .valid
        if lacksInvoice { need([.invoice]) }
        if lacksCertificate { need([.certificate]) }
        let isAltered = `case`.purchase.certificate == .altered
        switch (lacksInvoice, lacksCertificate) {
        case (false, false):
            let papers = [(wanted.invoice, "invoice"), (wanted.certificate, "certificate")].filter(\.0).map(\.1)
            note(wanted.citation, .papersProduced, Reason.Named("papers", .list(papers)))
        case (true, false): note(wanted.citation, .invoiceMissing)
        case (false, true): note(wanted.citation, isAltered ? .certificateAltered : .certificateMissing)
        case (true, true): note(wanted.citation, .papersMissing)
        }
    }

    /// False where the invoice was altered (H-18b).
    mutating func findsInvoiceUnaltered() -> Bool {
        switch `case`.purchase.invoice {
        case .missing: return true
        case .valid:
            note("H-18b", .invoiceUnaltered)
            return true
        case .altered:
            note("H-18b", .invoiceAltered)
            return false
        }
    }

    /// Takes the invoice's date, unless it lies ahead and the appliance was not sold either.
    mutating func dateInvoice() {
        guard let day = `case`.purchase.invoiceDay else {
            note("H-19", .invoiceDateUnknown)
            return needDate()
        }
        // A slip of the pen into the future would otherwise be years of free service.
        guard min(day, `case`.purchase.saleDay ?? day) <= `case`.failureDay else {
            note(
                "H-19", .invoiceAhead, Reason.Named("invoice_date", .day(day)),
                Reason.Named("failure_date", .day(`case`.failureDay)))
            return needDate()
        }
        invoiceDay = day
    }

    private mutating func needDate() {
        // An invoice that is still to come brings its date with it.
        if !needs.contains(.invoice) { need([.invoiceDate]) }
    }

    /// False where the period is known to be over (H-18e).
    mutating func mayStillRun() -> Bool {
        guard let validUntil, validUntil < `case`.failureDay else { return true }
        let facts = needs.filter { $0 != .invoice && $0 != .certificate }
        guard facts.isEmpty else { return true }
        note(
            "H-18e", needs.isEmpty ? .periodOver : .periodOverAnyway,
            Reason.Named("failure_date", .day(`case`.failureDay)),
            Reason.Named("days", .number(validUntil.days(until: `case`.failureDay))))
        return false
    }

    /// Whether a person found what the policy excludes (H-18c, H-18d).
    mutating func isExcluded() -> Bool {
        var isExcluded = false
        // In the order of the kinds, not of the case, so that the order of findings is irrelevant.
        for kind in WarrantyCase.Finding.Kind.allCases {
            guard let finding = `case`.findings.first(where: { $0.kind == kind }) else { continue }
            let exclusion = policy?.exclusions.first { $0.kind == kind }
            var inputs = [
                Reason.Named("found", .text(kind.rawValue)), Reason.Named("by", .text(finding.decidedBy.rawValue)),
            ]
            if !finding.evidence.isEmpty { inputs.append(Reason.Named("evidence", .list(finding.evidence))) }
            note(exclusion?.citation ?? "H-18", exclusion == nil ? .notExcluded : .excluded, inputs: inputs)
            if exclusion != nil { isExcluded = true }
        }
        return isExcluded
    }

    /// Offers return and exchange in the first days after the sale (H-21, H-22).
    mutating func offerFirstDays() {
        guard let first = policy?.options, let sold = bought else { return }
        let age = sold.days(until: `case`.failureDay)
        let sale = Reason.Named("sale_date", .day(sold))
        // A sale that lies ahead says nothing of how old the appliance is.
        guard age >= 0 else {
            return note(first.returnCitation, .saleAhead, sale, Reason.Named("failure_date", .day(`case`.failureDay)))
        }
        let days = Reason.Named("days", .number(age))
        guard age <= max(first.returnDays, first.exchangeDays) else {
            return note(first.exchangeCitation, .firstDaysOver, sale, days)
        }
        if age <= first.exchangeDays { offer(.exchange) }
        if age <= first.returnDays { offer(.return) }
        let offered = EntitlementDecision.Option.allCases.filter(options.contains).map(\.rawValue)
        note(
            age <= first.returnDays ? first.returnCitation : first.exchangeCitation, .firstDays, sale, days,
            Reason.Named("options", .list(offered)))
    }

    /// Offers exchange where repairs were in vain or took too long.
    mutating func offerExchange() {
        for rule in claims.exchanges {
            switch rule {
            case .failedRepairs(let most, let citation) where `case`.failedRepairs >= most:
                offer(.exchange)
                note(citation, .repairsFailed, Reason.Named("failed", .number(`case`.failedRepairs)))
            case .pause(let cause, let most, let citation):
                let longest = `case`.pauses.filter { $0.cause == cause }.map(\.length).max() ?? 0
                guard longest > most else { continue }
                offer(.exchange)
                note(
                    citation, .repairTooLong, Reason.Named("cause", .text(cause.rawValue)),
                    Reason.Named("days", .number(longest)), Reason.Named("most", .number(most)))
            case .failedRepairs: continue
            }
        }
    }
}

extension WarrantyPause {
    /// How many days it holds.
    fileprivate var length: Int { max(0, from.days(until: through) + 1) }
}
