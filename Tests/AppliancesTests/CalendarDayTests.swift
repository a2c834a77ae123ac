import Appliances
import Testing

@Suite("A calendar day")
struct CalendarDayTests {
    private static let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

    private static func length(_ year: Int, _ month: Int) -> Int {
        let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
        return month == 2 && isLeap ? 29 : lengths[month - 1]
    }

    @Test("is counted as by hand, day after day for 400 years", arguments: [1, 1_600, 1_901, 9_600])
    func everyDay(firstYear: Int) throws {
        var count = try #require(CalendarDay(year: firstYear, month: 1, day: 1)).daysSinceEpoch
        var wrong = 0
        for year in firstYear..<min(firstYear + 400, 10_000) {
            for month in 1...12 {
                for day in 1...Self.length(year, month) {
                    let made = CalendarDay(year: year, month: month, day: day)
                    let numbers = CalendarDay(daysSinceEpoch: count).numbers
                    if made?.daysSinceEpoch != count || numbers != (year, month, day) { wrong += 1 }
                    count += 1
                }
                if CalendarDay(year: year, month: month, day: Self.length(year, month) + 1) != nil { wrong += 1 }
            }
        }
        #expect(wrong == 0)
        #expect(CalendarDay(year: 1970, month: 1, day: 1)?.daysSinceEpoch == 0)
    }

    @Test(
        "is read from exactly year, month and day",
        arguments: [("1970-01-01", 0), ("2026-11-22", 20_779), ("2000-02-29", 11_016), ("0001-01-01", -719_162)])
    func reads(text: String, count: Int) {
        #expect(CalendarDay(text)?.daysSinceEpoch == count)
        #expect(CalendarDay(daysSinceEpoch: count).description == text)
    }

    @Test(
        "is not read from anything else",
        arguments: [
            "", "2026", "2026-11", "2026-11-22-01", "2026-1-22", "2026-11-2", "26-11-22", "12026-11-22",
            "2026-02-29", "2026-02-30", "1900-02-29", "2026-00-01", "2026-13-01", "2026-01-00", "2026-04-31",
            "0000-01-01", "-001-01-01", "+202-01-01", "2026/11/22", "2026-11-22 ", " 2026-11-22", "2026-11-22T",
            "２０２６-11-22", "٢٠٢٦-11-22", "2026-1a-22", "2026-11-2\u{301}2", "22.11.2026",
        ])
    func refuses(text: String) {
        #expect(CalendarDay(text) == nil)
    }

    @Test(
        "so many months later is the same day or the month's last",
        arguments: [
            ("2024-02-29", 12, "2025-02-28"), ("2024-02-29", 48, "2028-02-29"), ("2096-02-29", 48, "2100-02-28"),
            ("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2026-08-31", 1, "2026-09-30"),
            ("2026-12-31", 2, "2027-02-28"), ("2026-11-22", 0, "2026-11-22"), ("2026-01-31", -1, "2025-12-31"),
            ("2026-03-31", -1, "2026-02-28"), ("2026-01-15", -13, "2024-12-15"), ("2026-11-22", 36, "2029-11-22"),
        ])
    func months(from: String, months: Int, to: String) throws {
        #expect(try #require(CalendarDay(from)).adding(months: months).description == to)
    }

    @Test("far back in months is a day of a month still", arguments: [-24_311, -24_312, -24_313, -30_000, -1_000_000])
    func farBack(months: Int) throws {
        let day = try #require(CalendarDay(year: 2026, month: 1, day: 31))
        let numbers = day.adding(months: months).numbers
        #expect((1...12).contains(numbers.month))
        #expect(numbers.year * 12 + numbers.month == 2_026 * 12 + 1 + months)
    }

    @Test("begins at the midnight of its zone, before and after 1970")
    func zones() {
        let day = 86_400_000 as Int64
        for (milliseconds, offset, expected) in [
            (0, 0, 0), (-1, 0, -1), (-day, 0, -1), (-day - 1, 0, -2), (day - 1, 0, 0), (day, 0, 1),
            (0, -1, -1), (57_600_000, 28_800, 1), (57_599_999, 28_800, 0), (-28_800_000, 28_800, 0),
        ] as [(Int64, Int, Int)] {
            let moment = Timestamp(milliseconds: milliseconds)
            #expect(CalendarDay(moment, utcOffsetSeconds: offset).daysSinceEpoch == expected)
        }
    }

    @Test("so many days later may be in another year")
    func days() throws {
        #expect(try #require(CalendarDay("2026-12-31")).adding(days: 1).description == "2027-01-01")
        #expect(try #require(CalendarDay("2027-01-01")).adding(days: -366).description == "2025-12-31")
        #expect(CalendarDay(daysSinceEpoch: -1) < CalendarDay(daysSinceEpoch: 0))
    }

    @Test("fills numbers with zeros", arguments: [(7, 2, "07"), (123, 2, "123"), (0, 3, "000"), (5, 0, "5")])
    func padding(number: Int, width: Int, text: String) {
        #expect(zeroPadded(number, to: width) == text)
    }
}
