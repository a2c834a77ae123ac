import Appliances
import Daybook
import Dispatching
import Gateway
import ServiceDesk
import Telemetry
import Testing
import Warranty

@Suite("What people find out, under the shipped policies")
struct FoundFactsTests {
    private static let agent = Actor(.hotlineAgent, "H-1")
    private static let manager = Actor(.afterSalesManager, "M-1")
    private static let engineer = Actor(.engineer, "E-7")

    private struct Unexpected: Error {}

    /// A Haier refrigerator of 2026, as the registry has it.
    private static func fridge(
        papers: (invoice: Purchase.Paper, certificate: Purchase.Paper) = (.valid, .valid),
        bought day: String? = "2026-06-01", exported: Bool = false
    ) -> Appliance {
        var fridge = appliance("fridge-1", bought: day)
        (fridge.purchase.invoice, fridge.purchase.certificate) = papers
        fridge.brand = "Haier"
        if exported { fridge.traits = [Appliances.Trait(name: "exported", value: "yes")] }
        return fridge
    }

    private func desk(_ fridge: Appliance, certified brands: [String] = []) throws -> Desk {
        var policy = try House.policy(of: [fridge], plans: [])
        policy.warranties = Shipped.policies
        policy.tariff = try #require(Shipped.tariff)
        policy.service.certifiedBrands = brands
        return try Desk(policy, .wall)
    }

    private func ask(_ desk: Desk, _ call: DeskCall) async -> DeskAnswer {
        let counter = desk.counter
        let answer = Task { await counter.ask(call) }
        while counter.waiting == 0 { await Task.yield() }
        desk.shell.turn()
        return await answer.value
    }

    private func open(_ desk: Desk) async throws -> ServiceRequest {
        var demand = Demand(channel: .hotline, key: "call-1")
        (demand.customer, demand.component, demand.symptom) = ("C-00001", .compressor, "does not cool")
        (demand.device, demand.known) = (DeviceID("fridge-1"), Demand.required)
        guard case .taken(.opened, let request) = await ask(desk, .demand(demand, by: Self.agent)) else {
            throw Unexpected()
        }
        return request
    }

    private func does(
        _ desk: Desk, _ number: String, _ actor: Actor, _ commands: DeskCommand...
    ) async throws -> ServiceRequest {
        var last: ServiceRequest?
        for command in commands {
            switch await ask(desk, .command(command, on: number, by: actor, key: nil)) {
            case .done(let request): last = request
            case let answer:
                Issue.record("\(command): \(answer)")
                throw Unexpected()
            }
        }
        return try #require(last)
    }

    private static func seen(_ fact: MissingFact, _ value: VerificationAttempt.Value? = nil) -> DeskCommand {
        .verify(VerificationAttempt(.customer, fact, .found, value: value))
    }

    private static func triage(_ place: Diagnosis.Place = .home, isRemoteFixable: Bool = false) -> DeskCommand {
        .triage(
            Diagnosis(
                [
                    Diagnosis.Hypothesis(.compressor, cause: "worn", percent: 80),
                    Diagnosis.Hypothesis(.thermostat, cause: "open", percent: 20),
                ], place: place, isRemoteFixable: isRemoteFixable))
    }

    @Test("a certificate that the customer shows makes free what was undetermined (H-20, C-15)")
    func certificate() async throws {
        let desk = try desk(Self.fridge(papers: (.valid, .missing)))
        let request = try await open(desk)
        #expect(request.entitlement?.needs == [.certificate] && request.missing == [.certificate])
        let after = try await does(desk, request.number, Self.agent, Self.seen(.certificate))
        #expect(after.state == .verified && after.entitlement?.outcome == .free)
    }

    @Test("an invoice brings its day; without one that is asked for, and an altered one ends free service (H-18b)")
    func invoice() async throws {
        let bought = try #require(CalendarDay("2026-06-01"))
        for (value, outcome) in [(VerificationAttempt.Value.day(bought), "free"), (.flag(false), "chargeable")] {
            let desk = try desk(Self.fridge(papers: (.missing, .valid), bought: nil))
            let request = try await open(desk)
            #expect(request.missing == [.invoice])
            let after = try await does(desk, request.number, Self.agent, Self.seen(.invoice, value))
            #expect(after.entitlement?.outcome.rawValue == outcome && after.state == .verified)
        }
        let desk = try desk(Self.fridge(papers: (.missing, .valid), bought: nil))
        let number = try await open(desk).number
        let asked = try await does(desk, number, Self.agent, Self.seen(.invoice))
        #expect(asked.state == .verifying && asked.missing == [.invoiceDate])
        let after = try await does(desk, number, Self.agent, Self.seen(.invoiceDate, .day(bought)))
        #expect(after.state == .verified && after.entitlement?.outcome == .free)
    }

