import Appliances
import Daybook
import Gateway
import ServiceDesk
import Simulation
import Telemetry
import Testing
import Warranty

@Suite("The counter of the desk")
struct CounterTests {
    private static let agent = Actor(.hotlineAgent, "H-1")

    private static func call(_ key: String = "call-1", device: String? = "fridge-1") -> Demand {
        var demand = Demand(channel: .hotline, key: key)
        (demand.customer, demand.component, demand.symptom) = ("C-00001", .compressor, "does not cool")
        (demand.device, demand.known) = (device.flatMap { DeviceID($0) }, Demand.required)
        return demand
    }

    private static func triage(_ percent: Int = 80) -> DeskCommand {
        .triage(Diagnosis([Diagnosis.Hypothesis(.compressor, cause: "worn", percent: percent)]))
    }

    private func gateway(failing: Set<Int> = [], bought: String = "2026-06-01") throws -> Desk {
        try Desk(
            House.policy(of: [appliance("fridge-1", bought: bought)], plans: []), .wall, failing: failing)
    }

    /// Makes a call, lets the gateway take a turn, and gives its answer.
    private func ask(_ desk: Desk, _ call: DeskCall) async -> DeskAnswer {
        let counter = desk.counter
        let answer = Task { await counter.ask(call) }
        while counter.waiting == 0 { await Task.yield() }
        desk.shell.turn()
        return await answer.value
    }

    private func open(_ desk: Desk) async throws -> String {
        guard case .taken(.opened(let number), _) = await ask(desk, .demand(Self.call(), by: Self.agent)) else {
            throw Unexpected()
        }
        return number
    }

    private struct Unexpected: Error {}

    @Test("takes a demand down with its warranty, records it, and only then answers")
    func demand() async throws {
        let desk = try gateway()
        let answer = await ask(desk, .demand(Self.call(), by: Self.agent))
        guard case .taken(.opened(let number), let request) = answer else {
            Issue.record("\(answer)")
            return
        }
        #expect(request.state == .verified && request.entitlement?.outcome == .free)
        let recorded = desk.ledger.entries.flatMap(\.events)
        #expect(recorded.map(\.request) == Array(repeating: number, count: 3) && recorded.first?.by == Self.agent)
        guard case .taken(.known, _) = await ask(desk, .demand(Self.call(), by: Self.agent)) else {
            Issue.record("the same call was taken down twice")
            return
        }
        #expect(desk.ledger.entries.flatMap(\.events).count == 3)
    }

    @Test("lets a customer speak for the own appliances alone")
    func others() async throws {
        let desk = try gateway()
        let number = try await open(desk)
        var demand = Self.call("app-1")
        demand.customer = "C-00002"
        let theirs = await ask(desk, .demand(demand, by: Actor(.customer, "C-00002")))
        guard case .taken(.opened(let other), let request) = theirs, other != number else {
            Issue.record("\(theirs)")
            return
        }
        #expect(request.device == nil && request.entitlement == nil)
        demand = Self.call("app-2")
        let owner = await ask(desk, .demand(demand, by: Actor(.customer, "C-00001")))
        guard case .taken(.joined(let joined), _) = owner else {
            Issue.record("\(owner)")
            return
        }
        #expect(joined == number)
        // The other customer sees nothing of it and does nothing to it.
        let stranger = Actor(.customer, "C-00002")
        for call in [
            DeskCall.show(number, by: stranger), .command(.cancel(reason: "x"), on: number, by: stranger, key: nil),
        ] {
            guard case .unknown = await ask(desk, call) else {
                Issue.record("a stranger reached the request")
                return
            }
        }
        guard case .shown = await ask(desk, .show(number, by: Actor(.customer, "C-00001"))) else {
            Issue.record("the owner does not see it")
            return
        }
    }

