package import Appliances
package import Warranty

/// One demand and what became of it (Z-1): folded from its events and from nothing else.
package struct ServiceRequest: Hashable, Sendable, Codable {
    /// `SR-` and thirteen characters.
    package let number: String
    /// The way on which it came.
    package let origin: Origin
    /// The appliance as the registry has it; nil where it is not known there.
    package let device: DeviceID?
    /// What is expected to be repaired; nil where nobody can say yet.
    package let component: Component?
    /// The parts that one visit looks at together; nil where nobody can say yet.
    package let family: ComponentFamily?
    /// The fault, such as `compressor.short_cycle`, or the failure in the customer's words.
    package let fault: String
    /// The parts that the repair probably needs (H-4).
    package internal(set) var parts: [String]
    /// When it was received.
    package let opened: Timestamp
    /// How soon somebody should look; events only ever raise it.
    package internal(set) var priority: Priority
    /// How far it has come.
    package internal(set) var state: RequestState = .received
    /// What is asked for; empty unless verifying.
    package internal(set) var missing: [MissingFact] = []
    /// What was tried to find it out.
    package internal(set) var attempts: [VerificationAttempt] = []
    /// Who pays, as last decided; nil before the first decision.
    package internal(set) var entitlement: EntitlementDecision?
    /// Who pays on the day on which the failure is foretold; nil where no day is.
    package internal(set) var entitlementAtFailure: EntitlementDecision?
    /// The machine's evidence, in the order of arrival.
    package internal(set) var evidence: [Evidence] = []
    /// What people asked for, in the order of arrival.
    package internal(set) var demands: [Demand] = []
    /// What is probably wrong; nil before triage.
    package internal(set) var diagnosis: Diagnosis?
    /// The parts that are needed, in the order in which they were named.
    package internal(set) var needs: [PartNeed] = []
    /// Since when each of them stands as it does, in the same order.
    package internal(set) var needsSince: [Timestamp] = []
    /// The parts that left a shelf for good with it, in the order in which they were used; it only grows (M-51).
    package internal(set) var taken: [PartTaken] = []
    /// The pauses of the warranty; the last one may be open.
    package internal(set) var pauses: [RequestPause] = []
    /// Who shall go; nil while nobody does.
    package internal(set) var engineer: String?
    /// When; nil while nothing is proposed.
    package internal(set) var appointment: Appointment?
    /// The visits, in their order; the last one may go on.
    package internal(set) var visits: [Visit] = []
    /// The appliance that was taken along; nil where none is or was.
    package internal(set) var pullBack: PullBack?
    /// What it costs; nil before that was presented.
    package internal(set) var charges: Charges?
    /// What was asked of others.
    package internal(set) var approvals: [Approval] = []
    /// The calls back that count, in the order in which they fell due.
    package internal(set) var calls: [ReturnCall] = []
    /// Those that a further visit has answered.
    package internal(set) var pastCalls: [ReturnCall] = []
    /// What the customer said without being called, in the order of the visits.
    package internal(set) var ratings: [Rating] = []
    /// How high it was escalated; 0 is the engineer.
    package internal(set) var level = 0
    /// The request of which this is the same; nil for none.
    package internal(set) var duplicateOf: String?
    /// The day to which it was put off; nil for none.
    package internal(set) var postponedUntil: CalendarDay?
    /// Since when it is in its state.
    package internal(set) var since: Timestamp
    /// When the engineer who shall go was assigned; nil where none ever was.
    package internal(set) var assigned: Timestamp?
    /// The stretches in which the clock of response times stood still; the last one may go on.
    package internal(set) var holds: [ClockHold] = []
    /// What was not done in time, in the order in which somebody was told.
    package internal(set) var breaches: [Breach] = []
    /// To whom it was handed over last; nil for nobody.
    package internal(set) var handOver: HandOver?
    /// Who meets for remote support now; empty for nobody.
    package internal(set) var group: [String] = []
    /// The serial number of the appliance for which it was exchanged; empty where it was not.
    package internal(set) var exchangedFor = ""
    /// Since when a manager must come in person, because the customer doubted the engineer; nil for no (M-34).
    package internal(set) var doubted: Timestamp?
    /// The request that has the same engineer and goes first; nil for none (M-55).
    package internal(set) var contention: Contention?
    /// What was given back for the appliance that went back; nil where none did (M-53).
    package internal(set) var refund: Money?
    /// The written solutions that went to the customer, in their order.
    package internal(set) var solutions: [Solution] = []
    /// What was gone through with the customer on the phone, in the order of ``MissingFact`` (M-10).
    package internal(set) var confirmedFacts: [MissingFact] = []
    /// When somebody was asked for a fact last; nil where nobody was (M-16).
    package internal(set) var attempted: Timestamp?
    /// When the engineer who was to go said no; nil where none has (M-7).
    package internal(set) var freed: Timestamp?
    /// When the customer was called back last; nil before (H-15).
    package internal(set) var calledBack: Timestamp?
    /// Since when somebody above is to take it up; nil where nobody is, or somebody has (M-54, M-57).
    package internal(set) var raised: Timestamp?
    /// The place of the event by which a window fell that both had agreed on; nil for none (M-7).
    package internal(set) var withdrawnAt: Int?
    /// What people found out that the warranty asks for.
    package internal(set) var facts = FoundFacts()
    /// Who pays for each part that may have failed, sorted by component; each once.
    package internal(set) var entitlements: [EntitlementDecision] = []
    /// The part that counts: the likeliest of the last triage, or what a visit has found since; nil before.
    package internal(set) var mainComponent: Component?
    /// The money matters of repairs that did not hold: what was paid then counts towards what is owed now (H-15).
    package internal(set) var pastCharges: [Charges] = []
    /// What telemetry said last of the appliance since its repair; nil where nobody has looked.
    package internal(set) var telemetry: AfterRepair?
    /// What was complained of, in the order of the complaints (M-34, M-54, M-57, Z-19).
    package internal(set) var complaints: [Complaint] = []
    /// What was paid of the compensations that were granted; nil for nothing (M-54).
    package internal(set) var compensated: Money?
    /// In which way the appliance does not perform, as somebody of the house said last; nil before (H-23).
    package internal(set) var failure: PerformanceFailure?
    /// When words and attachments of a customer were erased last; nil where none ever were.
    package internal(set) var erased: Timestamp?
    /// How many events made it what it is.
    package internal(set) var eventCount = 1

    /// The request that this event opens; nil where it is not a first event.
    package init?(opening recorded: RecordedEvent) {
        guard recorded.number == 1 else { return nil }
        number = recorded.request
        opened = recorded.at
        since = recorded.at
        switch recorded.event {
        case .received(let origin, let device, let component, let family, let fault, let parts, let priority):
            self.origin = origin
            (self.device, self.component, self.family) = (device, component, family)
            (self.fault, self.parts, self.priority) = (fault, parts, priority)
        case .demanded(let demand):
            origin = demand.channel
            (device, component, family) = (demand.device, demand.component, demand.component?.family)
            (fault, parts, priority) = (demand.symptom, [], demand.priority)
            demands = [demand]
        default: return nil
        }
    }

    /// Takes the next event; what was recorded happened, so nothing is refused here.
    package mutating func apply(_ recorded: RecordedEvent) {
        precondition(recorded.request == number, "An event of \(recorded.request) came to \(number).")
        precondition(
            recorded.number == eventCount + 1,
            "Event \(recorded.number) of \(number) follows event \(eventCount): its history has a hole.")
        eventCount += 1
        take(recorded)
    }

    /// Whether it stands before another one on a worklist: the most urgent first, then the oldest, then by number.
    package func isSooner(than other: ServiceRequest) -> Bool {
        (priority, opened, number) < (other.priority, other.opened, other.number)
    }

    /// Whether a demand was put to it by the same name with other words; false once any were erased, as nobody can
    /// compare with what is forgotten.
    package func knowsOtherwise(_ demand: Demand) -> Bool {
        erased == nil && demands.contains { $0.name == demand.name && !$0.saysSame(as: demand) }
    }

    /// Whether this episode was put to it at this level.
    package func knows(_ piece: Evidence) -> Bool { evidence.contains { $0.repeats(piece) } }

    /// The last covered day, where the warranty ends before the failure that is foretold (2.4, 2).
    package var lapses: CalendarDay? {
        entitlement.flatMap { EntitlementOutlook(now: $0, atFailure: entitlementAtFailure).lapses }
    }

    /// The visit that goes on; nil where nobody is there.
    package var visit: Visit? { visits.last.flatMap { $0.outcome == nil ? $0 : nil } }

    /// The days on which its warranty stood still, an open pause through this day (H-19).
    package func warrantyPauses(on day: CalendarDay) -> [WarrantyPause] {
        pauses.map { WarrantyPause(from: $0.from, through: $0.through ?? max($0.from, day), cause: $0.cause) }
    }

    /// The fault as a machine has named it; empty for what a customer has said, which may hold more than a fault.
    var faultCode: String { origin == .prediction ? fault : component?.rawValue ?? "" }

    /// Whether it is open and somebody is to go for it, or it needs parts.
    package var isEngaged: Bool { state.isOpen && (engineer != nil || !needs.isEmpty) }

    /// Whether the clock of response times stands still.
    package var isHeld: Bool { holds.last.map { $0.through == nil } ?? false }

    /// What the customer still owes, after waivers that were granted.
    package var owed: Money {
        guard charges != nil else { return Money(fen: 0) }
        return Money(fen: max(0, payable.fen - paid.fen))
    }

    /// What the customer has paid, for repairs that did not hold as well.
    package var paid: Money { (pastCharges + [charges].compactMap(\.self)).reduce(Money(fen: 0)) { $0 + $1.paid } }

    /// Whether an invoice was promised that nobody has issued (M-64).
    package var isInvoiceOwed: Bool { (pastCharges + [charges].compactMap(\.self)).contains(where: \.isInvoiceOwed) }

    /// What may be collected at most: the lower prices, less what was waived (M-64, M-65).
    package var payable: Money {
        let waived = approvals.filter { $0.subject == .waiver && $0.decision?.isGranted == true }
            .reduce(0) { $0 + $1.amount.fen }
        return Money(fen: max(0, (charges?.sheet.total.fen ?? 0) - waived))
    }
}

