package import Appliances

/// When the centre works: the clock by which response times run (requirements, 2.3, "SLA clock").
///
/// It is one of three clocks that stay apart: warranties run in calendar days, promises are moments.
package struct BusinessCalendar: Hashable, Sendable {
    /// A stretch of a day in which people work, in minutes after midnight of the centre's zone; 0 to 1440.
    package struct Opening: Hashable, Sendable {
        /// The first minute.
        package let from: Int
        /// The minute after the last.
        package let through: Int

        /// A stretch; nil where it is none or does not lie within a day.
        package init?(from: Int, through: Int) {
            guard 0 <= from, from < through, through <= 1_440 else { return nil }
            (self.from, self.through) = (from, through)
        }
    }

    /// The stretches of each day of the week, Monday first, each day's in order and apart.
    package let week: [[Opening]]
    /// Days on which nobody works, whatever day of the week.
    package let holidays: Set<CalendarDay>
    /// Days on which people work as on a Monday, whatever day of the week: China moves working days to weekends.
    package let workdays: Set<CalendarDay>
    /// Seconds east of UTC of the centre's zone.
    package let utcOffsetSeconds: Int

    /// How far a deadline is looked for; a calendar that never opens has none nearer.
    private static let daysMax = 400

    /// A calendar; `week` has seven days, Monday first.
    package init(
        week: [[Opening]], holidays: Set<CalendarDay> = [], workdays: Set<CalendarDay> = [], utcOffsetSeconds: Int
    ) {
        precondition(week.count == 7, "A week has seven days, this one has \(week.count).")
        self.week = week
        self.holidays = holidays
        self.workdays = workdays
        self.utcOffsetSeconds = utcOffsetSeconds
    }

    /// Open from 8 to 20 every day, in the zone of the house.
    package static func standard(utcOffsetSeconds: Int = 8 * 3_600) -> BusinessCalendar {
        let day = [Opening(from: 8 * 60, through: 20 * 60)].compactMap(\.self)
        return BusinessCalendar(week: Array(repeating: day, count: 7), utcOffsetSeconds: utcOffsetSeconds)
    }

    /// The stretches of a day.
    package func openings(on day: CalendarDay) -> [Opening] {
        if holidays.contains(day) { return [] }
        if workdays.contains(day) { return week[0] }
        // 1970-01-01 was a Thursday.
        return week[((day.daysSinceEpoch + 3) % 7 + 7) % 7]
    }

    /// Whether people work at a moment.
    package func isOpen(at moment: Timestamp) -> Bool { working(from: moment, through: moment + .seconds(1)) > .zero }

    /// When so much working time has passed since a moment, leaving out the holds; a hold that goes on has none.
    package func deadline(_ span: TimeSpan, after start: Timestamp, without holds: [ClockHold] = []) -> Timestamp? {
        guard holds.allSatisfy({ $0.through != nil }) else { return nil }
        var left = span.milliseconds
        var day = CalendarDay(start, utcOffsetSeconds: utcOffsetSeconds)
        for _ in 0..<BusinessCalendar.daysMax {
            for stretch in stretches(of: day, after: start, without: holds) {
                let length = (stretch.upperBound - stretch.lowerBound)
                if length >= left { return Timestamp(milliseconds: stretch.lowerBound + left) }
                left -= length
            }
            day = day.adding(days: 1)
        }
        return midnight(of: day)
    }

    /// The working time between two moments, leaving out the holds; zero where the second is not later.
    package func working(
        from start: Timestamp, through end: Timestamp, without holds: [ClockHold] = []
    ) -> TimeSpan {
        guard start < end else { return .zero }
        var sum: Int64 = 0
        var day = CalendarDay(start, utcOffsetSeconds: utcOffsetSeconds)
        for _ in 0..<BusinessCalendar.daysMax where midnight(of: day) < end {
            for stretch in stretches(of: day, after: start, without: holds) {
                sum += max(0, min(stretch.upperBound, end.milliseconds) - stretch.lowerBound)
            }
            day = day.adding(days: 1)
        }
        return TimeSpan(milliseconds: sum)
    }

    private func midnight(of day: CalendarDay) -> Timestamp {
        Timestamp(milliseconds: (Int64(day.daysSinceEpoch) * 86_400 - Int64(utcOffsetSeconds)) * 1_000)
    }

    /// The working stretches of a day after a moment and outside of the holds, in milliseconds since the epoch.
    private func stretches(
        of day: CalendarDay, after start: Timestamp, without holds: [ClockHold]
    ) -> [Range<Int64>] {
        let zero = midnight(of: day).milliseconds
        var stretches: [Range<Int64>] = openings(on: day).compactMap { opening in
            let (from, through) = (zero + Int64(opening.from) * 60_000, zero + Int64(opening.through) * 60_000)
            let begin = max(from, start.milliseconds)
            return begin < through ? begin..<through : nil
        }
        for hold in holds {
            let (from, through) = (hold.from.milliseconds, hold.through?.milliseconds ?? Int64.max)
            stretches = stretches.flatMap { stretch -> [Range<Int64>] in
                let before = stretch.lowerBound..<max(stretch.lowerBound, min(stretch.upperBound, from))
                let after = min(stretch.upperBound, max(stretch.lowerBound, through))..<stretch.upperBound
                return [before, after].filter { !$0.isEmpty }
            }
        }
        return stretches
    }
}

/// A stretch in which the clock of response times stands still, and why.
package struct ClockHold: Hashable, Sendable, Codable {
    /// Why, in words.
    package let reason: String
    /// Since when.
    package let from: Timestamp
    /// Until when; nil while it goes on.
    package internal(set) var through: Timestamp?

    /// A hold.
    package init(reason: String, from: Timestamp, through: Timestamp? = nil) {
        (self.reason, self.from, self.through) = (reason, from, through)
    }
}
