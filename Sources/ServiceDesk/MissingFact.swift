package import Appliances
package import Warranty

/// What verification has to find out before a request can go on (H-1, C-15; 2.4, 1).
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

    /// What the warranty needs it for; nil for what the desk alone asks.
    private var need: EntitlementDecision.Need? { EntitlementDecision.Need(rawValue: rawValue) }

    /// The words of a question, such as `the invoice`.
    package var words: Localised { need?.words ?? Localised(en: "whose appliance it is", zh: "产品所属用户") }

    /// Whether it is a paper that the customer can have ready.
    package var isPaper: Bool { self == .invoice || self == .certificate || self == .invoiceDate }

    /// In the order in which they are declared, which is the order of asking.
    package static func < (left: MissingFact, right: MissingFact) -> Bool { left.place < right.place }

    private var place: Int { MissingFact.allCases.firstIndex(of: self) ?? 0 }
}
