import Appliances
import Daybook
import Foundation
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
            var entry = Entry.plain(Int64(number + 1))
            (entry.events, entry.requests) = (events, rows(desk, events))
            try ledger.record(entry, snapshot: nil, outbox: [])
            desk.letGo()
        }
        return desk
    }

    private func rows(_ desk: Desk, _ events: [RecordedEvent]) -> [RequestRow] {
        Set(events.map(\.request)).sorted().compactMap { desk.request($0) }.map { RequestRow($0, due: $0.due()) }
    }

    private func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "foretell-worklist-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
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
        var entry = Entry.plain(13)
        (entry.events, entry.requests) = (events, rows(desk, events))
        try ledger.record(entry, snapshot: nil, outbox: [])
        desk.letGo()
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
