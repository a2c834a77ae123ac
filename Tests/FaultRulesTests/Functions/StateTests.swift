import Appliances
import FaultRules
import Testing

@Suite("States over time")
struct StateTests {
    /// What a formula says after each minute: `a` is the door, `b` the compressor, as digits of two rows.
    private func said(_ formula: String, _ doors: String, _ running: String? = nil) throws -> String {
        var probe = try Probe([formula])
        let second = Array(running ?? String(repeating: "0", count: doors.count))
        return try doors.enumerated().map { minute, door in
            let value = try probe.values(
                ("fridge.door.open", door == "1" ? 1 : 0), ("compressor.running", second[minute] == "1" ? 1 : 0),
                after: .minutes(Int64(minute)))[0]
            return value.map { $0 == $0.rounded() ? "\(Int($0))" : "\($0)" } ?? "?"
        }.joined()
    }

    private static let door = "fridge.door.open == 1"
    private static let running = "compressor.running == 1"

    @Test(
        "are held for their time",
        arguments: [("0111110", "0001110"), ("1111", "0011"), ("1101111", "0000011")])
    func held(doors: String, expected: String) throws {
        #expect(try said("\(StateTests.door) for 2m", doors) == expected)
    }

    @Test("are unchanged since the last value that differed")
    func unchanged() throws {
        #expect(try said("fridge.door.open unchanged for 2m", "0001111") == "0010011")
    }

    @Test("follow one another within a time")
    func sequence() throws {
        let formula = "\(StateTests.door) then \(StateTests.running) within 2m"
        #expect(try said(formula, "0100000", "0001110") == "0001110")
        // Too late, or already running when the door opened.
        #expect(try said(formula, "0100000", "0000110") == "0000000")
        #expect(try said(formula, "0001000", "0111110") == "0000000")
    }

    @Test("are missed when they do not follow in time, until they do")
    func absence() throws {
        let formula = "\(StateTests.door) without \(StateTests.running) within 2m"
        #expect(try said(formula, "0100000", "0000010") == "0001100")
        #expect(try said(formula, "0100000", "0010000") == "0000000")
        #expect(try said(formula, "0100100", "0000000") == "0001001")
    }

    @Test("are counted among the last samples")
    func among() throws {
        #expect(try said("2 of 3 (\(StateTests.door))", "0110010") == "??11000")
        #expect(try said("2 of 3 (\(StateTests.door))", "11") == "?1")
    }

    @Test("are counted in a row")
    func consecutive() throws {
        #expect(try said("consecutive(\(StateTests.door))", "0110111") == "0120123")
    }

    @Test("began so many seconds ago")
    func since() throws {
        var probe = try Probe(["since(\(StateTests.door))"])
        let seen: [(Double, Double?)] = [(1, nil), (0, nil), (1, 0), (1, 60), (0, 120), (1, 0)]
        for (minute, (door, expected)) in seen.enumerated() {
            #expect(try probe.values(("fridge.door.open", door), after: .minutes(Int64(minute)))[0] == expected)
        }
    }

    @Test("flap by the share of changes among the last samples")
    func flaps() throws {
        var probe = try Probe(["flaps(\(StateTests.door))[5]"])
        let said = try "0101011111".enumerated().map { minute, door in
            try probe.values(("fridge.door.open", door == "1" ? 1 : 0), after: .minutes(Int64(minute)))[0]
        }
        #expect(said == [nil, nil, nil, nil, 1, 1, 0.75, 0.5, 0.25, 0])
    }

    @Test("choose which values count, with `where`")
    func whenever() throws {
        var probe = try Probe([
            "avg(power.active where \(StateTests.running))[20m]", "power.active where \(StateTests.running)",
        ])
        var last: [Double?] = []
        for minute in 0...19 {
            let isOn = minute % 2 == 0
            last = try probe.values(
                ("power.active", isOn ? 100 : 1), ("compressor.running", isOn ? 1 : 0), after: .minutes(Int64(minute)))
        }
        #expect(last == [100, nil])
    }

    @Test("of the longest silence are that of the channel that is missed longest")
    func longestSilence() throws {
        var probe = try Probe(["silent(each)", "fridge.temperature > 1 °C", "power.active > 1 W"])
        _ = try probe.values(("fridge.temperature", 4), ("power.active", 1), after: .zero)
        let said = try probe.values(("power.active", 1), after: .minutes(7))[0]
        #expect(said == 420)
    }
}

@Suite("Cycles")
struct CycleTests {
    private static let signals: KeyValuePairs<String, String> = [
        "cycle": "during(defrost.active == 1)", "length": "cycle.length",
        "rise": "max(evaporator.temperature)[cycle] - first(evaporator.temperature)[cycle]",
        "extra": "avg(power.active)[cycle] - avg(power.active)[10m before cycle]",
        "short": "consecutive(cycle.length < 4 min)",
    ]

    @Test("tell what was read during the last complete one, when it ends")
    func aggregates() throws {
        let rule = try FaultRule(signals: CycleTests.signals, raise: "length > 0 s", reset: "length < 0 s")
        var bench = try Bench([rule])
        // Twenty minutes at 100 W, five of defrosting at 300 W with the coil from -20 to -12 °C, then as before.
        for minute in 0...30 {
            let isOn = (20..<25).contains(minute)
            try bench.take(
                [
                    "defrost.active": isOn ? 1 : 0, "power.active": isOn ? 300 : 100,
                    "evaporator.temperature": isOn ? -20 + Double(minute - 20) * 2 : -20,
                ], after: .minutes(Int64(minute)))
        }
        #expect(bench.story == ["major at 25m"])
        #expect(bench.changes.first?.episode.signals.map(\.value) == [300, 8, 200, 0])
    }

    @Test("are no cycles where nobody saw them begin, or where a gap lies in them")
    func gaps() throws {
        let rule = try FaultRule(
            signals: ["cycle": "during(defrost.active == 1)", "n": "cycle.length"], raise: "n > 0 s", reset: "n < 0 s")
        var bench = try Bench([rule])
        for (minute, state) in [(0, 1), (1, 0), (2, 1), (30, 1), (31, 0)] as [(Int64, Double)] {
            try bench.take(["defrost.active": state], after: .minutes(minute))
        }
        #expect(bench.story == [])
        for (minute, state) in [(32, 1), (35, 0)] as [(Int64, Double)] {
            try bench.take(["defrost.active": state], after: .minutes(minute))
        }
        #expect(bench.story == ["major at 35m"])
    }
}
