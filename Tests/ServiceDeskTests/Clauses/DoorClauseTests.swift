import Appliances
import ServiceDesk
import Testing
import Warranty

@Suite("Before somebody is let in")
struct DoorClauseTests {
    /// A window from 10 to 12 that the engineer keeps and the customer has not heard of.
    private func unheard() throws -> Story {
        var story = Story()
        _ = try story.predict()
        try story.does(Story.agent, .triage(Diagnosis([], consulted: "support")))
        try story.does(Story.dispatcher, .assign(engineer: "E-7", Feasibility()))
        try story.does(
            Story.dispatcher,
            .propose(from: story.now + .hours(2), through: story.now + .hours(4), reason: "", consent: false))
        return story
    }

    private func due(_ story: Story, _ kind: DueItem.Kind) throws -> DueItem? {
        try story.request.due(under: story.rules).first { $0.kind == kind }
    }

    @Test("nobody answers: called at other times, then visited, and the centre told the same day (M-16, M-17, M-19)")
    func unannounced() throws {
        var story = try unheard()
        try story.does(Story.engineer, .accept)
        #expect(try story.refusal(Story.engineer, .depart(checklist: "haier@1")) == [.stage, .promised])
        // Calls on end are one call.
        try story.does(Story.engineer, .tryCall(answer: .unanswered), .tryCall(answer: .unanswered))
        story.wait(.minutes(15))
        try story.does(Story.agent, .tryCall(answer: .unanswered))
        #expect(try story.request.state == .scheduling)
        #expect(try story.told().last?.kind == .callMissed)
        story.wait(.minutes(15))
        try story.does(Story.engineer, .tryCall(answer: .message))
        #expect(story.events.last?.event == .unannounced)
        #expect(try story.request.state == .scheduled && story.request.appointment?.isPromised == false)
        try story.does(Story.engineer, .depart(checklist: "haier@1"))
        #expect(try story.request.visit?.isUnannounced == true)
        let item = try #require(try due(story, .feedback))
        #expect(item.role == .engineer && item.escalatesTo == .informationOfficer && item.clause == "M-17")
        #expect(item.due == start + .hours(16) + TimeSpan(milliseconds: -1))
        story.wait(.minutes(40))
        try story.does(Story.engineer, .arrive(cause: ""))
        #expect(try story.refusal(Story.engineer, .feedBack(what: "")) == [.reason])
        #expect(try story.refusal(Actor(.engineer, "E-8"), .feedBack(what: "x")) == [.asked])
        try story.does(Story.engineer, .feedBack(what: "at the door, nobody opens"))
        #expect(try due(story, .feedback) == nil)
        #expect(try story.refusal(Story.engineer, .feedBack(what: "again")) == [.asked])
    }

    @Test("an engineer who agrees after the calls goes as well; whoever is reached is asked first (M-17)")
    func reached() throws {
        var story = try unheard()
        for _ in 0..<3 {
            try story.does(Story.agent, .tryCall(answer: .unanswered))
            story.wait(.minutes(20))
        }
        #expect(try story.request.state == .scheduling)
        try story.does(Story.engineer, .accept)
        #expect(try story.request.state == .scheduled)
        try story.does(Story.agent, .tryCall(answer: .reached))
        #expect(try story.request.state == .scheduling)
        try story.does(Story.customer, .confirm)
        #expect(try story.request.state == .scheduled && story.request.appointment?.isPromised == true)
        try story.arrive()
        #expect(try story.request.visit?.isUnannounced == false && due(story, .feedback) == nil)
    }

    @Test("a doubted engineer shows certificate and numbers; in vain, and the manager comes in person (M-34)")
    func doubted() throws {
        var story = Story()
        _ = try story.predict()
        try story.agree()
        story.wait(.hours(2))
        try story.does(Story.engineer, .depart(checklist: "haier@1"))
        #expect(try story.refusal(Story.engineer, .doubt(accepted: true)) == [.stage])
        try story.does(Story.engineer, .arrive(cause: ""))
        #expect(try story.refusal(Actor(.engineer, "E-8"), .doubt(accepted: false)) == [.ownEngineer])
        var trusting = story
        try trusting.does(Story.engineer, .doubt(accepted: true), .identify)
        #expect(try trusting.request.state == .onSite && trusting.request.doubted == nil)
        try story.does(Story.engineer, .doubt(accepted: false))
        let request = try story.request
        #expect(request.state == .scheduling && request.appointment == nil && request.level == 1)
        #expect(request.visits.map(\.outcome) == [.doubted])
        #expect(try story.told().contains { $0.kind == .escalated && $0.to == .staff(.afterSalesManager, number: "") })
        let item = try #require(try due(story, .managerVisit))
        #expect(item.role == .afterSalesManager && item.escalatesTo == .centreLeader && item.clause == "M-34")
        #expect(item.due == story.now + .hours(2))
        try story.agree()
        #expect(try due(story, .managerVisit)?.due == story.request.appointment?.from)
        try story.arrive()
        #expect(try story.refusal(Story.engineer, .beginWork) == [.manager])
        #expect(try story.refusal(Story.engineer, .attend) == [.role])
        try story.does(Story.manager, .attend)
        try story.does(Story.engineer, .beginWork)
        #expect(try due(story, .managerVisit) == nil)
        #expect(try story.refusal(Story.manager, .attend) == [.asked])
    }

