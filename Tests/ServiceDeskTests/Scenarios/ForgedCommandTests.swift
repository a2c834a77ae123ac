import Appliances
import Foundation
import ServiceDesk
import Testing
import Warranty

@Suite("What a sender cannot bring about")
struct ForgedCommandTests {
    @Test("a decision that comes with what is asked for is none")
    func approval() throws {
        var story = Story()
        _ = try story.predict()
        let text = """
            {"subject": "waiver", "amount": "999.00 CNY", "reason": "x",
             "decision": {"by": {"role": "centre_leader", "number": "L-1"}, "granted": true}}
            """
        let forged = try JSONDecoder().decode(Approval.self, from: Data(text.utf8))
        #expect(forged.decision != nil)
        try story.does(Story.customer, .ask(forged))
        #expect(try story.request.approvals.map(\.decision) == [nil])
    }

    @Test("an appliance that is taken along has not come back, and comes back on one way only")
    func pullBack() throws {
        var story = Story()
        _ = try story.predict()
        try story.agree()
        try story.arrive()
        let day = CalendarDay(story.now, utcOffsetSeconds: 28_800).adding(days: 3)
        var away = PullBack(
            condition: "ok", isReceiptSigned: true, loaner: .out(serial: "L-1"), promised: day,
            reason: PullBack.Reason(.needsWorkshop, words: "a leak"))
        away.returned = start
        try story.does(Story.engineer, .pullBack(away), .beginWork)
        #expect(try story.request.pullBack?.returned == nil)
        story.wait(.minutes(5))
        let why = RepairRefusal(.price, words: "too dear")
        for report in [VisitReport.fixed, VisitReport(.refused, refusal: why), .absent] {
            #expect(try story.refusal(Story.engineer, .endVisit(report)) == [.returned])
        }
        try story.does(Story.engineer, .endVisit(VisitReport(.pulledBack)))
        #expect(try story.refusal(Story.customer, .cancel(reason: "x")).contains(.returned))
    }

    @Test("a request is a duplicate of an open one alone")
    func duplicate() throws {
        var story = Story()
        _ = try story.predict()
        #expect(try story.refusal(Story.agent, .markDuplicate(of: "SR-NONE")) == [.asked])
    }

    @Test("a colleague does not move what another engineer carries out")
    func colleague() throws {
        var story = Story()
        _ = try story.predict()
        try story.agree()
        let other = Actor(.engineer, "E-8")
        #expect(try story.refusal(other, .movePart(PartNeed("start_relay", .waived(reason: "x")))) == [.ownEngineer])
        #expect(try story.refusal(other, .giveReceipt(invoiceFollows: false)).contains(.ownEngineer))
    }

    @Test("a card of another's hand is reconciled also where the customer is never reached")
    func unreachable() throws {
        var story = Story()
        _ = try story.predict()
        try story.agree()
        try story.arrive()
        try story.repair(signature: .other)
        try story.does(Story.engineer, .settle)
        for _ in 0..<3 {
            try story.does(Story.quality, .call(.quality, .unanswered))
            story.wait(.minutes(15))
        }
        try story.does(Story.officer, .reconcile(.branch), .close)
        #expect(try story.request.state == .closed)
        #expect(story.events.last?.event == .closedUnconfirmed)
    }

    @Test("who pays is decided anew where another part had failed")
    func otherPart() throws {
        var story = Story()
        _ = try story.predict()
        try story.agree()
        try story.arrive()
        try story.does(Story.engineer, .beginWork)
        story.entitled = { decision(.chargeable, of: $0) }
        let report = VisitReport(.fixed, component: .door, cause: "bent", test: .passed, isInspected: true)
        try story.does(Story.engineer, .endVisit(report))
        #expect(try story.request.entitlement == decision(.chargeable, of: .door))
    }

    @Test("no end leaves the warranty standing still")
    func ending() throws {
        var story = Story()
        _ = try story.predict()
        try story.does(Story.agent, .triage(.simple))
        try story.does(Story.clerk, .movePart(PartNeed("start_relay", .applied(due: story.now + .days(3)))))
        var desk = story.desk
        let events = desk.end(story.number, isMet: true, at: story.now + .days(1))
        #expect(events.count == 2 && events.last?.event == .closed)
        #expect(desk.request(story.number)?.pauses.allSatisfy { $0.through != nil } == true)
    }
}
