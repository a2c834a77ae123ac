import Appliances
import Daybook
import FaultRules
import ServiceDesk
import Telemetry

/// What the shell did, in order.
final class OrderLog {
    enum Step: Equatable {
        case gathered, recorded, failed, acknowledged, refused
    }

    private(set) var steps: [Step] = []
    func note(_ step: Step) { steps.append(step) }
}

/// A clock that stands until it is moved.
final class ManualClock {
    var now = start
}

/// The disk is full.
struct DiskFull: Error {}

/// A ledger in memory that keeps what a real one keeps, and may fail.
final class MemoryLedger: DeskLedger {
    struct Row {
        let notice: Notice
        var isDelivered = false
        var deliveredCount = 0
        var tries = 0
        var again = Timestamp.epoch
    }

    private(set) var entries: [Entry] = []
    private(set) var rows: [Row] = []
    /// The ids of all notices that were handed in, also of those that stood there already.
    private(set) var written: [String] = []
    private var snapshotSequence: Int64 = 0
    private var gateway: [UInt64] = []
    private var devices: [DeviceID: [UInt64]] = [:]
    /// Which calls of `record` with a batch fail, counted from 0.
    var failing: Set<Int> = []
    /// Whether calls that concern only the outbox fail.
    var outboxFails = false
    private(set) var calls = 0
    /// The notices of the desk that wait, on the channels of its rules; none unless a test says so.
    var post = MemoryPost()
    /// Whether fates of parcels cannot be recorded.
    var postFails = false
    let log: OrderLog

    init(log: OrderLog = OrderLog()) { self.log = log }

    func record(_ entry: Entry, snapshot: Snapshot?, outbox: [OutboxChange]) throws {
        try failIfAsked(entry)
        if !entry.isEmpty {
            precondition(entry.sequence == (entries.last?.sequence ?? 0) + 1, "Numbers have no gaps.")
            entries.append(entry)
            log.note(.recorded)
        }
        for notice in entry.notices {
            written.append(notice.id)
            if !rows.contains(where: { $0.notice.id == notice.id }) { rows.append(Row(notice: notice)) }
        }
        post.write(entry)
        for change in outbox { apply(change) }
        guard let snapshot else { return }
        snapshotSequence = entry.sequence
        gateway = snapshot.gateway
        try snapshot.devices { device, words in devices[device] = words }
    }

    private func failIfAsked(_ entry: Entry) throws {
        if entry.isEmpty {
            if outboxFails { throw DiskFull() }
            return
        }
        calls += 1
        guard failing.contains(calls - 1) else { return }
        log.note(.failed)
        throw DiskFull()
    }

    private func apply(_ change: OutboxChange) {
        switch change {
        case .delivered(let id):
            guard let place = rows.firstIndex(where: { $0.notice.id == id }) else { return }
            rows[place].isDelivered = true
            rows[place].deliveredCount += 1
        case .tried(let id, let again):
            guard let place = rows.firstIndex(where: { $0.notice.id == id }) else { return }
            rows[place].tries += 1
            rows[place].again = again
        }
    }

    func recall() throws -> Recall {
        var recall = Recall()
        recall.sequence = entries.last?.sequence ?? 0
        recall.snapshotSequence = snapshotSequence
        recall.gateway = gateway
        recall.devices = devices.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        recall.events = entries.flatMap(\.events).sorted { ($0.request, $0.number) < ($1.request, $1.number) }
        recall.advices = entries.flatMap(\.intakes).compactMap { intake in
            if case .advised(let advice) = intake.decision { advice } else { nil }
        }
        return recall
    }

    func replay(after sequence: Int64, _ take: (Timestamp, MessageBatch) throws -> Void) throws {
        for entry in entries where entry.sequence > sequence { try take(entry.closed, entry.batch) }
    }

    func unrecorded(among episodes: [String]) throws -> Set<String> {
        Set(episodes).subtracting(entries.flatMap(\.episodes).map(\.id))
    }

    func record(_ changes: [PostChange], at moment: Timestamp) throws {
        if postFails { throw DiskFull() }
        post.apply(changes)
    }

    func parcels(of channel: PostChannel, at moment: Timestamp, limit: Int) throws -> [Parcel] {
        post.parcels(of: channel, at: moment, limit: limit)
    }

    func due(at moment: Timestamp, limit: Int) throws -> [PendingNotice] {
        rows.filter { !$0.isDelivered && $0.again <= moment }.prefix(limit).map {
            PendingNotice(notice: $0.notice, tries: $0.tries)
        }
    }
}

/// A broker's link for telemetry: what is not acknowledged is sent again, first and under the same packet ids.
final class FakeLink: TelemetryLink {
    private var waiting: [Post]
    private var unacknowledged: [Post] = []
    private let clock: ManualClock
    private let log: OrderLog
    private var batchMax: () -> Int
    /// How many messages came with the batch that was refused: they come together again.
    private var refused: Int?
    private var note: Bool?
    private(set) var isUp = true
    private(set) var isClosed = false

    /// A link with these posts to come; `batchMax` says how many the next batch holds at most.
    init(_ posts: [Post], clock: ManualClock, log: OrderLog = OrderLog(), batchMax: @escaping () -> Int = { 50 }) {
        waiting = posts
        self.clock = clock
        self.log = log
        self.batchMax = batchMax
    }

    var isDone: Bool { waiting.isEmpty && unacknowledged.isEmpty }

    func bring(_ posts: [Post]) { waiting += posts }

    /// Loses the link; the broker keeps the session and sends `again` once more, as if no
    /// acknowledgement of them had reached it.
    func resume(sendingAgain again: [Post] = []) {
        waiting = again + unacknowledged + waiting
        unacknowledged = []
        note = true
    }

    func gather(into batch: inout MessageBatch, patience: TimeSpan) {
        precondition(unacknowledged.isEmpty, "The shell gathers before it has answered.")
        batch.removeAll()
        if let isResumed = note { batch.noteLink(resumed: isResumed, at: clock.now) }
        note = nil
        let taken = waiting.prefix(refused ?? batchMax())
        refused = nil
        waiting.removeFirst(taken.count)
        for post in taken {
            post.put(into: &batch)
            clock.now = max(clock.now, post.arrival)
        }
        unacknowledged = Array(taken)
        if !taken.isEmpty { log.note(.gathered) }
    }

    func acknowledge() {
        if !unacknowledged.isEmpty { log.note(.acknowledged) }
        unacknowledged = []
    }

    func refuse() {
        log.note(.refused)
        if !unacknowledged.isEmpty { refused = unacknowledged.count }
        resume()
    }

    func close() { isClosed = true }
}

/// A way out that remembers what went and confirms when told to.
final class FakeOutlet: Outlet {
    var isUp = true
    /// Whether the broker confirms by itself.
    var confirms = true
    private(set) var sent: [Outgoing] = []
    private var delivered: [String] = []
    private(set) var isClosed = false
    /// Whether somebody came who must be told anew what stands.
    var hasNewcomer = false

    func takeNewcomer() -> Bool {
        defer { hasNewcomer = false }
        return hasNewcomer
    }

    func send(_ message: Outgoing) -> Bool {
        guard isUp else { return false }
        sent.append(message)
        if confirms { delivered.append(message.id) }
        return true
    }

    func confirm(_ id: String) { delivered.append(id) }
    func turn() {}

    func takeDelivered() -> [String] {
        defer { delivered = [] }
        return delivered
    }

    func close() { isClosed = true }
}
