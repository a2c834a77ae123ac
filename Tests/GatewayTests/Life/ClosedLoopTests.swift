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

    /// A gateway that has foretold a warm cabinet of a covered refrigerator.
    private func gateway() async throws -> Desk {
        var batch: [Post] = []
        for minute in stride(from: Int64(0), to: 240, by: 5) {
            let moment = start + .minutes(minute)
            let record = "{\"at\":\"\(moment)\",\"readings\":{\"fridge.temperature\":10}}"
            batch.append(Post("foretell/v1/home-1/fridge-1/telemetry", record.utf8, at: moment))
        }
        let desk = try Desk(
            House.policy(of: [appliance("fridge-1")], plans: []), .wall, batch, book: MemoryLifeBook())
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
}
