import Appliances
import Warranty

extension ServiceRequest {
    /// Guards of the visit.
    func askOnVisit(_ asked: Asked, _ book: inout GuardBook) {
        switch asked.command {
        case .answer(let checklist, let answers):
            ask(ChecklistAnswers(edition: checklist, answers), by: asked.actor, asked.checklist, &book)
        case .arrive(let cause):
            book.ask(.ownEngineer, isOwn(asked.actor), asked.actor.number)
            let lateness = lateness(at: asked.moment)
            book.ask(.trueCause, lateness <= .zero || !cause.isEmpty, "late by \(lateness)")
        case .identify, .showTariff: book.ask(.ownEngineer, isOwn(asked.actor), asked.actor.number)
        case .explain:
            book.ask(.ownEngineer, isOwn(asked.actor), asked.actor.number)
            book.ask(.identified, visit?.isIdentified ?? false)
        case .consent(let amount):
            book.ask(.ownEngineer, isOwn(asked.actor), asked.actor.number)
            book.ask(.explained, visit?.isExplained ?? false)
            book.ask(.tariff, visit?.isTariffShown ?? false)
            book.ask(.sheet, amount >= Money(fen: 0), "\(amount)")
            // Once somebody works, more is the customer's own to agree to (M-43).
            let isRaised = visit?.isWorking == true && amount > visit?.consent ?? Money(fen: 0)
            book.ask(.consent, !isRaised || asked.actor.role == .customer, "the work has begun")
        case .beginWork:
            book.ask(.ownEngineer, isOwn(asked.actor), asked.actor.number)
            askWork(asked.rules, &book)
            askBack(&book)
        case .endVisit(let report):
            book.ask(.ownEngineer, isOwn(asked.actor), asked.actor.number)
            ask(report, asked, &book)
        case .pullBack(let pullBack): ask(pullBack, asked, &book)
        case .bringBack(let test, let loanerBack, let parts):
            book.ask(.returned, isAway, "it is not away")
            askParts(parts ?? [], asked.rules, &book)
            // What cannot be mended comes back as it is once an exchange is granted.
            book.ask(.tested, test == .passed || isExchangeGranted, test.rawValue)
            book.ask(.loanerBack, loanerBack || pullBack?.isLoanerOut != true)
        case .apologise(_, _):
            if asked.actor.role == .engineer { book.ask(.ownEngineer, isOwn(asked.actor), asked.actor.number) }
            let isLate = (visits.last?.lateness ?? .zero) > .zero
            book.ask(.apology, isLate, "nobody was late")
        case .exchange(let serial):
            book.ask(.exchange, isExchangeGranted && exchangedFor.isEmpty && refund == nil)
            // The loaner comes back with the appliance, on its own way.
            book.ask(.loanerBack, pullBack?.isLoanerOut != true)
            book.ask(.serials, !serial.isEmpty)
            if asked.actor.role == .engineer { book.ask(.ownEngineer, isOwn(asked.actor), asked.actor.number) }
        case .takeBack(let refund):
            book.ask(.exchange, isGranted(.returnGoods) && self.refund == nil && exchangedFor.isEmpty)
            book.ask(.loanerBack, pullBack?.isLoanerOut != true)
            book.ask(.ownEngineer, isOwn(asked.actor), asked.actor.number)
            book.ask(.sheet, refund > Money(fen: 0), "\(refund)")
        default: askOnTheWay(asked, &book)
        }
    }

    /// Whether an exchange was granted and is to be made.
    var isExchangeGranted: Bool { isGranted(.exchange) }

    /// Whether what was asked for last about a subject was granted.
    func isGranted(_ subject: Approval.Subject) -> Bool {
        approvals.last { $0.subject == subject }?.decision?.isGranted == true
    }

    /// How long after the window; zero where in time.
    func lateness(at moment: Timestamp) -> TimeSpan {
        guard let appointment, moment > appointment.through else { return .zero }
        return moment - appointment.through
    }

    private func askBack(_ book: inout GuardBook) {
        book.ask(.comeBack, visit?.awayUntil == nil, visit?.awayUntil.map { "away until \($0)" } ?? "")
    }

    /// Before work begins all is said, and consented to where it may cost (N-17, M-43, C-6).
    private func askWork(_ rules: ServiceRules, _ book: inout GuardBook) {
        book.ask(.identified, visit?.isIdentified ?? false)
        book.ask(.explained, visit?.isExplained ?? false)
        if let visit, visit.lateness >= rules.lateForManager {
            book.ask(.apology, visit.apology?.settles ?? false, "late by \(visit.lateness)")
        }
        book.ask(.manager, doubted == nil)
        guard mayCost else { return }
        book.ask(.tariff, visit?.isTariffShown ?? false)
        book.ask(.consent, visit?.consent != nil, entitlement?.outcome.rawValue ?? "not decided")
    }

