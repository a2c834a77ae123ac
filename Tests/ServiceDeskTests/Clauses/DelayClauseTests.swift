import Appliances
import Foundation
import ServiceDesk
import Testing
import Warranty

@Suite("On the way to the door")
struct DelayClauseTests {
    private static let other = Actor(.engineer, "E-8")

    /// A window from 10 to 12, agreed at 8.
    private func agreed() throws -> Story {
        var story = Story()
        _ = try story.predict()
        try story.agree()
        return story
    }

    private func leaving() throws -> Story {
        var story = try agreed()
        story.wait(.hours(1))
        try story.does(Story.engineer, .depart(checklist: "haier@1"))
        return story
    }

    private func due(_ story: Story, _ kind: DueItem.Kind) throws -> DueItem? {
        try story.request.due(under: story.rules).first { $0.kind == kind }
    }

    private func replayed(_ story: Story) throws -> Bool {
        var again = Desk()
        for event in story.events { again.apply(event) }
        return try again.request(story.number) == story.request
    }

    @Test("who will be late says so, with the true cause, and the customer hears at once (N-7, M-30, C-19, D-1)")
    func expected() throws {
        var story = try leaving()
        let window = try #require(try story.request.appointment)
        let late = window.through + .minutes(10)
        #expect(try story.refusal(Story.engineer, .expect(arrival: late, cause: "")) == [.trueCause])
        #expect(try story.refusal(Self.other, .expect(arrival: late, cause: "a jam")) == [.ownEngineer])
        #expect(
            try story.refusal(Story.engineer, .expect(arrival: story.now + .minutes(-1), cause: "a jam")) == [.window])
        // Within the window nobody is late, whatever is said of it.
        try story.does(Story.engineer, .expect(arrival: window.through, cause: "a jam"))
        #expect(story.events.last?.event == .arrivalExpected(arrival: window.through, cause: ""))
        #expect(try story.told().allSatisfy { $0.kind != .visitLate })
        #expect(try due(story, .late)?.due == window.through + .minutes(-2))
        try story.does(Story.dispatcher, .expect(arrival: late, cause: "a jam"))
        #expect(try story.request.appointment?.expected == late && due(story, .late) == nil)
        let told = try #require(try story.told().last)
        #expect(told.kind == .visitLate && told.to == .customer("C-00017") && told.isUrgent)
        #expect(told.values.contains { $0.name == "expected" && $0.value == "\(late)" })
        #expect(told.text.en.contains("It is expected by 2026-11-22 12:10. a jam"))
        #expect(try replayed(story))
    }

    @Test("where nobody says so, the customer hears two minutes before the end of the window (M-30, C-19)")
    func alarm() throws {
        var story = try leaving()
        story.now = try #require(try story.request.appointment?.through) + .minutes(-2)
        let kinds = story.escalate().compactMap { recorded -> DueItem.Kind? in
            if case .breached(let kind, _, _, _) = recorded.event { kind } else { nil }
        }
        #expect(kinds == [.arrival, .late])
        let told = try story.told().filter { $0.kind == .visitLate }
        #expect(told.count == 1 && told[0].text.en.contains("will be late") && !told[0].text.en.contains("expected"))
    }

    @Test("held up on the way, another time is agreed on, and the visit keeps its cause (M-24)")
    func anotherTime() throws {
        var story = try leaving()
        let (from, through) = (story.now + .hours(6), story.now + .hours(8))
        for (reason, consent) in [("an accident", false), ("", true)] {
            let move = DeskCommand.propose(from: from, through: through, reason: reason, consent: consent)
            #expect(try story.refusal(Story.engineer, move) == [.changeConsent])
        }
        try story.does(
            Story.engineer, .propose(from: from, through: through, reason: "an accident", consent: true), .accept)
        let request = try story.request
        #expect(request.state == .scheduled && request.appointment?.from == from)
        #expect(request.visits.map(\.outcome) == [.calledOff] && request.visits[0].lateCause == "an accident")
        // Nobody was at the door, so that no card comes of it.
        #expect(try due(story, .card) == nil && replayed(story))
        try story.arrive()
        try story.repair()
        try story.does(Story.engineer, .settle)
        try story.satisfy()
        #expect(try story.request.state == .closed && story.request.visits.count == 2)
    }

    @Test("held up on the way, another engineer goes only where the customer agrees (M-24)")
    func anotherEngineer() throws {
        var story = try leaving()
        for (reason, consent) in [("an accident", false), ("", true)] {
            let send = DeskCommand.assign(engineer: "E-8", Feasibility(), reason: reason, consent: consent)
            #expect(try story.refusal(Story.dispatcher, send) == [.changeConsent])
        }
        try story.does(
            Story.dispatcher, .assign(engineer: "E-8", Feasibility(), reason: "an accident", consent: true))
        #expect(try story.request.engineer == "E-8" && story.request.state == .scheduling)
        #expect(try story.request.visits.map(\.outcome) == [.calledOff])
        try story.agree(engineer: Self.other)
        #expect(try story.request.state == .scheduled && replayed(story))
        // Commands that were written before anybody could say so are read as they were.
        let plain = try JSONDecoder().decode(DeskCommand.self, from: Data(#"{"assign": {"engineer": "E-8"}}"#.utf8))
        #expect(plain == .assign(engineer: "E-8", Feasibility()))
    }

    @Test("nobody who is at the door says that nobody came, or that the engineer was not let in")
    func forgedEnds() throws {
        var story = try leaving()
        story.wait(.hours(1))
        try story.does(Story.engineer, .arrive(cause: ""), .identify)
        for outcome in [Visit.Outcome.calledOff, .doubted] {
            #expect(try story.refusal(Story.engineer, .endVisit(VisitReport(outcome, isPlaceKnown: true))) == [.stage])
        }
    }

    @Test("who stays longer says so, and the next customers of the day hear it from the officer (M-23, M-25)")
    func knockOn() throws {
        var story = try agreed()
        let first = story.number
        // 12:30 to 13:00, 13:30 to 15:30 and 16:00 to 18:00; and another engineer's.
        try story.agreeOnAnother(in: .minutes(270), lasting: .minutes(30))
        let second = story.number
        try story.agreeOnAnother(key: "call-3", in: .minutes(330))
        let third = story.number
        try story.agreeOnAnother(key: "call-4", in: .hours(8))
        let fourth = story.number
        try story.agreeOnAnother(key: "call-5", engineer: Self.other, in: .hours(5))
        let foreign = story.number
        story.number = first
        try story.arrive()
        story.now = start + .minutes(250)
        #expect(try story.refusal(Story.engineer, .reportDelay(by: .minutes(60), cause: "")) == [.trueCause])
        #expect(try story.refusal(Story.engineer, .reportDelay(by: .zero, cause: "rust")) == [.window])
        // Free at 13:10, there at 13:50: 80 minutes late, then 80 less no idle time, then 80.
        try story.does(Story.engineer, .reportDelay(by: .minutes(60), cause: "rust"))
        #expect(story.events.filter { if case .delayReported = $0.event { true } else { false } }.count == 1)
        func delay(_ number: String) -> Appointment.Delay? { story.desk.request(number)?.appointment?.delay }
        #expect(delay(second)?.by == .minutes(80) && delay(second)?.because == first)
        #expect(delay(third)?.by == .minutes(80) && delay(fourth)?.by == .minutes(80))
        #expect(delay(foreign) == nil && delay(first) == nil)
        story.number = second
        let item = try #require(try due(story, .delayNotice))
        #expect(item.role == .informationOfficer && item.clause == "M-25" && item.what == first)
        #expect(item.due == start + .minutes(268))
        #expect(try story.told().suffix(2).map(\.kind) == [.delayForeseen, .visitLate])
        // Within the window it is no lateness yet: the officer tells.
        story.number = third
        #expect(try story.told().last?.kind == .delayForeseen)
        try story.does(Story.officer, .tryCall(answer: .unanswered))
        #expect(try due(story, .delayNotice) != nil)
        try story.does(Story.officer, .tryCall(answer: .reached))
        #expect(try due(story, .delayNotice) == nil && replayed(story))
    }

    /// The engineer is at the first customer's at 13:00 and was promised to a second one for 14:00.
    private func between() throws -> (story: Story, first: String, second: String) {
        var story = try agreed()
        let first = story.number
        try story.agreeOnAnother(in: .hours(6))
        let second = story.number
        story.number = first
        try story.arrive()
        story.now = start + .hours(5)
        return (story, first, second)
    }

    @Test("a delay that lies idle before the next window does not reach it (M-23)")
    func idle() throws {
        var (story, _, second) = try between()
        // Free at 13:20, and there by 14:00.
        try story.does(Story.engineer, .reportDelay(by: .minutes(20), cause: "rust"))
        #expect(story.events.last?.event == .delayReported(by: .minutes(20), cause: "rust"))
        #expect(story.desk.request(second)?.appointment?.delay == nil)
    }

    @Test("whoever waits next hears of a meal that takes until after their window (M-25, M-56)")
    func meal() throws {
        var (story, first, second) = try between()
        try story.does(Story.engineer, .identify)
        // Back at 13:20, and there by 14:00; or back at 13:50, and half an hour late.
        try story.does(Story.engineer, .interrupt(.away(until: start + .minutes(320)), why: "the family eats"))
        #expect(story.desk.request(second)?.appointment?.delay == nil)
        try story.does(Story.engineer, .interrupt(.back, why: ""))
        try story.does(Story.engineer, .interrupt(.away(until: start + .minutes(350)), why: "they eat again"))
        let delay = try #require(story.desk.request(second)?.appointment?.delay)
        #expect(delay.by == .minutes(30) && delay.because == first)
        story.number = second
        #expect(try story.told().last?.kind == .delayForeseen && replayed(story))
    }

    /// What was found in the way of a command; empty where nothing was.
    private func found(_ story: Story, _ actor: Actor, _ command: DeskCommand) throws -> [String] {
        var desk = story.desk
        do throws(Refusal) {
            _ = try desk.perform(command, on: story.number, by: actor, at: story.now, under: story.rules)
        } catch {
            return error.unmet.map { "\($0.rule.rawValue) \($0.found)" }
        }
        return []
    }

    @Test("an engineer who is busy elsewhere is sent by the dispatcher's word alone: by priority one yields (M-55)")
    func secondJob() throws {
        for (isThere, priority, yields) in [
            (false, Priority.p1, 0), (false, .p3, 1), (false, .p4, 1), (true, .p1, 1),
        ] {
            var story = try leaving()
            let first = story.number
            if isThere {
                story.wait(.hours(1))
                try story.does(Story.engineer, .arrive(cause: ""))
            }
            var demand = Story.call(key: "call-2")
            demand.priority = priority
            _ = story.demand(demand, entitled: decision(.free))
            let numbers = [first, story.number]
            try story.does(Story.agent, .triage(Diagnosis([], consulted: "support")))
            let send = DeskCommand.assign(engineer: "E-7", Feasibility())
            #expect(
                try found(story, Story.dispatcher, send) == [
                    "feasible promise: M-55: E-7 is on a visit of \(first); "
                        + "\(numbers[1 - yields]) goes first by priority"
                ])
            #expect(try found(story, Actor(.gateway, "gateway"), send).count == 1, "it decides nothing of the kind")
            let decided = DeskCommand.assign(engineer: "E-7", Feasibility(), reason: "water on the floor")
            #expect(try story.refusal(Actor(.gateway, "gateway"), decided) == [.feasible])
            try story.does(Story.dispatcher, decided)
            #expect(story.desk.request(numbers[1 - yields])?.contention == nil)
            story.number = numbers[yields]
            let item = try #require(try due(story, .secondJob))
            #expect(item.role == .dispatcher && item.clause == "M-55" && item.what == numbers[1 - yields])
            #expect(try replayed(story))
            let (from, through) = (story.now + .hours(5), story.now + .hours(7))
            try story.does(
                Story.dispatcher, .propose(from: from, through: through, reason: "a more urgent one", consent: true))
            #expect(try due(story, .secondJob) == nil)
        }
    }

    @Test("no window is promised over a visit that goes on, and nobody is at two doors at once (M-55)")
    func collision() throws {
        var story = try leaving()
        let first = story.number
        let window = try #require(try story.request.appointment)
        let free = window.through + story.rules.departureLatest
        _ = story.demand(Story.call(key: "call-2"), entitled: decision(.free))
        try story.does(Story.agent, .triage(Diagnosis([], consulted: "support")))
        try story.does(Story.dispatcher, .assign(engineer: "E-7", Feasibility(), reason: "nobody else is there"))
        func propose(_ from: Timestamp, _ reason: String = "") -> DeskCommand {
            .propose(from: from, through: from + .hours(1), reason: reason, consent: false)
        }
        let early = free + TimeSpan(milliseconds: -1)
        #expect(try story.refusal(Story.dispatcher, propose(early)) == [.feasible])
        #expect(try story.refusal(Story.engineer, propose(early, "it will do")) == [.feasible])
        // A customer hears that it cannot be, and nothing of others' requests.
        #expect(try found(story, Story.customer, propose(early, "x")) == ["feasible promise"])
        #expect(try found(story, Story.dispatcher, propose(free)) == [])
        try story.does(Story.dispatcher, propose(early, "the first one is nearly done"))
        try story.does(Story.engineer, .accept)
        try story.does(Story.customer, .confirm)
        // Whatever was promised, the visit that goes on ends first.
        #expect(try story.refusal(Story.engineer, .depart(checklist: "haier@1")) == [.feasible])
        let second = story.number
        story.number = first
        story.wait(.hours(1))
        try story.does(Story.engineer, .arrive(cause: ""), .identify, .explain, .showTariff)
        try story.repair()
        story.number = second
        try story.does(Story.engineer, .depart(checklist: "haier@1"))
        #expect(try story.request.state == .enRoute && replayed(story))
    }
}