/// How far a request has come (requirements, 2.2).
package enum RequestState: String, CaseIterable, Hashable, Sendable, Codable {
    /// Taken down.
    case received
    /// Facts are missing and are being asked for.
    case verifying
    /// Ready for triage.
    case verified
    /// What is probably wrong is known.
    case triaged
    /// The customer was guided by phone; a call shows whether it helped.
    case guided
    /// A part must come first.
    case awaitingParts = "awaiting_parts"
    /// A visit is to be agreed.
    case scheduling
    /// Engineer and customer have agreed on a window.
    case scheduled
    /// The engineer is on the way.
    case enRoute = "en_route"
    /// The engineer is there.
    case onSite = "on_site"
    /// The work is done; money is to be settled.
    case workDone = "work_done"
    /// The appliance is in the workshop.
    case pulledBack = "pulled_back"
    /// Settled; the customer is called.
    case followUp = "follow_up"
    /// Put off by the customer.
    case postponed
    /// Over: the demand is met.
    case closed
    /// Over: the demand was withdrawn.
    case cancelled
    /// Over: another request is the same.
    case duplicate

    /// Whether somebody still has to act.
    package var isOpen: Bool {
        switch self {
        case .closed, .cancelled, .duplicate: false
        default: true
        }
    }
}

/// Days on which a request made the warranty stand still.
package struct RequestPause: Hashable, Sendable, Codable {
    /// Why.
    package let cause: WarrantyPause.Cause
    /// The first day.
    package let from: CalendarDay
    /// The last day; nil while it goes on.
    package internal(set) var through: CalendarDay?
}

