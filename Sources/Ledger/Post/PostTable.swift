import Appliances
import Daybook
import Foundation
import GRDB
import ServiceDesk

/// The notices that wait to leave, one row for each channel: an outbox that keeps the order.
enum PostTable {
    static let schema = """
        CREATE TABLE post (
            place INTEGER PRIMARY KEY AUTOINCREMENT,
            channel TEXT NOT NULL,
            id TEXT NOT NULL,
            kind TEXT NOT NULL,
            request TEXT NOT NULL,
            written_ms INTEGER NOT NULL,
            release_ms INTEGER NOT NULL,
            body TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'skipped', 'dead')),
            tries INTEGER NOT NULL DEFAULT 0,
            settled_ms INTEGER,
            why TEXT NOT NULL DEFAULT '',
            UNIQUE (channel, id)
        ) STRICT;
        CREATE INDEX post_waiting ON post (channel, place) WHERE state = 'waiting';
        CREATE INDEX post_dead ON post (place) WHERE state = 'dead';
        CREATE INDEX post_request ON post (request);
        """

    /// Writes notices for every channel; what does not fit any more is counted.
    ///
    /// - Returns: how many were dropped.
    static func write(
        _ notices: [DeskNotice], under rules: PostRules, utcOffsetSeconds: Int, by encoder: JSONEncoder, _ db: Database
    ) throws -> Int {
        guard !notices.isEmpty else { return 0 }
        var dropped = 0
        let statement = try db.cachedStatement(
            sql: """
                INSERT OR IGNORE INTO post (channel, id, kind, request, written_ms, release_ms, body, state)
                VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting')
                """)
        for channel in rules.channels {
            let count = "SELECT count(*) FROM post WHERE channel = ? AND state = 'waiting'"
            var waiting = try Int.fetchOne(db.cachedStatement(sql: count), arguments: [channel.rawValue]) ?? 0
            for notice in notices {
                guard waiting < rules.capacity else {
                    dropped += 1
                    continue
                }
                waiting += 1
                // The broker disturbs nobody: what its listeners do with it is theirs to decide.
                let waits = !notice.isUrgent && channel != .mqtt
                let release =
                    waits
                    ? rules.quiet?.release(notice.at, utcOffsetSeconds: utcOffsetSeconds) ?? notice.at : notice.at
                try statement.execute(arguments: [
                    channel.rawValue, notice.id, notice.kind.rawValue, notice.request, notice.at.milliseconds,
                    release.milliseconds, String(decoding: try encoder.encode(notice), as: UTF8.self),
                ])
            }
        }
        return dropped
    }

    /// The parcels of a channel that may leave, in their order.
    static func parcels(
        of channel: PostChannel, at moment: Timestamp, limit: Int, _ db: Database
    ) throws -> [Parcel] {
        let sql = """
            SELECT place, tries, body FROM post WHERE channel = ? AND state = 'waiting' AND release_ms <= ?
            ORDER BY place LIMIT ?
            """
        let arguments: StatementArguments = [channel.rawValue, moment.milliseconds, limit]
        return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: arguments).map { row in
            Parcel(
                place: row["place"], notice: try decoded(row["body"], by: JSONDecoder(), as: "a notice"),
                tries: row["tries"])
        }
    }

    /// Writes what became of parcels.
    static func write(_ changes: [PostChange], at moment: Timestamp, _ db: Database) throws {
        for change in changes {
            let (set, arguments): (String, StatementArguments) =
                switch change {
                case .delivered(let place):
                    ("state = 'delivered', tries = tries + 1, settled_ms = ?", [moment.milliseconds, place])
                case .skipped(let place): ("state = 'skipped', settled_ms = ?", [moment.milliseconds, place])
                case .tried(let place, let why): ("tries = tries + 1, why = ?", [why, place])
                case .dead(let place, let why):
                    ("state = 'dead', tries = tries + 1, settled_ms = ?, why = ?", [moment.milliseconds, why, place])
                }
            let sql = "UPDATE post SET \(set) WHERE place = ? AND state = 'waiting'"
            try db.cachedStatement(sql: sql).execute(arguments: arguments)
        }
    }
}
