package import Appliances

/// A word of the desk to a customer or to somebody of the staff, made from an event of a request.
///
/// It names nobody but by number. Made from what it is about, so that the same event makes the same notice with the
/// same id, in this process and in the next (Z-4, N-4, Z-16, M-30, 2.3).
package struct DeskNotice: Hashable, Sendable, Codable {
    /// To whom it goes.
    package enum Recipient: Hashable, Sendable {
        /// A customer, by number.
        case customer(String)
        /// Whoever has this role at the centre; `number` names one person where it is one.
        case staff(Role, number: String)
    }

    /// How the id of every such notice begins.
    package static let idPrefix = "DN-"

    /// Made from the request or appliance, what happened and the recipient; also what carriers send as the key of
    /// idempotency.
    package let id: String
    /// What it says.
    package let kind: Kind
    /// To whom.
    package let to: Recipient
    /// The request; nil where it is about an appliance.
    package let request: String?
    /// The appliance; nil where it is about a request.
    package let device: DeviceID?
    /// When the desk wrote it.
    package let at: Timestamp
    /// The values that stand in the words, in the order of ``Kind/variables``, as a machine reads them.
    package let values: [Value]
    /// The words, Chinese and English.
    package let text: Localised

    /// A named value as text.
    package struct Value: Hashable, Sendable, Codable {
        /// The variable.
        package let name: String
        /// RFC 3339 for moments, `12.50 CNY` for money, codes for the rest.
        package let value: String
    }

    /// What is said to whom of what: equal where two notices say the same, whatever made them.
    package struct Saying: Hashable, Sendable {
        private let kind: Kind
        private let to: Recipient
        private let request: String?
        private let device: DeviceID?
        private let values: [Value]

        /// What a notice says.
        fileprivate init(_ notice: DeskNotice) {
            (kind, to, request) = (notice.kind, notice.to, notice.request)
            (device, values) = (notice.device, notice.values)
        }
    }

    /// What it says; compared instead of the notice itself, which has its moment and its id besides.
    package var saying: Saying { Saying(self) }

    /// Whether it must not wait for the morning: something happens today, or somebody of the staff must act.
    package var isUrgent: Bool {
        if case .staff = to { return true }
        return kind.isUrgent
    }
}

extension DeskNotice.Recipient: Codable {
    private enum CodingKeys: String, CodingKey { case customer, role, number }

    /// Reads `{"customer": …}` or `{"role": …, "number": …}`.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        if let customer = try values.decodeIfPresent(String.self, forKey: .customer) {
            self = .customer(customer)
        } else {
            self = .staff(
                try values.decode(Role.self, forKey: .role),
                number: try values.decodeIfPresent(String.self, forKey: .number) ?? "")
        }
    }

    /// Writes it in the same way.
    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .customer(let number): try values.encode(number, forKey: .customer)
        case .staff(let role, let number):
            try values.encode(role, forKey: .role)
            if !number.isEmpty { try values.encode(number, forKey: .number) }
        }
    }

    /// The same for the same recipient, and another for every other.
    package var text: String {
        switch self {
        case .customer(let number): "customer \(number)"
        case .staff(let role, let number): "staff \(role.rawValue) \(number)"
        }
    }
}

