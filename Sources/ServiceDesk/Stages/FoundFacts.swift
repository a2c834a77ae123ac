package import Appliances
package import Warranty

/// What people found out on the way of a request, and what the warranty asks for (C-15, H-18c, H-18d, H-20, X-12).
///
/// What stands here goes before what the registry says of the appliance.
package struct FoundFacts: Hashable, Sendable, Codable {
    /// A cause that a person decided, with what it rests on (H-18c, H-18d).
    package struct Cause: Hashable, Sendable, Codable {
        /// What was found.
        package let kind: WarrantyCase.Finding.Kind
        /// Who decided it.
        package let by: Actor
        /// On what it rests, such as the name of a photograph.
        package let evidence: String
    }

    /// The invoice, where somebody has asked for it.
    package internal(set) var invoice: PaperSeen?
    /// The certificate, where somebody has asked for it.
    package internal(set) var certificate: PaperSeen?
    /// The day on the invoice (H-19).
    package internal(set) var invoiceDay: CalendarDay?
    /// The day of sale (H-21, H-22).
    package internal(set) var saleDay: CalendarDay?
    /// Whether it is used in a household.
    package internal(set) var household: Bool?
    /// Whether its compressor has a variable speed.
    package internal(set) var inverter: Bool?
    /// Whether its refrigerant is without fluorine.
    package internal(set) var fluorineFree: Bool?
    /// The causes that people decided, each kind once.
    package internal(set) var causes: [Cause] = []
    /// How many repairs of this request did not hold.
    package internal(set) var failedRepairs = 0

    private enum CodingKeys: String, CodingKey {
        case invoice, certificate
        case invoiceDay = "invoice_day"
        case saleDay = "sale_day"
        case household, inverter
        case fluorineFree = "fluorine_free"
        case causes
        case failedRepairs = "failed_repairs"
    }

    /// Nothing was found out.
    package init() {}

    /// What is known of a paper once somebody has asked for it.
    package enum PaperSeen: String, CaseIterable, Hashable, Sendable, Codable {
        /// Seen and in order.
        case valid
        /// Asked for again: what was known of it is wrong.
        case missing
        /// Seen, and changed by hand (H-18b).
        case altered

        /// The same as the warranty has it.
        package var paper: Purchase.Paper {
            switch self {
            case .valid: .valid
            case .missing: .missing
            case .altered: .altered
            }
        }
    }

    /// The causes as the warranty reads them.
    package var findings: [WarrantyCase.Finding] {
        causes.map { cause in
            let role: WarrantyCase.Finding.Role =
                cause.by.role == .technicalSupport ? .technicalSupport : .afterSalesManager
            return WarrantyCase.Finding(cause.kind, decidedBy: role, evidence: [cause.evidence])
        }
    }

    /// What was found of an attribute; nil where nobody asked.
    package func value(of attribute: Attribute) -> Bool? {
        switch attribute {
        case .household: household
        case .inverter: inverter
        case .fluorineFree: fluorineFree
        case .exported: nil
        }
    }

    /// What is known of a purchase with what was found out.
    package func merged(into purchase: Purchase) -> Purchase {
        var purchase = purchase
        purchase.invoice = invoice?.paper ?? purchase.invoice
        purchase.certificate = certificate?.paper ?? purchase.certificate
        purchase.invoiceDay = invoiceDay ?? purchase.invoiceDay
        purchase.saleDay = saleDay ?? purchase.saleDay
        return purchase
    }

    mutating func take(_ attempt: VerificationAttempt) {
        switch attempt.result {
        case .found: takeFound(attempt)
        case .mismatch: takeMismatch(attempt.fact)
        case .unknown, .unanswered: break
        }
    }

    private mutating func takeFound(_ attempt: VerificationAttempt) {
        switch attempt.fact {
        case .invoice:
            invoice = attempt.value?.flag == false ? .altered : .valid
            invoiceDay = attempt.value?.day ?? invoiceDay
        case .certificate: certificate = attempt.value?.flag == false ? .altered : .valid
        case .invoiceDate: invoiceDay = attempt.value?.day ?? invoiceDay
        case .purchaseDate: saleDay = attempt.value?.day ?? saleDay
        case .household: household = attempt.value?.flag ?? household
        case .inverter: inverter = attempt.value?.flag ?? inverter
        case .fluorineFree: fluorineFree = attempt.value?.flag ?? fluorineFree
        case .brand, .city, .policy, .customer, .customerName, .phone, .address, .model, .symptom: break
        }
    }

    private mutating func takeMismatch(_ fact: MissingFact) {
        switch fact {
        case .invoice: invoice = .missing
        case .certificate: certificate = .missing
        case .invoiceDate: invoiceDay = nil
        case .purchaseDate: saleDay = nil
        case .household: household = nil
        case .inverter: inverter = nil
        case .fluorineFree: fluorineFree = nil
        case .brand, .city, .policy, .customer, .customerName, .phone, .address, .model, .symptom: break
        }
    }

    mutating func take(_ kind: WarrantyCase.Finding.Kind, by actor: Actor, _ evidence: String) {
        causes.removeAll { $0.kind == kind }
        causes.append(Cause(kind: kind, by: actor, evidence: evidence))
    }
}
