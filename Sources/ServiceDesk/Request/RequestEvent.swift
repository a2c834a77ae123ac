package import Appliances
package import Warranty

/// What happened to a service request; its state is nothing but the sum of these.
///
/// Events are stored for years: a case is added, never changed. None holds a name, a phone or an address.
package enum RequestEvent: Hashable, Sendable {
    // MARK: Intake

    /// A prediction reached the desk; always the first event of its request.
    case received(
        origin: Origin, device: DeviceID, component: Component, family: ComponentFamily,
        fault: String, parts: [String], priority: Priority)
    /// A person's demand reached the desk: the first event, or one more demand put to an open request.
    case demanded(demand: Demand)
    /// A machine's evidence was put to it: the first, a later episode or a higher level.
    case evidenceAttached(Evidence)
    /// It was decided who pays.
    case entitlementDecided(EntitlementDecision)
    /// The same for the day on which the failure is foretold.
    case failureEntitlementDecided(EntitlementDecision)
    /// Verification asks for these facts; at least one, in the order of ``MissingFact``.
    case documentsAsked([MissingFact])
    /// It became more urgent.
    case priorityRaised(Priority)

    // MARK: Verification and triage

    /// Somebody was asked for a fact.
    case attempted(attempt: VerificationAttempt)
    /// Nothing is missing any more.
    case verified
    /// What is probably wrong, and what it takes.
    case triaged(diagnosis: Diagnosis)
    /// The customer was guided by phone, or did not want to be (M-14).
    case guided(script: String, accepted: Bool)
    /// A part is needed, or has come further.
    case partMoved(need: PartNeed)
    /// The clock of the warranty stands still from this day on (H-19).
    case paused(cause: WarrantyPause.Cause, from: CalendarDay)
    /// It goes on after this day.
    case resumed(through: CalendarDay)

    // MARK: Assignment and appointment

    /// An engineer shall go.
    case assigned(engineer: String)
    /// The engineer does not, and why (M-7).
    case declined(engineer: String, reason: String)
    /// A window is proposed, or another one instead of it, and why; with the way there, where somebody knows it (M-22).
    case windowProposed(from: Timestamp, through: Timestamp, reason: String, travel: TimeSpan? = nil)
    /// The engineer keeps it.
    case windowAccepted
    /// The customer agrees to it.
    case windowConfirmed

    // MARK: Visit

    /// The engineer left, with the checklist of this edition gone through.
    case departed(checklist: String)
    /// Lines of the visit's checklist were answered, before leaving or on the way through the visit.
    case checklistAnswered(answers: ChecklistAnswers)
    /// The engineer arrived, so late and for this true cause; zero and empty where in time.
    case arrived(lateness: TimeSpan, cause: String)
    /// Customer and product are the right ones.
    case identified
    /// Cause, plan, parts, time and cost were explained.
    case explained
    /// The charging standard was shown.
    case tariffShown
    /// The customer agreed to pay up to this.
    case consented(amount: Money)
    /// The work began.
    case workBegan
    /// The visit ended.
    case visitEnded(report: VisitReport)
    /// The appliance was taken along.
    case pulledBack(pullBack: PullBack)
    /// It came back, tested or not, with or without the loaner going back; and the parts that the workshop replaced.
    case broughtBack(test: Visit.Test, loanerBack: Bool, parts: [PartUse]? = nil)
    /// Something dangerous or hostile happened; the centre handles it (M-57, N-18).
    case incident(what: String)
    /// Something of the customer's was damaged (M-50).
    case damaged(what: String, amount: Money)

    // MARK: Charges

    /// What it costs was presented.
    case charged(sheet: ChargeSheet)
    /// The customer confirmed the charges.
    case chargesConfirmed
    /// Something that others decide was asked for.
    case approvalAsked(approval: Approval)
    /// They decided.
    case approvalDecided(subject: Approval.Subject, granted: Bool)
    /// One of those who decide together gave a vote.
    case voted(subject: Approval.Subject, granted: Bool)
    /// The customer paid.
    case paid(amount: Money, method: PaymentMethod)
    /// A receipt was given; an invoice follows where that is agreed.
    case receiptGiven(invoiceFollows: Bool)
    /// Everything about money is done.
    case settled

    // MARK: Follow-up

    /// A call back is due.
    case callDue(kind: ReturnCall.Kind, due: Timestamp)
    /// A call back was made; with whether the customer says to have signed the card, where that was asked (M-75).
    case called(kind: ReturnCall.Kind, answer: ReturnCall.Answer, signed: Bool? = nil)
    /// The customer rated the service without being called (Z-17).
    case rated(scores: ReturnCall.Scores, satisfied: Bool, reason: String)
    /// The card of the visit came in; with scores of 1 to 5 for the repair and for the manner, where given (M-66).
    case cardSubmitted(
        signature: SupervisionCard.Signature, satisfied: Bool, quality: Int? = nil, attitude: Int? = nil)
    /// The card was reconciled at this level.
    case reconciled(level: SupervisionCard.Level)
    /// The card of a visit, by its number within the request, does not agree with what the customer says (M-75).
    case fraudSuspected(visit: Int, engineer: String, because: SupervisionCard.Suspicion.Cause)
    /// Somebody above must look: the level is one higher.
    case escalated(reason: String)
    /// It goes on where it had seemed to be over (H-15, M-72).
    case reopened(reason: String)

    // MARK: Clocks and people

    /// Something was not done in time; this role was told (requirements, 2.3).
    case breached(kind: DueItem.Kind, what: String, due: Timestamp, to: Role)
    /// The clock of response times stands still, and why.
    case clockHeld(reason: String)
    /// It goes on.
    case clockReleased
    /// It was handed over in writing to somebody of this role.
    case handedOver(to: Role)
    /// They have it.
    case acknowledged
    /// A group for remote support met: customer, technician, sales.
    case groupOpened(members: [String])
    /// It was dissolved.
    case groupDissolved
    /// Somebody apologised for being late, with a gift or without, and the customer accepted that or not (M-32).
    case apologised(gift: Bool, accepted: Bool)
    /// The appliance was exchanged for the one of this serial number (M-53, X-9, X-12).
    case exchanged(serial: String)
    /// These facts were gone through with the customer on the phone (M-10).
    case factsConfirmed(facts: [MissingFact])
    /// A written solution went to the customer, with these pictures and videos.
    case solutionSent(text: String, attachments: [String])
    /// The appliance went back for its price (M-53, H-21).
    case takenBack(refund: Money)

    // MARK: On the way

    /// The engineer will be there at this time; the true cause where that is after the window, else empty (N-7, D-1).
    case arrivalExpected(arrival: Timestamp, cause: String)
    /// The engineer stays so much longer from now on, and why (M-25).
    case delayReported(by: TimeSpan, cause: String)
    /// The engineer will come so long after the window begins, since another request takes longer (M-25).
    case delayForeseen(by: TimeSpan, because: String)
    /// A visit ended on its way, and why: another time or another engineer was agreed on (M-24).
    case visitCalledOff(cause: String)
    /// The customer was called before the visit (M-16, M-17).
    case contactTried(answer: Contact.Answer)
    /// Nobody was reached often enough: the engineer goes to the address without an answer (M-17).
    case unannounced
    /// The centre was told how it goes with such a visit (M-17).
    case fedBack(what: String)
    /// The customer doubted the engineer, and accepted certificate and numbers or not (M-34).
    case doubted(accepted: Bool)
    /// A manager came in person (M-34).
    case attended
    /// Something stood in the way of going on at once, and what was agreed on (M-56).
    case interrupted(interruption: Interruption, why: String)
    /// What is dangerous about place or connection was explained, and the customer decided (M-49, C-17).
    case hazardReported(hazard: Hazard)
    /// Another request has the same engineer now, and goes first (M-55).
    case contended(with: String)

    // MARK: Found out

    /// A person decided a cause that the warranty may exclude, and on what it rests (H-18c, H-18d).
    case found(finding: WarrantyCase.Finding.Kind, evidence: String)
    /// An invoice that was promised was issued (M-64).
    case invoiceIssued(number: String)

    /// What telemetry says since the repair, for whoever calls the customer back (2.4, 6).
    case afterRepair(telemetry: AfterRepair)

    // MARK: Complaints

    /// Somebody complained; who answers for it first.
    case complained(subject: Complaint.Subject, level: Complaint.Level, words: String)
    /// A complaint was resolved, by its number within the request.
    case complaintResolved(complaint: Int, resolution: String)
    /// It went one level higher, and why.
    case complaintRaised(complaint: Int, reason: String)
    /// A compensation that was granted was paid (M-54).
    case compensated(amount: Money)
    /// A customer was forgotten: the words in the events before are overwritten, what came along is deleted.
    case erased

    // MARK: Ends

    /// The demand is met.
    case closed
    /// The demand is probably met: the customer could not be reached.
    case closedUnconfirmed
    /// The demand was withdrawn.
    case cancelled
    /// It is the same as another one.
    case duplicated(of: String)
    /// The customer chose a later day for a fault that is only foretold.
    case postponed(until: CalendarDay)
}

