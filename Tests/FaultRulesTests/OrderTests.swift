import Appliances
import FaultRules
import Testing

@Suite("The order of arrival")
struct OrderTests {
    private static let rules = Result {
        [
            try FaultRule(
                "cycles",
                signals: [
                    "running": "power.active > 60 W on, < 40 W off", "starts": "starts(running)[20m]",
                    "mean": "avg(power.active)[10m]", "drift": "ewma(power.active)[5m]",
                ],
                raise: "starts > 3 or mean > 70 W", reset: "starts < 2", hold: .minutes(1), keep: .minutes(2)),
            try FaultRule("door", raise: "fridge.door.open == 1 for 2m", reset: "fridge.door.open == 0"),
            try FaultRule("silence", raise: "silent(any) > 12 min", reset: "silent(any) < 1 min"),
        ]
    }

    private struct Row {
        let at: Int64
        let watts: Double
        let door: Double
        var arrival: Int64
    }

    /// Records each quarter of a minute, now and then a pause, each up to two minutes on its way.
    private func rows(_ dice: inout SplitMix64, count: Int) -> [Row] {
        var at: Int64 = 0
        return (0..<count).map { _ in
            at += dice.below(60) == 0 ? 900 : 5 + Int64(dice.below(20))
            return Row(
                at: at, watts: Double(dice.below(100)), door: dice.below(6) < 3 ? 1 : 0,
                arrival: at + Int64(dice.below(120)))
        }
    }

    private func told(_ rows: [Row], restartEvery: Int? = nil) throws -> [Episode] {
        var bench = try Bench(OrderTests.rules.get())
        var episodes: [Episode] = []
        for (number, row) in rows.enumerated() {
            bench.wake(after: .seconds(row.arrival))
            try bench.take(
                ["power.active": row.watts, "fridge.door.open": row.door], after: .seconds(row.at),
                delay: .seconds(row.arrival - row.at), isOrdered: false)
            guard let restartEvery, number % restartEvery == restartEvery - 1 else { continue }
            episodes += bench.changes.map(\.episode)
            let words = bench.engine.snapshot(of: 0)
            bench = try Bench(OrderTests.rules.get())
            let isTaken = bench.engine.restore(0, from: words)
            #expect(isTaken)
        }
        bench.wake(after: .seconds((rows.last?.arrival ?? 0) + 240))
        return episodes + bench.changes.map(\.episode)
    }

    @Test("within the lateness changes no episode, nor do doubles and restarts, in a thousand shuffles")
    func shuffles() throws {
        var found = 0
        for seed in 1...1_000 {
            var dice = SplitMix64(seed: UInt64(seed))
            let rows = rows(&dice, count: 60)
            let inOrder = try told(rows.map { Row(at: $0.at, watts: $0.watts, door: $0.door, arrival: $0.at) })
            let doubles = rows.filter { _ in dice.below(10) == 0 }.map { row in
                Row(at: row.at, watts: row.watts, door: row.door, arrival: row.at + Int64(dice.below(120)))
            }
            let shuffled = (rows + doubles).enumerated().sorted {
                ($0.element.arrival, $0.offset) < ($1.element.arrival, $1.offset)
            }
            .map(\.element)
            // Alarms are told in the order in which time reaches them, which is the same in both.
            #expect(try told(shuffled) == inOrder, "seed \(seed)")
            if seed % 10 == 0 { #expect(try told(shuffled, restartEvery: 7) == inOrder, "seed \(seed), restarted") }
            found += inOrder.count
        }
        #expect(found > 3_000)
    }

    @Test("past it adds a record to the windows that still hold its time, and to nothing else")
    func folded() throws {
        let rule = try FaultRule(
            signals: ["mean": "avg(power.active)[1h]", "most": "max(power.active)[1h]"], raise: "battery.low == 1",
            reset: "battery.low == 0")
        var bench = try Bench([rule])
        for minute in 0...50 { try bench.take(["power.active": 10], after: .minutes(Int64(minute))) }
        #expect(try bench.take(["power.active": 112], after: .minutes(20), delay: .minutes(30)) == .folded)
        #expect(try bench.take(["power.active": 112], after: .minutes(-20), delay: .minutes(70)) == .late)
        try bench.take(["battery.low": 1], after: .minutes(51))
        // 51 readings of 10 W and one of 112 W.
        let said = bench.changes.last?.episode.signals.map(\.value)
        #expect(said?[1] == 112 && abs((said?[0] ?? 0) - (510 + 112) / 52) < 1e-5)
    }

    @Test("gives records of one moment one order, by what they hold")
    func sameMoment() throws {
        let pairs: [KeyValuePairs<String, Double>] = [["power.active": 30], ["power.active": 90]]
        let stories = try [pairs, pairs.reversed()].map { order in
            var bench = try Bench([FaultRule(raise: "power.active > 60 W", reset: "power.active < 40 W")])
            for readings in order { try bench.take(readings, after: .minutes(1), isOrdered: false) }
            bench.wake(after: .minutes(10))
            return bench.story
        }
        #expect(stories[0] == ["major at 1m"] && stories[1] == stories[0])
    }
}
