import Appliances
import FaultRules
import Testing

@Suite("Alarms")
struct AlarmTests {
    private static func sign(_ level: Level?) -> Character {
        switch level {
        case .info: "i"
        case .minor: "m"
        case .major: "M"
        case .critical: "C"
        case nil: "."
        }
    }

    /// A reading a minute, drawn as a digit; `?` is unknown. The answer is the level after each.
    private func run(_ seen: String, _ rule: FaultRule) throws -> (said: String, bench: Bench) {
        var bench = try Bench([rule])
        var said = ""
        for (minute, digit) in seen.enumerated() {
            let value = digit.wholeNumberValue.map(Double.init)
            try bench.take(
                ["compressor.starts": value ?? 0, "battery.low": value == nil ? 0 : 1],
                after: .minutes(Int64(minute)))
            said.append(AlarmTests.sign(bench.level))
        }
        return (said, bench)
    }

    private static let x = "compressor.starts / battery.low"

    @Test(
        "are raised above five and reset below three, each after its time",
        arguments: [
            (hold: 0, keep: 0, seen: "0066440022", said: "..MMMM...."),
            (hold: 0, keep: 0, seen: "5353636363", said: "....MMMMMM"),
            (hold: 2, keep: 0, seen: "0666632", said: "...MMM."),
            (hold: 2, keep: 0, seen: "06606660", said: "......M."),
            (hold: 2, keep: 0, seen: "06656660", said: "......M."),
            (hold: 0, keep: 2, seen: "6602200", said: "MMMM..."),
            (hold: 0, keep: 2, seen: "60406000", said: "MMMMMMM."),
            (hold: 0, keep: 2, seen: "60040000", said: "MMMMMM.."),
            (hold: 1, keep: 1, seen: "6600660066", said: ".MM..MM..M"),
        ])
    func timeline(hold: Int64, keep: Int64, seen: String, said: String) throws {
        let rule = try FaultRule(
            raise: "\(AlarmTests.x) > 5", reset: "\(AlarmTests.x) < 3", hold: .minutes(hold), keep: .minutes(keep))
        #expect(try run(seen, rule).said == said)
    }

    @Test(
        "stand still while the condition is unknown, for three minutes at most",
        arguments: [
            (hold: 2, keep: 0, seen: "06??6660", said: ".....MM."),
            (hold: 2, keep: 0, seen: "06?????66660", said: ".........MM."),
            (hold: 0, keep: 0, seen: "66??00", said: "MMMM.."), (hold: 0, keep: 0, seen: "??????", said: "......"),
            (hold: 1, keep: 0, seen: "????66", said: ".....M"), (hold: 0, keep: 2, seen: "60?00", said: "MMMM."),
            (hold: 0, keep: 2, seen: "60?????000", said: "MMMMMMMMM."),
            (hold: 2, keep: 0, seen: "06?0?666", said: ".......M"),
        ])
    func unknown(hold: Int64, keep: Int64, seen: String, said: String) throws {
        let rule = try FaultRule(
            raise: "\(AlarmTests.x) > 5", reset: "\(AlarmTests.x) < 3", hold: .minutes(hold), keep: .minutes(keep),
            holdUnknown: .minutes(3))
        #expect(try run(seen, rule).said == said)
    }

    private func stairs(majorHold: Int64 = 0, minorReset: String = "< 3") throws -> FaultRule {
        let x = AlarmTests.x
        return try FaultRule(steps: [
            TestStep(.info, raise: "\(x) > 1", reset: "\(x) < 1"),
            TestStep(.minor, raise: "\(x) > 3", reset: "\(x) \(minorReset)"),
            TestStep(.major, raise: "\(x) > 5", reset: "\(x) < 5", hold: .minutes(majorHold)),
        ])
    }

    @Test(
        "step up and down through their levels",
        arguments: [
            (seen: "0246543210", said: ".imMMmmii."), (seen: "060", said: ".M."), (seen: "6", said: "M"),
            (seen: "620", said: "Mi."), (seen: "2626", said: "iMiM"), (seen: "6?5?4", said: "MMMMm"),
        ])
    func stairs(seen: String, said: String) throws {
        #expect(try run(seen, stairs()).said == said)
    }

    @Test("keep a milder level that was reached and not left")
    func milder() throws {
        // At 2 the minor level is no longer raised, but it is not reset before 1 either.
        #expect(try run("6210", stairs(minorReset: "< 1")).said == "Mmm.")
    }

    @Test("reach a worse level later, in the same episode")
    func sameEpisode() throws {
        let (said, bench) = try run("66660", stairs(majorHold: 2))
        #expect(said == "mmMM.")
        let episodes = bench.changes.map(\.episode)
        #expect(Set(episodes.map(\.id)).count == 1)
        #expect(episodes.map(\.raised) == [start, start, start])
        #expect(episodes.map(\.at) == [start, start + .minutes(2), start + .minutes(4)])
        #expect(episodes.map(\.level) == ["minor", "major", "major"])
        #expect(episodes.map(\.reset) == [nil, nil, start + .minutes(4)])
    }

    @Test("hold where raise and reset overlap, instead of flapping")
    func overlap() throws {
        let rule = try FaultRule(raise: "compressor.starts > 2", reset: "compressor.starts < 8")
        #expect(try run("5555195", rule).said == "MMMM.MM")
    }

    @Test("tell what the signals said when they changed")
    func evidence() throws {
        let rule = try FaultRule(
            signals: ["x": AlarmTests.x, "y": "avg(compressor.starts)[1h]"], raise: "x > 5", reset: "x < 3")
        let (_, bench) = try run("607", rule)
        #expect(bench.changes.map { $0.episode.signals.map(\.value) } == [[6, nil], [0, nil], [7, nil]])
        #expect(bench.changes.first?.episode.signals.map(\.name) == ["x", "y"])
    }

    @Test("are one episode from raise to reset, and another after it")
    func episodes() throws {
        let rule = try FaultRule(raise: "\(AlarmTests.x) > 5", reset: "\(AlarmTests.x) < 3")
        let ids = try run("60606", rule).bench.changes.map(\.episode.id)
        #expect(ids[0] == ids[1] && ids[2] == ids[3] && Set(ids).count == 3)
        #expect(try run("60606", rule).bench.changes.map(\.episode.id) == ids)
        #expect(ids.allSatisfy { $0.hasPrefix("EP-") && $0.count == 16 })
    }
}
