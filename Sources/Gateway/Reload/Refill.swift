import Appliances
import Daybook
import FaultRules
import Telemetry

/// The past of some appliances, lived through under rules that are about to come into force.
///
/// Only what is new in these rules is taken from here. It begins so far back as the new memories reach, goes on with
/// what is recorded meanwhile, and is level with the gateway when it has taken its last batch.
struct Refill: Sendable {
    /// What is to be lived through.
    struct Order: Sendable {
        /// The rules in force.
        let before: RuleSet
        /// The rules that are to be; their channels begin with those of the gateway.
        let after: RuleSet
        let appliances: [Appliance]
        let day: CalendarDay
        let now: Timestamp
        /// What earlier changes left without a past.
        let unfilled: [RuleEngine.Gap]

        /// The appliances that have something new with a past, by number.
        var gaps: [RuleEngine.Gap] {
            var gaps = before.gaps(to: after, appliances: appliances, on: day).filter { $0.reach > 0 }
            let numbers = Set(gaps.map(\.number))
            gaps += unfilled.filter { !numbers.contains($0.number) }
            let open = Dictionary(unfilled.map { ($0.number, $0) }, uniquingKeysWith: { $0.joined(with: $1) })
            return gaps.map { $0.joined(with: open[$0.number]) }.sorted { $0.number < $1.number }
        }
    }

    private var engine: RuleEngine
    private let channels: ChannelList
    private let devices: Set<DeviceID>
    /// The place of each appliance here, by its name and by its number in the gateway.
    private let places: [DeviceID: Int]
    private let placeOf: [Int: Int]
    /// From when on readings count, for each place.
    private let since: [Timestamp]
    /// The last batch that was lived through.
    private(set) var batch: Int64 = 0
    private var readings: [Reading] = []
    private var changes: [AlarmChange] = []

    /// Nothing lived through yet; nil where nothing new has a past.
    init?(_ order: Order) {
        let gaps = order.gaps
        guard !gaps.isEmpty else { return nil }
        let appliances = gaps.map { order.appliances[$0.number] }
        engine = RuleEngine(order.after, appliances: appliances, on: order.day)
        channels = order.after.channels
        devices = Set(appliances.map(\.id))
        places = Dictionary(appliances.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        placeOf = Dictionary(gaps.enumerated().map { ($1.number, $0) }, uniquingKeysWith: { first, _ in first })
        // What waits for earlier records is judged late by as much.
        since = gaps.map { order.now - TimeSpan(milliseconds: Int64($0.reach)) - RuleEngine.lateness }
    }

    /// Lives through everything from where the new memories reach to.
    mutating func begin(_ past: some LedgerPast) throws {
        let earliest = since.min() ?? .epoch
        batch = try past.begin(of: devices, since: earliest) { device, chunk in take(chunk, of: device) }
    }

    /// Goes on with what was recorded meanwhile.
    mutating func goOn(_ past: some LedgerPast) throws {
        batch = try past.goOn(after: batch, of: devices) { device, chunk in take(chunk, of: device) }
    }

    /// Lets time pass as it did at the gateway.
    mutating func wake(at now: Timestamp) {
        engine.wake(at: now, changes: &changes)
        changes.removeAll(keepingCapacity: true)
    }

    private mutating func take(_ chunk: HistoryChunk, of device: DeviceID) {
        guard let place = places[device] else { return }
        let ids = chunk.columns.map { channels.known($0.channel) }
        var next = [Int](repeating: 0, count: ids.count)
        for (row, times) in chunk.rows.enumerated() {
            readings.removeAll(keepingCapacity: true)
            for (column, values) in chunk.columns.enumerated() where values.isPresent[row] {
                if let id = ids[column] { readings.append(Reading(channel: id, value: values.values[next[column]])) }
                next[column] += 1
            }
            guard times.time >= since[place] else { continue }
            // Where the arrival was used for want of a better time nothing earlier could come.
            let isOrdered = times.time == times.arrival && times.device != times.time
            _ = engine.take(
                readings[...], of: place, time: times.time, arrival: times.arrival, isOrdered: isOrdered,
                changes: &changes)
            changes.removeAll(keepingCapacity: true)
        }
    }

    /// Whether an appliance's past was lived through.
    func holds(_ number: Int) -> Bool { placeOf[number] != nil }

    /// Gives an engine what it lacks.
    func fill(_ other: inout RuleEngine, _ gap: RuleEngine.Gap) {
        guard let place = placeOf[gap.number] else { return }
        other.fill(gap.number, from: engine, place, missing: gap.missing)
    }
}
