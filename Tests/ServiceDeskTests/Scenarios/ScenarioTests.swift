import Appliances
import ServiceDesk
import Testing
import Warranty

@Suite("The way of a request")
struct ScenarioTests {
    @Test("a quiet fridge is foretold, covered, and mended at the first visit (Z-22, Z-25)")
    func foretold() throws {
        var story = Story()
        #expect(try story.predict() == .opened(request: story.number))
        #expect(try story.request.state == .verified)
        try story.agree()
        #expect(try story.request.state == .scheduled)
        try story.arrive()
        // The warranty pays, so that nobody has to consent.
        try story.repair()
        try story.does(Story.engineer, .settle)
        #expect(try story.request.state == .followUp)
        try story.satisfy()
        let request = try story.request
        #expect(request.state == .closed && request.visits.count == 1 && request.owed == yuan(0))
        #expect(request.visits[0].component == .compressor && request.visits[0].cause == "start_relay_worn")
    }

    @Test("out of warranty, the customer consents first and pays the lower price (M-13, M-43, M-62, M-64, Z-15)")
    func charged() throws {
        var story = Story()
        _ = story.demand(Story.call(component: .compressor), entitled: decision(.chargeable))
        try story.agree()
        try story.arrive()
        #expect(try story.refusal(Story.engineer, .beginWork) == [.consent])
        try story.does(Story.customer, .consent(yuan(300)))
        try story.repair()
        let sheet = ChargeSheet([
            ChargeSheet.Line(.labour, tariff: yuan(120), certificate: yuan(100), payer: .customer),
            ChargeSheet.Line(.parts, tariff: yuan(85), certificate: yuan(90), payer: .customer),
        ])
        #expect(sheet.total == yuan(185))
        let dear = ChargeSheet([ChargeSheet.Line(.labour, tariff: yuan(301), payer: .customer)])
        #expect(try story.refusal(Story.engineer, .charge(dear)) == [.agreedAmount])
        try story.does(Story.engineer, .charge(sheet))
        #expect(try story.refusal(Story.engineer, .pay(yuan(185), .wechat)) == [.confirmed])
        try story.does(Story.customer, .confirmCharges)
        #expect(try story.refusal(Story.engineer, .pay(yuan(205), .wechat)) == [.lowestPrice])
        #expect(try story.refusal(Story.engineer, .settle) == [.paid, .receipt])
        try story.does(Story.engineer, .pay(yuan(85), .cash), .pay(yuan(100), .wechat))
        try story.does(Story.engineer, .giveReceipt(invoiceFollows: true), .settle)
        try story.does(Story.officer, .issueInvoice(number: "INV-1"))
        try story.satisfy()
        #expect(try story.request.charges?.paid == yuan(185))
    }

    @Test("nothing that the warranty pays is charged to the customer")
    func covered() throws {
        var story = Story()
        _ = story.demand(Story.call(component: .compressor), entitled: covering(.parts, .labour, .travel))
        try story.agree()
        try story.arrive(consent: yuan(500))
        try story.repair()
        let sheet = ChargeSheet([ChargeSheet.Line(.parts, tariff: yuan(85), payer: .customer)])
        #expect(try story.refusal(Story.engineer, .charge(sheet)) == [.payer])
    }

    private func covering(_ lines: ChargeLine...) -> EntitlementDecision {
        let plain = decision(.free)
        return EntitlementDecision(
            component: plain.component, day: plain.day, outcome: .free, validUntil: plain.validUntil,
            options: plain.options, needs: [], payers: lines.map { EntitlementDecision.Share($0, .company) },
            policy: plain.policy, reasons: plain.reasons)
    }

    @Test("guidance by phone is refused, then somebody comes (M-14)")
    func guidanceRefused() throws {
        var story = Story()
        _ = story.demand(Story.call(symptom: "filter light"), entitled: decision(.free))
        let diagnosis = Diagnosis(
            [Diagnosis.Hypothesis(.filter, cause: "filter_dirty", percent: 90)], isRemoteFixable: true)
        try story.does(Story.agent, .triage(diagnosis), .guide(script: "clean_filter@1", accepted: false))
        #expect(try story.request.state == .scheduling)
        try story.agree()
        #expect(try story.request.state == .scheduled)
    }

