import Appliances
import Daybook
import Gateway
import ServiceDesk
import Simulation
import Telemetry
import Testing

/// A gateway whose notices leave for an endpoint.
struct PostHouse {
    static let agent = Actor(.hotlineAgent, "H-1")
    let endpoint = Endpoint()
    let desk: Desk

    init(
        _ channels: [PostChannel] = [.webhook], quiet: QuietHours? = nil, more: [(PostChannel, Endpoint)] = []
    ) throws {
        var policy = try House.policy(of: [appliance("fridge-1")], plans: [])
        policy.post.channels = channels + more.map(\.0)
        policy.post.quiet = quiet
        let endpoint = endpoint
        let carried = channels.filter { $0 != .mqtt }
        desk = try Desk(
            policy, .wall,
            carriers: {
                carried.map { EndpointCarrier($0, endpoint) } + more.map { EndpointCarrier($0.0, $0.1) }
            })
        desk.ledger.post.rules = policy.post
    }

    /// Somebody calls, and gets a number.
    @discardableResult
    func call(_ number: Int, customer: String = "C-00001") async throws -> String {
        var demand = Demand(channel: .hotline, key: "call-\(number)")
        (demand.customer, demand.symptom, demand.known) = (customer, "does not cool", Demand.required)
        guard case .taken(.opened(let request), _) = await desk.ask(.demand(demand, by: PostHouse.agent)) else {
            throw NotOpened()
        }
        return request
    }

    struct NotOpened: Error {}

    var post: MemoryPost { desk.ledger.post }
}

@Suite("Notices that leave")
struct PostTests {
    @Test("an endpoint that is down for 72 hours gets each notice once, in order, with the same key (F16)")
    func outage() async throws {
        let house = try PostHouse()
        house.endpoint.isDown = true
        for number in 0..<36 {
            try await house.call(number)
            house.desk.wait(.hours(2), step: .minutes(5))
        }
        #expect(house.endpoint.received.isEmpty && house.post.count(.waiting) >= 36)
        // Not a storm of tries: about four an hour once it has been away for long.
        #expect((200...400).contains(house.endpoint.tries), "\(house.endpoint.tries) tries")
        house.endpoint.isDown = false
        house.desk.wait(.hours(1), step: .minutes(1))
        #expect(house.endpoint.received == house.post.ids(.webhook))
        #expect(house.post.count(.dead) == 0 && house.post.dropped == 0)
    }

    @Test("killed at any time, it delivers each at least once, first times in order", arguments: [1, 2, 3, 4, 5, 6])
    func kills(seed: UInt64) async throws {
        var chance = SeededGenerator(seed: seed)
        let house = try PostHouse()
        for number in 0..<48 {
            house.endpoint.isDown = (6..<42).contains(number) && chance.below(8) > 0
            try await house.call(number)
            // The turn has carried, and nobody has recorded that yet.
            if chance.below(2) == 0 { try house.desk.restart() }
            for _ in 0..<8 {
                house.desk.wait(.minutes(11), step: .minutes(11))
                house.desk.ledger.postFails = chance.below(5) == 0
                if chance.below(3) == 0 { try house.desk.restart() }
            }
        }
        (house.endpoint.isDown, house.desk.ledger.postFails) = (false, false)
        house.desk.wait(.hours(1), step: .minutes(1))
        #expect(house.endpoint.arrived == house.post.ids(.webhook))
        #expect(house.endpoint.received.count > house.endpoint.arrived.count, "no kill fell between the two")
        #expect(house.post.count(.delivered) == house.post.rows.count)
    }

    @Test("what is refused for good is put aside, and the rest goes on")
    func refusals() async throws {
        let house = try PostHouse()
        house.endpoint.isDown = true
        for number in 0..<10 { try await house.call(number) }
        let ids = house.post.ids(.webhook)
        house.endpoint.refused = [ids[0], ids[4]]
        house.endpoint.isDown = false
        house.desk.wait(.minutes(5), step: .seconds(5))
        #expect(house.endpoint.received == ids.filter { !house.endpoint.refused.contains($0) })
        let dead = house.post.rows.filter { $0.state == .dead }
        #expect(dead.map(\.notice.id) == [ids[0], ids[4]] && dead.allSatisfy { $0.why == "HTTP 422" })
    }

    @Test("what cannot be delivered for longer than the patience is put aside one by one")
    func tooOld() async throws {
        let house = try PostHouse()
        house.endpoint.isDown = true
        try await house.call(1)
        house.desk.wait(.days(6), step: .minutes(30))
        #expect(house.post.count(.dead) == 0)
        try await house.call(2)
        house.desk.wait(.days(2), step: .minutes(30))
        let old = house.post.rows.filter { house.desk.clock.now - $0.written > .days(7) }
        let dead = house.post.rows.filter { $0.state == .dead }.map(\.notice.id)
        #expect(!dead.isEmpty && dead == old.map(\.notice.id))
        house.endpoint.isDown = false
        house.desk.wait(.hours(1), step: .minutes(1))
        #expect(house.endpoint.received == house.post.ids(.webhook).filter { !dead.contains($0) })
    }

