import Appliances
import ServiceDesk
import Testing
import Warranty

@Suite("What is due")
struct DueTests {
    private func due(_ story: Story) throws -> [String] {
        try story.request.due().map { "\($0.kind.rawValue) \($0.what) \($0.role.rawValue) \($0.clause)" }
    }

    @Test("follows the request: the visit, its card, its reconciliation and the call of the next day")
    func way() throws {
        var story = Story()
        _ = try story.predict()
        #expect(try due(story) == ["solution  hotline_agent X-4", "first_contact  hotline_agent Z-4"])
        try story.agree()
        #expect(
            try due(story) == [
                "departure_prompt E-7 engineer M-22", "departure E-7 engineer M-22", "arrival E-7 engineer H-10",
                "late E-7 engineer M-30", "visit E-7 engineer N-12", "late_for_manager E-7 engineer M-32",
            ])
        #expect(try story.request.due().first { $0.kind == .visit }?.due == story.now + .hours(4))
        try story.arrive()
        try story.does(Story.engineer, .beginWork, .endVisit(.fixed))
        #expect(try due(story) == ["settle E-7 engineer Z-15", "card E-7 engineer M-73"])
        // 2026-11-22 08:00 in Jinan: the day ends sixteen hours later.
        let item = try #require(try story.request.due().last)
        #expect(item.due == start + .hours(16) + TimeSpan(milliseconds: -1))
        #expect(!item.isOverdue(at: story.now) && item.isOverdue(at: start + .hours(16)))
        try story.does(Story.engineer, .submitCard(.customer, satisfied: true), .settle)
        #expect(try due(story) == ["reconcile E-7 information_officer M-75", "call quality quality Z-17"])
        try story.satisfy()
        #expect(try due(story) == [])
    }

    @Test("names who has the next word wherever a request could lie (M-16, Z-5, H-8, M-54, M-65, H-15)")
    func waiting() throws {
        var story = Story()
        var demand = Story.call()
        demand.known = []
        _ = story.demand(demand, entitled: decision(.free))
        let fact = try #require(try story.request.missing.first(where: \.mayBeOnFile))
        try story.does(Story.officer, .verify(VerificationAttempt(.informationOfficer, fact, .unanswered)))
        func again() throws -> [String] {
            try story.request.due().filter { $0.kind == .verifyAgain }.map { "\($0.role.rawValue) \($0.clause)" }
        }
        #expect(try again().count == 1)
        #expect(try story.request.nextSource(of: fact, story.rules) == .informationOfficer, "asked once more")
        try story.does(Story.officer, .verify(VerificationAttempt(.informationOfficer, fact, .unknown)))
        #expect(try story.request.nextSource(of: fact, story.rules) == .dispatcher)
        story = Story()
        _ = try story.predict()
        try story.does(Story.agent, .triage(Diagnosis([], consulted: "support")))
        #expect(try due(story) == ["assign  dispatcher Z-5"])
        try story.does(Story.dispatcher, .assign(engineer: "E-7", Feasibility()))
        try story.does(
            Story.dispatcher,
            .propose(from: story.now + .hours(2), through: story.now + .hours(4), reason: "", consent: false))
        #expect(
            try due(story) == ["answer_window customer hotline_agent H-8", "answer_window E-7 engineer H-8"])
        try story.does(Story.engineer, .accept)
        #expect(try due(story) == ["answer_window customer hotline_agent H-8"])
        try story.does(Story.customer, .confirm)
        try story.arrive()
        #expect(try due(story) == ["end_visit E-7 engineer N-22"])
        try story.repair()
        try story.does(Story.engineer, .ask(Approval(.compensation, amount: yuan(5), reason: "a scratch")))
        #expect(try due(story).contains("decide compensation centre_leader M-65"))
        try story.does(Story.leader, .decide(.compensation, granted: true))
        try story.does(Story.engineer, .settle)
        try story.does(Story.officer, .reconcile(.branch))
        story.wait(.hours(20))
        let scores = ReturnCall.Scores(attitude: 5, skill: 5, charges: 4, overall: 5)
        try story.does(Story.quality, .call(.quality, .satisfied(scores: scores)))
        #expect(try due(story).contains("close  information_officer H-15"))
    }

    @Test("what is escalated is taken up by whoever stands so high, who says so or does something about it (M-54)")
    func takenUp() throws {
        var story = Story()
        _ = try story.predict()
        try story.does(Story.agent, .escalate(reason: "the customer asks for somebody above"))
        #expect(try due(story).contains("take_up  after_sales_manager M-54"))
        #expect(try story.refusal(Story.dispatcher, .acknowledge) == [.handedOver])
        try story.does(Story.manager, .acknowledge)
        #expect(try !due(story).contains { $0.hasPrefix("take_up") })
        try story.does(Story.manager, .escalate(reason: "it is more than mine"))
        #expect(try due(story).contains("take_up  centre_leader M-54"))
        #expect(try story.refusal(Story.manager, .acknowledge) == [.handedOver])
        try story.does(Story.leader, .acknowledge)
        #expect(try story.request.raised == nil)
    }

    @Test("has parts that were applied for, and calls after guidance")
    func partsAndCalls() throws {
        var story = Story()
        _ = try story.predict()
        try story.does(Story.agent, .triage(.simple))
        try story.does(Story.clerk, .movePart(PartNeed("start_relay", .applied(due: story.now + .days(3)))))
        #expect(
            try due(story) == ["purchase start_relay parts_clerk X-8", "part start_relay parts_clerk X-8"])
        var guided = Story()
        _ = guided.demand(Story.call(), entitled: decision(.free))
        let diagnosis = Diagnosis(
            [Diagnosis.Hypothesis(.filter, cause: "dirty", percent: 90)], isRemoteFixable: true)
        try guided.does(Story.agent, .triage(diagnosis), .guide(script: "s", accepted: true))
        #expect(try due(guided) == ["call after_guidance hotline_agent M-15"])
    }
}

