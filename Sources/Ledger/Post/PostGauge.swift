package import Appliances
import Daybook
package import Foundation
import GRDB
import Synchronization

extension DeskReader {
    /// The notices of the desk that wait, those that are put aside, and how many seconds the first in line of any way
    /// has waited at a moment of the machine's clock; zero where none waits, or the clock was set back.
    package func postGauge(at moment: Timestamp) throws -> (waiting: Int, dead: Int, oldestSeconds: Int) {
        let counts = try postCounts()
        guard counts.waiting > 0 else { return (0, counts.dead, 0) }
        return try read { db in
            // The head of each line by its index, and not all that wait behind it.
            let sql = "SELECT written_ms FROM post WHERE channel = ? AND state = 'waiting' ORDER BY place LIMIT 1"
            let heads = try PostChannel.allCases.compactMap { channel in
                try Int64.fetchOne(db, sql: sql, arguments: [channel.rawValue])
            }
            let oldest = heads.min().map { max(0, moment.milliseconds - $0) / 1_000 } ?? 0
            return (counts.waiting, counts.dead, Int(oldest))
        }
    }
}

/// The counters of the post for whoever watches a gateway that runs.
///
/// May be used from any thread. Whoever asks very often is told what was found a moment ago: nobody who may ask, which
/// is everybody, makes the ledger work more.
package final class PostGauge: Sendable {
    private static let freshness = Duration.seconds(2)

    private let folder: URL
    private let last = Mutex<(read: ContinuousClock.Instant, counters: [String: Int])?>(nil)

    /// A gauge of the ledger in a state folder, which need not be there yet.
    package init(folder: URL) { self.folder = folder }

    /// `waiting`, `dead` and `oldest_seconds` at a moment of the machine's clock; empty where the ledger cannot be
    /// read.
    package func counters(at moment: Timestamp) -> [String: Int] {
        last.withLock { last in
            let now = ContinuousClock.now
            if let last, now - last.read < PostGauge.freshness { return last.counters }
            let found = try? DeskReader(folder: folder).postGauge(at: moment)
            let counters =
                found.map { ["waiting": $0.waiting, "dead": $0.dead, "oldest_seconds": $0.oldestSeconds] } ?? [:]
            last = (now, counters)
            return counters
        }
    }
}