    @Test("guidance is followed by a call after two hours, which decides whether somebody comes (M-4, M-15)")
    func guided() throws {
        var story = Story()
        _ = story.demand(Story.call(), entitled: decision(.free))
        let diagnosis = Diagnosis(
            [Diagnosis.Hypothesis(.filter, cause: "filter_dirty", percent: 90)], isRemoteFixable: true)
        try story.does(Story.agent, .triage(diagnosis), .guide(script: "clean_filter@1", accepted: true))
        #expect(try story.request.calls == [ReturnCall(.afterGuidance, due: story.now + .hours(2))])
        #expect(try story.refusal(Story.officer, .close) == [.satisfied])
        story.wait(.hours(2))
        var other = story
        try story.does(Story.agent, .call(.afterGuidance, .satisfied(scores: nil)))
        try story.does(Story.officer, .close)
        #expect(try story.request.state == .closed)
        try other.does(Story.agent, .call(.afterGuidance, .unsatisfied(scores: nil, reason: "still warm")))
        #expect(try other.request.state == .scheduling && other.request.level == 0)
    }

    @Test("a part is missing: it is applied for, the warranty stands still, and nobody is promised before (M-5, H-19)")
    func partsMissing() throws {
        var story = Story()
        _ = try story.predict()
        try story.does(Story.agent, .triage(.simple))
        try story.does(Story.clerk, .movePart(PartNeed("start_relay", .applied(due: story.now + .days(3)))))
        #expect(try story.request.state == .awaitingParts)
        let opened = CalendarDay(story.now, utcOffsetSeconds: 28_800)
        #expect(
            try story.request.pauses.map(\.from) == [opened] && story.request.pauses.allSatisfy { $0.through == nil })
        try story.does(Story.dispatcher, .assign(engineer: "E-7", Feasibility()))
        try story.does(
            Story.dispatcher,
            .propose(from: story.now + .hours(2), through: story.now + .hours(4), reason: "", consent: false))
        try story.does(Story.engineer, .accept)
        // Nothing is promised before its parts are there (H-9).
        #expect(try story.refusal(Story.customer, .confirm) == [.parts])
        story.wait(.days(3))
        try story.does(Story.clerk, .movePart(PartNeed("start_relay", .arrived)))
        let pauses = try story.request.warrantyPauses(on: opened.adding(days: 9))
        #expect(pauses == [WarrantyPause(from: opened, through: opened.adding(days: 3), cause: .waitingParts)])
        try story.does(
            Story.dispatcher,
            .propose(from: story.now + .hours(2), through: story.now + .hours(4), reason: "", consent: false))
        try story.does(Story.engineer, .accept)
        try story.does(Story.customer, .confirm)
        #expect(try story.request.state == .scheduled)
    }

    @Test("taken along with a loaner and brought back late: nothing is closed before both are back (M-48, M-51)")
    func pulledBack() throws {
        var story = Story()
        _ = try story.predict()
        let diagnosis = Diagnosis(
            [Diagnosis.Hypothesis(.sealedSystem, cause: "leak", percent: 70)], place: .workshop, pullBackPercent: 60)
        try story.does(Story.agent, .triage(diagnosis))
        try story.does(Story.dispatcher, .assign(engineer: "E-7", Feasibility()))
        try story.does(
            Story.dispatcher,
            .propose(from: story.now + .hours(2), through: story.now + .hours(4), reason: "", consent: false))
        try story.does(Story.customer, .confirm)
        #expect(try story.refusal(Story.engineer, .accept) == [.loaner, .vehicle])
        try story.does(
            Story.clerk, .movePart(PartNeed(ServiceRequest.loaner, .reserved(stock: .van))),
            .movePart(PartNeed(ServiceRequest.vehicle, .reserved(stock: .outlet))))
        try story.does(Story.engineer, .accept)
        try story.arrive()
        let today = CalendarDay(story.now, utcOffsetSeconds: 28_800)
        #expect(
            try story.refusal(
                Story.engineer,
                .pullBack(
                    PullBack(condition: "", isReceiptSigned: false, loaner: .out(serial: ""), promised: today)))
                == [.condition, .pullBackReceipt, .loanerOffered, .pullBackReason, .returnDay])
        try story.does(
            Story.engineer,
            .pullBack(
                PullBack(
                    condition: "a dent at the left", isReceiptSigned: true, loaner: .out(serial: "L-5"),
                    promised: today.adding(days: 3), reason: PullBack.Reason(.needsWorkshop, words: "a leak"))),
            .endVisit(VisitReport(.pulledBack)), .submitCard(.customer, satisfied: true))
        #expect(try story.request.state == .pulledBack && story.request.pauses.last?.cause == .repair)
        story.wait(.days(5))
        #expect(
            try story.refusal(Story.engineer, .bringBack(test: .failed, loanerBack: false)) == [.tested, .loanerBack])
        try story.does(Story.engineer, .bringBack(test: .passed, loanerBack: true))
        #expect(try story.request.pauses.last?.through == today.adding(days: 5))
        try story.does(Story.engineer, .settle)
        try story.satisfy()
        #expect(try story.request.state == .closed)
    }

    @Test("the engineer is twenty minutes late: the true cause is written down (H-7, D-1)")
    func late() throws {
        var story = Story()
        _ = try story.predict()
        try story.agree()
        story.wait(.hours(3))
        try story.does(Story.engineer, .depart(checklist: "haier@1"))
        story.wait(.minutes(80))
        #expect(try story.refusal(Story.engineer, .arrive(cause: "")) == [.trueCause])
        try story.does(Story.engineer, .arrive(cause: "the visit before took longer"))
        let visit = try #require(try story.request.visit)
        #expect(visit.lateness == .minutes(20))
        #expect(visit.lateCause == "the visit before took longer")
    }

    @Test("nobody is at home: another window is agreed, and the card still comes in (M-28)")
    func absent() throws {
        var story = Story()
        _ = try story.predict()
        try story.agree()
        story.wait(.hours(2))
        try story.does(Story.engineer, .depart(checklist: "haier@1"))
        story.wait(.minutes(30))
        try story.does(Story.engineer, .arrive(cause: ""))
        #expect(try story.refusal(Story.engineer, .endVisit(.absent)) == [.waited])
        story.wait(.minutes(5))
        #expect(try story.refusal(Story.engineer, .endVisit(VisitReport(Visit.Outcome.absent))) == [.absence])
        let silent = Visit.Absence(isCalled: true, isNoteLeft: false, isNeighbourAsked: true)
        #expect(try story.refusal(Story.engineer, .endVisit(VisitReport(.absent, absence: silent))) == [.absence])
        try story.does(Story.engineer, .endVisit(.absent))
        let word = try #require(try story.told().last)
        #expect(word.kind == .absent && word.to == .staff(.hotlineAgent, number: ""))
        try story.does(Story.engineer, .submitCard(.declined, satisfied: false))
        #expect(try story.request.state == .scheduling && story.request.appointment == nil)
        try story.agree()
        try story.arrive()
        try story.repair()
        try story.does(Story.engineer, .settle)
        story.wait(.hours(20))
        try story.does(Story.quality, .call(.quality, .satisfied(scores: Story.scores)))
        try story.does(Story.officer, .reconcile(.branch))
        #expect(try story.refusal(Story.officer, .close) == [.card], "the card of the second visit is not reconciled")
        try story.does(Story.officer, .reconcile(.branch), .close)
    }

    @Test("unsatisfied twice: each time it begins anew, one level higher, until the customer is satisfied (H-15, Z-19)")
    func unsatisfied() throws {
        var story = Story()
        _ = try story.predict()
        for level in 1...2 {
            try story.agree()
            try story.arrive()
            try story.repair()
            try story.does(Story.engineer, .settle)
            story.wait(.hours(20))
            try story.does(
                Story.quality,
                .call(.quality, .unsatisfied(scores: Story.scores, reason: "it hums again"), signed: true))
            #expect(try story.request.level == level && story.request.state == .triaged)
            #expect(try story.refusal(Story.officer, .close).contains(.stage))
        }
        let other = Actor(.engineer, "E-8")
        try story.agree(engineer: other)
        try story.arrive(other)
        try story.repair(other)
        try story.does(other, .settle)
        try story.does(Story.officer, .reconcile(.branch), .reconcile(.branch))
        try story.satisfy()
        // Only now, when the customer is satisfied, is it over (M-68, M-72).
        #expect(try story.request.visits.count == 3 && story.request.state == .closed)
    }

    @Test("a card that says itself that another has signed is reconciled only after the customer was called (M-75)")
    func signedByAnother() throws {
        var story = Story()
        _ = try story.predict()
        try story.agree()
        try story.arrive()
        try story.repair(signature: .other)
        try story.does(Story.engineer, .settle)
        #expect(try story.refusal(Story.officer, .reconcile(.branch)) == [.signature])
        try story.satisfy()
        #expect(try story.request.state == .closed)
    }

    @Test("an e-mail with pictures becomes a request, once (X-1, Z-2)")
    func email() throws {
        var story = Story()
        var letter = Demand(channel: .email, key: "<4711@example.org>")
        (letter.customer, letter.symptom, letter.attachments) = ("C-9", "ice on the back wall", ["a.jpg", "b.mp4"])
        let decision = story.demand(letter)
        #expect(decision == .opened(request: story.number))
        #expect(try story.request.demands.first?.attachments == ["a.jpg", "b.mp4"])
        #expect(try story.request.missing == [.customerName, .phone, .address, .model, .purchaseDate])
        #expect(story.demand(letter) == .known(request: story.number))
    }

    @Test("a prediction and a phone call about the same appliance are one request, whichever comes first (2.4, 3)")
    func merged() throws {
        var story = Story()
        _ = try story.predict()
        let first = story.number
        #expect(story.demand(Story.call(device: "fridge-1")) == .joined(request: first))
        #expect(try story.request.demands.count == 1 && story.request.evidence.count == 1)
        var other = Story()
        _ = other.demand(Story.call(device: "fridge-1"), entitled: decision(.free))
        let call = other.number
        #expect(try other.predict() == .joined(request: call))
        #expect(try other.predict() == .held(because: .knownEpisode))
        // Another part of the same appliance is another matter.
        #expect(other.demand(Story.call(device: "fridge-1", component: .door, key: "call-2")) == .joined(request: call))
        #expect(
            story.demand(Story.call(device: "fridge-1", component: .door, key: "call-2")) != .joined(request: first))
    }

    @Test("a foretold fault can be put off and is taken up again")
    func postponed() throws {
        var story = Story()
        _ = try story.predict()
        let later = CalendarDay(story.now, utcOffsetSeconds: 28_800).adding(days: 20)
        try story.does(Story.customer, .postpone(until: later))
        #expect(try story.request.state == .postponed && story.request.postponedUntil == later)
        try story.does(Story.agent, .resume)
        #expect(try story.request.state == .verified)
        var called = Story()
        _ = called.demand(Story.call(), entitled: decision(.free))
        #expect(try called.refusal(Story.customer, .postpone(until: later)) == [.foretold])
    }
}

