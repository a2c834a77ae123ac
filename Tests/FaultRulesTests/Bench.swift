import Appliances
import FaultRules
import Telemetry
import Testing

/// The moment at which the stories of these tests begin; a full hour, so that buckets are easy to see.
let start = Timestamp(milliseconds: 1_795_305_600_000)

/// Rules and a few appliances on a bench: readings go in by the channels' names.
struct Bench {
    var engine: RuleEngine
    private(set) var changes: [AlarmChange] = []
    private var channels: ChannelList

    init(_ rules: [FaultRule], devices: Int = 1, category: Appliances.Category = .refrigerator) throws {
        let set = try RuleSet.compile(rules, channels: ChannelList()).get()
        channels = set.channels
        let site = try #require(SiteID("home-1"))
        engine = RuleEngine(
            set,
            appliances: try (0..<devices).map {
                Appliance(id: try #require(DeviceID("RF-\($0)")), site: site, category: category)
            }, on: CalendarDay(start, utcOffsetSeconds: 0))
    }

    /// Takes a record of `device` that was measured `after` the start and arrived `delay` later; it is judged at
    /// once unless `isOrdered` says that an earlier one may still come.
    @discardableResult
    mutating func take(
        _ readings: KeyValuePairs<String, Double>, after: TimeSpan, delay: TimeSpan = .zero, device: Int = 0,
        isOrdered: Bool = true
    ) throws -> RuleEngine.Taken {
        let list = try readings.map { name, value in
            let channel = channels.id(of: name)
            return Reading(channel: try #require(channel), value: value)
        }
        let time = start + after
        return engine.take(
            list[...], of: device, time: time, arrival: time + delay, isOrdered: isOrdered, changes: &changes)
    }

    /// Lets the gateway's clock reach a moment.
    mutating func wake(after: TimeSpan) {
        engine.wake(at: start + after, changes: &changes)
    }

    /// What happened, such as `major at 5m` or `ended at 7m`.
    var story: [String] { changes.map { story(of: $0) } }

    private func story(of change: AlarmChange) -> String {
        let at = change.episode.at - start
        return switch change.kind {
        case .raised(let level): "\(level.word) at \(at)"
        case .eased(let level): "eased to \(level.word) at \(at)"
        case .ended: "ended at \(at)"
        }
    }

    /// The level of the last change; nil where there is no alarm.
    var level: Level? {
        switch changes.last?.kind {
        case .raised(let level), .eased(let level): level
        case .ended, nil: nil
        }
    }
}

extension FaultRule {
    /// A rule of one level for tests.
    init(
        _ name: String = "rule", signals: KeyValuePairs<String, String> = [:], raise: String, reset: String,
        hold: TimeSpan = .zero, keep: TimeSpan = .zero, staleAfter: TimeSpan = .minutes(15),
        holdUnknown: TimeSpan = .hours(6)
    ) throws {
        let step = try TestStep(.major, raise: raise, reset: reset, hold: hold, keep: keep)
        try self.init(
            name, signals: signals, steps: [step], staleAfter: staleAfter, holdUnknown: holdUnknown)
    }

    /// A rule of several levels, mildest first.
    init(
        _ name: String = "rule", signals: KeyValuePairs<String, String> = [:], steps: [TestStep],
        staleAfter: TimeSpan = .minutes(15), holdUnknown: TimeSpan = .hours(6)
    ) throws {
        self.init(name: name, component: .compressor)
        self.signals = try signals.map { Signal(name: $0.key, formula: try Formula($0.value)) }
        self.steps = steps.map(\.step)
        parameters = steps.flatMap(\.durations)
        (self.staleAfter, self.holdUnknown) = (staleAfter, holdUnknown)
    }
}

/// A level for tests, with its durations.
struct TestStep {
    let step: FaultRule.Step
    let durations: [FaultRule.Parameter]

    init(_ level: Level, raise: String, reset: String, hold: TimeSpan = .zero, keep: TimeSpan = .zero) throws {
        step = FaultRule.Step(level: level, raise: try Formula(raise), reset: try Formula(reset), action: .watch)
        durations = [("for", hold), ("keep", keep)].map { word, span in
            FaultRule.Parameter(
                name: "\(word).\(level.word)", value: span.seconds, measure: .time, text: "\(span)", unit: .second)
        }
    }
}

/// A bench whose one rule changes with every record, so that each change tells what formulas say.
struct Probe {
    private var bench: Bench
    private var isOdd = false

    init(_ formulas: [String], staleAfter: TimeSpan = .minutes(15)) throws {
        var rule = try FaultRule(
            "probe", steps: [TestStep(.info, raise: "battery.low == 1", reset: "battery.low == 0")],
            staleAfter: staleAfter, holdUnknown: .zero)
        rule.signals = try formulas.enumerated().map {
            FaultRule.Signal(name: "s\($0.offset)", formula: try Formula($0.element))
        }
        bench = try Bench([rule])
        try bench.take(["battery.low": 0], after: .hours(-24))
    }

    /// What the formulas say once this record was taken; nil for unknown.
    mutating func values(
        _ first: (String, Double)?, _ second: (String, Double)? = nil, after: TimeSpan
    ) throws -> [Double?] {
        isOdd.toggle()
        let low = isOdd ? 1.0 : 0
        switch (first, second) {
        case (let first?, let second?):
            try bench.take(["battery.low": low, first.0: first.1, second.0: second.1], after: after)
        case (let first?, nil): try bench.take(["battery.low": low, first.0: first.1], after: after)
        default: try bench.take(["battery.low": low], after: after)
        }
        return try #require(bench.changes.last).episode.signals.map(\.value)
    }
}

/// A generator of our own, because the standard algorithms may change between compilers.
struct SplitMix64 {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// A number from 0 up to but not including `bound`.
    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        return Int(StableHash.avalanche(state) % UInt64(bound))
    }
}
