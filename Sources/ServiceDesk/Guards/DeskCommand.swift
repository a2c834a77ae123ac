package import Appliances
package import Warranty

/// What somebody wants to do to a request. It is done where no guard is in the way; otherwise the answer is why not.
package enum DeskCommand: Hashable, Sendable {
    /// Asks somebody for a fact (H-2, M-2).
    case verify(VerificationAttempt)
    /// Says what is probably wrong (H-4, M-3).
    case triage(Diagnosis)
    /// Guides the customer by phone; `accepted` says whether the customer wants that (M-4, M-14).
    case guide(script: String, accepted: Bool)
    /// Needs a part, or moves it on (M-5).
    case movePart(PartNeed)
    /// Sends an engineer, as far as that can be kept (M-6, Z-5).
    ///
    /// Where somebody is on the way already, another one goes with a reason and the customer's `consent` only
    /// (M-24); nil, as in commands of old, says nothing.
    case assign(engineer: String, Feasibility, reason: String? = nil, consent: Bool? = nil)
    /// Does not go (M-7).
    case decline(reason: String)
    /// Proposes a window, or another one (N-6, M-7); `consent` says whether the customer agreed to the change.
    /// and `travel` how long the way takes (M-22); nil where nobody says, and the gateway fills it from its staff list.
    case propose(from: Timestamp, through: Timestamp, reason: String, consent: Bool, travel: TimeSpan? = nil)
    /// Keeps the window.
    case accept
    /// Agrees to the window (H-8), with the facts that were gone through on the phone (M-10); nil for none.
    case confirmWindow(facts: [MissingFact]?)
    /// Leaves, with the checklist of this edition gone through; each mandatory line of before leaving has an answer
    /// where the house has checklists (M-20 to M-22).
    case depart(checklist: String, answers: [ChecklistAnswers.Answer]? = nil)
    /// Answers further lines of the visit's checklist (M-20 to M-70).
    case answer(checklist: String, answers: [ChecklistAnswers.Answer])
    /// Arrives; the true cause where it is late (M-30 to M-32).
    case arrive(cause: String)
    /// Confirms customer and product (N-13).
    case identify
    /// Explains cause, plan, parts, time and cost (N-17).
    case explain
    /// Shows the charging standard (C-6).
    case showTariff
    /// Agrees to pay up to this (M-43).
    case consent(Money)
    /// Begins the work.
    case beginWork
    /// A meal, or what else stands in the way of going on at once, and why (M-56).
    case interrupt(Interruption, why: String)
    /// Ends the visit.
    case endVisit(VisitReport)
    /// Takes the appliance along (M-48).
    case pullBack(PullBack)
    /// Brings it back.
    case bringBack(test: Visit.Test, loanerBack: Bool, parts: [PartUse]? = nil)
    /// Reports something dangerous or hostile (M-57, N-18).
    case reportIncident(what: String)
    /// Says what is dangerous about place or connection, and what the customer decided (M-49, N-18, C-17).
    case reportHazard(Hazard)
    /// Reports damage (M-50).
    case reportDamage(what: String, Money)
    /// Presents what it costs (Z-15).
    case charge(ChargeSheet)
    /// Confirms the charges (Z-15).
    case confirmCharges
    /// Asks others to decide (M-53, M-54, M-65).
    case ask(Approval)
    /// Decides (M-65, X-13).
    case decide(Approval.Subject, granted: Bool)
    /// Takes money.
    case pay(Money, PaymentMethod)
    /// Gives a receipt (M-62, M-64).
    case giveReceipt(invoiceFollows: Bool)
    /// Says that everything about money is done.
    case settle
    /// Calls back (Z-17, M-71); `signed` is whether the customer says to have signed the card of the visit, nil where
    /// nobody has asked (M-75).
    case call(ReturnCall.Kind, ReturnCall.Answer, signed: Bool? = nil)
    /// Rates the service without being called; whoever is not satisfied says why (Z-17, H-15).
    case rate(ReturnCall.Scores, satisfied: Bool, reason: String)
    /// Hands in the card (M-73).
    case submitCard(SupervisionCard.Signature, satisfied: Bool, quality: Int? = nil, attitude: Int? = nil)
    /// Reconciles it (M-75, M-76).
    case reconcile(SupervisionCard.Level)
    /// Calls for somebody above.
    case escalate(reason: String)
    /// Stops the clock of response times, such as while the customer is away (2.3).
    case holdClock(reason: String)
    /// Lets it go on.
    case releaseClock
    /// Hands it over in writing.
    case handOver(to: Role)
    /// Says that one has it.
    case acknowledge
    /// Brings customer, technician and sales together for remote support.
    case openGroup(members: [String])
    /// Dissolves that group once the problem is solved.
    case dissolveGroup
    /// Apologises for being late (M-31, M-32).
    case apologise(gift: Bool, accepted: Bool)
    /// Exchanges the appliance, where that was granted (M-53, X-12).
    case exchange(serial: String)
    /// Sends the customer a written solution, with the names of pictures and videos.
    case sendSolution(text: String, attachments: [String]?)
    /// Takes the appliance back for its price, where that was granted (M-53, H-21).
    case takeBack(refund: Money)
    /// Closes it.
    case close
    /// Withdraws it.
    case cancel(reason: String)
    /// Says that it is another one's duplicate.
    case markDuplicate(of: String)
    /// Puts off a fault that is only foretold.
    case postpone(until: CalendarDay)
    /// Takes a postponed one up again.
    case resume
    /// Says when somebody will be there, with the true cause where that is after the window (N-7, M-30, D-1).
    case expect(arrival: Timestamp, cause: String)
    /// Stays here so much longer from now on, 1 minute to 12 hours, and why: who waits next hears of it (M-23, M-25).
    case reportDelay(by: TimeSpan, cause: String)
    /// Calls the customer before the visit (M-16, M-17, M-19).
    case tryCall(answer: Contact.Answer)
    /// Tells the centre how it goes with a visit that the customer does not know of (M-17).
    case feedBack(what: String)
    /// Shows the certificate and tells the numbers for complaints and supervision to a customer who doubts (M-34).
    case doubt(accepted: Bool)
    /// Is there in person, after a customer has doubted the engineer (M-34).
    case attend
    /// Decides that the customer's use or work is the cause, with the evidence (H-18c, H-18d).
    case find(WarrantyCase.Finding.Kind, evidence: String)
    /// Issues the invoice that was promised with the receipt (M-64).
    case issueInvoice(number: String)
    /// Complains, or takes a complaint down (M-34, M-54, Z-19).
    case complain(Complaint.Subject, words: String)
    /// Says what became of a complaint.
    case resolve(complaint: Int, resolution: String)
    /// Takes a complaint one level higher.
    case raise(complaint: Int, reason: String)
    /// Pays a compensation that was granted, or a part of it (M-54).
    case compensate(Money)

    /// Agrees to the window (H-8), as a customer does who needs no going through.
    package static let confirm = DeskCommand.confirmWindow(facts: nil)
}

