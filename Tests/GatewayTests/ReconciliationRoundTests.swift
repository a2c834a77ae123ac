import Appliances
import Daybook
import Gateway
import ServiceDesk
import Testing
import Warranty

@Suite("The round of every day")
struct ReconciliationRoundTests {
    private static let engineer = Actor(.engineer, "E-7")

    private func ask(_ desk: Desk, _ call: DeskCall) async -> DeskAnswer {
        let counter = desk.counter
        let answer = Task { await counter.ask(call) }
        while counter.waiting == 0 { await Task.yield() }
        desk.shell.turn()
        return await answer.value
    }

    /// A request of an appliance, and its number.
    private func open(_ desk: Desk, _ key: String) async throws -> String {
        var demand = Demand(channel: .hotline, key: key)
        (demand.customer, demand.device, demand.component) = ("C-00001", DeviceID("fridge-1"), .compressor)
        (demand.symptom, demand.known) = ("does not cool", Demand.required)
        guard case .taken(let decision, _) = await ask(desk, .demand(demand, by: Actor(.hotlineAgent, "H-1"))) else {
            Issue.record("not taken")
            return ""
        }
        return decision.request
    }

    /// A visit whose card does not come in.
    private func visit(_ desk: Desk, _ number: String) async throws {
        let (now, actor) = (desk.clock.now, Self.engineer)
        let commands: [(Actor, DeskCommand)] = [
            (
                Actor(.hotlineAgent, "H-1"),
                .triage(Diagnosis([Diagnosis.Hypothesis(.compressor, cause: "worn", percent: 80)]))
            ),
            (Actor(.dispatcher, "D-1"), .assign(engineer: "E-7", Feasibility())),
            (
                Actor(.dispatcher, "D-1"),
                .propose(from: now + .hours(1), through: now + .hours(2), reason: "", consent: false)
            ),
            (actor, .accept), (Actor(.customer, "C-00001"), .confirm), (actor, .depart(checklist: "haier@1")),
            (actor, .arrive(cause: "")), (actor, .identify), (actor, .explain), (actor, .showTariff),
            (actor, .consent(Money(fen: 0))), (actor, .beginWork),
            (
                actor,
                .endVisit(
                    VisitReport(.fixed, component: .compressor, cause: "worn", test: .passed, isInspected: true))
            ),
        ]
        for (actor, command) in commands {
            guard case .done = await ask(desk, .command(command, on: number, by: actor, key: nil)) else {
                Issue.record("\(command)")
                return
            }
        }
    }

    private func told(_ desk: Desk) -> [DeskNotice] {
        desk.ledger.entries.flatMap(\.post).filter { $0.kind == .reconciliation }
    }

    @Test("is made at 21:00 and tells branch and centre once, also over a restart (M-75, M-76)")
    func once() async throws {
        let desk = try Desk(House.policy(of: [appliance("fridge-1")], plans: []), .wall)
        desk.clock.now = start + .hours(4)
        let number = try await open(desk, "call-1")
        try await visit(desk, number)
        desk.clock.now = start + .hours(13) + TimeSpan(milliseconds: -1_000)
        desk.shell.turn()
        #expect(told(desk).isEmpty, "20:59:59 at the centre")
        desk.wait(.minutes(20), step: .minutes(5))
        let first = told(desk)
        #expect(
            first.map(\.to) == [.staff(.informationOfficer, number: ""), .staff(.centreLeader, number: "")])
        #expect(first.allSatisfy { $0.request == number && $0.text.en.contains("M-73 card_missing (E-7)") })
        desk.wait(.hours(1), step: .minutes(5))
        #expect(told(desk).count == 2)
        // The round is made once more after a restart, and what it says has been said: the ledger keeps one of an id.
        try desk.restart()
        desk.wait(.minutes(10), step: .minutes(5))
        #expect(Set(told(desk).map(\.id)) == Set(first.map(\.id)))
        // On the next days nobody was there, and the card is still missing: each day says so once, for three days.
        desk.wait(.days(1), step: .minutes(30))
        #expect(Set(told(desk).map(\.id)).count == 4)
        desk.wait(.days(3), step: .minutes(30))
        #expect(Set(told(desk).map(\.id)).count == 6)
    }

    @Test("goes through a visit of the late evening on the next day (M-76)")
    func evening() async throws {
        let desk = try Desk(House.policy(of: [appliance("fridge-1")], plans: []), .wall)
        desk.clock.now = start + .hours(14)
        let number = try await open(desk, "call-1")
        desk.clock.now = start + .hours(14) + .minutes(30)
        try await visit(desk, number)
        desk.wait(.hours(1), step: .minutes(5))
        #expect(told(desk).isEmpty, "22:30 is after the round of that day")
        desk.wait(.hours(22), step: .minutes(30))
        #expect(Set(told(desk).map(\.id)).count == 2)
    }

    @Test("an engineer is told what was before, a customer is not (Z-6)")
    func history() async throws {
        let desk = try Desk(House.policy(of: [appliance("fridge-1")], plans: []), .wall)
        desk.clock.now = start + .hours(4)
        let first = try await open(desk, "call-1")
        let agent = Actor(.hotlineAgent, "H-1")
        _ = await ask(desk, .command(.cancel(reason: "sold"), on: first, by: agent, key: nil))
        desk.clock.now = start + .days(2)
        let second = try await open(desk, "call-2")
        guard case .told(let request, let history) = await ask(desk, .show(second, by: Self.engineer)) else {
            Issue.record("not told")
            return
        }
        #expect(request.number == second && history.map(\.number) == [first] && history.first?.state == .cancelled)
        guard case .shown = await ask(desk, .show(second, by: Actor(.customer, "C-00001"))) else {
            Issue.record("a customer sees the own request alone")
            return
        }
    }
}
