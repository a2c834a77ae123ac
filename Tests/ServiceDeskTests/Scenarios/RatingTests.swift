import Appliances
import Foundation
import ServiceDesk
import Testing
import Warranty

@Suite("A rating")
struct RatingTests {
    private static let good = ReturnCall.Scores(attitude: 5, skill: 4, charges: 3, overall: 5)

    private func settled() throws -> Story {
        var story = Story()
        _ = try story.predict()
        try story.agree()
        try story.arrive()
        try story.repair()
        try story.does(Story.engineer, .settle)
        return story
    }

    @Test("that is good stands beside the quality call and does not replace it (Z-17)")
    func satisfied() throws {
        var story = try settled()
        try story.does(Story.customer, .rate(Self.good, satisfied: true, reason: ""))
        let request = try story.request
        #expect(request.state == .followUp && request.rating?.scores == Self.good && request.level == 0)
        #expect(try story.refusal(Story.officer, .close).contains(.satisfied), "nobody has called yet")
        try story.satisfy()
        #expect(try story.request.state == .closed)
        #expect(lines(of: try story.request).contains { $0.contains("satisfied: attitude 5, skill 4") })
    }

    @Test("that is bad sends the request on, one level higher, as a call would (H-15, Z-19)")
    func unsatisfied() throws {
        var (rated, called) = (try settled(), try settled())
        try rated.does(Story.customer, .rate(Self.good, satisfied: false, reason: "it hums"))
        called.wait(.hours(20))
        try called.does(
            Story.quality, .call(.quality, .unsatisfied(scores: Self.good, reason: "it hums"), signed: true))
        for story in [rated, called] {
            let request = try story.request
            #expect(request.state == .triaged && request.level == 1 && request.calls.isEmpty)
            #expect(story.events.last?.event == .reopened(reason: "it hums"))
        }
    }

    @Test("is given once for each visit, by the customer alone, with scores and a reason")
    func once() throws {
        var story = try settled()
        let none = ReturnCall.Scores(attitude: 0, skill: 6, charges: 3, overall: 3)
        #expect(try story.refusal(Story.customer, .rate(none, satisfied: false, reason: "")) == [.scores, .reason])
        #expect(try story.refusal(Story.quality, .rate(Self.good, satisfied: true, reason: "")) == [.role])
        try story.does(Story.customer, .rate(Self.good, satisfied: false, reason: "it hums"))
        #expect(try story.refusal(Story.customer, .rate(Self.good, satisfied: true, reason: "")).contains(.stage))
        // The next visit is another one.
        try story.does(Story.agent, .triage(.simple))
        try story.agree()
        try story.arrive()
        try story.repair()
        try story.does(Story.customer, .rate(Self.good, satisfied: true, reason: ""))
        #expect(try story.request.ratings.map(\.isSatisfied) == [false, true])
        #expect(try story.refusal(Story.customer, .rate(Self.good, satisfied: true, reason: "")) == [.rated])
    }

    @Test("that is bad does not agree with a card that says satisfied (M-75)")
    func reconciled() throws {
        var story = try settled()
        try story.does(Story.customer, .rate(Self.good, satisfied: false, reason: "it hums"))
        let day = CalendarDay(start, utcOffsetSeconds: 28_800)
        let found = Reconciliation(of: [try story.request], on: day).mismatches.map(\.kind)
        #expect(found.contains(.satisfiedCardUnsatisfiedRating))
    }

    @Test("is written as the others are")
    func written() throws {
        let text = """
            {"rate": {"scores": {"attitude": 5, "skill": 4, "charges": 3, "overall": 5}, "satisfied": true,
             "reason": ""}}
            """
        let command = try JSONDecoder().decode(DeskCommand.self, from: Data(text.utf8))
        #expect(command == .rate(Self.good, satisfied: true, reason: ""))
    }
}
