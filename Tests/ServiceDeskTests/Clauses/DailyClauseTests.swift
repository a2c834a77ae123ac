import Appliances
import ServiceDesk
import Testing
import Warranty

@Suite("What is counted and compared")
struct DailyClauseTests {
    /// 2026-11-22 08:00 at the centre.
    private let day = CalendarDay(start, utcOffsetSeconds: 28_800)

    private func settled(_ engineer: Actor = Story.engineer) throws -> Story {
        var story = Story()
        _ = try story.predict()
        try story.agree(engineer: engineer)
        try story.arrive(engineer)
        try story.repair(engineer)
        try story.does(engineer, .settle)
        return story
    }

    @Test("the centre reconciles the same day, once the branch has told it (M-74)")
    func centre() throws {
        var story = try settled()
        #expect(try !story.request.due().contains { $0.kind == .reconcileCentre })
        try story.does(Story.officer, .reconcile(.branch))
        let item = try #require(try story.request.due().first { $0.kind == .reconcileCentre })
        #expect(item.role == .informationOfficer && item.escalatesTo == .centreLeader && item.clause == "M-74")
        #expect(CalendarDay(item.due, utcOffsetSeconds: 28_800) == day)
        try story.does(Story.central, .reconcile(.centre))
        #expect(try !story.request.due().contains { $0.kind == .reconcileCentre })
    }

    @Test("the round is made at a fixed time of every day (M-76)", arguments: [0, 21 * 60, 1_439])
    func time(minute: Int) {
        var rules = ServiceRules()
        rules.reconcileMinute = minute
        let at = rules.reconciliation(of: day)
        #expect(at == rules.start(of: day) + .minutes(Int64(minute)))
        #expect(rules.nextReconciliation(after: at) == at + .days(1))
        #expect(rules.nextReconciliation(after: at + TimeSpan(milliseconds: -1)) == at)
        #expect(rules.reconciledDay(at: at) == day)
        #expect(rules.reconciledDay(at: at + TimeSpan(milliseconds: -1)) == day.adding(days: -1))
        #expect(ServiceRules().reconciliation(of: day) == start + .hours(13))
    }

    @Test("the round tells branch and centre what does not agree, once a day, and nobody where all agrees (M-75, M-76)")
    func round() throws {
        var story = try settled()
        func told(_ moment: Timestamp) throws -> [DeskNotice] {
            NoticeDesk().notices(of: Reconciliation(of: [try story.request], on: day), at: moment)
        }
        let (first, again) = (try told(start + .hours(13)), try told(start + .hours(14)))
        #expect(first.map(\.to) == [.staff(.informationOfficer, number: ""), .staff(.centreLeader, number: "")])
        #expect(first.map(\.id) == again.map(\.id) && Set(first.map(\.id)).count == 2)
        #expect(first.allSatisfy { $0.kind == .reconciliation && $0.request == story.number })
        #expect(first.map { $0.values.first { $0.name == "count" }?.value } == ["1", "2"])
        #expect(first.last?.text.en.contains("M-76 not_reconciled branch (E-7); M-76 not_reconciled centre") == true)
        try story.does(Story.officer, .reconcile(.branch))
        #expect(try told(start + .hours(13)).map(\.to) == [.staff(.centreLeader, number: "")])
        try story.does(Story.central, .reconcile(.centre))
        #expect(try told(start + .hours(13)) == [])
    }

    @Test("a visit that ends after the round, and what comes to light later, are in the next one (M-75, M-76)")
    func later() throws {
        var story = Story()
        story.wait(.hours(11))
        _ = try story.predict()
        try story.agree()
        try story.arrive()
        try story.does(Story.engineer, .beginWork)
        story.now = start + .hours(14) + .minutes(30)
        try story.does(Story.engineer, .endVisit(.fixed), .submitCard(.customer, satisfied: true), .settle)
        let rules = ServiceRules()
        func told(_ days: Int) throws -> [DeskNotice] {
            let day = day.adding(days: days)
            let found = Reconciliation(
                roundOf: [try story.request], on: day, at: rules.reconciliation(of: day), under: rules)
            return NoticeDesk().notices(of: found, at: rules.reconciliation(of: day))
        }
        func says(_ days: Int, _ word: String) throws -> Bool {
            try told(days).contains { $0.text.en.contains(word) }
        }
        #expect(try told(0).isEmpty, "22:30 is after the round of that day")
        #expect(try says(1, "not_reconciled branch"))
        #expect(try Set((told(1) + told(2)).map(\.id)).count == 4, "each day tells anew, and a day tells once")
        try story.does(Story.officer, .reconcile(.branch))
        story.now = start + .days(1) + .hours(14)
        let scores = ReturnCall.Scores(attitude: 2, skill: 2, charges: 3, overall: 2)
        try story.does(Story.quality, .call(.quality, .unsatisfied(scores: scores, reason: "it hums")))
        #expect(try says(2, "satisfied_card_unsatisfied_call"))
        #expect(try !says(2, "it hums"), "what a customer said stays in the request")
        #expect(try told(4).isEmpty, "three days are gone through, and no more")
    }

