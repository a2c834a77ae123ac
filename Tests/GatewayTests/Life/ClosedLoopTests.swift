import Appliances
import Daybook
import FaultRules
import Gateway
import ServiceDesk
import Telemetry
import Testing
import Warranty

@Suite("What a visit found")
struct ClosedLoopTests {
    private static let engineer = Actor(.engineer, "E-7")

    /// A gateway that has foretold a warm cabinet of a covered refrigerator, in the house of the tests or another one.
    private func gateway(_ house: HousePolicy? = nil) async throws -> Desk {
        var batch: [Post] = []
        for minute in stride(from: Int64(0), to: 240, by: 5) {
            let moment = start + .minutes(minute)
            let record = "{\"at\":\"\(moment)\",\"readings\":{\"fridge.temperature\":10}}"
            batch.append(Post("foretell/v1/home-1/fridge-1/telemetry", record.utf8, at: moment))
        }
        let policy = try house ?? House.policy(of: [appliance("fridge-1")], plans: [])
        let desk = try Desk(policy, .wall, batch, book: MemoryLifeBook())
        desk.work()
        desk.wait(.hours(1), step: .minutes(10))
        return desk
    }

    private func ask(_ desk: Desk, _ actor: Actor, _ commands: DeskCommand...) async throws {
        let number = try number(desk)
        for command in commands {
            let counter = desk.counter
            let answer = Task { await counter.ask(.command(command, on: number, by: actor, key: nil)) }
            while counter.waiting == 0 { await Task.yield() }
            desk.shell.turn()
            guard case .done = await answer.value else {
                Issue.record("\(command): \(await answer.value)")
                return
            }
        }
    }

    private func number(_ desk: Desk) throws -> String {
        try #require(desk.ledger.entries.flatMap(\.events).first?.request, "nothing was opened")
    }

    /// A visit from the call to its end; somebody opens the door where the report is not that nobody did.
    private func visit(_ desk: Desk, _ report: VisitReport) async throws {
        let now = desk.clock.now
        try await ask(
            desk, Actor(.hotlineAgent, "H-1"),
            .triage(Diagnosis([Diagnosis.Hypothesis(.fanMotor, cause: "worn", percent: 80)])))
        try await ask(
            desk, Actor(.dispatcher, "D-1"), .assign(engineer: "E-7", Feasibility()),
            .propose(from: now + .hours(1), through: now + .hours(2), reason: "", consent: false))
        try await ask(desk, Self.engineer, .accept)
        try await ask(desk, Actor(.customer, "C-00001"), .confirm)
        try await ask(desk, Self.engineer, .depart(checklist: "haier@1"), .arrive(cause: ""))
        if report.outcome == .absent { desk.wait(.minutes(5), step: .minutes(5)) }
        if report.outcome != .absent { try await ask(desk, Self.engineer, .identify, .explain, .beginWork) }
        try await ask(desk, Self.engineer, .endVisit(report))
    }

    private static func fixed(_ component: Component) -> VisitReport {
        VisitReport(.fixed, component: component, cause: "worn", test: .passed, isInspected: true)
    }

    @Test(
        "is the verdict on the rule that had called for it (M-42)",
        arguments: [
            (fixed(.fanMotor), RepairOutcome.confirmed), (fixed(.door), .otherPart), (fixed(.sensor), .sensorFault),
            (fixed(.user), .userCaused), (VisitReport(.noFaultFound, test: .passed, isInspected: true), .noFaultFound),
        ])
    func verdict(report: VisitReport, outcome: RepairOutcome) async throws {
        let desk = try await gateway()
        try await visit(desk, report)
        desk.wait(.seconds(4), step: .seconds(2))
        let book = try #require(desk.book)
        let number = try number(desk)
        #expect(book.all.repairs.map(\.number) == [number] && book.all.repairs.first?.by == "E-7")
        let verdict = try #require(book.all.verdicts.first)
        #expect(verdict.rule == "warm_cabinet" && verdict.outcome == outcome && verdict.acted)
        // The desk goes on to the last call back; the verdict ends nothing.
        let ended = desk.ledger.entries.flatMap(\.events).contains { $0.event == .closed }
        #expect(!ended)
    }

