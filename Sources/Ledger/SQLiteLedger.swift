package import Appliances
package import Daybook
package import FaultRules
import Foundation
import GRDB
package import ServiceDesk
package import Telemetry

/// The ledger in SQLite: one writer, one transaction for each entry.
package final class SQLiteLedger: DeskLedger {
    /// How many samples quarantine keeps; the oldest leave.
    package static let quarantineMax = 1_000
    /// How many strangers are kept; who was not heard of for the longest time leaves.
    package static let strangersMax = 1_000
    /// How many notices may wait; beyond that only words about requests are taken (D8, D10).
    package static let outboxMax = 100_000
    /// How long a notice that was delivered can still be looked up.
    private static let postKept = TimeSpan.days(30)
    /// How long before the last advice others are still taken up at a start; longer than any quiet after advice.
    private static let adviceSpan = TimeSpan.days(366)
    /// How many batches leave the journal with one commit.
    private static let pruneMax = 64

    let desk: DatabasePool
    /// Held so that nobody else opens the folder meanwhile; nil once closed.
    private var folder: StateFolder?
    private let zstd = Zstd()
    private let encoder = SQLiteLedger.encoder()
    private var snapshotSequence: Int64 = 0
    private let history: HistoryCompactor?
    private let memory: SQLiteDeskPast
    private let post: PostRules
    private let utcOffsetSeconds: Int

    /// Opens the ledger in a folder that this process holds.
    ///
    /// `compacts` says whether sealed batches move into history while this ledger is open, and `report` is
    /// told what goes wrong there. `post` says on which channels notices leave, and when.
    /// Throws where the ledger is a newer foretell's, damaged or not durable.
    package init(
        _ folder: StateFolder, compacts: Bool = true, post: PostRules = PostRules(),
        utcOffsetSeconds: Int = 8 * 3_600, report: @escaping @Sendable (String) -> Void = { _ in }
    ) throws {
        self.folder = folder
        (self.post, self.utcOffsetSeconds) = (post, utcOffsetSeconds)
        desk = try Durable.pool(folder.path(StateFolder.deskName))
        try Durable.migrate(desk, by: DeskSchema.migrator)
        try RequestTable.bringUpToDate(desk)
        memory = try SQLiteDeskPast(path: desk.path)
        history = compacts ? try HistoryCompactor(desk: desk, path: folder.path(StateFolder.historyName)) : nil
        history?.start(report)
    }

    /// Stops compacting, empties the write-ahead log and lets go of the folder.
    package func close() throws {
        history?.stop()
        try memory.close()
        _ = try desk.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        try desk.close()
        folder = nil
    }

    /// What `PRAGMA synchronous` says on the writer; 2 is FULL, and nothing else will do.
    package func synchronousLevel() throws -> Int {
        try desk.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") } ?? -1
    }

    /// Records an entry in one commit.
    package func record(_ entry: Entry, snapshot: Snapshot?, outbox: [OutboxChange]) throws {
        let compacted = history?.compactedThrough ?? 0
        try memory.check()
        let texts = try EntryTexts(entry, by: encoder)
        do {
            try desk.write { db in
                if !entry.isEmpty { try write(entry, texts, db) }
                for change in outbox { try write(change, db) }
                if let snapshot { try write(snapshot, after: entry.sequence, db) }
                try prune(through: min(compacted, snapshotSequence), db)
            }
        } catch let error as DatabaseError where SQLiteLedger.isFatal(error) {
            throw StorageBroken("\(error)")
        }
        if snapshot != nil { snapshotSequence = entry.sequence }
    }

    /// Whether the storage itself has failed: after a failed sync nobody knows what is on the disk.
    static func isFatal(_ error: DatabaseError) -> Bool {
        [ResultCode.SQLITE_IOERR, .SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode.primaryResultCode)
    }

    private func write(_ entry: Entry, _ texts: EntryTexts, _ db: Database) throws {
        try db.cachedStatement(sql: "INSERT INTO batch VALUES (?, ?, ?, ?, ?)").execute(arguments: [
            entry.sequence, entry.closed.milliseconds, entry.marks.count, zstd.pack(entry.batch.bytes),
            zstd.pack(RecordMarks.packed(entry.marks, entry.offsets)),
        ])
        let acted = Set(entry.acted)
        for episode in entry.episodes {
            try write(episode, acted: acted.contains(episode.id), db)
        }
        for intake in entry.intakes {
            // The same level may be put to the desk again later, and another answer is another row.
            var id = "\(intake.episode):\(intake.level):\(intake.at.milliseconds)"
            // What an operator releases may come to the desk at the moment at which it was held.
            if case .held(.storm) = intake.decision { id += ":storm" }
            let isAdvised = if case .advised = intake.decision { true } else { false }
            try db.cachedStatement(sql: "INSERT OR IGNORE INTO intake VALUES (?, ?, ?, ?, ?)").execute(arguments: [
                id, intake.device.text, intake.at.milliseconds, try json(intake), isAdvised,
            ])
        }
        for (event, body) in zip(entry.events, texts.events) {
            try db.cachedStatement(sql: "INSERT INTO request_event VALUES (?, ?, ?, ?)").execute(arguments: [
                event.request, event.number, event.at.milliseconds, body,
            ])
        }
        try write(entry.events, entry.requests, due: texts.due, db)
        try write(entry.notices, db)
        let dropped = try PostTable.write(
            entry.post, at: entry.wall, under: post, utcOffsetSeconds: utcOffsetSeconds, by: encoder, db)
        if dropped > 0 { try add(dropped, to: "post_dropped", db) }
        try write(entry.quarantined, db)
        try write(entry.strangers, db)
        for (name, count) in entry.tally.named where count > 0 { try add(count, to: name, db) }
    }

    /// An episode that acted once has acted, whatever its rule does later.
    private func write(_ episode: Episode, acted: Bool, _ db: Database) throws {
        let sql = """
            INSERT INTO episode (id, rule, device, raised_ms, body, acted, ended) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET body = excluded.body, acted = max(acted, excluded.acted),
            ended = excluded.ended
            """
        try db.cachedStatement(sql: sql).execute(arguments: [
            episode.id, episode.rule, episode.device.text, episode.raised.milliseconds, try json(episode), acted,
            episode.reset != nil,
        ])
    }

    private func write(
        _ events: [RecordedEvent], _ requests: [RequestRow], due words: [String], _ db: Database
    ) throws {
        guard !requests.isEmpty else { return }
        let devices = Dictionary(requests.map { ($0.request.number, $0.request.device) }) { first, _ in first }
        for event in events { try RequestTable.write(keysOf: event, on: devices[event.request] ?? nil, db) }
        var words = words[...]
        for row in requests {
            try RequestTable.write(row, words: words.prefix(row.due.count), by: encoder, db)
            words = words.dropFirst(row.due.count)
        }
    }

    private func write(_ notices: [Notice], _ db: Database) throws {
        guard !notices.isEmpty else { return }
        let waiting = try Int.fetchOne(db, sql: "SELECT count(*) FROM outbox WHERE state = 'pending'") ?? 0
        for notice in notices {
            if waiting >= SQLiteLedger.outboxMax, notice.content.kind != "request_opened" {
                try add(1, to: "notices_dropped", db)
                continue
            }
            let sql = """
                INSERT OR IGNORE INTO outbox (id, kind, device, written_ms, body, state)
                VALUES (?, ?, ?, ?, ?, 'pending')
                """
            try db.cachedStatement(sql: sql).execute(arguments: [
                notice.id, notice.content.kind, notice.device.text, notice.at.milliseconds, try json(notice),
            ])
        }
    }

    private func write(_ samples: [Quarantined], _ db: Database) throws {
        guard !samples.isEmpty else { return }
        for sample in samples {
            let sql = "INSERT INTO quarantine (at_ms, topic, reason, detail, sample) VALUES (?, ?, ?, ?, ?)"
            try db.cachedStatement(sql: sql).execute(arguments: [
                sample.at.milliseconds, sample.topic, sample.reason.rawValue, sample.detail, Data(sample.sample),
            ])
        }
        try db.execute(
            sql: "DELETE FROM quarantine WHERE id <= (SELECT max(id) FROM quarantine) - ?",
            arguments: [SQLiteLedger.quarantineMax])
    }

    private func write(_ change: OutboxChange, _ db: Database) throws {
        switch change {
        case .delivered(let id):
            try db.cachedStatement(sql: "UPDATE outbox SET state = 'delivered' WHERE id = ?").execute(arguments: [id])
        case .tried(let id, let again):
            try db.cachedStatement(sql: "UPDATE outbox SET tries = tries + 1, again_ms = ? WHERE id = ?")
                .execute(arguments: [again.milliseconds, id])
        }
    }

    private func write(_ snapshot: Snapshot, after sequence: Int64, _ db: Database) throws {
        let statement = try db.cachedStatement(sql: "INSERT OR REPLACE INTO snapshot VALUES (?, ?)")
        // Device names cannot be empty, so the gateway's own words have a key of their own.
        try statement.execute(arguments: ["", zstd.pack(words: snapshot.gateway)])
        try snapshot.devices { device, words in
            try statement.execute(arguments: [device.text, zstd.pack(words: words)])
        }
        try db.execute(
            sql: "INSERT OR REPLACE INTO fact VALUES ('snapshot_sequence', ?)", arguments: [sequence])
    }

    private func add(_ count: Int, to name: String, _ db: Database) throws {
        try db.cachedStatement(
            sql: "INSERT INTO tally VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET count = count + excluded.count"
        ).execute(arguments: [name, count])
    }

    /// Takes batches out of the journal that nobody needs any more.
    private func prune(through sequence: Int64, _ db: Database) throws {
        guard sequence > 0 else { return }
        let sql = """
            DELETE FROM batch WHERE sequence IN
            (SELECT sequence FROM batch WHERE sequence <= ? AND sequence < (SELECT max(sequence) FROM batch)
             ORDER BY sequence LIMIT ?)
            """
        try db.cachedStatement(sql: sql).execute(arguments: [sequence, SQLiteLedger.pruneMax])
    }

    private func json(_ value: some Encodable) throws -> String { try SQLiteLedger.texts([value], by: encoder)[0] }

    static func encoder() -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}

