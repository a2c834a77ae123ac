import Appliances
import Daybook
import GRDB
import Ledger
import Telemetry
import Testing

@Suite("The past, from history and the journal together")
struct PastTests {
    private let fridge = appliance("fridge-1").id

    /// The numbers of the batches that were handed over, by their temperatures in tenths.
    private func values(_ read: (_ take: (DeviceID, HistoryChunk) -> Void) throws -> Int64) rethrows -> [Int] {
        var values: [Int] = []
        _ = try read { device, chunk in
            guard device == fridge else { return }
            values += chunk.columns.flatMap(\.values).map { Int(($0 * 10).rounded()) }
        }
        return values
    }

    private func record(_ numbers: ClosedRange<Int64>, _ ledger: SQLiteLedger, snapshots: Bool = false) throws {
        for number in numbers {
            let entry = Entry.plain(number, temperature: Double(number) / 10)
            try ledger.record(entry, snapshot: snapshots ? snapshot([1], []) : nil, outbox: [])
        }
    }

    /// A ledger whose first batches are in history.
    private func ledger(
        _ scratch: Scratch, inHistory: Int64, after: Int64, compacts: Bool = false
    ) throws -> SQLiteLedger {
        var ledger = try scratch.ledger()
        try record(1...inHistory, ledger)
        try ledger.close()
        try HistoryCompactor.compactAll(StateFolder(scratch.url))
        ledger = try scratch.ledger(compacts: compacts)
        if after > inHistory { try record(inHistory + 1...after, ledger) }
        return ledger
    }

    @Test("holds every stored record once, in order", arguments: [(40, 40), (40, 60), (60, 61)])
    func whole(inHistory: Int64, all: Int64) throws {
        let scratch = Scratch()
        let ledger = try ledger(scratch, inHistory: inHistory, after: all)
        let past = try SQLitePast(folder: scratch.url)
        var last: Int64 = 0
        let found = try values { take in
            last = try past.begin(of: [fridge], since: .epoch, take)
            return last
        }
        #expect(found == (1...all).map { Int($0) })
        #expect(last == all)
        try record(all + 1...all + 5, ledger)
        #expect(try values { try past.goOn(after: last, of: [fridge], $0) } == (all + 1...all + 5).map { Int($0) })
        #expect(try past.goOn(after: all + 5, of: [fridge]) { _, _ in } == all + 5)
        #expect(try values { try past.begin(of: [appliance("fridge-9").id], since: .epoch, $0) } == [])
        try ledger.close()
    }

    @Test("can be read where there is no history, and where nothing is stored")
    func noHistory() throws {
        let scratch = Scratch()
        let ledger = try scratch.ledger()
        let past = try SQLitePast(folder: scratch.url)
        #expect(try past.begin(of: [fridge], since: .epoch) { _, _ in } == 0)
        try record(1...3, ledger)
        #expect(try values { try past.begin(of: [fridge], since: .epoch, $0) } == [1, 2, 3])
        try ledger.close()
    }

    @Test("leaves out runs that end before the time from which it is asked for")
    func since() throws {
        let scratch = Scratch()
        let ledger = try ledger(scratch, inHistory: 20, after: 30)
        let past = try SQLitePast(folder: scratch.url)
        let found = try values { try past.begin(of: [fridge], since: start + .minutes(21), $0) }
        #expect(found == Array(21...30))
        try ledger.close()
    }

    @Test("says so where batches that are asked for one by one have left the journal")
    func moved() throws {
        let scratch = Scratch()
        let ledger = try ledger(scratch, inHistory: 100, after: 100, compacts: true)
        let past = try SQLitePast(folder: scratch.url)
        try record(101...106, ledger, snapshots: true)
        #expect(try scratch.journal().first ?? 0 > 50, "The journal must have been shortened.")
        #expect(throws: PastMoved.self) { try past.goOn(after: 50, of: [fridge]) { _, _ in } }
        let found = try values { try past.begin(of: [fridge], since: .epoch, $0) }
        #expect(found == Array(1...106))
        try ledger.close()
    }

    @Test("goes on behind a hole that history does not fill")
    func lost() throws {
        let scratch = Scratch()
        let ledger = try scratch.ledger()
        try record(1...10, ledger)
        try scratch.open { try $0.execute(sql: "DELETE FROM batch WHERE sequence <= 4") }
        let past = try SQLitePast(folder: scratch.url)
        #expect(try values { try past.begin(of: [fridge], since: .epoch, $0) } == Array(5...10))
        try ledger.close()
    }
}
