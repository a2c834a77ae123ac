import Appliances
import Daybook
import FaultRules
import Foundation
import GRDB
import Ledger
import Maintenance
import ServiceDesk
import Telemetry
import Testing
import Warranty

@Suite("The ledger")
struct SQLiteLedgerTests {
    private func rich() throws -> Entry {
        var entry = Entry.plain(1)
        let (opened, events) = try intake(.free)
        let (advised, _) = try intake(.chargeable, device: "fridge-2")
        entry.episodes = [try episode(), try episode("fridge-2")]
        entry.intakes = [opened, advised]
        (entry.events, entry.requests) = (events, rows(events))
        entry.quarantined = [sample(1)]
        guard case .advised(let advice) = advised.decision, case .opened(let request) = opened.decision else {
            preconditionFailure("Free opens and chargeable advises.")
        }
        let plan = MaintenancePlan(
            id: "clean", category: .refrigerator, title: Localised(en: "Clean", zh: "清洁"), cycle: .calendar(months: 6))
        let reminder = Reminder(of: plan, on: appliance().id, cycle: 1, due: CalendarDay(start, utcOffsetSeconds: 0))
        entry.notices = [
            notice(1), Notice(about: appliance("fridge-2"), at: start, .advice(advice)),
            Notice(about: appliance(), at: start, .reminder(reminder)),
            Notice(
                about: appliance(), at: start,
                .requestOpened(request: request, component: .fanMotor, fault: "f", missing: [.invoice])),
        ]
        entry.tally[.stored] = 1
        entry.tally[.notJSON] = 2
        return entry
    }

    @Test("gives the episodes of an appliance since a moment, and whether their rules acted")
    func episodesSince() throws {
        let ledger = try Scratch().ledger()
        var entry = Entry.plain(1)
        entry.episodes = [try episode(), try episode("fridge-2")]
        entry.acted = [entry.episodes[0].id]
        try ledger.record(entry, snapshot: nil, outbox: [])
        let found = try ledger.episodes(of: appliance().id, since: start)
        #expect(found.map(\.episode) == [entry.episodes[0]] && found.map(\.acted) == [true])
        #expect(try ledger.episodes(of: appliance("fridge-2").id, since: start).map(\.acted) == [false])
        #expect(try ledger.episodes(of: appliance().id, since: start + .seconds(1)).isEmpty)
    }

    @Test("gives back every part of an entry as it was")
    func roundTrip() throws {
        let scratch = Scratch()
        let ledger = try scratch.ledger()
        let entry = try rich()
        try ledger.record(entry, snapshot: snapshot([1, 2, .max], [("fridge-1", [7, 8])]), outbox: [])
        let reader = try DeskReader(folder: scratch.url)
        #expect(Set(try reader.episodes()) == Set(entry.episodes))
        let intakes = try reader.intakes()
        #expect(intakes.count == 2 && entry.intakes.allSatisfy(intakes.contains))
        #expect(Set(try reader.notices().map(\.id)) == Set(entry.notices.map(\.id)))
        for notice in try reader.notices() { #expect(entry.notices.contains(notice)) }
        #expect(try reader.requests() == entry.requests.map(\.request))
        #expect(try reader.foldedRequests() == entry.requests.map(\.request))
        let tallies = try reader.tallies()
        #expect(
            tallies.map(\.name) == ["records", "rejected.not_json", "stored"] && tallies.map(\.count) == [1, 2, 1])
        let kept = try #require(try reader.quarantine(limit: 9).first)
        #expect(kept.topic == "x/1" && kept.reason == "not_json" && kept.detail == "record 1")
        let recall = try ledger.recall()
        #expect(recall.sequence == 1 && recall.snapshotSequence == 1 && recall.gateway == [1, 2, .max])
        #expect(recall.devices.map(\.0.text) == ["fridge-1"] && recall.devices.map(\.1) == [[7, 8]])
        #expect(recall.events.isEmpty && recall.advices.count == 1)
        let number = try #require(entry.events.first?.request)
        #expect(ledger.past?.request(number) == entry.requests.first?.request)
        #expect(try reader.quickCheck())
    }

    @Test("remembers advice also when its word found the outbox full or was thrown away")
    func adviceWithoutWord() throws {
        let scratch = Scratch()
        let ledger = try scratch.ledger()
        var entry = Entry.plain(1)
        entry.intakes = [try intake(.chargeable).0]
        try ledger.record(entry, snapshot: nil, outbox: [])
        #expect(try ledger.recall().advices.count == 1)
    }

