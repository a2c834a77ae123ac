import Telemetry

/// One pass of a program over one appliance's cells.
///
/// Values are doubles; conditions are 1 and 0; NaN is unknown. Unknown is neither: it
/// does not raise and it does not reset (design/rules, tri-state logic).
struct Evaluation {
    let program: UnsafeBufferPointer<RuleProgram.Instruction>
    let cells: UnsafeMutableBufferPointer<Double>
    /// The results, a place for each instruction.
    let results: UnsafeMutableBufferPointer<Double>
    /// Whether a result is new with this record.
    let isNew: UnsafeMutableBufferPointer<Bool>
    /// The moment, on the device's axis, in ms.
    let time: Double
    /// Milliseconds since the last record arrived.
    let silence: Double
    /// The slots that this record has filled, a bit each; 0 when no record came.
    let filled: UInt64
    /// Whether a record came: only then windows move.
    let hasRecord: Bool

    func run() {
        for place in program.indices {
            let instruction = program[place]
            isNew[place] = false
            switch instruction.operation {
            case .constant: results[place] = instruction.number
            case .channel: loadChannel(instruction, place)
            case .silence: results[place] = silence / 1_000
            case .channelSilence:
                let seen = cells[RuleProgram.cells(ofSlot: Int(instruction.left)) + 1]
                results[place] = (time - seen) / 1_000
            case .add, .subtract, .multiply, .divide, .less, .lessOrEqual, .equal, .and, .or:
                combine(instruction, place)
            case .not:
                results[place] = 1 - results[Int(instruction.left)]
                isNew[place] = isNew[Int(instruction.left)]
            case .hysteresis: hysteresis(instruction, place)
            case .average, .minimum, .maximum: overReadings(instruction, place)
            case .count: countTrue(instruction, place)
            case .duty: dutyCycle(instruction, place)
            case .starts: countStarts(instruction, place)
            case .onTime: runLength(instruction, place, of: 1)
            case .offTime: runLength(instruction, place, of: 0)
            }
        }
    }

    @inline(__always)
    private func loadChannel(_ instruction: RuleProgram.Instruction, _ place: Int) {
        let slot = Int(instruction.left)
        let cell = RuleProgram.cells(ofSlot: slot)
        let isStale = instruction.number > 0 && time - cells[cell + 1] > instruction.number
        results[place] = isStale ? .nan : cells[cell]
        isNew[place] = filled & (1 << UInt64(slot)) != 0
    }

    @inline(__always)
    private func combine(_ instruction: RuleProgram.Instruction, _ place: Int) {
        let (left, right) = (results[Int(instruction.left)], results[Int(instruction.right)])
        isNew[place] = isNew[Int(instruction.left)] || isNew[Int(instruction.right)]
        let isUnknown = left.isNaN || right.isNaN
        switch instruction.operation {
        case .add: results[place] = left + right
        case .subtract: results[place] = left - right
        case .multiply: results[place] = left * right
        case .divide: results[place] = right == 0 ? .nan : left / right
        case .less: results[place] = isUnknown ? .nan : left < right ? 1 : 0
        case .lessOrEqual: results[place] = isUnknown ? .nan : left <= right ? 1 : 0
        case .equal: results[place] = isUnknown ? .nan : left == right ? 1 : 0
        case .and: results[place] = left == 0 || right == 0 ? 0 : isUnknown ? .nan : 1
        default: results[place] = left == 1 || right == 1 ? 1 : isUnknown ? .nan : 0
        }
    }

    private func hysteresis(_ instruction: RuleProgram.Instruction, _ place: Int) {
        let cell = Int(instruction.cell)
        let (on, off) = (results[Int(instruction.left)], results[Int(instruction.right)])
        isNew[place] = isNew[Int(instruction.left)]
        guard !on.isNaN else {
            results[place] = .nan
            return
        }
        var state = cells[cell]
        if on == 1 { state = 1 } else if off == 1 || state.isNaN { state = 0 }
        if hasRecord { cells[cell] = state }
        results[place] = state
    }

    /// avg, min, max.
    private func overReadings(_ instruction: RuleProgram.Instruction, _ place: Int) {
        let window = Window(cells: cells, base: Int(instruction.cell), length: instruction.number)
        let operand = Int(instruction.left)
        let isAverage = instruction.operation == .average
        let isMinimum = instruction.operation == .minimum
        isNew[place] = isNew[operand]
        if hasRecord {
            let fill: Double = isAverage ? 0 : isMinimum ? .infinity : -.infinity
            window.roll(to: time, banks: isAverage ? 2 : 1, fill: fill)
            let value = results[operand]
            if isNew[operand], !value.isNaN {
                window.noteValue(at: time)
                let bucket = window.place(of: time, bank: 0)
                switch instruction.operation {
                case .average:
                    window[bucket] += value
                    window[bucket + WindowCells.buckets] += 1
                case .minimum: window[bucket] = min(window[bucket], value)
                default: window[bucket] = max(window[bucket], value)
                }
            }
        }
        guard window.isMature(at: time), !isStale(instruction) else {
            results[place] = .nan
            return
        }
        if isAverage {
            let count = window.sum(bank: 1, at: time)
            results[place] = count > 0 ? window.sum(bank: 0, at: time) / count : .nan
        } else {
            let extreme = window.extreme(isMinimum: isMinimum, at: time)
            results[place] = extreme.isFinite ? extreme : .nan
        }
    }

