import Appliances
import Warranty

extension ServiceRequest {
    /// Takes what happened over into the state.
    mutating func take(_ recorded: RecordedEvent) {
        let before = state
        defer {
            if state != before { since = recorded.at }
            takeUp(recorded)
        }
        switch recorded.event {
        case .received: preconditionFailure("\(number) was received a second time.")
        case .demanded(let demand): demands.append(demand)
        case .evidenceAttached(let piece): evidence.append(piece)
        case .entitlementDecided(let decision): take(decision)
        case .failureEntitlementDecided(let decision): entitlementAtFailure = decision
        case .documentsAsked(let facts): (state, missing) = (.verifying, facts)
        case .priorityRaised(let raised): priority = min(priority, raised)
        case .attempted(let attempt):
            take(attempt)
            attempted = recorded.at
        case .verified: (state, missing) = (.verified, [])
        case .triaged(let diagnosis): take(diagnosis, at: recorded.at)
        case .guided(_, let accepted):
            state = accepted ? .guided : .scheduling
            if !accepted { retireCalls() }
        case .partMoved(let need): take(need, at: recorded.at)
        case .paused(let cause, let from): pauses.append(RequestPause(cause: cause, from: from))
        case .resumed(let through): if !pauses.isEmpty { pauses[pauses.count - 1].through = through }
        default: takeVisit(recorded)
        }
    }

    private mutating func take(_ attempt: VerificationAttempt) {
        attempts.append(attempt)
        facts.take(attempt, after: demands.count)
        switch attempt.result {
        case .found: missing.removeAll { $0 == attempt.fact }
        case .mismatch:
            missing = Set(missing + [attempt.fact]).sorted()
            state = .verifying
        case .unknown, .unanswered: break
        }
    }

    private mutating func take(_ diagnosis: Diagnosis, at moment: Timestamp) {
        self.diagnosis = diagnosis
        count(diagnosis.hypotheses.first?.component)
        parts = diagnosis.parts
        // What was granted to come instead of the appliance does not hang on what is wrong with it.
        let kept = zip(needs, needsSince).filter { $0.0.part == ServiceRequest.replacement }
        var seen = Set(kept.map(\.0.part))
        let wanted = diagnosis.parts.filter { seen.insert($0).inserted }
        needs = wanted.map { PartNeed($0) } + kept.map(\.0)
        needsSince = wanted.map { _ in moment } + kept.map(\.1)
        state = .triaged
    }

    private mutating func take(_ need: PartNeed, at moment: Timestamp) {
        if let place = needs.firstIndex(where: { $0.part == need.part }) {
            (needs[place], needsSince[place]) = (need, moment)
        } else {
            needs.append(need)
            needsSince.append(moment)
        }
        let isWaiting = needs.contains(where: \.isAwaited)
        if isWaiting, [.triaged, .scheduling].contains(state) { state = .awaitingParts }
        if !isWaiting, state == .awaitingParts { state = .scheduling }
    }

    private mutating func takeVisit(_ recorded: RecordedEvent) {
        switch recorded.event {
        case .assigned(let engineer):
            self.engineer = engineer
            assigned = recorded.at
            if appointment?.isPromised == true { withdrawnAt = recorded.number }
            (appointment, contention) = (nil, nil)
            state = .scheduling
        case .declined:
            freed = recorded.at
            if appointment?.isPromised == true { withdrawnAt = recorded.number }
            (engineer, appointment, contention) = (nil, nil, nil)
            state = .scheduling
        case .windowProposed(let from, let through, _, let travel):
            appointment = Appointment(from: from, through: through)
            appointment?.proposed = recorded.at
            appointment?.travel = travel
            contention = nil
            state = .scheduling
        case .windowAccepted: agree { $0.isAccepted = true }
        case .windowConfirmed: agree { $0.isConfirmed = true }
        case .departed(let checklist):
            var visit = Visit(engineer: engineer ?? "")
            (visit.checklist, visit.departed) = (checklist, recorded.at)
            visit.isUnannounced = appointment?.isPromised == false
            visits.append(visit)
            state = .enRoute
        case .checklistAnswered(let answers): take(answers, by: recorded.by)
        case .arrived(let lateness, let cause):
            change { ($0.arrived, $0.lateness, $0.lateCause) = (recorded.at, lateness, cause) }
            contention = nil
            state = .onSite
        case .identified: change { $0.isIdentified = true }
        case .explained: change { $0.isExplained = true }
        case .tariffShown: change { $0.isTariffShown = true }
        case .consented(let amount): change { $0.consent = amount }
        case .workBegan: change { $0.isWorking = true }
        case .visitEnded(let report): end(report, at: recorded.at)
        case .pulledBack(let pullBack): self.pullBack = pullBack
        case .broughtBack(_, let loanerBack, let parts):
            pullBack?.returned = recorded.at
            change { $0.parts += parts ?? [] }
            use(parts ?? [], by: engineer ?? visits.last?.engineer ?? "", at: recorded.at)
            if loanerBack, pullBack?.isLoanerOut == true { pullBack?.loaner = .back }
            state = .workDone
        case .apologised(let gift, let accepted):
            let byManager = recorded.by?.role == .afterSalesManager
            change { $0.apology = Visit.Apology(gift: gift, isAccepted: accepted, isByManager: byManager) }
        case .exchanged(let serial): exchange(for: serial, at: recorded.at)
        case .incident: level = max(level, 2)
        case .damaged: break
        case .takenBack(let refund):
            self.refund = refund
            takeAway(at: recorded.at)
        default: takeEnd(recorded)
        }
    }