@Suite("A command that is refused")
struct RefusalTests {
    @Test("names every guard that is in the way, with its clause, in both languages")
    func allAtOnce() throws {
        var story = Story()
        _ = try story.predict()
        let (desk, request) = (story.desk, try story.request)
        do throws(Refusal) {
            _ = try request.decide(.depart(checklist: ""), by: Actor(.engineer, "E-9"), at: story.now)
            Issue.record("it was done")
        } catch {
            #expect(error.unmet.map(\.rule) == [.stage, .ownEngineer, .promised, .checklist])
            #expect(error.unmet[1].line() == "M-7: only the engineer who was assigned does this (E-9)")
            #expect(error.unmet[3].line(in: .zh) == "M-20: 出发前须核对工具配件清单")
        }
        #expect(desk.request(story.number) == story.desk.request(story.number))
    }

    @Test(
        "is one of another role",
        arguments: [
            (Story.engineer, DeskCommand.decide(.waiver, granted: true)),
            (Story.engineer, .decide(.compensation, granted: true)),
            (Story.manager, .decide(.compensation, granted: true)), (Story.engineer, .call(.quality, .unanswered)),
            (Story.agent, .assign(engineer: "E-7", Feasibility())), (Story.customer, .close),
            (Story.clerk, .triage(.simple)), (Actor(.operations, "O-1"), .escalate(reason: "x")),
        ])
    func roles(actor: Actor, command: DeskCommand) throws {
        var story = Story()
        _ = try story.predict()
        #expect(try story.refusal(actor, command).contains(.role))
    }

