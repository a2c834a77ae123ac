package import Appliances
package import Telemetry

/// The rules at work on a fleet: readings in, changes of alarms out.
///
/// Each appliance has its own cells and its own time; one with a wrong clock disturbs no
/// other. Records wait until no earlier one can come, and are then judged in the order of
/// device time: whatever order they arrive in within the lateness, the changes are the same,
/// bit for bit. Used from one thread.
package struct RuleEngine: Sendable {
    /// What became of a record.
    package enum Taken: Sendable {
        /// It is judged, or will be once no earlier one can come.
        case taken
        /// It came after later ones had been judged; windows that still hold its time have it now.
        case folded
        /// It came too late for any window.
        case late
    }

    var set: RuleSet
    let appliances: [Appliance]
    var plan: ProgramPlan
    /// For each appliance: its program, and where its cells begin in that program's slab, in words.
    var homes: [(program: Int, first: Int)] = []
    var slabs: [[UInt64]] = []
    var results: [Double] = []
    var isNew: [Bool] = []
    /// For each slot how long before this record its value before was; of no meaning between records.
    var gaps = Array(repeating: Double.nan, count: RuleProgram.slotsMax)
    var wakes = WakeList()
    var held: HeldRecords
    private var scratch: [Reading] = []
    /// How long a record is waited for.
    let lateness: Double

    /// How long after its time a record may arrive and still be judged in its place.
    package static let lateness = TimeSpan.minutes(2)

    /// How many bytes the records of one appliance that wait for earlier ones take at most.
    package static let heldBytesMax = HeldRecords.bytesMax

    /// An engine whose appliances have sent nothing yet; `day` decides which overrides count.
    package init(
        _ set: RuleSet, appliances: [Appliance], on day: CalendarDay, lateness: TimeSpan = RuleEngine.lateness
    ) {
        self.set = set
        self.appliances = appliances
        self.lateness = Double(lateness.milliseconds)
        held = HeldRecords(appliances: appliances.count)
        plan = ProgramPlan(set, appliances: appliances, on: day)
        settle()
    }

    /// Gives every appliance its cells, blank.
    mutating func settle() {
        var counts = Array(repeating: 0, count: plan.programs.count)
        homes = plan.places.map { program in
            defer { counts[program] += 1 }
            return (program, counts[program] * plan.programs[program].blank.count)
        }
        slabs = plan.programs.indices.map { place in
            var slab: [UInt64] = []
            slab.reserveCapacity(counts[place] * plan.programs[place].blank.count)
            for _ in 0..<counts[place] { slab += plan.programs[place].blank }
            return slab
        }
        let most = plan.programs.map(\.instructions.count).max() ?? 0
        results = Array(repeating: .nan, count: most)
        isNew = Array(repeating: false, count: most)
    }

    /// The rule of a change.
    package func rule(_ number: Int) -> FaultRule { set.rules[number] }

    /// The next day on which a value may change by an override's end or a season.
    package var nextChange: CalendarDay? { plan.nextChange }

    /// How many records were judged before their time because too many of their appliance waited.
    package var overflowCount: Int { held.overflowCount }

    /// Takes one record of an appliance, at its corrected time; `arrival` is when the gateway had it.
    ///
    /// `isOrdered` says that the time is the arrival: nothing earlier can come any more.
    package mutating func take(
        _ readings: ArraySlice<Reading>, of number: Int, time: Timestamp, arrival: Timestamp,
        isOrdered: Bool = false, changes: inout [AlarmChange]
    ) -> Taken {
        let (moment, arrived) = (Double(time.milliseconds), Double(arrival.milliseconds))
        if moment < double(number, RuleProgram.Cell.lastTime) { return fold(readings, of: number, moment) }
        if lateness == 0 || isOrdered {
            if held.first(of: number) != nil { release(number, until: moment, changes: &changes) }
            process(readings, of: number, moment, arrived, changes: &changes)
            return .taken
        }
        if held.isFull(number), let first = held.first(of: number) {
            held.noteOverflow()
            release(number, until: first, changes: &changes)
            if moment < first { return fold(readings, of: number, moment) }
        }
        hold(readings, of: number, moment, arrived)
        let newest = held.last(of: number) ?? moment
        release(number, until: newest - lateness, changes: &changes)
        setWake(number)
        return .taken
    }

    private mutating func hold(_ readings: ArraySlice<Reading>, of number: Int, _ time: Double, _ arrival: Double) {
        // What no rule reads need not wait.
        let slots = plan.programs[homes[number].program].slots
        var kept: ArraySlice<Reading> = readings
        if readings.contains(where: { slots[Int($0.channel.index)] < 0 }) {
            scratch.removeAll(keepingCapacity: true)
            for reading in readings where slots[Int(reading.channel.index)] >= 0 { scratch.append(reading) }
            kept = scratch[...]
        }
        held.insert(kept, of: number, time: time, arrival: arrival)
    }

    /// Judges the records that wait, up to a time of the device's axis.
    mutating func release(_ number: Int, until time: Double, changes: inout [AlarmChange]) {
        while let first = held.first(of: number), first <= time {
            let (moment, arrival) = held.removeFirst(of: number, into: &scratch)
            let readings = scratch
            process(readings[...], of: number, moment, arrival, changes: &changes)
        }
    }

    private mutating func process(
        _ readings: ArraySlice<Reading>, of number: Int, _ moment: Double, _ arrived: Double,
        changes: inout [AlarmChange]
    ) {
        advance(number, until: moment, changes: &changes)
        let filled = fill(readings, of: number, moment)
        setDouble(number, RuleProgram.Cell.lastTime, moment)
        let before = double(number, RuleProgram.Cell.lastArrival)
        // A record that overtook another must not set the appliance's clock back.
        setDouble(number, RuleProgram.Cell.lastArrival, before > arrived ? before : arrived)
        evaluate(number, at: moment, filled: filled, changes: &changes)
    }

    /// When, on the arrival axis, the next timer may fire; nil where none is set.
    package var nextWake: Timestamp? {
        wakes.earliest.map { Timestamp(milliseconds: Int64(($0 + lateness).rounded(.up))) }
    }

    /// Lets time pass: judges what has waited long enough, and fires timers, such as silences and holds without
    /// traffic.
    package mutating func wake(at now: Timestamp, changes: inout [AlarmChange]) {
        let due = Double(now.milliseconds) - lateness
        while let number = wakes.takeDue(by: due) {
            if let time = held.latestTime(of: number, arrivedBy: due) {
                release(number, until: time, changes: &changes)
            }
            fireTimers(number, by: due, changes: &changes)
            setWake(number)
        }
    }

    /// Ends a recording: judges all that still waits, and lets time pass until `end` where it is given.
    package mutating func finish(at end: Timestamp? = nil, changes: inout [AlarmChange]) {
        for number in homes.indices { release(number, until: .infinity, changes: &changes) }
        guard let end else { return }
        for number in homes.indices { fireTimers(number, by: Double(end.milliseconds), changes: &changes) }
    }

    /// Fires the timers that are due on the arrival axis, each after the records that were measured before it.
    private mutating func fireTimers(_ number: Int, by due: Double, changes: inout [AlarmChange]) {
        for _ in 0..<boundOfTimers(number) {
            let wake = double(number, RuleProgram.Cell.wake)
            guard wake.isFinite, wake <= due else { return }
            let moment = time(of: number, atArrival: wake)
            if let first = held.first(of: number), first <= moment {
                release(number, until: moment, changes: &changes)
                continue
            }
            evaluate(number, at: moment, filled: 0, timer: wake, changes: &changes)
        }
    }

    /// Bounded, though each judgement moves a timer: a loop must end whatever a rule says.
    private func boundOfTimers(_ number: Int) -> Int {
        // Ten days of looks at every minute.
        16_384 + 64 * plan.programs[homes[number].program].alarms.count
    }

    /// A moment of the arrival axis on the device's.
    private func time(of number: Int, atArrival wake: Double) -> Double {
        double(number, RuleProgram.Cell.lastTime) + max(0, wake - double(number, RuleProgram.Cell.lastArrival))
    }

    /// Fires this appliance's timers that lie before a record.
    private mutating func advance(_ number: Int, until moment: Double, changes: inout [AlarmChange]) {
        guard !double(number, RuleProgram.Cell.lastTime).isNaN else { return }
        for _ in 0..<boundOfTimers(number) {
            let wake = double(number, RuleProgram.Cell.wake)
            guard wake.isFinite else { return }
            let time = time(of: number, atArrival: wake)
            guard time < moment else { return }
            evaluate(number, at: time, filled: 0, timer: wake, changes: &changes)
        }
    }

    /// Sees to it that the appliance is looked at when something of it is due.
    mutating func setWake(_ number: Int) {
        var time = double(number, RuleProgram.Cell.wake)
        if held.first(of: number) != nil { time = min(time, held.earliestArrival(of: number)) }
        if time.isFinite { wakes.set(number, time) }
    }

    private mutating func fill(_ readings: ArraySlice<Reading>, of number: Int, _ moment: Double) -> UInt64 {
        let home = homes[number]
        var filled: UInt64 = 0
        let program = plan.programs[home.program]
        slabs[home.program].withUnsafeMutableBufferPointer { slab in
            for reading in readings {
                let slot = Int(program.slots[Int(reading.channel.index)])
                guard slot >= 0 else { continue }
                let word = home.first + RuleProgram.cells(ofSlot: slot) / 8
                if filled & (1 << UInt64(slot)) == 0 { gaps[slot] = moment - Double(bitPattern: slab[word + 1]) }
                slab[word] = reading.value.bitPattern
                slab[word + 1] = moment.bitPattern
                filled |= 1 << UInt64(slot)
            }
        }
        return filled
    }

    func double(_ number: Int, _ cell: Int) -> Double {
        Double(bitPattern: slabs[homes[number].program][homes[number].first + cell / 8])
    }

    mutating func setDouble(_ number: Int, _ cell: Int, _ value: Double) {
        slabs[homes[number].program][homes[number].first + cell / 8] = value.bitPattern
    }
}
