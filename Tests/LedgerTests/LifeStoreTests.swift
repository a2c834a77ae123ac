import Appliances
import Daybook
import FaultRules
import Foundation
import GRDB
import Ledger
import Testing

@Suite("The life of rules on disk")
struct LifeStoreTests {
    private let scratch = Scratch()

    private func store() throws -> LifeStore {
        try FileManager.default.createDirectory(at: scratch.url, withIntermediateDirectories: true)
        return try LifeStore(folder: scratch.url)
    }

    private func change(_ rule: String = "warm", to: Stage, at moment: Timestamp = start) -> StageChange {
        StageChange(
            rule: rule, version: 2, from: .draft, to: to, by: "lin", reason: "“quiet”; 安静", at: moment,
            gates: [Gate("tests", isPassed: false, "3 of 4 tests pass")], report: "BT-1")
    }

    private func judged() throws -> (Repair, [Verdict]) {
        let repair = Repair(
            number: "SR-1", device: appliance().id, model: "BCD-470W", requested: .fanMotor, outcome: .otherPart,
            opened: start, closed: start + .days(1), by: "wang")
        let episode = try episode()
        return (repair, repair.verdicts(on: [episode], attached: [episode.id], acted: { _ in false }))
    }

    private func order(_ incident: String) -> StormOrder {
        StormOrder(incident: incident, ending: .released, by: "lin", reason: "r", at: start)
    }

    @Test("gives back what was written, as it was and in its order")
    func roundTrip() throws {
        let store = try store()
        let changes = [change(to: .shadow), change("cold", to: .canary(percent: 25)), change(to: .active)]
        for change in changes { try store.record(change) }
        let (repair, verdicts) = try judged()
        try store.record(repair, verdicts)
        try store.record(order("IN-1"))
        let all = try LifeReader(folder: scratch.url).all()
        #expect(all.changes == changes && all.changes.allSatisfy(\.isForced))
        #expect(all.repairs == [repair] && all.verdicts == verdicts && verdicts.map(\.acted) == [false])
        #expect(all.orders == [order("IN-1")])
        #expect(try LifeReader(folder: scratch.url).stages().history(of: "warm").map(\.to) == [.shadow, .active])
    }

    @Test("tells each of two connections what the other wrote, and once")
    func twoConnections() throws {
        let (gateway, command) = (try store(), try store())
        #expect(try gateway.news() == nil)
        try command.record(change(to: .shadow))
        #expect(try gateway.news()?.changes.map(\.to) == [.shadow])
        #expect(try gateway.news() == nil)
        let (repair, verdicts) = try judged()
        try command.record(repair, verdicts)
        try gateway.record(change(to: .draft))
        let news = try #require(try gateway.news())
        #expect(news.verdicts == verdicts && news.changes.map(\.to) == [.draft])
        #expect(try gateway.news() == nil)
        #expect(try command.news()?.changes.map(\.to) == [.shadow, .draft])
        gateway.rewind()
        #expect(try gateway.news()?.changes.count == 2)
    }

    @Test("lets two connections write in turn without losing a row")
    func writersInTurn() throws {
        let stores = [try store(), try store()]
        for number in 0..<40 { try stores[number % 2].record(change("rule_\(number)", to: .shadow)) }
        #expect(try LifeReader(folder: scratch.url).all().changes.map(\.rule) == (0..<40).map { "rule_\($0)" })
    }