    @Test("is written once, whenever the process is killed")
    func once() async throws {
        let desk = try await gateway()
        try await visit(desk, Self.fixed(.fanMotor))
        // Recorded at the desk, not yet in the book.
        #expect(desk.book?.all.repairs.isEmpty == true)
        try desk.restart()
        desk.wait(.seconds(4), step: .seconds(2))
        #expect(desk.book?.all.repairs.count == 1)
        for _ in 0..<3 {
            try desk.restart()
            desk.wait(.seconds(4), step: .seconds(2))
        }
        #expect(desk.book?.all.repairs.count == 1 && desk.book?.all.verdicts.count == 1)
    }

    @Test("whoever calls back is told that the fault still stands after the repair (Z-17, Z-19)")
    func stillFaulty() async throws {
        let desk = try await gateway()
        try await visit(desk, Self.fixed(.fanMotor))
        try await ask(desk, Self.engineer, .charge(ChargeSheet([])), .settle)
        let scores = ReturnCall.Scores(attitude: 5, skill: 2, charges: 5, overall: 3)
        try await ask(
            desk, Actor(.quality, "Q-1"), .call(.quality, .unsatisfied(scores: scores, reason: "still warm")))
        let told = desk.ledger.entries.flatMap(\.events).compactMap { recorded -> AfterRepair? in
            if case .afterRepair(let telemetry) = recorded.event { telemetry } else { nil }
        }
        #expect(told.count == 1 && told[0].isFaulty)
        #expect(told.first?.standing.contains { $0.hasPrefix("warm_cabinet") } == true)
    }

    @Test("is nothing where nobody was at home")
    func absent() async throws {
        let desk = try await gateway()
        let done = Visit.Absence(isCalled: true, isNoteLeft: true, isNeighbourAsked: true)
        try await visit(desk, VisitReport(.absent, absence: done))
        desk.wait(.seconds(4), step: .seconds(2))
        #expect(desk.book?.all.repairs.isEmpty == true)
    }

    // MARK: Under the shipped files

    private static let customer = Actor(.customer, "C-00001")
    private static let clerk = Actor(.partsClerk, "P-1")
    private static let dispatcher = Actor(.dispatcher, "D-1")

    private static func fridge(bought day: String) -> Appliance {
        var fridge = appliance("fridge-1", bought: day)
        fridge.brand = "Haier"
        return fridge
    }

    private func show(_ desk: Desk) async throws -> ServiceRequest {
        guard case .progressed(let found, at: _) = await desk.ask(.progress(try number(desk))) else { throw Missing() }
        return found
    }

    private struct Missing: Error {}

    /// From the triage that the shipped table proposes to the door, with the shipped checklist and all parts along.
    private func arrive(_ desk: Desk) async throws -> Checklist {
        let number = try number(desk)
        guard case .proposed(let advice) = await desk.ask(.triage(number)) else { throw Missing() }
        try await ask(desk, Actor(.hotlineAgent, "H-1"), .triage(advice.diagnosis))
        for need in try await show(desk).needs {
            try await ask(desk, Self.clerk, .movePart(PartNeed(need.part, .reserved(stock: .van))))
        }
        let now = desk.clock.now
        try await ask(
            desk, Self.dispatcher, .assign(engineer: "E-7", Feasibility()),
            .propose(from: now + .hours(1), through: now + .hours(2), reason: "", consent: false))
        try await ask(desk, Self.engineer, .accept)
        try await ask(desk, Self.customer, .confirm)
        let list = try #require(Shipped.checklists.checklist(for: "Haier"))
        let along = list.lines(of: .beforeLeaving).map { ChecklistAnswers.Answer($0.id) }
        try await ask(
            desk, Self.engineer, .depart(checklist: list.edition, answers: along), .arrive(cause: ""), .identify,
            .explain, .showTariff)
        return list
    }

    private static let fan = VisitReport(
        .fixed, component: .fanMotor, cause: "evaporator_fan_stalled",
        parts: [PartUse("fan_motor", faulty: "F-1", new: "F-2", oldPart: .taken)], test: .passed, isInspected: true)

    /// The repair, and every line of the checklist.
    private func mend(_ desk: Desk, _ list: Checklist) async throws {
        let rest = list.lines.filter { $0.phase != .beforeLeaving }.map { ChecklistAnswers.Answer($0.id) }
        try await ask(
            desk, Self.engineer, .beginWork, .endVisit(Self.fan), .answer(checklist: list.edition, answers: rest),
            .submitCard(.customer, satisfied: true))
    }

