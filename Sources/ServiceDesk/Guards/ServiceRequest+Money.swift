import Appliances
import Warranty

extension ServiceRequest {
    /// Guards of charges, approvals and payment.
    func askMoney(_ asked: Asked, _ book: inout GuardBook) {
        switch asked.command {
        case .charge(let sheet): ask(sheet, asked, &book)
        case .confirmCharges:
            book.ask(.ownEngineer, isOwn(asked.actor), asked.actor.number)
            book.ask(.sheet, charges != nil, "nothing was presented")
        case .ask(let approval):
            book.ask(.reason, !approval.reason.isEmpty)
            // Whoever takes down that a customer wants the money back asks why (M-41).
            let isAsked = approval.subject != .returnGoods || asked.actor.role == .customer
            book.ask(.repairRefusal, approval.refusal?.isSound ?? isAsked)
            book.ask(.sheet, approval.amount >= Money(fen: 0), "\(approval.amount)")
            let isOpen = approvals.contains { $0.subject == approval.subject && $0.decision == nil }
            book.ask(.open, !isOpen, "it is asked for already")
        case .decide(let subject, let granted):
            book.ask(.open, openApproval(of: subject) != nil, subject.rawValue)
            let isNamed = !granted || !isOfFirstDays(subject) || failure != nil
            book.ask(.performanceFailure, isNamed, "nobody has said which")
            ask(vote: asked.actor, on: subject, &book)
            // Nobody decides about the own visit, whatever other role there is (M-54).
            let hasVisited = visits.contains { $0.engineer == asked.actor.number } && asked.actor.role != .engineer
            book.ask(.independent, !hasVisited, asked.actor.number)
        case .pay(let amount, _):
            book.ask(.ownEngineer, isOwn(asked.actor), asked.actor.number)
            book.ask(.confirmed, charges?.isConfirmed ?? false)
            book.ask(.lowestPrice, amount > Money(fen: 0) && amount <= owed, "\(amount) of \(owed)")
        case .giveReceipt:
            book.ask(.ownEngineer, isOwn(asked.actor), asked.actor.number)
            book.ask(.confirmed, charges?.isConfirmed ?? false)
        case .settle: askSettled(asked, &book)
        case .issueInvoice(let invoice):
            book.ask(.invoice, isInvoiceOwed && (1...40).contains(invoice.count), "\(invoice.count) characters")
        default: break
        }
    }

    /// Each votes once, and the manager decides within what the warranty offers alone (X-13, M-53).
    private func ask(vote actor: Actor, on subject: Approval.Subject, _ book: inout GuardBook) {
        let votes = openApproval(of: subject).map { approvals[$0].votes } ?? []
        let isNew = !votes.contains { $0.by.number == actor.number || $0.by.role == actor.role }
        book.ask(.vote, isNew, "\(actor.role.rawValue) \(actor.number)")
        guard subject.deciders.contains(actor.role) else { return }
        book.ask(.special, deciders(of: subject).contains(actor.role), whySpecial(subject))
    }

    private func ask(_ sheet: ChargeSheet, _ asked: Asked, _ book: inout GuardBook) {
        book.ask(.ownEngineer, isOwn(asked.actor), asked.actor.number)
        let prices = sheet.lines.flatMap { [$0.tariff, $0.certificate ?? $0.tariff] }
        let isSound =
            prices.allSatisfy { $0 >= Money(fen: 0) } && Set(sheet.lines.map(\.line)).count == sheet.lines.count
        book.ask(.sheet, isSound)
        let deviating = asked.proposed.map { sheet.lines(against: $0) } ?? []
        book.ask(.byTariff, deviating.isEmpty, deviating.joined(separator: ", "))
        book.ask(.confirmed, charges?.isConfirmed != true, "the customer has confirmed another sheet")
        let covered = entitlement?.payers.filter { $0.payer == .company }.map(\.line) ?? []
        let wrong = sheet.lines.filter { $0.payer != .company && covered.contains($0.line) }.map(\.line.rawValue)
        book.ask(.payer, wrong.isEmpty, wrong.joined(separator: ", "))
        guard sheet.total > Money(fen: 0) else { return }
        book.ask(.tariff, visits.last?.isTariffShown ?? false)
        guard let consent = visits.last?.consent else { return book.ask(.consent, false) }
        book.ask(.agreedAmount, sheet.total <= consent, "\(sheet.total) of \(consent)")
    }

    /// An invoice was issued: the first that was promised.
    mutating func take(invoice: String) {
        if let place = pastCharges.firstIndex(where: \.isInvoiceOwed) {
            (pastCharges[place].isInvoiceOwed, pastCharges[place].invoice) = (false, invoice)
        } else {
            charges?.isInvoiceOwed = false
            charges?.invoice = invoice
        }
    }

    /// Until when an invoice that was promised is issued: before the quality department calls (M-64).
    func invoicesDue(_ rules: ServiceRules) -> [DueItem] {
        (pastCharges + [charges].compactMap(\.self)).filter(\.isInvoiceOwed).compactMap(\.receiptGiven).map {
            item(.invoice, by: $0 + rules.callOfQuality, .informationOfficer, to: .afterSalesManager, "M-64")
        }
    }

    /// Everything about money is done, and the appliance is back (Z-15, M-62).
    private func askSettled(_ asked: Asked, _ book: inout GuardBook) {
        book.ask(.ownEngineer, isOwn(asked.actor), asked.actor.number)
        book.ask(.returned, !isAway)
        askAnswered(visits.indices.last, through: .beforeSignature, asked.checklist, &book)
        let isRepaired = visits.last?.outcome?.isRepair ?? false
        book.ask(.sheet, charges != nil || !isRepaired || !mayCost, "nothing was presented")
        book.ask(.open, approvals.allSatisfy { $0.decision != nil }, "others still decide")
        guard let charges, charges.sheet.total > Money(fen: 0) else { return }
        book.ask(.confirmed, charges.isConfirmed)
        book.ask(.paid, owed == Money(fen: 0), "\(owed)")
        book.ask(.receipt, charges.isReceiptGiven)
    }
}

extension ChargeSheet {
    /// The lines whose prices are not those of the published tariff and have no reason, with what is published (Z-14).
    fileprivate func lines(against proposed: ProposedSheet) -> [String] {
        lines.compactMap { line in
            let published = proposed.sheet.lines.first { $0.line == line.line }
            // What the tariff prices in part only needs a reason, as what it does not price.
            let isPart = line.line == .parts && proposed.unpriced.contains { ChargeLine(rawValue: $0) == nil }
            guard let published, !isPart else {
                return line.reason?.isEmpty == false ? nil : "\(line.line.rawValue) has no published price"
            }
            guard line.tariff == published.tariff else { return "\(line.line.rawValue) costs \(published.tariff)" }
            guard let promised = published.certificate, line.certificate != promised else { return nil }
            return "\(line.line.rawValue) costs \(promised) by the certificate"
        }
    }
}
