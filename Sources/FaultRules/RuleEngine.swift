package import Appliances
package import Telemetry

/// The rules at work on a fleet: readings in, changes of alarms out.
///
/// Each appliance has its own cells and its own time; one with a wrong clock disturbs no
/// other. Used from one thread. The same records in the same order give the same changes,
/// bit for bit.
package struct RuleEngine: Sendable {
    let set: RuleSet
    let appliances: [Appliance]
    /// For each appliance: its program, and where its cells begin in that program's slab.
    var homes: [(program: Int, first: Int)] = []
    var slabs: [[Double]]
    private var results: [Double]
    private var isNew: [Bool]
    var wakes = WakeList()

    /// How long after its time a device's timer fires without a record, so that a record on its way
    /// comes first.
    package static let lateness = TimeSpan.minutes(2)

    /// An engine whose appliances have sent nothing yet.
    package init(_ set: RuleSet, appliances: [Appliance]) {
        self.set = set
        self.appliances = appliances
        slabs = set.programs.map { _ in [] }
        for appliance in appliances {
            let program = set.program(for: appliance.category)
            homes.append((program, slabs[program].count))
            slabs[program] += Array(repeating: .nan, count: set.programs[program].cellCount)
        }
        let most = set.programs.map(\.instructions.count).max() ?? 0
        results = Array(repeating: .nan, count: most)
        isNew = Array(repeating: false, count: most)
        for number in appliances.indices { clear(number) }
    }

    /// The rule of a change.
    package func rule(_ number: Int) -> FaultRule { set.rules[number] }

    /// Sets the cells of which NaN is no sensible beginning.
    private mutating func clear(_ number: Int) {
        let home = homes[number]
        slabs[home.program][home.first + RuleProgram.Cell.wake] = .infinity
        for alarm in set.programs[home.program].alarms {
            let first = home.first + alarm.cell
            slabs[home.program][first + AlarmCells.level] = 0
            slabs[home.program][first + AlarmCells.wake] = .infinity
            for step in alarm.steps.indices {
                let base = first + AlarmCells.head + step * AlarmCells.perStep
                for cell in AlarmCells.zeroes { slabs[home.program][base + cell] = 0 }
            }
        }
    }

    /// Takes one record of an appliance, at its corrected time; `arrival` is when the gateway had it.
    ///
    /// A record older than the last one is stored elsewhere but does not move the rules.
    ///
    /// - Returns: whether the rules took it; false for a late record.
    package mutating func take(
        _ readings: ArraySlice<Reading>, of number: Int, time: Timestamp, arrival: Timestamp,
        changes: inout [AlarmChange]
    ) -> Bool {
        let (moment, arrived) = (Double(time.milliseconds), Double(arrival.milliseconds))
        let last = cell(number, RuleProgram.Cell.lastTime)
        if moment < last { return false }
        advance(number, until: moment, changes: &changes)
        let filled = fill(readings, of: number, moment)
        setCell(number, RuleProgram.Cell.lastTime, moment)
        setCell(number, RuleProgram.Cell.lastArrival, arrived)
        evaluate(number, at: moment, silence: 0, filled: filled, changes: &changes)
        return true
    }

    /// When, on the arrival axis, the next timer may fire; nil where none is set.
    package var nextWake: Timestamp? {
        wakes.earliest.map { Timestamp(milliseconds: Int64($0.rounded(.up))) + RuleEngine.lateness }
    }

    /// Fires the timers that are due, such as silences and holds without traffic.
    package mutating func wake(at now: Timestamp, changes: inout [AlarmChange]) {
        let due = Double((now - RuleEngine.lateness).milliseconds)
        while let number = wakes.takeDue(by: due) {
            let wake = cell(number, RuleProgram.Cell.wake)
            guard wake.isFinite else { continue }
            guard wake <= due else {
                wakes.set(number, wake)
                continue
            }
            judge(number, atArrival: wake, changes: &changes)
        }
    }

    /// Fires this appliance's timers that lie before a record.
    private mutating func advance(_ number: Int, until moment: Double, changes: inout [AlarmChange]) {
        let last = cell(number, RuleProgram.Cell.lastTime)
        guard !last.isNaN else { return }
        let arrived = cell(number, RuleProgram.Cell.lastArrival)
        // Bounded: each judgement moves a timer, and a record ends the wait.
        for _ in 0..<64 * set.programs[homes[number].program].alarms.count {
            let wake = cell(number, RuleProgram.Cell.wake)
            guard wake.isFinite, last + (wake - arrived) < moment else { return }
            judge(number, atArrival: wake, changes: &changes)
        }
    }

    private mutating func judge(_ number: Int, atArrival wake: Double, changes: inout [AlarmChange]) {
        let silence = max(0, wake - cell(number, RuleProgram.Cell.lastArrival))
        let moment = cell(number, RuleProgram.Cell.lastTime) + silence
        evaluate(number, at: moment, silence: silence, filled: 0, timer: wake, changes: &changes)
    }

    private mutating func fill(_ readings: ArraySlice<Reading>, of number: Int, _ moment: Double) -> UInt64 {
        let home = homes[number]
        var filled: UInt64 = 0
        for reading in readings {
            let slot = Int(set.programs[home.program].slots[Int(reading.channel.index)])
            guard slot >= 0 else { continue }
            let cell = home.first + RuleProgram.cells(ofSlot: slot)
            slabs[home.program][cell] = reading.value
            slabs[home.program][cell + 1] = moment
            filled |= 1 << UInt64(slot)
        }
        return filled
    }

    private func cell(_ number: Int, _ cell: Int) -> Double {
        slabs[homes[number].program][homes[number].first + cell]
    }

    private mutating func setCell(_ number: Int, _ cell: Int, _ value: Double) {
        slabs[homes[number].program][homes[number].first + cell] = value
    }
}

