import Appliances
import Foundation
import GRDB
import ServiceDesk

/// The requests as they stand, beside the events that made them: what worklists and the desk's memory are read from.
///
/// Nothing here is the truth. The events are, and the table is made anew from them whenever its form changes.
enum RequestTable {
    /// The form of the rows; another one is thrown away and made anew from the events.
    static let form = 7

    static let schema = """
        CREATE TABLE request (
            id INTEGER PRIMARY KEY,
            number TEXT NOT NULL UNIQUE,
            device TEXT,
            family TEXT,
            open INTEGER NOT NULL,
            engaged INTEGER NOT NULL,
            priority TEXT NOT NULL,
            opened_ms INTEGER NOT NULL,
            visited_ms INTEGER,
            body TEXT NOT NULL
        ) STRICT;
        -- The order in which a worklist shows them.
        CREATE INDEX request_open ON request (priority, opened_ms, number) WHERE open = 1;
        CREATE INDEX request_engaged ON request (number) WHERE engaged = 1;
        CREATE INDEX request_device ON request (device) WHERE device IS NOT NULL;
        CREATE INDEX request_visited ON request (visited_ms) WHERE visited_ms IS NOT NULL;
        -- What somebody must do about an open request, and who is told where it is not done.
        CREATE TABLE due (
            request TEXT NOT NULL,
            place INTEGER NOT NULL,
            due_ms INTEGER NOT NULL,
            role TEXT NOT NULL,
            above TEXT NOT NULL,
            breached INTEGER NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY (request, place)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX due_open ON due (due_ms) WHERE breached = 0;
        CREATE INDEX due_role ON due (role, due_ms);
        CREATE INDEX due_above ON due (above, due_ms) WHERE breached = 1;
        -- To which request an episode, a demand or a command belongs for good.
        CREATE TABLE desk_key (
            key TEXT PRIMARY KEY,
            request TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    /// Makes the table anew where its form is another one; the ledger is migrated already.
    ///
    /// What is due follows with ``refreshDue(_:mark:_:)``: the thresholds are not known here.
    static func bringUpToDate(_ desk: DatabasePool) throws {
        let known = try desk.read {
            try Int.fetchOne($0, sql: "SELECT value FROM fact WHERE name = 'request_form'")
        }
        guard known != form else { return }
        try desk.write { db in
            try db.execute(sql: "DELETE FROM request; DELETE FROM due; DELETE FROM desk_key")
            try rebuild(db)
            try db.execute(sql: "INSERT OR REPLACE INTO fact VALUES ('request_form', ?)", arguments: [form])
            try db.execute(sql: "DELETE FROM fact WHERE name = 'due_mark'")
        }
    }

    /// Writes what is due of every open request, unless it was written under these thresholds already.
    static func refreshDue(_ desk: DatabasePool, mark: UInt64, _ due: (ServiceRequest) -> [DueItem]) throws {
        let mark = Int64(bitPattern: mark)
        let known = try desk.read { try Int64.fetchOne($0, sql: "SELECT value FROM fact WHERE name = 'due_mark'") }
        guard known != mark else { return }
        let (decoder, encoder) = (JSONDecoder(), SQLiteLedger.encoder())
        try desk.write { db in
            let rows = try Row.fetchCursor(db, sql: "SELECT body FROM request WHERE open = 1 ORDER BY id")
            while let row = try rows.next() {
                let request: ServiceRequest = try decoded(row["body"], by: decoder, as: "a request")
                try write(due(request), of: request.number, by: encoder, db)
            }
            try db.execute(sql: "INSERT OR REPLACE INTO fact VALUES ('due_mark', ?)", arguments: [mark])
        }
    }

    private static func rebuild(_ db: Database) throws {
        let (decoder, encoder) = (JSONDecoder(), SQLiteLedger.encoder())
        var current: ServiceRequest?
        func finish() throws {
            guard let request = current else { return }
            try write(RequestRow(request, due: []), by: encoder, db)
        }
        let rows = try Row.fetchCursor(db, sql: "SELECT body FROM request_event ORDER BY request, number")
        while let row = try rows.next() {
            let event: RecordedEvent = try decoded(row["body"], by: decoder, as: "an event of a request")
            if current?.number == event.request {
                current?.apply(event)
            } else {
                try finish()
                current = ServiceRequest(opening: event)
            }
            try write(keysOf: event, on: current?.device, db)
        }
        try finish()
    }

    /// Writes how a request stands, and what is due of it.
    static func write(_ row: RequestRow, by encoder: JSONEncoder, _ db: Database) throws {
        let request = row.request
        let sql = """
            INSERT INTO request (number, device, family, open, engaged, priority, opened_ms, visited_ms, body)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (number) DO UPDATE SET open = excluded.open, engaged = excluded.engaged,
            priority = excluded.priority, visited_ms = excluded.visited_ms, body = excluded.body
            """
        let body = String(decoding: try encoder.encode(request), as: UTF8.self)
        try db.cachedStatement(sql: sql).execute(arguments: [
            request.number, request.device?.text, request.family?.rawValue, request.state.isOpen, request.isEngaged,
            request.priority.rawValue, request.opened.milliseconds,
            request.visits.compactMap(\.ended).max()?.milliseconds, body,
        ])
        try write(row.due, of: request.number, by: encoder, db)
    }

    private static func write(_ due: [DueItem], of number: String, by encoder: JSONEncoder, _ db: Database) throws {
        try db.cachedStatement(sql: "DELETE FROM due WHERE request = ?").execute(arguments: [number])
        let statement = try db.cachedStatement(sql: "INSERT INTO due VALUES (?, ?, ?, ?, ?, ?, ?)")
        for (place, item) in due.enumerated() {
            try statement.execute(arguments: [
                number, place, item.due.milliseconds, item.role.rawValue, item.escalatesTo.rawValue,
                item.isBreached, String(decoding: try encoder.encode(item), as: UTF8.self),
            ])
        }
    }

    /// Writes what an event makes stay with its request.
    static func write(keysOf event: RecordedEvent, on device: DeviceID?, _ db: Database) throws {
        let statement = try db.cachedStatement(sql: "INSERT OR REPLACE INTO desk_key VALUES (?, ?)")
        for key in DeskKey.all(of: event, on: device) {
            try statement.execute(arguments: [key.text, event.request])
        }
    }
}
