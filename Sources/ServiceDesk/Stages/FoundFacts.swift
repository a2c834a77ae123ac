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
    /// The model, as it was confirmed (M-12).
    package internal(set) var model: String?
    /// What kind of appliance it turned out to be (M-12).
    package internal(set) var category: Category?
    /// The maker, as it was confirmed (M-12).
    package internal(set) var brand: String?
    /// The city of purchase (H-26).
    package internal(set) var city: String?
    /// What fails, as it was confirmed last, with how many demands came before it: their words count no more (M-12).
    package internal(set) var symptom: Symptom?
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
        case model, category, brand, city, symptom
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

    /// What fails, as it was confirmed.
    package struct Symptom: Hashable, Sendable, Codable {
        /// The words, with the code that is shown; empty where what was known is wrong, and nobody knows better yet.
        package let text: String
        /// How many demands of the request it stands for.
        package let demands: Int
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
        purchase.city = city ?? purchase.city
        return purchase
    }

    /// Takes an attempt on a request of so many demands.
    mutating func take(_ attempt: VerificationAttempt, after demands: Int) {
        switch attempt.result {
        case .found: takeFound(attempt, after: demands)
        case .mismatch: takeMismatch(attempt.fact, after: demands)
        case .unknown, .unanswered: break
        }
    }

    private mutating func takeFound(_ attempt: VerificationAttempt, after demands: Int) {
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
        case .model: (model, category) = (attempt.value?.text ?? model, attempt.category ?? category)
        case .brand: brand = attempt.value?.text ?? brand
        case .city: city = attempt.value?.text ?? city
        case .symptom: if let text = attempt.value?.text { symptom = Symptom(text: text, demands: demands) }
        case .policy, .customer, .customerName, .phone, .address: break
        }
    }

    private mutating func takeMismatch(_ fact: MissingFact, after demands: Int) {
        switch fact {
        case .invoice: invoice = .missing
        case .certificate: certificate = .missing
        case .invoiceDate: invoiceDay = nil
        case .purchaseDate: saleDay = nil
        case .household: household = nil
        case .inverter: inverter = nil
        case .fluorineFree: fluorineFree = nil
        case .model: (model, category) = (nil, nil)
        case .brand: brand = nil
        case .city: city = nil
        case .symptom: symptom = Symptom(text: "", demands: demands)
        case .policy, .customer, .customerName, .phone, .address: break
        }
    }

    mutating func take(_ kind: WarrantyCase.Finding.Kind, by actor: Actor, _ evidence: String) {
        causes.removeAll { $0.kind == kind }
        causes.append(Cause(kind: kind, by: actor, evidence: evidence))
    }
}

extension ServiceRequest {
    /// What fails, in the words that count: what was confirmed last, and what was told since (M-12).
    package var symptoms: [String] {
        ([facts.symptom?.text ?? ""] + demandsSinceConfirmed.map(\.symptom)).filter { !$0.isEmpty }
    }

    /// The codes that were told since what fails was confirmed; a confirmed one stands in its words.
    package var errorCodes: [String] { demandsSinceConfirmed.map(\.errorCode).filter { !$0.isEmpty } }

    private var demandsSinceConfirmed: ArraySlice<Demand> { demands.dropFirst(facts.symptom?.demands ?? 0) }
}
