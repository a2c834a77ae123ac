import Appliances
import ServiceDesk
import Testing
import Warranty

@Suite("After a visit")
struct FollowUpClauseTests {
    private static let good = ReturnCall.Answer.satisfied(
        scores: ReturnCall.Scores(attitude: 5, skill: 4, charges: 3, overall: 4))

    private func atWork() throws -> Story {
        var story = Story()
        _ = try story.predict()
        try story.agree()
        try story.arrive()
        try story.does(Story.engineer, .beginWork)
        return story
    }

    /// Settled, with a card that the branch has reconciled.
    private func settled() throws -> Story {
        var story = try atWork()
        try story.does(Story.engineer, .endVisit(.fixed), .submitCard(.customer, satisfied: true), .settle)
        try story.does(Story.officer, .reconcile(.branch))
        return story
    }

    @Test("untested and incomplete work have calls of their own beside that of the next day (M-59, M-71, C-5)")
    func calls() throws {
        var story = try atWork()
        let report = VisitReport(
            .partly, component: .compressor, cause: "worn", test: .notTested, isInspected: true)
        try story.does(Story.engineer, .endVisit(report), .submitCard(.customer, satisfied: true), .settle)
        #expect(
            try story.request.calls == [
                ReturnCall(.afterUntested, due: story.now + .hours(2)),
                ReturnCall(.afterIncomplete, due: story.now + .hours(3)),
                ReturnCall(.quality, due: story.now + .hours(24)),
            ])
        try story.does(Story.officer, .reconcile(.branch))
        for kind in [ReturnCall.Kind.afterUntested, .afterIncomplete, .quality] {
            #expect(try story.refusal(Story.officer, .close) == [.satisfied])
            try story.does(Story.quality, .call(kind, .satisfied(scores: Story.scores)))
        }
        try story.does(Story.officer, .close)
    }

    @Test("within a day somebody who did not visit calls and takes four scores down (H-14, Z-17, C-20)")
    func quality() throws {
        var story = try settled()
        #expect(try story.request.calls == [ReturnCall(.quality, due: story.now + .hours(24))])
        #expect(try story.refusal(Story.officer, .close) == [.satisfied])
        #expect(try story.refusal(Actor(.quality, "E-7"), .call(.quality, Self.good)) == [.independent])
        #expect(try story.refusal(Story.agent, .call(.quality, Self.good)) == [.role])
        let wild = ReturnCall.Scores(attitude: 6, skill: 4, charges: 3, overall: 4)
        #expect(try story.refusal(Story.quality, .call(.quality, .satisfied(scores: wild))) == [.scores])
        for bare in [ReturnCall.Answer.satisfied(scores: nil), .unsatisfied(scores: nil, reason: "it hums")] {
            #expect(try story.refusal(Story.quality, .call(.quality, bare)) == [.scores], "four scores, always")
        }
        try story.does(Story.quality, .call(.quality, Self.good))
        #expect(try story.request.calls.first?.answers == [Self.good])
        try story.does(Story.officer, .close)
    }

    @Test("a call that nobody answers stays due and is made again (M-16)")
    func unanswered() throws {
        var story = try settled()
        for _ in 0..<2 {
            try story.does(Story.quality, .call(.quality, .unanswered))
            #expect(try story.refusal(Story.officer, .close) == [.satisfied])
            #expect(try story.request.due().map(\.kind) == [.reconcileCentre, .call])
            story.wait(.hours(2))
        }
        try story.does(Story.quality, .call(.quality, Self.good))
        try story.does(Story.officer, .close)
        #expect(story.events.last?.event == .closed)
    }

    @Test("calls in vain that follow each other at once count as one (M-16)")
    func apart() throws {
        var story = try settled()
        for _ in 0..<3 { try story.does(Story.quality, .call(.quality, .unanswered)) }
        #expect(try story.refusal(Story.officer, .close) == [.satisfied])
        for _ in 0..<2 {
            story.wait(.minutes(15))
            try story.does(Story.quality, .call(.quality, .unanswered))
        }
        try story.does(Story.officer, .close)
        #expect(story.events.last?.event == .closedUnconfirmed)
    }

    @Test("a visit leaves its cause, its test and its inspection, and a card whoever signs it (M-66, M-67, D-3)")
    func record() throws {
        var story = try atWork()
        #expect(try story.refusal(Story.engineer, .endVisit(VisitReport(.fixed))) == [.coded, .tested, .inspected])
        try story.does(Story.engineer, .endVisit(.fixed), .settle)
        try story.does(Story.quality, .call(.quality, Self.good))
        #expect(try story.refusal(Story.officer, .close) == [.card])
        // What is good about the repair and about the manner are two questions.
        for (quality, attitude) in [(0, 5), (5, 6)] {
            let card = DeskCommand.submitCard(.customer, satisfied: true, quality: quality, attitude: attitude)
            #expect(try story.refusal(Story.engineer, card) == [.scores])
        }
        try story.does(Story.engineer, .submitCard(.declined, satisfied: true, quality: 5, attitude: 3))
        let card = try #require(try story.request.visits.last?.card)
        #expect(card.quality == 5 && card.attitude == 3)
        try story.does(Story.officer, .reconcile(.branch), .close)
    }

    @Test("the centre reconciles after the branch, and is told what is left of a day (M-76)")
    func levels() throws {
        var story = try atWork()
        try story.does(Story.engineer, .endVisit(.fixed), .submitCard(.customer, satisfied: true), .settle)
        let day = CalendarDay(start, utcOffsetSeconds: 28_800)
        func left() throws -> [String] {
            Reconciliation(of: [try story.request], on: day).mismatches.map { "\($0.kind.clause) \($0.found)" }
        }
        #expect(try left() == ["M-76 branch", "M-76 centre"])
        #expect(try story.refusal(Story.officer, .reconcile(.centre)) == [.card])
        try story.does(Story.officer, .reconcile(.branch))
        #expect(try left() == ["M-76 centre"])
        #expect(try story.refusal(Story.officer, .reconcile(.centre)) == [.fourEyes])
        try story.does(Story.central, .reconcile(.centre))
        #expect(try left() == [])
    }
}
