import Appliances
import ServiceDesk
import Testing

@Suite("The calendar of the centre")
struct BusinessCalendarTests {
    private static let zone = 8 * 3_600

    /// A moment of the centre's zone.
    private static func at(_ day: String, _ hour: Int64, _ minute: Int64 = 0) throws -> Timestamp {
        let day = try #require(CalendarDay(day))
        return Timestamp(milliseconds: Int64(day.daysSinceEpoch) * 86_400_000)
            + .seconds(Int64(-zone)) + .hours(hour) + .minutes(minute)
    }

    /// Monday to Friday from 8 to 12 and from 13 to 17; 1 October is a holiday and 10 October, a Saturday, a workday.
    private static func office() throws -> BusinessCalendar {
        let halves = [
            try #require(BusinessCalendar.Opening(from: 480, through: 720)),
            try #require(BusinessCalendar.Opening(from: 780, through: 1_020)),
        ]
        return BusinessCalendar(
            week: Array(repeating: halves, count: 5) + [[], []],
            holidays: [try #require(CalendarDay("2026-10-01")), try #require(CalendarDay("2026-10-02"))],
            workdays: [try #require(CalendarDay("2026-10-10"))], utcOffsetSeconds: zone)
    }

    @Test("a term runs while people work: over noon, the night, holidays and moved working days (2.3)")
    func terms() throws {
        let office = try Self.office()
        func end(_ span: TimeSpan, _ start: Timestamp) -> Timestamp? { office.deadline(span, after: start) }
        #expect(try end(.hours(1), Self.at("2026-09-30", 9)) == Self.at("2026-09-30", 10))
        #expect(try end(.hours(1), Self.at("2026-09-30", 11, 30)) == Self.at("2026-09-30", 13, 30))
        #expect(try end(.hours(1), Self.at("2026-09-30", 3)) == Self.at("2026-09-30", 9))
        // 1 and 2 October are Thursday and Friday: it goes on with Monday the 5th.
        #expect(try end(.hours(1), Self.at("2026-09-30", 16, 30)) == Self.at("2026-10-05", 8, 30))
        #expect(try end(.hours(1), Self.at("2026-10-01", 9)) == Self.at("2026-10-05", 9))
        // Saturday the 10th is a workday, Sunday the 11th is none.
        #expect(try end(.hours(1), Self.at("2026-10-09", 17)) == Self.at("2026-10-10", 9))
        #expect(try end(.hours(1), Self.at("2026-10-10", 17)) == Self.at("2026-10-12", 9))
        #expect(try office.isOpen(at: Self.at("2026-10-10", 9)) && !office.isOpen(at: Self.at("2026-10-11", 9)))
        #expect(try !office.isOpen(at: Self.at("2026-10-01", 9)) && !office.isOpen(at: Self.at("2026-10-09", 12)))
    }

    @Test("days begin at midnight of the centre, not of Greenwich")
    func zones() throws {
        let office = try Self.office()
        // 7:59 of Friday in Jinan is still Thursday in Greenwich.
        let early = try Self.at("2026-10-09", 7, 59)
        #expect(try office.deadline(.minutes(1), after: early) == Self.at("2026-10-09", 8, 1))
        let greenwich = BusinessCalendar(week: office.week, utcOffsetSeconds: 0)
        #expect(try greenwich.deadline(.minutes(1), after: early) == Self.at("2026-10-09", 16, 1))
    }

    @Test("holds are left out, whether they lie apart, meet or overlap; one that goes on has no end")
    func holds() throws {
        let office = try Self.office()
        let nine = try Self.at("2026-09-30", 9)
        func hold(_ from: Int64, _ through: Int64?) -> ClockHold {
            ClockHold(
                reason: "away", from: nine + .minutes(from), through: through.map { nine + .minutes($0) })
        }
        func end(_ holds: ClockHold...) -> Timestamp? { office.deadline(.hours(1), after: nine, without: holds) }
        #expect(end(hold(10, 30)) == nine + .minutes(80))
        #expect(end(hold(10, 30), hold(20, 40)) == nine + .minutes(90))
        #expect(end(hold(20, 40), hold(10, 30)) == nine + .minutes(90))
        #expect(end(hold(10, 30), hold(30, 40)) == nine + .minutes(90))
        // Before the term, and in the night, a hold takes nothing.
        #expect(end(hold(-60, -30), hold(600, 1_200)) == nine + .minutes(60))
        #expect(end(hold(10, nil)) == nil)
        #expect(office.working(from: nine, through: nine + .hours(1), without: [hold(10, 30)]) == .minutes(40))
    }

    @Test("stretches lie within a day, and a calendar that never opens has its terms end far away")
    func bounds() throws {
        for (from, through) in [(-1, 60), (60, 60), (90, 60), (0, 1_441)] {
            #expect(BusinessCalendar.Opening(from: from, through: through) == nil)
        }
        let shut = BusinessCalendar(week: Array(repeating: [], count: 7), utcOffsetSeconds: 0)
        let end = try #require(shut.deadline(.minutes(1), after: start))
        #expect(end > start + .days(399) && shut.working(from: start, through: end) == .zero)
    }

    @Test("between a start and the end of a term lies just that much working time", arguments: 0..<8)
    func consistent(block: UInt64) throws {
        let office = try Self.office()
        var chance = SplitMix64(seed: block)
        let from = try Self.at("2026-09-25", 0)
        for _ in 0..<250 {
            let begin = from + .seconds(Int64(chance.below(20 * 86_400)))
            let span = TimeSpan.seconds(1 + Int64(chance.below(40 * 3_600)))
            let holds = (0..<chance.below(3)).map { _ in
                let held = from + .seconds(Int64(chance.below(25 * 86_400)))
                return ClockHold(reason: "away", from: held, through: held + .seconds(Int64(chance.below(90_000))))
            }
            let end = try #require(office.deadline(span, after: begin, without: holds))
            #expect(office.working(from: begin, through: end, without: holds) == span)
            // The end is the first such moment, and a longer term ends later.
            let before = end + TimeSpan(milliseconds: -1)
            #expect(office.working(from: begin, through: before, without: holds) < span)
            let longer = TimeSpan(milliseconds: span.milliseconds + 1)
            #expect(try #require(office.deadline(longer, after: begin, without: holds)) > end)
        }
    }
}
