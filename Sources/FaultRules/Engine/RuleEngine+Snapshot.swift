import Appliances
import Telemetry

extension RuleEngine {
    /// Under which a snapshot keeps the records that wait.
    private static let heldMeaning = StableHash(of: "held records").value

    /// What an appliance's rules remember, as words: for each memory its meaning, its length, its cells.
    ///
    /// Named by meaning and not by place, so that a snapshot fits a changed set of rules as
    /// far as their formulas are the same. Records that wait come last, their channels by the hash of their names.
    package func snapshot(of number: Int) -> [UInt64] {
        let home = homes[number]
        var words: [UInt64] = []
        for memory in plan.programs[home.program].memories {
            words += [memory.meaning, UInt64(memory.words.count)]
            words += slabs[home.program][home.first + memory.words.lowerBound..<home.first + memory.words.upperBound]
        }
        var waiting: [UInt64] = []
        for record in held.records(of: number) {
            waiting += [record.time.bitPattern, record.arrival.bitPattern, UInt64(record.readings.count)]
            for reading in record.readings {
                waiting += [set.channels.nameHash(of: reading.channel), reading.value.bitPattern]
            }
        }
        return words + [RuleEngine.heldMeaning, UInt64(waiting.count)] + waiting
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
        for memory in plan.programs[home.program].memories {
            guard let range = found[memory.meaning], range.count == memory.words.count else { continue }
            for (cell, word) in zip(memory.words, words[range]) { slabs[home.program][home.first + cell] = word }
        }
        if let waiting = found[RuleEngine.heldMeaning] { restoreHeld(number, words[waiting]) }
        restoreTimers(number)
        return true
    }

    private mutating func restoreHeld(_ number: Int, _ words: ArraySlice<UInt64>) {
        let slots = plan.programs[homes[number].program].slots
        let channels = set.channels.channels.indices.map { ChannelID(index: UInt16($0)) }
            .filter { slots[Int($0.index)] >= 0 }
        var rest = words
        while rest.count >= 3 {
            let (time, arrival) = (Double(bitPattern: rest.removeFirst()), Double(bitPattern: rest.removeFirst()))
            let count = rest.removeFirst()
            guard count <= UInt64(rest.count / 2) else { return }
            var readings: [Reading] = []
            for _ in 0..<count {
                let (hash, value) = (rest.removeFirst(), Double(bitPattern: rest.removeFirst()))
                guard let channel = channels.first(where: { set.channels.nameHash(of: $0) == hash }) else { continue }
                readings.append(Reading(channel: channel, value: value))
            }
            held.insert(readings[...], of: number, time: time, arrival: arrival)
        }
    }

    /// The rules may have changed: only the timers of those that are still there count, and a rule
    /// that is new looks at once, since the appliance may never speak again.
    mutating func restoreTimers(_ number: Int) {
        let lastArrival = double(number, RuleProgram.Cell.lastArrival)
        var wake = Double.infinity
        for alarm in plan.programs[homes[number].program].alarms {
            if double(number, alarm.cell + AlarmCells.judged).isNaN, !lastArrival.isNaN {
                setDouble(number, alarm.cell + AlarmCells.wake, lastArrival)
            }
            wake = min(wake, double(number, alarm.cell + AlarmCells.wake))
        }
        setDouble(number, RuleProgram.Cell.wake, wake)
        setWake(number)
    }
}
