import Appliances
import ServiceDesk
import Testing

@Suite("What telemetry says after a repair")
struct AfterRepairTests {
    private static let scores = ReturnCall.Scores(attitude: 5, skill: 5, charges: 4, overall: 5)

    private func settled() throws -> Story {
        var story = Story()
        _ = try story.predict()
        try story.agree()
        try story.arrive()
        try story.repair()
        try story.does(Story.engineer, .settle)
        story.wait(.hours(20))
        return story
    }

    private func called(_ telemetry: AfterRepair?) throws -> ServiceRequest {
        let story = try settled()
        var desk = story.desk
        _ = try desk.perform(
            .call(.quality, .satisfied(scores: Self.scores)), on: story.number, by: Story.quality, at: story.now,
            telemetry: telemetry)
        return try #require(desk.request(story.number))
    }

    @Test("is attached to the call as evidence, and decides nothing (Z-17, 2.4)")
    func attached() throws {
        let quiet = AfterRepair(standing: [], unknown: [], since: [], at: start)
        let faulty = AfterRepair(standing: ["warm_cabinet major"], unknown: [], since: ["EP-2"], at: start)
        for telemetry in [quiet, faulty] {
            let request = try called(telemetry)
            #expect(request.calls.last?.telemetry == telemetry && request.calls.last?.isAnswered == true)
            #expect(request.state == .followUp, "the answer is the customer's")
        }
        #expect(try called(nil).calls.last?.telemetry == nil)
        #expect(!quiet.isFaulty && faulty.isFaulty)
        #expect(try lines(of: called(faulty)).contains { $0.contains("still stands: warm_cabinet major") })
        #expect(try lines(of: called(quiet)).contains { $0.contains("quiet since the repair") })
    }

    @Test("a satisfied card beside a fault that still stands does not agree (M-75)")
    func mismatch() throws {
        let faulty = AfterRepair(standing: ["warm_cabinet major"], unknown: [], since: [], at: start)
        let day = CalendarDay(start, utcOffsetSeconds: 28_800)
        let found = Reconciliation(of: [try called(faulty)], on: day).mismatches.map(\.kind)
        #expect(found.contains(.satisfiedCardFaultSince))
        let quiet = AfterRepair(standing: [], unknown: ["warm_cabinet"], since: [], at: start)
        #expect(
            !Reconciliation(of: [try called(quiet)], on: day).mismatches.map(\.kind).contains(.satisfiedCardFaultSince))
    }
}
