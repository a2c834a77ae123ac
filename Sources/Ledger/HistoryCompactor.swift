import Appliances
import Foundation
import GRDB
import Synchronization
import Telemetry

/// Moves sealed batches out of the journal into compressed runs of each device, on a thread of its own.
///
/// A run's key is the device and the first batch it was made from, so doing the same work
/// twice after a crash changes nothing. The journal is pruned by its own writer, later and
/// only up to what is durable here.
package final class HistoryCompactor: Sendable {
    /// How many records make a round worth while.
    private static let recordsPerRound = 65_536
    /// After how long a round is made with fewer.
    private static let restMax = 3_600.0
    /// How long it waits after something went wrong.
    private static let pauseAfterFault = 60.0
    /// How often the thread looks.
    private static let lookEvery = 1.0

    private struct State {
        var isStopping = false
        var compactedThrough: Int64
    }

    private let desk: DatabasePool
    private let history: DatabasePool
    private let state: Mutex<State>
    private let done = DispatchSemaphore(value: 0)

    init(desk: DatabasePool, path: String) throws {
        self.desk = desk
        history = try Durable.pool(path, pageSize: 16_384)
        try Durable.migrate(history, by: HistoryCompactor.migrator)
        let through = try history.read { try Int64.fetchOne($0, sql: "SELECT value FROM fact WHERE name = 'through'") }
        // A desk that is younger than its history, after a backup, must not lose its batches to it.
        let last = try desk.read { try Int64.fetchOne($0, sql: "SELECT max(sequence) FROM batch") }
        state = Mutex(State(compactedThrough: min(through ?? 0, last ?? 0)))
    }

    /// The number of the last batch that is durable in history.
    var compactedThrough: Int64 { state.withLock { $0.compactedThrough } }

    /// Begins to look for sealed batches; tells `report` what goes wrong, and goes on after a pause.
    func start(_ report: @escaping @Sendable (String) -> Void) {
        Thread.detachNewThread { [self] in
            var lastRound = Date.timeIntervalSinceReferenceDate
            var pauseEnd = lastRound
            while !state.withLock({ $0.isStopping }) {
                let now = Date.timeIntervalSinceReferenceDate
                let isRested = now - lastRound >= HistoryCompactor.restMax || now < lastRound
                let least = isRested ? 1 : HistoryCompactor.recordsPerRound
                do {
                    if now >= pauseEnd || pauseEnd - now > HistoryCompactor.pauseAfterFault,
                        try compactRound(atLeast: least, report)
                    {
                        lastRound = now
                        continue
                    }
                } catch {
                    report("batches cannot be moved into history: \(error)")
                    pauseEnd = now + HistoryCompactor.pauseAfterFault
                }
                Thread.sleep(forTimeInterval: HistoryCompactor.lookEvery)
            }
            done.signal()
        }
    }

    /// Ends after the round in hand.
    func stop() {
        state.withLock { $0.isStopping = true }
        done.wait()
        try? history.close()
    }

    /// Compacts everything that is in the journal of a folder that this process holds.
    package static func compactAll(_ folder: StateFolder, report: (String) -> Void = { _ in }) throws {
        let path = folder.path(StateFolder.deskName)
        guard FileManager.default.fileExists(atPath: path) else { throw LedgerFault.absent(folder: folder.url.path) }
        let desk = try Durable.pool(path)
        try Durable.migrate(desk, by: DeskSchema.migrator)
        let compactor = try HistoryCompactor(desk: desk, path: folder.path(StateFolder.historyName))
        while try compactor.compactRound(atLeast: 1, report) {}
        _ = try compactor.history.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        try compactor.history.close()
        try desk.close()
    }

    /// Compacts one round of batches; false where there are too few.
    private func compactRound(atLeast least: Int, _ report: (String) -> Void) throws -> Bool {
        let after = compactedThrough
        let round = try readRound(after: after, atLeast: least, report)
        guard let last = round.last else { return false }
        try history.write { db in
            try round.runs.chunks { device, chunk in
                try HistoryCompactor.write(chunk, device, firstBatch: after + 1, db)
            }
            for word in round.runs.words { try HistoryCompactor.write(word, db) }
            try db.execute(sql: "INSERT OR REPLACE INTO fact VALUES ('through', ?)", arguments: [last])
        }
        state.withLock { $0.compactedThrough = last }
        return true
    }

    /// The number of the last batch of a round and what was gathered; no number where there is too little.
    private func readRound(
        after: Int64, atLeast least: Int, _ report: (String) -> Void
    ) throws -> (last: Int64?, runs: RunCollector) {
        try desk.read { db in
            var runs = RunCollector()
            let pending = "SELECT sum(records) FROM batch WHERE sequence > ?"
            guard try Int.fetchOne(db, sql: pending, arguments: [after]) ?? 0 >= least else { return (nil, runs) }
            var last: Int64?
            var count = 0
            let sql = "SELECT sequence, records, body, marks FROM batch WHERE sequence > ? ORDER BY sequence"
            let rows = try Row.fetchCursor(db, sql: sql, arguments: [after])
            while count < HistoryCompactor.recordsPerRound, let row = try rows.next() {
                do {
                    try runs.take(body: row["body"], marks: row["marks"])
                } catch let fault as LedgerFault {
                    // One batch that cannot be read must not keep all later ones in the journal.
                    report("batch \(row["sequence"] as Int64) is left out of history: \(fault)")
                }
                count += row["records"] as Int
                last = row["sequence"]
            }
            return (last, runs)
        }
    }

    private static func write(_ chunk: HistoryChunk, _ device: String, firstBatch: Int64, _ db: Database) throws {
        guard let from = chunk.rows.map(\.time).min(), let through = chunk.rows.map(\.time).max() else { return }
        try db.cachedStatement(sql: "INSERT OR IGNORE INTO device (name) VALUES (?)").execute(arguments: [device])
        let sql = """
            INSERT OR REPLACE INTO chunk (device, first_batch, from_ms, through_ms, records, readings, body)
            VALUES ((SELECT id FROM device WHERE name = ?), ?, ?, ?, ?, ?, ?)
            """
        try db.cachedStatement(sql: sql).execute(arguments: [
            device, firstBatch, from.milliseconds, through.milliseconds, chunk.rows.count, chunk.readingCount,
            Data(chunk.encoded),
        ])
    }

    private static func write(_ word: RunCollector.Word, _ db: Database) throws {
        let sql = "INSERT OR IGNORE INTO word (device, channel, at_ms, text) VALUES (?, ?, ?, ?)"
        try db.cachedStatement(sql: sql).execute(arguments: [
            word.device, word.channel, word.at.milliseconds, word.text,
        ])
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(
                sql: """
                    CREATE TABLE device (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
                    CREATE TABLE chunk (
                        device INTEGER NOT NULL,
                        first_batch INTEGER NOT NULL,
                        from_ms INTEGER NOT NULL,
                        through_ms INTEGER NOT NULL,
                        records INTEGER NOT NULL,
                        readings INTEGER NOT NULL,
                        body BLOB NOT NULL,
                        UNIQUE (device, first_batch)
                    ) STRICT;
                    -- Words, such as fault codes: few, so a row each.
                    CREATE TABLE word (
                        device TEXT NOT NULL, channel TEXT NOT NULL, at_ms INTEGER NOT NULL, text TEXT NOT NULL,
                        PRIMARY KEY (device, channel, at_ms, text)
                    ) STRICT, WITHOUT ROWID;
                    CREATE TABLE fact (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
                    """)
        }
        return migrator
    }
}
