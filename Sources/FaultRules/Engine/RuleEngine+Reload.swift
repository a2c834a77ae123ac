package import Appliances
import Telemetry

extension RuleEngine {
    /// What a change of rules makes of one appliance's memories.
    package struct Gap: Sendable {
        /// The appliance's number.
        package let number: Int
        /// How far back, in ms, readings must reach to fill what is new; 0 where nothing new has a past.
        package let reach: Double
        /// What is new, by its meaning; empty where something is only gone.
        package let missing: Set<UInt64>

        /// This and what another change left open for the same appliance.
        package func joined(with other: Gap?) -> Gap {
            guard let other else { return self }
            return Gap(
                number: number, reach: max(reach, other.reach), missing: missing.union(other.missing))
        }
    }

    /// Puts another set of rules in force, or the same set on another day; between two records, all at once.
    ///
    /// The channels of `next` must begin with those of the set before it: ``RuleSet/joined(to:)``. What means the
    /// same is kept. An alarm that is not there any more, since its rule is gone, is no longer evaluated, has other
    /// levels or is for other appliances, is ended at the last record of its appliance.
    ///
    /// - Returns: the appliances whose memories are not the same any more.
    package mutating func adopt(_ next: RuleSet, on day: CalendarDay, changes: inout [AlarmChange]) -> [Gap] {
        let nextPlan = ProgramPlan(next, appliances: appliances, on: day)
        let moves = PlanMove(from: plan, to: nextPlan)
        for number in appliances.indices {
            for alarm in moves[number].lost { end(alarm, of: number, changes: &changes) }
        }
        let (beforeHomes, beforeSlabs) = (homes, slabs)
        set = next
        plan = nextPlan
        settle()
        for number in appliances.indices {
            let old = beforeHomes[number]
            for (source, target) in moves[number].kept {
                copy(beforeSlabs[old.program], from: old.first + source.lowerBound, to: target, of: number)
            }
            restoreTimers(number)
        }
        return moves.gaps
    }

    /// Puts the values of a day in force where an override or a season has changed them.
    ///
    /// - Returns: the appliances whose memories are not the same any more.
    package mutating func turn(to day: CalendarDay, changes: inout [AlarmChange]) -> [Gap] {
        guard let next = plan.nextChange, day >= next else { return [] }
        return adopt(set, on: day, changes: &changes)
    }

    /// Copies words into an appliance's own; the gateway stands still meanwhile, so as fast as it goes.
    mutating func copy(_ slab: [UInt64], from place: Int, to words: Range<Int>, of number: Int) {
        let home = homes[number]
        slabs[home.program].withUnsafeMutableBufferPointer { target in
            slab.withUnsafeBufferPointer { source in
                guard let to = target.baseAddress, let from = source.baseAddress else { return }
                (to + home.first + words.lowerBound).update(from: from + place, count: words.count)
            }
        }
    }

    private func end(_ alarm: RuleProgram.Alarm, of number: Int, changes: inout [AlarmChange]) {
        let first = homes[number].first * 8 + alarm.cell
        let slab = slabs[homes[number].program]
        let level = alarm.steps.indices.last { step in
            let place = first + AlarmCells.head + step * AlarmCells.perStep + AlarmCells.latched
            return slab[place / 8] >> UInt64(place % 8 * 8) & 0xff == 1
        }
        let last = double(number, RuleProgram.Cell.lastTime)
        guard let level, !last.isNaN else { return }
        // A timer may have raised it after the last record: an episode never runs backwards.
        let begun = double(number, alarm.cell + AlarmCells.begun)
        let at = Timestamp(milliseconds: Int64(max(last, begun)))
        let rule = set.rules[alarm.rule]
        let episode = Episode(
            rule: rule, device: appliances[number].id, level: alarm.steps[level].level,
            raised: Timestamp(milliseconds: Int64(begun)), at: at, reset: at, signals: [])
        changes.append(AlarmChange(rule: alarm.rule, kind: .ended, episode: episode, acts: false, distinction: nil))
    }
}

extension RuleSet {
    /// What would be new for which appliances if another set came into force on a day; nothing is changed.
    package func gaps(to next: RuleSet, appliances: [Appliance], on day: CalendarDay) -> [RuleEngine.Gap] {
        PlanMove(
            from: ProgramPlan(self, appliances: appliances, on: day),
            to: ProgramPlan(next, appliances: appliances, on: day)
        ).gaps
    }
}

/// How the memories of every appliance are found in another plan.
private struct PlanMove {
    /// How memories of one program are found in another.
    struct Step {
        var kept: [(Range<Int>, Range<Int>)] = []
        /// Alarms that are not found.
        var lost: [RuleProgram.Alarm] = []
        /// Memories that were not there before.
        var missing: Set<UInt64> = []
        /// How far back these reach.
        var reach = 0.0
        var isChange = false

        init(from old: RuleProgram, to new: RuleProgram) {
            var places: [UInt64: Range<Int>] = [:]
            for memory in old.memories { places[memory.meaning] = memory.words }
            var found: Set<UInt64> = []
            for memory in new.memories {
                if let source = places[memory.meaning], source.count == memory.words.count {
                    keep(source, memory.words)
                    found.insert(memory.meaning)
                } else {
                    missing.insert(memory.meaning)
                    if memory.kind != .alarm { reach = max(reach, memory.reach) }
                }
            }
            for memory in old.memories where memory.kind == .alarm && !found.contains(memory.meaning) {
                lost += old.alarms.filter { $0.cell == memory.words.lowerBound * 8 }
            }
            isChange = !missing.isEmpty || found.count < old.memories.count
        }

        /// Neighbours that stay neighbours are copied together.
        private mutating func keep(_ source: Range<Int>, _ target: Range<Int>) {
            if let last = kept.last, last.0.upperBound == source.lowerBound, last.1.upperBound == target.lowerBound {
                kept[kept.count - 1] = (last.0.lowerBound..<source.upperBound, last.1.lowerBound..<target.upperBound)
            } else {
                kept.append((source, target))
            }
        }
    }

    private var steps: [Step] = []
    /// The step of each appliance.
    private var places: [Int] = []

    init(from old: ProgramPlan, to new: ProgramPlan) {
        let none = Array(repeating: Int?.none, count: new.programs.count)
        var known = Array(repeating: none, count: old.programs.count)
        for (before, after) in zip(old.places, new.places) {
            if known[before][after] == nil {
                known[before][after] = steps.count
                steps.append(Step(from: old.programs[before], to: new.programs[after]))
            }
            places.append(known[before][after] ?? 0)
        }
    }

    subscript(number: Int) -> Step { steps[places[number]] }

    /// The appliances whose memories are not the same any more.
    var gaps: [RuleEngine.Gap] {
        places.enumerated().compactMap { number, place in
            let step = steps[place]
            guard step.isChange else { return nil }
            return RuleEngine.Gap(number: number, reach: step.reach, missing: step.missing)
        }
    }
}
