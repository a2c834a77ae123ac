import Appliances
import FaultRules
import RuleTrials
import Testing

@Suite("Expectations")
struct ExpectationTests {
    private typealias Trial = RuleTrial<RuleEngine>

    private static let story = "the story: minor at 1h, major at 1h30m, eased to minor at 2h, ended at 2h10m"

    private func failures(_ content: TestExpectation.Content) throws -> [String] {
        try Trial(alone: .warmCabinet()).run(warmMorning().expecting(content)).failures.map(\.text)
    }

    private static let holding: [TestExpectation.Content] = [
        .state(.inactive, at: .after(.minutes(59))), .state(.at(.minor), at: .after(.minutes(60))),
        .state(.at(.major), at: .after(.minutes(95))), .state(.inactive, at: .end),
        .happens(.raised(.minor), times: 1, from: .after(.minutes(60)), to: .after(.minutes(61))),
        .happens(.raised(nil), times: 2, from: .after(.zero), to: .end),
        .happens(.eased(to: .minor), times: nil, from: .after(.zero), to: .end),
        .happens(.ended, times: 1, from: .after(.minutes(120)), to: .end),
        .happens(.raised(.minor), times: 0, from: .after(.minutes(90)), to: .end),
        .never(.ended, from: .after(.zero), to: .after(.minutes(125))),
        .tickets(0, fault: nil, at: .after(.minutes(89))), .tickets(1, fault: nil, at: .end),
        .tickets(1, fault: "cooling.lost", at: .end), .tickets(0, fault: "other.fault", at: .end),
    ]

    @Test("that hold fail nothing", arguments: holding)
    func holds(content: TestExpectation.Content) throws {
        #expect(try failures(content) == [])
    }

    private static let failing: [(TestExpectation.Content, String)] = [
        (.state(.inactive, at: .after(.minutes(70))), "expected no alarm at 1h10m, but it stood at minor"),
        (
            .state(.at(.major), at: .after(.minutes(70))),
            "expected the alarm to stand at major at 1h10m, but it stood at minor"
        ),
        (
            .state(.at(.minor), at: .end),
            "expected the alarm to stand at minor at the end, but there was none"
        ),
        (
            .state(.unknown, at: .after(.minutes(70))),
            "expected the conditions to be unknown at 1h10m, but at least one was known"
        ),
        (
            .happens(.raised(.minor), times: 1, from: .after(.minutes(5)), to: .after(.minutes(50))),
            "expected minor to be raised once from 5m to 50m, but it was not, and outside of that at 1h"
        ),
        (
            .happens(.raised(nil), times: 1, from: .after(.zero), to: .end),
            "expected an alarm to be raised once from 0s to the end, but it was at 1h and 1h30m"
        ),
        (
            .happens(.ended, times: 2, from: .after(.zero), to: .end),
            "expected the alarm to end twice from 0s to the end, but it did at 2h10m"
        ),
        (
            .never(.raised(.major), from: .after(.zero), to: .end),
            "expected major never to be raised, but it was at 1h30m"
        ),
        (
            .never(.eased(to: nil), from: .after(.minutes(100)), to: .end),
            "expected the alarm never to ease from 1h40m to the end, but it did at 2h"
        ),
        (
            .tickets(0, fault: nil, at: .end),
            "expected 0 tickets up to the end, but there was cooling.lost at 1h30m"
        ),
        (
            .tickets(1, fault: "fan.stalled", at: .after(.minutes(60))),
            "expected 1 ticket for fan.stalled up to 1h, but there was none"
        ),
    ]

    @Test("that do not hold say what was expected and what happened instead", arguments: failing)
    func fails(content: TestExpectation.Content, sentence: String) throws {
        #expect(try failures(content) == ["\(sentence); \(ExpectationTests.story)"])
    }

    @Test("name the line on which they stand")
    func lines() throws {
        let test = try warmMorning()
            .expecting(.never(.ended, from: .after(.zero), to: .end), .state(.inactive, at: .end))
        let result = try Trial(alone: .warmCabinet()).run(test)
        #expect(result.failures.map(\.line) == [1] && !result.isPassed && result.name == "a warm morning")
    }

    @Test("tell what is unknown from what is not, in a gap and after it")
    func unknown() throws {
        let test = try RuleTest.refrigerator("gap", .step(9, .minutes(60)), .gap(.hours(2)), .step(9, .minutes(60)))
            .expecting(
                .state(.unknown, at: .after(.minutes(120))), .state(.at(.minor), at: .after(.minutes(120))),
                .never(.ended, from: .after(.zero), to: .end), .state(.unknown, at: .after(.minutes(200))))
        let result = try Trial(alone: .warmCabinet()).run(test)
        #expect(result.failures.map(\.line) == [4])
    }

    @Test("wait for what runs out by the end, though no record follows")
    func end() throws {
        let test = try RuleTest.refrigerator("hold", .step(9, .minutes(30)))
            .expecting(.happens(.raised(.minor), times: 1, from: .after(.minutes(29)), to: .end))
        #expect(try Trial(alone: .warmCabinet(hold: 29)).run(test).failures == [])
        #expect(try Trial(alone: .warmCabinet(hold: 31)).run(test).failures.count == 1)
    }

    @Test("fail where the appliance says nothing at all")
    func silence() throws {
        let test = try RuleTest.refrigerator("silence", .gap(.hours(1)))
        let failures = try Trial(alone: .warmCabinet()).run(test).failures
        #expect(failures.map(\.text) == ["the appliance sends no record; give it a series that lasts"])
    }

    private static let disturbances: [[InjectedFault]] = [
        [.kill(at: .minutes(95))], [.kill(at: .zero), .kill(at: .minutes(65)), .kill(at: .minutes(66))],
        [.reorder(from: .zero, to: .minutes(180), by: .seconds(100))],
        [.duplicate(from: .zero, to: .minutes(180), share: 1)],
        [.clock(from: .minutes(40), to: nil, by: .hours(26))],
        [.drop(from: .minutes(20), to: .minutes(25), share: 1)],
        [
            .reorder(from: .zero, to: .minutes(180), by: .seconds(100)), .kill(at: .minutes(95)),
            .duplicate(from: .minutes(50), to: .minutes(120), share: 0.5),
        ],
    ]

    @Test("are not disturbed by what goes wrong on the way", arguments: disturbances)
    func disturbed(faults: [InjectedFault]) throws {
        var test = try warmMorning()
        test.faults = faults
        let trial = try Trial(alone: .warmCabinet())
        let changes = try trial.run(warmMorning()).changes
        #expect(trial.run(test).changes.map(\.episode) == changes.map(\.episode) && changes.count == 4)
    }

    @Test("see that a record which never arrives is missing")
    func dropped() throws {
        var test = try warmMorning()
        test.faults = [.drop(from: .minutes(58), to: .minutes(75), share: 1)]
        let result = try Trial(alone: .warmCabinet()).run(test)
        #expect(result.changes.first?.episode.raised == testStart + .minutes(75))
    }
}
