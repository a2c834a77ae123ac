package import Appliances
import Telemetry

extension RuleEngine {
    private typealias Judged = (alarm: Int, outcome: AlarmJudgement.Outcome, at: Double, facts: Facts)

    /// What is shown and asked when an alarm moves.
    private struct Facts {
        let signals: [Episode.Signal]
        let distinction: Int?
    }

    /// Runs the program for one appliance and judges its alarms: all of them for a record, or those
    /// whose timer is due at `timer`, a moment of the arrival axis.
    mutating func evaluate(
        _ number: Int, at time: Double, filled: UInt64, timer: Double? = nil, changes: inout [AlarmChange]
    ) {
        var judged: [Judged] = []
        withProgram(of: number, at: time, filled: filled, hasRecord: timer == nil) { program, cells, results in
            RuleEngine.judge(program, cells, results, at: time, timer: timer, &judged)
        }
        setWake(number)
        guard !judged.isEmpty else { return }
        let alarms = plan.programs[homes[number].program].alarms
        for (alarm, outcome, at, facts) in judged {
            changes.append(change(number, alarms[alarm].rule, outcome, at: at, facts))
        }
    }

    /// Runs the program of an appliance and hands over what it said.
    private mutating func withProgram<Value>(
        of number: Int, at time: Double, filled: UInt64, hasRecord: Bool,
        _ look: (RuleProgram, Cells, UnsafeMutablePointer<Double>) -> Value
    ) -> Value? {
        let home = homes[number]
        return slabs[home.program].withUnsafeMutableBytes { slab in
            results.withUnsafeMutableBufferPointer { results in
                isNew.withUnsafeMutableBufferPointer { isNew -> Value? in
                    // An engine without instructions has nothing to point at.
                    guard let base = slab.baseAddress, let results = results.baseAddress,
                        let isNew = isNew.baseAddress
                    else { return nil }
                    let cells = Cells(base: base + home.first * 8)
                    let program = plan.programs[home.program]
                    program.instructions.withUnsafeBufferPointer { instructions in
                        gaps.withUnsafeBufferPointer { gaps in
                            Evaluation(
                                program: instructions, cells: cells, results: results, isNew: isNew, time: time,
                                filled: filled, gaps: gaps, hasRecord: hasRecord
                            ).run()
                        }
                    }
                    return look(program, cells, results)
                }
            }
        }
    }

    private static func judge(
        _ program: RuleProgram, _ cells: Cells, _ results: UnsafeMutablePointer<Double>, at time: Double,
        timer: Double?, _ judged: inout [Judged]
    ) {
        var wake = Double.infinity
        program.glances.withUnsafeBufferPointer { glances in
            program.raises.withUnsafeBufferPointer { raises in
                for number in glances.indices {
                    let glance = glances[number]
                    if timer == nil, glance.isQuiet(cells, results, raises) {
                        wake = min(wake, wait(glance, program, number, cells, results, at: time))
                        continue
                    }
                    let alarm = program.alarms[number]
                    let judgement = AlarmJudgement(alarm: alarm, cells: cells, results: results)
                    if timer.map(judgement.isDue) ?? true {
                        let (outcome, at) = judgement.judge(at: time)
                        judgement.setWake(at: time)
                        if outcome != .unchanged { judged.append((number, outcome, at, facts(alarm, results))) }
                    }
                    wake = min(wake, judgement.wake)
                }
            }
        }
        cells[double: RuleProgram.Cell.wake] = wake
    }

    /// Sets the timer of an alarm that is quiet: none, unless time alone may begin something.
    @inline(__always)
    private static func wait(
        _ glance: RuleProgram.Glance, _ program: RuleProgram, _ number: Int, _ cells: Cells,
        _ results: UnsafeMutablePointer<Double>, at time: Double
    ) -> Double {
        guard glance.hasClock else {
            cells[double: Int(glance.head) + AlarmCells.wake] = .infinity
            return .infinity
        }
        let judgement = AlarmJudgement(alarm: program.alarms[number], cells: cells, results: results)
        judgement.setWake(at: time)
        return judgement.wake
    }