    @Test("a start is told of episodes that stand and of advice of late, each with the last that the desk did about it")
    func beginning() throws {
        let scratch = Scratch()
        let ledger = try scratch.ledger()
        var entry = Entry.plain(1)
        let (first, _) = try intake(.free)
        let (advised, _) = try intake(.chargeable, device: "fridge-2")
        let (old, later) = (try episode("fridge-3"), start + .days(400))
        let past = Intake(
            episode: old, at: start - .days(1), entitlement: advised.entitlement, decision: advised.decision)
        let joined = Intake(
            episode: try episode(), at: later, entitlement: first.entitlement, decision: .joined(request: "SR-1"))
        let known = Intake(
            episode: try episode(level: .critical), at: later + .hours(1), entitlement: first.entitlement,
            decision: .held(because: .knownEpisode))
        let again = Intake(
            episode: old, at: later, entitlement: advised.entitlement, decision: advised.decision)
        entry.episodes = [try episode(), try episode("fridge-2"), old]
        entry.acted = entry.episodes.map(\.id)
        entry.intakes = [first, joined, known, advised, past, again]
        try ledger.record(entry, snapshot: nil, outbox: [])
        var recall = try ledger.recall()
        #expect(Set(recall.standing.map(\.episode.device.text)) == ["fridge-1", "fridge-2", "fridge-3"])
        #expect(recall.standing.first { $0.episode.device.text == "fridge-1" }?.intake == joined)
        // More than a year before the last one nobody is kept quiet by it any more.
        #expect(recall.advices.count == 1)
        // What has ended is asked for no more.
        var end = Entry.plain(2)
        let ended = try episode("fridge-2")
        end.episodes = [
            Episode(
                rule: ended.rule, version: 2, component: ended.component, device: ended.device, level: .major,
                raised: ended.raised, at: later, reset: later, signals: [])
        ]
        try ledger.record(end, snapshot: nil, outbox: [])
        recall = try ledger.recall()
        #expect(Set(recall.standing.map(\.episode.device.text)) == ["fridge-1", "fridge-3"])
        let rows = try scratch.open { try Int.fetchOne($0, sql: "SELECT count(*) FROM episode WHERE ended = 0") }
        #expect(rows == 2)
    }

    @Test("hands the batches after a number over again, in order and byte by byte")
    func replays() throws {
        let scratch = Scratch()
        var ledger = try scratch.ledger()
        let entries = (1...12).map { Entry.plain(Int64($0), temperature: Double($0)) }
        for entry in entries {
            let isFifth = entry.sequence == 5
            try ledger.record(entry, snapshot: isFifth ? snapshot([5], []) : nil, outbox: [])
        }
        try ledger.close()
        ledger = try scratch.ledger()
        let recall = try ledger.recall()
        #expect(recall.sequence == 12 && recall.snapshotSequence == 5)
        var seen: [(Timestamp, [UInt8])] = []
        try ledger.replay(after: recall.snapshotSequence) { seen.append(($0, $1.bytes)) }
        #expect(seen.map(\.0) == entries[5...].map(\.closed))
        #expect(seen.map(\.1) == entries[5...].map(\.batch.bytes))
    }

    @Test("keeps what devices remembered in an older snapshot where a newer one does not name them")
    func partialSnapshots() throws {
        let scratch = Scratch()
        let ledger = try scratch.ledger()
        try ledger.record(.plain(1), snapshot: snapshot([1], [("a", [1]), ("b", [1])]), outbox: [])
        try ledger.record(.plain(2), snapshot: snapshot([2], [("b", [2])]), outbox: [])
        let recall = try ledger.recall()
        #expect(recall.gateway == [2] && recall.devices.map(\.1) == [[1], [2]])
    }