    /// Another appliance stands in its place, that which was laid aside for it (M-53, X-9).
    private mutating func exchange(for serial: String, at moment: Timestamp) {
        exchangedFor = serial
        if needs.contains(where: { $0.part == ServiceRequest.replacement }) {
            take(away: ServiceRequest.replacement, by: engineer ?? visits.last?.engineer ?? "", at: moment)
        }
        takeAway(at: moment)
    }

    /// The appliance is the customer's no more, wherever it is.
    private mutating func takeAway(at moment: Timestamp) {
        dropReplacement()
        if isAway { pullBack?.returned = moment }
        if state == .pulledBack { state = .workDone }
    }

    /// Nothing comes instead of the appliance; whoever waited for that alone goes on.
    private mutating func dropReplacement() {
        let kept = zip(needs, needsSince).filter { $0.0.part != ServiceRequest.replacement }
        (needs, needsSince) = (kept.map(\.0), kept.map(\.1))
        if state == .awaitingParts, !needs.contains(where: \.isAwaited) { state = .scheduling }
    }

    private mutating func agree(_ change: (inout Appointment) -> Void) {
        guard var window = appointment else { return }
        change(&window)
        appointment = window
        if window.isPromised { state = .scheduled }
    }

    mutating func change(_ change: (inout Visit) -> Void) {
        guard !visits.isEmpty else { return }
        change(&visits[visits.count - 1])
    }

    private mutating func end(_ report: VisitReport, at moment: Timestamp) {
        change { visit in
            visit.ended = moment
            visit.outcome = report.outcome
            (visit.component, visit.cause, visit.parts) = (report.component, report.cause, report.parts)
            (visit.test, visit.isInspected) = (report.test, report.isInspected)
            (visit.absence, visit.refusal, visit.whyAtHome) = (report.absence, report.refusal, report.whyAtHome)
        }
        use(report.parts, by: visits.last?.engineer ?? engineer ?? "", at: moment)
        count(report.component)
        failure = report.failure ?? failure
        switch report.outcome {
        case .fixed, .partly, .noFaultFound, .refused: state = .workDone
        case .notRepairable:
            // A repair that nobody can make has failed.
            facts.failedRepairs += 1
            state = .workDone
        case .pulledBack: state = .pulledBack
        case .partsMissing, .absent, .moved, .calledOff, .doubted:
            appointment = nil
            state = .scheduling
        }
    }

    private mutating func takeEnd(_ recorded: RecordedEvent) {
        switch recorded.event {
        case .charged(let sheet): charges = Charges(sheet: sheet)
        case .chargesConfirmed: charges?.isConfirmed = true
        case .approvalAsked(var approval):
            approval.asked = recorded.at
            approvals.append(approval)
            failure = approval.failure ?? failure
        case .approvalDecided(let subject, let granted):
            guard let by = recorded.by, let place = openApproval(of: subject) else { return }
            approvals[place].decision = Approval.Decision(by: by, isGranted: granted, at: recorded.at)
            if subject == .exchange, !granted { dropReplacement() }
        case .voted(let subject, let granted):
            guard let by = recorded.by, let place = openApproval(of: subject) else { return }
            approvals[place].votes.append(Approval.Decision(by: by, isGranted: granted, at: recorded.at))
        case .paid(let amount, _):
            guard let paid = charges?.paid else { return }
            charges?.paid = paid + amount
        case .receiptGiven(let invoiceFollows):
            charges?.isReceiptGiven = true
            charges?.isInvoiceOwed = invoiceFollows
            charges?.receiptGiven = recorded.at
        case .settled: state = .followUp
        case .callDue(let kind, let due): calls.append(ReturnCall(kind, due: due))
        case .called(let kind, let answer, let signed):
            calledBack = recorded.at
            guard let place = calls.lastIndex(where: { $0.kind == kind && !$0.isAnswered }) else { return }
            calls[place].answers.append(answer)
            calls[place].times.append(recorded.at)
            calls[place].telemetry = telemetry
            if let signed { calls[place].signed = signed }
            if kind == .afterMismatch, answer != .unanswered { followUpSuspicion(at: recorded.at) }
        case .cardSubmitted(let signature, let satisfied, let quality, let attitude):
            guard let place = visitWithoutCard(of: recorded.by) else { return }
            var card = SupervisionCard(signature, isSatisfied: satisfied, submitted: recorded.at)
            (card.quality, card.attitude) = (quality, attitude)
            visits[place].card = card
        case .reconciled(let level):
            guard let place = visitToReconcile(at: level) else { return }
            visits[place].card?.reconciled.append(level)
            if level == .branch { visits[place].card?.branchOfficer = recorded.by?.number }
        case .fraudSuspected(let visit, _, let because): suspect(visit, because, at: recorded.at)
        case .afterRepair(let telemetry): self.telemetry = telemetry
        case .escalated: level += 1
        case .reopened: reopen(at: recorded.at)
        default: takeClock(recorded)
        }
    }

