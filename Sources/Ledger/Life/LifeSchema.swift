import Foundation
import GRDB

/// The tables of `life.db`, and how it is opened.
///
/// Two processes write to it: the gateway, and commands beside it. Debian 12's SQLite (3.40.1) can corrupt a
/// write-ahead log in which two of them write or checkpoint at once, so this database keeps the older rollback
/// journal, which has no such fault; it is small and written seldom.
enum LifeSchema {
    /// The name of each migration is its number, as with the desk's.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(sql: first)
            for table in ["stage_change", "repair", "verdict", "storm_order"] {
                try db.execute(sql: stays(table))
            }
        }
        return migrator
    }

    /// One connection whose commits are on the disk when they return.
    static func open(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
            try db.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA")
        }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.writeWithoutTransaction { db in
            let level = try Int.fetchOne(db, sql: "PRAGMA synchronous")
            let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode")
            guard level == 3, mode == "delete" else {
                throw LedgerFault.notDurable("synchronous is \(level ?? -1) and journal_mode \(mode ?? "unknown")")
            }
        }
        return queue
    }

    private static let first = """
        -- Every change of a rule's stage: the audit log.
        CREATE TABLE stage_change (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            rule TEXT NOT NULL,
            at_ms INTEGER NOT NULL,
            body TEXT NOT NULL
        ) STRICT;
        -- Repairs that are over; the last row of a number counts.
        CREATE TABLE repair (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            number TEXT NOT NULL,
            at_ms INTEGER NOT NULL,
            body TEXT NOT NULL
        ) STRICT;
        -- What they say of episodes; the last row of an episode counts.
        CREATE TABLE verdict (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            episode TEXT NOT NULL,
            rule TEXT NOT NULL,
            at_ms INTEGER NOT NULL,
            body TEXT NOT NULL
        ) STRICT;
        CREATE TABLE storm_order (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            incident TEXT NOT NULL,
            at_ms INTEGER NOT NULL,
            body TEXT NOT NULL
        ) STRICT;
        -- How each incident stands, as the gateway sees it.
        CREATE TABLE incident (
            id TEXT PRIMARY KEY,
            rule TEXT NOT NULL,
            at_ms INTEGER NOT NULL,
            body TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        -- Reports of back-tests, as they were attached.
        CREATE TABLE report (
            digest TEXT PRIMARY KEY,
            rule TEXT NOT NULL,
            name TEXT NOT NULL,
            at_ms INTEGER NOT NULL,
            body BLOB NOT NULL
        ) STRICT;
        """

    /// Rows that were written stay as they are.
    private static func stays(_ table: String) -> String {
        ["UPDATE", "DELETE"].map { verb in
            """
            CREATE TRIGGER \(table)_\(verb.lowercased()) BEFORE \(verb) ON \(table)
            BEGIN SELECT RAISE(ABORT, 'rows of \(table) stay as they were written'); END;
            """
        }.joined(separator: "\n")
    }
}