    @Test("misuse and a repair by others, found by a person, are charged with who found it (H-18c, H-18d)")
    func causes() async throws {
        for (kind, clause) in [(WarrantyCase.Finding.Kind.misuse, "H-18c"), (.selfRepair, "H-18d")] {
            let desk = try desk(Self.fridge())
            let request = try await open(desk)
            #expect(request.entitlement?.outcome == .free)
            let found = try await does(
                desk, request.number, Self.manager, .find(kind, evidence: "photo-1"))
            let decision = try #require(found.entitlement)
            let reason = try #require(decision.reasons.first { $0.finding == .excluded })
            #expect(decision.outcome == .chargeable && reason.clause == clause)
            #expect(reason.inputs.contains { $0.input == .list(["photo-1"]) })
            // It holds on: triage finds the same for every part.
            let after = try await does(desk, request.number, Self.agent, Self.triage())
            #expect(after.entitlements.map(\.component) == [.compressor, .thermostat])
            #expect(after.entitlements.allSatisfy { $0.outcome == .chargeable })
        }
    }

    @Test("of what is sold abroad, part and postage are the company's, the way to the factory is not (X-10, X-11)")
    func ways() async throws {
        let desk = try desk(Self.fridge(exported: true))
        let number = try await open(desk).number
        _ = try await does(desk, number, Self.agent, Self.seen(.policy))
        let byPost = try await does(desk, number, Self.agent, Self.triage(isRemoteFixable: true))
        #expect(byPost.entitlement?.payers.map(\.line) == [.parts, .postage])
        #expect(byPost.entitlement?.outcome == .free)
        let factory = try await does(desk, number, Self.agent, Self.triage())
        let payers = try #require(factory.entitlement?.payers)
        #expect(payers.filter { $0.payer == .customer }.map(\.line) == [.freightOut])
        #expect(factory.entitlement?.outcome == .partlyFree)
    }

    /// From triage to the end of the work.
    private func repair(_ desk: Desk, _ number: String) async throws {
        try await work(desk, number)
        _ = try await does(
            desk, number, Self.engineer,
            .endVisit(
                VisitReport(.fixed, component: .compressor, cause: "worn", test: .passed, isInspected: true)))
    }

    @Test(
        "certified parts will do for the brands of which the house says so (C-7, N-11)",
        arguments: [("haier", true), ("Leader", false)])
    func certified(brand: String, isEnough: Bool) async throws {
        let desk = try desk(Self.fridge(), certified: [brand])
        let number = try await open(desk).number
        _ = try await does(desk, number, Self.agent, Self.triage())
        try await work(desk, number)
        let relay = PartUse("relay", faulty: "A-1", new: "B-2", isOriginal: false, oldPart: .taken)
        let report = VisitReport(
            .fixed, component: .compressor, cause: "worn", parts: [relay], test: .passed, isInspected: true)
        switch await ask(desk, .command(.endVisit(report), on: number, by: Self.engineer, key: nil)) {
        case .done(let request): #expect(isEnough && request.state == .workDone)
        case .refused(let refusal): #expect(!isEnough && refusal.unmet.map(\.rule) == [.original])
        case let answer: Issue.record("\(answer)")
        }
    }

    @Test("whose parts they must be hangs on the registry's brand, else the customer's word, else the house's (C-7)")
    func brands() throws {
        var policy = try House.policy(of: [], plans: [])
        policy.brand = "Haier"
        policy.service.certifiedBrands = ["Leader"]
        var demand = Demand(channel: .hotline, key: "call-1")
        func wants(_ appliance: Appliance? = nil) throws -> Bool {
            let event = RecordedEvent(request: "SR-1", number: 1, at: start, event: .demanded(demand: demand))
            let request = try #require(ServiceRequest(opening: event))
            return policy.rules(for: request, of: appliance).wantsOriginalParts
        }
        #expect(try wants())
        demand.brand = "LEADER"
        #expect(try !wants() && wants(Self.fridge()))
        var nameless = Self.fridge()
        nameless.brand = ""
        #expect(try wants(nameless), "an appliance of the registry is the house's unless that says otherwise")
        policy.service.wantsOriginalParts = false
        #expect(try !wants())
    }

