import Appliances
import Daybook
import Dispatching
import Gateway
import ServiceDesk
import Telemetry
import Testing

@Suite("Assignment at the counter")
struct DispatchTests {
    private static let agent = Actor(.hotlineAgent, "H-1")
    private static let dispatcher = Actor(.dispatcher, "D-1")

    /// Two engineers for refrigerators, who work every day from 00:00 to 24:00; the second has no skill for them.
    private static func staff() throws -> Staff {
        let (from, through) = (try #require(DayTime("00:00")), try #require(DayTime("24:00")))
        let hours = try #require(DayTimes(from: from, through: through))
        let engineers = ["E-1", "E-2"].map { number in
            var engineer = Engineer(number)
            engineer.shifts = Weekday.allCases.map { Engineer.Shift($0, hours) }
            engineer.skills = [Engineer.Skill(number == "E-1" ? .refrigerator : .airConditioner, level: 3)]
            return engineer
        }
        return Staff(engineers: engineers)
    }

    private func gateway(stock: [StockBook.Line]? = nil) throws -> Desk {
        var policy = try House.policy(of: [appliance("fridge-1"), appliance("fridge-2")], plans: [])
        policy.staff = try Self.staff()
        policy.stock = stock.map { StockBook($0) }
        let desk = try Desk(policy, .wall)
        desk.clock.now = start + .hours(1)
        return desk
    }

    /// Makes a call, lets the gateway take a turn, and gives its answer.
    private func ask(_ desk: Desk, _ call: DeskCall) async -> DeskAnswer {
        let counter = desk.counter
        let answer = Task { await counter.ask(call) }
        while counter.waiting == 0 { await Task.yield() }
        desk.shell.turn()
        return await answer.value
    }

    private struct Unexpected: Error {}

    @discardableResult
    private func does(
        _ desk: Desk, _ command: DeskCommand, on number: String, by actor: Actor = dispatcher
    ) async throws -> ServiceRequest {
        let answer = await ask(desk, .command(command, on: number, by: actor, key: nil))
        guard case .done(let request) = answer else {
            Issue.record("\(answer)")
            throw Unexpected()
        }
        return request
    }

    private func refusal(
        _ desk: Desk, _ command: DeskCommand, on number: String, by actor: Actor = dispatcher
    ) async throws -> Refusal {
        let answer = await ask(desk, .command(command, on: number, by: actor, key: nil))
        guard case .refused(let refusal) = answer else {
            Issue.record("\(answer)")
            throw Unexpected()
        }
        return refusal
    }

    /// A request that has come as far as triage, with the parts that it probably needs.
    private func triaged(_ desk: Desk, _ device: String = "fridge-1", parts: [String] = []) async throws -> String {
        var demand = Demand(channel: .hotline, key: "call-\(device)")
        (demand.customer, demand.component, demand.symptom) = ("C-00001", .compressor, "does not cool")
        (demand.device, demand.known) = (DeviceID(device), Demand.required)
        guard case .taken(.opened(let number), _) = await ask(desk, .demand(demand, by: Self.agent)) else {
            throw Unexpected()
        }
        let cause = Diagnosis.Hypothesis(.compressor, cause: "worn", percent: 80)
        try await does(desk, .triage(Diagnosis([cause], parts: parts)), on: number, by: Self.agent)
        return number
    }

    private func window(_ hours: Int64, _ span: TimeSpan = .minutes(30)) -> DeskCommand {
        .propose(from: start + .hours(hours), through: start + .hours(hours) + span, reason: "x", consent: true)
    }

    @Test("refuses an engineer who cannot, with what was found, whatever the caller says (M-6)")
    func assigned() async throws {
        let desk = try gateway()
        let number = try await triaged(desk)
        let unskilled = try await refusal(desk, .assign(engineer: "E-2", Feasibility()), on: number)
        #expect(
            unskilled.unmet.map { $0.line() } == [
                "M-6: the engineer must be able to keep it (skill: refrigerator at level 0, and level 1 is needed)"
            ])
        let unknown = try await refusal(desk, .assign(engineer: "E-9", Feasibility()), on: number)
        #expect(unknown.unmet.first?.found == "skill: E-9 is not on the staff list")
        // What the caller knows beside it counts as well.
        let ill = try await refusal(desk, .assign(engineer: "E-1", Feasibility([.shift])), on: number)
        #expect(ill.unmet.first?.found == "shift")
        let done = try await does(desk, .assign(engineer: "E-1", Feasibility()), on: number)
        #expect(done.engineer == "E-1" && done.state == .scheduling)
    }

