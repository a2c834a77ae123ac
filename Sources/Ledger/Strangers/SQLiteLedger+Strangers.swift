import Appliances
import Daybook
import Foundation
import GRDB

extension SQLiteLedger {
    /// Counts what nobody claims; the newest sample of each is kept.
    func write(_ strangers: [Stranger], _ db: Database) throws {
        guard !strangers.isEmpty else { return }
        for stranger in strangers {
            let sql = """
                INSERT INTO stranger (topic, device, profile, first_ms, last_ms, count, retained, sample)
                VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6, ?7)
                ON CONFLICT (topic, device) DO UPDATE SET
                    profile = excluded.profile, last_ms = excluded.last_ms, count = count + excluded.count,
                    retained = excluded.retained, sample = excluded.sample
                """
            try db.cachedStatement(sql: sql).execute(arguments: [
                stranger.topic, stranger.device ?? "", stranger.profile ?? "", stranger.at.milliseconds,
                stranger.count, stranger.isRetained, Data(stranger.sample),
            ])
        }
        let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM stranger") ?? 0
        guard count > SQLiteLedger.strangersMax else { return }
        let forget = """
            DELETE FROM stranger WHERE (topic, device) IN
            (SELECT topic, device FROM stranger ORDER BY last_ms, topic, device LIMIT ?)
            """
        try db.execute(sql: forget, arguments: [count - SQLiteLedger.strangersMax])
    }
}
