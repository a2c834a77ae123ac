package import Appliances

/// A time of the day as a clock on the wall shows it, in whole minutes from 00:00 to 24:00.
package struct DayTime: Hashable, Comparable, Sendable {
    /// Minutes since midnight, 0 to 1 440.
    package let minutes: Int

    /// So many minutes since midnight; nil outside of 0 to 1 440.
    package init?(minutes: Int) {
        guard (0...1_440).contains(minutes) else { return nil }
        self.minutes = minutes
    }

    /// Reads `08:30`; nil where the text is no such time.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { $0 &- 48 <= 9 } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), minute < 60
        else { return nil }
        self.init(minutes: hour * 60 + minute)
    }

    /// Earlier comes first.
    package static func < (left: DayTime, right: DayTime) -> Bool { left.minutes < right.minutes }
}

extension DayTime: CustomStringConvertible {
    /// Such as `08:30`.
    package var description: String { "\(zeroPadded(minutes / 60, to: 2)):\(zeroPadded(minutes % 60, to: 2))" }
}

/// From one time of a day to a later one of the same day.
package struct DayTimes: Hashable, Sendable, CustomStringConvertible {
    /// The first minute.
    package let from: DayTime
    /// The last minute.
    package let through: DayTime

    /// Times of one day; nil where they do not end after they begin.
    package init?(from: DayTime, through: DayTime) {
        guard from < through else { return nil }
        self.from = from
        self.through = through
    }

    /// Such as `09:00-11:00`.
    package var description: String { "\(from)-\(through)" }
}

/// A day of the week, Monday first.
package enum Weekday: String, CaseIterable, Hashable, Sendable {
    /// Monday.
    case monday
    /// Tuesday.
    case tuesday
    /// Wednesday.
    case wednesday
    /// Thursday.
    case thursday
    /// Friday.
    case friday
    /// Saturday.
    case saturday
    /// Sunday.
    case sunday

    /// The weekday of a day.
    package init(_ day: CalendarDay) {
        // 1970-01-01 was a Thursday.
        let place = (day.daysSinceEpoch + 3) % 7
        self = Weekday.allCases[place < 0 ? place + 7 : place]
    }
}

/// Between which moments somebody comes (N-6).
package struct Window: Hashable, Comparable, Sendable, Codable {
    /// The first moment.
    package let from: Timestamp
    /// The last moment: whoever comes later is late.
    package let through: Timestamp

    /// A window; it may be a single moment.
    package init(from: Timestamp, through: Timestamp) {
        self.from = from
        self.through = through
    }

    /// The window at these times of a day, in a zone so many seconds east of UTC.
    package init(_ times: DayTimes, on day: CalendarDay, utcOffsetSeconds: Int) {
        self.init(
            from: Timestamp(times.from, on: day, utcOffsetSeconds: utcOffsetSeconds),
            through: Timestamp(times.through, on: day, utcOffsetSeconds: utcOffsetSeconds))
    }

    /// Earlier comes first.
    package static func < (left: Window, right: Window) -> Bool {
        (left.from, left.through) < (right.from, right.through)
    }

    /// Such as `2026-11-25 09:00-11:00`, by the clock on the wall.
    package func text(utcOffsetSeconds: Int) -> String {
        let end = through.wallTime(utcOffsetSeconds: utcOffsetSeconds)
        return "\(from.wallText(utcOffsetSeconds: utcOffsetSeconds))-\(end)"
    }
}

extension Timestamp {
    /// The moment at a time of a day, in a zone so many seconds east of UTC.
    init(_ time: DayTime, on day: CalendarDay, utcOffsetSeconds: Int) {
        let seconds = Int64(day.daysSinceEpoch) * 86_400 + Int64(time.minutes) * 60 - Int64(utcOffsetSeconds)
        self.init(milliseconds: seconds * 1_000)
    }

    /// The time that a clock on the wall shows, such as `09:00`.
    func wallTime(utcOffsetSeconds: Int) -> String {
        let day = CalendarDay(self, utcOffsetSeconds: utcOffsetSeconds)
        let local = self + .seconds(Int64(utcOffsetSeconds))
        let minutes = Int((local.milliseconds - Int64(day.daysSinceEpoch) * 86_400_000) / 60_000)
        return "\(zeroPadded(minutes / 60, to: 2)):\(zeroPadded(minutes % 60, to: 2))"
    }

    /// Day and time as a wall shows them, such as `2026-11-25 09:00`.
    package func wallText(utcOffsetSeconds: Int) -> String {
        "\(CalendarDay(self, utcOffsetSeconds: utcOffsetSeconds)) \(wallTime(utcOffsetSeconds: utcOffsetSeconds))"
    }
}
