package import Appliances
import Daybook
package import Foundation
import GRDB
package import Telemetry

/// Reads what appliances have sent out of history, and out of the journal what has not come there yet, beside the
/// gateway that writes both.
///
/// Batches come to history in rounds, and leave the journal only after that: whatever is in neither of the two
/// while one looks has moved from the one to the other meanwhile, and one looks again.
package final class SQLitePast: LedgerPast {
    private let desk: DatabaseQueue
    private let history: String
    /// How many records of the journal are in memory at once.
    private static let recordsPerRound = 65_536

    /// Opens the ledger of a folder for reading only; there need be no history.
    package init(folder: URL) throws {
        let path = folder.appending(path: StateFolder.deskName).path
        guard FileManager.default.fileExists(atPath: path) else { throw LedgerFault.absent(folder: folder.path) }
        desk = try DatabaseQueue(path: path, configuration: SQLitePast.reading)
        history = folder.appending(path: StateFolder.historyName).path
    }

    /// Hands over everything from a time on.
    package func begin(
        of devices: Set<DeviceID>, since: Timestamp, _ take: (DeviceID, HistoryChunk) throws -> Void
    ) throws -> Int64 {
        let history = try openHistory()
        var last: Int64 = 0
        while true {
            let through = try through(history)
            if let history, through > last {
                try runs(history, after: last, through: through, of: devices, since: since, take)
                last = through
            }
            let first = try first() ?? last + 1
            if first <= last + 1 { break }
            // What history has not got either is lost; what it has got meanwhile is read with the next look.
            guard try self.through(history) == last else { continue }
            last = first - 1
            break
        }
        return try goOn(after: last, of: devices, take)
    }

    /// Hands over what came after a batch.
    package func goOn(
        after batch: Int64, of devices: Set<DeviceID>, _ take: (DeviceID, HistoryChunk) throws -> Void
    ) throws -> Int64 {
        var last = batch
        while true {
            let round = try round(after: last)
            guard let end = round.last else { return last }
            last = end
            try round.runs.chunks { name, chunk in
                guard let device = DeviceID(name), devices.contains(device) else { return }
                try take(device, chunk)
            }
        }
    }

    // MARK: History

    private func openHistory() throws -> DatabaseQueue? {
        guard FileManager.default.fileExists(atPath: history) else { return nil }
        return try DatabaseQueue(path: history, configuration: SQLitePast.reading)
    }

    /// The last batch that is in history and was in this journal: a ledger that was put back from a copy may be
    /// younger than its history.
    private func through(_ history: DatabaseQueue?) throws -> Int64 {
        guard let history else { return 0 }
        let sql = "SELECT value FROM fact WHERE name = 'through'"
        let through = try history.read { try Int64.fetchOne($0, sql: sql) } ?? 0
        let last = try desk.read { try Int64.fetchOne($0, sql: "SELECT max(sequence) FROM batch") } ?? 0
        return min(through, last)
    }

    private func runs(
        _ history: DatabaseQueue, after: Int64, through: Int64, of devices: Set<DeviceID>, since: Timestamp,
        _ take: (DeviceID, HistoryChunk) throws -> Void
    ) throws {
        let sql = """
            SELECT chunk.rowid FROM chunk JOIN device ON device.id = chunk.device
            WHERE device.name = ? AND first_batch > ? AND first_batch <= ? AND through_ms >= ? ORDER BY first_batch
            """
        for device in devices.sorted() {
            let places = try history.read {
                try Int64.fetchAll($0, sql: sql, arguments: [device.text, after, through, since.milliseconds])
            }
            // One run in memory at a time, however long the past is.
            for place in places {
                let body = try history.read {
                    try Data.fetchOne($0, sql: "SELECT body FROM chunk WHERE rowid = ?", arguments: [place])
                }
                guard let body, let chunk = HistoryChunk(encoded: Array(body)) else {
                    throw LedgerFault.damaged("a run of \(device)")
                }
                try take(device, chunk)
            }
        }
    }

    // MARK: The journal

    private func first() throws -> Int64? {
        try desk.read { try Int64.fetchOne($0, sql: "SELECT min(sequence) FROM batch") }
    }

    /// The next batches, and the number of the last of them; none where there are no more.
    private func round(after: Int64) throws -> (last: Int64?, runs: RunCollector) {
        try desk.read { db in
            var runs = RunCollector()
            var last: Int64?
            var count = 0
            let sql = "SELECT sequence, records, body, marks FROM batch WHERE sequence > ? ORDER BY sequence"
            let rows = try Row.fetchCursor(db, sql: sql, arguments: [after])
            while count < SQLitePast.recordsPerRound, let row = try rows.next() {
                let sequence: Int64 = row["sequence"]
                guard sequence == (last ?? after) + 1 else { throw PastMoved() }
                try runs.take(body: row["body"], marks: row["marks"])
                count += row["records"] as Int
                last = sequence
            }
            return (last, runs)
        }
    }

    private static var reading: Configuration {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        return configuration
    }
}
