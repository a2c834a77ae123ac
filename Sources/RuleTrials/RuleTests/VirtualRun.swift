import Appliances
import FaultRules

/// One run of records through an engine on a virtual clock, with restarts where they are asked for.
struct VirtualRun<Engine: TrialEngine> {
    /// The process ends and another one goes on.
    struct Restart {
        /// Before which record.
        let place: Int
        /// Whether it ends in order, with a last snapshot; killed otherwise.
        var isOrderly = false
        /// The rules of the process that goes on; the same where nil.
        var set: RuleSet?
    }

    /// What came of a run.
    struct Outcome {
        /// Every change, in the order in which the engine told it.
        var changes: [AlarmChange] = []
        /// Records that came too late for the rules.
        var lateCount = 0
        /// Whether every snapshot was taken up.
        var isRestored = true
    }

    let set: RuleSet
    let appliances: [Appliance]
    let day: CalendarDay
    let end: Timestamp

    /// How often a snapshot is made, by arrival; what lies between it and a kill is lived through once more.
    private let snapshotEvery = TimeSpan.minutes(5)

    private struct Snapshot {
        let place: Int
        let arrival: Timestamp
        let words: [[UInt64]]
        let outcome: Outcome
    }

    init(_ set: RuleSet, appliances: [Appliance], on day: CalendarDay, until end: Timestamp) {
        self.set = set
        self.appliances = appliances
        self.day = day
        self.end = end
    }

    /// Runs the records; `restarts` stand in the order of their places.
    func run(_ records: [Handover], restarts: [Restart] = []) -> (outcome: Outcome, engine: Engine) {
        var engine = Engine(trying: set, appliances: appliances, on: day)
        var outcome = Outcome()
        var last: Snapshot?
        var waiting = restarts[...]
        var place = 0
        while place < records.count {
            let record = records[place]
            if let restart = waiting.first, restart.place <= place {
                waiting.removeFirst()
                if restart.isOrderly { last = snapshot(of: engine, place, record.arrival, outcome) }
                engine = Engine(trying: restart.set ?? set, appliances: appliances, on: day)
                (outcome, place) = resume(last, &engine)
                continue
            }
            if !restarts.isEmpty, isDue(record.arrival, after: last) {
                last = snapshot(of: engine, place, record.arrival, outcome)
            }
            engine.wake(at: record.arrival, changes: &outcome.changes)
            let isTaken = engine.hand(
                record.readings, of: record.device, time: record.time, arrival: record.arrival,
                changes: &outcome.changes)
            if !isTaken { outcome.lateCount += 1 }
            place += 1
        }
        engine.end(at: end + lag(of: records), changes: &outcome.changes)
        return (outcome, engine)
    }

    /// How far arrivals lie behind the device's time at the end: timers go by arrival, and where the last record
    /// came late, what runs out by the end runs out as much later.
    private func lag(of records: [Handover]) -> TimeSpan {
        guard let arrival = records.map(\.arrival).max(), let time = records.map(\.time).max() else { return .zero }
        return max(.zero, arrival - time)
    }

    private func isDue(_ arrival: Timestamp, after last: Snapshot?) -> Bool {
        guard let last else { return true }
        return arrival - last.arrival >= snapshotEvery
    }

    private func snapshot(
        of engine: Engine, _ place: Int, _ arrival: Timestamp, _ outcome: Outcome
    ) -> Snapshot {
        Snapshot(
            place: place, arrival: arrival, words: appliances.indices.map { engine.snapshot(of: $0) },
            outcome: outcome)
    }

    /// Where a new process goes on: at the last snapshot, with what was recorded by then.
    private func resume(_ last: Snapshot?, _ engine: inout Engine) -> (Outcome, Int) {
        guard let last else { return (Outcome(), 0) }
        var outcome = last.outcome
        for (number, words) in last.words.enumerated() {
            let isTaken = engine.restore(number, from: words)
            if !isTaken { outcome.isRestored = false }
        }
        return (outcome, last.place)
    }
}