    /// The call of the next day, the card and the end.
    private func satisfy(_ desk: Desk) async throws {
        desk.clock.now = desk.clock.now + .hours(20)
        let scores = ReturnCall.Scores(attitude: 5, skill: 5, charges: 4, overall: 5)
        try await ask(desk, Actor(.quality, "Q-1"), .call(.quality, .satisfied(scores: scores)))
        try await ask(desk, Actor(.informationOfficer, "I-1"), .reconcile(.branch), .close)
    }

    @Test("foretold by a shipped rule, covered by a shipped policy, mended at the first visit, and the rule was right")
    func covered() async throws {
        let desk = try await gateway(Shipped.house(of: [Self.fridge(bought: "2026-06-01")]))
        let opened = try await show(desk)
        #expect(opened.origin == .prediction && opened.component == .fanMotor && opened.state == .verified)
        #expect(opened.evidence.first?.rule == "warm_cabinet")
        #expect(opened.entitlement?.outcome == .free && opened.entitlement?.policy == "haier-refrigerator@1")
        let list = try await arrive(desk)
        // The warranty pays: nobody has to consent, and nothing is charged.
        try await mend(desk, list)
        try await ask(desk, Self.engineer, .settle)
        desk.wait(.seconds(4), step: .seconds(2))
        let verdict = try #require(desk.book?.all.verdicts.first)
        #expect(verdict.rule == "warm_cabinet" && verdict.outcome == .confirmed && verdict.acted)
        try await satisfy(desk)
        let closed = try await show(desk)
        #expect(closed.state == .closed && closed.visits.count == 1 && closed.paid == Money(fen: 0))
        #expect(desk.book?.all.verdicts.count == 1)
    }

    @Test("out of warranty the owner is advised, and pays by the shipped tariff what was agreed to, the lower price")
    func charged() async throws {
        let desk = try await gateway(Shipped.house(of: [Self.fridge(bought: "2022-06-01")]))
        #expect(desk.notices("advice").count == 1 && desk.ledger.entries.flatMap(\.events).isEmpty)
        var demand = Demand(channel: .hotline, key: "call-1")
        (demand.customer, demand.component, demand.symptom) = ("C-00001", .fanMotor, "does not cool")
        (demand.device, demand.known) = (DeviceID("fridge-1"), Demand.required)
        guard
            case .taken(.opened(let number), let opened) = await desk.ask(
                .demand(demand, by: Actor(.hotlineAgent, "H-1")))
        else { throw Missing() }
        #expect(opened.entitlement?.outcome == .chargeable && opened.entitlement?.policy == "haier-refrigerator@1")
        let list = try await arrive(desk)
        let work = DeskCall.command(.beginWork, on: number, by: Self.engineer, key: nil)
        guard case .refused(let early) = await desk.ask(work) else { throw Missing() }
        #expect(early.unmet.map(\.rule) == [.consent])
        try await ask(desk, Self.customer, .consent(Money(fen: 2_000_00)))
        try await mend(desk, list)
        guard case .priced(let advice) = await desk.ask(.charges(number)) else { throw Missing() }
        #expect(advice.afterRepair && advice.component == .fanMotor && advice.unpriced.isEmpty)
        #expect(advice.total > Money(fen: 0))
        // The certificate promises labour for ten yuan less: that counts (M-64).
        let sheet = ChargeSheet(
            advice.sheet.lines.map { line in
                let lower = line.line == .labour ? Money(fen: line.tariff.fen - 10_00) : nil
                return ChargeSheet.Line(line.line, tariff: line.tariff, certificate: lower, payer: line.payer)
            })
        #expect(sheet.total == Money(fen: advice.total.fen - 10_00))
        try await ask(desk, Self.engineer, .charge(sheet))
        try await ask(desk, Self.customer, .confirmCharges)
        let dear = DeskCall.command(.pay(advice.total, .wechat), on: number, by: Self.engineer, key: nil)
        guard case .refused(let refusal) = await desk.ask(dear) else { throw Missing() }
        #expect(refusal.unmet.map(\.rule) == [.lowestPrice])
        try await ask(
            desk, Self.engineer, .pay(sheet.total, .wechat), .giveReceipt(invoiceFollows: false), .settle)
        try await satisfy(desk)
        let closed = try await show(desk)
        #expect(closed.state == .closed && closed.paid == sheet.total)
    }
}