    @Test("whoever has a link sees the gateway's time, whatever its clock is", arguments: GatewayClock.allCases)
    func time(clock: GatewayClock) async throws {
        let desk = try Desk(House.policy(of: [appliance("fridge-1", bought: "2026-06-01")], plans: []), clock)
        let number = try await open(desk)
        guard case .progressed(let request, let moment) = await ask(desk, .progress(number)) else {
            Issue.record("not shown")
            return
        }
        // Where telemetry is the clock and none has come, the machine's time is nobody's.
        #expect(moment >= request.opened && (moment == desk.clock.now) == (clock == .wall))
    }

    @Test("a key that came with another command is refused, also after a restart")
    func reusedKey() async throws {
        let desk = try gateway()
        let number = try await open(desk)
        let key = { (content: String) in
            CommandKey(of: Self.agent, on: number, content: content, name: "k").text
        }
        _ = await ask(desk, .command(Self.triage(), on: number, by: Self.agent, key: key("a")))
        for _ in 0..<2 {
            guard
                case .keyReused = await ask(
                    desk, .command(Self.triage(70), on: number, by: Self.agent, key: key("b")))
            else {
                Issue.record("done, or refused for another reason")
                return
            }
            try desk.restart()
        }
        guard case .done = await ask(desk, .command(Self.triage(), on: number, by: Self.agent, key: key("a"))) else {
            Issue.record("the same again is done already")
            return
        }
    }

    @Test("whoever has a link acts for the request's own customer, and for nobody else (Z-21)")
    func linked() async throws {
        let desk = try gateway()
        let number = try await open(desk)
        guard case .progressed(let seen, _) = await ask(desk, .progress(number)), seen.number == number else {
            Issue.record("not shown")
            return
        }
        // Done once, however often it is sent.
        for _ in 0..<2 {
            guard
                case .done(let request) = await ask(
                    desk, .linked(.cancel(reason: "sold it"), on: number, key: "link-1"))
            else {
                Issue.record("not done")
                return
            }
            #expect(request.state == .cancelled)
        }
        let recorded = desk.ledger.entries.flatMap(\.events)
        #expect(recorded.count { $0.event == .cancelled } == 1 && recorded.last?.by == Actor(.customer, "C-00001"))
        guard case .unknown = await ask(desk, .linked(.confirm, on: "SR-0", key: nil)) else {
            Issue.record("a request that nobody has was moved")
            return
        }
    }

    @Test("answers what stands in the way, and nothing is recorded")
    func refused() async throws {
        let desk = try gateway()
        let number = try await open(desk)
        let before = desk.ledger.entries.count
        let answer = await ask(desk, .command(.close, on: number, by: Self.agent, key: nil))
        guard case .refused(let refusal) = answer else {
            Issue.record("\(answer)")
            return
        }
        #expect(refusal.has(.role) && refusal.has(.stage))
        #expect(desk.ledger.entries.count == before)
        guard case .unknown = await ask(desk, .command(.close, on: "SR-0", by: Self.agent, key: nil)) else {
            Issue.record("a request that nobody has was closed")
            return
        }
    }

    @Test("is unavailable where the commit fails; the same call with its key is then done once")
    func commitFails() async throws {
        let desk = try gateway(failing: [1])
        let number = try await open(desk)
        let command = DeskCall.command(Self.triage(), on: number, by: Self.agent, key: "k-1")
        guard case .unavailable = await ask(desk, command) else {
            Issue.record("answered before it was recorded")
            return
        }
        for _ in 0..<2 {
            guard case .done(let request) = await ask(desk, command) else {
                Issue.record("not done")
                return
            }
            #expect(request.state == .triaged)
        }
        let triaged = desk.ledger.entries.flatMap(\.events).filter { $0.key == "k-1" }
        #expect(triaged.count == 1)
    }

