import Appliances
package import Warranty

extension ServiceRequest {
    /// Whether something that is asked for lies outside of what the warranty offers (M-53, M-65).
    package func isSpecial(_ subject: Approval.Subject) -> Bool {
        guard let option = subject.option else { return subject == .special }
        return entitlement?.options.contains(option) != true
    }

    /// Who may decide about a subject of this request, lowest first: an exchange or a return that the warranty does not
    /// offer is the leader's alone (M-53).
    package func deciders(of subject: Approval.Subject) -> [Role] {
        subject.option != nil && isSpecial(subject) ? [.centreLeader] : subject.deciders
    }

    /// Why an exchange or a return is a special case: the three guarantees, as the decision explains them (M-53).
    package func whySpecial(_ subject: Approval.Subject) -> String {
        guard let option = subject.option, isSpecial(subject) else { return "" }
        guard let entitlement else { return "\(option.rawValue): nobody has decided who pays" }
        let offered = "\(option.rawValue) is not offered"
        guard let reason = entitlement.reason(of: option) else { return offered }
        return "\(offered); \(reason.clause): \(reason.text.en)"
    }

    /// What was granted and is not done: an exchange, a return or a compensation; nil for none.
    var granted: Approval.Subject? {
        if isGranted(.exchange), exchangedFor.isEmpty { return .exchange }
        if isGranted(.returnGoods), refund == nil { return .returnGoods }
        return compensationOwed > Money(fen: 0) ? .compensation : nil
    }

    /// What follows where somebody decides: a vote among several, or the decision.
    func decided(_ subject: Approval.Subject, _ isGranted: Bool, _ asked: Asked) -> [RequestEvent] {
        let decided = RequestEvent.approvalDecided(subject: subject, granted: isGranted)
        guard !subject.requiredRoles.isEmpty else { return [decided] + replaced(subject, isGranted, asked) }
        let left = openApproval(of: subject).map { approvals[$0].missingVotes } ?? []
        let isOver = !isGranted || left == [asked.actor.role]
        return [.voted(subject: subject, granted: isGranted)] + (isOver ? [decided] : [])
    }

    /// What comes instead of the appliance is ordered at once where an exchange is granted.
    private func replaced(_ subject: Approval.Subject, _ isGranted: Bool, _ asked: Asked) -> [RequestEvent] {
        guard subject == .exchange else { return [] }
        let isOrdered = needs.contains { $0.part == ServiceRequest.replacement }
        if isGranted {
            return isOrdered || !exchangedFor.isEmpty
                ? [] : [.partMoved(need: PartNeed(ServiceRequest.replacement))]
        }
        let isAwaited = needs.contains { $0.isAwaited && $0.part != ServiceRequest.replacement }
        return !isAwaited && pauses.last?.cause == .waitingParts ? runAgain(on: asked.day) : []
    }
}

extension EntitlementDecision {
    /// The step that explains why something may be chosen or not: of the first days, or of repairs in vain (H-21,
    /// H-22, X-12), else the one that decided.
    package func reason(of option: Option) -> Reason? {
        let steps: [Reason.Finding] = [.firstDays, .firstDaysOver, .saleAhead, .repairsFailed, .repairTooLong]
        return reasons.last { steps.contains($0.finding) } ?? decidingReason
    }
}
