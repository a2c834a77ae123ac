import Appliances
import Foundation
import GRDB
import ServiceDesk
import Synchronization

/// The desk's memory in the ledger: a request, a key or a list is read where it is asked for.
final class SQLiteDeskPast: DeskPast {
    /// Visits that ended within so long before the last one are judged again after a restart; judging is done once.
    private static let visitedSpan: Int64 = 7 * 86_400_000

    /// From how many requests on two are read at a time.
    private static let manyMin = 8

    private let desk: DatabaseQueue
    /// Reads every other one of many requests.
    private let second: DatabaseQueue
    private let failure = Mutex<String?>(nil)

    /// A memory over connections of its own: the desk asks also while the ledger hands out what it has.
    init(path: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        // What is asked within `reading` is asked in one transaction, which is ended there.
        configuration.allowsUnsafeTransactions = true
        desk = try DatabaseQueue(path: path, configuration: configuration)
        second = try DatabaseQueue(path: path, configuration: configuration)
    }

    /// Lets go of the file.
    func close() throws {
        try desk.close()
        try second.close()
    }

    /// Throws where something could not be read since the last call: what was decided without it must not be recorded.
    func check() throws {
        let failed = failure.withLock { failure in
            defer { failure = nil }
            return failure
        }
        if let failed { throw LedgerFault.damaged("the desk's memory (\(failed))") }
    }

    func reading<Value>(_ work: () throws -> Value) rethrows -> Value {
        // Where it cannot begin, whatever is asked for is asked for alone.
        let isBegun = (try? desk.unsafeRead { try $0.beginTransaction(.deferred) }) != nil
        // Nothing was written, and a rollback always ends it: what comes later must not see this state for good.
        defer { if isBegun { try? desk.unsafeRead { try $0.rollback() } } }
        return try work()
    }

    private func read<Value>(_ otherwise: Value, _ look: (Database) throws -> Value) -> Value {
        trying(otherwise) { try desk.unsafeRead(look) }
    }

    private func trying<Value>(_ otherwise: Value, _ look: () throws -> Value) -> Value {
        do {
            return try look()
        } catch {
            failure.withLock { $0 = "\(error)" }
            return otherwise
        }
    }

    func request(_ number: String) -> ServiceRequest? { read(nil) { try SQLiteDeskPast.find(number, $0) } }

    func keyed(_ numbers: [String]) -> [KeyedRequest] {
        typealias Past = SQLiteDeskPast
        guard numbers.count >= Past.manyMin else { return read([]) { try Past.keyed(numbers, $0) } }
        let found = Mutex<[KeyedRequest]>([])
        DispatchQueue.concurrentPerform(iterations: 2) { half in
            let mine = stride(from: half, to: numbers.count, by: 2).map { numbers[$0] }
            let requests = trying([]) {
                try half == 0 ? desk.unsafeRead { try Past.keyed(mine, $0) } : second.read { try Past.keyed(mine, $0) }
            }
            found.withLock { $0 += requests }
        }
        return found.withLock { $0 }
    }

    private static func keyed(_ numbers: [String], _ db: Database) throws -> [KeyedRequest] {
        try numbers.compactMap { number in
            guard let request = try find(number, db) else { return nil }
            return KeyedRequest(request, commandKeys: try commandKeys(on: number, db))
        }
    }

    /// A row is a copy: one that cannot be read is made anew from the events.
    private static func find(_ number: String, _ db: Database) throws -> ServiceRequest? {
        try (try? request(db, number)) ?? folded(db, number)
    }

    func numbers(of device: DeviceID) -> [String] {
        read([]) { db in
            let sql = "SELECT number FROM request WHERE device = ? ORDER BY opened_ms, number"
            return try String.fetchAll(db.cachedStatement(sql: sql), arguments: [device.text])
        }
    }

    func openNumber(of device: DeviceID, family: ComponentFamily?) -> String? {
        read(nil) { db in
            let sql = "SELECT number FROM request WHERE device = ? AND open = 1 AND family IS ? ORDER BY id LIMIT 1"
            return try String.fetchOne(db.cachedStatement(sql: sql), arguments: [device.text, family?.rawValue])
        }
    }

    func home(of key: DeskKey) -> String? {
        read(nil) { db in
            let sql = "SELECT request FROM desk_key WHERE key = ?"
            return try String.fetchOne(db.cachedStatement(sql: sql), arguments: [key.text])
        }
    }

    func commandKeys(on request: String) -> [String] { read([]) { try SQLiteDeskPast.commandKeys(on: request, $0) } }

    private static func commandKeys(on request: String, _ db: Database) throws -> [String] {
        // Most events have none: a look for the word is cheaper than reading each of them as JSON.
        let sql = """
            SELECT json_extract(body, '$.key') AS key FROM request_event
            WHERE request = ? AND instr(body, '"key":') > 0 AND key IS NOT NULL ORDER BY number
            """
        return try String.fetchAll(db.cachedStatement(sql: sql), arguments: [request])
    }

    func open(most: Int) -> [ServiceRequest] {
        read([]) { try SQLiteDeskPast.open($0, most: most) }
    }

    /// The worklist of the whole desk; also for those who only look.
    static func open(_ db: Database, most: Int) throws -> [ServiceRequest] {
        let sql = """
            SELECT \(RequestTable.columns) FROM request WHERE open = 1 ORDER BY priority, opened_ms, number LIMIT ?
            """
        return try requests(Row.fetchAll(db.cachedStatement(sql: sql), arguments: [most]), db)
    }

