import Appliances
import Daybook
import ServiceDesk

/// The waiting notices of a ledger in memory, by the same rules as on disk.
struct MemoryPost {
    enum State { case waiting, delivered, skipped, dead }

    struct Row {
        let place: Int64
        let channel: PostChannel
        let notice: DeskNotice
        let written: Timestamp
        let release: Timestamp
        var again = Timestamp.epoch
        var state = State.waiting
        var tries = 0
        var why = ""
    }

    /// On which channels they are written; none by default.
    var rules: PostRules = {
        var rules = PostRules()
        rules.channels = []
        return rules
    }()
    private(set) var rows: [Row] = []
    private(set) var dropped = 0

    mutating func write(_ entry: Entry) {
        for channel in rules.channels {
            for notice in entry.post where channel != .mqtt || !notice.kind.isOfAppliance {
                guard !rows.contains(where: { $0.channel == channel && $0.notice.id == notice.id }) else { continue }
                guard rows.count(where: { $0.channel == channel && $0.state == .waiting }) < rules.capacity else {
                    dropped += 1
                    continue
                }
                let waits = !notice.isUrgent && channel != .mqtt
                let release = waits ? rules.quiet?.release(entry.wall, utcOffsetSeconds: 8 * 3_600) : nil
                rows.append(
                    Row(
                        place: Int64(rows.count + 1), channel: channel, notice: notice, written: entry.wall,
                        release: release ?? entry.wall))
            }
        }
    }

    mutating func apply(_ changes: [PostChange]) {
        for change in changes {
            switch change {
            case .delivered(let place): settle(place, .delivered)
            case .skipped(let place): settle(place, .skipped)
            case .tried(let place, let why): note(place, why)
            case .held(let place, let until, let why):
                note(place, why)
                rows[Int(place) - 1].again = until
            case .dead(let place, let why):
                note(place, why)
                settle(place, .dead)
            }
        }
    }

    private mutating func settle(_ place: Int64, _ state: State) { rows[Int(place) - 1].state = state }

    private mutating func note(_ place: Int64, _ why: String) {
        rows[Int(place) - 1].tries += 1
        rows[Int(place) - 1].why = why
    }

    func parcels(of channel: PostChannel, at moment: Timestamp, limit: Int) -> [Parcel] {
        let waiting = rows.filter { $0.channel == channel && $0.state == .waiting }
        let late = moment + PostRules.longestHold
        let isHeld = { (until: Timestamp) in until > moment && until <= late }
        var held: Set<DeskNotice.Recipient> = []
        var parcels: [Parcel] = []
        for row in waiting {
            if isHeld(row.again) { held.insert(row.notice.to) }
            guard !held.contains(row.notice.to), !isHeld(row.release) else { continue }
            parcels.append(Parcel(place: row.place, notice: row.notice, tries: row.tries, written: row.written))
        }
        return Array(parcels.prefix(limit))
    }

    /// The ids of a channel's notices in the order in which they were written.
    func ids(_ channel: PostChannel) -> [String] { rows.filter { $0.channel == channel }.map(\.notice.id) }

    func count(_ state: State) -> Int { rows.count { $0.state == state } }
}

/// A server outside of the house; it outlives the gateway's processes.
final class Endpoint {
    var isDown = false
    /// Whether nothing at all may be said to one of these ids.
    var refused: Set<String> = []
    /// Recipients who cannot be reached for now.
    var away: Set<DeskNotice.Recipient> = []
    /// The ids that arrived, in order, repeats as well.
    private(set) var received: [String] = []
    private(set) var tries = 0

    func take(_ notice: DeskNotice) -> ParcelFate {
        tries += 1
        if isDown { return .later(why: "HTTP 503") }
        if refused.contains(notice.id) { return .never(why: "HTTP 422") }
        if away.contains(notice.to) { return .aside(why: "SMTP 450") }
        received.append(notice.id)
        return .delivered
    }

    /// The ids in the order in which each arrived first.
    var arrived: [String] {
        var seen: Set<String> = []
        return received.filter { seen.insert($0).inserted }
    }
}

/// Carries to an endpoint at once; what it did is known at the gateway's next turn, or never where that is killed.
final class EndpointCarrier: Carrier {
    let channel: PostChannel
    private let endpoint: Endpoint
    private var fates: [(place: Int64, fate: ParcelFate)] = []

    init(_ channel: PostChannel, _ endpoint: Endpoint) { (self.channel, self.endpoint) = (channel, endpoint) }

    func carry(_ parcels: [Parcel]) -> Bool {
        var away: Set<DeskNotice.Recipient> = []
        for parcel in parcels where !away.contains(parcel.notice.to) {
            let fate = endpoint.take(parcel.notice)
            fates.append((parcel.place, fate))
            switch fate {
            case .later: return true
            case .aside: away.insert(parcel.notice.to)
            default: break
            }
        }
        return true
    }

    func takeFates() -> (fates: [(place: Int64, fate: ParcelFate)], isIdle: Bool) {
        defer { fates = [] }
        return (fates, true)
    }

    func close() {}
}
