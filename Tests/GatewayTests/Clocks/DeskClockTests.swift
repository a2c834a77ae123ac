import Appliances
import Gateway
import Testing

@Suite("The machine's clock under the desk")
struct DeskClockTests {
    @Test("that was far ahead and is set back is told, until it is there again")
    func ahead() throws {
        let desk = try Desk(House.policy(of: [appliance("fridge-1")]), .wall)
        desk.wait(.minutes(3), step: .minutes(1))
        #expect(desk.counter.secondsAhead == 0)
        let right = desk.clock.now
        desk.clock.now = right + .days(40)
        desk.shell.turn()
        #expect(desk.counter.secondsAhead == 0, "a step ahead is believed")
        desk.clock.now = right + .hours(1)
        desk.shell.turn()
        #expect(desk.counter.secondsAhead == (40 * 24 - 1) * 3_600)
        // A restart goes on at the time that was recorded.
        try desk.restart()
        desk.shell.turn()
        #expect(desk.counter.secondsAhead > 0)
        desk.clock.now = right + .days(40) + .hours(1)
        desk.shell.turn()
        #expect(desk.counter.secondsAhead == 0)
    }

    @Test("says nothing where telemetry is the clock")
    func telemetry() throws {
        let desk = try Desk(House.policy(of: [appliance("fridge-1")]), .telemetry)
        desk.clock.now = desk.clock.now - .days(40)
        desk.shell.turn()
        #expect(desk.counter.secondsAhead == 0)
    }
}