extension DeskCommand {
    /// Who may do it, and where that is written; everybody else is told so.
    package var allowed: (roles: [Role], clause: String) {
        switch self {
        case .verify: ([.informationOfficer, .dispatcher, .hotlineAgent], "H-2")
        case .triage: ([.hotlineAgent, .engineer, .technicalSupport, .gateway], "H-4")
        case .guide: ([.hotlineAgent, .engineer, .technicalSupport], "M-4")
        case .movePart: ([.partsClerk, .engineer, .dispatcher, .gateway], "M-5")
        case .assign: ([.dispatcher, .gateway], "Z-5")
        case .decline, .accept: ([.engineer], "M-7")
        case .propose: ([.dispatcher, .engineer, .hotlineAgent, .customer], "N-6")
        case .confirmWindow: ([.customer, .hotlineAgent, .engineer], "H-8")
        // Where the engineer of a visit does not come back, somebody must be able to end it.
        case .endVisit(let report) where report.outcome == .calledOff: ([.engineer, .afterSalesManager], "M-24")
        case .charge: ([.engineer, .afterSalesManager], "Z-15")
        case .depart, .answer, .arrive, .identify, .explain, .showTariff, .beginWork, .endVisit, .pullBack, .bringBack:
            ([.engineer], "M-20")
        // The engineer takes it down where the customer says it at the door; both are named in the event.
        case .consent, .confirmCharges: ([.customer, .engineer], "M-43")
        case .reportIncident, .reportDamage: ([.engineer, .customer, .hotlineAgent], "M-57")
        case .ask: ([.engineer, .hotlineAgent, .customer, .informationOfficer], "M-54")
        case .decide(let subject, _): (subject.deciders, "M-65")
        case .pay, .giveReceipt: ([.engineer, .gateway, .informationOfficer], "M-62")
        case .settle: ([.engineer, .informationOfficer], "Z-15")
        case .call(.quality, _, _): ([.quality], "Z-17")
        case .call(.afterMismatch, _, _): ([.quality], "M-75")
        case .call: ([.hotlineAgent, .informationOfficer, .quality], "M-71")
        // The customer alone: staff calls, and says so.
        case .rate: ([.customer], "Z-17")
        case .submitCard(let signature, _, _, _):
            (signature == .declined ? [.engineer, .informationOfficer] : [.engineer], "M-73")
        case .reconcile: ([.informationOfficer], "M-75")
        case .escalate: (Role.allCases.filter { $0 != .gateway && $0 != .operations }, "M-54")
        case .holdClock, .releaseClock: ([.hotlineAgent, .dispatcher, .informationOfficer, .partsClerk], "2.3")
        case .handOver: ([.hotlineAgent, .dispatcher, .engineer, .informationOfficer], "X-2")
        case .acknowledge:
            ([.technicalSupport, .partsClerk, .engineer, .dispatcher, .afterSalesManager, .centreLeader], "X-2")
        case .openGroup, .dissolveGroup: ([.hotlineAgent, .engineer, .technicalSupport], "X-5")
        case .apologise: ([.engineer, .afterSalesManager], "M-32")
        case .exchange: ([.engineer, .partsClerk], "M-53")
        case .sendSolution: ([.technicalSupport, .engineer, .hotlineAgent], "X-7")
        case .takeBack: ([.engineer, .informationOfficer], "M-53")
        case .close: ([.informationOfficer, .quality], "H-15")
        case .cancel: ([.customer, .hotlineAgent, .dispatcher], "2.2")
        case .markDuplicate: ([.hotlineAgent, .dispatcher, .gateway], "Z-1")
        case .postpone, .resume: ([.customer, .hotlineAgent], "2.2")
        case .expect: ([.engineer, .dispatcher], "N-7")
        case .reportDelay: ([.engineer], "M-25")
        case .tryCall: ([.engineer, .hotlineAgent, .informationOfficer, .dispatcher], "M-16")
        case .feedBack: ([.engineer], "M-17")
        case .doubt, .reportHazard, .interrupt: ([.engineer], ownWord)
        case .attend: ([.afterSalesManager, .centreLeader], "M-34")
        case .find: ([.afterSalesManager, .technicalSupport], "H-18c")
        case .issueInvoice: ([.informationOfficer, .gateway], "M-64")
        case .complain: ([.customer, .hotlineAgent, .informationOfficer, .quality], "Z-19")
        case .resolve: ([.afterSalesManager, .centreLeader], "Z-19")
        case .raise:
            ([.customer, .hotlineAgent, .informationOfficer, .quality, .afterSalesManager, .centreLeader], "Z-19")
        case .compensate: ([.informationOfficer, .afterSalesManager], "M-54")
        }
    }