    @Test("kills between any two commands lose and double none", arguments: 1...6)
    func kills(seed: UInt64) async throws {
        let desk = try gateway()
        var chance = SeededGenerator(seed: seed)
        let number = try await open(desk)
        var sent = 0
        for step in 0..<40 {
            let command = DeskCall.command(
                Self.triage(1 + step), on: number, by: Self.agent, key: "k-\(step)")
            guard case .done(let request) = await ask(desk, command) else {
                Issue.record("step \(step) was not done")
                return
            }
            sent += 1
            #expect(request.diagnosis?.hypotheses.first?.percent == 1 + step)
            guard chance.below(3) == 0 else { continue }
            try desk.restart()
            // The answer may not have arrived: it is asked again.
            _ = await ask(desk, command)
        }
        let triaged = desk.ledger.entries.flatMap(\.events).filter {
            if case .triaged = $0.event { true } else { false }
        }
        #expect(triaged.count == sent && Set(triaged.map(\.key)).count == sent)
    }

    /// The way of a request, with what else may happen to it: who does what, and how many minutes after the one before.
    private static func way(from now: Timestamp) -> [(Actor, DeskCommand, Int64)] {
        let (clerk, support) = (Actor(.partsClerk, "P-1"), Actor(.technicalSupport, "T-1"))
        let (manager, leader) = (Actor(.afterSalesManager, "M-1"), Actor(.centreLeader, "L-1"))
        let (dispatcher, engineer) = (Actor(.dispatcher, "D-1"), Actor(.engineer, "E-7"))
        let (officer, quality) = (Actor(.informationOfficer, "I-1"), Actor(.quality, "Q-1"))
        let scores = ReturnCall.Scores(attitude: 5, skill: 5, charges: 4, overall: 5)
        let report = VisitReport(
            .fixed, component: .compressor, cause: "worn",
            parts: [PartUse("relay", faulty: "A-1", new: "B-2", oldPart: .taken)], test: .passed, isInspected: true)
        let cause = Diagnosis.Hypothesis(.compressor, cause: "worn", percent: 80)
        let compensation = Approval(.compensation, amount: Money(fen: 500), reason: "a scratch")
        let (from, through) = (now + .hours(2), now + .hours(4))
        let before: [(Actor, DeskCommand, Int64)] = [
            (agent, .triage(Diagnosis([cause], parts: ["relay"])), 1),
            (clerk, .movePart(PartNeed("relay", .reserved(stock: .van))), 0), (agent, .escalate(reason: "loud"), 0),
            (manager, .acknowledge, 0), (agent, .handOver(to: .technicalSupport), 0), (support, .acknowledge, 0),
            (agent, .openGroup(members: ["C-00001", "T-1", "S-1"]), 0), (agent, .dissolveGroup, 0),
            (support, .sendSolution(text: "clean it", attachments: nil), 0), (agent, .holdClock(reason: "away"), 0),
            (agent, .releaseClock, 0), (agent, .complain(.attitude, words: "rude"), 0),
            (agent, .raise(complaint: 1, reason: "again"), 0), (leader, .resolve(complaint: 1, resolution: "sorry"), 0),
            (agent, .ask(compensation), 0), (leader, .decide(.compensation, granted: true), 0),
            (manager, .compensate(Money(fen: 500)), 0), (dispatcher, .assign(engineer: "E-7", Feasibility()), 0),
            (dispatcher, .propose(from: from, through: through, reason: "", consent: true), 0), (engineer, .accept, 0),
            (dispatcher, .expect(arrival: from, cause: ""), 0), (engineer, .tryCall(answer: .reached), 0),
        ]
        let visit: [(Actor, DeskCommand, Int64)] = [
            (engineer, .depart(checklist: "haier@1"), 90), (engineer, .reportDelay(by: .minutes(9), cause: "a jam"), 0),
            (engineer, .arrive(cause: ""), 25), (engineer, .identify, 0), (engineer, .explain, 0),
            (engineer, .showTariff, 0), (engineer, .consent(Money(fen: 0)), 0), (engineer, .beginWork, 0),
            (engineer, .endVisit(report), 30), (engineer, .submitCard(.customer, satisfied: true), 0),
            (engineer, .charge(ChargeSheet([])), 0), (engineer, .settle, 0),
            (Actor(.customer, "C-00001"), .rate(scores, satisfied: true, reason: ""), 0),
            (quality, .call(.quality, .satisfied(scores: scores)), 1_000), (officer, .reconcile(.branch), 0),
            (Actor(.informationOfficer, "I-2"), .reconcile(.centre), 0), (quality, .close, 0),
        ]
        return before + visit
    }