    @Test("refuses a window that another promise takes, and takes the next one (M-6, M-7)")
    func proposed() async throws {
        let desk = try gateway()
        let (first, second) = (try await triaged(desk), try await triaged(desk, "fridge-2"))
        for number in [first, second] {
            try await does(desk, .assign(engineer: "E-1", Feasibility()), on: number)
        }
        let one = try await does(desk, window(4), on: first)
        #expect(one.appointment?.travel != nil, "the way is known from the staff list (M-22)")
        let refused = try await refusal(desk, window(4), on: second)
        #expect(refused.unmet.map(\.rule) == [.feasible])
        #expect(refused.unmet.first?.found.hasPrefix("promise: has promised \(first) at ") == true)
        // A customer hears that it cannot be, and nothing of others' requests.
        let owner = Actor(.customer, "C-00001")
        let told = try await refusal(desk, window(4), on: second, by: owner)
        #expect(told.unmet.first?.found == "promise")
        // The same request may move its own window, and the other one find room behind it.
        try await does(desk, window(5), on: first)
        try await does(desk, window(9), on: second)
    }

    @Test("gives the engineer back where the other request is over")
    func freed() async throws {
        let desk = try gateway()
        let (first, second) = (try await triaged(desk), try await triaged(desk, "fridge-2"))
        for number in [first, second] {
            try await does(desk, .assign(engineer: "E-1", Feasibility()), on: number)
        }
        try await does(desk, window(4), on: first)
        try await does(desk, .cancel(reason: "sold"), on: first)
        try await does(desk, window(4), on: second)
    }