@Suite("The reconciliation of a day")
struct ReconciliationTests {
    private func visited(_ signature: SupervisionCard.Signature = .customer) throws -> Story {
        var story = Story()
        _ = try story.predict()
        try story.agree()
        try story.arrive()
        try story.repair(signature: signature)
        try story.does(Story.engineer, .settle)
        return story
    }

    private func found(_ story: Story, after days: Int = 0) throws -> [String] {
        let day = CalendarDay(start, utcOffsetSeconds: 28_800).adding(days: days)
        return Reconciliation(of: [try story.request], on: day).mismatches.map { "\($0.kind.rawValue) \($0.found)" }
    }

    @Test("finds nothing where visit, card and call agree")
    func agrees() throws {
        var story = try visited()
        try story.satisfy()
        #expect(try found(story) == ["not_reconciled centre"])
        #expect(try found(story, after: 1) == [], "no visit ended on the next day")
    }

    @Test("finds cards that are missing, late, or signed by somebody else (M-73, M-75)")
    func cards() throws {
        var story = Story()
        _ = try story.predict()
        try story.agree()
        try story.arrive()
        try story.does(Story.engineer, .beginWork, .endVisit(.fixed))
        #expect(try found(story) == ["card_missing "])
        story.wait(.days(1))
        try story.does(Story.engineer, .submitCard(.other, satisfied: false))
        let late = try found(story)
        #expect(late.first?.hasPrefix("card_late 2026-11-23") == true)
        #expect(late.dropFirst() == ["signature_of_another ", "not_reconciled branch", "not_reconciled centre"])
    }

    @Test("finds a satisfied card where the customer says otherwise, or the fault came again (M-75)")
    func satisfiedOnPaper() throws {
        var story = try visited()
        story.wait(.hours(20))
        try story.does(Story.quality, .call(.quality, .unsatisfied(scores: Story.scores, reason: "it hums")))
        #expect(try found(story).contains("satisfied_card_unsatisfied_call it hums"))
        var again = try visited()
        let later = Evidence(
            episode: "EP-9", rule: "r", ruleVersion: 1, component: .compressor, fault: "compressor.fault",
            level: "major", raised: again.now + .hours(2), signals: [], statement: "s")
        again.attach(later)
        #expect(try found(again).contains("satisfied_card_fault_since compressor.fault"))
    }
}