    @Test("who pays, which checklist counts and who may go follow what was confirmed (M-12)")
    func confirmed() throws {
        let fridge = Self.fridge()
        let policy = try House.policy(of: [fridge], plans: [])
        var demand = Demand(channel: .hotline, key: "call-1")
        (demand.device, demand.category, demand.brand) = (fridge.id, .refrigerator, "Haier")
        let opening = RecordedEvent(request: "SR-1", number: 1, at: start, event: .demanded(demand: demand))
        var request = try #require(ServiceRequest(opening: opening))
        let found = [
            VerificationAttempt(.customer, .model, .found, value: .text("XQG-80"), category: .washingMachine),
            VerificationAttempt(.customer, .brand, .found, value: .text("Leader")),
        ]
        func seen() -> [String] {
            let asked = policy.warrantyCase(
                of: .compressor, in: fridge, on: CalendarDay(daysSinceEpoch: 20_790), pauses: [], request: request)
            let job = Job(request, in: fridge, by: DispatchRules())
            return [
                policy.brand(of: request, fridge), asked.brand, asked.category.rawValue, job.category?.rawValue ?? "",
            ]
        }
        #expect(seen() == ["Haier", "Haier", "refrigerator", "refrigerator"])
        for attempt in found {
            request.apply(
                RecordedEvent(
                    request: "SR-1", number: request.eventCount + 1, at: start, event: .attempted(attempt: attempt)))
        }
        #expect(seen() == ["Leader", "Leader", "washing_machine", "washing_machine"])
    }

    /// From triage to the beginning of the work.
    private func work(_ desk: Desk, _ number: String) async throws {
        _ = try await does(desk, number, Actor(.dispatcher, "D-1"), .assign(engineer: "E-7", Feasibility()))
        let from = desk.clock.now + .hours(2)
        _ = try await does(
            desk, number, Actor(.dispatcher, "D-1"),
            .propose(from: from, through: from + .hours(2), reason: "", consent: false))
        _ = try await does(desk, number, Self.engineer, .accept)
        _ = try await does(desk, number, Actor(.customer, "C-00001"), .confirm)
        desk.clock.now = from
        _ = try await does(
            desk, number, Self.engineer, .depart(checklist: "haier@1"), .arrive(cause: ""), .identify, .explain,
            .showTariff,
            .consent(Money(fen: 900_00)), .beginWork)
    }

    @Test("a repair that did not hold offers an exchange of what is sold abroad (X-12)")
    func exchange() async throws {
        let desk = try desk(Self.fridge(exported: true))
        let number = try await open(desk).number
        _ = try await does(desk, number, Self.agent, Self.seen(.policy), Self.triage())
        try await repair(desk, number)
        let scores = ReturnCall.Scores(attitude: 3, skill: 1, charges: 3, overall: 2)
        let after = try await does(
            desk, number, Actor(.customer, "C-00001"), .rate(scores, satisfied: false, reason: "it is warm again"))
        #expect(after.entitlement?.options == [.exchange, .repair] && !after.isSpecial(.exchange))
    }

    @Test("a sheet has the prices of the published tariff, or says why (Z-14, M-64)")
    func tariff() async throws {
        let desk = try desk(Self.fridge(bought: "2015-06-01"))
        let number = try await open(desk).number
        _ = try await does(desk, number, Self.agent, Self.triage())
        try await repair(desk, number)
        func line(_ fen: Int, _ line: ChargeLine = .labour, reason: String? = nil) -> DeskCommand {
            .charge(
                ChargeSheet([ChargeSheet.Line(line, tariff: Money(fen: fen), payer: .customer, reason: reason)]))
        }
        for command in [line(120_00), line(281_00, reason: "hard work"), line(10_00, .postage)] {
            let answer = await ask(desk, .command(command, on: number, by: Self.engineer, key: nil))
            guard case .refused(let refusal) = answer else {
                Issue.record("\(answer)")
                continue
            }
            #expect(refusal.unmet.map(\.rule) == [.byTariff])
        }
        _ = try await does(desk, number, Self.engineer, line(10_00, .postage, reason: "by boat"), line(280_00))
    }
}
