import Appliances
import Daybook
import Foundation
import GRDB
import Ledger
import ServiceDesk
import Testing

@Suite("The worklist of a role in the ledger")
struct WorklistTests {
    private static let agent = Actor(.hotlineAgent, "H-1")

    /// Some requests of which facts are missing, recorded one after the other, and the desk that made them.
    private func record(_ count: Int, into ledger: SQLiteLedger) throws -> Desk {
        var desk = Desk(past: ledger.past)
        for number in 0..<count {
            var demand = Demand(channel: .hotline, key: "call-\(number)")
            demand.customer = "C-\(number)"
            let moment = start + .minutes(Int64((number * 7) % 11))
            let (_, events) = desk.take(demand, entitled: nil, by: Self.agent, at: moment)
            try record(events, as: number + 1, &desk, into: ledger)
        }
        return desk
    }

    /// Records what happened in an entry of its own, with how the requests stand.
    private func record(
        _ events: [RecordedEvent], as sequence: Int, _ desk: inout Desk, into ledger: SQLiteLedger
    ) throws {
        var entry = Entry.plain(Int64(sequence))
        entry.events = events
        entry.requests = Set(events.map(\.request)).sorted().compactMap { desk.request($0) }.map {
            RequestRow($0, due: $0.due())
        }
        try ledger.record(entry, snapshot: nil, outbox: [])
        desk.letGo()
    }