    @Test("asks those who may have it on file before the customer (H-2, H-3, M-2, C-4)")
    func order() throws {
        var story = Story()
        var demand = Story.call()
        demand.known = [.customerName, .phone, .model, .purchaseDate, .symptom]
        _ = story.demand(demand, entitled: decision(.free))
        #expect(try story.request.missing == [.address])
        func attempt(_ source: VerificationAttempt.Source, _ result: VerificationAttempt.Result) -> DeskCommand {
            .verify(VerificationAttempt(source, .address, result))
        }
        #expect(try story.refusal(Story.officer, attempt(.customer, .found)) == [.order])
        try story.does(Story.officer, attempt(.informationOfficer, .unknown))
        #expect(try story.refusal(Story.officer, attempt(.customer, .found)) == [.order])
        try story.does(Story.officer, attempt(.dispatcher, .unanswered), attempt(.distributor, .unknown))
        try story.does(Story.officer, attempt(.customer, .unanswered), attempt(.customer, .found))
        #expect(try story.request.state == .verified && story.request.attempts.count == 5)
        #expect(try story.refusal(Story.officer, attempt(.informationOfficer, .found)) == [.asked])
        try story.does(Story.officer, attempt(.informationOfficer, .mismatch))
        #expect(try story.request.state == .verifying && story.request.missing == [.address])
    }

