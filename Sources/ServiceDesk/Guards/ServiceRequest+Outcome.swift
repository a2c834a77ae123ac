import Appliances
import Warranty

extension ServiceRequest {
    /// What a command that no guard stops makes happen.
    func events(of asked: Asked) -> [RequestEvent] {
        switch asked.command {
        case .verify(let attempt): verified(by: attempt)
        case .triage(let diagnosis): [.triaged(diagnosis: diagnosis)]
        case .guide(let script, let accepted):
            [.guided(script: script, accepted: accepted)]
                + (accepted
                    ? [due(.afterGuidance, in: asked.rules.callAfterGuidance, asked)] + runAgain(on: asked.day) : [])
        case .movePart(let need): moved(need, on: asked.day)
        case .assign(let engineer, _, let reason, _): calledOff(reason ?? "") + [.assigned(engineer: engineer)]
        case .decline(let reason): [.declined(engineer: asked.actor.number, reason: reason)]
        case .propose(let from, let through, let reason, let consent, let travel):
            calledOff(reason) + [.windowProposed(from: from, through: through, reason: reason, travel: travel)]
                + (consent || asked.actor.role == .customer ? [.windowConfirmed] : [])
        case .accept: accepted(asked)
        case .confirmWindow(let facts):
            (facts ?? []).isEmpty
                ? [.windowConfirmed] : [.factsConfirmed(facts: Set(facts ?? []).sorted()), .windowConfirmed]
        case .depart(let checklist, let answers):
            [.departed(checklist: checklist)] + answered(ChecklistAnswers(edition: checklist, answers ?? []))
        case .answer(let checklist, let answers): answered(ChecklistAnswers(edition: checklist, answers))
        case .arrive(let cause):
            [.arrived(lateness: lateness(at: asked.moment), cause: lateness(at: asked.moment) > .zero ? cause : "")]
        case .identify: [.identified]
        case .explain: [.explained]
        case .showTariff: [.tariffShown]
        case .consent(let amount): [.consented(amount: amount)]
        case .beginWork: [.workBegan]
        case .endVisit(let report): ended(report, asked)
        // Written anew: what leaves has not come back.
        case .pullBack(let away):
            [
                .pulledBack(
                    pullBack: PullBack(
                        condition: away.condition, isReceiptSigned: away.isReceiptSigned, loaner: away.loaner,
                        promised: away.promised, reason: away.reason))
            ]
        case .bringBack(let test, let loanerBack, let parts):
            [.broughtBack(test: test, loanerBack: loanerBack, parts: parts)] + runAgain(on: asked.day)
        default: eventsOfEnd(asked)
        }
    }

    private func eventsOfEnd(_ asked: Asked) -> [RequestEvent] {
        switch asked.command {
        case .reportIncident(let what): [.incident(what: what), complained(.incident, what)]
        case .reportDamage(let what, let amount): [.damaged(what: what, amount: amount), complained(.damage, what)]
        case .charge(let sheet): [.charged(sheet: sheet)]
        case .confirmCharges: [.chargesConfirmed]
        case .ask(let approval): wanted(approval, by: asked.actor)
        case .decide(let subject, let granted): decided(subject, granted, asked)
        case .pay(let amount, let method): [.paid(amount: amount, method: method)]
        case .giveReceipt(let follows): [.receiptGiven(invoiceFollows: follows)]
        case .settle: [.settled, due(.quality, in: asked.rules.callOfQuality, asked)]
        case .call(let kind, let answer, let signed): called(kind, answer, signed, asked)
        case .rate(let scores, let satisfied, let reason): rated(scores, satisfied, reason)
        case .submitCard(let signature, let satisfied, let quality, let attitude):
            [.cardSubmitted(signature: signature, satisfied: satisfied, quality: quality, attitude: attitude)]
                + suspected(
                    SupervisionCard(signature, isSatisfied: satisfied, submitted: asked.moment),
                    at: visitWithoutCard(of: asked.actor), asked)
        case .reconcile(let level): [.reconciled(level: level)]
        case .escalate(let reason): [.escalated(reason: reason)]
        case .holdClock(let reason): [.clockHeld(reason: reason)]
        case .releaseClock: [.clockReleased]
        case .handOver(let role): [.handedOver(to: role)]
        case .acknowledge: [.acknowledged]
        case .openGroup(let members): [.groupOpened(members: members)]
        case .dissolveGroup: [.groupDissolved]
        // A customer who does not accept it hears a manager (M-32).
        case .apologise(let gift, let accepted):
            [.apologised(gift: gift, accepted: accepted)]
                + (accepted || asked.actor.role == .afterSalesManager
                    ? [] : [.escalated(reason: "the apology for being late was not accepted")])
        case .exchange(let serial): [.exchanged(serial: serial)] + runAgain(on: asked.day)
        case .sendSolution(let text, let attachments):
            [.solutionSent(text: text, attachments: attachments ?? [])]
        case .takeBack(let refund): [.takenBack(refund: refund)] + runAgain(on: asked.day)
        case .close: [isConfirmed ? .closed : .closedUnconfirmed]
        case .cancel: runAgain(on: asked.day) + [.cancelled]
        case .markDuplicate(let other): runAgain(on: asked.day) + [.duplicated(of: other)]
        case .postpone(let day): [.postponed(until: day)]
        case .resume: [missing.isEmpty ? .verified : .documentsAsked(missing)]
        default: eventsOnTheWay(asked)
        }
    }