    /// All requests, oldest first; for those who only look.
    static func all(_ db: Database) throws -> [ServiceRequest] {
        let sql = "SELECT \(RequestTable.columns) FROM request ORDER BY opened_ms, number"
        return try requests(Row.fetchAll(db, sql: sql), db)
    }

    var engaged: [ServiceRequest] {
        read([]) { db in
            let sql = "SELECT \(RequestTable.columns) FROM request WHERE engaged = 1 ORDER BY number"
            return try SQLiteDeskPast.requests(Row.fetchAll(db, sql: sql), db)
        }
    }

    var openCount: Int {
        read(0) { try Int.fetchOne($0, sql: "SELECT count(*) FROM request WHERE open = 1") ?? 0 }
    }

    var visited: Set<String> {
        read([]) { db in
            let sql = """
                SELECT number FROM request WHERE visited_ms IS NOT NULL
                AND visited_ms >= (SELECT max(visited_ms) FROM request WHERE visited_ms IS NOT NULL) - ?
                """
            return try Set(String.fetchAll(db, sql: sql, arguments: [SQLiteDeskPast.visitedSpan]))
        }
    }

    func numbers(visitedSince moment: Timestamp) -> [String] {
        read([]) { db in
            let sql = "SELECT number FROM request WHERE visited_ms IS NOT NULL AND visited_ms >= ? ORDER BY number"
            return try String.fetchAll(db.cachedStatement(sql: sql), arguments: [moment.milliseconds])
        }
    }

    func overdue(after earlier: Timestamp, at moment: Timestamp) -> [String] {
        read([]) { db in
            let sql = """
                SELECT request FROM due WHERE breached = 0 AND due_ms > ? AND due_ms <= ? GROUP BY request
                ORDER BY min(due_ms), request
                """
            return try String.fetchAll(
                db.cachedStatement(sql: sql), arguments: [earlier.milliseconds, moment.milliseconds])
        }
    }

    func due(for role: Role, most: Int) -> [DueItem] {
        read([]) { try SQLiteDeskPast.due($0, for: role, most: most) }
    }

    /// The worklist of a role: its own and what was escalated to it, each once; also for those who only look.
    static func due(_ db: Database, for role: Role, most: Int) throws -> [DueItem] {
        // Each half is read in the order of its index, and no further than it takes.
        let half = { (column: String, more: String) in
            "SELECT * FROM (SELECT request, place, due_ms, body FROM due WHERE \(column) = ?1\(more) "
                + "ORDER BY due_ms, request, place LIMIT ?2)"
        }
        let sql =
            half("role", "") + " UNION " + half("above", " AND breached = 1")
            + " ORDER BY due_ms, request, place LIMIT ?2"
        let decoder = JSONDecoder()
        return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [role.rawValue, most]).map { row in
            try decoded(row["body"], by: decoder, as: "what is due")
        }
    }

    func partsTaken(since moment: Timestamp) -> [PartTaken] {
        read([]) { try SQLiteDeskPast.partsTaken($0, since: moment) }
    }

    /// The parts that left a shelf, oldest first; also for those who only look.
    static func partsTaken(_ db: Database, since moment: Timestamp) throws -> [PartTaken] {
        let sql = "SELECT * FROM part_taken WHERE at_ms >= ? ORDER BY at_ms, request, place"
        return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [moment.milliseconds]).map { row in
            guard let stock = PartNeed.Stock(rawValue: row["stock"]) else { throw LedgerFault.damaged("a used part") }
            return PartTaken(
                row["part"], from: stock, of: row["engineer"], at: Timestamp(milliseconds: row["at_ms"]),
                isReserved: row["reserved"])
        }
    }

    func nextOverdue(after moment: Timestamp) -> Timestamp? {
        read(nil) { db in
            let sql = "SELECT due_ms FROM due WHERE breached = 0 AND due_ms > ? ORDER BY due_ms LIMIT 1"
            return try Int64.fetchOne(db.cachedStatement(sql: sql), arguments: [moment.milliseconds])
                .map { Timestamp(milliseconds: $0) }
        }
    }

    private static func folded(_ db: Database, _ number: String) throws -> ServiceRequest? {
        let sql = "SELECT body FROM request_event WHERE request = ? ORDER BY number"
        var request: ServiceRequest?
        for body in try String.fetchAll(db.cachedStatement(sql: sql), arguments: [number]) {
            let event: RecordedEvent = try decoded(body, by: JSONDecoder(), as: "an event of a request")
            guard event.number == (request?.eventCount ?? 0) + 1 else {
                throw LedgerFault.damaged("the events of \(number)")
            }
            if request == nil { request = ServiceRequest(opening: event) } else { request?.apply(event) }
        }
        return request
    }

    /// One request as it stands; nil where there is none. Also for those who only look.
    static func request(_ db: Database, _ number: String) throws -> ServiceRequest? {
        let sql = "SELECT \(RequestTable.columns) FROM request WHERE number = ?"
        let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [number])
        return try row.map { try RequestTable.request(of: $0, by: JSONDecoder(), db) }
    }

    private static func requests(_ rows: [Row], _ db: Database) throws -> [ServiceRequest] {
        let decoder = JSONDecoder()
        return try rows.map { try RequestTable.request(of: $0, by: decoder, db) }
    }
}