    @Test("a mailbox that takes nothing for now holds up its own letters alone, and gets them in order")
    func aside() async throws {
        let house = try PostHouse([.mail])
        let away = DeskNotice.Recipient.customer("C-00002")
        house.endpoint.away = [away]
        for number in 0..<6 { try await house.call(number, customer: number % 2 == 0 ? "C-00002" : "C-00003") }
        house.desk.wait(.minutes(40), step: .minutes(1))
        let theirs = house.post.rows.filter { $0.notice.to == away }.map(\.notice.id)
        let others = house.post.rows.filter { $0.notice.to != away }.map(\.notice.id)
        #expect(house.endpoint.received == others && theirs.count == 3)
        house.endpoint.away = []
        house.desk.wait(.minutes(40), step: .minutes(1))
        #expect(house.endpoint.received.filter(theirs.contains) == theirs)
        #expect(house.endpoint.arrived.count == house.endpoint.received.count)
    }

    @Test("one way that is blocked does not hold up another")
    func independent() async throws {
        let mail = Endpoint()
        let house = try PostHouse(more: [(.mail, mail)])
        mail.isDown = true
        for number in 0..<5 { try await house.call(number) }
        house.desk.wait(.minutes(1), step: .seconds(5))
        #expect(house.endpoint.received == house.post.ids(.webhook) && mail.received.isEmpty)
        mail.isDown = false
        house.desk.wait(.minutes(30), step: .seconds(30))
        #expect(mail.received == house.post.ids(.mail))
    }

    @Test("a clock that jumps back or forward neither stops the post nor loses any")
    func clockJumps() async throws {
        let house = try PostHouse()
        house.endpoint.isDown = true
        house.desk.clock.now = start + .days(3_000)
        for number in 0..<3 { try await house.call(number) }
        house.desk.wait(.hours(2), step: .minutes(5))
        house.desk.clock.now = start
        house.endpoint.isDown = false
        house.desk.wait(.minutes(30), step: .minutes(1))
        #expect(house.endpoint.received == house.post.ids(.webhook) && house.post.rows.count >= 3)
    }

    @Test("the broker confirms what it has; while it is away nothing is lost")
    func broker() async throws {
        let house = try PostHouse([.mqtt])
        house.desk.outlet.isUp = false
        try await house.call(1)
        house.desk.wait(.minutes(5), step: .seconds(10))
        #expect(house.post.count(.delivered) == 0)
        house.desk.outlet.isUp = true
        house.desk.wait(.minutes(1), step: .seconds(1))
        let sent = house.desk.outlet.sent.filter { $0.id.hasPrefix(DeskNotice.idPrefix) }
        #expect(sent.map(\.id) == house.post.ids(.mqtt) && sent.allSatisfy { !$0.isRetained })
        #expect(sent.first?.topic == "foretell/v1/notices/customer/C-00001")
        #expect(house.post.count(.delivered) == house.post.rows.count)
    }

    @Test("customers are left alone at night, save where it is urgent; staff are not")
    func quiet() async throws {
        let house = try PostHouse(quiet: QuietHours(from: 22 * 60, through: 8 * 60))
        house.desk.clock.now = House.local(hour: 23)
        let request = try await house.call(1)
        let command = DeskCall.command(.cancel(reason: "sold"), on: request, by: PostHouse.agent, key: nil)
        _ = await house.desk.ask(command)
        house.desk.wait(.minutes(5), step: .seconds(30))
        #expect(house.post.rows.first?.notice.kind == .requestReceived && house.post.rows.first?.state == .delivered)
        for row in house.post.rows {
            #expect((row.release == row.written) == row.notice.isUrgent, "\(row.notice.kind)")
        }
    }
}

extension House {
    /// A moment of the first day of these tests, in the house's zone.
    static func local(hour: Int64) -> Timestamp {
        let midnight = CalendarDay(start, utcOffsetSeconds: 8 * 3_600).daysSinceEpoch
        return Timestamp(milliseconds: Int64(midnight) * 86_400_000 + (hour - 8) * 3_600_000)
    }
}

@Suite("Quiet hours")
struct QuietHoursTests {
    private func released(_ hours: QuietHours, at minute: Int64) -> Int64 {
        let moment = Timestamp(milliseconds: minute * 60_000)
        return hours.release(moment, utcOffsetSeconds: 0).milliseconds / 60_000
    }

    @Test("hold what comes in them until they end, over midnight and not")
    func ends() {
        let night = QuietHours(from: 22 * 60, through: 8 * 60)
        let noon = QuietHours(from: 12 * 60, through: 13 * 60)
        let none = QuietHours(from: 60, through: 60)
        for minute in Int64(0)..<2_880 {
            let ofDay = minute % 1_440
            let morning = minute - ofDay + 480 + (ofDay >= 480 ? 1_440 : 0)
            #expect(released(night, at: minute) == (ofDay >= 1_320 || ofDay < 480 ? morning : minute))
            let isNoon = (720..<780).contains(ofDay)
            #expect(released(noon, at: minute) == (isNoon ? minute - ofDay + 780 : minute))
            #expect(released(none, at: minute) == minute)
        }
    }

    @Test("count in the zone of the house, and hold nothing for a day or longer")
    func zone() {
        let night = QuietHours(from: 22 * 60, through: 8 * 60)
        for hour in Int64(-30)..<30 {
            let moment = Timestamp(milliseconds: hour * 3_600_000)
            let release = night.release(moment, utcOffsetSeconds: 8 * 3_600)
            #expect(release >= moment && release - moment < PostRules.longestHold)
        }
        #expect(night.release(.epoch, utcOffsetSeconds: -2 * 3_600).milliseconds == 10 * 3_600_000)
    }
}