    private mutating func takeClock(_ recorded: RecordedEvent) {
        switch recorded.event {
        case .breached(let kind, let what, let due, let role):
            breaches.append(Breach(kind: kind, what: what, due: due, at: recorded.at, to: role))
            // What nobody has resolved in time is the next level's.
            if kind == .complaint, let number = Int(what) { raise(complaint: number, at: recorded.at) }
        case .clockHeld(let reason): holds.append(ClockHold(reason: reason, from: recorded.at))
        case .clockReleased: if !holds.isEmpty { holds[holds.count - 1].through = recorded.at }
        case .handedOver(let role): handOver = HandOver(to: role, at: recorded.at)
        case .acknowledged:
            // Whoever takes up what was escalated need not have it handed over.
            guard handOver?.acknowledged == nil, recorded.by?.role == handOver?.to else { return }
            handOver?.acknowledged = recorded.at
        case .groupOpened(let members): group = members
        case .groupDissolved: group = []
        case .rated(let scores, let satisfied, let reason):
            ratings.append(
                Rating(
                    scores: scores, isSatisfied: satisfied, reason: reason, at: recorded.at, visits: visits.count))
        case .factsConfirmed(let facts): confirmedFacts = Set(confirmedFacts + facts).sorted()
        case .solutionSent(let text, let attachments):
            solutions.append(Solution(text: text, attachments: attachments, at: recorded.at))
        default: takeOnTheWay(recorded)
        }
    }

    mutating func takeLast(_ event: RequestEvent) {
        switch event {
        case .closed, .closedUnconfirmed: end(in: .closed)
        case .cancelled: end(in: .cancelled)
        case .duplicated(let other):
            end(in: .duplicate)
            duplicateOf = other
        case .postponed(let day): (state, postponedUntil) = (.postponed, day)
        default: preconditionFailure("\(number) does not know what to do with an event.")
        }
    }

    /// Nothing is asked for any more.
    private mutating func end(in state: RequestState) { (self.state, missing) = (state, []) }

    /// It begins anew where the customer is not satisfied, with what is known and one level higher.
    private mutating func reopen(at moment: Timestamp) {
        // Before the state says that it goes on: until now this lay on its shelf.
        lookAnew(at: moment)
        // What was paid is paid, and an invoice that was promised is still owed.
        if let charges, charges.paid > Money(fen: 0) || charges.isReceiptGiven { pastCharges.append(charges) }
        // Who complains after the end, of something else than the repair, does not say that it did not hold.
        let isOfRepair = state != .closed || complaints.last?.subject == .skill
        if hasRepairFailed, isOfRepair { facts.failedRepairs += 1 }
        state = .triaged
        level += 1
        (engineer, appointment, charges, contention) = (nil, nil, nil, nil)
        // A waiver was granted for the sheet that went with it.
        approvals.removeAll { $0.subject == .waiver && $0.decision != nil }
        retireCalls()
    }

    /// A further visit answers them all, but for the prompt call about a card, which is made meanwhile (M-75).
    private mutating func retireCalls() {
        pastCalls += calls.filter { $0.kind != .afterMismatch }
        calls.removeAll { $0.kind != .afterMismatch }
    }

    /// The place of what was asked for about a subject and nobody has decided.
    func openApproval(of subject: Approval.Subject) -> Int? {
        approvals.lastIndex { $0.subject == subject && $0.decision == nil }
    }

    /// The place of the first visit of an engineer that has ended and whose card has not come in.
    func visitWithoutCard(of actor: Actor?) -> Int? {
        // An information officer hands it in, unsigned, for an engineer who is gone.
        let isOfficer = actor?.role == .informationOfficer
        return visits.firstIndex { $0.wantsCard && $0.card == nil && ($0.engineer == actor?.number || isOfficer) }
    }

    /// The place of the first visit whose card is not reconciled at a level.
    func visitToReconcile(at level: SupervisionCard.Level) -> Int? {
        visits.firstIndex { $0.card?.reconciled.contains(level) == false }
    }
}