extension SQLiteLedger {
    /// What was recorded before.
    package func recall() throws -> Recall {
        var recall = Recall()
        try desk.read { db in
            recall.sequence = try Int64.fetchOne(db, sql: "SELECT max(sequence) FROM batch") ?? 0
            let sql = "SELECT value FROM fact WHERE name = 'snapshot_sequence'"
            recall.snapshotSequence = try Int64.fetchOne(db, sql: sql) ?? 0
            recall.sequence = max(recall.sequence, recall.snapshotSequence)
            let rows = try Row.fetchCursor(db, sql: "SELECT device, body FROM snapshot ORDER BY device")
            while let row = try rows.next() {
                let words = try zstd.unpackWords(row["body"])
                if let device = DeviceID(row["device"] as String) {
                    recall.devices.append((device, words))
                } else {
                    recall.gateway = words
                }
            }
            // Not from the outbox, which may have been too full for the word itself.
            recall.advices = try lateAdvices(db)
            recall.standing = try standing(db)
        }
        snapshotSequence = recall.snapshotSequence
        return recall
    }

    /// The advice of the last year before the last one, oldest first: no quiet after advice is longer, and older advice
    /// came of episodes that are over and do not come again, or stand and are told of by themselves.
    private func lateAdvices(_ db: Database) throws -> [Advice] {
        let sql = """
            SELECT body FROM intake WHERE advised = 1
            AND at_ms >= (SELECT max(at_ms) FROM intake WHERE advised = 1) - ? ORDER BY at_ms, id
            """
        let decoder = JSONDecoder()
        return try String.fetchAll(db, sql: sql, arguments: [SQLiteLedger.adviceSpan.milliseconds]).compactMap { body in
            let intake: Intake = try decoded(body, by: decoder, as: "a row of intake")
            return if case .advised(let advice) = intake.decision { advice } else { nil }
        }
    }