    /// Where it is written that the engineer at the door says so, and nobody else.
    private var ownWord: String {
        switch self {
        case .reportHazard: "C-17"
        case .interrupt: "M-56"
        default: "M-34"
        }
    }

    /// In which states it makes sense.
    package var states: [RequestState] {
        switch self {
        case .verify: [.received, .verifying, .verified, .triaged, .scheduling, .scheduled]
        case .triage: [.verified, .triaged, .scheduling]
        case .guide: [.triaged, .scheduling]
        // What comes instead of the appliance may be granted late.
        case .movePart(let need) where need.part == ServiceRequest.replacement:
            [.triaged, .awaitingParts, .scheduling, .scheduled, .onSite, .pulledBack, .workDone, .followUp]
        case .movePart: [.triaged, .awaitingParts, .scheduling, .scheduled, .pulledBack]
        case .assign: [.triaged, .scheduling, .scheduled, .awaitingParts, .enRoute]
        case .decline: [.triaged, .scheduling, .scheduled, .awaitingParts]
        case .propose: [.scheduling, .scheduled, .enRoute]
        case .accept, .confirmWindow: [.scheduling]
        case .depart: [.scheduled]
        case .answer: [.enRoute, .onSite, .workDone, .scheduling, .pulledBack, .followUp]
        case .arrive: [.enRoute]
        case .identify, .explain, .showTariff, .consent, .beginWork, .pullBack: [.onSite]
        case .endVisit: [.onSite]
        case .bringBack: [.pulledBack]
        case .reportIncident, .reportDamage: [.enRoute, .onSite, .workDone, .pulledBack, .followUp]
        case .charge: [.onSite, .workDone]
        case .confirmCharges, .pay, .giveReceipt: [.onSite, .workDone, .followUp]
        case .settle: [.workDone]
        case .rate: [.workDone, .followUp]
        // Promptly, however far the request is by then.
        case .call(.afterMismatch, _, _): RequestState.allCases.filter(\.isOpen)
        case .call: [.guided, .workDone, .followUp]
        case .submitCard: [.workDone, .scheduling, .pulledBack, .followUp]
        case .reconcile: [.scheduling, .scheduled, .workDone, .pulledBack, .followUp]
        case .close: [.followUp, .guided]
        case .postpone: [.received, .verifying, .verified, .triaged, .scheduling]
        case .resume: [.postponed]
        case .cancel, .markDuplicate:
            [
                .received, .verifying, .verified, .triaged, .guided, .awaitingParts, .scheduling, .scheduled,
                .postponed,
            ]
        case .apologise: [.onSite, .workDone, .followUp]
        case .exchange, .takeBack: [.onSite, .pulledBack, .workDone, .followUp]
        case .ask, .decide, .escalate, .holdClock, .releaseClock, .handOver, .acknowledge, .openGroup, .dissolveGroup,
            .sendSolution:
            RequestState.allCases.filter(\.isOpen)
        case .expect: [.scheduled, .enRoute]
        case .reportDelay: [.enRoute, .onSite]
        case .tryCall: [.scheduling, .scheduled, .enRoute]
        case .feedBack: RequestState.allCases.filter(\.isOpen)
        case .doubt, .attend, .reportHazard, .interrupt: [.onSite]
        case .find, .issueInvoice: RequestState.allCases.filter(\.isOpen)
        // Nobody who is not satisfied has come too late by a day (Z-19); for how long, the rules say.
        case .complain: RequestState.allCases.filter { $0.isOpen || $0 == .closed }
        case .resolve, .raise, .compensate: RequestState.allCases.filter(\.isOpen)
        }
    }
}

