import Appliances
import Daybook
import ServiceDesk
import Telemetry
import Warranty

extension GatewayCore {
    /// Decides calls at the desk, in their order; what they make happen is part of the entry.
    mutating func serve(_ calls: [DeskCall], _ entry: inout Entry) -> [DeskAnswer] {
        calls.map { serve($0, &entry) }
    }

    private mutating func serve(_ call: DeskCall, _ entry: inout Entry) -> DeskAnswer {
        switch call {
        case .demand(let demand, let actor): take(demand, by: actor, &entry)
        case .command(let command, let number, let actor, let key):
            visible(number, to: actor) == nil ? .unknown : perform(command, number, actor, key, &entry)
        case .show(let number, let actor): visible(number, to: actor).map { .shown([$0]) } ?? .unknown
        case .list(let most): .shown(Array(desk.openRequests.prefix(most)))
        }
    }

    /// The request of a number; for a customer only the own ones: of an own appliance, or asked for by the customer.
    private func visible(_ number: String, to actor: Actor) -> ServiceRequest? {
        guard let request = desk.request(number) else { return nil }
        guard actor.role == .customer else { return request }
        let appliance = request.device.flatMap { directory.number(of: $0) }.map { policy.appliances[$0] }
        let isOwn = appliance?.owner == actor.number || request.demands.contains { $0.customer == actor.number }
        return isOwn ? request : nil
    }

    private mutating func take(_ demand: Demand, by actor: Actor, _ entry: inout Entry) -> DeskAnswer {
        var demand = demand
        let appliance = demand.device.flatMap { directory.number(of: $0) }.map { policy.appliances[$0] }
        // A customer speaks for the own appliances alone: of others the request says more than is theirs to know.
        if actor.role == .customer, appliance?.owner != actor.number { demand.device = nil }
        let entitled = demand.device == nil ? nil : demand.component.flatMap { entitlement(of: $0, in: appliance) }
        let (decision, events) = desk.take(demand, entitled: entitled, by: actor, at: now)
        entry.events += events
        switch decision {
        case .opened: entry.tally[.requestsOpened] += 1
        case .joined: entry.tally[.requestsJoined] += 1
        case .known: break
        }
        return desk.request(decision.request).map { .taken(decision, $0) } ?? .unknown
    }

    private mutating func perform(
        _ command: DeskCommand, _ number: String, _ actor: Actor, _ key: String?, _ entry: inout Entry
    ) -> DeskAnswer {
        let appliance = desk.request(number)?.device.flatMap { directory.number(of: $0) }.map { policy.appliances[$0] }
        let known = self
        do throws(Refusal) {
            let events = try desk.perform(
                command, on: number, by: actor, key: key, at: now, under: policy.service
            ) { known.entitlement(of: $0, in: appliance) }
            guard let events else { return .unknown }
            entry.events += events
            return desk.request(number).map { .done($0) } ?? .unknown
        } catch {
            return .refused(error)
        }
    }

    /// Who pays for a part of an appliance today; nil where nobody knows the appliance.
    private func entitlement(of component: Component, in appliance: Appliance?) -> EntitlementDecision? {
        guard let appliance else { return nil }
        let today = CalendarDay(now, utcOffsetSeconds: policy.utcOffsetSeconds)
        return Warranty.entitlement(
            of: policy.warrantyCase(
                of: component, in: appliance, on: today, pauses: desk.warrantyPauses(of: appliance.id, on: today)),
            under: policy.warranties)
    }
}
