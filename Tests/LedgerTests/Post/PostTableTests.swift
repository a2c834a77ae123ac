import Appliances
import Daybook
import Foundation
import GRDB
import Ledger
import ServiceDesk
import Telemetry
import Testing

@Suite("The post on disk")
struct PostTableTests {
    private let scratch = Scratch()

    private func ledger(
        _ channels: [PostChannel] = [.webhook], quiet: QuietHours? = nil, capacity: Int = 100
    ) throws -> SQLiteLedger {
        var rules = PostRules()
        (rules.channels, rules.quiet, rules.capacity) = (channels, quiet, capacity)
        return try SQLiteLedger(StateFolder(scratch.url), compacts: false, post: rules)
    }

    /// Notices of new requests, one for each number.
    private func notices(_ numbers: ClosedRange<Int>, customer: String = "C-1") throws -> [DeskNotice] {
        try numbers.map { number in
            var demand = Demand(channel: .hotline, key: "call-\(number)")
            demand.known = Demand.required
            let event = RecordedEvent(request: "SR-\(number)", number: 1, at: start, event: .demanded(demand: demand))
            let request = try #require(ServiceRequest(opening: event))
            return try #require(NoticeDesk().notices(of: event, on: request, customer: customer).first)
        }
    }

    private func urgentAndNot() throws -> [DeskNotice] {
        let device = appliance().id
        let words = Localised(en: "Please close the door.", zh: "请关门。")
        return [
            NoticeDesk().notice(.reminder(plan: "clean"), key: "1", of: device, to: "C-1", at: start, words),
            NoticeDesk().notice(.tellOwner(advice: "close_door"), key: "2", of: device, to: "C-1", at: start, words),
        ]
    }

    private func write(
        _ notices: [DeskNotice], _ sequence: Int64, at moment: Timestamp = start, to ledger: SQLiteLedger
    ) throws {
        var entry = Entry(closed: moment, batch: MessageBatch())
        (entry.sequence, entry.post) = (sequence, notices)
        entry.beginsDay = true
        try ledger.record(entry, snapshot: nil, outbox: [])
    }

    private func ids(
        _ ledger: SQLiteLedger, _ channel: PostChannel = .webhook, at moment: Timestamp = start
    ) throws -> [String] {
        try ledger.parcels(of: channel, at: moment, limit: 100).map(\.notice.id)
    }

    @Test("gives what was written, in its order, so many at a time, and once more after a restart")
    func order() throws {
        let all = try notices(1...20)
        var open: SQLiteLedger? = try ledger()
        let first = try #require(open)
        try write(Array(all[..<7]), 1, to: first)
        try write(Array(all[7...]), 2, to: first)
        let parcels = try first.parcels(of: .webhook, at: start, limit: 5)
        #expect(parcels.map(\.notice) == Array(all[..<5]))
        #expect(parcels.allSatisfy { $0.tries == 0 && $0.written == start })
        // The same written again is there already.
        try write(all, 3, to: first)
        try first.close()
        open = nil
        let again = try ledger()
        #expect(try ids(again) == all.map(\.id))
    }

    @Test("each way has its own line, and appliances' words do not go to the broker twice")
    func channels() throws {
        let ledger = try ledger([.mqtt, .webhook, .mail])
        let all = try notices(1...3) + urgentAndNot()
        try write(all, 1, to: ledger)
        let parcels = try ledger.parcels(of: .webhook, at: start, limit: 9)
        try ledger.record(parcels.map { .delivered(place: $0.place) }, at: start)
        #expect(try ids(ledger, .webhook).isEmpty)
        #expect(try ids(ledger, .mail) == all.map(\.id))
        #expect(try ids(ledger, .mqtt) == all.prefix(3).map(\.id))
    }

    @Test("what is not urgent waits for the morning, on ways that disturb somebody")
    func quietHold() throws {
        // Half an hour before to an hour after, in the zone of the house.
        let minute = Int((start.milliseconds / 60_000 + 480) % 1_440)
        let quiet = QuietHours(from: (minute + 1_410) % 1_440, through: (minute + 60) % 1_440)
        let ledger = try ledger([.webhook], quiet: quiet)
        let pair = try urgentAndNot()
        try write(pair, 1, to: ledger)
        #expect(try ids(ledger) == [pair[1].id])
        #expect(try ids(ledger, at: start + .minutes(59)) == [pair[1].id])
        #expect(try ids(ledger, at: start + .minutes(60)) == pair.map(\.id))
        // A clock that was years ahead when it was written holds nothing for years.
        #expect(try ids(ledger, at: start - .days(900)) == pair.map(\.id))
    }

    @Test("drops and counts what finds no room, on the way that is full alone")
    func capacity() throws {
        let ledger = try ledger([.webhook, .mail], capacity: 4)
        let all = try notices(1...6)
        try write(all, 1, to: ledger)
        #expect(try ids(ledger) == all.prefix(4).map(\.id))
        let parcels = try ledger.parcels(of: .webhook, at: start, limit: 2)
        try ledger.record(parcels.map { .delivered(place: $0.place) }, at: start)
        // What is there already needs no room.
        try write(try notices(1...8), 2, to: ledger)
        #expect(try ids(ledger).count == 4 && ids(ledger, .mail).count == 4)
        let tallies = try DeskReader(folder: scratch.url).tallies()
        #expect(tallies.first { $0.name == "post_dropped" }?.count ?? 0 >= 4)
    }

