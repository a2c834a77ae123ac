import Glibc
import Telemetry

/// One pass of a program over one appliance's cells.
///
/// Values are doubles; conditions are 1 and 0; NaN is unknown. Unknown is neither: it
/// does not raise and it does not reset (design/rules, tri-state logic).
struct Evaluation {
    let program: UnsafeBufferPointer<RuleProgram.Instruction>
    let cells: Cells
    /// The results, a place for each instruction.
    let results: UnsafeMutablePointer<Double>
    /// Whether a result is new with this record.
    let isNew: UnsafeMutablePointer<Bool>
    /// The moment, on the device's axis, in ms.
    let time: Double
    /// The slots that this record has filled, a bit each; 0 when no record came.
    let filled: UInt64
    /// For each slot that this record has filled how many ms lie between its value and the one before; NaN
    /// where there was none.
    let gaps: UnsafeBufferPointer<Double>
    /// Whether a record came: only then windows move.
    let hasRecord: Bool

    func run() {
        for place in program.indices { step(program[place], place) }
    }

    @inline(__always)
    private func step(_ instruction: RuleProgram.Instruction, _ place: Int) {
        let left = Int(instruction.left)
        switch instruction.operation {
        case .constant: set(place, instruction.number, false)
        case .channel: loadChannel(instruction, place)
        case .received: set(place, hasRecord ? 1 : 0, hasRecord)
        case .silence: set(place, (time - cells[double: RuleProgram.Cell.lastTime]) / 1_000, false)
        case .channelSilence: set(place, (time - cells[double: RuleProgram.cells(ofSlot: left) + 8]) / 1_000, false)
        case .eachSilence: set(place, cells.oldest(of: instruction.sources).map { (time - $0) / 1_000 } ?? .nan, false)
        case .alarm: set(place, isStanding(instruction) ? 1 : 0, false)
        case .add, .subtract, .multiply, .divide, .lesser, .greater, .less, .lessOrEqual, .equal, .and, .or:
            combine(instruction, place)
        case .not: set(place, 1 - results[left], isNew[left])
        case .logarithm: set(place, results[left] > 0 ? log(results[left]) : .nan, isNew[left])
        case .size: set(place, abs(results[left]), isNew[left])
        case .band: band(instruction, place)
        case .whenever:
            let isWanted = results[Int(instruction.right)] == 1
            set(place, isWanted ? results[left] : .nan, isWanted && isNew[left])
        case .gather, .minimum, .maximum, .deviation, .percentile, .average, .sum, .rate, .delta, .slope,
            .extrapolate:
            overReadings(instruction, place)
        case .count, .duty, .starts: overConditions(instruction, place)
        case .cycle, .cycleAverage, .cycleSum, .cycleMinimum, .cycleMaximum, .cycleFirst, .cycleCount, .beforeCycle:
            overCycle(instruction, place)
        case .baseline, .normal, .score: normal(instruction, place)
        default: remembering(instruction, place)
        }
    }

    @inline(__always)
    func set(_ place: Int, _ value: Double, _ isNewNow: Bool) {
        results[place] = value
        isNew[place] = isNewNow
    }

    @inline(__always)
    private func loadChannel(_ instruction: RuleProgram.Instruction, _ place: Int) {
        let slot = Int(instruction.left)
        let cell = RuleProgram.cells(ofSlot: slot)
        let isStale = instruction.number > 0 && time - cells[double: cell + 8] > instruction.number
        set(place, isStale ? .nan : cells[double: cell], filled & (1 << UInt64(slot)) != 0)
    }

    private func isStanding(_ instruction: RuleProgram.Instruction) -> Bool {
        let first = Int(instruction.cell) + AlarmCells.head + AlarmCells.latched
        for step in 0..<Int(instruction.left) where cells[byte: first + step * AlarmCells.perStep] == 1 { return true }
        return false
    }

    private func band(_ instruction: RuleProgram.Instruction, _ place: Int) {
        let width = results[Int(instruction.right)]
        let left = Int(instruction.left)
        set(place, width > 0 ? (results[left] / width).rounded(.down) : .nan, isNew[left])
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
        case .lesser: results[place] = isUnknown ? .nan : min(left, right)
        case .greater: results[place] = isUnknown ? .nan : max(left, right)
        case .less: results[place] = isUnknown ? .nan : left < right ? 1 : 0
        case .lessOrEqual: results[place] = isUnknown ? .nan : left <= right ? 1 : 0
        case .equal: results[place] = isUnknown ? .nan : left == right ? 1 : 0
        case .and: results[place] = left == 0 || right == 0 ? 0 : isUnknown ? .nan : 1
        default: results[place] = left == 1 || right == 1 ? 1 : isUnknown ? .nan : 0
        }
    }

    /// Whether nobody saw one of the values for too long before this record: what was counted must begin anew.
    @inline(__always)
    func hasGap(_ instruction: RuleProgram.Instruction) -> Bool {
        var rest = instruction.sources & filled
        while rest != 0 {
            if gaps[rest.trailingZeroBitCount] > instruction.age { return true }
            rest &= rest - 1
        }
        return false
    }

    /// Whether a value that a window or a run is made of was not seen for too long.
    ///
    /// Without this a device that falls silent would keep its last mean for ever.
    @inline(__always)
    func isStale(_ instruction: RuleProgram.Instruction) -> Bool {
        var rest = instruction.sources
        while rest != 0 {
            let age = time - cells[double: RuleProgram.cells(ofSlot: rest.trailingZeroBitCount) + 8]
            if age.isNaN || age > instruction.age { return true }
            rest &= rest - 1
        }
        return false
    }
}
