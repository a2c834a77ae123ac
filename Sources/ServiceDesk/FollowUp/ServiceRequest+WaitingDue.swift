import Appliances

extension ServiceRequest {
    /// What somebody must do so that it does not lie: in every state somebody has the next word.
    func waitingDue(_ rules: ServiceRules) -> [DueItem] {
        verifyDue(rules) + assignDue(rules) + windowDue(rules) + workDue(rules) + decisionsDue(rules)
            + takeUpDue(rules) + closeDue(rules)
    }

    /// Who takes up what was escalated: the after-sales manager first, then the leader of the centre.
    package var roleAbove: Role { level > 1 ? .centreLeader : .afterSalesManager }

    /// Whether somebody of a role is to take up what was escalated, or stands above whoever is.
    package func mayTakeUp(_ role: Role) -> Bool { raised != nil && (role == roleAbove || role == .centreLeader) }

    /// Notes that somebody above is called for, or that somebody of them has done something about it.
    mutating func takeUp(_ recorded: RecordedEvent) {
        switch recorded.event {
        case .escalated, .reopened, .incident: raised = recorded.at
        default: if let by = recorded.by, mayTakeUp(by.role) { raised = nil }
        }
    }

    /// Whoever did not answer is asked again, whoever does not know is followed by the next source (M-16, H-3).
    private func verifyDue(_ rules: ServiceRules) -> [DueItem] {
        guard state == .received || state == .verifying, let attempted else { return [] }
        let next = missing.first.map { nextSource(of: $0, rules) } ?? .customer
        let role: Role =
            switch next {
            case .informationOfficer, .distributor: .informationOfficer
            case .dispatcher: .dispatcher
            case .customer: .hotlineAgent
            }
        return response(
            .verifyAgain, next.rawValue, rules.verifyAgain, after: attempted, rules, role, to: .afterSalesManager,
            "M-16")
    }

    /// Who is asked for a fact next: the first in the order who was not asked or has not answered, else the customer.
    package func nextSource(of fact: MissingFact, _ rules: ServiceRules) -> VerificationAttempt.Source {
        guard fact.mayBeOnFile else { return .customer }
        return rules.verificationOrder.first { source in
            let last = attempts.last { $0.source == source && $0.fact == fact }
            return last == nil || last?.result == .unanswered
        } ?? .customer
    }

    private func assignDue(_ rules: ServiceRules) -> [DueItem] {
        guard state == .triaged || (state == .scheduling && engineer == nil) else { return [] }
        return response(
            .assign, "", rules.assignWithin, after: max(since, freed ?? since), rules, .dispatcher,
            to: .afterSalesManager, "Z-5")
    }

    /// The customer's answer is the hotline's to get, the engineer's is the engineer's own.
    private func windowDue(_ rules: ServiceRules) -> [DueItem] {
        guard state == .scheduling, let engineer, let appointment else { return [] }
        let proposed = appointment.proposed ?? since
        var items: [DueItem] = []
        // A window of before that both had agreed on is gone through once more.
        if !appointment.isConfirmed || appointment.isAccepted {
            items += response(
                .answerWindow, Role.customer.rawValue, rules.answerWindow, after: proposed, rules, .hotlineAgent,
                to: .dispatcher, "H-8")
        }
        if !appointment.isAccepted {
            items += response(
                .answerWindow, engineer, rules.answerWindow, after: proposed, rules, .engineer, to: .dispatcher, "H-8")
        }
        return items
    }

    private func workDue(_ rules: ServiceRules) -> [DueItem] {
        let engineer = engineer ?? ""
        return switch state {
        case .onSite:
            response(
                .endVisit, engineer, rules.endVisit, after: since, rules, .engineer, to: .dispatcher, "N-22")
        case .workDone:
            response(
                .settle, engineer, rules.settleWithin, after: since, rules, .engineer, to: .informationOfficer, "Z-15")
        default: []
        }
    }

    /// The lowest who may decide, or who of those who decide together has not voted.
    private func decisionsDue(_ rules: ServiceRules) -> [DueItem] {
        approvals.filter { $0.decision == nil }.flatMap { approval -> [DueItem] in
            let deciders = approval.missingVotes.isEmpty ? deciders(of: approval.subject) : approval.missingVotes
            return response(
                .decide, approval.subject.rawValue, rules.decideWithin, after: approval.asked ?? since, rules,
                deciders.first ?? .centreLeader, to: .centreLeader, "M-65")
        }
    }

    private func takeUpDue(_ rules: ServiceRules) -> [DueItem] {
        response(.takeUp, "", rules.takeUp, after: raised, rules, roleAbove, to: .centreLeader, "M-54")
    }

    /// Nothing is left but to close it; calls, cards and decisions that are open are due of themselves (H-15).
    private func closeDue(_ rules: ServiceRules) -> [DueItem] {
        guard state == .followUp || state == .guided, !calls.isEmpty, calls.allSatisfy({ $0.isOver(rules) }),
            visits.allSatisfy({ !$0.wantsCard || $0.card?.reconciled.contains(.branch) == true }),
            approvals.allSatisfy({ $0.decision != nil })
        else { return [] }
        return response(
            .close, "", rules.closeWithin, after: max(since, calledBack ?? since), rules, .informationOfficer,
            to: .centreLeader, "H-15")
    }
}