/// How a visit ended (M-42, M-46, M-58, N-22).
package struct VisitReport: Hashable, Sendable, Codable {
    /// How it ended.
    package let outcome: Visit.Outcome
    /// The part that had failed; nil where none was found.
    package let component: Component?
    /// The cause, in the code of the category's table; empty where none was found.
    package let cause: String
    /// The parts that were replaced.
    package let parts: [PartUse]
    /// The functional test; nil where nobody worked.
    package let test: Visit.Test?
    /// Whether the rest was looked at for hidden dangers.
    package let isInspected: Bool
    /// What was done where nobody was at home; nil for every other outcome (M-28).
    package let absence: Visit.Absence?
    /// Whether the customer's record says where the appliance stands now; nil where it was not moved (M-35).
    package let isPlaceKnown: Bool?
    /// In which way the appliance does not perform, as the engineer finds it (H-23); nil where that is not said.
    package let failure: PerformanceFailure?
    /// Why the customer did not want the repair; nil for every other outcome (M-41).
    package let refusal: RepairRefusal?
    /// Why it was repaired at home although triage had seen it in the workshop (H-5); nil where it had not.
    package let whyAtHome: String?

    /// A report.
    package init(
        _ outcome: Visit.Outcome, component: Component? = nil, cause: String = "", parts: [PartUse] = [],
        test: Visit.Test? = nil, isInspected: Bool = false, absence: Visit.Absence? = nil, isPlaceKnown: Bool? = nil,
        failure: PerformanceFailure? = nil, refusal: RepairRefusal? = nil, whyAtHome: String? = nil
    ) {
        self.outcome = outcome
        self.component = component
        self.cause = cause
        self.parts = parts
        self.test = test
        self.isInspected = isInspected
        self.absence = absence
        self.isPlaceKnown = isPlaceKnown
        self.failure = failure
        self.refusal = refusal
        self.whyAtHome = whyAtHome
    }
}