    @Test("once is enough: the share of what was mended at the first visit, by engineer and in total (Z-22)")
    func rate() throws {
        var (good, again) = (try settled(), try settled(Actor(.engineer, "E-8")))
        try good.satisfy()
        again.wait(.hours(20))
        try again.does(
            Story.quality, .call(.quality, .unsatisfied(scores: Story.scores, reason: "it hums"), signed: true))
        let open = again
        try again.agree()
        try again.arrive()
        try again.repair()
        try again.does(Story.engineer, .settle)
        try again.does(Story.officer, .reconcile(.branch))
        try again.satisfy()
        let requests = [try good.request, try again.request, try open.request]
        let rate = FirstVisitRate(of: requests, from: day, through: day.adding(days: 9))
        #expect(rate.engineers.map(\.engineer) == ["E-7", "E-8"], "the second visit does not count for who made it")
        #expect(rate.engineers.map(\.percent) == [100, 0])
        #expect(rate.total.mended == 1 && rate.total.requests == 2 && rate.total.percent == 50)
        let none = FirstVisitRate(of: requests, from: day.adding(days: 60), through: day.adding(days: 61))
        #expect(none.total.percent == nil && none.engineers.isEmpty)
    }

    @Test("what customers say counts: mean scores, complaints and first visits by engineer and cause (Z-18)")
    func scores() throws {
        var (good, again) = (try settled(), try settled(Actor(.engineer, "E-8")))
        try good.satisfy()
        let poor = ReturnCall.Scores(attitude: 2, skill: 1, charges: 3, overall: 2)
        again.wait(.hours(20))
        try again.does(Story.quality, .call(.quality, .unsatisfied(scores: poor, reason: "it hums"), signed: true))
        try again.does(Story.customer, .complain(.skill, words: "it hums"))
        try again.does(Story.manager, .resolve(complaint: 1, resolution: "another engineer comes"))
        let open = again
        try again.agree()
        try again.arrive()
        try again.repair()
        try again.does(Story.engineer, .settle)
        try again.does(Story.officer, .reconcile(.branch))
        try again.satisfy()
        let requests = [try good.request, try again.request, try open.request]
        let scores = ServiceScores(of: requests, from: day, through: day.adding(days: 9))
        let cause = VisitReport.fixed.cause
        #expect(scores.lines.map(\.engineer) == ["E-7", "E-7", "E-8", "E-8"])
        #expect(scores.lines.map(\.cause) == ["", cause, "", cause])
        let (first, second) = (try #require(scores.lines.first), try #require(scores.lines.last))
        // E-7 was content with twice: at the own visit, and for what E-8 had left.
        #expect(first.tenths == [50, 50, 40, 50] && first.scored == 2 && first.requests == 1 && first.mended == 1)
        #expect(second.tenths == [20, 10, 30, 20] && second.complaints == 1 && second.mended == 0)
        #expect(first.complaints == 0 && second.requests == 1)
        #expect(ServiceScores.readers == [.afterSalesManager, .centreLeader, .quality])
        #expect(ServiceScores(of: requests, from: day.adding(days: 60), through: day.adding(days: 61)).lines == [])
    }

    @Test("whom nobody could reach was not mended at the first visit for certain (Z-22)")
    func unreached() throws {
        var story = try settled()
        for _ in 0..<3 {
            try story.does(Story.quality, .call(.quality, .unanswered))
            story.wait(.minutes(15))
        }
        try story.does(Story.officer, .reconcile(.branch), .close)
        let rate = FirstVisitRate(of: [try story.request], from: day, through: day.adding(days: 1))
        #expect(rate.total.mended == 0 && rate.total.requests == 1)
    }
}