extension RuleEngine {
    private typealias Judged = (alarm: Int, outcome: AlarmJudgement.Outcome, at: Double, signals: [Episode.Signal])

    /// Runs the program for one appliance and judges its alarms: all of them for a record, or those
    /// whose timer is due at `timer`, a moment of the arrival axis.
    private mutating func evaluate(
        _ number: Int, at time: Double, silence: Double, filled: UInt64, timer: Double? = nil,
        changes: inout [AlarmChange]
    ) {
        let home = homes[number]
        let program = set.programs[home.program]
        var judged: [Judged] = []
        slabs[home.program].withUnsafeMutableBufferPointer { slab in
            results.withUnsafeMutableBufferPointer { results in
                isNew.withUnsafeMutableBufferPointer { isNew in
                    let cells = UnsafeMutableBufferPointer(
                        rebasing: slab[home.first..<home.first + program.cellCount])
                    program.instructions.withUnsafeBufferPointer { instructions in
                        Evaluation(
                            program: instructions, cells: cells, results: results, isNew: isNew, time: time,
                            silence: silence, filled: filled, hasRecord: timer == nil
                        ).run()
                    }
                    judged = RuleEngine.judge(program, cells, results, at: time, timer: timer)
                }
            }
        }
        wakes.set(number, cell(number, RuleProgram.Cell.wake))
        for (alarm, outcome, at, signals) in judged {
            changes.append(change(number, program.alarms[alarm].rule, outcome, at: at, signals))
        }
    }

    private static func judge(
        _ program: RuleProgram, _ cells: UnsafeMutableBufferPointer<Double>,
        _ results: UnsafeMutableBufferPointer<Double>, at time: Double, timer: Double?
    ) -> [Judged] {
        var judged: [Judged] = []
        var wake = Double.infinity
        for number in program.alarms.indices {
            let alarm = program.alarms[number]
            let judgement = AlarmJudgement(alarm: alarm, cells: cells, results: results)
            if timer.map(judgement.isDue) ?? true {
                let (outcome, at) = judgement.judge(at: time)
                judgement.setWake(at: time)
                if outcome != .unchanged {
                    judged.append((number, outcome, at, evidence(alarm, results)))
                }
            }
            wake = min(wake, judgement.wake)
        }
        cells[RuleProgram.Cell.wake] = wake
        return judged
    }

    private static func evidence(
        _ alarm: RuleProgram.Alarm, _ results: UnsafeMutableBufferPointer<Double>
    ) -> [Episode.Signal] {
        alarm.evidence.map { signal in
            let value = results[signal.place]
            return Episode.Signal(name: signal.name, value: value.isFinite ? value : nil)
        }
    }

    private func change(
        _ number: Int, _ rule: Int, _ outcome: AlarmJudgement.Outcome, at time: Double, _ signals: [Episode.Signal]
    ) -> AlarmChange {
        let at = Timestamp(milliseconds: Int64(time))
        func episode(_ level: Level, _ begun: Double, ended: Bool) -> Episode {
            Episode(
                rule: set.rules[rule], device: appliances[number].id, level: level,
                raised: Timestamp(milliseconds: Int64(begun)), at: at, reset: ended ? at : nil, signals: signals)
        }
        switch outcome {
        case .raised(let level, let begun):
            return AlarmChange(rule: rule, kind: .raised(level), episode: episode(level, begun, ended: false))
        case .eased(let level, let begun):
            return AlarmChange(rule: rule, kind: .eased(to: level), episode: episode(level, begun, ended: false))
        case .ended(let level, let begun):
            return AlarmChange(rule: rule, kind: .ended, episode: episode(level, begun, ended: true))
        case .unchanged: preconditionFailure("an unchanged alarm is no change")
        }
    }
}