/// One event with its place in a request's history.
package struct RecordedEvent: Hashable, Sendable, Codable {
    /// The request's number.
    package let request: String
    /// Its place in that request's history, from 1 without gaps.
    package let number: Int
    /// When the desk recorded it.
    package let at: Timestamp
    /// Who did it; nil for Foretell itself.
    package let by: Actor?
    /// What names the command that made it, where the one who sent it gave a name; the same again is done once.
    package let key: String?
    /// What happened.
    package let event: RequestEvent

    /// An event at its place.
    package init(request: String, number: Int, at: Timestamp, by: Actor? = nil, key: String? = nil, event: RequestEvent)
    {
        self.request = request
        self.number = number
        self.at = at
        self.by = by
        self.key = key
        self.event = event
    }
}

// MARK: Stored form

// One key names the event, as in `{"priority_raised": {"priority": "P1"}}`; without
// these keys the compiler would write `_0`, which nobody can read years later.
extension RequestEvent: Codable {
    private enum CodingKeys: String, CodingKey {
        case received, demanded
        case evidenceAttached = "evidence_attached"
        case entitlementDecided = "entitlement_decided"
        case failureEntitlementDecided = "failure_entitlement_decided"
        case documentsAsked = "documents_asked"
        case priorityRaised = "priority_raised"
        case attempted, verified, triaged, guided
        case partMoved = "part_moved"
        case paused, resumed, assigned, declined
        case windowProposed = "window_proposed"
        case windowAccepted = "window_accepted"
        case windowConfirmed = "window_confirmed"
        case departed
        case checklistAnswered = "checklist_answered"
        case arrived, identified, explained
        case tariffShown = "tariff_shown"
        case consented
        case workBegan = "work_began"
        case visitEnded = "visit_ended"
        case pulledBack = "pulled_back"
        case broughtBack = "brought_back"
        case incident, damaged, charged
        case chargesConfirmed = "charges_confirmed"
        case approvalAsked = "approval_asked"
        case approvalDecided = "approval_decided"
        case voted, paid
        case receiptGiven = "receipt_given"
        case settled
        case callDue = "call_due"
        case called, rated
        case cardSubmitted = "card_submitted"
        case reconciled, escalated, reopened, breached
        case fraudSuspected = "fraud_suspected"
        case clockHeld = "clock_held"
        case clockReleased = "clock_released"
        case handedOver = "handed_over"
        case acknowledged
        case groupOpened = "group_opened"
        case groupDissolved = "group_dissolved"
        case apologised, exchanged
        case factsConfirmed = "facts_confirmed"
        case solutionSent = "solution_sent"
        case takenBack = "taken_back"
        case closed
        case closedUnconfirmed = "closed_unconfirmed"
        case cancelled, duplicated, postponed
        case arrivalExpected = "arrival_expected"
        case delayReported = "delay_reported"
        case delayForeseen = "delay_foreseen"
        case visitCalledOff = "visit_called_off"
        case contactTried = "contact_tried"
        case unannounced
        case fedBack = "fed_back"
        case doubted, attended, contended
        case interrupted
        case hazardReported = "hazard_reported"
        case found
        case invoiceIssued = "invoice_issued"
        case afterRepair = "after_repair"
        case complained
        case complaintResolved = "complaint_resolved"
        case complaintRaised = "complaint_raised"
        case compensated, erased
    }

