import Appliances
import Daybook
import ServiceDesk
import Telemetry
import Warranty

extension GatewayCore {
    /// Decides calls at the desk, in their order; what they make happen is part of the entry.
    mutating func serve(_ calls: [DeskCall], _ entry: inout Entry) -> [DeskAnswer] {
        fetch(calls)
        return calls.map { call in
            // Whoever is decided next finds a shelf without what was just used.
            defer { countDown() }
            return serve(call, &entry)
        }
    }

    /// What commands are about, from the past at once.
    private mutating func fetch(_ calls: [DeskCall]) {
        let numbers = calls.compactMap { call -> String? in
            switch call {
            case .command(_, let number, _, _), .linked(_, let number, _): number
            default: nil
            }
        }
        if !numbers.isEmpty { desk.hold(numbers) }
    }

    private mutating func serve(_ call: DeskCall, _ entry: inout Entry) -> DeskAnswer {
        switch call {
        case .demand(let demand, let actor): take(demand, by: actor, &entry)
        case .command(let command, let number, let actor, let key):
            visible(number, to: actor) == nil ? .unknown : perform(command, number, actor, key, &entry)
        case .show(let number, let actor): visible(number, to: actor).map { show($0, to: actor) } ?? .unknown
        case .list(let most): .shown(desk.openRequests(most: most))
        case .triage(let number): advise(on: number) { $0.triage(of: $1, in: $2).map(DeskAnswer.proposed) }
        case .charges(let number): advise(on: number) { $0.charges(of: $1, in: $2).map(DeskAnswer.priced) }
        case .checklist(let number):
            advise(on: number) { $0.checklist(of: $1, in: $2.appliance).map(DeskAnswer.listed) }
        case .stock: stockRows.map(DeskAnswer.stocked) ?? .nothing("nobody keeps a stock (config/service/stock.yaml)")
        case .worklist(let role, let most): .due(desk.due(for: role, most: most))
        case .errands(let engineer, let owner):
            .shown(desk.engagedRequests.filter { $0.engineer == engineer && customer(of: $0) == owner })
        // Only once everything before it is recorded: see `GatewayShell.answer`.
        case .erase: .unavailable
        case .progress(let number): desk.request(number).map { .progressed($0, at: now) } ?? .unknown
        case .linked(let command, let number, let key):
            desk.request(number).map { perform(command, number, Actor(.customer, customer(of: $0)), key, &entry) }
                ?? .unknown
        }
    }

    /// The staff sees a request with the service history of its appliance (Z-6), a customer without.
    private func show(_ request: ServiceRequest, to actor: Actor) -> DeskAnswer {
        guard actor.role != .customer else { return .shown([request]) }
        let all = request.device.map { desk.requests(of: $0) } ?? []
        return .told(request, history: request.history(among: all, utcOffsetSeconds: policy.utcOffsetSeconds))
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
        if demand.device == nil { demand.device = device(of: demand) }
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
        if let key, desk.isReused(key) { return .keyReused }
        let appliance = desk.request(number)?.device.flatMap { directory.number(of: $0) }.map { policy.appliances[$0] }
        let asked = command.asksWhoPays ? appliance : nil
        let warranty = WarrantyQuestion(of: asked, on: today, desk: desk, policy: policy)
        let formerly = desk.request(number)?.engineer
        let telemetry = afterRepair(command, on: number)
        do throws(Refusal) {
            let events = try desk.perform(
                withTravel(command, on: number, by: actor), on: number, by: actor, key: key, at: now,
                under: policy.rules(for: desk.request(number), of: appliance),
                feasibility: feasibility(of: command, on: number, by: actor),
                checklist: desk.request(number).flatMap { policy.checklist(for: $0, of: appliance) },
                proposed: proposed(of: command, on: number, in: appliance), telemetry: telemetry
            ) { warranty.answer(for: $0, on: $1) }
            guard let events else { return .unknown }
            entry.events += events
            // What was done before, by its key, has had its parts looked for then.
            if !events.isEmpty, command.asksForParts { entry.events += settleParts(of: number, formerly: formerly) }
            return desk.request(number).map { .done($0) } ?? .unknown
        } catch {
            return .refused(error)
        }
    }

    /// The sheet by which one that is presented is measured (Z-14); nil for every other command.
    private func proposed(
        of command: DeskCommand, on number: String, in appliance: Appliance?
    ) -> ProposedSheet? {
        guard case .charge = command, let request = desk.request(number) else { return nil }
        return policy.proposed(for: request, in: context(of: appliance))?.sheet
    }

    private func context(of appliance: Appliance?) -> AdviceContext {
        let pauses = appliance.map { desk.warrantyPauses(of: $0.id, on: today) } ?? []
        return AdviceContext(appliance: appliance, day: today, pauses: pauses)
    }

    /// Advice on a request, with who pays as it would be decided today.
    private func advise(
        on number: String, _ advise: (HousePolicy, ServiceRequest, AdviceContext) -> Result<DeskAnswer, NoAdvice>
    ) -> DeskAnswer {
        guard let request = desk.request(number) else { return .unknown }
        let appliance = request.device.flatMap { directory.number(of: $0) }.map { policy.appliances[$0] }
        switch advise(policy, request, context(of: appliance)) {
        case .success(let answer): return answer
        case .failure(let none): return .nothing(none.text)
        }
    }

    private var today: CalendarDay { CalendarDay(now, utcOffsetSeconds: policy.utcOffsetSeconds) }

    /// Who pays for a part of an appliance today; nil where nobody knows the appliance.
    private func entitlement(of component: Component, in appliance: Appliance?) -> EntitlementDecision? {
        WarrantyQuestion(of: appliance, on: today, desk: desk, policy: policy).answer(for: component)
    }
}

/// Who pays for parts of one appliance on a day: what must be known for an answer, without the desk itself.
///
/// A command changes the desk while it asks, and a copy of the desk for that would cost more than the command.
private struct WarrantyQuestion {
    let appliance: Appliance?
    let day: CalendarDay
    let pauses: [WarrantyPause]
    let policy: HousePolicy

    init(of appliance: Appliance?, on day: CalendarDay, desk: Desk, policy: HousePolicy) {
        (self.appliance, self.day, self.policy) = (appliance, day, policy)
        pauses = appliance.map { desk.warrantyPauses(of: $0.id, on: day) } ?? []
    }

    func answer(for component: Component, on request: ServiceRequest? = nil) -> EntitlementDecision? {
        guard let appliance else { return nil }
        return entitlement(
            of: policy.warrantyCase(of: component, in: appliance, on: day, pauses: pauses, request: request),
            under: policy.warranties)
    }
}
