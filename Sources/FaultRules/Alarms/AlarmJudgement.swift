import Appliances

extension RuleProgram.Glance {
    /// Whether nothing holds, nothing is counted and nothing stands: then there is nothing to judge.
    @inline(__always)
    func isQuiet(
        _ cells: Cells, _ results: UnsafeMutablePointer<Double>, _ places: UnsafeBufferPointer<Int32>
    ) -> Bool {
        var cell = Int(self.cell)
        for place in raises {
            // The three bytes behind the counters: what raise and reset said last, and whether the level stands.
            let said = cells[word: cell + AlarmCells.raise]
            if results[Int(places[Int(place)])] == 1 || said & 0xff == UInt32(Tristate.yes)
                || said & 0xff_0000 != 0 || cells[word: cell + AlarmCells.raised] != 0
            {
                return false
            }
            cell += AlarmCells.perStep
        }
        return !cells[double: Int(head) + AlarmCells.judged].isNaN
    }
}

/// Moves one rule's alarm by what its conditions say at a moment.
///
/// A level is reached when its condition has held for its time, and left when its reset
/// has held for `keep`; while `raise` holds, `reset` counts for nothing, or an overlap of
/// both would raise and end the alarm in turn. The alarm's level is the worst one that was
/// reached and not yet left. While a condition is unknown the time that was counted stands
/// still, up to `holdUnknown`; then it begins anew. While the alarm is inhibited both
/// conditions count as unknown.
struct AlarmJudgement {
    let alarm: RuleProgram.Alarm
    let cells: Cells
    let results: UnsafeMutablePointer<Double>

    /// What became of the alarm.
    enum Outcome: Equatable {
        case unchanged
        case raised(Level, begun: Double)
        case eased(to: Level, worst: Level, begun: Double)
        case ended(worst: Level, begun: Double)
    }

    @inline(__always)
    private func cell(_ step: Int) -> Int { alarm.cell + AlarmCells.head + step * AlarmCells.perStep }

    private var begun: Double {
        get { cells[double: alarm.cell + AlarmCells.begun] }
        nonmutating set { cells[double: alarm.cell + AlarmCells.begun] = newValue }
    }

    private var judged: Double {
        get { cells[double: alarm.cell + AlarmCells.judged] }
        nonmutating set { cells[double: alarm.cell + AlarmCells.judged] = newValue }
    }

    /// When its timer fires.
    var wake: Double { cells[double: alarm.cell + AlarmCells.wake] }

    /// Whether its timer is due at a moment of the arrival axis.
    func isDue(by arrival: Double) -> Bool { wake <= arrival }

    /// Judges at `time`, or at the last judgement where that was later: an episode never runs backwards.
    func judge(at time: Double) -> (outcome: Outcome, at: Double) {
        let before = judged
        let moment = before > time ? before : time
        let elapsed = before.isNaN ? 0 : moment - before
        judged = moment
        let worstBefore = level
        let isInhibited = alarm.inhibitor.map { results[$0] == 1 } ?? false
        for step in alarm.steps.indices {
            count(step, elapsed, isInhibited)
            if isReached(step) {
                cells[byte: cell(step) + AlarmCells.latched] = 1
                cells[byte: cell(step) + AlarmCells.reached] = 1
            } else if isLeft(step) {
                cells[byte: cell(step) + AlarmCells.latched] = 0
            }
        }
        return (move(from: worstBefore, at: moment), moment)
    }

    /// The worst level that was reached and not left.
    var level: Level? {
        alarm.steps.indices.last { cells[byte: cell($0) + AlarmCells.latched] == 1 }.map { alarm.steps[$0].level }
    }

    /// Whether no condition that would raise it is known.
    var isUnknown: Bool { alarm.steps.allSatisfy { results[$0.raise].isNaN } }

    /// Adds the time that has passed to what the conditions said before it, and notes what they say now.
    private func count(_ step: Int, _ elapsed: Double, _ isInhibited: Bool) {
        let cell = cell(step)
        let raise = isInhibited ? .nan : results[alarm.steps[step].raise]
        let reset = isInhibited ? .nan : raise == 1 ? 0 : results[alarm.steps[step].reset]
        add(elapsed, to: cell + AlarmCells.raised, if: cells[byte: cell + AlarmCells.raise])
        add(elapsed, to: cell + AlarmCells.quiet, if: cells[byte: cell + AlarmCells.reset])
        let wasUnknown =
            cells[byte: cell + AlarmCells.raise] == Tristate.unknown
            || cells[byte: cell + AlarmCells.reset] == Tristate.unknown
        if wasUnknown {
            add(elapsed, to: cell + AlarmCells.unknown, if: Tristate.yes)
            if Double(cells[word: cell + AlarmCells.unknown]) > alarm.holdUnknown {
                if cells[byte: cell + AlarmCells.raise] == Tristate.unknown {
                    cells[word: cell + AlarmCells.raised] = 0
                }
                if cells[byte: cell + AlarmCells.reset] == Tristate.unknown { cells[word: cell + AlarmCells.quiet] = 0 }
            }
        }
        if raise == 0 { cells[word: cell + AlarmCells.raised] = 0 }
        if reset == 0 { cells[word: cell + AlarmCells.quiet] = 0 }
        let isNews =
            raise.isNaN && cells[byte: cell + AlarmCells.raise] != Tristate.unknown
            || reset.isNaN && cells[byte: cell + AlarmCells.reset] != Tristate.unknown
        // One counter for both: when the other one becomes unknown as well, its own time begins.
        if isNews || !raise.isNaN && !reset.isNaN { cells[word: cell + AlarmCells.unknown] = 0 }
        cells[byte: cell + AlarmCells.raise] = Tristate.of(raise)
        cells[byte: cell + AlarmCells.reset] = Tristate.of(reset)
    }

