import Glibc

/// Functions that remember a state, a run or a few samples.
extension Evaluation {
    func remembering(_ instruction: RuleProgram.Instruction, _ place: Int) {
        switch instruction.operation {
        case .hysteresis: hysteresis(instruction, place)
        case .held: held(instruction, place)
        case .unchanged: unchanged(instruction, place)
        case .sequence: sequence(instruction, place)
        case .absence: absence(instruction, place)
        case .among, .flaps: overSamples(instruction, place)
        case .consecutive: consecutive(instruction, place)
        case .since: since(instruction, place)
        case .onTime: runLength(instruction, place, of: 1)
        case .offTime: runLength(instruction, place, of: 0)
        case .fading: fading(instruction, place)
        case .cusum: cusum(instruction, place)
        case .last: last(instruction, place)
        default: set(place, .nan, false)
        }
    }

    private func hysteresis(_ instruction: RuleProgram.Instruction, _ place: Int) {
        let cell = Int(instruction.cell)
        let (on, off) = (results[Int(instruction.left)], results[Int(instruction.right)])
        guard !on.isNaN else { return set(place, .nan, isNew[Int(instruction.left)]) }
        var state = cells[byte: cell]
        if on == 1 { state = Tristate.yes } else if off == 1 || state == Tristate.unknown { state = Tristate.no }
        if hasRecord { cells[byte: cell] = state }
        set(place, state == Tristate.yes ? 1 : 0, isNew[Int(instruction.left)])
    }

    /// A condition that has been true for so long; the cell holds since when.
    private func held(_ instruction: RuleProgram.Instruction, _ place: Int) {
        let (cell, state) = (Int(instruction.cell), results[Int(instruction.left)])
        if hasRecord {
            // A condition that nobody saw for too long has not been seen to hold.
            if state == 0 || hasGap(instruction) { cells[double: cell] = .nan }
            if state == 1, cells[double: cell].isNaN { cells[double: cell] = time }
        }
        let isHeld = state == 1 && time - cells[double: cell] >= instruction.number
        set(place, state.isNaN ? .nan : isHeld ? 1 : 0, isNew[Int(instruction.left)])
    }

    /// A value that has stayed the same for so long; the cells hold since when, and the value.
    private func unchanged(_ instruction: RuleProgram.Instruction, _ place: Int) {
        let (cell, operand) = (Int(instruction.cell), Int(instruction.left))
        let value = results[operand]
        if hasRecord, isNew[operand], !value.isNaN, value != cells[double: cell + 8] || hasGap(instruction) {
            cells[double: cell] = time
            cells[double: cell + 8] = value
        }
        let since = cells[double: cell]
        let isUnknown = value.isNaN || since.isNaN
        set(place, isUnknown ? .nan : time - since >= instruction.number ? 1 : 0, isNew[operand])
    }

    /// True while the second condition is, where it came true within the length after the first was.
    private func sequence(_ instruction: RuleProgram.Instruction, _ place: Int) {
        let cell = Int(instruction.cell)
        let (first, second) = (results[Int(instruction.left)], results[Int(instruction.right)])
        if hasRecord {
            if second == 1, cells[byte: cell + 8] != Tristate.yes {
                let isFirstSeen = first == 1 || time - cells[double: cell] <= instruction.number
                cells[byte: cell + 9] = isFirstSeen ? 1 : 0
            }
            if first == 1 { cells[double: cell] = time }
            if !second.isNaN { cells[byte: cell + 8] = Tristate.of(second) }
        }
        let isTrue = second == 1 && cells[byte: cell + 9] == 1
        set(place, second.isNaN ? .nan : isTrue ? 1 : 0, isNew[Int(instruction.right)])
    }

    /// True once the length has passed since the first condition came true and the second was not.
    private func absence(_ instruction: RuleProgram.Instruction, _ place: Int) {
        let cell = Int(instruction.cell)
        let (first, second) = (results[Int(instruction.left)], results[Int(instruction.right)])
        if hasRecord {
            if first == 1, cells[byte: cell + 8] == Tristate.no { cells[double: cell] = time }
            if second == 1 { cells[double: cell] = .nan }
            if !first.isNaN { cells[byte: cell + 8] = Tristate.of(first) }
        }
        let isOver = time - cells[double: cell] >= instruction.number
        // Of what nobody sees nobody knows that it did not come.
        let isUnknown = cells[byte: cell + 8] == Tristate.unknown || isOver && second.isNaN
        set(place, isUnknown ? .nan : isOver ? 1 : 0, isNew[Int(instruction.left)])
    }