    @Test("papers are asked of the customer at once: nobody else has them")
    func papers() throws {
        var story = Story()
        _ = try story.predict(.compressor, .undetermined(needs: [.certificate]))
        #expect(try story.request.missing == [.certificate])
        try story.does(Story.agent, .verify(VerificationAttempt(.customer, .certificate, .found)))
        #expect(try story.request.state == .verified)
    }

    @Test("an engineer who cannot keep it is not sent, with what stands in the way (M-6, M-11)")
    func infeasible() throws {
        var story = Story()
        _ = try story.predict()
        try story.does(Story.agent, .triage(.simple))
        let obstacles = Feasibility([.travel, .skill])
        #expect(obstacles.obstacles == [.skill, .travel])
        #expect(try story.refusal(Story.dispatcher, .assign(engineer: "E-7", obstacles)) == [.feasible])
    }

    @Test("a promise is moved with a reason and the customer's consent only (M-7)")
    func moved() throws {
        var story = Story()
        _ = try story.predict()
        try story.agree()
        let (from, through) = (story.now + .hours(8), story.now + .hours(9))
        #expect(
            try story.refusal(Story.engineer, .propose(from: from, through: through, reason: "ill", consent: false))
                == [.changeConsent])
        try story.does(Story.engineer, .propose(from: from, through: through, reason: "ill", consent: true))
        #expect(try story.request.appointment?.isConfirmed == true && story.request.state == .scheduling)
        try story.does(Story.engineer, .accept)
        #expect(try story.request.state == .scheduled)
    }

    @Test("parts need serials, and are the maker's own where the brand wants that (M-51, N-11, Z-11, C-7)")
    func parts() throws {
        var story = Story()
        _ = try story.predict()
        try story.agree()
        try story.arrive()
        try story.does(Story.engineer, .beginWork)
        let report = VisitReport(
            .fixed, component: .compressor, cause: "worn",
            parts: [PartUse("relay", faulty: "A", new: "", isOriginal: false, oldPart: .kept)], test: .passed,
            isInspected: true)
        #expect(try story.refusal(Story.engineer, .endVisit(report)) == [.serials, .original])
        story.rules.wantsOriginalParts = false
        #expect(try story.refusal(Story.engineer, .endVisit(report)) == [.serials])
        // The faulty part's is needed no less; one that has none says so.
        for (faulty, isEnough) in [("", false), (PartUse.none, true)] {
            let old = VisitReport(
                .fixed, component: .compressor, cause: "worn",
                parts: [PartUse("relay", faulty: faulty, new: "B", oldPart: .kept)], test: .passed, isInspected: true)
            var other = story
            if isEnough { try other.does(Story.engineer, .endVisit(old)) }
            if !isEnough { #expect(try other.refusal(Story.engineer, .endVisit(old)) == [.serials]) }
        }
        // Cause, test and inspection are no less needed (M-42, M-58, N-22).
        let hasty = VisitReport(.fixed, test: nil)
        #expect(try story.refusal(Story.engineer, .endVisit(hasty)) == [.coded, .tested, .inspected])
    }

    @Test("is the end of a visit at which a part is new for the second time, in whatever request (M-51, Z-11)")
    func used() throws {
        var story = Story()
        _ = try story.predict()
        try story.agree()
        try story.arrive()
        try story.repair(Story.engineer, .fixed(with: "B-2"))
        _ = story.demand(Story.call(key: "call-2"), entitled: decision(.free))
        try story.agree()
        try story.arrive()
        try story.does(Story.engineer, .beginWork)
        #expect(try story.refusal(Story.engineer, .endVisit(.fixed(with: "B-2"))) == [.serials])
        let twice = PartUse("relay", faulty: PartUse.none, new: "B-3", oldPart: .taken)
        let report = VisitReport(
            .fixed, component: .compressor, cause: "worn", parts: [twice, twice], test: .passed, isInspected: true)
        #expect(try story.refusal(Story.engineer, .endVisit(report)) == [.serials])
        let unfinished = VisitReport(.partsMissing, parts: [twice, twice])
        #expect(try story.refusal(Story.engineer, .endVisit(unfinished)) == [.serials])
        // What has no number tells nothing.
        try story.does(Story.engineer, .endVisit(.fixed(with: PartUse.none)))
    }

    @Test("a command that is sent again by its key is done once")
    func key() throws {
        var story = Story()
        _ = try story.predict()
        var desk = story.desk
        let first = try desk.perform(.triage(.simple), on: story.number, by: Story.agent, key: "k-1", at: story.now)
        #expect(first?.count == 1 && first?.first?.key == "k-1" && first?.first?.by == Story.agent)
        let again = try desk.perform(.triage(.simple), on: story.number, by: Story.agent, key: "k-1", at: story.now)
        #expect(again == [])
        var rebuilt = Desk()
        for event in story.events + (first ?? []) { rebuilt.apply(event) }
        #expect(
            try rebuilt.perform(.triage(.simple), on: story.number, by: Story.agent, key: "k-1", at: story.now) == [])
        #expect(try desk.perform(.close, on: "SR-NONE", by: Story.officer, at: story.now) == nil)
    }

    @Test("a waiver lowers what is owed once somebody who may has granted it (M-65)")
    func waiver() throws {
        var story = Story()
        _ = story.demand(Story.call(component: .compressor), entitled: decision(.chargeable))
        try story.agree()
        try story.arrive(consent: yuan(300))
        try story.repair()
        try story.does(
            Story.engineer, .charge(ChargeSheet([ChargeSheet.Line(.labour, tariff: yuan(200), payer: .customer)])))
        try story.does(
            Story.engineer, .confirmCharges, .ask(Approval(.waiver, amount: yuan(50), reason: "third visit")))
        #expect(try story.request.owed == yuan(200))
        #expect(try story.refusal(Story.engineer, .decide(.waiver, granted: true)) == [.role])
        try story.does(Story.manager, .decide(.waiver, granted: true))
        #expect(try story.request.owed == yuan(150))
        #expect(try story.refusal(Story.engineer, .pay(yuan(151), .card)) == [.lowestPrice])
    }
}
