import Appliances
import FaultRules
import Glibc
import RuleTrials
import Telemetry

/// What the rules cost, measured side by side with the same engine without rules.
///
/// Prints one JSON line for each figure; with `mixed`, only the first.
/// CPU seconds of this process count, not the clock on the wall.
@main
struct RulesBenchmark {
    static func main() throws {
        let day = CalendarDay(Herd.start, utcOffsetSeconds: 0)
        if CommandLine.arguments.dropFirst().first == "mixed" { return try mixed(1_000, day) }
        // First, so that the most memory it has had is its own.
        try backTest(day)
        for count in [1_000, 100_000] { try mixed(count, day) }
        for name in ["fading", "cusum"] { try single(name, day) }
        try reload(day)
    }

    /// Runs the block and answers the CPU seconds that it took.
    static func seconds(_ work: () throws -> Void) rethrows -> Double {
        func used() -> Double {
            var now = timespec()
            clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now)
            return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
        }
        let before = used()
        try work()
        return used() - before
    }

    private static func set(_ rules: [FaultRule]) throws -> RuleSet {
        try RuleSet.compile(rules, channels: ChannelList()).get()
    }

    /// The cost of a record of eight readings with 21 mixed rules, over that without rules.
    private static func mixed(_ count: Int, _ day: CalendarDay) throws {
        let rounds = count >= 100_000 ? 20 : 2_000
        var costs: [Double] = []
        var changed = 0
        for rules in [[], try MixedRules.rules()] {
            let set = try set(rules)
            var herd = Herd(count, channels: set.channels)
            var engine = RuleEngine(set, appliances: herd.appliances, on: day)
            var changes: [AlarmChange] = []
            // The first hour fills windows and pages.
            let warm = rounds / 4
            feed(&engine, &herd, 0..<warm, &changes)
            let used = seconds { feed(&engine, &herd, warm..<warm + rounds, &changes) }
            costs.append(used / Double(rounds * count) * 1e6)
            changed = changes.count
        }
        print(
            "{\"measured\":\"mixed\",\"appliances\":\(count),\"rules\":21,\"readings\":8,"
                + "\"us_without\":\(rounded(costs[0])),\"us_with\":\(rounded(costs[1])),"
                + "\"us_more\":\(rounded(costs[1] - costs[0])),\"changes\":\(changed)}")
    }

    private static func feed(
        _ engine: inout RuleEngine, _ herd: inout Herd, _ rounds: Range<Int>, _ changes: inout [AlarmChange]
    ) {
        for round in rounds {
            let time = Herd.moment(round)
            for number in herd.appliances.indices {
                let record = herd.record(of: number, round: round)
                _ = engine.take(record[...], of: number, time: time, arrival: time, changes: &changes)
            }
        }
    }

    /// Readings a second through one rule.
    private static func single(_ name: String, _ day: CalendarDay) throws {
        let rule =
            name == "fading"
            ? try MixedRules.rule(
                "fading", raise: "ewma(power.active)[10m] > 200 W", reset: "ewma(power.active)[10m] < 100 W")
            : try MixedRules.rule(
                "cusum", raise: "cusum((power.active - 50 W) / 10 W) > 8",
                reset: "cusum((power.active - 50 W) / 10 W) < 2")
        let set = try set([rule])
        let herd = Herd(1, channels: set.channels)
        var engine = RuleEngine(set, appliances: herd.appliances, on: day)
        var changes: [AlarmChange] = []
        let count = 5_000_000
        let values = (0..<1_000).map { [Reading(channel: herd.ids[0], value: Double($0 % 97))] }
        let used = seconds {
            for number in 0..<count {
                let time = Herd.start + .seconds(Int64(number))
                _ = engine.take(
                    values[number % 1_000][...], of: 0, time: time, arrival: time, isOrdered: true, changes: &changes)
            }
        }
        print(
            "{\"measured\":\"single\",\"rule\":\"\(name)\",\"readings_per_second\":\(Int(Double(count) / used)),"
                + "\"changes\":\(changes.count)}")
    }

    /// A month of a thousand appliances, a reading a minute, out of compressed runs through one rule: what a
    /// back-test over history does for each appliance, on one core.
    private static func backTest(_ day: CalendarDay) throws {
        let rule = try MixedRules.rule(
            "power_mean", raise: "avg(power.active)[1h] > 110 W", reset: "avg(power.active)[1h] < 100 W")
        let rules = try TrialRules.compile([rule], others: [], overrides: [], channels: ChannelList()).get()
        var channels = rules.ruleSet.channels
        let herd = Herd(1_000, channels: channels)
        let runs = (0..<10).map { run in encodedRun(of: 4_320, from: run * 4_320) }
        var (readings, episodes) = (0, 0)
        var block = RecordBlock()
        let used = seconds {
            for appliance in herd.appliances {
                var trial = ApplianceTrial(rules, appliance: appliance, on: day)
                for run in runs {
                    guard let chunk = HistoryChunk(encoded: run) else { continue }
                    block.removeAll()
                    block.append(chunk, channels: &channels)
                    trial.take(block)
                }
                trial.finish(at: nil)
                readings += trial.account.readings
                episodes += trial.episodes.count
            }
        }
        print(
            "{\"measured\":\"backtest\",\"appliances\":1000,\"readings\":\(readings),\"episodes\":\(episodes),"
                + "\"readings_per_second\":\(Int(Double(readings) / used)),\"peak_mib\":\(peakMebibytes)}")
    }

    /// Three days of one appliance, a reading a minute, as history keeps them.
    private static func encodedRun(of count: Int, from first: Int) -> [UInt8] {
        var chunk = HistoryChunk()
        for minute in first..<first + count {
            let time = Herd.start + .minutes(Int64(minute))
            let watts = minute % 40 < 16 ? 95 + Double(minute % 7) + Double(minute / 1_440) : 1.5
            chunk.append(.init(time: time, arrival: time, device: time), [("power.active", watts)])
        }
        return chunk.encoded
    }

    /// The most memory that this process has had.
    private static var peakMebibytes: Int {
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        return usage.ru_maxrss / 1_024
    }

    /// How long a reload holds up a thousand appliances.
    private static func reload(_ day: CalendarDay) throws {
        let rules = try MixedRules.rules()
        let set = try set(rules)
        var herd = Herd(1_000, channels: set.channels)
        var engine = RuleEngine(set, appliances: herd.appliances, on: day)
        var changes: [AlarmChange] = []
        feed(&engine, &herd, 0..<120, &changes)
        var changed = rules
        changed[0] = try MixedRules.rule(
            "limit", raise: "fridge.temperature > 9 °C", reset: "fridge.temperature < 7 °C")
        let next = try RuleSet.compile(changed, channels: set.channels).get()
        let used = seconds { _ = engine.adopt(next, on: day, changes: &changes) }
        print("{\"measured\":\"reload\",\"appliances\":1000,\"ms\":\(rounded(used * 1_000))}")
    }

    static func rounded(_ value: Double) -> Double { (value * 1_000).rounded() / 1_000 }
}