    @Test("leaves nothing of an entry of which one part cannot be written")
    func allOrNothing() throws {
        let scratch = Scratch()
        let ledger = try scratch.ledger()
        let entry = try rich()
        try ledger.record(entry, snapshot: nil, outbox: [])
        let before = try scratch.open { try dump($0) }
        var second = Entry.plain(2)
        second.episodes = [try episode("fridge-3")]
        second.events = [entry.events[0]]
        second.notices = [notice(99)]
        second.quarantined = [sample(2)]
        second.tally[.stored] = 1
        #expect(throws: (any Error).self) {
            try ledger.record(
                second, snapshot: snapshot([9], [("fridge-1", [9])]), outbox: [.delivered(id: notice(1).id)])
        }
        #expect(try scratch.open { try dump($0) } == before)
        second.events = []
        try ledger.record(second, snapshot: nil, outbox: [])
        #expect(try ledger.recall().sequence == 2)
    }

    /// Every row of every table, as text.
    private func dump(_ db: Database) throws -> [String] {
        let tables = "batch episode intake request_event outbox quarantine tally snapshot fact"
        return try tables.split(separator: " ").flatMap {
            try Row.fetchAll(db, sql: "SELECT * FROM \($0)").map(\.description)
        }
    }

    @Test("keeps the newest thousand samples in quarantine")
    func quarantine() throws {
        let scratch = Scratch()
        let ledger = try scratch.ledger()
        for round in 0..<25 {
            var entry = Entry.plain(Int64(round + 1))
            entry.quarantined = (0..<100).map { sample(round * 100 + $0) }
            try ledger.record(entry, snapshot: nil, outbox: [])
        }
        let kept = try DeskReader(folder: scratch.url).quarantine(limit: 5_000)
        #expect(kept.count == SQLiteLedger.quarantineMax)
        #expect(kept.first?.topic == "x/2499" && kept.last?.topic == "x/1500")
    }

    @Test("hands out notices that are due, oldest first, until they are delivered")
    func outbox() throws {
        let scratch = Scratch()
        let ledger = try scratch.ledger()
        var entry = Entry.plain(1)
        entry.notices = (0..<5).map { notice($0, at: start + .minutes(Int64(5 - $0))) }
        try ledger.record(entry, snapshot: nil, outbox: [])
        entry.sequence = 2
        // A replay writes the same notice again: it stays one.
        try ledger.record(entry, snapshot: nil, outbox: [])
        let due = try ledger.due(at: start, limit: 3)
        #expect(due.map(\.notice) == (1...3).map { notice(5 - $0, at: start + .minutes(Int64($0))) })
        let later = start + .seconds(2)
        var none = Entry(closed: start, batch: MessageBatch())
        none.sequence = 2
        try ledger.record(
            none, snapshot: nil, outbox: [.tried(id: notice(4).id, again: later), .delivered(id: notice(3).id)])
        #expect(try ledger.due(at: start, limit: 9).map(\.notice.id) == [2, 1, 0].map { notice($0).id })
        let again = try ledger.due(at: later, limit: 9)
        #expect(again.map(\.notice.id) == [4, 2, 1, 0].map { notice($0).id } && again.map(\.tries) == [1, 0, 0, 0])
        #expect(try DeskReader(folder: scratch.url).waitingNotices() == 4)
        #expect(try ledger.recall().sequence == 2)
    }

    @Test("numbers go on where the last process stopped, also where time alone was recorded")
    func emptyBatches() throws {
        let scratch = Scratch()
        let ledger = try scratch.ledger()
        var entry = Entry(closed: start, batch: MessageBatch())
        entry.sequence = 1
        entry.beginsDay = true
        try ledger.record(entry, snapshot: nil, outbox: [])
        var replayed: [Timestamp] = []
        try ledger.replay(after: 0) { closed, batch in
            replayed.append(closed)
            #expect(batch.isEmpty)
        }
        #expect(replayed == [start])
    }
}

@Suite("What the ledger stands on")
struct DurabilityTests {
    @Test("commits with synchronous FULL, which a pool opened by default does not")
    func full() throws {
        let scratch = Scratch()
        let ledger = try scratch.ledger()
        #expect(try ledger.synchronousLevel() == 2)
        let plain = try DatabasePool(path: scratch.url.appending(path: "other.db").path)
        let level = try plain.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
        #expect(level == 1)
    }

    @Test("has its folder alone, until it lets go")
    func lock() throws {
        let scratch = Scratch()
        var first: StateFolder? = try StateFolder(scratch.url)
        for _ in 0..<3 {
            let fault = #expect(throws: LedgerFault.self) { try StateFolder(scratch.url) }
            guard case .inUse = fault else {
                Issue.record("\(String(describing: fault))")
                continue
            }
        }
        withExtendedLifetime(first) {}
        first = nil
        _ = try StateFolder(scratch.url)
    }

