/// A day of the proleptic Gregorian calendar, without a time or a zone.
///
/// Warranties, invoices and maintenance plans count in days as people write them
/// down, not in milliseconds (requirements H-19, H-21, Z-20).
package struct CalendarDay: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01.
    package let daysSinceEpoch: Int

    /// The day so many days after 1970-01-01.
    package init(daysSinceEpoch: Int) {
        self.daysSinceEpoch = daysSinceEpoch
    }

    /// The day with these numbers; nil where the calendar has no such day (30 February).
    package init?(year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), (1...9_999).contains(year),
            day >= 1, day <= CalendarDay.length(ofMonth: month, year: year)
        else { return nil }
        daysSinceEpoch = CalendarDay.count(year: year, month: month, day: day)
    }

    /// Reads `2026-11-22`; nil where the text is not exactly that form or no such day exists.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
            parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The day on which a moment falls, so many seconds east of UTC.
    package init(_ moment: Timestamp, utcOffsetSeconds: Int) {
        let local = moment + .seconds(Int64(utcOffsetSeconds))
        daysSinceEpoch = local.dayAndMillisecond.day
    }

    /// Earlier comes first.
    package static func < (left: CalendarDay, right: CalendarDay) -> Bool {
        left.daysSinceEpoch < right.daysSinceEpoch
    }

    /// Year, month and day as numbers.
    package var numbers: (year: Int, month: Int, day: Int) {
        // Howard Hinnant's civil-from-days: eras of 400 years, years from 1 March.
        let shifted = daysSinceEpoch + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, day)
    }

    /// The day so many days later.
    package func adding(days: Int) -> CalendarDay {
        CalendarDay(daysSinceEpoch: daysSinceEpoch + days)
    }

    /// The same day of the month so many months later, or that month's last day
    /// where it is shorter: 29 February and one year make 28 February.
    package func adding(months: Int) -> CalendarDay {
        let (year, month, day) = numbers
        let total = year * 12 + (month - 1) + months
        // Rounded down, so that months before the year 0 stay months.
        let newYear = total >= 0 ? total / 12 : (total - 11) / 12
        let newMonth = total - newYear * 12 + 1
        let last = CalendarDay.length(ofMonth: newMonth, year: newYear)
        return CalendarDay(
            daysSinceEpoch: CalendarDay.count(
                year: newYear, month: newMonth, day: min(day, last)))
    }

    private static func count(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func length(ofMonth month: Int, year: Int) -> Int {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }
}

extension CalendarDay: CustomStringConvertible {
    /// ISO 8601, such as `2026-11-22`.
    package var description: String {
        let (year, month, day) = numbers
        return "\(zeroPadded(year, to: 4))-\(zeroPadded(month, to: 2))-\(zeroPadded(day, to: 2))"
    }
}

/// Decimal digits of `number`, filled with leading zeros up to `width`.
package func zeroPadded(_ number: some BinaryInteger, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
