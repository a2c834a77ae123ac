import Appliances

/// One question about one component on its way to an answer: each step adds its reason.
struct Inquiry {
    private let component: Component
    private let purchase: Purchase
    private let day: CalendarDay
    /// What is missing so far, in the order of `Need`.
    private(set) var needs: [EntitlementDecision.Need] = []
    private var invoiceDay: CalendarDay?
    private var policy: WarrantyPolicy?
    private var validUntil: CalendarDay?
    private var options: [EntitlementDecision.Option] = []
    private var trail: [EntitlementDecision.Reason] = []

    init(component: Component, purchase: Purchase, day: CalendarDay) {
        self.component = component
        self.purchase = purchase
        self.day = day
    }

    /// The decision as far as the steps have come.
    func closed(_ outcome: EntitlementDecision.Outcome) -> EntitlementDecision {
        EntitlementDecision(
            component: component, outcome: outcome, options: options, validUntil: validUntil,
            policy: policy?.id ?? "", policyVersion: policy?.version ?? 0, trail: trail)
    }

    private mutating func note(
        _ rule: String, _ result: EntitlementDecision.Reason.Verdict, _ finding: String
    ) {
        trail.append(EntitlementDecision.Reason(rule: rule, finding: finding, result: result))
    }
}

extension Inquiry {
    /// Whether there is anything that a warranty could cover.
    mutating func concernsAPart() -> Bool {
        if component.isPartOfAppliance { return true }
        note("H-16", .fails, "\(component.words) is no part of the appliance")
        return false
    }

    /// Both papers must have been produced (H-18a, C-15).
    ///
    /// H-18b speaks of altered invoices only; an altered certificate is one that has not
    /// been produced, so a proper one is asked for.
    mutating func askForPapers() {
        if purchase.invoice == .missing { needs.append(.invoice) }
        if purchase.certificate != .valid { needs.append(.certificate) }
        switch (purchase.invoice, purchase.certificate) {
        case (.missing, .valid): note("H-18a", .unknown, "the invoice has not been produced")
        case (.missing, _):
            note("H-18a", .unknown, "invoice and warranty certificate have not been produced")
        case (_, .valid): note("H-18a", .holds, "invoice and warranty certificate have been produced")
        case (_, .missing): note("H-18a", .unknown, "the warranty certificate has not been produced")
        case (_, .altered): note("H-18a", .unknown, "the warranty certificate was altered; a proper one is needed")
        }
    }

    /// False where the invoice was altered (H-18b).
    mutating func findsInvoiceUnaltered() -> Bool {
        switch purchase.invoice {
        case .missing: return true
        case .valid:
            note("H-18b", .holds, "the invoice is unaltered")
            return true
        case .altered:
            note("H-18b", .fails, "the invoice was altered")
            return false
        }
    }

    /// Takes the invoice's date, unless it lies ahead and the appliance was not sold either.
    mutating func dateInvoice() {
        guard let date = purchase.invoiceDay else {
            note("H-19", .unknown, "the date of the invoice is not known")
            return needDate()
        }
        // A slip of the pen into the future would otherwise be years of free service.
        guard min(date, purchase.saleDay ?? date) <= day else {
            note("H-19", .unknown, "the invoice of \(date) lies after \(day); its date must be checked")
            return needDate()
        }
        invoiceDay = date
    }

    private mutating func needDate() {
        // An invoice that is still to come brings its date with it.
        if purchase.invoice == .valid { needs.append(.invoiceDate) }
    }

    /// Takes the one policy of the category; with none or several a person decides (C-11).
    mutating func choosePolicy(of category: Category, from policies: [WarrantyPolicy]) {
        let matching = policies.filter { $0.category == category }
        if let only = matching.first, matching.count == 1 {
            policy = only
            note("C-11", .holds, "policy \(only.id), version \(only.version), covers \(category.rawValue)")
            return
        }
        let names = matching.map { "\($0.id) \($0.version)" }.joined(separator: ", ")
        needs.append(.policy)
        note(
            "C-11", .unknown,
            matching.isEmpty
                ? "no policy covers \(category.rawValue)"
                : "\(matching.count) policies cover \(category.rawValue): \(names)")
    }

    /// Finds the last covered day, by the longer of the terms that apply (H-16, H-17, H-19).
    mutating func countPeriod(deducting pauses: [WarrantyPause]) {
        guard let invoiceDay, let policy else { return }
        let (term, name) = longerTerm(of: policy)
        let plain = invoiceDay.adding(months: term.months)
        note(
            term.citation, plain >= day ? .holds : .fails,
            "invoice of \(invoiceDay), \(name) \(term.months) months: covered through \(plain)")
        let end = coveredThrough(plain, countedFrom: invoiceDay, deducting: pauses)
        validUntil = end
        if pauses.isEmpty { return }
        let deducted = count(plain.days(until: end), "day")
        note(
            "H-19", end >= day ? .holds : .fails,
            "\(deducted) of repair or of waiting for parts deducted: covered through \(end)")
    }

    private func longerTerm(of policy: WarrantyPolicy) -> (WarrantyPolicy.Term, name: String) {
        let whole = policy.wholeMachine
        guard let part = policy.partsTerm(of: component) else {
            return (whole, "\(component.words) is no main part, whole machine")
        }
        return part.months > whole.months
            ? (part, "main part \(component.words)") : (whole, "whole machine")
    }

    /// False where the period is known to be over (H-18e).
    mutating func mayStillRun() -> Bool {
        guard let validUntil, validUntil < day else { return true }
        let late = count(validUntil.days(until: day), "day")
        note(
            "H-18e", .fails,
            "\(day) is \(late) after the last covered day"
                + (needs.isEmpty ? "" : "; no paper could make it free"))
        return false
    }

    /// Offers return and exchange in the first days after the sale (H-21, H-22).
    mutating func offerOptions() {
        options = [.repair]
        guard let policy, let sold = purchase.saleDay ?? invoiceDay else { return }
        let age = sold.days(until: day)
        // A sale that lies ahead says nothing of how old the appliance is.
        guard age >= 0 else {
            note(policy.optionsCitation, .unknown, "the sale of \(sold) lies after \(day): repair")
            return
        }
        if age <= policy.exchangeWithinDays { options.insert(.exchange, at: 0) }
        if age <= policy.returnWithinDays { options.insert(.return, at: 0) }
        let offer = options.map(\.rawValue).joined(separator: ", ")
        note(policy.optionsCitation, .holds, "\(count(age, "day")) after the sale of \(sold): \(offer)")
    }
}

extension Component {
    fileprivate var words: String {
        String(rawValue.map { $0 == "_" ? " " : $0 })
    }
}

extension CalendarDay {
    fileprivate func days(until later: CalendarDay) -> Int {
        later.daysSinceEpoch - daysSinceEpoch
    }
}

private func count(_ number: Int, _ noun: String) -> String {
    number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
}