/// Something that was not done in time, and who was told (requirements, 2.3).
package struct Breach: Hashable, Sendable, Codable {
    /// What.
    package let kind: DueItem.Kind
    /// Which call, part or engineer; empty where the kind says it all.
    package let what: String
    /// By when it should have been done.
    package let due: Timestamp
    /// When that was seen.
    package let at: Timestamp
    /// Who was told.
    package let to: Role
}

/// Another request that has the same engineer and goes first (M-55).
package struct Contention: Hashable, Sendable, Codable {
    /// The number of that request.
    package let with: String
    /// Since when.
    package let since: Timestamp
}

/// A written solution for a customer.
package struct Solution: Hashable, Sendable, Codable {
    /// What to do, in words.
    package let text: String
    /// The names of the pictures and videos that show it.
    package let attachments: [String]
    /// When it was sent.
    package let at: Timestamp
}

/// A written hand-over that must be acknowledged.
package struct HandOver: Hashable, Sendable, Codable {
    /// To whom.
    package let to: Role
    /// When.
    package let at: Timestamp
    /// When they said to have it; nil until then.
    package internal(set) var acknowledged: Timestamp?
}

/// Money matters of a request.
package struct Charges: Hashable, Sendable, Codable {
    /// What it costs.
    package let sheet: ChargeSheet
    /// Whether the customer confirmed it.
    package internal(set) var isConfirmed = false
    /// What was paid.
    package internal(set) var paid = Money(fen: 0)
    /// Whether a receipt was given.
    package internal(set) var isReceiptGiven = false
    /// Whether an invoice follows.
    package internal(set) var isInvoiceOwed = false
    /// When the receipt was given; nil before.
    package internal(set) var receiptGiven: Timestamp?
    /// The number of the invoice that was issued; empty before.
    package internal(set) var invoice = ""
}

// MARK: Written form

extension Charges {
    private enum CodingKeys: String, CodingKey {
        case sheet
        case isConfirmed = "confirmed"
        case paid
        case isReceiptGiven = "receipt_given"
        case isInvoiceOwed = "invoice_owed"
        case receiptGiven = "receipt_given_at"
        case invoice
    }
}

extension ServiceRequest {
    private enum CodingKeys: String, CodingKey {
        case number, origin, device, component, family, fault, parts, opened, priority, state, missing, attempts
        case entitlement
        case entitlementAtFailure = "entitlement_at_failure"
        case evidence, demands, diagnosis, needs
        case needsSince = "needs_since"
        case pauses, engineer, appointment, visits
        case pullBack = "pull_back"
        case charges, approvals, calls
        case pastCalls = "past_calls"
        case ratings, level
        case duplicateOf = "duplicate_of"
        case postponedUntil = "postponed_until"
        case since, assigned, holds, breaches
        case handOver = "hand_over"
        case group
        case exchangedFor = "exchanged_for"
        case doubted, contention, refund, solutions
        case confirmedFacts = "confirmed_facts"
        case attempted, freed
        case calledBack = "called_back"
        case raised
        case withdrawnAt = "withdrawn_at"
        case facts, entitlements
        case mainComponent = "main_component"
        case pastCharges = "past_charges"
        case telemetry, complaints, compensated, failure, taken, erased
        case eventCount = "event_count"
    }
}