    @Test(
        "keeps what was written: no row is changed or taken away",
        arguments: ["stage_change", "repair", "verdict", "storm_order"])
    func stays(table: String) throws {
        let store = try store()
        try store.record(change(to: .shadow))
        let (repair, verdicts) = try judged()
        try store.record(repair, verdicts)
        try store.record(order("IN-1"))
        for sql in ["DELETE FROM \(table)", "UPDATE \(table) SET at_ms = 0"] {
            #expect(throws: DatabaseError.self) { try scratch.open("life.db") { try $0.execute(sql: sql) } }
        }
        let rows = try scratch.open("life.db") { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") }
        #expect(rows == 1)
    }

    @Test("keeps an incident as it last stood, with what was decided last")
    func incidents() throws {
        let store = try store()
        let incidents = try storm()
        for incident in incidents { try store.record(incident) }
        let reader = try LifeReader(folder: scratch.url)
        #expect(try reader.incidents().map(\.incident) == [try #require(incidents.last)])
        #expect(try reader.incidents().map(\.order) == [nil])
        try store.record(order(try #require(incidents.last).id))
        #expect(try reader.incidents().map(\.order?.ending) == [.released])
    }

    /// An incident as it grows.
    private func storm() throws -> [Incident] {
        var guardian = StormGuard()
        var seen: [Incident] = []
        for number in 0..<14 {
            var appliance = appliance("fridge-\(number)")
            appliance.batch = "2024-31"
            let finding = StormGuard.Finding(try episode("fridge-\(number)"), on: appliance)
            if guardian.take(finding, at: start) != .act { seen += guardian.incidents }
        }
        #expect(seen.map(\.count) == [11, 12, 13, 14])
        return seen
    }

    @Test("keeps a report once for each content, and names it by it")
    func reports() throws {
        let store = try store()
        let report = Data("{\"rule\":\"warm\"}\n".utf8)
        let digest = try store.attach(report, named: "trial.jsonl", to: "warm", at: start)
        #expect(try store.attach(report, named: "again.jsonl", to: "warm", at: start) == digest)
        #expect(try store.attach(Data("other".utf8), named: "b", to: "warm", at: start) != digest)
        let reader = try LifeReader(folder: scratch.url)
        #expect(try reader.report(digest) == report && digest.hasPrefix("BT-") && digest.count == 16)
        #expect(try reader.report("BT-0") == nil)
    }

    @Test("is nothing yet where nobody has written, and is not made by looking")
    func absent() throws {
        let reader = try LifeReader(folder: scratch.url)
        #expect(try reader.all().isEmpty && reader.incidents().isEmpty)
        #expect(throws: LedgerFault.self) { try LifeStore(folder: scratch.url) }
        #expect(!FileManager.default.fileExists(atPath: scratch.url.path))
    }

    @Test("keeps no write-ahead log, and commits to the disk")
    func journal() throws {
        let store = try store()
        try store.record(change(to: .shadow))
        let mode = try scratch.open("life.db") { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
        #expect(mode == "delete")
        #expect(!FileManager.default.fileExists(atPath: scratch.url.appending(path: "life.db-wal").path))
    }

    @Test("is left alone where a newer foretell has changed its form")
    func newer() throws {
        try store().close()
        try scratch.open("life.db") { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99')") }
        #expect(throws: LedgerFault.self) { try LifeStore(folder: scratch.url) }
        #expect(throws: LedgerFault.self) { try LifeReader(folder: scratch.url) }
    }

    @Test("knows of each episode whether its rule ever acted")
    func acted() throws {
        let ledger = try scratch.ledger()
        var entry = Entry.plain(1)
        entry.episodes = [try episode("fridge-1"), try episode("fridge-2"), try episode("fridge-3")]
        entry.acted = [entry.episodes[0].id]
        try ledger.record(entry, snapshot: nil, outbox: [])
        // The first goes on in shadow; the second comes into action.
        entry = Entry.plain(2)
        entry.episodes = [try episode("fridge-1", level: .critical), try episode("fridge-2", level: .critical)]
        entry.acted = [entry.episodes[1].id]
        try ledger.record(entry, snapshot: nil, outbox: [])
        let reader = try DeskReader(folder: scratch.url)
        #expect(try reader.shadowEpisodes() == [try episode("fridge-3").id])
        #expect(Set(try reader.episodes().map(\.level)) == ["critical", "major"])
    }
}