    @Test("lays parts aside once it is known who goes, and applies at once for what is nowhere (M-5, X-8)")
    func parts() async throws {
        let desk = try gateway(stock: [
            StockBook.Line("relay", .van(of: "E-1"), 1), StockBook.Line("relay", .centre, 1),
        ])
        let first = try await triaged(desk, parts: ["relay"])
        let second = try await triaged(desk, "fridge-2", parts: ["relay", "board"])
        let one = try await does(desk, .assign(engineer: "E-1", Feasibility()), on: first)
        #expect(one.needs == [PartNeed("relay", .reserved(stock: .van))])
        let other = try await does(desk, .assign(engineer: "E-1", Feasibility()), on: second)
        #expect(
            other.needs == [
                PartNeed("relay", .reserved(stock: .centre)),
                PartNeed("board", .applied(due: desk.clock.now + .days(4))),
            ])
        #expect(other.state == .awaitingParts)
        // What is given back may be found by the next one that needs it.
        try await does(desk, .cancel(reason: "sold"), on: first)
        let clerk = Actor(.partsClerk, "P-1")
        let found = try await does(desk, .movePart(PartNeed("relay")), on: second, by: clerk)
        #expect(found.needs.first?.state == .reserved(stock: .van))
    }

    @Test("is recorded with the rest, and the same after a restart")
    func restart() async throws {
        let desk = try gateway(stock: [StockBook.Line("relay", .van(of: "E-1"), 1)])
        let first = try await triaged(desk, parts: ["relay"])
        try await does(desk, .assign(engineer: "E-1", Feasibility()), on: first)
        try desk.restart()
        let second = try await triaged(desk, "fridge-2", parts: ["relay"])
        let other = try await does(desk, .assign(engineer: "E-1", Feasibility()), on: second)
        // The only one is laid aside for the first request, which the events say.
        #expect(other.needs == [PartNeed("relay", .applied(due: desk.clock.now + .days(4)))])
    }

    /// A visit by E-1 that replaces these parts, up to the end of the request.
    private func finish(_ desk: Desk, _ number: String, using parts: [String]) async throws {
        let engineer = Actor(.engineer, "E-1")
        try await does(desk, window(2), on: number)
        try await does(desk, .accept, on: number, by: engineer)
        desk.clock.now = start + .hours(2)
        for command in [DeskCommand.depart(checklist: "haier@1"), .arrive(cause: ""), .identify, .explain] {
            try await does(desk, command, on: number, by: engineer)
        }
        try await does(desk, .showTariff, on: number, by: engineer)
        try await does(desk, .consent(Money(fen: 0)), on: number, by: engineer)
        try await does(desk, .beginWork, on: number, by: engineer)
        let report = VisitReport(
            .fixed, component: .compressor, cause: "worn",
            parts: parts.map { PartUse($0, faulty: "A-1", new: "B-2", oldPart: .kept) }, test: .passed,
            isInspected: true)
        try await does(desk, .endVisit(report), on: number, by: engineer)
        try await does(desk, .submitCard(.customer, satisfied: true), on: number, by: engineer)
        try await does(desk, .settle, on: number, by: engineer)
        let scores = ReturnCall.Scores(attitude: 5, skill: 5, charges: 5, overall: 5)
        try await does(desk, .call(.quality, .satisfied(scores: scores)), on: number, by: Actor(.quality, "Q-1"))
        try await does(desk, .reconcile(.branch), on: number, by: Actor(.informationOfficer, "I-1"))
        let done = try await does(desk, .close, on: number, by: Actor(.informationOfficer, "I-1"))
        #expect(done.state == .closed)
    }

    /// What the desk shows of its stock, as `van E-1 relay: 2 counted, 1 used, 0 aside, 1 free`.
    private func shown(_ desk: Desk) async throws -> [String] {
        guard case .stocked(let rows) = await ask(desk, .stock) else { throw Unexpected() }
        return rows.map {
            "\($0.shelf.rawValue) \($0.name) \($0.part): "
                + "\($0.counted) counted, \($0.used) used, \($0.laidAside) aside, \($0.free) free"
        }
    }

    @Test("what a visit used stays used after the end and after a restart; what it did not goes back (M-51, M-5)")
    func usedUp() async throws {
        let desk = try gateway(stock: [
            StockBook.Line("relay", .van(of: "E-1"), 1), StockBook.Line("fan", .van(of: "E-1"), 1),
        ])
        let first = try await triaged(desk, parts: ["relay", "fan"])
        try await does(desk, .assign(engineer: "E-1", Feasibility()), on: first)
        #expect(
            try await shown(desk) == [
                "van E-1 fan: 1 counted, 0 used, 1 aside, 0 free", "van E-1 relay: 1 counted, 0 used, 1 aside, 0 free",
            ])
        try await finish(desk, first, using: ["relay"])
        let after = [
            "van E-1 fan: 1 counted, 0 used, 0 aside, 1 free", "van E-1 relay: 1 counted, 1 used, 0 aside, 0 free",
        ]
        #expect(try await shown(desk) == after)
        try desk.restart()
        #expect(try await shown(desk) == after)
        let second = try await triaged(desk, "fridge-2", parts: ["relay", "fan"])
        let other = try await does(desk, .assign(engineer: "E-1", Feasibility()), on: second)
        #expect(
            other.needs == [
                PartNeed("relay", .applied(due: desk.clock.now + .days(4))),
                PartNeed("fan", .reserved(stock: .van)),
            ])
        // Whoever counts anew writes down what lies there now, and when.
        var policy = desk.policy
        policy.stock = StockBook(
            [StockBook.Line("relay", .van(of: "E-1"), 5)], counted: [.van(of: "E-1"): desk.clock.now + .minutes(1)])
        try desk.restart(with: policy)
        #expect(
            try await shown(desk) == [
                "van E-1 fan: 0 counted, 0 used, 1 aside, -1 free", "van E-1 relay: 5 counted, 0 used, 0 aside, 5 free",
            ])
    }

    @Test("says so where nobody keeps a stock")
    func noStock() async throws {
        guard case .nothing(let why) = await ask(try gateway(), .stock) else { throw Unexpected() }
        #expect(why.contains("stock.yaml"))
    }

    @Test("is as the caller says where there is no staff list")
    func noStaff() async throws {
        let desk = try Desk(House.policy(of: [appliance("fridge-1")], plans: []), .wall)
        desk.clock.now = start + .hours(1)
        let number = try await triaged(desk, parts: ["relay"])
        let refused = try await refusal(desk, .assign(engineer: "E-1", Feasibility([.skill])), on: number)
        #expect(refused.unmet.first?.found == "skill")
        let done = try await does(desk, .assign(engineer: "E-1", Feasibility()), on: number)
        #expect(done.needs == [PartNeed("relay")])
    }
}
