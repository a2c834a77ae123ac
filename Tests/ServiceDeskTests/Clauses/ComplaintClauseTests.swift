import Appliances
import ServiceDesk
import Testing

@Suite("Complaints (M-34, M-54, M-57, Z-19)")
struct ComplaintClauseTests {
    /// A request that waits for its call.
    private func mended() throws -> Story {
        var story = Story()
        _ = story.demand(Story.call(device: "fridge-1", component: .compressor), entitled: decision(.free))
        try story.agree()
        try story.arrive(consent: yuan(0))
        try story.repair()
        try story.does(Story.engineer, .settle)
        return story
    }

    /// Who was told that a complaint was not resolved in time.
    private func toldOf(_ events: [RecordedEvent]) -> [Role] {
        events.compactMap { if case .breached(.complaint, "1", _, let role) = $0.event { role } else { nil } }
    }

    @Test("a complaint holds the request open until whoever answers for it has resolved it")
    func resolved() throws {
        var story = try mended()
        try story.does(Story.customer, .complain(.attitude, words: "rude at the door"))
        let due = try #require(try story.request.due().first { $0.kind == .complaint })
        #expect(due.role == .afterSalesManager && due.due == story.now + .days(1) && due.what == "1")
        let told = try story.told().last
        #expect(told?.kind == .complained && told?.to == .staff(.afterSalesManager, number: ""))
        story.wait(.hours(20))
        try story.does(
            Story.quality,
            .call(.quality, .satisfied(scores: ReturnCall.Scores(attitude: 5, skill: 5, charges: 4, overall: 5))))
        try story.does(Story.officer, .reconcile(.branch))
        #expect(try story.refusal(Story.officer, .close) == [.complaints])
        #expect(try story.refusal(Story.manager, .resolve(complaint: 1, resolution: "")) == [.reason])
        #expect(try story.refusal(Story.manager, .resolve(complaint: 2, resolution: "done")) == [.complaint])
        #expect(try story.refusal(Story.engineer, .resolve(complaint: 1, resolution: "done")).contains(.role))
        try story.does(Story.manager, .resolve(complaint: 1, resolution: "the manager has apologised"))
        try story.does(Story.officer, .close)
        #expect(lines(of: try story.request).contains { $0.contains("attitude, manager: rude at the door; resolved") })
    }

    @Test("what is not resolved within a day is the next level's, and may be raised by hand (Z-19)")
    func raised() throws {
        var story = try mended()
        try story.does(Story.agent, .complain(.charges, words: "too dear"))
        story.wait(.days(1))
        #expect(toldOf(story.escalate()) == [.centreLeader])
        #expect(try story.request.complaints.map(\.level) == [.centre])
        #expect(try story.refusal(Story.manager, .resolve(complaint: 1, resolution: "x")) == [.complaint])
        try story.does(Story.customer, .raise(complaint: 1, reason: "nobody calls"))
        #expect(try story.request.complaints.map(\.level) == [.leaders])
        #expect(try story.refusal(Story.customer, .raise(complaint: 1, reason: "again")) == [.complaint])
        story.wait(.days(1))
        #expect(toldOf(story.escalate()) == [.operations])
        // At the highest level it is told once.
        story.wait(.days(1))
        #expect(toldOf(story.escalate()).isEmpty)
        try story.does(Story.leader, .resolve(complaint: 1, resolution: "half is waived"))
        #expect(try story.request.openComplaints.isEmpty)
    }

    /// A request that was closed with a satisfied customer.
    private func closed() throws -> Story {
        var story = try mended()
        story.wait(.hours(20))
        try story.does(Story.quality, .call(.quality, .satisfied(scores: Story.scores)))
        try story.does(Story.officer, .reconcile(.branch))
        try story.does(Story.officer, .close)
        return story
    }

    @Test("whoever complains within a month after the end has the request go on, one level higher (Z-19, H-15)")
    func afterTheEnd() throws {
        var story = try closed()
        let level = try story.request.level
        story.wait(.days(30))
        try story.does(Story.customer, .complain(.skill, words: "it is warm again"))
        let request = try story.request
        #expect(request.state == .triaged && request.level == level + 1 && request.engineer == nil)
        #expect(request.openComplaints.map(\.words) == ["it is warm again"] && request.facts.failedRepairs == 1)
        #expect(request.due().contains { $0.kind == .complaint } && request.due().contains { $0.kind == .assign })
        #expect(try story.told().contains { $0.kind == .reopened })
        #expect(try story.refusal(Story.officer, .close) == [.stage, .satisfied, .complaints])
    }

    @Test("of something else than the repair, nobody counts that as a repair in vain (X-12)")
    func notOfTheRepair() throws {
        var story = try closed()
        try story.does(Story.agent, .complain(.attitude, words: "rude"))
        #expect(try story.request.state == .triaged && story.request.facts.failedRepairs == 0)
    }

    @Test("later, and where another request is open for the same, a complaint is another request's")
    func tooLate() throws {
        var late = try closed()
        late.wait(TimeSpan(milliseconds: 30 * 86_400_000 + 1))
        #expect(try late.refusal(Story.customer, .complain(.skill, words: "warm")) == [.stage])
        late.rules.complaintAfterEnd = .days(31)
        try late.does(Story.customer, .complain(.skill, words: "warm"))
        var story = try closed()
        let first = story.number
        _ = story.demand(
            Story.call(device: "fridge-1", component: .compressor, key: "call-2"), entitled: decision(.free))
        try #require(story.number != first)
        story.number = first
        #expect(try story.refusal(Story.customer, .complain(.skill, words: "warm")) == [.stage])
        var withdrawn = Story()
        _ = withdrawn.demand(Story.call(), entitled: decision(.free))
        try withdrawn.does(Story.agent, .cancel(reason: "withdrawn"))
        #expect(try withdrawn.refusal(Story.customer, .complain(.other, words: "x")) == [.stage])
    }

    @Test("an incident and a damage are complaints by themselves (M-57, M-50)")
    func byThemselves() throws {
        var story = try mended()
        try story.does(Story.engineer, .reportIncident(what: "detained"))
        try story.does(Story.customer, .reportDamage(what: "a scratched tile", yuan(90)))
        #expect(try story.request.complaints.map(\.subject) == [.incident, .damage])
        #expect(try story.request.complaints.map(\.level) == [.centre, .manager])
        #expect(try story.told().filter { $0.kind == .complained }.count == 1)
    }

    @Test("a compensation that was granted is paid before the end, and no more (M-54)")
    func compensation() throws {
        var story = try mended()
        try story.does(Story.customer, .ask(Approval(.compensation, amount: yuan(50), reason: "a scratch")))
        #expect(try story.refusal(Story.officer, .compensate(yuan(50))) == [.compensation])
        try story.does(Story.leader, .decide(.compensation, granted: true))
        story.wait(.hours(20))
        try story.does(
            Story.quality,
            .call(.quality, .satisfied(scores: ReturnCall.Scores(attitude: 5, skill: 5, charges: 4, overall: 5))))
        try story.does(Story.officer, .reconcile(.branch))
        #expect(try story.refusal(Story.officer, .close) == [.fulfilled])
        #expect(try story.refusal(Story.officer, .compensate(yuan(51))) == [.compensation])
        #expect(try story.refusal(Story.engineer, .compensate(yuan(50))) == [.role])
        try story.does(Story.officer, .compensate(yuan(20)), .compensate(yuan(30)), .close)
        #expect(try story.request.compensated == yuan(50))
    }
}
