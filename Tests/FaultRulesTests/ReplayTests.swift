import Appliances
import FaultRules
import Testing

/// What became of an alarm, to be compared.
private struct Said: Equatable {
    let rule: Int
    let kind: AlarmChange.Kind
    let episode: Episode

    init(_ change: AlarmChange) {
        rule = change.rule
        kind = change.kind
        episode = change.episode
    }
}

/// One record of a made-up day.
private struct Row {
    let after: TimeSpan
    let device: Int
    let watts: Double
    let celsius: Double?
    let door: Double
}

@Suite("Replay")
struct ReplayTests {
    private static let rules = Result {
        [
            try FaultRule(
                "warm", signals: ["mean": "avg(fridge.temperature)[20m]"], raise: "mean > 7 °C", reset: "mean < 6 °C",
                hold: .minutes(10), keep: .minutes(5)),
            try FaultRule(
                "cycles",
                signals: [
                    "running": "power.active > 60 W on, < 40 W off", "starts": "starts(running)[30m]",
                    "short": "count(on_time(running) < 4 min)[30m]", "busy": "duty(running)[30m]",
                ],
                steps: [
                    TestStep(.minor, raise: "starts > 2 and short > 0", reset: "starts < 2"),
                    TestStep(.major, raise: "starts > 3 and busy > 0.3", reset: "starts < 3"),
                ]),
            try FaultRule(
                "door", raise: "fridge.door.open == 1", reset: "fridge.door.open == 0", hold: .minutes(3)),
            try FaultRule("silence", raise: "silent(any) > 12 min", reset: "silent(any) < 1 min"),
        ]
    }

    /// A day in which everything happens: long pauses, missing channels, doors, short runs.
    private static func day(seed: Int, count: Int, devices: Int = 1) -> [Row] {
        var dice = SplitMix64(seed: UInt64(seed))
        var after = TimeSpan.zero
        return (0..<count).map { number in
            let pause = dice.below(40) == 0 ? 900 * devices : 5 + dice.below(120)
            after = TimeSpan(milliseconds: after.milliseconds + Int64(pause) * 1_000 / Int64(devices))
            let warmth = Double(number / 60 % 2) * 4
            return Row(
                after: after, device: dice.below(devices), watts: Double(dice.below(100)),
                celsius: dice.below(10) == 0 ? nil : 4 + warmth + Double(dice.below(20)) / 10,
                door: dice.below(8) < 3 ? 1 : 0)
        }
    }

    private func feed(
        _ rows: some Sequence<Row>, to bench: inout Bench, shift: (Row) -> TimeSpan = { _ in .zero }
    ) throws {
        for row in rows {
            bench.wake(after: row.after)
            let moment = TimeSpan(milliseconds: row.after.milliseconds + shift(row).milliseconds)
            let delay = TimeSpan(milliseconds: row.after.milliseconds - moment.milliseconds)
            if let celsius = row.celsius {
                try bench.take(
                    ["power.active": row.watts, "fridge.temperature": celsius, "fridge.door.open": row.door],
                    after: moment, delay: delay, device: row.device)
            } else {
                try bench.take(["power.active": row.watts], after: moment, delay: delay, device: row.device)
            }
        }
    }

    @Test("gives the same changes from the same records, with the same episodes", arguments: 1...5)
    func deterministic(seed: Int) throws {
        let rows = ReplayTests.day(seed: seed, count: 400, devices: 3)
        var one = try Bench(ReplayTests.rules.get(), devices: 3)
        var other = one
        try feed(rows, to: &one)
        try feed(rows, to: &other)
        #expect(Set(one.changes.map(\.rule)) == [0, 1, 2, 3])
        #expect(one.changes.map(Said.init) == other.changes.map(Said.init))
        #expect((0..<3).allSatisfy { one.engine.snapshot(of: $0) == other.engine.snapshot(of: $0) })
    }

    @Test("goes on from a snapshot after any record as if nothing had happened", arguments: 1...4)
    func anyRecord(seed: Int) throws {
        let rows = ReplayTests.day(seed: seed, count: 150)
        var whole = try Bench(ReplayTests.rules.get())
        for (number, row) in rows.enumerated() {
            try feed([row], to: &whole)
            var rest = try Bench(ReplayTests.rules.get())
            let isTaken = rest.engine.restore(0, from: whole.engine.snapshot(of: 0))
            #expect(isTaken)
            #expect(rest.engine.snapshot(of: 0) == whole.engine.snapshot(of: 0))
            var same = whole
            try feed(rows.dropFirst(number + 1), to: &rest)
            try feed(rows.dropFirst(number + 1), to: &same)
            let later = same.changes.dropFirst(whole.changes.count).map(Said.init)
            #expect(rest.changes.map(Said.init) == later, "after record \(number)")
            #expect(rest.engine.snapshot(of: 0) == same.engine.snapshot(of: 0))
        }
        #expect(!whole.changes.isEmpty)
    }

