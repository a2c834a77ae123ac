import Appliances
package import Warranty

extension ServiceRequest {
    /// On which way it is repaired, as far as anybody has said (H-5, X-10, X-11).
    ///
    /// What was sold abroad is mended by the customer with a part that comes by post, or goes back to the factory.
    package func way(isExported: Bool) -> ServiceWay {
        let isWorkshop = pullBack != nil || diagnosis?.place == .workshop
        if isExported { return diagnosis?.isRemoteFixable == true && !isWorkshop ? .partByPost : .factory }
        return isWorkshop ? .pullBack : .home
    }

    /// The parts of which it is asked who pays: each that may have failed, the one that counts last (2.2).
    var componentsToDecide: [Component] {
        let main = mainComponent ?? entitlement?.component ?? component
        let all = Set(entitlements.map(\.component) + (diagnosis?.hypotheses.map(\.component) ?? []))
        let others = all.filter { $0 != main }.sorted { $0.rawValue < $1.rawValue }
        return others + (main.map { [$0] } ?? [])
    }

    /// Takes over who pays for a part: it counts for the request where the part does.
    mutating func take(_ decision: EntitlementDecision) {
        entitlements.removeAll { $0.component == decision.component }
        entitlements.append(decision)
        entitlements.sort { $0.component.rawValue < $1.component.rawValue }
        if mainComponent == nil || mainComponent == decision.component { entitlement = decision }
    }

    /// From now on it is this part that counts, where anybody knows which.
    mutating func count(_ component: Component?) {
        guard let component else { return }
        mainComponent = component
        entitlement = entitlements.first { $0.component == component } ?? entitlement
    }

    /// Whether a repair was made last that does not hold.
    var hasRepairFailed: Bool {
        guard exchangedFor.isEmpty, let outcome = visits.last(where: { $0.outcome != nil })?.outcome else {
            return false
        }
        return outcome == .fixed || outcome == .pulledBack
    }
}

extension Desk {
    /// What follows of who pays once a command is done: the decisions that are another one, and what is asked for now.
    ///
    /// `events` are what the command makes happen, `entitled` says who pays for a component of the request as it stands
    /// then; given back are the events with those decisions that differ.
    func decided(
        after events: [RequestEvent], of command: DeskCommand, on request: ServiceRequest, by actor: Actor,
        at moment: Timestamp, _ entitled: (Component, ServiceRequest) -> EntitlementDecision?
    ) -> [RequestEvent] {
        guard command.asksWhoPays else { return events }
        // A complaint finds nothing out, unless what seemed to be over goes on.
        if case .complain = command, request.state.isOpen { return events }
        var after = request
        for event in events {
            after.apply(
                RecordedEvent(
                    request: request.number, number: after.eventCount + 1, at: moment, by: actor, event: event))
        }
        guard after.state.isOpen else { return events }
        var decisions: [EntitlementDecision] = []
        for component in after.componentsToDecide {
            guard let decision = entitled(component, after) else { continue }
            let known = after.entitlements.first { $0.component == component }
            if known.map({ !$0.says(theSameAs: decision) }) ?? true { decisions.append(decision) }
        }
        let main = decisions.last { $0.component == after.componentsToDecide.last }
        return after.asked(events, needs: main?.needs ?? []) + decisions.map { .entitlementDecided($0) }
    }
}

extension EntitlementDecision {
    /// Whether nothing but the day is another one, on which it was asked.
    fileprivate func says(theSameAs other: EntitlementDecision) -> Bool {
        if day == other.day { return self == other }
        return outcome == other.outcome && validUntil == other.validUntil && options == other.options
            && needs == other.needs && payers == other.payers && policy == other.policy
            && reasons.map(\.clause) == other.reasons.map(\.clause)
            && reasons.map(\.finding) == other.reasons.map(\.finding)
    }
}

extension ServiceRequest {
    /// What happened, and where verification is over and the warranty needs more: that this is asked for (C-15).
    fileprivate func asked(_ events: [RequestEvent], needs: [EntitlementDecision.Need]) -> [RequestEvent] {
        guard events.last == .verified else { return events }
        let left = needs.map { MissingFact($0) }.filter { fact in
            !attempts.contains { $0.fact == fact && $0.result == .found }
        }
        return left.isEmpty ? events : events.dropLast() + [.documentsAsked(left.sorted())]
    }
}
