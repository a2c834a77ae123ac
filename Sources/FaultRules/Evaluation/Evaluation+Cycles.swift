/// Cycles: the runs of a condition, and what was read during the last complete one.
extension Evaluation {
    /// A cycle's cells: when the run began, how long the last complete one was, when the condition was last seen,
    /// the condition.
    enum CycleCells {
        static let size = 32
        static let blank = [
            Double.nan.bitPattern, Double.nan.bitPattern, Double.nan.bitPattern, UInt64(Tristate.unknown),
        ]
    }

    /// An aggregate's cells: the value of the last complete cycle, what is gathered, how many.
    enum CycleValueCells {
        static let size = 24
        static let blank = [Double.nan.bitPattern, Double.nan.bitPattern, 0]
    }

    func overCycle(_ instruction: RuleProgram.Instruction, _ place: Int) {
        if instruction.operation == .cycle {
            cycle(instruction, place)
        } else if instruction.operation == .beforeCycle {
            beforeCycle(instruction, place)
        } else {
            gather(instruction, place)
        }
    }

    /// The length of the last complete run; new when one ends. The option byte of the results tells aggregates
    /// what happens: a run begins, goes on, ends, or is lost.
    private func cycle(_ instruction: RuleProgram.Instruction, _ place: Int) {
        let (cell, operand) = (Int(instruction.cell), Int(instruction.left))
        let state = results[operand]
        var event = CycleEvent.none
        if hasRecord, !state.isNaN, isNew[operand] {
            let isGap = time - cells[double: cell + 16] > instruction.age
            let before = isGap ? Tristate.unknown : cells[byte: cell + 24]
            if state == 1 {
                event = before == Tristate.yes ? .goesOn : .begins
                if before != Tristate.yes { cells[double: cell] = before == Tristate.unknown ? .nan : time }
            } else if before == Tristate.yes {
                event = cells[double: cell].isNaN ? .isLost : .ends
                if event == .ends { cells[double: cell + 8] = (time - cells[double: cell]) / 1_000 }
            }
            cells[byte: cell + 24] = Tristate.of(state)
            cells[double: cell + 16] = time
        }
        cells[byte: cell + 25] = event.rawValue
        set(place, cells[double: cell + 8], event == .ends)
    }

    private enum CycleEvent: UInt8 {
        case none, begins, goesOn, ends, isLost
    }

    private func event(_ instruction: RuleProgram.Instruction) -> CycleEvent {
        guard hasRecord else { return .none }
        return CycleEvent(rawValue: cells[byte: Int(program[Int(instruction.right)].cell) + 25]) ?? .none
    }

    private func gather(_ instruction: RuleProgram.Instruction, _ place: Int) {
        let (cell, operand) = (Int(instruction.cell), Int(instruction.left))
        let event = event(instruction)
        if event == .begins {
            cells[double: cell + 8] = .nan
            cells[double: cell + 16] = 0
        }
        let value = results[operand]
        if event == .begins || event == .goesOn, isNew[operand], !value.isNaN { add(value, instruction, cell) }
        if event == .ends {
            let (gathered, count) = (cells[double: cell + 8], cells[double: cell + 16])
            switch instruction.operation {
            case .cycleAverage: cells[double: cell] = count > 0 ? gathered / count : .nan
            case .cycleCount: cells[double: cell] = count
            default: cells[double: cell] = gathered
            }
        }
        set(place, cells[double: cell], event == .ends)
    }

    private func add(_ value: Double, _ instruction: RuleProgram.Instruction, _ cell: Int) {
        let before = cells[double: cell + 8]
        switch instruction.operation {
        case .cycleMinimum: cells[double: cell + 8] = Double.minimum(before, value)
        case .cycleMaximum: cells[double: cell + 8] = Double.maximum(before, value)
        case .cycleFirst: if before.isNaN { cells[double: cell + 8] = value }
        case .cycleCount: if value != 1 { return }
        default: cells[double: cell + 8] = before.isNaN ? value : before + value
        }
        cells[double: cell + 16] += 1
    }

    /// What a window said just before the cycle began, given out when the cycle ends: the cells hold what is
    /// given out, what was held at the begin, and what the window said last.
    private func beforeCycle(_ instruction: RuleProgram.Instruction, _ place: Int) {
        let (cell, operand) = (Int(instruction.cell), Int(instruction.left))
        let event = event(instruction)
        if event == .begins { cells[double: cell + 8] = cells[double: cell + 16] }
        if event == .ends { cells[double: cell] = cells[double: cell + 8] }
        if hasRecord { cells[double: cell + 16] = results[operand] }
        set(place, cells[double: cell], event == .ends)
    }
}
