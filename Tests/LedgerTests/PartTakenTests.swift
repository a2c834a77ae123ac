import Appliances
import Daybook
import GRDB
import Ledger
import ServiceDesk
import Testing

@Suite("Used parts in the ledger (M-51)")
struct PartTakenTests {
    private static let engineer = Actor(.engineer, "E-7")

    /// What happens to a request from its demand to a visit that uses a relay, and on to its end.
    private static let events: [RequestEvent] = [
        .verified, .triaged(diagnosis: Diagnosis([], parts: ["relay", "fan"], consulted: "support")),
        .assigned(engineer: "E-7"), .partMoved(need: PartNeed("relay", .reserved(stock: .centre))),
        .partMoved(need: PartNeed("fan", .arrived)),
        .windowProposed(from: start, through: start + .hours(2), reason: ""), .windowAccepted, .windowConfirmed,
        .departed(checklist: "haier@1"), .arrived(lateness: .zero, cause: ""), .identified, .workBegan,
        .visitEnded(
            report: VisitReport(
                .fixed, component: .compressor, cause: "worn",
                parts: ["relay", "fan", "fuse"].map { PartUse($0, faulty: "-", new: "-", oldPart: .kept) },
                test: .passed, isInspected: true)),
        .settled, .closed,
    ]

    /// Records a request a commit at a time, each event an hour after the one before.
    private func record(_ key: String, from sequence: Int64, into ledger: SQLiteLedger) throws -> Int64 {
        var demand = Demand(channel: .hotline, key: key)
        demand.customer = "C-1"
        let opening = RecordedEvent(request: "SR-\(key)", number: 1, at: start, event: .demanded(demand: demand))
        var request = try #require(ServiceRequest(opening: opening))
        var all = [opening]
        for (place, event) in Self.events.enumerated() {
            all.append(
                RecordedEvent(
                    request: request.number, number: place + 2, at: start + .hours(Int64(place + 1)),
                    by: Self.engineer, event: event))
        }
        for (place, event) in all.enumerated() {
            if place > 0 { request.apply(event) }
            var entry = Entry.plain(sequence + Int64(place))
            (entry.events, entry.requests) = ([event], [RequestRow(request, due: request.due())])
            try ledger.record(entry, snapshot: nil, outbox: [])
        }
        return sequence + Int64(all.count)
    }

    /// When the visit ends, the thirteenth event after the demand.
    private static let ended = start + .hours(13)
    private static let expected = [
        PartTaken("relay", from: .centre, of: "E-7", at: ended, isReserved: true),
        PartTaken("fuse", from: .van, of: "E-7", at: ended, isReserved: false),
    ]

    @Test("outlive their request, a restart, and a table that is made anew (M-51)")
    func kept() throws {
        let scratch = Scratch()
        var ledger = try scratch.ledger()
        let next = try record("A", from: 1, into: ledger)
        _ = try record("B", from: next, into: ledger)
        let twice = [Self.expected, Self.expected].flatMap(\.self)
        func check(_ ledger: SQLiteLedger, _ why: Comment) throws {
            let past = try #require(ledger.past)
            #expect(past.request("SR-A")?.state == .closed, why)
            #expect(past.partsTaken(since: .epoch) == twice, why)
            #expect(past.partsTaken(since: Self.ended) == twice && past.partsTaken(since: start + .days(9)) == [], why)
            #expect(try DeskReader(folder: scratch.url).partsTaken(since: .epoch) == twice, why)
        }
        try check(ledger, "as they were recorded")
        try ledger.close()
        ledger = try scratch.ledger()
        try check(ledger, "after a restart")
        try ledger.close()
        try scratch.open { try $0.execute(sql: "DELETE FROM part_taken; DELETE FROM fact WHERE name = 'request_form'") }
        // Whoever only looks before a gateway has made it works it out of the events.
        #expect(try DeskReader(folder: scratch.url).partsTaken(since: .epoch).count == 4)
        ledger = try scratch.ledger()
        try check(ledger, "made anew")
        try ledger.close()
    }

    @Test("are found in a ledger of before there was a table of them")
    func upgrade() throws {
        let scratch = Scratch()
        var ledger = try scratch.ledger()
        _ = try record("A", from: 1, into: ledger)
        try ledger.close()
        try scratch.open { db in
            try db.execute(
                sql: """
                    DROP TABLE part_taken; DELETE FROM grdb_migrations WHERE identifier = '7';
                    UPDATE fact SET value = 6 WHERE name = 'request_form';
                    """)
        }
        ledger = try scratch.ledger()
        #expect(ledger.past?.partsTaken(since: .epoch) == Self.expected)
        try ledger.close()
    }
}