    @Test("every command of a way: a failed commit leaves nothing, a kill and a lost answer do it once")
    func everyCommand() async throws {
        let desk = try gateway()
        desk.clock.now = start + .hours(1)
        let number = try await open(desk)
        // What falls due meanwhile is the clock's, and of no command.
        func recorded() -> [RecordedEvent] {
            desk.ledger.entries.flatMap(\.events).filter { if case .breached = $0.event { false } else { true } }
        }
        for (step, (actor, command, minutes)) in Self.way(from: desk.clock.now).enumerated() {
            desk.clock.now = desk.clock.now + .minutes(minutes)
            let (call, before) = (
                DeskCall.command(command, on: number, by: actor, key: "w-\(step)"), recorded()
            )
            desk.ledger.failing.insert(desk.ledger.calls)
            guard case .unavailable = await ask(desk, call) else {
                Issue.record("\(command) was answered before it was recorded")
                return
            }
            #expect(recorded() == before, "\(command)")
            try desk.restart()
            var done: [RecordedEvent]?
            // The answer is lost with the process: whoever asks again, gets it.
            for _ in 0..<2 {
                guard case .done = await ask(desk, call) else {
                    Issue.record("\(command) was not done")
                    return
                }
                #expect(done == nil || done == recorded(), "\(command) was done twice")
                done = recorded()
                try desk.restart()
            }
            #expect(recorded().filter { $0.key == "w-\(step)" }.count == 1 && recorded().count > before.count)
        }
        #expect(recorded().last?.event == .closed)
    }

    @Test("a repair that waits for parts puts off the warranty of the appliance's next fault (H-19)")
    func pauses() async throws {
        // The compressor is covered through 2026-11-20 itself; the pause of three days moves that.
        let desk = try gateway(bought: "2023-11-20")
        desk.clock.now = start + .hours(1)
        let number = try await open(desk)
        _ = await ask(desk, .command(Self.triage(), on: number, by: Self.agent, key: nil))
        let clerk = Actor(.partsClerk, "P-1")
        let waiting = PartNeed("relay", .applied(due: desk.clock.now + .days(3)))
        _ = await ask(desk, .command(.movePart(waiting), on: number, by: clerk, key: nil))
        desk.clock.now = desk.clock.now + .days(3)
        _ = await ask(desk, .command(.movePart(PartNeed("relay", .arrived)), on: number, by: clerk, key: nil))
        _ = await ask(desk, .command(Self.triage(79), on: number, by: Self.agent, key: nil))
        guard case .told(let request, let history) = await ask(desk, .show(number, by: Self.agent)) else {
            Issue.record("not shown")
            return
        }
        #expect(request.entitlement?.validUntil == CalendarDay("2026-11-24") && history.isEmpty)
    }

    @Test("turns people away once the gateway stops, and when too many wait")
    func closed() async throws {
        let desk = try gateway()
        let counter = desk.counter
        let waiting = Task { await counter.ask(.list(most: 5)) }
        while counter.waiting == 0 { await Task.yield() }
        try desk.shell.run { true }
        guard case .unavailable = await waiting.value else {
            Issue.record("answered after the end")
            return
        }
        guard case .unavailable = await counter.ask(.list(most: 5)) else {
            Issue.record("taken after the end")
            return
        }
        #expect(counter.turnedAway == 1)
    }
}
