import Appliances

/// Moments as the people of one zone read them.
struct LocalTime: Hashable, Sendable {
    /// Seconds east of UTC.
    let utcOffsetSeconds: Int

    /// The day of a moment.
    func day(of moment: Timestamp) -> CalendarDay { CalendarDay(moment, utcOffsetSeconds: utcOffsetSeconds) }

    /// Such as `2026-11-25 09:00`.
    func text(_ moment: Timestamp) -> String { "\(day(of: moment)) \(clock(moment))" }

    /// Such as `2026-11-25 09:00–11:00`; with both days where it ends on another one.
    func window(_ from: Timestamp, _ through: Timestamp) -> String {
        day(of: from) == day(of: through) ? "\(text(from))–\(clock(through))" : "\(text(from)) – \(text(through))"
    }

    /// The moment of a full hour of a day.
    func moment(_ day: CalendarDay, hour: Int) -> Timestamp {
        Timestamp(milliseconds: Int64(day.daysSinceEpoch) * 86_400_000 + Int64(hour) * 3_600_000)
            - .seconds(Int64(utcOffsetSeconds))
    }

    private func clock(_ moment: Timestamp) -> String {
        let midnight = self.moment(day(of: moment), hour: 0)
        let minutes = (moment - midnight).milliseconds / 60_000
        return "\(zeroPadded(minutes / 60, to: 2)):\(zeroPadded(minutes % 60, to: 2))"
    }
}