extension DeskNotice {
    /// What a notice says; its raw value names the template.
    package enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
        /// To the customer: the request's number, and until when somebody calls (Z-4, N-4).
        case requestReceived = "request_received"
        /// To the customer: what is asked for (H-2, H-20).
        case documentsAsked = "documents_asked"
        /// To the customer: a window to agree to (N-6).
        case windowProposed = "window_proposed"
        /// To the customer: the window is promised; somebody must be at home (N-6).
        case visitPromised = "visit_promised"
        /// To the customer: the engineer is on the way.
        case engineerLeft = "engineer_left"
        /// To the customer: it will be late (N-7, M-30).
        case visitLate = "visit_late"
        /// To the customer: a part must come first, and the warranty stands still meanwhile (H-19, X-8).
        case partAwaited = "part_awaited"
        /// To the customer: the part is there.
        case partArrived = "part_arrived"
        /// To the customer: the part is late (2.3).
        case partLate = "part_late"
        /// To the customer: the appliance was taken along, and when it comes back (M-48).
        case applianceTaken = "appliance_taken"
        /// To the customer: what it costs, to be confirmed (Z-15).
        case chargesPresented = "charges_presented"
        /// To the customer: the receipt and how the warranty stands (Z-16).
        case receipt
        /// To the customer: nobody answered a call.
        case callMissed = "call_missed"
        /// To the customer: it goes on, one level higher (H-15, Z-19).
        case reopened
        /// To the customer: it is over.
        case closed
        /// To the engineer: there is a request to accept (M-7, Z-6).
        case assigned
        /// To whoever was handed something over.
        case handedOver = "handed_over"
        /// To whoever stands above: something was not done in time (2.3).
        case overdue
        /// To whoever may decide (M-65).
        case approvalAsked = "approval_asked"
        /// To the after-sales manager, or higher (M-32, M-54).
        case escalated
        /// To the centre: something dangerous or hostile (M-57, N-18).
        case incident
        /// To the information officer: tell the customer that the visit before takes longer (M-25).
        case delayForeseen = "delay_foreseen"
        /// To the customer: what to do, in writing.
        case solution
        /// To the branch and the centre, once a day: what does not agree of a request (M-75, M-76).
        case reconciliation
        /// To the customer: the window that was promised falls, and another one is agreed on (M-7).
        case visitWithdrawn = "visit_withdrawn"
        /// To the hotline: nobody was at home (M-28).
        case absent
        /// To whoever answers for a complaint (M-34, M-54, Z-19).
        case complained
        /// To the owner of an appliance: what a repair out of warranty would cost; nothing happens without a yes.
        case advice
        /// To the owner: something to do now, such as to close the door.
        case tellOwner = "tell_owner"
        /// To the owner: maintenance is due.
        case reminder

        /// Whether it is about an appliance. The broker's listeners have such a word already, as a ``Notice`` on the
        /// appliance's own topics, so that it does not go there once more.
        package var isOfAppliance: Bool {
            switch self {
            case .advice, .tellOwner, .reminder: true
            default: false
            }
        }

        /// Whether it must not wait for the morning.
        var isUrgent: Bool {
            switch self {
            case .requestReceived, .engineerLeft, .visitLate, .incident, .tellOwner, .solution, .visitWithdrawn: true
            default: false
            }
        }

        /// What may stand in its template, with the types of the values: `request` and `link` in all that are about
        /// a request, `device` in the others.
        package var variables: [(name: String, type: ValueType)] {
            (isOfAppliance ? [("device", .code)] : [("request", .code), ("link", .code)]) + own
        }

        private var own: [(name: String, type: ValueType)] {
            switch self {
            case .requestReceived: [("until", .moment)]
            case .documentsAsked: [("facts", .facts)]
            case .windowProposed: [("from", .moment), ("through", .moment), ("reason", .words)]
            case .visitPromised, .engineerLeft:
                [("from", .moment), ("through", .moment), ("engineer", .code)]
            case .visitLate:
                [
                    ("from", .moment), ("through", .moment), ("engineer", .code), ("expected", .arrival),
                    ("reason", .words),
                ]
            case .partAwaited, .partLate: [("part", .code), ("due", .moment)]
            case .partArrived: [("part", .code)]
            case .applianceTaken: [("back", .day), ("loaner", .code)]
            case .chargesPresented: [("total", .money)]
            case .receipt: [("paid", .money), ("until_day", .day)]
            case .callMissed, .closed, .visitWithdrawn: []
            case .reopened: [("level", .code)]
            case .assigned: [("engineer", .code), ("fault", .words), ("priority", .code)]
            case .handedOver: [("role", .code)]
            case .overdue: [("what", .code), ("which", .code), ("due", .moment)]
            case .approvalAsked: [("subject", .code), ("amount", .money)]
            case .escalated, .incident: [("reason", .words)]
            case .absent: [("engineer", .code), ("called", .code), ("note", .code), ("neighbour", .code)]
            case .complained: [("subject", .code), ("level", .code), ("words", .words)]
            case .delayForeseen: [("minutes", .code), ("because", .code)]
            case .solution: [("text", .words), ("attachments", .code)]
            case .reconciliation: [("day", .day), ("count", .code), ("found", .words)]
            case .advice: [("words", .words), ("component", .code), ("total", .money)]
            case .tellOwner: [("words", .words), ("advice", .code)]
            case .reminder: [("words", .words), ("plan", .code)]
            }
        }
    }

    /// What kind of value a variable has; it decides how the value is written.
    package enum ValueType: String, Sendable {
        /// A number or name, as it is.
        case code
        /// Words, as they are.
        case words
        /// A date and time of the centre's zone.
        case moment
        /// A date.
        case day
        /// An amount with its currency.
        case money
        /// A list of facts.
        case facts
        /// A sentence that says when somebody comes; nothing where nobody knows.
        case arrival
    }
}
