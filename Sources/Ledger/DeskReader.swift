package import Appliances
package import Daybook
package import FaultRules
package import Foundation
import GRDB
package import ServiceDesk

/// Looks into a ledger without touching it, also while a gateway writes to it.
package struct DeskReader {
    private let desk: DatabaseQueue
    private let folder: URL

    /// Opens the ledger of a folder for reading only.
    package init(folder: URL) throws {
        self.folder = folder
        let path = folder.appending(path: StateFolder.deskName).path
        guard FileManager.default.fileExists(atPath: path) else { throw LedgerFault.absent(folder: folder.path) }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        desk = try DatabaseQueue(path: path, configuration: configuration)
        try desk.read { try Durable.check($0, by: DeskSchema.migrator, path: path) }
    }

    /// Reads in one look.
    func read<Value>(_ look: (Database) throws -> Value) throws -> Value { try desk.read(look) }

    /// Every counter by name, sorted.
    package func tallies() throws -> [(name: String, count: Int)] {
        try desk.read { db in
            try Row.fetchAll(db, sql: "SELECT name, count FROM tally ORDER BY name").map { ($0["name"], $0["count"]) }
        }
    }

    /// All requests, oldest first.
    package func requests() throws -> [ServiceRequest] {
        if try hasRequestTable {
            return try desk.read { try SQLiteDeskPast.all($0) }
        }
        return try foldedRequests()
    }

    /// What is open, the most urgent first; so many at most. A ledger that has their events only is read whole.
    package func openRequests(most: Int) throws -> [ServiceRequest] {
        guard try hasRequestTable else {
            let open = try foldedRequests().filter(\.state.isOpen)
            return Array(open.sorted { $0.isSooner(than: $1) }.prefix(most))
        }
        return try desk.read { try SQLiteDeskPast.open($0, most: most) }
    }

    /// One request; nil where there is none.
    package func request(_ number: String) throws -> ServiceRequest? {
        guard try hasRequestTable else { return try foldedRequests().first { $0.number == number } }
        return try desk.read { try SQLiteDeskPast.request($0, number) }
    }

    /// The parts that left a shelf at a moment or later, oldest first.
    package func partsTaken(since moment: Timestamp) throws -> [PartTaken] {
        guard try hasRequestTable else {
            return try foldedRequests().flatMap(\.taken).filter { $0.at >= moment }.sorted { $0.at < $1.at }
        }
        return try desk.read { try SQLiteDeskPast.partsTaken($0, since: moment) }
    }

    /// What somebody must do about open requests, the soonest first; of one role alone where that is named.
    ///
    /// Nil where nobody has written that down under these thresholds yet: it must be worked out of the requests.
    package func due(under rules: ServiceRules, by role: Role?) throws -> [DueItem]? {
        guard try hasRequestTable else { return nil }
        return try desk.read { db in
            let mark = try Int64.fetchOne(db, sql: "SELECT value FROM fact WHERE name = 'due_mark'")
            guard mark == Int64(bitPattern: rules.mark) else { return nil }
            let sql = "SELECT body FROM due \(role == nil ? "" : "WHERE role = ?") ORDER BY due_ms, request, place"
            let decoder = JSONDecoder()
            return try String.fetchAll(db, sql: sql, arguments: role.map { [$0.rawValue] } ?? []).map {
                try decoded($0, by: decoder, as: "what is due")
            }
        }
    }

    /// Whether requests stand there as they are: a ledger that no gateway has brought up to date has their events only.
    private var hasRequestTable: Bool {
        get throws {
            try desk.read { db in
                let sql = "SELECT value FROM fact WHERE name = 'request_form'"
                return try Int.fetchOne(db, sql: sql) == RequestTable.form
            }
        }
    }

    /// All requests, oldest first, made from their events alone.
    package func foldedRequests() throws -> [ServiceRequest] {
        let events = try desk.read(DeskReader.events)
        var requests: [ServiceRequest] = []
        for event in events {
            if let last = requests.indices.last, requests[last].number == event.request {
                requests[last].apply(event)
            } else if let request = ServiceRequest(opening: event) {
                requests.append(request)
            }
        }
        return requests.sorted { ($0.opened, $0.number) < ($1.opened, $1.number) }
    }

    /// All episodes, oldest first.
    package func episodes() throws -> [Episode] {
        try desk.read { try DeskReader.bodies($0, of: "episode", order: "raised_ms, id") }
    }

    /// Ids of the episodes whose rule never acted.
    package func shadowEpisodes() throws -> Set<String> {
        try desk.read { db in
            // A ledger that the gateway has not brought up to date yet is from before there was a shadow.
            guard try db.columns(in: "episode").contains(where: { $0.name == "acted" }) else { return [] }
            return try Set(String.fetchAll(db, sql: "SELECT id FROM episode WHERE acted = 0"))
        }
    }

    /// What the desk did with predictions, oldest first.
    package func intakes() throws -> [Intake] {
        try desk.read(DeskReader.intakes)
    }

    /// All notices, oldest first, and whether each is delivered.
    package func notices() throws -> [Notice] {
        try desk.read { try DeskReader.bodies($0, of: "outbox", order: "written_ms, id") }
    }

    /// How many notices wait to be delivered.
    package func waitingNotices() throws -> Int {
        try desk.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM outbox WHERE state = 'pending'") ?? 0 }
    }

    /// One sample in quarantine.
    package struct Sample: Sendable, Codable {
        /// Its number.
        package let id: Int64
        /// When it arrived, RFC 3339.
        package let at: String
        /// The topic.
        package let topic: String
        /// Why it was not taken.
        package let reason: String
        /// More about it.
        package let detail: String
        /// The beginning of the payload, as far as it is text.
        package let sample: String
    }

    /// The newest samples in quarantine, newest first.
    package func quarantine(limit: Int) throws -> [Sample] {
        try desk.read { db in
            let sql = "SELECT * FROM quarantine ORDER BY id DESC LIMIT ?"
            return try Row.fetchAll(db, sql: sql, arguments: [limit]).map { row in
                Sample(
                    id: row["id"], at: Timestamp(milliseconds: row["at_ms"]).description, topic: row["topic"],
                    reason: row["reason"], detail: row["detail"],
                    sample: String(decoding: row["sample"] as Data, as: UTF8.self))
            }
        }
    }

    /// The size of history and the readings in it; zeros where there is none.
    package func history() throws -> (bytes: Int, readings: Int) {
        let path = folder.appending(path: StateFolder.historyName).path
        guard FileManager.default.fileExists(atPath: path) else { return (0, 0) }
        var configuration = Configuration()
        configuration.readonly = true
        let history = try DatabaseQueue(path: path, configuration: configuration)
        let readings = try history.read { try Int.fetchOne($0, sql: "SELECT sum(readings) FROM chunk") ?? 0 }
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        return (size ?? 0, readings)
    }

    /// The version of SQLite that this process has linked.
    package static var sqliteVersion: String {
        let version = try? DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") }
        return version ?? "unknown"
    }

    /// Whether every page of the ledger is sound, as SQLite sees it.
    package func quickCheck() throws -> Bool {
        try desk.read { try String.fetchOne($0, sql: "PRAGMA quick_check") == "ok" }
    }

    private static func bodies<Value: Decodable>(_ db: Database, of table: String, order: String) throws -> [Value] {
        let decoder = JSONDecoder()
        return try String.fetchAll(db, sql: "SELECT body FROM \(table) ORDER BY \(order)").map {
            try decoded($0, by: decoder, as: "a row of \(table)")
        }
    }

    static func events(_ db: Database) throws -> [RecordedEvent] {
        try bodies(db, of: "request_event", order: "request, number")
    }

    static func intakes(_ db: Database) throws -> [Intake] {
        try bodies(db, of: "intake", order: "at_ms, id")
    }
}
