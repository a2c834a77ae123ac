import Appliances
import FaultRules
import RuleTrials
import Telemetry

/// An engine with one mistake of its own around the real one.
protocol BrokenEngine: TrialEngine {
    var engine: RuleEngine { get set }
    init(engine: RuleEngine)
}

extension BrokenEngine {
    init(trying set: RuleSet, appliances: [Appliance], on day: CalendarDay) {
        self.init(engine: RuleEngine(trying: set, appliances: appliances, on: day))
    }

    mutating func hand(
        _ readings: [Reading], of device: Int, time: Timestamp, arrival: Timestamp, changes: inout [AlarmChange]
    ) -> Bool {
        engine.hand(readings, of: device, time: time, arrival: arrival, changes: &changes)
    }

    mutating func wake(at now: Timestamp, changes: inout [AlarmChange]) { engine.wake(at: now, changes: &changes) }

    mutating func end(at end: Timestamp, changes: inout [AlarmChange]) { engine.end(at: end, changes: &changes) }

    func snapshot(of number: Int) -> [UInt64] { engine.snapshot(of: number) }

    mutating func restore(_ number: Int, from words: [UInt64]) -> Bool { engine.restore(number, from: words) }

    mutating func isUnknown(rule: Int, device: Int, at moment: Timestamp) -> Bool {
        engine.isUnknown(rule: rule, device: device, at: moment)
    }
}

/// Begins anew after every restart and says nothing of it.
struct ForgetfulEngine: BrokenEngine {
    var engine: RuleEngine

    mutating func restore(_ number: Int, from words: [UInt64]) -> Bool { true }
}

/// Refuses what it has written itself.
struct RefusingEngine: BrokenEngine {
    var engine: RuleEngine

    mutating func restore(_ number: Int, from words: [UInt64]) -> Bool { false }
}

/// Waits for nobody: records are judged in the order in which they arrive, at their arrival.
struct ImpatientEngine: BrokenEngine {
    var engine: RuleEngine

    mutating func hand(
        _ readings: [Reading], of device: Int, time: Timestamp, arrival: Timestamp, changes: inout [AlarmChange]
    ) -> Bool {
        engine.hand(readings, of: device, time: arrival, arrival: arrival, changes: &changes)
    }
}

/// Gives every record to the next appliance too.
struct GossipingEngine: BrokenEngine {
    var engine: RuleEngine
    var count = 1

    init(engine: RuleEngine) { self.engine = engine }

    init(trying set: RuleSet, appliances: [Appliance], on day: CalendarDay) {
        engine = RuleEngine(trying: set, appliances: appliances, on: day)
        count = appliances.count
    }

    mutating func hand(
        _ readings: [Reading], of device: Int, time: Timestamp, arrival: Timestamp, changes: inout [AlarmChange]
    ) -> Bool {
        let next = (device + 1) % count
        if next != device { _ = engine.hand(readings, of: next, time: time, arrival: arrival, changes: &changes) }
        return engine.hand(readings, of: device, time: time, arrival: arrival, changes: &changes)
    }
}