    private enum EvidenceAttachedCodingKeys: String, CodingKey { case _0 = "evidence" }
    private enum EntitlementDecidedCodingKeys: String, CodingKey { case _0 = "entitlement" }
    private enum FailureEntitlementDecidedCodingKeys: String, CodingKey { case _0 = "entitlement" }
    private enum DocumentsAskedCodingKeys: String, CodingKey { case _0 = "missing" }
    private enum PriorityRaisedCodingKeys: String, CodingKey { case _0 = "priority" }
    private enum PulledBackCodingKeys: String, CodingKey { case pullBack = "appliance" }
    private enum BroughtBackCodingKeys: String, CodingKey {
        case test
        case loanerBack = "loaner_back"
        case parts
    }
    private enum ReceiptGivenCodingKeys: String, CodingKey { case invoiceFollows = "invoice_follows" }
}

extension VisitReport {
    private enum CodingKeys: String, CodingKey {
        case outcome, component, cause, parts, test
        case isInspected = "inspected"
        case absence
        case isPlaceKnown = "place_known"
        case failure, refusal
        case whyAtHome = "why_at_home"
    }

    /// Reads a report; only the outcome must be there.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            try values.decode(Visit.Outcome.self, forKey: .outcome),
            component: try values.decodeIfPresent(Component.self, forKey: .component),
            cause: try values.decodeIfPresent(String.self, forKey: .cause) ?? "",
            parts: try values.decodeIfPresent([PartUse].self, forKey: .parts) ?? [],
            test: try values.decodeIfPresent(Visit.Test.self, forKey: .test),
            isInspected: try values.decodeIfPresent(Bool.self, forKey: .isInspected) ?? false,
            absence: try values.decodeIfPresent(Visit.Absence.self, forKey: .absence),
            isPlaceKnown: try values.decodeIfPresent(Bool.self, forKey: .isPlaceKnown),
            failure: try values.decodeIfPresent(PerformanceFailure.self, forKey: .failure),
            refusal: try values.decodeIfPresent(RepairRefusal.self, forKey: .refusal),
            whyAtHome: try values.decodeIfPresent(String.self, forKey: .whyAtHome))
    }
}