    private static func facts(_ alarm: RuleProgram.Alarm, _ results: UnsafeMutablePointer<Double>) -> Facts {
        let signals = alarm.evidence.map { signal in
            let value = results[signal.place]
            return Episode.Signal(name: signal.name, value: value.isFinite ? value : nil)
        }
        return Facts(signals: signals, distinction: alarm.distinctions.firstIndex { results[$0] == 1 })
    }

    private func change(
        _ number: Int, _ rule: Int, _ outcome: AlarmJudgement.Outcome, at time: Double, _ facts: Facts
    ) -> AlarmChange {
        let at = Timestamp(milliseconds: Int64(time))
        let (what, device) = (set.rules[rule], appliances[number].id)
        func change(_ kind: AlarmChange.Kind, _ level: Level, _ begun: Double, ended: Bool = false) -> AlarmChange {
            let episode = Episode(
                rule: what, device: device, level: level, raised: Timestamp(milliseconds: Int64(begun)), at: at,
                reset: ended ? at : nil, signals: facts.signals)
            return AlarmChange(
                rule: rule, kind: kind, episode: episode, acts: what.stage.acts(rule: what.name, device: device),
                distinction: facts.distinction.map { what.distinctions[$0].outcome })
        }
        switch outcome {
        case .raised(let level, let begun): return change(.raised(level), level, begun)
        case .eased(let level, let worst, let begun): return change(.eased(to: level), worst, begun)
        case .ended(let worst, let begun): return change(.ended, worst, begun, ended: true)
        case .unchanged: preconditionFailure("an unchanged alarm is no change")
        }
    }

    /// How a rule's alarm stands for an appliance at a moment of the device's axis; nil where the rule does not
    /// apply to it. Nothing is judged by it.
    package mutating func state(ofRule rule: Int, device number: Int, at time: Timestamp) -> AlarmState? {
        let alarms = plan.programs[homes[number].program].alarms
        guard let alarm = alarms.first(where: { $0.rule == rule }) else { return nil }
        let moment = max(Double(time.milliseconds), double(number, RuleProgram.Cell.lastTime))
        return withProgram(of: number, at: moment, filled: 0, hasRecord: false) { _, cells, results in
            let judgement = AlarmJudgement(alarm: alarm, cells: cells, results: results)
            return AlarmState(level: judgement.level, isUnknown: judgement.isUnknown)
        }
    }

    /// Adds a record that came too late to the windows that still hold its time; order does not matter to them.
    mutating func fold(_ readings: ArraySlice<Reading>, of number: Int, _ time: Double) -> Taken {
        let home = homes[number]
        let program = plan.programs[home.program]
        var isFolded = false
        slabs[home.program].withUnsafeMutableBytes { slab in
            guard let base = slab.baseAddress else { return }
            let cells = Cells(base: base + home.first * 8)
            for instruction in program.instructions {
                guard let reading = program.reading(for: instruction, among: readings) else { continue }
                let head = WindowHead(
                    cells: cells, base: Int(instruction.cell), length: instruction.number,
                    buckets: WindowCells.valueBuckets, hasMoved: false)
                if instruction.operation == .gather {
                    isFolded = ValueWindow(head: head).fold(reading.value, at: time) || isFolded
                } else {
                    let window = ExtremeWindow(head: head, isMinimum: instruction.operation == .minimum)
                    isFolded = window.fold(reading.value, at: time) || isFolded
                }
            }
        }
        return isFolded ? .folded : .late
    }
}

extension RuleProgram {
    /// The reading that a window straight over a channel would have taken; nil for all other instructions.
    fileprivate func reading(for instruction: Instruction, among readings: ArraySlice<Reading>) -> Reading? {
        guard [.gather, .minimum, .maximum].contains(instruction.operation) else { return nil }
        let source = instructions[Int(instruction.left)]
        guard source.operation == .channel else { return nil }
        return readings.first { slots[Int($0.channel.index)] == Int16(source.left) }
    }
}