    @Test("is refused to a process of its own by the lock of another")
    func otherProcess() throws {
        let scratch = Scratch()
        let folder = try StateFolder(scratch.url)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/flock")
        process.arguments = ["--nonblock", scratch.url.appending(path: "lock").path, "true"]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 1)
        withExtendedLifetime(folder) {}
    }

    @Test("refuses a ledger that a newer foretell has changed", arguments: ["desk.db", "history.db"])
    func newer(name: String) throws {
        let scratch = Scratch()
        try scratch.ledger(compacts: true).close()
        try scratch.open(name) { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99')") }
        let fault = #expect(throws: LedgerFault.self) { try scratch.ledger(compacts: true) }
        #expect(fault?.description.contains("newer foretell") == true)
        guard name == "desk.db" else { return }
        #expect(throws: LedgerFault.self) { try DeskReader(folder: scratch.url) }
    }

    @Test("names a folder without a ledger")
    func absent() {
        let fault = #expect(throws: LedgerFault.self) { try DeskReader(folder: Scratch().url) }
        guard case .absent = fault else {
            Issue.record("\(String(describing: fault))")
            return
        }
    }

    @Test("is read while it is written, and after it was closed")
    func reads() throws {
        let scratch = Scratch()
        let ledger = try scratch.ledger()
        let reader = try DeskReader(folder: scratch.url)
        for number in 1...50 {
            var entry = Entry.plain(Int64(number))
            entry.notices = [notice(number)]
            try ledger.record(entry, snapshot: nil, outbox: [])
            #expect(try reader.notices().count == number)
        }
        try ledger.close()
        #expect(try DeskReader(folder: scratch.url).notices().count == 50)
    }
}

@Suite("A damaged ledger")
struct DamagedLedgerTests {
    private static let damages = [
        "body = zeroblob(0)", "body = zeroblob(40)", "body = x'28b52ffd'", "body = substr(body, 1, length(body) - 6)",
        "body = cast(substr(body, 1, 12) || zeroblob(length(body) - 12) AS BLOB)", "body = x'28b52ffda0ffffffff'",
    ]

    @Test("is said to be damaged where a batch cannot be unpacked", arguments: damages)
    func batch(damage: String) throws {
        let scratch = Scratch()
        let ledger = try scratch.ledger()
        for number in 1...3 { try ledger.record(.plain(Int64(number)), snapshot: nil, outbox: []) }
        try scratch.open { try $0.execute(sql: "UPDATE batch SET \(damage) WHERE sequence = 2") }
        let fault = #expect(throws: LedgerFault.self) { try ledger.replay(after: 0) { _, _ in } }
        guard case .damaged = fault else {
            Issue.record("\(String(describing: fault))")
            return
        }
    }

    @Test("is said to be damaged where a snapshot cannot be unpacked", arguments: damages)
    func snapshots(damage: String) throws {
        let scratch = Scratch()
        let ledger = try scratch.ledger()
        try ledger.record(.plain(1), snapshot: snapshot([1, 2, 3], [("fridge-1", [4, 5, 6, 7])]), outbox: [])
        try scratch.open { try $0.execute(sql: "UPDATE snapshot SET \(damage)") }
        #expect(throws: LedgerFault.self) { try ledger.recall() }
    }

    @Test(
        "is left out of history, and said to be, where marks and records are out of step",
        arguments: [[], [2], [2, 2, 2], [2, 5], [5, 5]] as [[UInt8]])
    func marks(marks: [UInt8]) throws {
        let scratch = Scratch()
        let ledger = try scratch.ledger()
        var entry = Entry(1, [("fridge-1", [Line(temperature: 4), Line(temperature: 5)])])
        entry.marks = marks
        try ledger.record(entry, snapshot: nil, outbox: [])
        try ledger.record(.plain(2), snapshot: nil, outbox: [])
        try ledger.close()
        var reports: [String] = []
        try HistoryCompactor.compactAll(StateFolder(scratch.url)) { reports.append($0) }
        #expect(reports.count == 1 && reports[0].hasPrefix("batch 1 is left out of history"))
        #expect(try HistoryReader(folder: scratch.url).devices().isEmpty == false, "later batches are not held up")
    }

    @Test("is said to be damaged where a text is none", arguments: ["request", "intake", "outbox"])
    func texts(table: String) throws {
        let scratch = Scratch()
        let ledger = try scratch.ledger()
        var entry = Entry.plain(1)
        let (opened, events) = try intake(.free)
        // Of what became of predictions a start reads the advice.
        let (advised, _) = try intake(.chargeable, device: "fridge-2")
        (entry.intakes, entry.events, entry.notices) = ([opened, advised], events, [notice(1)])
        entry.requests = rows(events)
        try ledger.record(entry, snapshot: nil, outbox: [])
        try scratch.open { try $0.execute(sql: "UPDATE \(table) SET body = '{'") }
        #expect(throws: LedgerFault.self) {
            _ = try ledger.recall()
            _ = try ledger.due(at: start, limit: 1)
            // What could not be read keeps what was decided without it from being recorded.
            _ = ledger.past?.open(most: 1)
            try ledger.record(.plain(2), snapshot: nil, outbox: [])
        }
    }
}