    /// The episodes that acted and go on, by their begin, each with what the desk did last about it.
    private func standing(_ db: Database) throws -> [(episode: Episode, intake: Intake)] {
        let decoder = JSONDecoder()
        let sql = "SELECT body FROM episode WHERE acted = 1 AND ended = 0 ORDER BY raised_ms, id"
        // The id of an intake begins with that of its episode.
        let put = "SELECT body FROM intake WHERE id >= ? AND id < ? ORDER BY at_ms, id"
        return try String.fetchAll(db, sql: sql).compactMap { body in
            let episode: Episode = try decoded(body, by: decoder, as: "an episode")
            let ids: StatementArguments = ["\(episode.id):", "\(episode.id);"]
            let last = try String.fetchAll(db.cachedStatement(sql: put), arguments: ids)
                .map { body -> Intake in try decoded(body, by: decoder, as: "a row of intake") }
                // That the desk knows an episode already says nothing new of it.
                .last { $0.episode == episode.id && $0.decision != .held(because: .knownEpisode) }
            return last.map { (episode, $0) }
        }
    }

    /// What was recorded of requests, read where it is asked for.
    package var past: (any DeskPast)? { memory }

    /// Puts parcels' fates into the ledger.
    package func record(_ changes: [PostChange], at moment: Timestamp) throws {
        do {
            try desk.write { db in
                try PostTable.write(changes, at: moment, db)
                try PostTable.prune(before: moment - SQLiteLedger.postKept, db)
                let dead = changes.count { if case .dead = $0 { true } else { false } }
                if dead > 0 { try add(dead, to: "post_dead", db) }
            }
        } catch let error as DatabaseError where SQLiteLedger.isFatal(error) {
            throw StorageBroken("\(error)")
        }
    }

