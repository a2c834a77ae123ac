import Appliances
import FaultRules
import Testing

@Suite("Baselines")
struct BaselineTests {
    private func said(
        _ options: String, _ fields: [String], _ watts: [Double], every: TimeSpan = .hours(1)
    ) throws -> [[Double?]] {
        var probe = try Probe(
            fields.map { "baseline(power.active, \(options)).\($0)" }, staleAfter: .days(2))
        return try watts.enumerated().map { number, value in
            try probe.values(
                ("power.active", value), after: TimeSpan(milliseconds: every.milliseconds * Int64(number)))
        }
    }

    @Test("are unknown until enough was seen, and learn no longer than they are told")
    func learning() throws {
        let values = (1...48).map { $0 <= 24 ? Double($0) : 1_000 }
        let said = try said("learn=24h, min=5", ["p50", "n"], values)
        #expect(said[3] == [nil, nil] && said[4] == [3, 5])
        #expect(said[47] == [12.5, 24])
    }

    @Test("know quantiles exactly up to thirty-two values, and nearly after that")
    func quantiles() throws {
        let few = try said("learn=40d, min=5", ["p05", "p50", "p95"], (0..<21).map(Double.init))
        #expect(try #require(few.last) == [1, 10, 19])
        var dice = SplitMix64(seed: 11)
        let many = try said(
            "learn=40d, min=5", ["p05", "p50", "p95"], (0..<800).map { _ in Double(dice.below(1_001)) })
        let (low, middle, high) = try (#require(many.last?[0]), #require(many.last?[1]), #require(many.last?[2]))
        #expect(abs(low - 50) < 30 && abs(middle - 500) < 50 && abs(high - 950) < 30)
    }

    @Test("measure how far a value lies from the median, in spreads that have a floor")
    func score() throws {
        let values = Array(repeating: 100.0, count: 10) + [110]
        let frozen = "learn=9h, min=5"
        // Without a spread of its own, a hundredth of the median counts.
        #expect(try said(frozen, ["z(power.active)"], values).last == [10])
        #expect(try said(frozen + ", floor=5 W", ["z(power.active)"], values).last == [2])
    }

    @Test("know their modes")
    func modes() throws {
        var probe = try Probe(["baseline(power.active, by=[fridge.door.open], learn=10d, min=3).p50"])
        var last: [Double?] = []
        for minute in 0..<20 {
            let isOpen = minute % 2 == 0
            last = try probe.values(
                ("power.active", isOpen ? 200 : 100), ("fridge.door.open", isOpen ? 1 : 0),
                after: .minutes(Int64(minute)))
            if minute >= 6 { #expect(last == [isOpen ? 200 : 100]) }
        }
    }

    @Test("do not learn a slow fault as normal")
    func freezing() throws {
        let rule = try FaultRule(
            signals: ["b": "baseline(power.active, learn=10d, min=3, freeze_while=[this])", "n": "b.n"],
            raise: "power.active > 150 W", reset: "power.active < 100 W")
        var bench = try Bench([rule])
        for minute in 0..<10 { try bench.take(["power.active": 100], after: .minutes(Int64(minute))) }
        for minute in 10..<30 { try bench.take(["power.active": 200], after: .minutes(Int64(minute))) }
        try bench.take(["power.active": 90], after: .minutes(30))
        // Ten before the fault, and the one that raised it: a rule sees itself one record later.
        #expect(bench.changes.last?.episode.signals.last?.value == 11)
    }

    @Test("lean on what is normal for the model until they have lived")
    func prior() throws {
        var rule = try FaultRule(
            signals: [
                "b": "baseline(power.active, learn=10d, min=3, prior=model)", "m": "b.p50", "z": "b.z(power.active)",
            ],
            raise: "battery.low == 1", reset: "battery.low == 0")
        rule.priors = [.init(signal: "b", model: "*", p50: 100, spread: 10, weight: 4)]
        var bench = try Bench([rule])
        try bench.take(["battery.low": 1], after: .zero)
        #expect(bench.changes.last?.episode.signals.map(\.value) == [100, 100, nil])
        for minute in 1...4 { try bench.take(["power.active": 200], after: .minutes(Int64(minute))) }
        try bench.take(["battery.low": 0], after: .minutes(5))
        // Four of its own and a prior that counts for four.
        #expect(bench.changes.last?.episode.signals[1].value == 150)
    }
}
