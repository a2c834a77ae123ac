import Appliances
import ServiceDesk
import Testing
import Warranty

@Suite("What is promised a customer and a colleague by the clock")
struct ClockClauseTests {
    private func due(_ story: Story, _ kind: DueItem.Kind) throws -> DueItem? {
        try story.request.due(under: story.rules).first { $0.kind == kind }
    }

    private func breaches(_ events: [RecordedEvent]) -> [String] {
        events.compactMap { recorded in
            guard case .breached(let kind, let what, _, let role) = recorded.event else { return nil }
            return "\(kind.rawValue) \(what) \(role.rawValue)"
        }
    }

    @Test("every request is answered with its number and a time, and that time is kept or told above (Z-4, N-4)")
    func answered() throws {
        var story = Story()
        _ = story.demand(Story.call(), entitled: decision(.free))
        let told = try #require(try story.told().first)
        #expect(told.kind == .requestReceived && told.to == .customer("C-00017") && told.isUrgent)
        let until = story.now + story.rules.firstContact
        #expect(told.values.contains { $0.name == "until" && $0.value == "\(until)" })
        #expect(told.text.en.contains(story.number) && told.text.zh.contains("2026-11-22 10:00"))
        let item = try #require(try due(story, .firstContact))
        #expect(item.due == until && item.role == .hotlineAgent && item.clause == "Z-4")
        story.now = until
        #expect(breaches(story.escalate()).contains("first_contact  dispatcher"))
        // Whoever asks at night hears of the next morning.
        var night = Story()
        night.wait(.hours(14))
        _ = night.demand(Story.call(), entitled: decision(.free))
        #expect(try night.told().first?.text.zh.contains("2026-11-23 10:00") == true)
        // Every way of asking is answered, that of a machine as well.
        var foretold = Story()
        _ = try foretold.predict()
        #expect(try foretold.told().first?.kind == .requestReceived)
    }

    @Test("who was assigned proposes a window within half an hour, or the dispatcher hears of it (Z-7, N-6)")
    func contact() throws {
        var story = Story()
        _ = try story.predict()
        try story.does(Story.agent, .triage(Diagnosis([], consulted: "support")))
        try story.does(Story.dispatcher, .assign(engineer: "E-7", Feasibility()))
        let item = try #require(try due(story, .engineerContact))
        #expect(item.due == story.now + .minutes(30) && item.what == "E-7" && item.clause == "Z-7")
        #expect(item.role == .engineer && item.escalatesTo == .dispatcher)
        story.wait(.minutes(29))
        #expect(story.escalate() == [])
        var prompt = story
        try prompt.does(
            Story.engineer,
            .propose(from: story.now + .hours(2), through: story.now + .hours(4), reason: "", consent: true))
        #expect(try due(prompt, .engineerContact) == nil)
        story.wait(.minutes(1))
        #expect(breaches(story.escalate()) == ["engineer_contact E-7 dispatcher"])
    }

    @Test("a hand-over is acknowledged within five minutes by those who got it (X-2)")
    func handOver() throws {
        var story = Story()
        _ = story.demand(Story.call(), entitled: decision(.free))
        try story.does(Story.agent, .handOver(to: .technicalSupport))
        #expect(try story.told().last?.to == .staff(.technicalSupport, number: ""))
        let item = try #require(try due(story, .handOver))
        #expect(item.due == story.now + .minutes(5) && item.role == .technicalSupport && item.clause == "X-2")
        #expect(try story.refusal(Story.clerk, .acknowledge) == [.handedOver])
        var late = story
        try story.does(Actor(.technicalSupport, "T-1"), .acknowledge)
        #expect(try due(story, .handOver) == nil && story.request.handOver?.acknowledged == story.now)
        #expect(try story.refusal(Actor(.technicalSupport, "T-1"), .acknowledge) == [.handedOver])
        late.wait(.minutes(5))
        #expect(breaches(late.escalate()) == ["hand_over technical_support dispatcher"])
        // What was told above is still to be done.
        #expect(try due(late, .handOver)?.isBreached == true && due(late, .handOver)?.concerns(.dispatcher) == true)
    }

    @Test("what is probably wrong is known an hour after it can be, or technical support is asked (X-4)")
    func solution() throws {
        var story = Story()
        _ = story.demand(Story.call(), entitled: decision(.free))
        let item = try #require(try due(story, .solution))
        #expect(item.due == story.now + .hours(1) && item.escalatesTo == .technicalSupport && item.clause == "X-4")
        var late = story
        try story.does(Story.agent, .triage(.simple))
        #expect(try due(story, .solution) == nil)
        late.wait(.hours(1))
        #expect(breaches(late.escalate()) == ["solution  technical_support"])
    }

