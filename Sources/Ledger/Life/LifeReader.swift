package import Daybook
package import FaultRules
package import Foundation
import GRDB

/// Looks into the life of rules, also while others write to it.
package struct LifeReader {
    /// Nil where nothing was written yet.
    private let life: DatabaseQueue?

    /// Opens the life of the rules of a folder; where there is none, nothing was written.
    package init(folder: URL) throws {
        let path = folder.appending(path: StateFolder.lifeName).path
        guard FileManager.default.fileExists(atPath: path) else {
            life = nil
            return
        }
        // Not for reading only: whoever finds the journal of a writer that was killed must be able to roll it back.
        let queue = try LifeSchema.open(path)
        let isMade = try queue.read { db in
            try Durable.check(db, by: LifeSchema.migrator, path: path)
            return try LifeSchema.migrator.hasCompletedMigrations(db)
        }
        life = isMade ? queue : nil
    }

    /// Everything that people and repairs have said.
    package func all() throws -> LifeNews {
        var news = LifeNews()
        try life?.read { db in
            var place: Int64 = 0
            news.changes = try LifeReader.rows(db, "stage_change", after: &place)
            place = 0
            news.repairs = try LifeReader.rows(db, "repair", after: &place)
            place = 0
            news.verdicts = try LifeReader.rows(db, "verdict", after: &place)
            place = 0
            news.orders = try LifeReader.rows(db, "storm_order", after: &place)
        }
        return news
    }

    /// The changes of stages.
    package func stages() throws -> StageBook { StageBook(try all().changes) }

    /// All incidents, oldest first, with what operators decided last about each; nil where nobody has.
    package func incidents() throws -> [(incident: Incident, order: StormOrder?)] {
        let orders = try all().orders
        let incidents = try life?.read { db in
            let decoder = JSONDecoder()
            let sql = "SELECT body FROM incident ORDER BY at_ms, id"
            return try String.fetchAll(db, sql: sql).map { text -> Incident in
                try decoded(text, by: decoder, as: "an incident")
            }
        }
        return (incidents ?? []).map { incident in (incident, orders.last { $0.incident == incident.id }) }
    }

    /// A report of a back-test by its digest; nil where there is none.
    package func report(_ digest: String) throws -> Data? {
        try life?.read { try Data.fetchOne($0, sql: "SELECT body FROM report WHERE digest = ?", arguments: [digest]) }
    }

    /// The rows of a table after a place, which moves to the last of them.
    static func rows<Value: Decodable>(_ db: Database, _ table: String, after place: inout Int64) throws -> [Value] {
        let decoder = JSONDecoder()
        let sql = "SELECT id, body FROM \(table) WHERE id > ? ORDER BY id"
        return try Row.fetchAll(db, sql: sql, arguments: [place]).map { row in
            place = row["id"]
            return try decoded(row["body"], by: decoder, as: "a row of \(table)")
        }
    }
}