    /// The last samples of a condition as bits, and how many there are: N of M, and the share of changes.
    private func overSamples(_ instruction: RuleProgram.Instruction, _ place: Int) {
        let (cell, operand) = (Int(instruction.cell), Int(instruction.left))
        let asked = Int(instruction.number)
        let isSample = hasRecord && isNew[operand] && !results[operand].isNaN
        var bits = cells[bits: cell]
        var count = min(Int(bits >> 56), asked)
        if isSample {
            count = min(count + 1, asked)
            let samples = (bits << 1 | (results[operand] == 1 ? 1 : 0)) & (1 << UInt64(asked) - 1)
            bits = UInt64(count) << 56 | samples
            cells[bits: cell] = bits
        }
        let samples = bits & (1 << UInt64(asked) - 1)
        if isStale(instruction) {
            set(place, .nan, isSample)
        } else if instruction.operation == .flaps {
            let changes = ((samples ^ samples >> 1) & (1 << UInt64(asked - 1) - 1)).nonzeroBitCount
            set(place, count < asked ? .nan : Double(changes) / Double(asked - 1), isSample)
        } else {
            let isReached = Double(samples.nonzeroBitCount) >= instruction.second
            set(place, isReached ? 1 : count < asked ? .nan : 0, isSample)
        }
    }

    private func consecutive(_ instruction: RuleProgram.Instruction, _ place: Int) {
        let (cell, operand) = (Int(instruction.cell), Int(instruction.left))
        let isSample = hasRecord && isNew[operand] && !results[operand].isNaN
        if isSample {
            let before = cells[double: cell]
            cells[double: cell] = results[operand] == 1 ? (before.isNaN ? 1 : before + 1) : 0
        }
        set(place, isStale(instruction) ? .nan : cells[double: cell], isSample)
    }

    /// Seconds since a condition came true; the cells hold when, and the condition.
    private func since(_ instruction: RuleProgram.Instruction, _ place: Int) {
        let (cell, state) = (Int(instruction.cell), results[Int(instruction.left)])
        if hasRecord, !state.isNaN {
            if state == 1, cells[byte: cell + 8] == Tristate.no { cells[double: cell] = time }
            cells[byte: cell + 8] = Tristate.of(state)
        }
        set(place, (time - cells[double: cell]) / 1_000, isNew[Int(instruction.left)])
    }

    /// The length of the last complete run of a state, new when the run ends.
    ///
    /// The cells hold when it began, how long the last complete one was, when the state was last
    /// seen, and the state.
    private func runLength(_ instruction: RuleProgram.Instruction, _ place: Int, of wanted: Double) {
        let (cell, operand) = (Int(instruction.cell), Int(instruction.left))
        let state = results[operand]
        var hasEnded = false
        if hasRecord, isNew[operand], !state.isNaN {
            // Nobody knows what happened in a gap: a run that spans one has no length.
            let isGap = time - cells[double: cell + 16] > instruction.age
            let before = isGap ? Tristate.unknown : cells[byte: cell + 24]
            if before != Tristate.of(wanted), state == wanted {
                // The beginning of a run that was never seen to begin stays unknown.
                cells[double: cell] = before == Tristate.unknown ? .nan : time
            } else if before == Tristate.of(wanted), state != wanted, !cells[double: cell].isNaN {
                cells[double: cell + 8] = (time - cells[double: cell]) / 1_000
                hasEnded = true
            }
            cells[byte: cell + 24] = Tristate.of(state)
            cells[double: cell + 16] = time
        } else if hasRecord, state.isNaN {
            cells[byte: cell + 24] = Tristate.unknown
        }
        set(place, isStale(instruction) ? .nan : cells[double: cell + 8], hasEnded)
    }

    /// A mean in which older readings fade with the time constant; the cells hold it and its time.
    private func fading(_ instruction: RuleProgram.Instruction, _ place: Int) {
        let (cell, operand) = (Int(instruction.cell), Int(instruction.left))
        let value = results[operand]
        if hasRecord, isNew[operand], !value.isNaN {
            let (before, passed) = (cells[double: cell], time - cells[double: cell + 8])
            let share = before.isNaN ? 1 : 1 - exp(-passed / instruction.number)
            cells[double: cell] = before.isNaN ? value : before + share * (value - before)
            cells[double: cell + 8] = time
        }
        set(place, isStale(instruction) ? .nan : cells[double: cell], isNew[operand])
    }

    private func cusum(_ instruction: RuleProgram.Instruction, _ place: Int) {
        let (cell, operand) = (Int(instruction.cell), Int(instruction.left))
        let value = results[operand]
        let isSample = hasRecord && isNew[operand] && !value.isNaN
        if isSample {
            let before = cells[double: cell]
            // One wild sample must not do what only many can: each counts for at most `clip`.
            let part = max(-instruction.second, min(value, instruction.second)) - instruction.number
            cells[double: cell] = min(instruction.limit, max(0, (before.isNaN ? 0 : before) + part))
        }
        set(place, isStale(instruction) ? .nan : cells[double: cell], isSample)
    }

    private func last(_ instruction: RuleProgram.Instruction, _ place: Int) {
        let (cell, operand) = (Int(instruction.cell), Int(instruction.left))
        if hasRecord, isNew[operand], !results[operand].isNaN { cells[double: cell] = results[operand] }
        set(place, cells[double: cell], isNew[operand])
    }
}
