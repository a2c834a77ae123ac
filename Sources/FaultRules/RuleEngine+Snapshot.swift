import Appliances
import Telemetry

extension RuleEngine {
    /// What an appliance's rules remember, as words: for each memory its meaning, its length, its cells.
    ///
    /// Named by meaning and not by place, so that a snapshot fits a changed set of rules as
    /// far as their formulas are the same.
    package func snapshot(of number: Int) -> [UInt64] {
        let home = homes[number]
        let program = set.programs[home.program]
        var words: [UInt64] = []
        func add(_ meaning: UInt64, _ cells: Range<Int>) {
            words += [meaning, UInt64(cells.count)]
            words += cells.map { slabs[home.program][home.first + $0].bitPattern }
        }
        for memory in program.memories { add(memory.meaning, memory.cells) }
        return words
    }

    /// Takes up what a snapshot remembers, as far as the present rules ask for it.
    ///
    /// - Returns: false where the words are no snapshot; then nothing is taken up.
    package mutating func restore(_ number: Int, from words: some Collection<UInt64>) -> Bool {
        let words = Array(words)
        var found: [UInt64: Range<Int>] = [:]
        var place = 0
        while place + 2 <= words.count {
            guard words[place + 1] <= UInt64(words.count - place - 2) else { return false }
            let count = Int(words[place + 1])
            found[words[place]] = place + 2..<place + 2 + count
            place += 2 + count
        }
        guard place == words.count else { return false }
        let home = homes[number]
        let program = set.programs[home.program]
        func take(_ meaning: UInt64, _ cells: Range<Int>, into slab: inout [Double]) {
            guard let range = found[meaning], range.count == cells.count else { return }
            for (cell, word) in zip(cells, words[range]) {
                slab[home.first + cell] = Double(bitPattern: word)
            }
        }
        for memory in program.memories { take(memory.meaning, memory.cells, into: &slabs[home.program]) }
        restoreTimers(number)
        return true
    }

    /// The rules may have changed: only the timers of those that are still there count, and a rule
    /// that is new looks at once, since the appliance may never speak again.
    private mutating func restoreTimers(_ number: Int) {
        let home = homes[number]
        let lastArrival = slabs[home.program][home.first + RuleProgram.Cell.lastArrival]
        var wake = Double.infinity
        for alarm in set.programs[home.program].alarms {
            let first = home.first + alarm.cell
            if slabs[home.program][first + AlarmCells.judged].isNaN, !lastArrival.isNaN {
                slabs[home.program][first + AlarmCells.wake] = lastArrival
            }
            wake = min(wake, slabs[home.program][first + AlarmCells.wake])
        }
        slabs[home.program][home.first + RuleProgram.Cell.wake] = wake
        if wake.isFinite { wakes.set(number, wake) }
    }
}
