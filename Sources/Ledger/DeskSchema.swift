import Foundation
import GRDB

/// The tables of `desk.db`, as a list of migrations that only grows.
enum DeskSchema {
    /// The name of each migration is its number; a ledger with a higher one is of a newer foretell.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(sql: first)
        }
        migrator.registerMigration("2") { db in
            // Whether the rule acted when it raised an episode; those of before there was a shadow did.
            try db.execute(sql: "ALTER TABLE episode ADD COLUMN acted INTEGER NOT NULL DEFAULT 1")
        }
        migrator.registerMigration("3") { db in
            try db.execute(
                sql: """
                    -- Messages that no profile claims, and devices that the registry does not know.
                    CREATE TABLE stranger (
                        topic TEXT NOT NULL,
                        device TEXT NOT NULL,
                        profile TEXT NOT NULL,
                        first_ms INTEGER NOT NULL,
                        last_ms INTEGER NOT NULL,
                        count INTEGER NOT NULL,
                        retained INTEGER NOT NULL,
                        sample BLOB NOT NULL,
                        PRIMARY KEY (topic, device)
                    ) STRICT, WITHOUT ROWID;
                    CREATE INDEX stranger_age ON stranger (last_ms);
                    """)
        }
        migrator.registerMigration("4") { db in
            try EarlierDecisions.rewrite(db)
        }
        migrator.registerMigration("5") { db in
            // A visit judges the episodes of its appliance.
            try db.execute(sql: "CREATE INDEX episode_device ON episode (device, raised_ms)")
        }
        migrator.registerMigration("6") { db in
            try db.execute(sql: RequestTable.schema)
            try db.execute(sql: PostTable.schema)
        }
        migrator.registerMigration("7") { db in
            try db.execute(sql: RequestTable.partSchema)
        }
        migrator.registerMigration("8") { db in
            try db.execute(sql: RequestTable.folding)
        }
        migrator.registerMigration("9") { db in
            try db.execute(sql: ErasureTable.schema)
        }
        migrator.registerMigration("10") { db in
            try db.execute(sql: standing)
        }
        migrator.registerMigration("11") { db in
            // A command's key stands in its event, and is looked for there.
            try db.execute(
                sql: """
                    DELETE FROM desk_key WHERE key >= 'command ' AND key < 'command!';
                    DELETE FROM desk_key WHERE key >= 'named ' AND key < 'named!';
                    """)
        }
        return migrator
    }

    /// What a start asks for: what stands, and the advice of late. Without it years of both would be read.
    private static let standing = """
        ALTER TABLE episode ADD COLUMN ended INTEGER NOT NULL DEFAULT 0;
        UPDATE episode SET ended = 1 WHERE json_extract(body, '$.reset') IS NOT NULL;
        CREATE INDEX episode_standing ON episode (raised_ms, id) WHERE acted = 1 AND ended = 0;
        ALTER TABLE intake ADD COLUMN advised INTEGER NOT NULL DEFAULT 0;
        UPDATE intake SET advised = 1 WHERE json_extract(body, '$.decision.advised') IS NOT NULL;
        CREATE INDEX intake_advised ON intake (at_ms, id) WHERE advised = 1;
        """

    private static let first = """
        -- Batches as they arrived, until they are in history and a snapshot has passed them.
        CREATE TABLE batch (
            sequence INTEGER PRIMARY KEY,
            closed_ms INTEGER NOT NULL,
            records INTEGER NOT NULL,
            body BLOB NOT NULL,
            marks BLOB NOT NULL
        ) STRICT;
        CREATE TABLE episode (
            id TEXT PRIMARY KEY,
            rule TEXT NOT NULL,
            device TEXT NOT NULL,
            raised_ms INTEGER NOT NULL,
            body TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        -- What the desk did with a prediction, and why.
        CREATE TABLE intake (
            id TEXT PRIMARY KEY,
            device TEXT NOT NULL,
            at_ms INTEGER NOT NULL,
            body TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE request_event (
            request TEXT NOT NULL,
            number INTEGER NOT NULL,
            at_ms INTEGER NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY (request, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE outbox (
            id TEXT PRIMARY KEY,
            kind TEXT NOT NULL,
            device TEXT NOT NULL,
            written_ms INTEGER NOT NULL,
            body TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('pending', 'delivered')),
            tries INTEGER NOT NULL DEFAULT 0,
            again_ms INTEGER NOT NULL DEFAULT 0
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX outbox_due ON outbox (again_ms) WHERE state = 'pending';
        CREATE TABLE quarantine (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at_ms INTEGER NOT NULL,
            topic TEXT NOT NULL,
            reason TEXT NOT NULL,
            detail TEXT NOT NULL,
            sample BLOB NOT NULL
        ) STRICT;
        CREATE TABLE tally (
            name TEXT PRIMARY KEY,
            count INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE snapshot (
            device TEXT PRIMARY KEY,
            body BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE fact (
            name TEXT PRIMARY KEY,
            value INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}

/// Opens databases the way this house needs them.
enum Durable {
    /// A pool with a single writer whose commits are on the disk when they return.
    ///
    /// GRDB sets `synchronous=NORMAL` after it has prepared a WAL database, which would lose
    /// acknowledged commits with the power; so FULL is set after opening, and asserted
    /// (reliability, finding 2).
    static func pool(_ path: String, pageSize: Int = 4_096) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.maximumReaderCount = 2
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA page_size = \(pageSize); PRAGMA trusted_schema = OFF")
            // An edge box has little memory, and nothing here reads the same page often. Whoever writes needs room for
            // the pages of a whole commit: what does not fit is written to the log early and read back again.
            let kilobytes = db.configuration.readonly ? 512 : 8_192
            try db.execute(sql: "PRAGMA cell_size_check = ON; PRAGMA cache_size = -\(kilobytes)")
        }
        let pool = try DatabasePool(path: path, configuration: configuration)
        try pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864")
            // A commit of many commands touches a thousand pages: at the default of as many, each would be followed by
            // a checkpoint. Eight times as many are written back together, most of them once instead of often.
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 8000")
            let level = try Int.fetchOne(db, sql: "PRAGMA synchronous")
            let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode")
            guard level == 2, mode == "wal" else {
                throw LedgerFault.notDurable("synchronous is \(level ?? -1) and journal_mode \(mode ?? "unknown")")
            }
        }
        return pool
    }

    /// Brings the tables up to date; those of a newer foretell are left as they are.
    ///
    /// - Throws: `LedgerFault.newer` where a migration was applied that this one does not know.
    static func migrate(_ pool: DatabasePool, by migrator: DatabaseMigrator) throws {
        try pool.read { try check($0, by: migrator, path: pool.path) }
        try migrator.migrate(pool)
    }

    /// Throws where the tables are those of a newer foretell.
    static func check(_ db: Database, by migrator: DatabaseMigrator, path: String) throws {
        guard try !migrator.hasBeenSuperseded(db) else { throw LedgerFault.newer(ledger: path) }
    }
}

/// Reads a stored text.
func decoded<Value: Decodable>(_ text: String, by decoder: JSONDecoder, as what: String) throws -> Value {
    do {
        return try decoder.decode(Value.self, from: Data(text.utf8))
    } catch {
        throw LedgerFault.damaged(what)
    }
}