    private func ask(_ report: VisitReport, _ asked: Asked, _ book: inout GuardBook) {
        // An appliance that was taken along comes back on one way only.
        if report.outcome != .pulledBack { book.ask(.returned, !isAway, "it was taken along") }
        // Somebody who is there says why in a command of its own.
        let isByManager = asked.actor.role == .afterSalesManager
        let isMade = report.outcome == .doubted || (report.outcome == .calledOff && !isByManager)
        book.ask(.stage, !isMade, report.outcome.rawValue)
        if isByManager { book.ask(.reason, !report.cause.isEmpty) }
        // Where the engineer stays away, somebody must be able to end it.
        if !isByManager { askBack(&book) }
        if report.outcome == .absent, let arrived = visit?.arrived {
            let waited = asked.moment - arrived
            book.ask(.waited, waited >= asked.rules.doorWait, "\(waited) of \(asked.rules.doorWait)")
        }
        if report.outcome == .absent {
            let isDone = report.absence.map { $0.isCalled && $0.isNoteLeft } ?? false
            book.ask(.absence, isDone, report.absence == nil ? "nothing is said of it" : "")
        }
        if report.outcome == .moved { book.ask(.place, report.isPlaceKnown == true) }
        // Also where the repair did not come to its end.
        askParts(report.parts, asked.rules, &book)
        guard ![.absent, .moved, .calledOff].contains(report.outcome) else { return }
        book.ask(.identified, visit?.isIdentified ?? false)
        askHazards(report.outcome, &book)
        switch report.outcome {
        case .fixed, .partly:
            book.ask(.working, visit?.isWorking ?? false)
            book.ask(.coded, report.component != nil && !report.cause.isEmpty)
            let isTested = report.test == .passed || report.test == .notTested || report.outcome == .partly
            book.ask(.tested, report.test != nil && isTested, report.test?.rawValue ?? "")
            book.ask(.inspected, report.isInspected)
            let isMeantHere = diagnosis?.place != .workshop || pullBack != nil
            book.ask(.atHome, isMeantHere || report.whyAtHome?.isEmpty == false)
        case .notRepairable: book.ask(.coded, report.component != nil && !report.cause.isEmpty)
        case .noFaultFound:
            book.ask(.tested, report.test == .passed, report.test?.rawValue ?? "")
            book.ask(.inspected, report.isInspected)
        case .pulledBack: book.ask(.condition, isAway, "take it along first")
        case .refused: book.ask(.repairRefusal, report.refusal?.isSound ?? false)
        case .partsMissing, .absent, .moved, .calledOff, .doubted: break
        }
    }

    private func askParts(_ parts: [PartUse], _ rules: ServiceRules, _ book: inout GuardBook) {
        // A part without a number says so (M-51).
        let nameless = parts.filter { $0.new.isEmpty || $0.faulty.isEmpty }.map(\.part)
        book.ask(.serials, nameless.isEmpty, nameless.joined(separator: ", "))
        let numbered = parts.filter(\.hasSerial).map(\.key)
        book.ask(.serials, Set(numbered).count == numbered.count, "one stands there twice")
        let foreign = parts.filter { !$0.isOriginal }.map(\.part)
        book.ask(.original, foreign.isEmpty || !rules.wantsOriginalParts, foreign.joined(separator: ", "))
    }

    /// An appliance leaves with its looks written down, a receipt, a loaner offered and a day of return (M-48, M-51).
    private func ask(_ pullBack: PullBack, _ asked: Asked, _ book: inout GuardBook) {
        book.ask(.ownEngineer, isOwn(asked.actor), asked.actor.number)
        book.ask(.identified, visit?.isIdentified ?? false)
        book.ask(.explained, visit?.isExplained ?? false)
        book.ask(.returned, !isAway, "it is away")
        book.ask(.condition, !pullBack.condition.isEmpty)
        book.ask(.pullBackReceipt, pullBack.isReceiptSigned)
        book.ask(.loanerOffered, pullBack.loaner != .back && pullBack.loaner != .out(serial: ""))
        let said = pullBack.reason?.words.count ?? 0
        book.ask(.pullBackReason, (1...400).contains(said), "\(said) characters")
        book.ask(.returnDay, pullBack.promised > asked.day && isNear(pullBack.promised, asked), "\(pullBack.promised)")
    }
}