    @Test("one that waits for long takes the room of one, however many have left since")
    func gaps() throws {
        let ledger = try ledger(capacity: 4)
        try write(try notices(1...4), 1, to: ledger)
        let places = try ledger.parcels(of: .webhook, at: start, limit: 9).map(\.place)
        try ledger.record(places.dropFirst().map { .delivered(place: $0) }, at: start)
        try write(try notices(5...8), 2, to: ledger)
        #expect(try ids(ledger) == (try notices(1...1) + notices(5...7)).map(\.id))
    }

    @Test("a fate is recorded once, and what is settled does not come back")
    func states() throws {
        let ledger = try ledger()
        try write(try notices(1...5), 1, to: ledger)
        let places = try ledger.parcels(of: .webhook, at: start, limit: 9).map(\.place)
        let changes: [PostChange] = [
            .delivered(place: places[0]), .skipped(place: places[1]), .dead(place: places[2], why: "HTTP 422"),
            .tried(place: places[3], why: "HTTP 503"),
        ]
        try ledger.record(changes, at: start + .seconds(1))
        // A late word about what is settled changes nothing.
        try ledger.record([.dead(place: places[0], why: "late"), .tried(place: places[2], why: "late")], at: start)
        let left = try ledger.parcels(of: .webhook, at: start, limit: 9)
        #expect(left.map(\.place) == [places[3], places[4]] && left.map(\.tries) == [1, 0])
        let rows = try scratch.open { db in
            try Row.fetchAll(db, sql: "SELECT state, tries, why, settled_ms FROM post ORDER BY place")
        }
        #expect(rows.map { $0["state"] as String } == ["delivered", "skipped", "dead", "waiting", "waiting"])
        #expect(rows.map { $0["tries"] as Int } == [1, 0, 1, 1, 0])
        #expect(rows[2]["why"] == "HTTP 422" && rows[0]["settled_ms"] == start.milliseconds + 1_000)
    }

    @Test("is counted for whoever watches: what waits, for how long the first has, what is put aside")
    func gauge() throws {
        let ledger = try ledger([.webhook, .mail])
        let reader = try DeskReader(folder: scratch.url)
        let none = try reader.postGauge(at: start)
        #expect(none == (0, 0, 0))
        try write(try notices(1...2), 1, to: ledger)
        try write(try notices(3...3), 2, at: start + .seconds(40), to: ledger)
        let all = try reader.postGauge(at: start + .seconds(60))
        #expect(all == (6, 0, 60))
        #expect(try reader.postGauge(at: start - .days(1)).oldestSeconds == 0, "the clock was set back")
        let mail = try ledger.parcels(of: .mail, at: start + .seconds(60), limit: 9).map(\.place)
        let hook = try ledger.parcels(of: .webhook, at: start + .seconds(60), limit: 9).map(\.place)
        try ledger.record(
            mail.map { .delivered(place: $0) } + [.dead(place: hook[0], why: "x"), .delivered(place: hook[1])],
            at: start + .seconds(60))
        let left = try reader.postGauge(at: start + .seconds(60))
        #expect(left == (1, 1, 20))
        #expect(
            PostGauge(folder: scratch.url).counters(at: start + .seconds(60))
                == ["waiting": 1, "dead": 1, "oldest_seconds": 20])
        let nowhere = PostGauge(folder: scratch.url.appending(path: "nowhere"))
        #expect(nowhere.counters(at: start).isEmpty)
    }

    @Test("a recipient who is held holds up the own ones alone, also those that come later")
    func held() throws {
        let ledger = try ledger([.mail])
        let (theirs, others) = (try notices(1...2), try notices(3...4, customer: "C-2"))
        try write(theirs + others, 1, to: ledger)
        let first = try #require(try ledger.parcels(of: .mail, at: start, limit: 1).first)
        try ledger.record([.held(place: first.place, until: start + .minutes(15), why: "SMTP 450")], at: start)
        let later = try notices(5...5)
        try write(later, 2, to: ledger)
        #expect(try ids(ledger, .mail) == others.map(\.id))
        #expect(try ids(ledger, .mail, at: start + .minutes(14)) == others.map(\.id))
        #expect(try ids(ledger, .mail, at: start + .minutes(15)) == (theirs + others + later).map(\.id))
        #expect(try ids(ledger, .mail, at: start - .days(30)) == (theirs + others + later).map(\.id))
    }

    @Test("one that cannot be read is put aside and holds up nobody")
    func damaged() throws {
        let ledger = try ledger()
        let all = try notices(1...3)
        try write(all, 1, to: ledger)
        try scratch.open { try $0.execute(sql: "UPDATE post SET body = '{}' WHERE place = 1") }
        #expect(try ids(ledger) == all.dropFirst().map(\.id))
        let state = try scratch.open { try String.fetchOne($0, sql: "SELECT state FROM post WHERE place = 1") }
        #expect(state == "dead")
    }
}
