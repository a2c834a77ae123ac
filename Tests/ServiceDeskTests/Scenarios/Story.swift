import Appliances
import ServiceDesk
import Testing
import Warranty

/// One request told from its beginning: who does what, when, and what stands in the way.
struct Story {
    private(set) var desk = Desk()
    /// The request that is told of; another one of the same desk may be told of in between.
    var number = ""
    private(set) var events: [RecordedEvent] = []
    var now = start
    var rules = ServiceRules()
    /// The checklist in force; nil where the house has none.
    var checklist: Checklist?
    /// Who pays for a component, as triage asks.
    var entitled: (Component) -> EntitlementDecision? = { _ in nil }

    static let officer = Actor(.informationOfficer, "I-1")
    static let central = Actor(.informationOfficer, "I-2")
    static let dispatcher = Actor(.dispatcher, "D-1")
    static let agent = Actor(.hotlineAgent, "H-1")
    static let engineer = Actor(.engineer, "E-7")
    static let clerk = Actor(.partsClerk, "P-1")
    static let manager = Actor(.afterSalesManager, "M-1")
    static let leader = Actor(.centreLeader, "L-1")
    static let quality = Actor(.quality, "Q-1")
    static let customer = Actor(.customer, "C-00017")

    /// What a customer says who is content.
    static let scores = ReturnCall.Scores(attitude: 5, skill: 5, charges: 4, overall: 5)

    /// The request as it stands.
    var request: ServiceRequest {
        get throws { try #require(desk.request(number), "there is no request \(number)") }
    }

    // MARK: Beginnings

    /// A call to the hotline of which everything is known.
    static func call(
        device: String? = nil, component: Component? = nil, symptom: String = "does not cool", key: String = "call-1"
    ) -> Demand {
        var demand = Demand(channel: .hotline, key: key)
        (demand.customer, demand.device, demand.component) = ("C-00017", device.flatMap { DeviceID($0) }, component)
        (demand.symptom, demand.known) = (symptom, Demand.required)
        return demand
    }

    mutating func demand(_ demand: Demand, entitled: EntitlementDecision? = nil) -> DemandDecision {
        let (decision, events) = desk.take(demand, entitled: entitled, by: Story.agent, at: now)
        number = decision.request
        self.events += events
        return decision
    }

    mutating func predict(
        _ component: Component = .compressor, _ answer: Answer = .free, priority: Priority = .p3
    ) throws -> IntakeDecision {
        let (decision, events) = desk.take(
            prediction(of: component, in: try appliance(), priority: priority),
            entitled: outlook(answer, of: component),
            tariff: tariff, at: now)
        if case .opened(let opened) = decision { number = opened }
        self.events += events
        return decision
    }

    /// Telemetry that comes later is put to the request.
    mutating func attach(_ evidence: Evidence) {
        guard let request = desk.request(number) else { return }
        let event = RecordedEvent(
            request: number, number: request.eventCount + 1, at: now, event: .evidenceAttached(evidence))
        desk.apply(event)
        events.append(event)
    }

    // MARK: What people do

    /// Does it; a guard in the way is a failure of the test.
    mutating func does(_ actor: Actor, _ commands: DeskCommand...) throws {
        let entitled = entitled
        for command in commands {
            let found = try #require(
                try desk.perform(
                    command, on: number, by: actor, at: now, under: rules, checklist: checklist,
                    entitled: { component, _ in entitled(component) }))
            events += found
        }
    }

    /// Why it may not be done; a failure where it may.
    func refusal(_ actor: Actor, _ command: DeskCommand) throws -> [Guard] {
        var desk = desk
        let entitled = entitled
        do throws(Refusal) {
            _ = try desk.perform(
                command, on: number, by: actor, at: now, under: rules, checklist: checklist,
                entitled: { component, _ in entitled(component) })
        } catch {
            return error.unmet.map(\.rule)
        }
        Issue.record("\(command) was not refused")
        return []
    }

    mutating func wait(_ span: TimeSpan) { now = now + span }

    // MARK: Common stretches

