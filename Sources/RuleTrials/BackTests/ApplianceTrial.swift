package import Appliances
package import FaultRules

/// One appliance under the rules of one trial: blocks of records in, episodes out.
///
/// Appliances do not see each other, so each has an engine of its own, and many may be tried at once on as many
/// threads; what comes out does not depend on how many.
package struct ApplianceTrial: Sendable {
    private let rules: TrialRules
    private var engine: RuleEngine
    private var book = EpisodeBook()
    private var changes: [AlarmChange] = []
    /// Whether each change is kept for ``takeNews()``.
    private let isWatched: Bool
    private var news: [AlarmChange] = []
    /// What was fed.
    package private(set) var account = FeedAccount()

    /// A trial that has seen nothing, under the overrides that count on `day`.
    ///
    /// Where it is watched, each change is kept for ``takeNews()``.
    package init(_ rules: TrialRules, appliance: Appliance, on day: CalendarDay, isWatched: Bool = false) {
        self.rules = rules
        self.isWatched = isWatched
        engine = RuleEngine(rules.ruleSet, appliances: [appliance], on: day)
    }

    /// The episodes so far, in the order in which they were raised.
    package var episodes: [TrialEpisode] { book.episodes }

    /// Takes the next records, in the order in which they arrived.
    package mutating func take(_ block: RecordBlock) {
        var begin = 0
        for record in 0..<block.count {
            let (time, arrival, end) = (block.times[record], block.arrivals[record], block.ends[record])
            // As at work: what is due by now fires before the next record counts.
            if let due = engine.nextWake, due <= arrival { engine.wake(at: arrival, changes: &changes) }
            let taken = engine.take(
                block.readings[begin..<end], of: 0, time: time, arrival: arrival, isOrdered: block.isOrdered[record],
                changes: &changes)
            if taken == .late { account.late += 1 }
            if !changes.isEmpty { settle() }
            begin = end
        }
        account.note(block)
    }

    /// Ends the trial: timers fire up to the end of the recording, and everything held is judged.
    ///
    /// - Parameter end: until when all appliances were listened to, by arrival; nil where that is the last record.
    package mutating func finish(at end: Timestamp?) {
        if let end, account.records > 0 { engine.wake(at: end, changes: &changes) }
        engine.finish(changes: &changes)
        settle()
    }

    /// Lets time pass without a record: timers that are due fire.
    ///
    /// - Parameter now: the time, on the axis of arrivals.
    package mutating func wake(at now: Timestamp) {
        guard let due = engine.nextWake, due <= now else { return }
        engine.wake(at: now, changes: &changes)
        settle()
    }

    /// The changes since the last call, where the trial is watched.
    package mutating func takeNews() -> [AlarmChange] {
        defer { news.removeAll() }
        return news
    }

    private mutating func settle() {
        for change in changes where rules.isReported[change.rule] {
            if isWatched { news.append(change) }
            book.note(change, of: rules.ruleSet.rules[change.rule])
        }
        changes.removeAll(keepingCapacity: true)
    }
}

/// How much of an appliance's past was fed, and over how long.
package struct FeedAccount: Hashable, Sendable {
    /// Records.
    package fileprivate(set) var records = 0
    /// Readings in them.
    package fileprivate(set) var readings = 0
    /// Records that came too late to count.
    package fileprivate(set) var late = 0
    /// The time of the oldest record; nil before the first.
    package private(set) var first: Timestamp?
    /// The time of the newest record; nil before the first.
    package private(set) var last: Timestamp?

    /// Nothing yet.
    package init() {}

    /// Notes a block that was fed.
    package mutating func note(_ block: RecordBlock) {
        records += block.count
        readings += block.readings.count
        guard let start = block.times.first else { return }
        var (least, most) = ((first ?? start).milliseconds, (last ?? start).milliseconds)
        for time in block.times {
            least = min(least, time.milliseconds)
            most = max(most, time.milliseconds)
        }
        (first, last) = (Timestamp(milliseconds: least), Timestamp(milliseconds: most))
    }

    /// From the oldest to the newest record, in days.
    package var days: Double {
        guard let first, let last else { return 0 }
        return (last - first).seconds / 86_400
    }

    /// Adds another appliance's.
    package mutating func add(_ other: FeedAccount) {
        records += other.records
        readings += other.readings
        late += other.late
        first = [first, other.first].compactMap(\.self).min()
        last = [last, other.last].compactMap(\.self).max()
    }
}