    @Test("keeps what a rule remembers while other rules change")
    func changedRules() throws {
        let rules = try ReplayTests.rules.get()
        let rows = ReplayTests.day(seed: 9, count: 200)
        var whole = try Bench(rules)
        try feed(rows.prefix(100), to: &whole)
        let added = try FaultRule("new", raise: "supply.voltage > 250 V", reset: "supply.voltage < 250 V")
        var changed = try Bench([added, rules[1]])
        let isTaken = changed.engine.restore(0, from: whole.engine.snapshot(of: 0))
        #expect(isTaken)
        let before = whole.changes.count
        try feed(rows.dropFirst(100), to: &whole)
        try feed(rows.dropFirst(100), to: &changed)
        let expected = whole.changes.dropFirst(before).filter { $0.rule == 1 }.map(\.episode)
        #expect(!expected.isEmpty && changed.changes.map(\.episode) == expected)
    }

    @Test("lets a new rule see that an appliance has been silent for long")
    func newSilence() throws {
        let rules = try ReplayTests.rules.get()
        var old = try Bench([rules[0]])
        try old.take(["power.active": 1], after: .zero)
        var new = try Bench([rules[0], rules[3]])
        let isTaken = new.engine.restore(0, from: old.engine.snapshot(of: 0))
        new.wake(after: .hours(1))
        #expect(isTaken && new.story == ["major at 720001ms"])
    }

    @Test("gives each rule the episodes that it has alone", arguments: 1...5)
    func alone(seed: Int) throws {
        let rules = try ReplayTests.rules.get()
        let rows = ReplayTests.day(seed: seed, count: 400)
        var together = try Bench(rules)
        try feed(rows, to: &together)
        for (number, rule) in rules.enumerated() {
            var alone = try Bench([rule])
            try feed(rows, to: &alone)
            let expected = together.changes.filter { $0.rule == number }.map(\.episode)
            #expect(alone.changes.map(\.episode) == expected)
        }
    }

    @Test("takes nothing from words that are no snapshot")
    func noSnapshot() throws {
        var bench = try Bench(ReplayTests.rules.get())
        let fresh = bench.engine.snapshot(of: 0)
        try feed(ReplayTests.day(seed: 1, count: 50), to: &bench)
        let words = bench.engine.snapshot(of: 0)
        var other = try Bench(ReplayTests.rules.get())
        for broken in [Array(words.dropLast()), [1], [1, .max], [1, 2, 3]] as [[UInt64]] {
            let isTaken = other.engine.restore(0, from: broken)
            #expect(!isTaken)
        }
        #expect(other.engine.snapshot(of: 0) == fresh)
    }

    @Test("is disturbed in no appliance by the clock of another", arguments: 1...3)
    func wrongClock(seed: Int) throws {
        let rows = ReplayTests.day(seed: seed, count: 600, devices: 5)
        var right = try Bench(ReplayTests.rules.get(), devices: 5)
        var wrong = right
        try feed(rows, to: &right)
        try feed(rows, to: &wrong) { $0.device == 2 && $0.after > .hours(1) ? .hours(24) : .zero }
        for device in ["RF-0", "RF-1", "RF-3", "RF-4"] {
            let expected = right.changes.filter { $0.episode.device.text == device }.map(Said.init)
            let found = wrong.changes.filter { $0.episode.device.text == device }.map(Said.init)
            #expect(!expected.isEmpty && found == expected)
        }
    }

    @Test("names episodes of different appliances differently")
    func ids() throws {
        var bench = try Bench([ReplayTests.rules.get()[3]], devices: 2)
        for device in 0..<2 { try bench.take(["power.active": 1], after: .zero, device: device) }
        bench.wake(after: .hours(1))
        #expect(bench.changes.map(\.episode.device.text) == ["RF-0", "RF-1"])
        #expect(Set(bench.changes.map(\.episode.id)).count == 2)
    }
}
