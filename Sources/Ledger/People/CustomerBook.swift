package import Foundation
import GRDB
package import ServiceDesk

/// The customers' own records, in `people.db`: a file of its own, so that whoever copies the ledger copies no names.
///
/// May be used from any thread. Nothing of it is needed to decide: a gateway without it asks for more.
package final class CustomerBook: Sendable {
    private let people: DatabasePool

    /// The book of a state folder; made where there is none.
    package init(folder: URL) throws {
        let path = folder.appending(path: "people.db").path
        people = try Durable.pool(path)
        // Nobody but the gateway's user reads names.
        for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + suffix) {
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path + suffix)
        }
        try Durable.migrate(people, by: CustomerBook.migrator)
        // Of the connection, not of the file: what is written over leaves nothing behind either.
        try people.writeWithoutTransaction { try $0.execute(sql: "PRAGMA secure_delete = ON") }
    }

    /// The customer of a number, in the book of a folder that a gateway may have; nil where nobody is known.
    ///
    /// Nothing is written: two that write to one log at a time can damage it.
    package static func look(up number: String, in folder: URL) throws -> Customer? {
        let path = folder.appending(path: "people.db").path
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        let people = try DatabaseQueue(path: path, configuration: configuration)
        return try people.read { db in
            try Durable.check(db, by: migrator, path: path)
            return try find(number, db)
        }
    }

    private static func find(_ number: String, _ db: Database) throws -> Customer? {
        let sql = "SELECT body FROM customer WHERE number = ?"
        return try String.fetchOne(db, sql: sql, arguments: [number]).map(customer)
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(
                sql: """
                    CREATE TABLE customer (
                        number TEXT PRIMARY KEY,
                        email TEXT NOT NULL,
                        body TEXT NOT NULL
                    ) STRICT, WITHOUT ROWID;
                    CREATE INDEX customer_email ON customer (email) WHERE email <> '';
                    PRAGMA secure_delete = ON;
                    """)
        }
        return migrator
    }

    /// The customer of a number; nil where nobody has written one down.
    package func customer(_ number: String) throws -> Customer? {
        try people.read { try CustomerBook.find(number, $0) }
    }

    /// The customer who writes from an address; nil where none or more than one does.
    package func customer(writingFrom email: String) throws -> Customer? {
        try people.read { db in
            let sql = "SELECT body FROM customer WHERE email = ? LIMIT 2"
            let found = try String.fetchAll(db, sql: sql, arguments: [email.lowercased()])
            return found.count == 1 ? try CustomerBook.customer(found[0]) : nil
        }
    }

    /// Writes a customer down, or anew.
    package func write(_ customer: Customer) throws {
        let body = String(decoding: try SQLiteLedger.encoder().encode(customer), as: UTF8.self)
        try people.write { db in
            try db.execute(
                sql: "INSERT OR REPLACE INTO customer VALUES (?, ?, ?)",
                arguments: [customer.number, customer.email.lowercased(), body])
        }
    }

    /// Forgets a customer for good; false where nobody was known.
    package func erase(_ number: String) throws -> Bool {
        let isErased = try people.write { db in
            try db.execute(sql: "DELETE FROM customer WHERE number = ?", arguments: [number])
            return db.changesCount > 0
        }
        // What was deleted must not stand in the log either.
        _ = try people.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        return isErased
    }

    private static func customer(_ body: String) throws -> Customer {
        try decoded(body, by: JSONDecoder(), as: "a customer")
    }
}
