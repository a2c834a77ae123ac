import Appliances
import ServiceDesk
import Testing
import Warranty

@Suite("From the cause to the promise")
struct PromiseClauseTests {
    private static let other = Actor(.engineer, "E-8")

    @Test("triage says what is probable, where it is mended and what that takes, or who is asked (H-4, H-5, M-3, M-8)")
    func triage() throws {
        var story = Story()
        _ = try story.predict()
        #expect(try story.refusal(Story.agent, .triage(Diagnosis([]))) == [.hypothesis])
        let impossible = Diagnosis([Diagnosis.Hypothesis(.compressor, cause: "worn", percent: 101)])
        #expect(try story.refusal(Story.agent, .triage(impossible)) == [.hypothesis])
        // What is new or large is put to those who know (M-52, N-8).
        var asking = story
        try asking.does(Story.agent, .triage(Diagnosis([], consulted: "headquarters")))
        #expect(try asking.request.state == .triaged && asking.request.diagnosis?.consulted == "headquarters")
        let found = Diagnosis(
            [
                Diagnosis.Hypothesis(.door, cause: "bent", percent: 20),
                Diagnosis.Hypothesis(.compressor, cause: "worn", percent: 80),
            ], parts: ["start_relay", "gasket"], place: .workshop, pullBackPercent: 60)
        try story.does(Story.agent, .triage(found))
        let request = try story.request
        #expect(request.diagnosis?.hypotheses.map(\.component) == [.compressor, .door])
        #expect(request.diagnosis?.place == .workshop)
        #expect(request.needs.map(\.part) == ["start_relay", "gasket"])
        #expect(request.needs.allSatisfy { $0.state == .needed })
    }

    @Test("only what can be mended by phone is guided by phone (N-3)")
    func guided() throws {
        var story = Story()
        _ = try story.predict()
        try story.does(Story.agent, .triage(.simple))
        #expect(try story.refusal(Story.agent, .guide(script: "restart@1", accepted: true)) == [.remote])
    }

    @Test("where a pull-back is likely, nothing is promised without a loaner (M-9)", arguments: [39, 40])
    func loaner(percent: Int) throws {
        var story = Story()
        _ = try story.predict()
        let diagnosis = Diagnosis(
            [Diagnosis.Hypothesis(.sealedSystem, cause: "leak", percent: 70)], pullBackPercent: percent)
        try story.does(Story.agent, .triage(diagnosis))
        try story.does(Story.dispatcher, .assign(engineer: "E-7", Feasibility()), window(story))
        try story.does(Story.engineer, .accept)
        if percent == 40 {
            #expect(try story.refusal(Story.customer, .confirm) == [.loaner])
            try story.does(Story.clerk, .movePart(PartNeed(ServiceRequest.loaner, .reserved(stock: .van))))
        }
        try story.does(Story.customer, .confirm)
        #expect(try story.request.state == .scheduled)
    }

    @Test("where the workshop is likely, loaner and vehicle are ready or left out on purpose before anybody goes (H-5)")
    func workshop() throws {
        var story = Story()
        _ = try story.predict()
        let cause = [Diagnosis.Hypothesis(.sealedSystem, cause: "leak", percent: 70)]
        try story.does(Story.agent, .triage(Diagnosis(cause, place: .workshop)))
        try story.does(Story.dispatcher, .assign(engineer: "E-7", Feasibility()), window(story))
        try story.does(Story.engineer, .accept)
        #expect(try story.refusal(Story.customer, .confirm) == [.loaner, .vehicle])
        var bare = story
        bare.rules.loanerFromPercent = 101
        #expect(try bare.refusal(Story.customer, .confirm) == [.vehicle], "a house without loaners asks for none")
        try story.does(
            Story.clerk, .movePart(PartNeed(ServiceRequest.loaner, .waived(reason: "the customer wants none"))))
        #expect(try story.refusal(Story.customer, .confirm) == [.vehicle])
        try story.does(Story.clerk, .movePart(PartNeed(ServiceRequest.vehicle, .reserved(stock: .outlet))))
        try story.does(Story.customer, .confirm)
        // At the door it is judged again: what is mended here after all says why.
        try story.arrive()
        try story.does(Story.engineer, .beginWork)
        #expect(try story.refusal(Story.engineer, .endVisit(.fixed)) == [.atHome])
        let here = VisitReport(
            .fixed, component: .sealedSystem, cause: "leak", test: .passed, isInspected: true,
            whyAtHome: "the leak is at an outer joint")
        try story.does(Story.engineer, .endVisit(here))
        #expect(try story.request.visits.last?.whyAtHome == "the leak is at an outer joint")
    }

    @Test("what nobody can mend is put to those who decide about an exchange (H-5, X-9, M-53)")
    func notRepairable() throws {
        var story = Story()
        _ = try story.predict()
        try story.agree()
        try story.arrive()
        #expect(try story.refusal(Story.engineer, .endVisit(VisitReport(.notRepairable))) == [.coded])
        let report = VisitReport(.notRepairable, component: .compressor, cause: "seized", failure: .lacksPerformance)
        try story.does(Story.engineer, .endVisit(report))
        let request = try story.request
        #expect(request.state == .workDone && request.facts.failedRepairs == 1)
        #expect(request.approvals.map(\.subject) == [.exchange])
        #expect(request.approvals.last?.reason == "cannot be repaired: seized" && request.failure == .lacksPerformance)
        #expect(try story.refusal(Story.engineer, .settle) == [.open])
        // The warranty offers none here: a special case.
        #expect(try story.refusal(Story.manager, .decide(.exchange, granted: true)) == [.special])
        try story.does(Story.leader, .decide(.exchange, granted: true))
        try story.does(Story.engineer, .exchange(serial: "N-1"), .submitCard(.customer, satisfied: true), .settle)
        try story.satisfy()
        #expect(try story.request.state == .closed)
    }