    /// Whether a value that a window or a run is made of was not seen for too long.
    ///
    /// Without this a device that falls silent would keep its last mean for ever.
    private func isStale(_ instruction: RuleProgram.Instruction) -> Bool {
        var rest = instruction.sources
        while rest != 0 {
            let age = time - cells[RuleProgram.cells(ofSlot: rest.trailingZeroBitCount) + 1]
            if age.isNaN || age > instruction.age { return true }
            rest &= rest - 1
        }
        return false
    }

    private func countTrue(_ instruction: RuleProgram.Instruction, _ place: Int) {
        let window = Window(cells: cells, base: Int(instruction.cell), length: instruction.number)
        let operand = Int(instruction.left)
        let isStale = isStale(instruction)
        isNew[place] = isNew[operand]
        if hasRecord {
            window.roll(to: time, banks: 1, fill: 0)
            // A run that has not ended yet says nothing, but the window is being watched.
            if !isStale { window.noteValue(at: time) }
            if isNew[operand], results[operand] == 1 { window[window.place(of: time, bank: 0)] += 1 }
        }
        results[place] = window.isMature(at: time) && !isStale ? window.sum(bank: 0, at: time) : .nan
    }

    private func countStarts(_ instruction: RuleProgram.Instruction, _ place: Int) {
        let window = Window(cells: cells, base: Int(instruction.cell), length: instruction.number)
        let operand = Int(instruction.left)
        isNew[place] = isNew[operand]
        if hasRecord {
            window.roll(to: time, banks: 1, fill: 0)
            let state = results[operand]
            if isNew[operand], !state.isNaN {
                window.noteValue(at: time)
                if window[WindowCells.state] == 0, state == 1 { window[window.place(of: time, bank: 0)] += 1 }
                window[WindowCells.state] = state
            }
        }
        let isKnown = window.isMature(at: time) && !isStale(instruction)
        results[place] = isKnown ? window.sum(bank: 0, at: time) : .nan
    }

    private func dutyCycle(_ instruction: RuleProgram.Instruction, _ place: Int) {
        let window = Window(cells: cells, base: Int(instruction.cell), length: instruction.number)
        let operand = Int(instruction.left)
        isNew[place] = isNew[operand]
        if hasRecord {
            window.roll(to: time, banks: 2, fill: 0)
            let (before, last) = (window[WindowCells.state], window[WindowCells.last])
            // Time counts with the state that went before it; unknown time counts nowhere.
            if !before.isNaN, time - last <= window.length / 4 {
                if before == 1 { window.addSpan(from: last, to: time, bank: 0) }
                window.addSpan(from: last, to: time, bank: 1)
            }
            window[WindowCells.state] = results[operand]
            window[WindowCells.last] = time
        }
        let known = window.sum(bank: 1, at: time)
        let isKnown = known >= window.length / 2 && !isStale(instruction)
        results[place] = isKnown ? window.sum(bank: 0, at: time) / known : .nan
    }

    /// The length of the last complete run of a state, new when the run ends.
    private func runLength(_ instruction: RuleProgram.Instruction, _ place: Int, of wanted: Double) {
        let window = Window(cells: cells, base: Int(instruction.cell), length: instruction.number)
        let (begun, length) = (WindowCells.head, WindowCells.head + 1)
        let operand = Int(instruction.left)
        let state = results[operand]
        if hasRecord, isNew[operand], !state.isNaN {
            // Nobody knows what happened in a gap: a run that spans one has no length.
            let isGap = time - window[WindowCells.last] > instruction.age
            let before = isGap ? .nan : window[WindowCells.state]
            if before != wanted, state == wanted {
                // The beginning of a run that was never seen to begin stays unknown.
                window[begun] = before.isNaN ? .nan : time
            } else if before == wanted, state != wanted, !window[begun].isNaN {
                window[length] = (time - window[begun]) / 1_000
                isNew[place] = true
            }
            window[WindowCells.state] = state
            window[WindowCells.last] = time
        } else if hasRecord, state.isNaN {
            window[WindowCells.state] = .nan
        }
        results[place] = isStale(instruction) ? .nan : window[length]
    }
}
