import Appliances
import FaultRules
import Testing

@Suite("Timers")
struct TimerTests {
    private static let door = Result {
        try FaultRule(
            "door", raise: "fridge.door.open == 1", reset: "fridge.door.open == 0", hold: .minutes(5),
            keep: .minutes(1))
    }
    private static let silence = Result {
        try FaultRule(
            "silence",
            steps: [
                TestStep(.info, raise: "silent(any) > 30 min", reset: "silent(any) < 1 min"),
                TestStep(.minor, raise: "silent(any) > 2 h", reset: "silent(any) < 1 min"),
            ])
    }

    @Test("fire at their moment without a message, two minutes later by the gateway's clock")
    func noMessage() throws {
        var bench = try Bench([TimerTests.door.get()])
        #expect(bench.engine.nextWake == nil)
        try bench.take(["fridge.door.open": 1], after: .zero, delay: .seconds(10))
        let due = start + .minutes(7) + .seconds(10)
        #expect(bench.engine.nextWake == due)
        bench.wake(after: TimeSpan(milliseconds: 429_999))
        #expect(bench.story == [])
        bench.wake(after: .seconds(430))
        #expect(bench.story == ["major at 5m"])
        #expect(bench.engine.nextWake.map { $0 > due } == true)
    }

    @Test("fire before a record that comes later than they, at their own moment")
    func beforeRecord() throws {
        var bench = try Bench([TimerTests.door.get()])
        try bench.take(["fridge.door.open": 1], after: .zero)
        try bench.take(["fridge.door.open": 0], after: TimeSpan(milliseconds: 300_001))
        try bench.take(["fridge.door.open": 0], after: .minutes(8))
        #expect(bench.story == ["major at 5m", "ended at 360001ms"])
    }

    @Test("give way to a record of the same moment")
    func sameMoment() throws {
        var bench = try Bench([TimerTests.door.get()])
        try bench.take(["fridge.door.open": 1], after: .zero)
        try bench.take(["fridge.door.open": 0], after: .minutes(5))
        bench.wake(after: .hours(1))
        #expect(bench.story == [])
    }

    @Test("stop with a value that grows stale")
    func stale() throws {
        let rule = try FaultRule(raise: "power.active > 5 W", reset: "power.active < 5 W", hold: .minutes(30))
        var bench = try Bench([rule])
        try bench.take(["power.active": 9], after: .zero)
        bench.wake(after: .days(1))
        #expect(bench.story == [])
        // Fifteen minutes were counted; fifteen more, and a little for the moment of growing stale.
        try bench.take(["power.active": 9], after: .minutes(60))
        try bench.take(["power.active": 9], after: .minutes(74))
        bench.wake(after: .minutes(80))
        #expect(bench.story == ["major at 4499999ms"])
    }

    @Test("stop each value at the age that its own rule says")
    func twoAges() throws {
        var bench = try Bench([
            try FaultRule("short", raise: "power.active > 5 W", reset: "power.active < 5 W", staleAfter: .minutes(5)),
            try FaultRule(
                "long", raise: "power.active > 5 W", reset: "power.active < 5 W", hold: .minutes(30),
                staleAfter: .minutes(20)),
        ])
        try bench.take(["power.active": 9], after: .zero)
        try bench.take(["power.active": 9], after: .minutes(60))
        bench.wake(after: .minutes(90))
        // 20 minutes of the first reading and 10 of the second.
        #expect(bench.story == ["major at 0s", "major at 4199999ms"])
    }

    @Test("stop with a window whose values stop coming")
    func staleWindow() throws {
        let rule = try FaultRule(
            raise: "avg(power.active)[30m] > 5 W", reset: "avg(power.active)[30m] < 5 W", hold: .minutes(90))
        var bench = try Bench([rule])
        for minute in 0...40 { try bench.take(["power.active": 9], after: .minutes(Int64(minute))) }
        bench.wake(after: .days(1))
        #expect(bench.story == [])
    }

    @Test("tell of silence a millisecond after its time, and end it with the next record")
    func silence() throws {
        var bench = try Bench([TimerTests.silence.get()])
        try bench.take(["power.active": 9], after: .zero)
        bench.wake(after: .minutes(32))
        #expect(bench.story == [])
        bench.wake(after: TimeSpan(milliseconds: 1_920_001))
        #expect(bench.story == ["info at 1800001ms"])
        bench.wake(after: .hours(3))
        try bench.take(["power.active": 9], after: .hours(3))
        #expect(bench.story == ["info at 1800001ms", "minor at 7200001ms", "ended at 3h"])
        #expect(Set(bench.changes.map(\.episode.id)).count == 1)
    }

    @Test("tell of one channel's silence while others speak")
    func channelSilence() throws {
        let rule = try FaultRule(
            raise: "silent(fridge.temperature) > 10 min", reset: "silent(fridge.temperature) < 1 min")
        var bench = try Bench([rule])
        try bench.take(["fridge.temperature": 4, "power.active": 1], after: .zero)
        for minute in 1...12 { try bench.take(["power.active": 1], after: .minutes(Int64(minute))) }
        #expect(bench.story == ["major at 600001ms"])
        try bench.take(["fridge.temperature": 4], after: .minutes(13))
        #expect(bench.story.last == "ended at 13m")
    }

    @Test("see a short silence end too, so that a reset has not held through it")
    func shortSilence() throws {
        let rule = try FaultRule(
            raise: "silent(any) > 30 min", reset: "silent(any) < 1 min", keep: .minutes(5))
        var bench = try Bench([rule])
        for minute in [0, 31, 33, 35, 37, 39] as [Int64] {
            try bench.take(["power.active": 1], after: .minutes(minute))
        }
        #expect(bench.story == ["major at 1800001ms"])
        for second in 0...10 { try bench.take(["power.active": 1], after: .seconds(2_400 + 30 * Int64(second))) }
        // From minute 39 on no pause was longer than a minute.
        #expect(bench.story.last == "ended at 44m")
    }

    @Test("never let an episode end before it began, though a record comes from before its timer")
    func backlog() throws {
        var bench = try Bench([TimerTests.silence.get()])
        try bench.take(["power.active": 9], after: .zero)
        bench.wake(after: .minutes(40))
        for minute in 1...40 {
            try bench.take(["power.active": 9], after: .minutes(Int64(minute)), delay: .minutes(41 - Int64(minute)))
        }
        #expect(bench.story == ["info at 1800001ms", "ended at 1800001ms"])
    }

    @Test("do not move for a record from before the last one")
    func late() throws {
        var bench = try Bench([TimerTests.door.get()])
        try bench.take(["fridge.door.open": 1], after: .minutes(1))
        let before = bench.engine.snapshot(of: 0)
        let (wake, late) = (bench.engine.nextWake, TimeSpan(milliseconds: 59_999))
        #expect(try bench.take(["fridge.door.open": 0], after: late, delay: .hours(1)) == .late)
        #expect(bench.engine.snapshot(of: 0) == before && bench.engine.nextWake == wake)
        #expect(try bench.take(["fridge.door.open": 1], after: .minutes(1)) == .taken)
        bench.wake(after: .minutes(8))
        #expect(bench.story == ["major at 6m"])
    }
}
