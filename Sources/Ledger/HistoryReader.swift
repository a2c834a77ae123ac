import Appliances
package import Foundation
import GRDB
package import Telemetry

/// Reads the past of devices out of history, in the order of time.
package struct HistoryReader {
    private let history: DatabaseQueue

    /// Opens the history of a state folder for reading only.
    package init(folder: URL) throws {
        let path = folder.appending(path: StateFolder.historyName).path
        guard FileManager.default.fileExists(atPath: path) else { throw LedgerFault.absent(folder: folder.path) }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        history = try DatabaseQueue(path: path, configuration: configuration)
    }

    /// The names of all devices that have a past, sorted.
    package func devices() throws -> [String] {
        try history.read { try String.fetchAll($0, sql: "SELECT name FROM device ORDER BY name") }
    }

    /// Hands over a device's records, oldest first.
    package func records(
        of device: String,
        _ take: (_ times: HistoryChunk.Times, _ readings: [(channel: String, value: Double)]) throws -> Void
    ) throws {
        var rows: [(times: HistoryChunk.Times, readings: [(channel: String, value: Double)])] = []
        try history.read { db in
            let sql = """
                SELECT body FROM chunk WHERE device = (SELECT id FROM device WHERE name = ?) ORDER BY first_batch
                """
            let bodies = try Data.fetchCursor(db, sql: sql, arguments: [device])
            while let body = try bodies.next() {
                guard let chunk = HistoryChunk(encoded: Array(body)) else {
                    throw LedgerFault.damaged("a run of \(device)")
                }
                rows += chunk.records
            }
        }
        // Runs follow one another by arrival; a backlog lies further back.
        let order = rows.indices.sorted { (rows[$0].times.time, $0) < (rows[$1].times.time, $1) }
        for index in order { try take(rows[index].times, rows[index].readings) }
    }
}

extension HistoryChunk {
    /// The records, with their readings in the order of the columns.
    package var records: [(times: Times, readings: [(channel: String, value: Double)])] {
        var next = [Int](repeating: 0, count: columns.count)
        return rows.indices.map { row in
            var readings: [(channel: String, value: Double)] = []
            for (place, column) in columns.enumerated() where column.isPresent[row] {
                readings.append((column.channel, column.values[next[place]]))
                next[place] += 1
            }
            return (rows[row], readings)
        }
    }
}