    private func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "foretell-worklist-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    @Test("has each request as its events make it, however many came since it was written whole (decision 20)")
    func tails() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        var ledger = try SQLiteLedger(try StateFolder(folder), compacts: false)
        var desk = try record(1, into: ledger)
        let number = try #require(desk.openRequests(most: 1).first?.number)
        for step in 1...20 {
            let events = try #require(
                try desk.perform(
                    .escalate(reason: "step \(step)"), on: number, by: Self.agent, at: start + .hours(Int64(step))))
            try record(events, as: step + 1, &desk, into: ledger)
            let request = try #require(desk.request(number))
            #expect(request.eventCount == step + 2)
            let reader = try DeskReader(folder: folder)
            #expect(try reader.request(number) == request && reader.openRequests(most: 9) == [request])
            #expect(try reader.requests() == [request] && reader.foldedRequests() == [request])
            #expect(ledger.past?.request(number) == request)
            guard step % 7 == 0 else { continue }
            // A start in between finds the same.
            try ledger.close()
            ledger = try SQLiteLedger(try StateFolder(folder), compacts: false)
            desk = Desk(past: ledger.past)
            #expect(desk.request(number) == request)
        }
        // Without an event in between nobody knows how it stands, and nothing is recorded that was decided on it.
        let queue = try DatabaseQueue(path: folder.appending(path: "desk.db").path)
        try queue.write { try $0.execute(sql: "DELETE FROM request_event WHERE number = 20") }
        try queue.close()
        #expect(ledger.past?.request(number) == nil)
        #expect(throws: LedgerFault.self) { try ledger.record(.plain(40), snapshot: nil, outbox: []) }
        #expect(throws: LedgerFault.self) { try DeskReader(folder: folder).request(number) }
        try ledger.close()
    }

    @Test("many are fetched as one by one, with the keys of their commands, and a start knows these as well")
    func keyed() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        var ledger = try SQLiteLedger(try StateFolder(folder), compacts: false)
        var desk = try record(20, into: ledger)
        let numbers = desk.openRequests.map(\.number).sorted()
        func key(_ number: String, _ content: String = "h1") -> String {
            CommandKey(of: Self.agent, on: number, content: content, name: "k \"1\" \\ 键/\n").text
        }
        for (place, number) in numbers.enumerated() where place.isMultiple(of: 2) {
            let events = try #require(
                try desk.perform(
                    .escalate(reason: "\"key\":"), on: number, by: Self.agent, key: key(number), at: start + .hours(1)))
            try record(events, as: 100 + place, &desk, into: ledger)
        }
        for _ in 0..<2 {
            let past = try #require(ledger.past)
            // Few are read on one connection, many on two, and some are not there.
            for asked in [Array(numbers.prefix(3)), numbers + ["SR-0"]] {
                let found = past.reading { past.keyed(asked) }.sorted { $0.request.number < $1.request.number }
                #expect(found.map(\.request) == asked.compactMap(past.request))
                #expect(found.map(\.commandKeys) == asked.dropLast(asked.count - found.count).map(past.commandKeys))
            }
            #expect(past.commandKeys(on: numbers[0]) == [key(numbers[0])] && past.commandKeys(on: numbers[1]) == [])
            var again = Desk(past: past)
            again.hold(numbers + numbers)
            #expect(!again.isReused(key(numbers[0])) && again.isReused(key(numbers[0], "h2")))
            #expect(!again.isReused(key(numbers[1], "h2")))
            let twice = try again.perform(
                .escalate(reason: "x"), on: numbers[0], by: Self.agent, key: key(numbers[0]), at: start + .hours(2))
            #expect(twice == [])
            try ledger.close()
            ledger = try SQLiteLedger(try StateFolder(folder), compacts: false)
        }
        try ledger.close()
    }

    @Test("a ledger of before has no second table of the keys of commands any more")
    func earlierKeys() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let ledger = try SQLiteLedger(try StateFolder(folder), compacts: false)
        _ = try record(1, into: ledger)
        try ledger.close()
        let queue = try DatabaseQueue(path: folder.appending(path: "desk.db").path)
        let keys = { try queue.read { try String.fetchAll($0, sql: "SELECT key FROM desk_key ORDER BY key") } }
        let before = try keys()
        try queue.write { db in
            try db.execute(sql: "INSERT INTO desk_key VALUES ('command a b', 'SR-1'), ('named a', 'SR-1')")
            try db.execute(sql: "DELETE FROM grdb_migrations WHERE identifier = '11'")
        }
        try SQLiteLedger(try StateFolder(folder), compacts: false).close()
        #expect(try keys() == before && before == ["demand hotline call-0"])
    }

    @Test("is that of the requests themselves, soonest first, with what was escalated to the role (2.3)")
    func order() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let ledger = try SQLiteLedger(try StateFolder(folder), compacts: false)
        var desk = try record(12, into: ledger)
        let agents = desk.due(for: .hotlineAgent, most: 100)
        #expect(agents.count == 12 && agents.map(\.due) == agents.map(\.due).sorted())
        #expect(desk.due(for: .hotlineAgent, most: 5) == Array(agents.prefix(5)))
        #expect(desk.due(for: .dispatcher, most: 100).isEmpty)
        // What was not done stands on both lists, before it is recorded and after.
        let late = start + .days(2)
        let (events, _) = desk.escalateOverdue(at: late)
        #expect(!events.isEmpty)
        let told = desk.due(for: .dispatcher, most: 100)
        #expect(told.count == 12 && told.allSatisfy { $0.isBreached })
        try record(events, as: 13, &desk, into: ledger)
        #expect(desk.due(for: .dispatcher, most: 100) == told)
        #expect(desk.due(for: .dispatcher, most: 3) == Array(told.prefix(3)))
        // Whoever only looks sees the same once it is written under these thresholds, and is told where it is not.
        #expect(try DeskReader(folder: folder).due(under: ServiceRules(), by: nil) == nil)
        try ledger.refreshDue(mark: ServiceRules().mark) { $0.due() }
        let reader = try DeskReader(folder: folder)
        #expect(try reader.due(under: ServiceRules(), by: .hotlineAgent)?.count == 12)
        var other = ServiceRules()
        other.firstContact = .hours(9)
        #expect(try reader.due(under: other, by: nil) == nil)
        try ledger.close()
    }
}
