import Appliances
import Foundation
import GRDB
import ServiceDesk

/// The requests as they stand, beside the events that made them: what worklists and the desk's memory are read from.
///
/// Nothing here is the truth. The events are, and the table is made anew from them whenever its form changes. A row has
/// its request whole as of an event of its own, and whoever reads it adds the few events since (decision 20).
enum RequestTable {
    /// After how many events a request that is open is written whole again: a list of fifty reads 350 events more at
    /// the most, and of eight commands seven write none of the two kilobytes.
    static let tailMax = 8

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
        -- To which request an episode, a demand or a fitted part belongs for good.
        CREATE TABLE desk_key (
            key TEXT PRIMARY KEY,
            request TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    /// The parts that left a shelf for good, a row each; they outlive their request's end, as the stock does.
    static let partSchema = """
        CREATE TABLE part_taken (
            request TEXT NOT NULL,
            place INTEGER NOT NULL,
            part TEXT NOT NULL,
            stock TEXT NOT NULL,
            engineer TEXT NOT NULL,
            at_ms INTEGER NOT NULL,
            reserved INTEGER NOT NULL,
            PRIMARY KEY (request, place)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX part_taken_at ON part_taken (at_ms);
        """

    /// What a row has of the request itself.
    static let columns = "number, body, folded, events"

    /// Of how many events the body of a row is the sum, and how many there are.
    static let folding = """
        ALTER TABLE request ADD COLUMN folded INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE request ADD COLUMN events INTEGER NOT NULL DEFAULT 0;
        """

    /// The request of a row that has these ``columns``, with the events that came after its body.
    static func request(of row: Row, by decoder: JSONDecoder, _ db: Database) throws -> ServiceRequest {
        var request: ServiceRequest = try decoded(row["body"], by: decoder, as: "a request")
        let (folded, events): (Int, Int) = (row["folded"], row["events"])
        guard folded < events else { return request }
        let sql = "SELECT body FROM request_event WHERE request = ? AND number > ? ORDER BY number"
        let later = try String.fetchCursor(db.cachedStatement(sql: sql), arguments: [request.number, folded])
        while let body = try later.next() {
            let event: RecordedEvent = try decoded(body, by: decoder, as: "an event of a request")
            guard event.number == request.eventCount + 1 else { break }
            request.apply(event)
        }
        guard request.eventCount == events else { throw LedgerFault.damaged("the events of a request") }
        return request
    }

    /// Makes the table anew where its form is another one; the ledger is migrated already.
    ///
    /// What is due follows with ``refreshDue(_:mark:_:)``: the thresholds are not known here.
    static func bringUpToDate(_ desk: DatabasePool) throws {
        let known = try desk.read {
            try Int.fetchOne($0, sql: "SELECT value FROM fact WHERE name = 'request_form'")
        }
        guard known != form else { return }
        try desk.write { db in
            try db.execute(sql: "DELETE FROM request; DELETE FROM due; DELETE FROM desk_key; DELETE FROM part_taken")
            try db.execute(sql: "DELETE FROM asker; DELETE FROM attachment")
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
            let rows = try Row.fetchCursor(db, sql: "SELECT \(columns) FROM request WHERE open = 1 ORDER BY id")
            while let row = try rows.next() {
                let request = try request(of: row, by: decoder, db)
                let due = due(request)
                try write(due, SQLiteLedger.texts(due, by: encoder)[...], of: request.number, db)
            }
            try db.execute(sql: "INSERT OR REPLACE INTO fact VALUES ('due_mark', ?)", arguments: [mark])
        }
    }

    private static func rebuild(_ db: Database) throws {
        let (decoder, encoder) = (JSONDecoder(), SQLiteLedger.encoder())
        var current: ServiceRequest?
        func finish() throws {
            guard let request = current else { return }
            try write(RequestRow(request, due: []), words: [], by: encoder, db)
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
    ///
    /// `words` has what is due as it is stored, in the order of the row.
    static func write(_ row: RequestRow, words: ArraySlice<String>, by encoder: JSONEncoder, _ db: Database) throws {
        if try !move(row.request, db) { try write(row.request, by: encoder, db) }
        try write(row.due, words, of: row.request.number, db)
        try write(row.request.taken, of: row.request.number, db)
    }

    /// Writes what a list is ordered by, and nothing else: its events tell the rest, as long as they are few.
    ///
    /// - Returns: False where the request must be written whole.
    private static func move(_ request: ServiceRequest, _ db: Database) throws -> Bool {
        guard request.state.isOpen else { return false }
        // Most commands leave the place in the lists as it is: then no index is to be touched.
        let still = "UPDATE request SET events = ?4 WHERE engaged = ?1 AND priority = ?2 AND visited_ms IS ?3"
        let moved = "UPDATE request SET engaged = ?1, priority = ?2, visited_ms = ?3, events = ?4 WHERE true"
        for update in [still, moved] {
            try db.cachedStatement(sql: update + " AND number = ?5 AND open = 1 AND folded > ?6").execute(arguments: [
                request.isEngaged, request.priority.rawValue, visited(request), request.eventCount, request.number,
                request.eventCount - tailMax,
            ])
            if db.changesCount > 0 { return true }
        }
        return false
    }

    /// Writes a request whole; what is due of it stays as it is.
    static func write(_ request: ServiceRequest, by encoder: JSONEncoder, _ db: Database) throws {
        let sql = """
            INSERT INTO request
            (number, device, family, open, engaged, priority, opened_ms, visited_ms, body, folded, events)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10)
            ON CONFLICT (number) DO UPDATE SET open = excluded.open, engaged = excluded.engaged,
            priority = excluded.priority, visited_ms = excluded.visited_ms, body = excluded.body,
            folded = excluded.folded, events = excluded.events
            """
        let body = String(decoding: try encoder.encode(request), as: UTF8.self)
        try db.cachedStatement(sql: sql).execute(arguments: [
            request.number, request.device?.text, request.family?.rawValue, request.state.isOpen, request.isEngaged,
            request.priority.rawValue, request.opened.milliseconds, visited(request), body, request.eventCount,
        ])
    }

    private static func visited(_ request: ServiceRequest) -> Int64? {
        request.visits.compactMap(\.ended).max()?.milliseconds
    }

    /// What was used stays used: the list of a request only grows.
    private static func write(_ taken: [PartTaken], of number: String, _ db: Database) throws {
        guard !taken.isEmpty else { return }
        let statement = try db.cachedStatement(sql: "INSERT OR IGNORE INTO part_taken VALUES (?, ?, ?, ?, ?, ?, ?)")
        for (place, one) in taken.enumerated() {
            try statement.execute(arguments: [
                number, place, one.part, one.stock.rawValue, one.engineer, one.at.milliseconds, one.isReserved,
            ])
        }
    }

    private static func write(
        _ due: [DueItem], _ words: ArraySlice<String>, of number: String, _ db: Database
    ) throws {
        try db.cachedStatement(sql: "DELETE FROM due WHERE request = ?").execute(arguments: [number])
        let statement = try db.cachedStatement(sql: "INSERT INTO due VALUES (?, ?, ?, ?, ?, ?, ?)")
        for (place, (item, body)) in zip(due, words).enumerated() {
            try statement.execute(arguments: [
                number, place, item.due.milliseconds, item.role.rawValue, item.escalatesTo.rawValue,
                item.isBreached, body,
            ])
        }
    }

    /// Writes what an event makes stay with its request.
    static func write(keysOf event: RecordedEvent, on device: DeviceID?, _ db: Database) throws {
        let statement = try db.cachedStatement(sql: "INSERT OR REPLACE INTO desk_key VALUES (?, ?)")
        for key in DeskKey.all(of: event, on: device) {
            try statement.execute(arguments: [key.text, event.request])
        }
        try ErasureTable.write(event, db)
    }
}
