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
            recipient TEXT NOT NULL,
            request TEXT NOT NULL,
            written_ms INTEGER NOT NULL,
            release_ms INTEGER NOT NULL,
            again_ms INTEGER NOT NULL DEFAULT 0,
            body TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'skipped', 'dead')),
            tries INTEGER NOT NULL DEFAULT 0,
            settled_ms INTEGER,
            why TEXT NOT NULL DEFAULT '',
            UNIQUE (channel, id)
        ) STRICT;
        CREATE INDEX post_waiting ON post (channel, place) WHERE state = 'waiting';
        CREATE INDEX post_held ON post (channel, recipient, place) WHERE state = 'waiting' AND again_ms > 0;
        CREATE INDEX post_dead ON post (place) WHERE state = 'dead';
        CREATE INDEX post_settled ON post (settled_ms) WHERE state IN ('delivered', 'skipped');
        CREATE INDEX post_request ON post (request);
        """

    /// Writes notices for every channel, at a moment of the machine's clock; what does not fit any more is counted.
    ///
    /// - Returns: how many were dropped.
    static func write(
        _ notices: [DeskNotice], at moment: Timestamp, under rules: PostRules, utcOffsetSeconds: Int,
        by encoder: JSONEncoder, _ db: Database
    ) throws -> Int {
        guard !notices.isEmpty else { return 0 }
        var dropped = 0
        let statement = try db.cachedStatement(
            sql: """
                INSERT OR IGNORE INTO post (channel, id, kind, recipient, request, written_ms, release_ms, body, state)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'waiting')
                """)
        for channel in rules.channels {
            var waiting = try waiting(on: channel, atMost: rules.capacity - notices.count, db)
            for notice in notices where channel != .mqtt || !notice.kind.isOfAppliance {
                guard waiting < rules.capacity else {
                    dropped += 1
                    continue
                }
                // The broker disturbs nobody: what its listeners do with it is theirs to decide.
                let waits = !notice.isUrgent && channel != .mqtt
                let release =
                    waits
                    ? rules.quiet?.release(moment, utcOffsetSeconds: utcOffsetSeconds) ?? moment : moment
                try statement.execute(arguments: [
                    channel.rawValue, notice.id, notice.kind.rawValue, notice.to.text, notice.request ?? "",
                    moment.milliseconds, release.milliseconds,
                    String(decoding: try encoder.encode(notice), as: UTF8.self),
                ])
                waiting += db.changesCount
            }
        }
        return dropped
    }

    /// How many notices wait on a channel, or more than that where even more would be no more than `enough`.
    ///
    /// Counting with every commit would cost the more the longer a channel is down. No more wait than there are places
    /// from the first of them to the last.
    private static func waiting(on channel: PostChannel, atMost enough: Int, _ db: Database) throws -> Int {
        func ask(_ what: String) throws -> Int? {
            let sql = "SELECT \(what) FROM post WHERE channel = ? AND state = 'waiting'"
            return try Int.fetchOne(db.cachedStatement(sql: sql), arguments: [channel.rawValue])
        }
        guard let first = try ask("min(place)"), let last = try ask("max(place)") else { return 0 }
        let span = last - first + 1
        return span <= enough ? span : try ask("count(*)") ?? 0
    }

    /// The parcels of a channel that may leave, in their order, and the places of those that cannot be read.
    ///
    /// What is held for much longer than anything is was written or tried by a clock that was set back since.
    static func parcels(
        of channel: PostChannel, at moment: Timestamp, limit: Int, _ db: Database
    ) throws -> (parcels: [Parcel], unreadable: [Int64]) {
        let sql = """
            SELECT place, tries, written_ms, body FROM post
            WHERE channel = :channel AND state = 'waiting' AND release_ms NOT BETWEEN :soon AND :late
            AND NOT EXISTS (
                SELECT 1 FROM post AS ahead WHERE ahead.channel = post.channel AND ahead.recipient = post.recipient
                AND ahead.place <= post.place AND ahead.state = 'waiting' AND ahead.again_ms > 0
                AND ahead.again_ms BETWEEN :soon AND :late)
            ORDER BY place LIMIT :limit
            """
        let late = moment + PostRules.longestHold
        let arguments: StatementArguments = [
            "channel": channel.rawValue, "soon": moment.milliseconds + 1, "late": late.milliseconds, "limit": limit,
        ]
        let decoder = JSONDecoder()
        var found: (parcels: [Parcel], unreadable: [Int64]) = ([], [])
        for row in try Row.fetchAll(db.cachedStatement(sql: sql), arguments: arguments) {
            guard let notice: DeskNotice = try? decoded(row["body"], by: decoder, as: "a notice") else {
                found.unreadable.append(row["place"])
                continue
            }
            found.parcels.append(
                Parcel(
                    place: row["place"], notice: notice, tries: row["tries"],
                    written: Timestamp(milliseconds: row["written_ms"])))
        }
        return found
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
                case .held(let place, let until, let why):
                    ("tries = tries + 1, again_ms = ?, why = ?", [until.milliseconds, why, place])
                case .dead(let place, let why):
                    ("state = 'dead', tries = tries + 1, settled_ms = ?, why = ?", [moment.milliseconds, why, place])
                }
            let sql = "UPDATE post SET \(set) WHERE place = ? AND state = 'waiting'"
            try db.cachedStatement(sql: sql).execute(arguments: arguments)
        }
    }

    /// Takes out what was told of a request of which words are erased: all that has left, or never will, and of what
    /// waits the kinds that repeat words. Whoever had to act upon these has it on the worklist.
    static func forget(_ request: String, _ db: Database) throws {
        try db.execute(sql: "DELETE FROM post WHERE request = ? AND state <> 'waiting'", arguments: [request])
        for kind in DeskNotice.Kind.allCases where kind.variables.contains(where: { $0.type == .words }) {
            try db.execute(
                sql: "DELETE FROM post WHERE request = ? AND kind = ?", arguments: [request, kind.rawValue])
        }
    }

    /// Takes settled rows out that nobody asks for any more: a few with each commit.
    static func prune(before moment: Timestamp, _ db: Database) throws {
        let sql = """
            DELETE FROM post WHERE place IN (SELECT place FROM post WHERE state IN ('delivered', 'skipped')
            AND settled_ms < ? ORDER BY settled_ms LIMIT 64)
            """
        try db.cachedStatement(sql: sql).execute(arguments: [moment.milliseconds])
    }
}