    @Test("for remote support three parties meet, on video or on the phone, and part before the end (X-5, X-6)")
    func group() throws {
        var story = Story()
        _ = story.demand(Story.call(), entitled: decision(.free))
        let diagnosis = Diagnosis(
            [Diagnosis.Hypothesis(.filter, cause: "dirty", percent: 90)], isRemoteFixable: true)
        try story.does(Story.agent, .triage(diagnosis))
        #expect(try story.refusal(Story.agent, .openGroup(members: ["C-00017"])) == [.asked])
        #expect(try story.refusal(Story.agent, .dissolveGroup) == [.group])
        try story.does(Story.agent, .openGroup(members: ["C-00017", "T-1", "S-1"]))
        #expect(try story.request.group == ["C-00017", "T-1", "S-1"])
        #expect(try story.refusal(Story.agent, .openGroup(members: ["C-00017", "T-2"])) == [.group])
        try story.does(Story.agent, .guide(script: "clean_filter@1", accepted: true))
        story.wait(.hours(2))
        // A call in vain solves nothing; a satisfied customer does, and the group is dissolved right away.
        try story.does(Story.agent, .call(.afterGuidance, .unanswered))
        #expect(try !story.request.group.isEmpty)
        try story.does(Story.agent, .call(.afterGuidance, .satisfied(scores: nil)))
        #expect(try story.request.group.isEmpty && story.events.last?.event == .groupDissolved)
        #expect(try story.refusal(Story.agent, .dissolveGroup) == [.group])
        try story.does(Story.officer, .close)
    }

    @Test("a group that still meets is dissolved with the end of its request, before it (X-5)")
    func groupEnds() throws {
        var story = Story()
        _ = story.demand(Story.call(), entitled: decision(.free))
        try story.does(Story.agent, .openGroup(members: ["C-00017", "T-1"]))
        try story.does(Story.agent, .cancel(reason: "withdrawn"))
        #expect(story.events.suffix(2).map(\.event) == [.groupDissolved, .cancelled])
        #expect(try story.request.group.isEmpty && story.request.state == .cancelled)
    }

    @Test("a part is ordered within an hour, bought within another, and there when the factory said (X-8)")
    func parts() throws {
        var story = Story()
        _ = story.demand(Story.call(), entitled: decision(.free))
        try story.does(Story.agent, .triage(.simple))
        #expect(try due(story, .order)?.due == story.now + .hours(1))
        var late = story
        late.wait(.hours(1))
        #expect(breaches(late.escalate()) == ["assign  after_sales_manager", "order start_relay after_sales_manager"])
        story.wait(.minutes(30))
        let there = story.now + .days(3)
        try story.does(Story.clerk, .movePart(PartNeed("start_relay", .applied(due: there))))
        #expect(try due(story, .order) == nil && due(story, .purchase)?.due == story.now + .hours(1))
        late = story
        late.wait(.hours(1))
        #expect(breaches(late.escalate()) == ["purchase start_relay after_sales_manager"])
        try story.does(Story.clerk, .movePart(PartNeed("start_relay", .purchased(due: there))))
        #expect(try due(story, .purchase) == nil && due(story, .part)?.due == there)
        story.now = there
        #expect(breaches(story.escalate()) == ["part start_relay hotline_agent"])
        // The customer hears of it, too, and visit and warranty wait meanwhile.
        #expect(try story.told().last?.kind == .partLate)
        #expect(try story.request.state == .awaitingParts)
        try story.does(Story.clerk, .movePart(PartNeed("start_relay", .arrived)))
        #expect(try due(story, .part) == nil && story.request.state == .scheduling)
    }

    @Test("what is overdue is told once, and the events alone give the same request")
    func once() throws {
        var story = Story()
        _ = story.demand(Story.call(), entitled: decision(.free))
        try story.does(Story.agent, .handOver(to: .technicalSupport))
        story.wait(.days(2))
        #expect(
            breaches(story.escalate()) == [
                "hand_over technical_support dispatcher", "solution  technical_support", "first_contact  dispatcher",
            ])
        story.wait(.days(2))
        #expect(story.escalate() == [])
        #expect(try story.request.breaches.count == 3)
        var again = Desk()
        for event in story.events { again.apply(event) }
        #expect(try again.request(story.number) == story.request)
        #expect(again.escalateOverdue(at: story.now).events == [])
        // A hand-over to somebody else is another matter.
        try story.does(Story.agent, .handOver(to: .partsClerk))
        story.wait(.days(1))
        #expect(breaches(story.escalate()) == ["hand_over parts_clerk dispatcher"])
    }

    @Test("while the clock is held nothing falls due, and what is left of a term runs on after it (2.3)")
    func held() throws {
        var story = Story()
        _ = story.demand(Story.call(), entitled: decision(.free))
        story.wait(.minutes(20))
        #expect(try story.refusal(Story.agent, .holdClock(reason: "")) == [.reason])
        try story.does(Story.agent, .holdClock(reason: "on holiday"))
        #expect(try due(story, .solution) == nil && due(story, .firstContact) == nil)
        story.wait(.days(3))
        #expect(story.escalate() == [])
        try story.does(Story.agent, .releaseClock)
        #expect(try due(story, .solution)?.due == story.now + .minutes(40))
    }
}
