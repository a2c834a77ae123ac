package import Appliances
package import FaultRules
package import ServiceDesk
package import Telemetry

/// Where entries are recorded: the port that the gateway writes through.
///
/// Used from one thread. Every call that returns has made its change durable.
package protocol DeskLedger: AnyObject {
    /// Records an entry, and with it a snapshot and what the outbox has delivered, in one commit.
    ///
    /// - Parameters:
    ///   - entry: what one batch changed; nothing of it where it is empty.
    ///   - snapshot: writes what each changed appliance remembers; nil for none.
    ///   - outbox: what became of notices.
    /// - Throws: where the change is not durable; then nothing of it is recorded.
    func record(_ entry: Entry, snapshot: Snapshot?, outbox: [OutboxChange]) throws

    /// What was recorded before: to go on exactly where the last process stopped.
    func recall() throws -> Recall

    /// What was recorded of requests, for a ledger that need not hand over all of their events; nil for one that does.
    var past: (any DeskPast)? { get }

    /// Puts parcels' fates into the ledger.
    func record(_ changes: [PostChange], at moment: Timestamp) throws

    /// The parcels of a channel that may leave, in their order.
    func parcels(of channel: PostChannel, at moment: Timestamp, limit: Int) throws -> [Parcel]

    /// Writes what is due of every open request anew, where it was written under other thresholds or never.
    ///
    /// `mark` stands for the thresholds, so that the same ones are not written twice.
    func refreshDue(mark: UInt64, _ due: (ServiceRequest) -> [DueItem]) throws

    /// The batches after a number, oldest first, in order; each is handed over once.
    func replay(after sequence: Int64, _ take: (_ closed: Timestamp, _ batch: MessageBatch) throws -> Void) throws

    /// Which of these episodes are not recorded.
    func unrecorded(among episodes: [String]) throws -> Set<String>

    /// Overwrites the words of a customer in what is recorded of requests, and writes down that it did so.
    ///
    /// - Parameters:
    ///   - erasure: Who, when, and by whom it is asked for.
    ///   - remove: Deletes attachments by their names, before anything is recorded as erased: where it throws, or power
    ///     fails, the same once more does what is left.
    /// - Returns: What was erased; nothing where all of it was before.
    /// - Throws: where it is not durable; then no word is overwritten.
    func erase(_ erasure: Erasure, removing remove: (_ attachments: [String]) throws -> Void) throws -> Erased

    /// Notices that are due to be sent, oldest first.
    func due(at moment: Timestamp, limit: Int) throws -> [PendingNotice]
}

extension DeskLedger {
    /// None: its recall has all events.
    package var past: (any DeskPast)? { nil }

    /// No post.
    package func record(_ changes: [PostChange], at moment: Timestamp) throws {}

    /// No post.
    package func parcels(of channel: PostChannel, at moment: Timestamp, limit: Int) throws -> [Parcel] { [] }

    /// No words are kept.
    package func erase(_ erasure: Erasure, removing remove: ([String]) throws -> Void) throws -> Erased { Erased() }

    /// Nothing is written apart from the events.
    package func refreshDue(mark: UInt64, _ due: (ServiceRequest) -> [DueItem]) throws {}
}

/// The storage can no longer be trusted: nothing may be tried again on it (reliability F6).
///
/// The process ends without acknowledging, and whoever supervises it starts it anew.
package struct StorageBroken: Error, CustomStringConvertible {
    /// What the storage said.
    package let description: String

    /// What the storage said.
    package init(_ description: String) { self.description = description }
}

/// What the gateway remembers between readings, as words to store.
package struct Snapshot {
    /// What the gateway itself remembers.
    package let gateway: [UInt64]
    /// Hands over each appliance that changed since the last snapshot.
    package let devices: (_ write: (DeviceID, [UInt64]) throws -> Void) throws -> Void

    /// A snapshot.
    package init(
        gateway: [UInt64], devices: @escaping (_ write: (DeviceID, [UInt64]) throws -> Void) throws -> Void
    ) {
        self.gateway = gateway
        self.devices = devices
    }
}

/// What was recorded before.
package struct Recall {
    /// The number of the last batch; 0 before the first.
    package var sequence: Int64 = 0
    /// The batch after which the snapshot was made; 0 where there is none.
    package var snapshotSequence: Int64 = 0
    /// What the gateway remembered then.
    package var gateway: [UInt64] = []
    /// What each appliance remembered then.
    package var devices: [(DeviceID, [UInt64])] = []
    /// All events of requests, in order; none where the ledger has a past.
    package var events: [RecordedEvent] = []
    /// All advice.
    package var advices: [Advice] = []
    /// Episodes that acted and go on, each with what the desk last did about it.
    package var standing: [(episode: Episode, intake: Intake)] = []

    /// Nothing recorded.
    package init() {}
}

/// A notice in the outbox.
package struct PendingNotice: Sendable {
    /// The notice.
    package let notice: Notice
    /// How often it was tried.
    package let tries: Int

    /// A notice that was tried so often.
    package init(notice: Notice, tries: Int) {
        self.notice = notice
        self.tries = tries
    }
}

/// What became of a notice.
package enum OutboxChange: Sendable, Equatable {
    /// The broker has it.
    case delivered(id: String)
    /// It was handed to the broker, and is tried again at a time unless delivered before.
    case tried(id: String, again: Timestamp)
}