    @Test("late by less than a quarter of an hour: an apology is taken down and holds nothing up (H-7, M-31)")
    func littleLate() throws {
        var story = try late(by: .minutes(14))
        #expect(try story.request.visit?.lateCause == "a jam")
        var silent = story
        try silent.does(Story.engineer, .beginWork)
        try story.does(Story.engineer, .apologise(gift: false, accepted: true))
        #expect(try story.request.visit?.apology?.isAccepted == true && story.request.level == 0)
        try story.does(Story.engineer, .beginWork)
    }

    @Test("a quarter of an hour late nobody works before an apology, a manager's where it is refused (M-32, C-3, H-7)")
    func veryLate() throws {
        var story = try late(by: .minutes(15))
        #expect(try story.refusal(Story.engineer, .beginWork) == [.apology])
        try story.does(Story.engineer, .apologise(gift: true, accepted: false))
        #expect(story.events.last?.event == .escalated(reason: "the apology for being late was not accepted"))
        #expect(try story.refusal(Story.engineer, .beginWork) == [.apology])
        let item = try #require(try due(story, .apology))
        #expect(item.role == .afterSalesManager && item.escalatesTo == .centreLeader && item.clause == "M-32")
        try story.does(Story.manager, .apologise(gift: true, accepted: false))
        #expect(try due(story, .apology) == nil && story.request.visit?.apology?.isByManager == true)
        try story.does(Story.engineer, .beginWork)
        var punctual = Story()
        _ = try punctual.predict()
        try punctual.agree()
        try punctual.arrive()
        #expect(try punctual.refusal(Story.engineer, .apologise(gift: false, accepted: true)) == [.apology])
    }

    @Test("the way is reckoned back from the promise, so that somebody is there early (H-10, M-22, C-1, C-2, N-12)")
    func early() throws {
        var story = Story()
        _ = try story.predict()
        try story.agree()
        let window = try #require(try story.request.appointment)
        func by(_ kind: DueItem.Kind) throws -> TimeSpan? { try due(story, kind).map { window.from - $0.due } }
        #expect(try by(.departurePrompt) == .minutes(60) && by(.departure) == .minutes(40))
        #expect(try by(.arrival) == .minutes(5) && due(story, .visit)?.due == window.through)
        story.rules.arriveEarly = .minutes(10)
        #expect(try by(.arrival) == .minutes(10))
        // Whoever has not left by then is the dispatcher's; a prompt is the engineer's own.
        #expect(try due(story, .departurePrompt)?.escalatesTo == .engineer)
        #expect(try due(story, .departure)?.escalatesTo == .dispatcher)
        story.now = window.from + .minutes(-30)
        try story.does(Story.engineer, .depart(checklist: "haier@1"))
        #expect(try due(story, .departure) == nil && due(story, .arrival) != nil)
        // Late is who comes after the window, not within it.
        story.now = window.through
        try story.does(Story.engineer, .arrive(cause: "a jam"))
        #expect(try story.request.visit?.lateness == .zero && story.request.visit?.lateCause == "")
    }

    @Test("where the way is known, leaving is reckoned back from it (M-22, C-2)", arguments: [20, 75])
    func journey(minutes: Int64) throws {
        var story = Story()
        _ = try story.predict()
        try story.agree()
        let from = story.now + .hours(6)
        func propose(_ travel: TimeSpan) -> DeskCommand {
            .propose(from: from, through: from + .hours(2), reason: "later", consent: true, travel: travel)
        }
        #expect(try story.refusal(Story.dispatcher, propose(.days(2))) == [.window])
        try story.does(Story.dispatcher, propose(.minutes(minutes)))
        try story.does(Story.engineer, .accept)
        let latest = from - .minutes(minutes) - .minutes(10)
        #expect(try due(story, .departure)?.due == latest)
        // A question that comes after the last moment to leave is none.
        #expect(try due(story, .departurePrompt)?.due == min(from - .minutes(60), latest))
    }

    private func late(by span: TimeSpan) throws -> Story {
        var story = Story()
        _ = try story.predict()
        try story.agree()
        story.wait(.hours(3))
        try story.does(Story.engineer, .depart(checklist: "haier@1"))
        story.now = start + .hours(4) + span
        try story.does(Story.engineer, .arrive(cause: "a jam"), .identify, .explain)
        return story
    }
}