    /// Written anew: who asks does not say what was decided, and a customer not what kind of failure it is (H-23).
    private func wanted(_ approval: Approval, by actor: Actor) -> [RequestEvent] {
        let failure = actor.role == .customer ? nil : approval.failure
        return [
            .approvalAsked(
                approval: Approval(
                    approval.subject, amount: approval.amount, reason: approval.reason, failure: failure,
                    refusal: approval.refusal))
        ]
    }

    /// An engineer who agrees after the customer was called in vain goes without an answer (M-17).
    private func accepted(_ asked: Asked) -> [RequestEvent] {
        var window = appointment
        window?.isAccepted = true
        return [.windowAccepted] + unannounced(window, asked)
    }

    private func due(_ kind: ReturnCall.Kind, in span: TimeSpan, _ asked: Asked) -> RequestEvent {
        .callDue(kind: kind, due: asked.moment + span)
    }

    private func verified(by attempt: VerificationAttempt) -> [RequestEvent] {
        let isLast = attempt.result == .found && missing == [attempt.fact]
        let isAsking = state == .received || state == .verifying
        return [.attempted(attempt: attempt)] + (isLast && isAsking ? [.verified] : [])
    }

    /// Waiting for a part stops the warranty's clock and nothing else (H-19, M-5).
    private func moved(_ need: PartNeed, on day: CalendarDay) -> [RequestEvent] {
        var after = needs.filter { $0.part != need.part }
        after.append(need)
        let waits = after.contains(where: \.isAwaited)
        if waits, !isPaused { return [.partMoved(need: need), .paused(cause: .waitingParts, from: day)] }
        if !waits, isPaused, pauses.last?.cause == .waitingParts { return [.partMoved(need: need)] + runAgain(on: day) }
        return [.partMoved(need: need)]
    }

    /// What ends a pause of the warranty; nothing where there is none.
    func runAgain(on day: CalendarDay) -> [RequestEvent] {
        guard isPaused, let from = pauses.last?.from else { return [] }
        return [.resumed(through: max(from, day))]
    }

    private func ended(_ report: VisitReport, _ asked: Asked) -> [RequestEvent] {
        var events: [RequestEvent] = [.visitEnded(report: report)]
        switch report.outcome {
        case .pulledBack: if !isPaused { events.append(.paused(cause: .repair, from: asked.day)) }
        case .fixed, .partly, .noFaultFound, .refused: events += runAgain(on: asked.day)
        case .notRepairable: events += runAgain(on: asked.day) + exchangeAsked(report)
        case .partsMissing, .absent, .moved, .calledOff, .doubted: break
        }
        if report.test == .notTested, report.outcome.isRepair {
            events.append(due(.afterUntested, in: asked.rules.callAfterUntested, asked))
        }
        if report.outcome == .partly {
            events.append(due(.afterIncomplete, in: asked.rules.callAfterIncomplete, asked))
        }
        return events
    }

    /// What cannot be mended is exchanged, or is a special case: others decide, unless they have (H-5, X-9, M-53).
    private func exchangeAsked(_ report: VisitReport) -> [RequestEvent] {
        let isDecided = isGranted(.exchange) || isGranted(.returnGoods) || openApproval(of: .exchange) != nil
        guard !isDecided else { return [] }
        return [
            .approvalAsked(
                approval: Approval(
                    .exchange, amount: Money(fen: 0), reason: "cannot be repaired: \(report.cause)",
                    failure: report.failure))
        ]
    }

    /// Whoever is not satisfied need not wait for a call to say so (H-15, Z-19).
    private func rated(_ scores: ReturnCall.Scores, _ satisfied: Bool, _ reason: String) -> [RequestEvent] {
        [.rated(scores: scores, satisfied: satisfied, reason: reason)]
            + (satisfied ? [] : [.reopened(reason: reason)])
    }

    /// A customer who is not satisfied has the request go on: after guidance with a visit, else one level higher
    /// (H-15).
    private func called(
        _ kind: ReturnCall.Kind, _ answer: ReturnCall.Answer, _ signed: Bool?, _ asked: Asked
    ) -> [RequestEvent] {
        var events: [RequestEvent] = [.called(kind: kind, answer: answer, signed: signed)]
        if case .unsatisfied(_, let reason) = answer {
            if kind == .afterGuidance {
                events.append(.guided(script: "", accepted: false))
            } else if state == .workDone || state == .followUp {
                // Whoever is called on the way to the next visit has that visit to come.
                events.append(.reopened(reason: reason))
            }
        }
        let isRaised = if case .reopened = events.last { true } else { false }
        return events + suspected(by: kind, answer, signed: signed, isRaised: isRaised, asked)
    }
}
