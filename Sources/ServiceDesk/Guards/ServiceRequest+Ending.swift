import Appliances

extension ServiceRequest {
    /// Guards of calls back, cards and ends.
    func askEnd(_ asked: Asked, _ book: inout GuardBook) {
        switch asked.command {
        case .call(let kind, let answer, let signed):
            let isCard = visitOfCall(kind) != nil
            book.ask(.asked, signed == nil || (isCard && answer != .unanswered), "who signed: nobody was asked")
            book.ask(.independent, !visits.contains { $0.engineer == asked.actor.number }, asked.actor.number)
            book.ask(.callDue, calls.contains { $0.kind == kind && !$0.isAnswered }, kind.rawValue)
            ask(answer, of: kind, &book)
        case .rate(let scores, let satisfied, let reason):
            book.ask(.rated, rating == nil, "it is rated already")
            let said: ReturnCall.Answer =
                satisfied ? .satisfied(scores: scores) : .unsatisfied(scores: scores, reason: reason)
            ask(said, of: .quality, &book)
        case .submitCard(_, _, let quality, let attitude):
            let place = visitWithoutCard(of: asked.actor)
            book.ask(.card, place != nil, "no visit of \(asked.actor.number) lacks one")
            book.ask(.scores, [quality, attitude].allSatisfy { $0.map((1...5).contains) ?? true })
            askAnswered(place, through: .leaving, asked.checklist, &book)
        case .reconcile(let level):
            book.ask(.independent, !visits.contains { $0.engineer == asked.actor.number }, asked.actor.number)
            askReconciled(level, asked, &book)
        case .escalate(let reason), .reportIncident(let reason), .reportDamage(let reason, _):
            book.ask(.reason, !reason.isEmpty)
        case .cancel(let reason):
            book.ask(.reason, !reason.isEmpty)
            askNothingOut(&book)
            // Whoever was not satisfied ends it alone (H-15).
            book.ask(.satisfied, level == 0 || asked.actor.role == .customer, "level \(level)")
            book.ask(.open, approvals.allSatisfy { $0.decision != nil }, "others still decide")
        case .close: askClosed(asked.rules, &book)
        case .holdClock(let reason):
            book.ask(.reason, !reason.isEmpty)
            book.ask(.clock, !isHeld, "it stands still")
        case .releaseClock: book.ask(.clock, isHeld, "it runs")
        case .acknowledge:
            let isHandedOver = handOver.map { $0.to == asked.actor.role && $0.acknowledged == nil } ?? false
            let isTheirs = isHandedOver || mayTakeUp(asked.actor.role)
            book.ask(.handedOver, isTheirs, handOver?.to.rawValue ?? "to nobody")
        case .openGroup(let members):
            book.ask(.group, group.isEmpty, "one meets already")
            book.ask(.asked, members.count >= 2, "\(members.count) members")
        case .dissolveGroup: book.ask(.group, !group.isEmpty, "none meets")
        case .sendSolution(let text, let attachments):
            let isSound = (1...4_000).contains(text.count) && (attachments ?? []).count <= 20
            book.ask(.solution, isSound, "\(text.count) characters, \((attachments ?? []).count) attachments")
        case .markDuplicate(let other):
            book.ask(.asked, !other.isEmpty && other != number, other)
            askNothingOut(&book)
        case .postpone(let day):
            book.ask(.foretold, origin == .prediction, origin.rawValue)
            book.ask(.returnDay, day > asked.day && isNear(day, asked), "\(day)")
        default: break
        }
    }

    /// The call of the quality department brings all four scores, whatever the customer says (Z-17).
    private func ask(_ answer: ReturnCall.Answer, of kind: ReturnCall.Kind, _ book: inout GuardBook) {
        switch answer {
        case .unanswered: break
        case .satisfied(let scores): book.ask(.scores, scores?.isValid ?? (kind != .quality))
        case .unsatisfied(let scores, let reason):
            book.ask(.scores, scores?.isValid ?? (kind != .quality))
            book.ask(.reason, !reason.isEmpty)
        }
    }

    /// A card that somebody else signed, or that the customer speaks against, is reconciled only after a call (M-75).
    private func askReconciled(_ level: SupervisionCard.Level, _ asked: Asked, _ book: inout GuardBook) {
        guard let card = visitToReconcile(at: level).flatMap({ visits[$0].card }) else {
            return book.ask(.card, false, "none has come in that is not reconciled there")
        }
        book.ask(.card, level == .branch || card.reconciled.contains(.branch), "the branch comes first")
        book.ask(
            .fourEyes, level == .branch || card.branchOfficer != asked.actor.number,
            "\(asked.actor.number) has done so for the branch")
        if let suspicion = card.suspicion, suspicion.followedUp == nil {
            let isTried = calls.contains { $0.kind == .afterMismatch && $0.isOver(asked.rules) }
            book.ask(.signature, isTried, suspicion.because.words)
        }
        guard card.signature == .other else { return }
        book.ask(.signature, calls.contains { $0.kind == .quality && ($0.isAnswered || $0.isOver(asked.rules)) })
    }

    /// Neither the appliance nor a loaner is where it does not belong.
    private func askNothingOut(_ book: inout GuardBook) {
        book.ask(.returned, !isAway)
        book.ask(.loanerBack, pullBack?.isLoanerOut != true)
    }

    private func askClosed(_ rules: ServiceRules, _ book: inout GuardBook) {
        let open = calls.filter { !$0.isOver(rules) }.map(\.kind.rawValue)
        book.ask(.satisfied, open.isEmpty && !calls.isEmpty, open.joined(separator: ", "))
        askNothingOut(&book)
        book.ask(.clockRuns, !isPaused)
        book.ask(.invoice, !isInvoiceOwed, "one is owed")
        book.ask(.open, approvals.allSatisfy { $0.decision != nil }, "others still decide")
        book.ask(.fulfilled, granted == nil, granted?.rawValue ?? "")
        book.ask(.card, visits.allSatisfy { !$0.wantsCard || $0.card?.reconciled.contains(.branch) == true })
    }

    /// The same, and the end of the group for remote support where they solve what it met for, or end the request: it
    /// is dissolved right afterwards, and nobody need remember to.
    func dissolvingGroup(_ events: [RequestEvent]) -> [RequestEvent] {
        guard !group.isEmpty, !events.contains(.groupDissolved) else { return events }
        if events.contains(where: \.isSolution) { return events + [.groupDissolved] }
        // An end is the last event of its request.
        guard let end = events.firstIndex(where: \.isEnd) else { return events }
        return Array(events[..<end]) + [.groupDissolved] + Array(events[end...])
    }

    /// Whether the demand is known to be met, or only nobody was reached.
    var isConfirmed: Bool { calls.allSatisfy(\.isAnswered) }
}

extension RequestEvent {
    /// Whether it says that the problem is solved, or that nobody may solve it.
    fileprivate var isSolution: Bool {
        switch self {
        case .visitEnded(let report): [.fixed, .noFaultFound, .refused].contains(report.outcome)
        case .called(.afterGuidance, .satisfied, _): true
        default: false
        }
    }

    /// Whether the request is over with it.
    fileprivate var isEnd: Bool {
        switch self {
        case .closed, .closedUnconfirmed, .cancelled, .duplicated: true
        default: false
        }
    }
}

extension ReturnCall {
    /// Whether a satisfied customer has answered, or was tried for often enough.
    func isOver(_ rules: ServiceRules) -> Bool {
        switch answers.last {
        case .satisfied: true
        case .unsatisfied: false
        case .unanswered, nil: unanswered(apart: rules.contactApart) >= rules.unansweredMax
        }
    }
}