    @Test("a promise follows the diagnosis, and is one once engineer and customer have agreed (H-6, H-8, M-10)")
    func promise() throws {
        var story = Story()
        _ = try story.predict()
        #expect(try story.refusal(Story.dispatcher, window(story)) == [.stage, .feasible])
        try story.does(Story.agent, .triage(.simple))
        try story.does(Story.clerk, .movePart(PartNeed("start_relay", .reserved(stock: .van))))
        try story.does(Story.dispatcher, .assign(engineer: "E-7", Feasibility()), window(story))
        for (actor, agrees) in [(Story.engineer, DeskCommand.accept), (Story.agent, Self.phoned)] {
            var half = story
            try half.does(actor, agrees)
            #expect(try half.request.state == .scheduling)
            #expect(try half.refusal(Story.engineer, .depart(checklist: "haier@1")) == [.stage, .promised])
        }
        try story.does(Story.engineer, .accept)
        // By phone, taken down by the hotline.
        try story.does(Story.agent, Self.phoned)
        #expect(try story.request.state == .scheduled)
    }

    @Test("whoever agrees for the customer has gone through address, model, day of purchase and fault (M-10)")
    func phoned() throws {
        var story = Story()
        _ = try story.predict()
        try story.does(Story.agent, .triage(.simple))
        try story.does(Story.clerk, .movePart(PartNeed("start_relay", .reserved(stock: .van))))
        try story.does(Story.dispatcher, .assign(engineer: "E-7", Feasibility()), window(story))
        try story.does(Story.engineer, .accept)
        #expect(try story.refusal(Story.agent, .confirm) == [.facts])
        #expect(try story.refusal(Story.engineer, .confirmWindow(facts: [.address, .model, .symptom])) == [.facts])
        var own = story
        try own.does(Story.customer, .confirm)
        #expect(try own.request.state == .scheduled && own.request.confirmedFacts == [])
        try story.does(Story.agent, Self.phoned)
        #expect(try story.request.confirmedFacts == ServiceRequest.factsOfCall)
        #expect(story.events.suffix(2).map(\.event).first == .factsConfirmed(facts: ServiceRequest.factsOfCall))
    }

    /// The window is agreed on the phone, with everything gone through.
    private static let phoned = DeskCommand.confirmWindow(facts: [.symptom, .address, .model, .purchaseDate])

    @Test("a visit is promised as a window that lies ahead (N-6)", arguments: [(-1, 2), (2, 2), (4, 2)])
    func windows(from: Int64, through: Int64) throws {
        var story = Story()
        _ = try story.predict()
        try story.does(Story.agent, .triage(.simple))
        try story.does(Story.dispatcher, .assign(engineer: "E-7", Feasibility()))
        let wrong = DeskCommand.propose(
            from: story.now + .hours(from), through: story.now + .hours(through), reason: "", consent: false)
        #expect(try story.refusal(Story.dispatcher, wrong) == [.window])
    }

    @Test("what turns out wrong is asked for again, and nobody leaves before it is confirmed (M-12)")
    func mismatch() throws {
        var story = Story()
        _ = try story.predict()
        try story.agree()
        try story.does(Story.agent, .verify(VerificationAttempt(.customer, .address, .mismatch)))
        #expect(try story.request.state == .verifying && story.request.missing == [.address])
        #expect(try story.refusal(Story.engineer, .depart(checklist: "haier@1")) == [.stage])
        try story.does(Story.officer, .verify(VerificationAttempt(.informationOfficer, .address, .found)))
        #expect(try story.request.state == .verified)
    }

    @Test("a window that cannot be kept, and that the customer does not move, goes to another engineer (M-7)")
    func transfer() throws {
        var story = Story()
        _ = try story.predict()
        try story.agree()
        #expect(try story.refusal(Story.engineer, .decline(reason: "")) == [.reason])
        #expect(try story.refusal(Self.other, .decline(reason: "ill")) == [.ownEngineer])
        // Nobody takes a promise back in silence.
        let bare = DeskCommand.assign(engineer: "E-8", Feasibility())
        #expect(try story.refusal(Story.dispatcher, bare) == [.changeConsent])
        var other = story
        try other.does(
            Story.dispatcher, .assign(engineer: "E-8", Feasibility(), reason: "nearer by", consent: true))
        #expect(try other.told().contains { $0.kind == .visitWithdrawn && $0.isUrgent })
        try story.does(Story.engineer, .decline(reason: "another promise at that time"))
        let word = try #require(try story.told().last { $0.to == .customer("C-00017") })
        #expect(word.kind == .visitWithdrawn && word.text.zh.contains("无法如期"))
        #expect(!word.text.en.contains("another promise"), "why is for the house")
        let request = try story.request
        let item = try #require(request.due().first { $0.kind == .assign })
        #expect(item.role == .dispatcher && item.due == story.now + .minutes(30))
        #expect(request.state == .scheduling && request.engineer == nil && request.appointment == nil)
        try story.agree(engineer: Self.other)
        #expect(try story.request.state == .scheduled && story.request.engineer == "E-8")
    }

    private func window(_ story: Story) -> DeskCommand {
        .propose(from: story.now + .hours(2), through: story.now + .hours(4), reason: "", consent: false)
    }
}
