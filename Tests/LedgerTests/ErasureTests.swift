import Appliances
import Daybook
import Foundation
import GRDB
import Ledger
import ServiceDesk
import Telemetry
import Testing

@Suite("Forgetting a customer in the ledger")
struct ErasureTests {
    private struct DiskFails: Error {}

    private let scratch = Scratch()
    private static let agent = Actor(.hotlineAgent, "H-1")

    private func ledger() throws -> SQLiteLedger {
        var rules = PostRules()
        rules.channels = [.webhook]
        return try SQLiteLedger(StateFolder(scratch.url), compacts: false, post: rules)
    }

    private func demand(_ customer: String, _ words: String, _ attachments: [String], device: String?) -> Demand {
        var demand = Demand(channel: .email, key: "\(customer)-\(device ?? "letter")")
        (demand.customer, demand.symptom, demand.wish) = (customer, words, words)
        (demand.attachments, demand.device) = (attachments, device.flatMap { DeviceID($0) })
        demand.known = Demand.required
        return demand
    }

    /// C-1 with a complaint, C-2 with a picture that is the same, and a letter about C-1's appliance from nobody.
    private func fill(_ ledger: SQLiteLedger) throws -> Desk {
        var desk = Desk(past: ledger.past)
        var events: [RecordedEvent] = []
        for (customer, words, attachments, device) in [
            ("C-1", "larkspur", ["aa", "bb"], nil), ("C-2", "nightshade", ["bb", "cc"], nil),
            ("", "foxglove", ["dd"], "fridge-1"),
        ] {
            let one = demand(customer, words, attachments, device: device)
            events += desk.take(one, entitled: nil, by: Self.agent, at: start).events
        }
        let number = try #require(desk.openRequests.first { $0.demands.first?.customer == "C-1" }).number
        events += try #require(
            try desk.perform(
                .complain(.attitude, words: "larkspur again"), on: number, by: Self.agent, at: start))
        var entry = Entry.plain(1)
        (entry.events, entry.requests) = (
            events, rows(events.sorted { ($0.request, $0.number) < ($1.request, $1.number) })
        )
        entry.post = events.flatMap { event in
            desk.request(event.request).map { NoticeDesk().notices(of: event, on: $0, customer: "C-1") } ?? []
        }
        entry.beginsDay = true
        try ledger.record(entry, snapshot: nil, outbox: [])
        desk.letGo()
        return desk
    }

    private func erasure(_ customer: String = "C-1", devices: [String] = ["fridge-1"]) -> Erasure {
        Erasure(of: customer, devices: devices.compactMap { DeviceID($0) }, at: start + .hours(1), by: Self.agent)
    }

    /// Whether a word stands in any of the files of the folder.
    private func holds(_ word: String) throws -> Bool {
        try FileManager.default.contentsOfDirectory(at: scratch.url, includingPropertiesForKeys: nil)
            .contains { try Data(contentsOf: $0).range(of: Data(word.utf8)) != nil }
    }

    @Test("overwrites words, deletes what nobody else has, writes down that it did, and leaves no byte of it")
    func erase() throws {
        let ledger = try ledger()
        var desk = try fill(ledger)
        #expect(try holds("larkspur"))
        var removed: [String] = []
        let erased = try ledger.erase(erasure()) { removed += $0 }
        #expect(erased.requests.count == 2 && erased.attachments == ["aa", "dd"] && removed == ["aa", "dd"])
        desk.reread(erased.requests)
        for number in erased.requests {
            let request = try #require(desk.request(number))
            #expect(request.erased == start + .hours(1) && request.fault == erasedWords)
            #expect(request.demands.allSatisfy { $0.attachments.isEmpty && $0.wish == erasedWords })
        }
        // The other customer has lost nothing, nor have those who must act.
        #expect(desk.openRequests.contains { $0.demands.first?.attachments == ["bb", "cc"] })
        #expect(!desk.due(for: .afterSalesManager, most: 10).isEmpty, "the complaint is still to be resolved")
        let waiting = try ledger.parcels(of: .webhook, at: start + .days(1), limit: 100)
        #expect(!waiting.isEmpty && !waiting.contains { "\($0)".contains("larkspur") })
        // Once more is nothing more.
        #expect(try ledger.erase(erasure()) { removed += $0 } == Erased())
        #expect(removed == ["aa", "dd"])
        try ledger.close()
        #expect(try !holds("larkspur") && !holds("foxglove") && holds("nightshade"))
        // The events alone say the same as the rows.
        let reader = try DeskReader(folder: scratch.url)
        #expect(try reader.requests() == reader.foldedRequests())
    }

    @Test("erases nothing where an attachment cannot be deleted, and all of it when asked again")
    func fails() throws {
        let ledger = try ledger()
        let desk = try fill(ledger)
        let before = desk.openRequests
        #expect(throws: DiskFails.self) { try ledger.erase(erasure()) { _ in throw DiskFails() } }
        #expect(Desk(past: ledger.past).openRequests == before)
        #expect(try ledger.erase(erasure()) { _ in }.attachments == ["aa", "dd"])
        try ledger.close()
    }

    @Test("is the same after the rows were made anew, and knows nobody by an empty or foreign number")
    func rebuilt() throws {
        var open: SQLiteLedger? = try ledger()
        _ = try fill(try #require(open))
        try open?.close()
        open = nil
        try scratch.open { try $0.execute(sql: "UPDATE fact SET value = 0 WHERE name = 'request_form'") }
        let ledger = try ledger()
        #expect(try ledger.erase(erasure("C-3", devices: [])) { _ in } == Erased())
        #expect(try ledger.erase(erasure("C-2", devices: [])) { _ in }.attachments == ["cc"])
        #expect(try ledger.erase(erasure()) { _ in }.attachments == ["aa", "bb", "dd"])
        try ledger.close()
    }
}
