import Appliances
import Daybook
import Foundation
import GRDB
import Ledger
import ServiceDesk
import Telemetry
import Warranty

/// A desk with many requests: some made by the desk itself, the rest copied from them row by row.
enum Crowd {
    /// How many requests are made by the desk; the copies are theirs under other numbers.
    private static let made = 1_000

    /// Fills the ledger of a folder.
    static func gather(in folder: URL, requests: Int, openPercent: Int) throws {
        let begin = ContinuousClock.now
        let ledger = try SQLiteLedger(try StateFolder(folder), compacts: false, post: PostRules())
        try make(made, openPercent: openPercent, ledger)
        try ledger.close()
        try copy(times: max(0, requests / made - 1), in: folder)
        tell("filled", ["requests": Double(requests), "open_percent": Double(openPercent), "seconds": seconds(begin)])
    }

    /// Requests of which so many of each hundred are open.
    private static func make(_ count: Int, openPercent: Int, _ ledger: SQLiteLedger) throws {
        var desk = Desk()
        for place in 0..<count {
            let now = Timestamp(milliseconds: 1_780_000_000_000 + Int64(place) * 60_000)
            var demand = Demand(channel: .hotline, key: "call-\(place)")
            (demand.customer, demand.symptom, demand.known) = ("C-\(place)", "does not cool", Demand.required)
            demand.device = DeviceID("RF-\(place)")
            let agent = Actor(.hotlineAgent, "H-1")
            let (decision, events) = desk.take(demand, entitled: nil, by: agent, at: now)
            let number = decision.request
            var happened = events
            let life = Life(number: number, now: now)
            let steps = place % 100 < openPercent ? [] : life.whole
            for step in steps {
                happened += try desk.perform(step.command, on: number, by: step.actor, at: step.at) ?? []
            }
            var entry = Entry(closed: now, batch: MessageBatch())
            entry.sequence = Int64(place + 1)
            entry.events = happened
            entry.requests = desk.request(number).map { [RequestRow($0, due: $0.due())] } ?? []
            try ledger.record(entry, snapshot: nil, outbox: [])
        }
    }

    /// The rows once more under other numbers, as they would stand there.
    private static func copy(times: Int, in folder: URL) throws {
        let queue = try DatabaseQueue(path: folder.appending(path: "desk.db").path)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = OFF; PRAGMA cache_size = -524288")
        }
        try queue.write { db in
            for name in ["request", "request_event", "due", "desk_key"] {
                try db.execute(sql: "CREATE TEMP TABLE first_\(name) AS SELECT * FROM \(name)")
            }
        }
        for round in 0..<times {
            let end = "\(round)"
            try queue.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO request
                        (number, device, family, open, engaged, priority, opened_ms, visited_ms, body,
                        folded, events)
                        SELECT number || 'X\(end)', device || 'X\(end)', family, open, engaged, priority,
                        opened_ms + \(round + 1), visited_ms, replace(body, number, number || 'X\(end)'),
                        folded, events FROM first_request;
                        INSERT INTO request_event SELECT request || 'X\(end)', number, at_ms,
                        replace(body, request, request || 'X\(end)') FROM first_request_event;
                        INSERT INTO due SELECT request || 'X\(end)', place, due_ms + \(round + 1), role, above,
                        breached, replace(body, request, request || 'X\(end)') FROM first_due;
                        INSERT INTO desk_key SELECT key || 'X\(end)', request || 'X\(end)' FROM first_desk_key;
                        """)
            }
        }
        try queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        try queue.close()
    }
}

/// The whole way of a request, from triage to its end.
struct Life {
    struct Step {
        let actor: Actor
        let command: DeskCommand
        let at: Timestamp
    }

    let number: String
    let now: Timestamp

    private static let scores = ReturnCall.Scores(attitude: 5, skill: 5, charges: 4, overall: 5)

    var whole: [Step] {
        let (engineer, quality) = (Actor(.engineer, "E-7"), Actor(.quality, "Q-1"))
        let report = VisitReport(
            .fixed, component: .compressor, cause: "start_relay_worn",
            parts: [PartUse("start_relay", faulty: "A-1", new: "B-\(number)", oldPart: .taken)], test: .passed,
            isInspected: true)
        let commands: [(Actor, DeskCommand, Int64)] = [
            (Actor(.hotlineAgent, "H-1"), .triage(Diagnosis([.init(.compressor, cause: "worn", percent: 80)])), 1),
            (Actor(.dispatcher, "D-1"), .assign(engineer: "E-7", Feasibility()), 2),
            (
                Actor(.dispatcher, "D-1"),
                .propose(from: now + .hours(2), through: now + .hours(4), reason: "", consent: true), 3
            ),
            (engineer, .accept, 4), (engineer, .depart(checklist: "haier@1"), 90), (engineer, .arrive(cause: ""), 115),
            (engineer, .identify, 116), (engineer, .explain, 117), (engineer, .showTariff, 118),
            (engineer, .consent(Money(fen: 0)), 119), (engineer, .beginWork, 120), (engineer, .endVisit(report), 150),
            (engineer, .submitCard(.customer, satisfied: true), 151),
            (engineer, .charge(ChargeSheet([])), 152), (engineer, .settle, 153),
            (quality, .call(.quality, .satisfied(scores: Self.scores)), 1_200),
            (Actor(.informationOfficer, "I-1"), .reconcile(.branch), 1_201), (quality, .close, 1_202),
        ]
        return commands.map { Step(actor: $0, command: $1, at: now + .minutes($2)) }
    }
}