    /// From verified to both having agreed on a window that begins in two hours.
    mutating func agree(_ diagnosis: Diagnosis = .simple, engineer: Actor = Story.engineer) throws {
        if try request.state == .verified { try does(Story.agent, .triage(diagnosis)) }
        for need in try request.needs where need.state == .needed {
            try does(Story.clerk, .movePart(PartNeed(need.part, .reserved(stock: .van))))
        }
        try does(Story.dispatcher, .assign(engineer: engineer.number, Feasibility()))
        try does(
            Story.dispatcher,
            .propose(from: now + .hours(2), through: now + .hours(4), reason: "", consent: false))
        try does(engineer, .accept)
        try does(Story.customer, .confirm)
    }

    /// A second request for the same engineer, promised so long after now; the story is about it then.
    mutating func agreeOnAnother(
        key: String = "call-2", priority: Priority = .p3, engineer: Actor = Story.engineer, in span: TimeSpan,
        lasting length: TimeSpan = .hours(2)
    ) throws {
        var demand = Story.call(key: key)
        demand.priority = priority
        _ = self.demand(demand, entitled: decision(.free))
        try does(Story.agent, .triage(Diagnosis([], consulted: "support")))
        try does(Story.dispatcher, .assign(engineer: engineer.number, Feasibility()))
        try does(
            Story.dispatcher,
            .propose(from: now + span, through: now + span + length, reason: "", consent: false))
        try does(engineer, .accept)
        try does(Story.customer, .confirm)
    }

    /// What customers and staff were told so far of the request, as `visit_late customer C-00017`.
    func told(by desk: NoticeDesk = NoticeDesk()) throws -> [DeskNotice] {
        let request = try request
        return events.filter { $0.request == number }.flatMap {
            desk.notices(of: $0, on: request, customer: "C-00017")
        }
    }

    /// Tells whoever stands above of what is overdue.
    mutating func escalate() -> [RecordedEvent] {
        let found = desk.escalateOverdue(at: now).events
        events += found
        return found
    }

    /// From the promise to the door, in time, with everything said.
    mutating func arrive(_ engineer: Actor = Story.engineer, consent: Money? = nil) throws {
        wait(.hours(1))
        try does(engineer, .depart(checklist: "haier@1"))
        wait(.minutes(55))
        try does(engineer, .arrive(cause: ""), .identify, .explain, .showTariff)
        if let consent { try does(engineer, .consent(consent)) }
    }

    /// The repair and the card.
    mutating func repair(
        _ engineer: Actor = Story.engineer, _ report: VisitReport? = nil,
        signature: SupervisionCard.Signature = .customer
    ) throws {
        try does(engineer, .beginWork)
        wait(.minutes(40))
        // Every new part has a number of its own.
        try does(
            engineer, .endVisit(report ?? .fixed(with: "B-\(events.count)")), .submitCard(signature, satisfied: true))
    }

    /// The call of the next day, and the end.
    mutating func satisfy() throws {
        wait(.hours(20))
        try does(
            Story.quality,
            .call(.quality, .satisfied(scores: Story.scores)))
        try does(Story.officer, .reconcile(.branch), .close)
    }
}

extension Diagnosis {
    /// A compressor's relay, for which a part is needed.
    static let simple = Diagnosis(
        [Hypothesis(.compressor, cause: "start_relay_worn", percent: 80)], parts: ["start_relay"])
}

extension VisitReport {
    /// Mended and tested, one part replaced.
    static let fixed = fixed(with: "B-2")

    /// The same with a part of this serial number.
    static func fixed(with serial: String) -> VisitReport {
        VisitReport(
            .fixed, component: .compressor, cause: "start_relay_worn",
            parts: [PartUse("start_relay", faulty: "A-1", new: serial, oldPart: .taken)], test: .passed,
            isInspected: true)
    }
}

extension VisitReport {
    /// Nobody was at home, and all was done that is done then.
    static let absent = VisitReport(
        .absent, absence: Visit.Absence(isCalled: true, isNoteLeft: true, isNeighbourAsked: true))
}

/// An amount in yuan.
func yuan(_ amount: Int) -> Money { Money(fen: amount * 100) }
