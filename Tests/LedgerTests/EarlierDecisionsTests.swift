import Appliances
import Daybook
import Foundation
import GRDB
import Ledger
import ServiceDesk
import Testing
import Warranty

@Suite("Decisions that were stored before policies had editions")
struct EarlierDecisionsTests {
    /// A decision as it was written then.
    private static let free = """
        {"component": "fan_motor", "outcome": {"free": {}}, "options": ["repair"], "validUntil": "2027-03-01",
         "policy": "refrigerator", "policyVersion": 1,
         "trail": [{"rule": "H-17", "finding": "main part fan motor 36 months", "result": "holds"}]}
        """

    private static let open = """
        {"component": "sensor", "outcome": {"undetermined": {"needs": ["invoice_date", "policy"]}}, "options": [],
         "policy": "", "policyVersion": 0, "trail": [{"rule": "C-11", "finding": "none", "result": "unknown"}]}
        """

    /// A ledger with an opened request, its rows put back into the form of then.
    private func earlier() throws -> (Scratch, Entry) {
        let scratch = Scratch()
        var entry = Entry.plain(1)
        let (opened, events) = try intake(.free)
        (entry.intakes, entry.events, entry.requests) = ([opened], events, rows(events))
        try scratch.ledger().record(entry, snapshot: nil, outbox: [])
        try scratch.open { db in
            try db.execute(sql: "DELETE FROM grdb_migrations WHERE identifier = '4'")
            // Requests as they stand were stored later than that: they are made from what is read then.
            try db.execute(sql: "DELETE FROM request; DELETE FROM fact WHERE name = 'request_form'")
            let places = [
                ("intake", "$.entitlement"), ("request_event", "$.event.entitlement_decided.entitlement"),
            ]
            for (table, path) in places {
                try db.execute(
                    sql: """
                        UPDATE \(table) SET body = json_set(body, '\(path)', json(?))
                        WHERE json_extract(body, '\(path)') IS NOT NULL
                        """, arguments: [Self.free])
            }
        }
        return (scratch, entry)
    }

    @Test("are read again after an upgrade, with every reason")
    func upgrade() throws {
        let (scratch, entry) = try earlier()
        _ = try scratch.ledger()
        let reader = try DeskReader(folder: scratch.url)
        let intake = try #require(try reader.intakes().first)
        #expect(intake.decision == entry.intakes[0].decision)
        for decision in [intake.entitlement.now, try #require(try reader.requests().first?.entitlement)] {
            #expect(decision.outcome == .free && decision.policy == "refrigerator@1")
            #expect(decision.validUntil == CalendarDay("2027-03-01") && decision.options == [.repair])
            #expect(decision.reasons.map(\.clause) == ["H-17"])
            #expect(decision.reasons.map(\.text.en) == ["main part fan motor 36 months (holds)"])
        }
    }

    @Test("are left alone by a second upgrade")
    func twice() throws {
        let (scratch, _) = try earlier()
        _ = try scratch.ledger()
        let once = try bodies(scratch)
        try scratch.open { try $0.execute(sql: "DELETE FROM grdb_migrations WHERE identifier = '4'") }
        _ = try scratch.ledger()
        #expect(try bodies(scratch) == once)
    }

    @Test("keep what was needed and come back without an end")
    func undetermined() throws {
        let (scratch, _) = try earlier()
        try scratch.open { db in
            try db.execute(
                sql: "UPDATE intake SET body = json_set(body, '$.entitlement', json(?))", arguments: [Self.open])
        }
        _ = try scratch.ledger()
        let decision = try #require(try DeskReader(folder: scratch.url).intakes().first?.entitlement.now)
        #expect(decision.outcome == .undetermined && decision.needs == [.invoiceDate, .policy])
        #expect(decision.validUntil == nil && decision.policy.isEmpty && decision.options == [.repair])
    }

    private func bodies(_ scratch: Scratch) throws -> [String] {
        try scratch.open { db in
            try String.fetchAll(
                db, sql: "SELECT body FROM intake UNION ALL SELECT body FROM request_event ORDER BY body")
        }
    }
}
