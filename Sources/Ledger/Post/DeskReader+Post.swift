package import Appliances
package import Daybook
import GRDB
import ServiceDesk

extension DeskReader {
    /// A notice of the desk on one of its ways, and how that stands.
    package struct PostedNotice: Sendable, Codable {
        /// Its place on that way; what `foretell notice retry` is told.
        package let place: Int64
        /// The way.
        package let channel: PostChannel
        /// Its id, which is the key under which it is sent.
        package let id: String
        /// What it says.
        package let kind: String
        /// To whom, by number and role.
        package let recipient: String
        /// The request; nil where it is about an appliance.
        package let request: String?
        /// When it was put there, RFC 3339.
        package let written: String
        /// `waiting`, `delivered`, `skipped` (nobody has an address there) or `dead`.
        package let state: String
        /// How often it was tried.
        package let tries: Int
        /// When it was delivered or put aside, RFC 3339; nil while it waits.
        package let settled: String?
        /// Why it was not delivered at the last try; empty where it was never refused.
        package let why: String
    }

    /// The notices of the desk by their places; those that are put aside alone, of a way or of a request.
    package func post(
        isDead: Bool = false, channel: PostChannel? = nil, request: String? = nil
    ) throws -> [PostedNotice] {
        try read { db in
            // A ledger that no gateway has brought up to date yet has none.
            guard try db.tableExists("post") else { return [] }
            let sql = """
                SELECT * FROM post WHERE (? = 0 OR state = 'dead') AND (? IS NULL OR channel = ?)
                AND (? IS NULL OR request = ?) ORDER BY place
                """
            let arguments: StatementArguments = [isDead, channel?.rawValue, channel?.rawValue, request, request]
            return try Row.fetchAll(db, sql: sql, arguments: arguments).map(DeskReader.posted)
        }
    }

    private static func posted(_ row: Row) throws -> PostedNotice {
        guard let channel = PostChannel(rawValue: row["channel"]) else { throw LedgerFault.damaged("a notice") }
        let request: String = row["request"]
        return PostedNotice(
            place: row["place"], channel: channel, id: row["id"], kind: row["kind"], recipient: row["recipient"],
            request: request.isEmpty ? nil : request,
            written: Timestamp(milliseconds: row["written_ms"]).description, state: row["state"], tries: row["tries"],
            settled: (row["settled_ms"] as Int64?).map { Timestamp(milliseconds: $0).description }, why: row["why"])
    }

    /// How many notices of the desk wait, and how many are put aside.
    package func postCounts() throws -> (waiting: Int, dead: Int) {
        try read { db in
            guard try db.tableExists("post") else { return (0, 0) }
            let sql = "SELECT count(*) FROM post WHERE state = ?"
            return (
                try Int.fetchOne(db, sql: sql, arguments: ["waiting"]) ?? 0,
                try Int.fetchOne(db, sql: sql, arguments: ["dead"]) ?? 0
            )
        }
    }
}

/// Lets notices that were put aside wait once more.
package enum PostRetry {
    /// In a folder that this process holds, so that no gateway works on it.
    ///
    /// Each has its patience anew, and leaves before what was written after it.
    ///
    /// - Returns: the places of those that wait now; others are not put aside.
    package static func retry(_ places: [Int64], in folder: StateFolder, at moment: Timestamp) throws -> [Int64] {
        let desk = try Durable.pool(folder.path(StateFolder.deskName))
        try Durable.migrate(desk, by: DeskSchema.migrator)
        defer { try? desk.close() }
        return try desk.write { db in
            try places.filter { place in
                let sql = """
                    UPDATE post SET state = 'waiting', settled_ms = NULL, written_ms = ?, release_ms = ?, again_ms = 0
                    WHERE place = ? AND state = 'dead'
                    """
                try db.execute(sql: sql, arguments: [moment.milliseconds, moment.milliseconds, place])
                return db.changesCount > 0
            }
        }
    }
}
