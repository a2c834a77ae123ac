package import Appliances
package import Warranty

/// What verification has to find out before a request can go on (H-1, M-1, C-15; 2.4, 1).
package enum MissingFact: String, CaseIterable, Hashable, Comparable, Sendable, Codable {
    /// The invoice.
    case invoice
    /// The warranty (three-guarantees) certificate.
    case certificate
    /// The date on the invoice.
    case invoiceDate = "invoice_date"
    /// The maker.
    case brand
    /// Whether the appliance is used in a household.
    case household
    /// Whether its compressor has a variable speed.
    case inverter
    /// Whether its refrigerant is without fluorine.
    case fluorineFree = "fluorine_free"
    /// The city of purchase.
    case city
    /// Which policy holds: a person's word.
    case policy
    /// Whose appliance it is.
    case customer
    /// The customer's name.
    case customerName = "customer_name"
    /// A phone on which the customer can be reached.
    case phone
    /// The address at which the appliance stands.
    case address
    /// The model.
    case model
    /// The day of purchase, or about how long it has been used (N-2).
    case purchaseDate = "purchase_date"
    /// What fails.
    case symptom

    /// What the warranty needs, as verification asks for it.
    package init(_ need: EntitlementDecision.Need) {
        switch need {
        case .invoice: self = .invoice
        case .certificate: self = .certificate
        case .invoiceDate: self = .invoiceDate
        case .brand: self = .brand
        case .household: self = .household
        case .inverter: self = .inverter
        case .fluorineFree: self = .fluorineFree
        case .city: self = .city
        case .policy: self = .policy
        }
    }

    /// The words of a question, such as `the invoice`.
    package var words: Localised {
        if let need = EntitlementDecision.Need(rawValue: rawValue) { return need.words }
        return switch self {
        case .customer: Localised(en: "whose appliance it is", zh: "产品所属用户")
        case .customerName: Localised(en: "the customer's name", zh: "用户姓名")
        case .phone: Localised(en: "a phone number", zh: "联系电话")
        case .address: Localised(en: "the address", zh: "详细地址")
        case .model: Localised(en: "the model", zh: "产品型号")
        case .purchaseDate: Localised(en: "the day of purchase", zh: "购买日期")
        case .symptom: Localised(en: "what fails", zh: "故障现象")
        case .invoice, .certificate, .invoiceDate, .brand, .household, .inverter, .fluorineFree, .city, .policy:
            Localised(en: rawValue, zh: rawValue)
        }
    }

    /// Whether others than the customer may know it, so that they are asked first (H-2, M-2).
    package var mayBeOnFile: Bool {
        switch self {
        case .customerName, .phone, .address, .model, .purchaseDate, .symptom, .customer: true
        case .invoice, .certificate, .invoiceDate, .brand, .household, .inverter, .fluorineFree, .city, .policy:
            false
        }
    }

    /// In the order in which they are declared, which is the order of asking.
    package static func < (left: MissingFact, right: MissingFact) -> Bool { left.place < right.place }

    private var place: Int { MissingFact.allCases.firstIndex(of: self) ?? 0 }
}
