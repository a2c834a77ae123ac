import Appliances
package import Daybook
import Foundation
import GRDB
import ServiceDesk

/// Whose requests are whose, and which request has which attachment: what must be known to forget a customer.
///
/// A copy of what the events say, as ``RequestTable`` is, and made anew with it.
enum ErasureTable {
    static let schema = """
        CREATE TABLE asker (
            customer TEXT NOT NULL,
            request TEXT NOT NULL,
            PRIMARY KEY (customer, request)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE attachment (
            name TEXT NOT NULL,
            request TEXT NOT NULL,
            PRIMARY KEY (name, request)
        ) STRICT, WITHOUT ROWID;
        """

    /// Writes what an event says of whose request it is and of what came along.
    static func write(_ recorded: RecordedEvent, _ db: Database) throws {
        var customers = recorded.by.map { $0.role == .customer ? [$0.number] : [] } ?? []
        if case .demanded(let demand) = recorded.event { customers.append(demand.customer) }
        for customer in customers where !customer.isEmpty {
            try db.cachedStatement(sql: "INSERT OR IGNORE INTO asker VALUES (?, ?)")
                .execute(arguments: [customer, recorded.request])
        }
        for name in recorded.event.attachments {
            try db.cachedStatement(sql: "INSERT OR IGNORE INTO attachment VALUES (?, ?)")
                .execute(arguments: [name, recorded.request])
        }
    }

    /// The numbers of the requests in which words of a customer may stand, sorted.
    static func numbers(of erasure: Erasure, _ db: Database) throws -> [String] {
        let asked = "SELECT request FROM asker WHERE customer = ?"
        var numbers = try Set(String.fetchAll(db, sql: asked, arguments: [erasure.customer]))
        for device in erasure.devices {
            let about = "SELECT number FROM request WHERE device = ?"
            numbers.formUnion(try String.fetchAll(db, sql: about, arguments: [device.text]))
        }
        return numbers.sorted()
    }

    /// Overwrites the words of a customer in the events of all requests, and how these stand.
    static func erase(
        _ erasure: Erasure, by encoder: JSONEncoder, _ db: Database, removing remove: ([String]) throws -> Void
    ) throws -> Erased {
        var erased = Erased()
        var dropped: Set<String> = []
        for number in try numbers(of: erasure, db) {
            var history = try History(of: number, db)
            guard try history.erase(erasure, by: encoder, db) else { continue }
            erased.requests.append(number)
            dropped.formUnion(history.dropped)
        }
        let others = "SELECT 1 FROM attachment WHERE name = ?"
        erased.attachments = try dropped.sorted().filter { try Int.fetchOne(db, sql: others, arguments: [$0]) == nil }
        // Before the commit: whoever asks again after a crash in between finds the names here still.
        if !erased.attachments.isEmpty { try remove(erased.attachments) }
        return erased
    }

    /// The events of one request while words in them are overwritten.
    private struct History {
        private let number: String
        private var events: [RecordedEvent]
        /// The names of attachments that the request has no more.
        private(set) var dropped: Set<String> = []

        init(of number: String, _ db: Database) throws {
            self.number = number
            let sql = "SELECT body FROM request_event WHERE request = ? ORDER BY number"
            let decoder = JSONDecoder()
            events = try String.fetchAll(db, sql: sql, arguments: [number]).map {
                try decoded($0, by: decoder, as: "an event of a request")
            }
        }

        private func isOwn(_ erasure: Erasure) -> Bool {
            let demands = events.compactMap { if case .demanded(let demand) = $0.event { demand } else { nil } }
            if let first = demands.first(where: { !$0.customer.isEmpty }) { return first.customer == erasure.customer }
            // Nobody has asked by a number: it is the owner's.
            guard let first = events.first, let device = ServiceRequest(opening: first)?.device else { return false }
            return erasure.devices.contains(device)
        }

        /// Whether there was anything to overwrite; how the request stands is the sum of what is left.
        mutating func erase(_ erasure: Erasure, by encoder: JSONEncoder, _ db: Database) throws -> Bool {
            let isOwn = isOwn(erasure)
            let before = Set(events.flatMap(\.event.attachments))
            var isChanged = false
            for (place, event) in events.enumerated() {
                let left = event.withoutWords(of: erasure.customer, isTheirs: isOwn)
                guard left != event else { continue }
                isChanged = true
                events[place] = left
                try ErasureTable.overwrite(left, by: encoder, db)
            }
            guard isChanged, let last = events.last else { return false }
            dropped = before.subtracting(events.flatMap(\.event.attachments))
            for name in dropped.sorted() {
                try db.execute(
                    sql: "DELETE FROM attachment WHERE name = ? AND request = ?", arguments: [name, number])
            }
            let trace = RecordedEvent(
                request: number, number: last.number + 1, at: max(last.at, erasure.at), by: erasure.by, event: .erased)
            events.append(trace)
            try ErasureTable.append(trace, by: encoder, db)
            guard let first = events.first, var request = ServiceRequest(opening: first) else {
                throw LedgerFault.damaged("the first event of \(number)")
            }
            for event in events.dropFirst() { request.apply(event) }
            try RequestTable.write(request, by: encoder, db)
            try PostTable.forget(number, db)
            return true
        }
    }

    private static func overwrite(_ event: RecordedEvent, by encoder: JSONEncoder, _ db: Database) throws {
        let body = String(decoding: try encoder.encode(event), as: UTF8.self)
        try db.execute(
            sql: "UPDATE request_event SET body = ? WHERE request = ? AND number = ?",
            arguments: [body, event.request, event.number])
    }

    private static func append(_ event: RecordedEvent, by encoder: JSONEncoder, _ db: Database) throws {
        let body = String(decoding: try encoder.encode(event), as: UTF8.self)
        try db.execute(
            sql: "INSERT INTO request_event VALUES (?, ?, ?, ?)",
            arguments: [event.request, event.number, event.at.milliseconds, body])
    }
}

extension SQLiteLedger {
    /// Overwrites the words of a customer in what is recorded of requests, in one commit.
    ///
    /// What was overwritten leaves no byte in the pages of the file. The log is emptied as far as nobody reads; what
    /// is left of it there goes with the next time that it is.
    package func erase(_ erasure: Erasure, removing remove: ([String]) throws -> Void) throws -> Erased {
        do {
            let erased = try desk.writeWithoutTransaction { db in
                // Of the connection; Debian's SQLite has it on already, another one may not.
                try db.execute(sql: "PRAGMA secure_delete = ON")
                var erased = Erased()
                try db.inTransaction {
                    erased = try ErasureTable.erase(erasure, by: SQLiteLedger.encoder(), db, removing: remove)
                    return .commit
                }
                return erased
            }
            _ = try? desk.writeWithoutTransaction { try $0.checkpoint(.truncate) }
            return erased
        } catch let error as DatabaseError where SQLiteLedger.isFatal(error) {
            throw StorageBroken("\(error)")
        }
    }
}
