package import Appliances
package import Foundation
import GRDB
package import Telemetry

/// Reads the runs of history one at a time, in the order in which they arrived: a past of any length in little memory.
///
/// Each thread takes a reader of its own; none of them disturbs a gateway that writes.
package struct HistoryRuns {
    /// One device that has a past.
    package struct Device: Sendable {
        /// Its number in history.
        let id: Int64
        /// Its name.
        package let name: String
        /// How many readings its runs hold that touch the span.
        package let readings: Int
    }

    private let history: DatabaseQueue
    private let span: Range<Timestamp>

    /// Opens the history of a state folder for reading only; runs that lie outside of `span` are not read.
    ///
    /// - Throws: ``LedgerFault/absent(folder:)`` where there is none, and what SQLite says.
    package init(folder: URL, within span: Range<Timestamp>) throws {
        let path = folder.appending(path: StateFolder.historyName).path
        guard FileManager.default.fileExists(atPath: path) else { throw LedgerFault.absent(folder: folder.path) }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        history = try DatabaseQueue(path: path, configuration: configuration)
        self.span = span
    }

    /// The devices that have a past in the span, by name.
    package func devices() throws -> [Device] {
        let sql = """
            SELECT device.id, device.name, sum(chunk.readings) AS readings FROM chunk
            JOIN device ON device.id = chunk.device WHERE through_ms >= ? AND from_ms < ?
            GROUP BY device.id ORDER BY device.name
            """
        return try history.read { db in
            try Row.fetchAll(db, sql: sql, arguments: bounds).map {
                Device(id: $0["id"], name: $0["name"], readings: $0["readings"])
            }
        }
    }

    /// The places of a device's runs, in the order in which they arrived.
    package func places(of device: Device) throws -> [Int64] {
        let sql = """
            SELECT rowid FROM chunk WHERE device = ? AND through_ms >= ? AND from_ms < ? ORDER BY first_batch
            """
        return try history.read { try Int64.fetchAll($0, sql: sql, arguments: [device.id] + bounds) }
    }

    /// The run at a place.
    package func run(at place: Int64) throws -> HistoryChunk {
        let body = try history.read { db in
            try Data.fetchOne(db, sql: "SELECT body FROM chunk WHERE rowid = ?", arguments: [place])
        }
        guard let body, let chunk = HistoryChunk(encoded: Array(body)) else { throw LedgerFault.damaged("a run") }
        return chunk
    }

    /// When the last record of the devices arrived; nil where there is none.
    ///
    /// Only the last run of each device is looked at, since runs follow one another by arrival.
    package func lastArrival(of devices: [Device]) throws -> Timestamp? {
        var last: Timestamp?
        for device in devices {
            guard let place = try places(of: device).last else { continue }
            let arrival = try run(at: place).rows.filter { span.contains($0.time) }.map(\.arrival).max()
            last = [last, arrival].compactMap(\.self).max()
        }
        return last
    }

    private var bounds: StatementArguments { [span.lowerBound.milliseconds, span.upperBound.milliseconds] }
}