    /// The parcels of a channel that may leave, in their order; one that cannot be read is put aside, since it would
    /// hold up all others for good.
    package func parcels(of channel: PostChannel, at moment: Timestamp, limit: Int) throws -> [Parcel] {
        let found = try desk.read { try PostTable.parcels(of: channel, at: moment, limit: limit, $0) }
        if !found.unreadable.isEmpty {
            try record(found.unreadable.map { .dead(place: $0, why: "it cannot be read") }, at: moment)
        }
        return found.parcels
    }

    /// Writes what is due of every open request anew, where it was written under other thresholds or never.
    package func refreshDue(mark: UInt64, _ due: (ServiceRequest) -> [DueItem]) throws {
        try RequestTable.refreshDue(desk, mark: mark, due)
    }

    /// The batches after a number, oldest first.
    package func replay(
        after sequence: Int64, _ take: (_ closed: Timestamp, _ batch: MessageBatch) throws -> Void
    ) throws {
        try desk.read { db in
            let sql = "SELECT closed_ms, body FROM batch WHERE sequence > ? ORDER BY sequence"
            let rows = try Row.fetchCursor(db, sql: sql, arguments: [sequence])
            while let row = try rows.next() {
                guard let batch = MessageBatch(bytes: try zstd.unpack(row["body"])) else {
                    throw LedgerFault.damaged("a batch")
                }
                try take(Timestamp(milliseconds: row["closed_ms"]), batch)
            }
        }
    }

    /// Which of these episodes are not recorded.
    package func unrecorded(among episodes: [String]) throws -> Set<String> {
        try desk.read { db in
            let known = "SELECT 1 FROM episode WHERE id = ?"
            return try Set(episodes).filter { try Int.fetchOne(db, sql: known, arguments: [$0]) == nil }
        }
    }

    /// The episodes of an appliance that were raised since a moment, oldest first, and whether the rule acted.
    package func episodes(of device: DeviceID, since moment: Timestamp) throws -> [(episode: Episode, acted: Bool)] {
        let sql = "SELECT body, acted FROM episode WHERE device = ? AND raised_ms >= ? ORDER BY raised_ms, id"
        let decoder = JSONDecoder()
        return try desk.read { db in
            try Row.fetchAll(db, sql: sql, arguments: [device.text, moment.milliseconds]).map { row in
                let body: String = row["body"]
                return (try decoder.decode(Episode.self, from: Data(body.utf8)), row["acted"] as Bool)
            }
        }
    }

    /// Notices that are due, oldest first.
    package func due(at moment: Timestamp, limit: Int) throws -> [PendingNotice] {
        try desk.read { db in
            let sql = """
                SELECT body, tries FROM outbox WHERE state = 'pending' AND (again_ms <= ?1 OR again_ms > ?1 + 1800000)
                ORDER BY written_ms, id LIMIT ?2
                """
            let decoder = JSONDecoder()
            return try Row.fetchAll(db, sql: sql, arguments: [moment.milliseconds, limit]).map { row in
                let notice: Notice = try decoded(row["body"], by: decoder, as: "a notice")
                return PendingNotice(notice: notice, tries: row["tries"])
            }
        }
    }
}
