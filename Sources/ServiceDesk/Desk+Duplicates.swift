import Appliances

// One fault, and several who tell of it (Z-1).

extension Desk {
    /// The open request of the same customer about an appliance of the same category, of which nobody can say which
    /// one it is: taken down within ``ServiceRules/sameDays``, and of nothing else as far as both say.
    func sameRequest(as demand: Demand, at moment: Timestamp, under rules: ServiceRules) -> ServiceRequest? {
        guard demand.device == nil, !demand.customer.isEmpty, let category = demand.category,
            let request = home(of: .customer(demand.customer, category)).flatMap(request),
            request.state.isOpen, moment - request.opened <= rules.sameDays, request.isOfSameFault(as: demand)
        else { return nil }
        return request
    }

    /// The request of which one is a duplicate, at most eight times over; itself where it is none.
    func original(of number: String) -> String {
        var number = number
        for _ in 0..<8 {
            guard let other = request(number)?.duplicateOf else { break }
            number = other
        }
        return number
    }

    /// What a request that is another one's duplicate knows, as events of the other one: its demands, its evidence
    /// and its priority.
    mutating func merge(
        _ number: String, into other: String, by actor: Actor, at moment: Timestamp
    ) -> [RecordedEvent] {
        guard let request = request(number), let kept = self.request(other) else { return [] }
        var events = request.demands.filter { !kept.demands.contains($0) }.map { RequestEvent.demanded(demand: $0) }
        events += request.evidence.filter { !kept.knows($0) }.map { .evidenceAttached($0) }
        if request.priority < kept.priority { events.append(.priorityRaised(request.priority)) }
        return record(events, on: other, after: kept.eventCount, at: moment, by: actor)
    }
}

extension ServiceRequest {
    /// Whether a demand speaks of the same fault, as far as both say what fails.
    func isOfSameFault(as demand: Demand) -> Bool {
        let serials = Set((demands.map(\.serial) + [demand.serial]).map { $0.lowercased() }).subtracting([""])
        guard serials.count <= 1 else { return false }
        if let family, let other = demand.component?.family { return family == other }
        let codes = Set(demands.map(\.errorCode) + [demand.errorCode]).subtracting([""])
        let words = Set((demands.map(\.symptom) + [demand.symptom]).map { $0.lowercased() }).subtracting([""])
        return codes.count <= 1 && words.count <= 1
    }
}