    /// Counts no further than the cell reaches, which is more than any duration may be.
    private func add(_ elapsed: Double, to cell: Int, if said: UInt8) {
        guard said == Tristate.yes else { return }
        cells[word: cell] = UInt32(min(Double(cells[word: cell]) + elapsed, Double(UInt32.max)))
    }

    private func isReached(_ step: Int) -> Bool {
        cells[byte: cell(step) + AlarmCells.raise] == Tristate.yes
            && Double(cells[word: cell(step) + AlarmCells.raised]) >= alarm.steps[step].hold
    }

    private func isLeft(_ step: Int) -> Bool {
        cells[byte: cell(step) + AlarmCells.reset] == Tristate.yes
            && Double(cells[word: cell(step) + AlarmCells.quiet]) >= alarm.steps[step].keep
    }

    private func move(from before: Level?, at time: Double) -> Outcome {
        let level = level
        guard level != before else { return .unchanged }
        guard let before else {
            begun = time
            return level.map { .raised($0, begun: time) } ?? .unchanged
        }
        let worst = worst ?? before
        guard let level else {
            for step in alarm.steps.indices { cells[byte: cell(step) + AlarmCells.reached] = 0 }
            return .ended(worst: worst, begun: begun)
        }
        return level > before ? .raised(level, begun: begun) : .eased(to: level, worst: worst, begun: begun)
    }

    /// The worst level of the episode so far.
    private var worst: Level? {
        alarm.steps.indices.last { cells[byte: cell($0) + AlarmCells.reached] == 1 }.map { alarm.steps[$0].level }
    }

    /// Notes when, on the arrival axis, this alarm may next change by time alone.
    ///
    /// Each alarm has its own timer and is judged at no other's: a rule's episodes are the same
    /// alone in a back-test and among others.
    func setWake(at time: Double) {
        let (lastTime, lastArrival) = (
            cells[double: RuleProgram.Cell.lastTime], cells[double: RuleProgram.Cell.lastArrival]
        )
        let least = min(patience(), clock(at: time))
        // `time` lies as far behind `lastTime` on this axis as on the arrival axis behind `lastArrival`.
        let wake = lastArrival + (time - lastTime) + max(least, 1)
        // What lies behind all years, or at no time at all, never comes.
        cells[double: alarm.cell + AlarmCells.wake] = wake < AlarmJudgement.lastMoment ? wake : .infinity
    }

    /// 9999-12-31T23:59:59.999Z in ms.
    private static let lastMoment = 253_402_300_799_999.0

    /// After how many ms a level may be reached or left.
    private func patience() -> Double {
        var least = Double.infinity
        let level = level
        for step in alarm.steps.indices {
            let (what, cell) = (alarm.steps[step], cell(step))
            let isLatched = cells[byte: cell + AlarmCells.latched] == 1
            if !isLatched, cells[byte: cell + AlarmCells.raise] == Tristate.yes {
                least = min(least, what.hold - Double(cells[word: cell + AlarmCells.raised]))
            }
            if what.level == level, cells[byte: cell + AlarmCells.reset] == Tristate.yes {
                least = min(least, what.keep - Double(cells[word: cell + AlarmCells.quiet]))
            }
        }
        return least
    }

    /// Whether something is being counted that a stale value would stop.
    private var isCounting: Bool {
        alarm.steps.indices.contains {
            cells[byte: cell($0) + AlarmCells.raise] == Tristate.yes
                || cells[byte: cell($0) + AlarmCells.latched] == 1
                    && cells[byte: cell($0) + AlarmCells.reset] == Tristate.yes
        }
    }

    /// After how many ms something changes by time alone.
    private func clock(at time: Double) -> Double {
        var least = Double.infinity
        let isCounting = isCounting
        for watch in alarm.watches {
            if case .stale = watch, !isCounting { continue }
            let left = moment(of: watch, after: time) - time
            if left > 0 { least = min(least, left) }
        }
        return least
    }

    private func moment(of watch: RuleProgram.Watch, after time: Double) -> Double {
        // Whole ms, and rather one too late: at a hair before its limit nothing has passed it yet.
        func past(_ limit: Int, _ isStrict: Bool) -> Double {
            (results[limit] * 1_000).rounded(.up) + (isStrict ? 1 : 0)
        }
        switch watch {
        case .stale(let slot, let age): return cells[double: RuleProgram.cells(ofSlot: slot) + 8] + age + 1
        case .silence(let slot, let limit, let isStrict):
            let cell = slot.map { RuleProgram.cells(ofSlot: $0) + 8 } ?? RuleProgram.Cell.lastTime
            return cells[double: cell] + past(limit, isStrict)
        case .eachSilence(let slots, let limit, let isStrict):
            return (cells.oldest(of: slots) ?? .nan) + past(limit, isStrict)
        case .since(let cell, let limit, let isStrict): return cells[double: cell] + past(limit, isStrict)
        case .after(let cell, let length): return cells[double: cell] + length
        case .eachMinute:
            // From the last record on, so that a clock that is wrong moves nothing; and not for ever.
            let (last, minute) = (cells[double: RuleProgram.Cell.lastTime], 60_000.0)
            guard time - last < 10 * 1_440 * minute else { return .infinity }
            return last + (((time - last) / minute).rounded(.down) + 1) * minute
        }
    }
}
