import Appliances
import Daybook
import FaultRules
import Gateway
import Maintenance
import Telemetry
import Testing

/// What happens by time alone, on the machine's clock and without a message.
@Suite("A gateway that hears nothing")
struct IdleTests {
    private func post(_ name: String, at arrival: Timestamp) -> Post {
        Post("foretell/v1/home-1/\(name)/telemetry", Hostile.good.utf8, at: arrival)
    }

    @Test("tells the owner of a silent appliance once, after its time, and again after the next silence")
    func silence() throws {
        let desk = try Desk(House.policy(of: [appliance("fridge-1")], plans: []), .wall, [post("fridge-1", at: start)])
        desk.work()
        desk.wait(.minutes(31), step: .seconds(30))
        #expect(desk.notices("tell_owner").isEmpty, "A record may still be on its way.")
        desk.wait(.minutes(2), step: .seconds(30))
        #expect(desk.notices("tell_owner").count == 1)
        desk.wait(.days(3), step: .minutes(10))
        #expect(desk.notices("tell_owner").count == 1)
        desk.link.bring([post("fridge-1", at: desk.clock.now)])
        desk.work()
        #expect(desk.ledger.entries.flatMap(\.episodes).last?.reset != nil)
        desk.wait(.hours(1), step: .minutes(1))
        #expect(desk.notices("tell_owner").count == 2)
        #expect(Set(desk.ledger.written).count == 2)
    }

    @Test("goes on counting a silence over restarts", arguments: [1, 7, 20])
    func silenceOverRestarts(every: Int) throws {
        let desk = try Desk(
            House.policy(of: [appliance("fridge-1"), appliance("fridge-2")]), .wall,
            [post("fridge-1", at: start), post("fridge-2", at: start + .minutes(5))])
        desk.work()
        for minute in 1...90 {
            desk.wait(.minutes(1), step: .seconds(20))
            if minute % every == 0 { try desk.restart() }
        }
        #expect(desk.notices("tell_owner").map(\.device.text).sorted() == ["fridge-1", "fridge-2"])
    }

    @Test("reminds once a cycle, whatever is restarted (Z-20)", arguments: [1, 3, 30])
    func reminders(restartEvery: Int) throws {
        let desk = try Desk(
            House.policy(of: [appliance("fridge-1"), appliance("fridge-2", bought: nil)], rules: []), .wall)
        for day in 1...800 {
            desk.wait(.days(1), step: .hours(12))
            if day % restartEvery == 0 { try desk.restart() }
        }
        let reminders = desk.notices("reminder")
        #expect(Set(reminders.map(\.id)).count == reminders.count)
        #expect(desk.ledger.written.count == reminders.count)
        // Since June 2026 every half year until January 2029; without papers, since the first day.
        #expect(reminders.count { $0.device.text == "fridge-1" } == 5)
        #expect(reminders.count { $0.device.text == "fridge-2" } == 4)
    }

    @Test("writes nothing while nothing follows from the time that passes")
    func writesNothing() throws {
        let desk = try Desk(House.policy(of: [appliance("fridge-1")]), .wall, [post("fridge-1", at: start)])
        desk.work()
        desk.wait(.minutes(25), step: .seconds(1))
        #expect(desk.ledger.entries.count == 1)
    }

    @Test("leaves in good order: the next start has nothing to live through")
    func stops() throws {
        let days = Days(span: .hours(3))
        let desk = try Desk(House.policy(of: days.appliances), .telemetry, days.posts)
        try desk.shell.run { desk.link.isDone }
        #expect(desk.link.isClosed && desk.outlet.isClosed)
        let recall = try desk.ledger.recall()
        #expect(recall.snapshotSequence == recall.sequence && recall.sequence > 0)
    }
}

@Suite("The outbox")
struct OutboxTests {
    private func desk() throws -> Desk {
        let desk = try Desk(
            House.policy(of: [appliance("fridge-1")], plans: []), .wall,
            [Post("foretell/v1/home-1/fridge-1/telemetry", Hostile.good.utf8, at: start)])
        desk.outlet.confirms = false
        desk.work()
        return desk
    }

    @Test("sends a word for the moment, not retained, and marks it delivered once")
    func delivers() throws {
        let desk = try desk()
        desk.outlet.confirms = true
        desk.wait(.hours(2), step: .seconds(10))
        let sent = try #require(desk.outlet.sent.first)
        #expect(desk.outlet.sent.count == 1)
        #expect(sent.topic == "foretell/v1/home-1/fridge-1/notice" && !sent.isRetained)
        #expect(desk.ledger.rows.map(\.deliveredCount) == [1])
        #expect(desk.ledger.rows.allSatisfy { $0.notice.id == sent.id })
    }

    @Test("tries again after pauses that double up to a quarter of an hour, while nobody confirms")
    func doubles() throws {
        let desk = try desk()
        desk.wait(.minutes(31), step: .seconds(1))
        var moments: [Timestamp] = []
        for _ in 0..<14_400 {
            let before = desk.outlet.sent.count
            desk.wait(.seconds(1), step: .seconds(1))
            if desk.outlet.sent.count > before { moments.append(desk.clock.now) }
        }
        let pauses = zip(moments, moments.dropFirst()).map { $1 - $0 }
        #expect(pauses.count >= 10)
        let wanted: [Int64] = [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]
        for (pause, seconds) in zip(pauses, wanted) {
            #expect(pause >= .seconds(seconds) && pause <= .seconds(seconds + 2))
        }
        #expect(Set(desk.outlet.sent.map(\.id)).count == 1)
        desk.outlet.confirm(desk.outlet.sent[0].id)
        desk.wait(.hours(1), step: .seconds(5))
        #expect(desk.ledger.rows.map(\.deliveredCount) == [1])
        #expect(desk.outlet.sent.count == moments.count)
    }

    @Test("keeps what cannot be sent while the link is lost, and counts no try")
    func lostLink() throws {
        let desk = try desk()
        desk.outlet.isUp = false
        desk.wait(.hours(1), step: .seconds(10))
        #expect(desk.ledger.rows.map(\.tries) == [0] && desk.outlet.sent.isEmpty)
        desk.outlet.isUp = true
        desk.outlet.confirms = true
        desk.wait(.minutes(1), step: .seconds(5))
        #expect(desk.ledger.rows.map(\.isDelivered) == [true] && desk.outlet.sent.count == 1)
    }

    @Test("remembers a confirmation that could not be recorded, and does not send again meanwhile")
    func confirmationKept() throws {
        let desk = try desk()
        desk.wait(.minutes(33), step: .seconds(1))
        let sent = desk.outlet.sent.count
        #expect(sent > 0)
        desk.ledger.outboxFails = true
        desk.outlet.confirm(desk.outlet.sent[0].id)
        desk.wait(.hours(1), step: .seconds(5))
        desk.ledger.outboxFails = false
        desk.wait(.hours(1), step: .seconds(5))
        #expect(desk.outlet.sent.count == sent)
        #expect(desk.ledger.rows.map(\.isDelivered) == [true])
    }

    @Test("survives a restart: what was not confirmed goes out again, what was does not")
    func overRestart() throws {
        let desk = try desk()
        desk.wait(.minutes(33), step: .seconds(1))
        try desk.restart()
        desk.outlet.confirms = true
        desk.wait(.minutes(30), step: .seconds(5))
        let count = desk.outlet.sent.count
        #expect(desk.ledger.rows.map(\.deliveredCount) == [1])
        try desk.restart()
        desk.wait(.minutes(30), step: .seconds(5))
        #expect(desk.outlet.sent.count == count)
    }
}
