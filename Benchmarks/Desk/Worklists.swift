import Appliances
import Foundation
import GRDB
import Ledger
import ServiceDesk

/// How long it takes to open the worklist of a large desk, beside the bare statement that fetches its rows.
struct Worklists {
    /// How many requests a list shows.
    private static let shown = 50

    private let reader: DeskReader
    private let bare: DatabaseQueue

    init(_ folder: URL) throws {
        reader = try DeskReader(folder: folder)
        bare = try DatabaseQueue(path: folder.appending(path: "desk.db").path)
    }

    func measure(looks: Int) throws {
        var (desk, floor): ([Double], [Double]) = ([], [])
        for _ in 0..<looks {
            var begin = ContinuousClock.now
            let found = try reader.openRequests(most: Worklists.shown)
            desk.append(seconds(begin))
            begin = ContinuousClock.now
            let bytes = try rows()
            floor.append(seconds(begin))
            precondition(found.count == Worklists.shown && bytes > 0, "The list is empty.")
        }
        let (p99, bareP99) = (percentile(desk), percentile(floor))
        tell("worklist", ["p99_ms": p99 * 1e3, "bare_p99_ms": bareP99 * 1e3, "times_floor": p99 / bareP99])
    }

    /// The same rows by SQLite alone; their sizes, so that somebody looks at them.
    private func rows() throws -> Int {
        try bare.read { db in
            let sql = "SELECT body FROM request WHERE open = 1 ORDER BY priority, opened_ms, number LIMIT ?"
            let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: [Worklists.shown])
            var sum = 0
            while let row = try rows.next() { sum += (row[0] as String).utf8.count }
            return sum
        }
    }

    private func percentile(_ values: [Double]) -> Double {
        values.sorted()[min(values.count - 1, values.count * 99 / 100)]
    }
}
