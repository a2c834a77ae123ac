package import Appliances
package import Daybook
package import FaultRules
package import Foundation
import GRDB

/// The life of rules in SQLite: stages, repairs, verdicts, incidents. Written by commands while a gateway reads it,
/// and the other way round.
package final class LifeStore: LifeBook {
    private let life: DatabaseQueue
    private let encoder = SQLiteLedger.encoder()
    /// What SQLite counts up with each commit of another connection.
    private var version = -1
    /// Up to which row each table was handed out.
    private var handedOut = (changes: Int64(0), repairs: Int64(0), verdicts: Int64(0), orders: Int64(0))

    /// Opens the life of the rules of a folder, which must be there; makes the file where it is missing.
    package init(folder: URL) throws {
        guard FileManager.default.fileExists(atPath: folder.path) else { throw LedgerFault.absent(folder: folder.path) }
        let path = folder.appending(path: StateFolder.lifeName).path
        life = try LifeSchema.open(path)
        try life.read { try Durable.check($0, by: LifeSchema.migrator, path: path) }
        try LifeSchema.migrator.migrate(life)
    }

    /// Lets go of the file.
    package func close() throws { try life.close() }

    // MARK: Writing

    /// Writes a change of a stage.
    package func record(_ change: StageChange) throws {
        try write("INSERT INTO stage_change (rule, at_ms, body) VALUES (?, ?, ?)", change.rule, change.at, change)
    }

    /// Writes how an incident stands.
    package func record(_ incident: Incident) throws {
        let body = try json(incident)
        try life.write { db in
            try db.execute(
                sql: "INSERT OR REPLACE INTO incident VALUES (?, ?, ?, ?)",
                arguments: [incident.id, incident.rule, incident.first.milliseconds, body])
        }
    }

    /// Writes what an operator decides about an incident.
    package func record(_ order: StormOrder) throws {
        try write("INSERT INTO storm_order (incident, at_ms, body) VALUES (?, ?, ?)", order.incident, order.at, order)
    }

    /// Writes a repair and what it says of episodes, in one commit.
    package func record(_ repair: Repair, _ verdicts: [Verdict]) throws {
        let body = try json(repair)
        let rows = try verdicts.map { ($0, try json($0)) }
        try life.write { db in
            try db.execute(
                sql: "INSERT INTO repair (number, at_ms, body) VALUES (?, ?, ?)",
                arguments: [repair.number, repair.closed.milliseconds, body])
            for (verdict, body) in rows {
                try db.execute(
                    sql: "INSERT INTO verdict (episode, rule, at_ms, body) VALUES (?, ?, ?, ?)",
                    arguments: [verdict.episode, verdict.rule, verdict.at.milliseconds, body])
            }
        }
        // SQLite counts only what others write.
        version = -1
    }

    /// Keeps a report of a back-test, once for each content.
    ///
    /// - Returns: its digest: `BT-` and thirteen characters.
    package func attach(_ report: Data, named name: String, to rule: String, at moment: Timestamp) throws -> String {
        var hash = StableHash()
        for byte in report { hash.feed(byte) }
        let digest = "BT-" + hash.readable
        try life.write { db in
            try db.execute(
                sql: "INSERT OR IGNORE INTO report VALUES (?, ?, ?, ?, ?)",
                arguments: [digest, rule, name, moment.milliseconds, report])
        }
        return digest
    }

    private func write(_ sql: String, _ name: String, _ moment: Timestamp, _ value: some Encodable) throws {
        let body = try json(value)
        try life.write { try $0.execute(sql: sql, arguments: [name, moment.milliseconds, body]) }
        // SQLite counts only what others write.
        version = -1
    }

    private func json(_ value: some Encodable) throws -> String {
        String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    // MARK: Reading

    /// What was written since the last call; nil where nothing was.
    package func news() throws -> LifeNews? {
        let before = version
        let (news, now, places) = try life.read { db in
            let now = try Int.fetchOne(db, sql: "PRAGMA data_version") ?? 0
            return now == before ? (nil, now, handedOut) : try LifeStore.read(db, now, after: handedOut)
        }
        (version, handedOut) = (now, places)
        return news.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Forgets what was handed out.
    package func rewind() {
        version = -1
        handedOut = (0, 0, 0, 0)
    }

    private typealias Places = (changes: Int64, repairs: Int64, verdicts: Int64, orders: Int64)

    private static func read(_ db: Database, _ version: Int, after places: Places) throws -> (LifeNews?, Int, Places) {
        var (news, places) = (LifeNews(), places)
        news.changes = try LifeReader.rows(db, "stage_change", after: &places.changes)
        news.repairs = try LifeReader.rows(db, "repair", after: &places.repairs)
        news.verdicts = try LifeReader.rows(db, "verdict", after: &places.verdicts)
        news.orders = try LifeReader.rows(db, "storm_order", after: &places.orders)
        return (news, version, places)
    }
}
