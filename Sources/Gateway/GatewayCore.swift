package import Appliances
package import Daybook
import Devices
import Dispatching
import FaultRules
import Maintenance
package import ServiceDesk
package import Telemetry
import Warranty

/// The gateway without its surroundings: batches in, entries out; a pure function of what came before.
///
/// No clock, no file, no socket. The same batches make the same entries, which is how a
/// restart goes on exactly where the last process stopped: the batches after the last
/// snapshot are decided once more, and what they decide is already recorded.
package struct GatewayCore {
    var policy: HousePolicy
    let clock: GatewayClock
    var directory: Directory
    var form: CanonicalForm
    /// Reads messages of other conventions.
    var reader: DeviceReader
    var decoding = Decoding()
    /// Whether a device was heard that may be silent for longer than was known.
    var isSilenceChanged = false
    /// Whether the foreign message in hand is one that the broker sends again.
    var foreignIsRepeat = false
    var redelivered = RedeliveryFilter()
    var engine: RuleEngine
    var desk: Desk
    /// What lies where, less what was used since it was counted; nil where nobody keeps a stock.
    var stock: StockBook?
    var storms = StormBook()
    /// What people have decided and the next entry takes up.
    var orders = LifeOrders()
    var care: CareBook
    var memories: [DeviceMemory]
    var now: Timestamp = .epoch
    var records = Records()
    /// For each record of the message in hand whose it is; negative where it is not taken.
    var owners: [Int] = []
    /// The appliances that sent numbered records in the batch in hand, each once.
    var numbered: [Int] = []
    var changes: [AlarmChange] = []
    /// What the rules found while the past was lived through once more: recorded already, but for what a
    /// new or changed rule finds.
    var relived: [AlarmChange] = []
    var isReliving = false
    /// The last day whose cards were reconciled in this process; nil before the first round.
    var reconciledThrough: CalendarDay?
    /// What a new rule found in the past; the next entry records it.
    var carried: [AlarmChange] = []
    /// What a change of rules left without a past, for each appliance, until it is filled.
    var unfilled: [Int: RuleEngine.Gap] = [:]
    /// The jumps of clocks that were found while the past was lived through once more.
    var relivedSteps: [Episode] = []
    /// Those of them that nobody has recorded; the next entry does.
    var carriedSteps: [Episode] = []

    /// What the core remembers of one appliance beside its rules and its maintenance card.
    struct DeviceMemory {
        var window = SequenceWindow()
        var recent = RecentRecords()
        var clock = DeviceClock()
        /// The newest and the oldest time of its records in the message in hand; nil outside of one.
        var stamps: (newest: Timestamp, oldest: Timestamp)?
        /// How long it may be silent by the profiles of its devices; zero where none says.
        var silence = TimeSpan.zero
        /// Whether that was said by the profiles of this process.
        var isSilenceOfToday = false
        /// Up to where its numbered records were said to be durable.
        var watermark: (boot: Int64, sequence: Int64)?
        /// Whether anything changed since the last snapshot.
        var isChanged = false
    }

    /// A core that has seen nothing but, with a past, what was recorded of requests.
    package init(_ policy: HousePolicy, clock: GatewayClock, past: (any DeskPast)? = nil) {
        self.policy = policy
        self.clock = clock
        directory = Directory(policy.appliances)
        form = CanonicalForm()
        form.channels = policy.rules.channels
        reader = DeviceReader(policy.profiles, siteZoneSeconds: policy.utcOffsetSeconds)
        reader.bindings = DeviceBindings(policy.appliances)
        // Which overrides count is decided anew with the first day that it is told.
        engine = RuleEngine(
            policy.rules, appliances: policy.appliances,
            on: CalendarDay(.epoch, utcOffsetSeconds: policy.utcOffsetSeconds))
        desk = Desk(policy: policy.desk, rules: policy.service, past: past)
        stock = policy.stock
        if let staff = policy.staff, let counted = policy.stock, let past {
            stock = counted.without(past.partsTaken(since: counted.countedSince), among: staff)
        }
        memories = Array(repeating: DeviceMemory(), count: policy.appliances.count)
        care = CareBook(policy, channels: &form.channels)
    }

    /// The gateway's time as far as it was told.
    package var time: Timestamp { now }

    /// How many requests are open.
    package var openRequestCount: Int { desk.openCount }

    /// Whether something must be decided at `moment` although no message came.
    package func isDue(at moment: Timestamp) -> Bool {
        if !carried.isEmpty || !carriedSteps.isEmpty || !orders.isEmpty { return true }
        guard clock == .wall else { return false }
        if let wake = engine.nextWake, wake <= moment { return true }
        if desk.isOverdue(at: moment) || isReconciliationDue(at: moment) { return true }
        return care.isNewDay(moment, policy)
    }

    /// Decides a batch; `closed` is the machine's clock, unused where telemetry is the clock.
    package mutating func decide(_ batch: MessageBatch, closed: Timestamp) -> Entry {
        decide(batch, closed: closed, calls: []).entry
    }

    /// The same, and what is wanted at the desk: one entry for both, and an answer for each call.
    mutating func decide(
        _ batch: MessageBatch, closed: Timestamp, calls: [DeskCall]
    ) -> (entry: Entry, answers: [DeskAnswer]) {
        let isMixed = batch.holdsStrangers
        var entry = Entry(closed: closed, batch: isMixed ? MessageBatch() : batch)
        settleCarriedSteps(&entry)
        if !carried.isEmpty {
            changes = carried
            carried.removeAll()
            settle(&entry)
        }
        numbered.removeAll(keepingCapacity: true)
        if isMixed { decideMixed(batch, &entry) } else { decideInPlace(&entry) }
        if clock == .wall { move(to: closed, &entry) }
        settleSilence()
        settleOrders(&entry)
        settleWatermarks(&entry)
        let answers = serve(calls, &entry)
        escalate(&entry)
        settleRequests(&entry)
        entry.closed = now
        return (entry, answers)
    }

    /// Decides the messages of the entry's batch where they stand.
    private mutating func decideInPlace(_ entry: inout Entry) {
        var place = 0
        while true {
            let start = place
            guard let message = entry.batch.message(at: &place) else { break }
            take(orNote: message, at: start, &entry)
        }
    }

    /// Takes a message with records, or notes what else stands in a batch.
    mutating func take(orNote message: MessageBatch.Message, at start: Int, _ entry: inout Entry) {
        if !message.flags.isDisjoint(with: [.resumed, .begun]) {
            noteLink(message, &entry)
        } else if message.flags.contains(.foreign) {
            noteForeign(message, &entry)
        } else {
            take(message, at: start, &entry)
        }
    }

    private mutating func noteLink(_ message: MessageBatch.Message, _ entry: inout Entry) {
        let isResumed = message.flags.contains(.resumed)
        redelivered.linkMade(resumed: isResumed)
        // The first link ever has no session to lose.
        if !isResumed, now > .epoch { entry.tally[.sessionsLost] += 1 }
    }

    /// Lets time pass: timers that are due, and the reminders of a new day.
    mutating func move(to moment: Timestamp, _ entry: inout Entry) {
        guard moment > now else { return }
        now = moment
        if let wake = engine.nextWake, wake <= now {
            changes.removeAll(keepingCapacity: true)
            engine.wake(at: now, changes: &changes)
            settle(&entry)
        }
        escalate(&entry)
        reconcile(&entry)
        guard care.isNewDay(now, policy) else { return }
        entry.beginsDay = true
        changes.removeAll(keepingCapacity: true)
        note(engine.turn(to: CalendarDay(now, utcOffsetSeconds: policy.utcOffsetSeconds), changes: &changes))
        settle(&entry)
        care.remind(at: now, policy) { number, reminders in
            memories[number].isChanged = true
            entry.tally[.reminders] += reminders.count
            let appliance = policy.appliances[number]
            entry.notices += reminders.map { Notice(about: appliance, at: now, .reminder($0)) }
        }
    }

    /// Passes what the rules found on to the desk.
    mutating func settle(_ entry: inout Entry) {
        if isReliving { relived += changes }
        for change in changes {
            entry.episodes.append(change.episode)
            noteActing(change, &entry)
            if let number = directory.number(of: change.episode.device) { memories[number].isChanged = true }
            guard case .raised(let level) = change.kind else { continue }
            if change.episode.at == change.episode.raised { entry.tally[.episodes] += 1 }
            takeIn(change, level, &entry)
        }
    }
}