extension DeskCommand {
    /// Whether it may be asked who pays for a part.
    package var asksWhoPays: Bool {
        switch self {
        case .triage, .verify, .find, .endVisit, .call, .rate, .complain: true
        default: false
        }
    }
}

// MARK: Written form

// A command as people send it: one key names it, as in `{"triage": {"diagnosis": {…}}}` or `{"close": {}}`.

extension DeskCommand: Codable {
    /// What each command is called, in the order of the way; the compiler keeps it complete.
    package static var names: [String] { CodingKeys.allCases.map(\.rawValue) }

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case verify, triage, guide
        case movePart = "move_part"
        case assign, decline, propose, accept
        case confirmWindow = "confirm"
        case depart, answer, arrive, identify, explain
        case showTariff = "show_tariff"
        case consent
        case beginWork = "begin_work"
        case interrupt
        case endVisit = "end_visit"
        case pullBack = "pull_back"
        case bringBack = "bring_back"
        case reportIncident = "report_incident"
        case reportHazard = "report_hazard"
        case reportDamage = "report_damage"
        case charge
        case confirmCharges = "confirm_charges"
        case ask, decide, pay
        case giveReceipt = "give_receipt"
        case settle, call, rate
        case submitCard = "submit_card"
        case reconcile, escalate
        case holdClock = "hold_clock"
        case releaseClock = "release_clock"
        case handOver = "hand_over"
        case acknowledge
        case openGroup = "open_group"
        case dissolveGroup = "dissolve_group"
        case apologise, exchange
        case sendSolution = "send_solution"
        case takeBack = "take_back"
        case close, cancel
        case markDuplicate = "mark_duplicate"
        case postpone, resume, expect
        case reportDelay = "report_delay"
        case tryCall = "try_call"
        case feedBack = "feed_back"
        case doubt, attend
        case find
        case issueInvoice = "issue_invoice"
        case complain, resolve, raise, compensate
    }

    private enum VerifyCodingKeys: String, CodingKey { case _0 = "attempt" }
    private enum TriageCodingKeys: String, CodingKey { case _0 = "diagnosis" }
    private enum MovePartCodingKeys: String, CodingKey { case _0 = "need" }
    private enum AssignCodingKeys: String, CodingKey {
        case engineer
        case _1 = "feasibility"
        case reason, consent
    }
    private enum ConsentCodingKeys: String, CodingKey { case _0 = "amount" }
    private enum InterruptCodingKeys: String, CodingKey {
        case _0 = "interruption"
        case why
    }
    private enum EndVisitCodingKeys: String, CodingKey { case _0 = "report" }
    private enum PullBackCodingKeys: String, CodingKey { case _0 = "appliance" }
    private enum BringBackCodingKeys: String, CodingKey {
        case test
        case loanerBack = "loaner_back"
        case parts
    }
    private enum ReportHazardCodingKeys: String, CodingKey { case _0 = "hazard" }
    private enum ReportDamageCodingKeys: String, CodingKey {
        case what
        case _1 = "amount"
    }
    private enum ChargeCodingKeys: String, CodingKey { case _0 = "sheet" }
    private enum AskCodingKeys: String, CodingKey { case _0 = "approval" }
    private enum DecideCodingKeys: String, CodingKey {
        case _0 = "subject"
        case granted
    }
    private enum PayCodingKeys: String, CodingKey {
        case _0 = "amount"
        case _1 = "method"
    }
    private enum GiveReceiptCodingKeys: String, CodingKey { case invoiceFollows = "invoice_follows" }
    private enum CallCodingKeys: String, CodingKey {
        case _0 = "kind"
        case _1 = "answer"
        case signed
    }
    private enum RateCodingKeys: String, CodingKey {
        case _0 = "scores"
        case satisfied, reason
    }
    private enum SubmitCardCodingKeys: String, CodingKey {
        case _0 = "signature"
        case satisfied, quality, attitude
    }
    private enum ReconcileCodingKeys: String, CodingKey { case _0 = "level" }
    private enum FindCodingKeys: String, CodingKey {
        case _0 = "finding"
        case evidence
    }
    private enum ComplainCodingKeys: String, CodingKey {
        case _0 = "subject"
        case words
    }
    private enum CompensateCodingKeys: String, CodingKey { case _0 = "amount" }
}
