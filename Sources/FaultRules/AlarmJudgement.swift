import Appliances

/// Moves one rule's alarm by what its conditions say at a moment.
///
/// A level is reached when its condition has held for its time, and left when its reset
/// has held for `keep`; while `raise` holds, `reset` counts for nothing, or an overlap of
/// both would raise and end the alarm in turn. The alarm's level is the worst one that was
/// reached and not yet left. While a condition is unknown the time that was counted stands
/// still, up to `holdUnknown`; then it begins anew.
struct AlarmJudgement {
    let alarm: RuleProgram.Alarm
    let cells: UnsafeMutableBufferPointer<Double>
    let results: UnsafeMutableBufferPointer<Double>

    /// What became of the alarm.
    enum Outcome: Equatable {
        case unchanged
        case raised(Level, begun: Double)
        case eased(to: Level, begun: Double)
        case ended(from: Level, begun: Double)
    }

    private subscript(cell: Int) -> Double {
        get { cells[alarm.cell + cell] }
        nonmutating set { cells[alarm.cell + cell] = newValue }
    }

    private func cell(_ step: Int, _ what: Int) -> Int {
        AlarmCells.head + step * AlarmCells.perStep + what
    }

    /// Judges at `time`, or at the last judgement where that was later: an episode never runs backwards.
    func judge(at time: Double) -> (outcome: Outcome, at: Double) {
        let judged = self[AlarmCells.judged]
        let moment = judged > time ? judged : time
        let elapsed = judged.isNaN ? 0 : moment - judged
        self[AlarmCells.judged] = moment
        for step in alarm.steps.indices {
            count(step, elapsed)
            if isReached(step) {
                self[cell(step, AlarmCells.latched)] = 1
            } else if isLeft(step) {
                self[cell(step, AlarmCells.latched)] = 0
            }
        }
        let worst = alarm.steps.indices.last { self[cell($0, AlarmCells.latched)] == 1 }
        return (move(to: worst.map { alarm.steps[$0].level }, at: moment), moment)
    }

    /// Adds the time that has passed to what the conditions said before it, and notes what they say now.
    private func count(_ step: Int, _ elapsed: Double) {
        let raise = results[alarm.steps[step].raise]
        let reset = raise == 1 ? 0 : results[alarm.steps[step].reset]
        count(
            raise, said: cell(step, AlarmCells.raise), held: cell(step, AlarmCells.raised),
            unknown: cell(step, AlarmCells.unknown), elapsed)
        count(
            reset, said: cell(step, AlarmCells.reset), held: cell(step, AlarmCells.quiet),
            unknown: cell(step, AlarmCells.quietUnknown), elapsed)
    }

    private func count(_ now: Double, said: Int, held: Int, unknown: Int, _ elapsed: Double) {
        let before = self[said]
        if before == 1 { self[held] += elapsed }
        if before.isNaN {
            self[unknown] += elapsed
            if self[unknown] > alarm.holdUnknown { self[held] = 0 }
        }
        if now == 0 { self[held] = 0 }
        if !now.isNaN { self[unknown] = 0 }
        self[said] = now
    }

    private func isReached(_ step: Int) -> Bool {
        self[cell(step, AlarmCells.raise)] == 1 && self[cell(step, AlarmCells.raised)] >= alarm.steps[step].hold
    }

    private func isLeft(_ step: Int) -> Bool {
        self[cell(step, AlarmCells.reset)] == 1 && self[cell(step, AlarmCells.quiet)] >= alarm.steps[step].keep
    }

    private func move(to level: Level?, at time: Double) -> Outcome {
        let before = Level(rawValue: Int(self[AlarmCells.level]))
        guard level != before else { return .unchanged }
        self[AlarmCells.level] = Double(level?.rawValue ?? 0)
        guard let before else {
            self[AlarmCells.begun] = time
            return level.map { .raised($0, begun: time) } ?? .unchanged
        }
        let begun = self[AlarmCells.begun]
        guard let level else { return .ended(from: before, begun: begun) }
        return level > before ? .raised(level, begun: begun) : .eased(to: level, begun: begun)
    }

    /// Notes when, on the arrival axis, this alarm may next change by time alone.
    ///
    /// Each alarm has its own timer and is judged at no other's: a rule's episodes are the same
    /// alone in a back-test and among others.
    func setWake(at time: Double) {
        let (lastTime, lastArrival) = (cells[RuleProgram.Cell.lastTime], cells[RuleProgram.Cell.lastArrival])
        let least = min(patience(), isCounting ? freshness(at: time) : .infinity, quietness(at: time))
        // `time` lies as far behind `lastTime` on this axis as on the arrival axis behind `lastArrival`.
        self[AlarmCells.wake] = lastArrival + (time - lastTime) + max(least, 1)
    }

    /// Whether its timer is due at a moment of the arrival axis.
    func isDue(by arrival: Double) -> Bool { self[AlarmCells.wake] <= arrival }

    /// When its timer fires.
    var wake: Double { self[AlarmCells.wake] }

    /// After how many ms a level may be reached or left.
    private func patience() -> Double {
        var least = Double.infinity
        let level = Int(self[AlarmCells.level])
        for step in alarm.steps.indices {
            let what = alarm.steps[step]
            if self[cell(step, AlarmCells.raise)] == 1, what.level.rawValue > level {
                least = min(least, what.hold - self[cell(step, AlarmCells.raised)])
            }
            if what.level.rawValue == level, self[cell(step, AlarmCells.reset)] == 1 {
                least = min(least, what.keep - self[cell(step, AlarmCells.quiet)])
            }
        }
        return least
    }

    /// Whether something is being counted that a stale value would stop.
    private var isCounting: Bool {
        alarm.steps.indices.contains {
            self[cell($0, AlarmCells.raise)] == 1
                || self[cell($0, AlarmCells.latched)] == 1 && self[cell($0, AlarmCells.reset)] == 1
        }
    }

    /// After how many ms a value grows stale.
    private func freshness(at time: Double) -> Double {
        var least = Double.infinity
        for watch in alarm.staleWatches {
            let left = cells[RuleProgram.cells(ofSlot: watch.slot) + 1] + watch.age + 1 - time
            if left > 0 { least = min(least, left) }
        }
        return least
    }

    /// After how many ms a silence passes its limit.
    private func quietness(at time: Double) -> Double {
        var least = Double.infinity
        for watch in alarm.silenceWatches {
            let cell = watch.slot.map { RuleProgram.cells(ofSlot: $0) + 1 } ?? RuleProgram.Cell.lastTime
            let left = cells[cell] + results[watch.limit] * 1_000 + 1 - time
            if left > 0 { least = min(least, left) }
        }
        return least
    }
}
