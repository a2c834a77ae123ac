import Appliances
import Foundation
import ServiceDesk
import Testing
import Warranty

@Suite("At the door and at work")
struct VisitClauseTests {
    /// An engineer at the door of somebody whose compressor is covered or not.
    private func atTheDoor(_ answer: Answer = .free) throws -> Story {
        var story = Story()
        _ = story.demand(Story.call(component: .compressor), entitled: decision(answer))
        try story.agree()
        story.wait(.hours(1))
        try story.does(Story.engineer, .depart(checklist: "haier@1"))
        story.wait(.minutes(55))
        try story.does(Story.engineer, .arrive(cause: ""))
        return story
    }

    @Test(
        "before work that costs come name, product, cause, plan, time, cost and consent (M-43, N-13, N-17, C-8, M-29)")
    func beforeWork() throws {
        // The certificate is shown with the greeting (H-11), and the cause is told (Z-12).
        var story = try atTheDoor(.chargeable)
        #expect(try story.refusal(Story.engineer, .explain) == [.identified])
        #expect(
            try story.refusal(Story.engineer, .beginWork) == [.identified, .explained, .tariff, .consent])
        try story.does(Story.engineer, .identify)
        #expect(try story.refusal(Story.customer, .consent(yuan(100))) == [.explained, .tariff])
        try story.does(Story.engineer, .explain, .showTariff)
        #expect(try story.refusal(Story.engineer, .beginWork) == [.consent])
        try story.does(Story.customer, .consent(yuan(100)))
        try story.does(Story.engineer, .beginWork)
        #expect(try story.request.visit?.isWorking == true)
    }

    @Test("the charging standard is shown before anybody consents or works (H-12, M-62, Z-9, Z-14, C-6)")
    func tariffFirst() throws {
        var story = try atTheDoor(.chargeable)
        try story.does(Story.engineer, .identify, .explain)
        #expect(try story.refusal(Story.customer, .consent(yuan(100))) == [.tariff])
        #expect(try story.refusal(Story.engineer, .beginWork) == [.tariff, .consent])
        let sheet = ChargeSheet([ChargeSheet.Line(.labour, tariff: yuan(90), payer: .customer)])
        #expect(try story.refusal(Story.engineer, .charge(sheet)) == [.tariff, .consent])
        try story.does(Story.engineer, .showTariff)
        try story.does(Story.customer, .consent(yuan(100)))
        try story.does(Story.engineer, .beginWork, .charge(sheet))
        #expect(try story.request.owed == yuan(90))
    }

    @Test(
        "a visit that misses its aim is followed by another window (M-35, M-45)",
        arguments: [Visit.Outcome.moved, .partsMissing])
    func again(outcome: Visit.Outcome) throws {
        var story = try atTheDoor()
        if outcome == .moved {
            #expect(try story.refusal(Story.engineer, .endVisit(VisitReport(outcome))) == [.place])
        }
        try story.does(Story.engineer, .identify, .endVisit(VisitReport(outcome, isPlaceKnown: true)))
        #expect(try story.request.state == .scheduling && story.request.appointment == nil)
        #expect(try story.refusal(Story.engineer, .depart(checklist: "haier@1")) == [.stage, .promised])
        try story.agree()
        #expect(try story.request.state == .scheduled && story.request.visits.map(\.outcome) == [outcome])
    }

    @Test(
        "nothing is mended without its cause; where that stays unknown, the appliance is taken along (M-44, M-51, D-2)")
    func unsure() throws {
        var story = try atTheDoor()
        try story.does(Story.engineer, .identify, .explain, .beginWork)
        let guess = VisitReport(.fixed, component: .compressor, cause: "", test: .passed, isInspected: true)
        #expect(try story.refusal(Story.engineer, .endVisit(guess)) == [.coded])
        let day = CalendarDay(story.now, utcOffsetSeconds: 28_800).adding(days: 3)
        func away(_ reason: PullBack.Reason?) -> DeskCommand {
            .pullBack(
                PullBack(condition: "a dent", isReceiptSigned: true, loaner: .declined, promised: day, reason: reason))
        }
        // The true reason, and no pretext (D-2).
        let silent = PullBack.Reason(.unsureOfCause, words: "")
        for reason in [nil, silent] {
            #expect(try story.refusal(Story.engineer, away(reason)) == [.pullBackReason])
        }
        let reason = PullBack.Reason(.unsureOfCause, words: "it fails once a day")
        try story.does(Story.engineer, away(reason))
        #expect(try story.request.pullBack?.reason == reason)
        let old = #"{"condition":"a dent","receipt_signed":true,"loaner":{"declined":{}},"promised":"2026-12-01"}"#
        #expect(try JSONDecoder().decode(PullBack.self, from: Data(old.utf8)).reason == nil)
        try story.does(Story.engineer, .endVisit(VisitReport(.pulledBack)))
        #expect(try story.request.state == .pulledBack && story.request.visits.last?.component == nil)
        let item = try #require(try story.request.due().first { $0.kind == .bringBack })
        #expect(item.clause == "M-51" && item.role == .engineer)
        #expect(CalendarDay(item.due, utcOffsetSeconds: 28_800) == day)
    }

    @Test(
        "the customer decides where it stands, and nothing unsafe stays under power (M-49, C-17, N-18)",
        arguments: Hazard.Notice.allCases)
    func hazard(notice: Hazard.Notice) throws {
        func hazard(
            _ decision: Hazard.Decision, isUnsafe: Bool = true, isExplained: Bool = true, what: String = "no earth"
        ) -> DeskCommand {
            .reportHazard(
                Hazard(
                    .electricity, what: what, isUnsafe: isUnsafe, isExplained: isExplained, decision: decision,
                    notice: notice))
        }
        var story = try atTheDoor()
        try story.does(Story.engineer, .identify, .explain, .beginWork)
        #expect(try story.refusal(Story.engineer, hazard(.kept, isExplained: false)) == [.hazard])
        #expect(try story.refusal(Story.engineer, hazard(.kept, what: "")) == [.reason])
        #expect(try story.refusal(Story.customer, hazard(.kept)) == [.role])
        // What only breaks the rules stays as the customer wants it.
        var allowed = story
        try allowed.does(Story.engineer, hazard(.kept, isUnsafe: false), .endVisit(.fixed))
        let kept = try #require(try allowed.request.visits.last?.hazards)
        #expect(kept.map(\.decision) == [.kept] && kept.map(\.notice) == [notice])
        try story.does(Story.engineer, hazard(.kept))
        for report in [VisitReport.fixed, VisitReport(.noFaultFound, test: .passed, isInspected: true)] {
            #expect(try story.refusal(Story.engineer, .endVisit(report)) == [.hazard])
        }
        for decision in [Hazard.Decision.stopped, .mended] {
            var safe = story
            try safe.does(Story.engineer, hazard(decision), .endVisit(.fixed))
            #expect(try safe.request.visits.last?.hazards.map(\.decision) == [decision])
        }
    }

    @Test("a meal: with consent the work goes on, else a certain time of return is agreed on and kept (M-56, M-36)")
    func meal() throws {
        var story = try atTheDoor()
        #expect(try story.refusal(Story.engineer, .interrupt(.goesOn, why: "they eat")) == [.identified])
        try story.does(Story.engineer, .identify, .explain, .beginWork)
        var goesOn = story
        #expect(try goesOn.refusal(Story.engineer, .interrupt(.goesOn, why: "")) == [.reason])
        try goesOn.does(Story.engineer, .interrupt(.goesOn, why: "they eat in the next room"), .endVisit(.fixed))
        #expect(try goesOn.request.visits.last?.interruptions == [.goesOn])
        func away(_ span: TimeSpan) -> DeskCommand { .interrupt(.away(until: story.now + span), why: "they eat") }
        for span in [TimeSpan.zero, .hours(13)] {
            #expect(try story.refusal(Story.engineer, away(span)) == [.comeBack])
        }
        #expect(try story.refusal(Story.engineer, .interrupt(.back, why: "")) == [.comeBack])
        let (back, leaves) = (story.now + .minutes(45), away(.minutes(45)))
        try story.does(Story.engineer, leaves)
        let item = try #require(try story.request.due().first { $0.kind == .comeBack })
        #expect(item.due == back && item.role == .engineer && item.escalatesTo == .dispatcher && item.clause == "M-56")
        #expect(try story.refusal(Story.engineer, .endVisit(.fixed)) == [.comeBack])
        story.wait(.minutes(46))
        let told = story.escalate().map(\.event)
        #expect(told == [.breached(kind: .comeBack, what: "E-7", due: back, to: .dispatcher)])
        try story.does(Story.engineer, .interrupt(.back, why: ""))
        #expect(try story.request.due().allSatisfy { $0.kind != .comeBack })
        try story.does(Story.engineer, .endVisit(.fixed))
    }

    @Test("nothing is wrong: said after a full test and a look at the rest, and by nobody before (M-46)")
    func nothingWrong() throws {
        var story = try atTheDoor()
        try story.does(Story.engineer, .identify, .explain)
        for (test, isInspected, guards) in [
            (Visit.Test?.none, true, [Guard.tested]), (.failed, true, [.tested]), (.passed, false, [.inspected]),
        ] {
            let report = VisitReport(.noFaultFound, test: test, isInspected: isInspected)
            #expect(try story.refusal(Story.engineer, .endVisit(report)) == guards)
        }
        try story.does(Story.engineer, .endVisit(VisitReport(.noFaultFound, test: .passed, isInspected: true)))
        #expect(try story.request.visits.last?.outcome == .noFaultFound && story.request.state == .workDone)
    }

    @Test("what becomes of the old part is asked for and kept (N-20)", arguments: PartUse.OldPart.allCases)
    func oldPart(kept: PartUse.OldPart) throws {
        var story = try atTheDoor()
        try story.does(Story.engineer, .identify, .explain, .beginWork)
        let part = PartUse("start_relay", faulty: "A-1", new: "B-2", oldPart: kept)
        let report = VisitReport(
            .fixed, component: .compressor, cause: "worn", parts: [part], test: .passed, isInspected: true)
        try story.does(Story.engineer, .endVisit(report))
        #expect(try story.request.visits.last?.parts.map(\.oldPart) == [kept])
        let silent = Data(#"{"part":"start_relay","faulty":"A-1","new":"B-2","original":true}"#.utf8)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(PartUse.self, from: silent) }
    }

    @Test("what is hostile or dangerous is the centre's at once, and damage is taken down (M-57, N-18, M-50)")
    func incident() throws {
        var story = try atTheDoor()
        #expect(try story.refusal(Story.engineer, .reportIncident(what: "")) == [.reason])
        try story.does(Story.engineer, .reportIncident(what: "the tools are kept"))
        #expect(try story.request.level == 2)
        try story.does(Story.engineer, .reportDamage(what: "a tile", yuan(40)))
        #expect(story.events.dropLast().last?.event == .damaged(what: "a tile", amount: yuan(40)))
    }

    @Test(
        "an exchange or a compensation is asked for by the engineer and decided by the centre (M-53, M-54)",
        arguments: [Approval.Subject.exchange, .compensation])
    func centre(subject: Approval.Subject) throws {
        var story = try atTheDoor()
        try story.does(Story.engineer, .ask(Approval(subject, amount: yuan(0), reason: "the third failure")))
        for actor in [Story.engineer, Story.agent] {
            #expect(try story.refusal(actor, .decide(subject, granted: true)) == [.role])
        }
        // The warranty offers no exchange here, so that it is none of the manager's.
        let found = try story.refusal(Story.manager, .decide(subject, granted: true))
        #expect(found == [subject == .exchange ? .special : .role])
        try story.does(Story.leader, .decide(subject, granted: true))
        let decided = try #require(try story.request.approvals.last?.decision)
        #expect(decided.by == Story.leader && decided.isGranted)
    }
}
