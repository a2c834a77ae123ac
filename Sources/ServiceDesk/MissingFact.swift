package import Warranty

/// What verification has to find out before a request can go on (H-1, C-15; 2.4, 1).
package enum MissingFact: String, CaseIterable, Hashable, Comparable, Sendable, Codable {
    /// The invoice.
    case invoice
    /// The warranty (three-guarantees) certificate.
    case certificate
    /// The date on the invoice.
    case invoiceDate = "invoice_date"
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
        case .policy: self = .policy
        }
    }

    /// The words of a question, such as `the invoice`.
    package var words: String {
        switch self {
        case .invoice: "the invoice"
        case .certificate: "the warranty certificate"
        case .invoiceDate: "the date on the invoice"
        case .policy: "the policy that holds"
        case .customer: "whose appliance it is"
        }
    }

    /// In the order in which they are declared, which is the order of asking.
    package static func < (left: MissingFact, right: MissingFact) -> Bool { left.place < right.place }

    private var place: Int {
        switch self {
        case .invoice: 0
        case .certificate: 1
        case .invoiceDate: 2
        case .policy: 3
        case .customer: 4
        }
    }
}
