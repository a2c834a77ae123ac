import Glibc

extension RuleProgram.Operation {
    /// Whether it keeps the line of the window that it reads.
    fileprivate var hasLine: Bool { self == .slope || self == .extrapolate }
}

/// Functions over windows.
extension Evaluation {
    private func head(_ instruction: RuleProgram.Instruction, buckets: Int) -> WindowHead {
        WindowHead(
            cells: cells, base: Int(instruction.cell), length: instruction.number, buckets: buckets,
            hasMoved: hasRecord)
    }

    /// The new reading for a window; NaN where none came.
    @inline(__always)
    private func reading(_ operand: Int) -> Double { isNew[operand] ? results[operand] : .nan }

    /// Functions over the readings of a window; those that share a `gather` have its place as their operand.
    func overReadings(_ instruction: RuleProgram.Instruction, _ place: Int) {
        let operand = Int(instruction.left)
        isNew[place] = isNew[operand]
        switch instruction.operation {
        case .gather:
            // The result tells those who share the window whether a bucket was closed.
            let window = ValueWindow(head: head(instruction, buckets: WindowCells.valueBuckets))
            results[place] = hasRecord && window.take(reading(operand), at: time) ? 1 : 0
            return
        case .minimum, .maximum:
            let window = ExtremeWindow(
                head: head(instruction, buckets: WindowCells.valueBuckets),
                isMinimum: instruction.operation == .minimum)
            if hasRecord { window.take(reading(operand), at: time) }
            results[place] = isKnown(instruction, window.head) ? window.extreme(at: time) : .nan
        case .deviation:
            let window = SpreadWindow(head: head(instruction, buckets: WindowCells.valueBuckets))
            if hasRecord { window.take(reading(operand), at: time) }
            results[place] = isKnown(instruction, window.head) ? window.deviation(at: time) : .nan
        case .percentile:
            let window = SampleWindow(head: head(instruction, buckets: WindowCells.samples))
            if hasRecord { window.take(reading(operand), at: time) }
            let share = instruction.second
            results[place] = isKnown(instruction, window.head) ? window.percentile(share, at: time) : .nan
        default: overGathered(instruction, place)
        }
    }

    @inline(__always)
    private func isKnown(_ instruction: RuleProgram.Instruction, _ head: WindowHead) -> Bool {
        head.isSeen(instruction.limit, at: time) && !isStale(instruction)
    }

    @inline(__always)
    private func overGathered(_ instruction: RuleProgram.Instruction, _ place: Int) {
        let base = instruction.operation.hasLine ? program[Int(instruction.left)].cell : instruction.cell
        let window = ValueWindow(
            head: WindowHead(
                cells: cells, base: Int(base), length: instruction.number, buckets: WindowCells.valueBuckets,
                hasMoved: hasRecord))
        let isKnown = isKnown(instruction, window.head)
        switch instruction.operation {
        case .average: results[place] = isKnown ? window.mean(at: time) : .nan
        case .sum: results[place] = isKnown ? window.sum(at: time) : .nan
        case .delta: results[place] = isKnown ? window.rate(at: time).map { $0 * instruction.number } ?? .nan : .nan
        case .rate: results[place] = isKnown ? window.rate(at: time).map { $0 * 1_000 } ?? .nan : .nan
        default: overLine(instruction, place, window, isKnown: isKnown)
        }
    }

    private func overLine(
        _ instruction: RuleProgram.Instruction, _ place: Int, _ window: ValueWindow, isKnown: Bool
    ) {
        let kept = LineCells(cells: cells, base: Int(instruction.cell))
        if results[Int(instruction.left)] == 1 { kept.keep(window.line(at: time), at: time) }
        guard isKnown, let line = kept.line else {
            results[place] = .nan
            return
        }
        results[place] =
            instruction.operation == .slope ? line.slope * 1_000 : forecast(instruction, line, age: time - kept.time)
    }

    /// In how many seconds a line reaches a limit; NaN unless it drifts there beyond doubt.
    ///
    /// A date extrapolated from noise is worse than none: the slope must be four standard errors from
    /// zero, through six points at least (design/faults, "Algorithms").
    private func forecast(_ instruction: RuleProgram.Instruction, _ line: ValueWindow.Line, age: Double) -> Double {
        let limit = results[Int(instruction.right)]
        guard line.points >= 6, !limit.isNaN else { return .nan }
        let way = limit - line.now
        guard abs(line.slope) > 4 * line.error, (way > 0) == (line.slope > 0) else { return .nan }
        // Ten, fifty and ninety of a hundred: the slope 1.28 standard errors steeper, as it is, and flatter.
        let deviations = [1.28, 0, -1.28][Int(instruction.option)]
        let slope = abs(line.slope) + deviations * line.error
        return min(max(0, abs(way) / slope - age) / 1_000, 400 * 86_400)
    }

    /// count, duty, starts.
    func overConditions(_ instruction: RuleProgram.Instruction, _ place: Int) {
        let operand = Int(instruction.left)
        isNew[place] = isNew[operand]
        let isStale = isStale(instruction)
        if instruction.operation == .duty {
            let window = DutyWindow(head: head(instruction, buckets: WindowCells.valueBuckets))
            if hasRecord {
                // What is made of settings alone does not grow stale.
                let age = instruction.sources == 0 ? .infinity : instruction.age
                window.take(results[operand], at: time, gapMax: min(age, instruction.number / 4))
            }
            results[place] = isStale ? .nan : window.share(at: time, coverage: instruction.limit)
            return
        }
        let window = EventWindow(
            head: head(instruction, buckets: WindowCells.countBuckets), isNarrow: instruction.operation == .starts)
        if hasRecord {
            window.move(to: time)
            if instruction.operation == .count {
                // A run that has not ended yet says nothing, but the window is being watched.
                if !isStale { window.head.noteValue(at: time) }
                if isNew[operand], results[operand] == 1 { window.count() }
            } else {
                noteStart(operand, window)
            }
        }
        let isKnown = window.head.isSeen(instruction.limit, at: time) && !isStale
        results[place] = isKnown ? window.count(at: time) : .nan
    }

    @inline(__always)
    private func noteStart(_ operand: Int, _ window: EventWindow) {
        let state = results[operand]
        guard isNew[operand], !state.isNaN else { return }
        window.head.noteValue(at: time)
        if window.state == Tristate.no, state == 1 { window.count() }
        window.state = Tristate.of(state)
    }
}
