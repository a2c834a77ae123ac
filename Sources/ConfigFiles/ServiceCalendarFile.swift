import Appliances
package import ServiceDesk

/// Reads `config/service/calendar.yaml`: when the centre works, for response times (requirements, 2.3).
///
/// `hours` (a mapping of `monday` … `sunday`, or `every_day`, to lists such as `[08:00-12:00, 13:00-20:00]`; a day that
/// is not there has none), `holidays` and `workdays` (lists of days such as 2026-10-01; on a workday people work as
/// on a Monday). What is not there is 08:00-20:00 every day, without holidays.
///
/// - Returns: the calendar in a zone so many seconds east of UTC; every problem is noted.
package func readServiceCalendar(_ node: ConfigNode, utcOffsetSeconds: Int) -> BusinessCalendar? {
    let fields = node.fields(["hours", "holidays", "workdays"])
    var week = BusinessCalendar.standard().week
    if let hours = fields["hours"] { week = readWeek(hours) }
    let holidays = fields["holidays"].map(readDays) ?? []
    let workdays = fields["workdays"].map(readDays) ?? []
    for day in holidays.intersection(workdays).sorted() {
        fields["workdays"]?.fault("\(day) is both a holiday and a workday; it can be one of them")
    }
    if week.allSatisfy(\.isEmpty) { fields["hours"]?.fault("`hours` has no day on which anybody works") }
    return BusinessCalendar(week: week, holidays: holidays, workdays: workdays, utcOffsetSeconds: utcOffsetSeconds)
}

private let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

private func readWeek(_ node: ConfigNode) -> [[BusinessCalendar.Opening]] {
    let fields = node.fields(weekdays + ["every_day"])
    let every = fields["every_day"].map(readOpenings) ?? []
    return weekdays.map { fields[$0].map(readOpenings) ?? every }
}

private func readOpenings(_ node: ConfigNode) -> [BusinessCalendar.Opening] {
    var openings: [BusinessCalendar.Opening] = []
    for item in node.items {
        guard let text = item.text else { continue }
        guard let range = minuteRange(text),
            let opening = BusinessCalendar.Opening(from: range.from, through: range.through)
        else {
            item.fault("`\(text)` must be such as 08:00-12:00, the second time the later one, at most 24:00")
            continue
        }
        if let last = openings.last, opening.from < last.through {
            item.fault("`\(text)` begins before the one above it ends; they must be in order and apart")
        }
        openings.append(opening)
    }
    return openings
}

private func readDays(_ node: ConfigNode) -> Set<CalendarDay> { Set(node.items.compactMap(\.day)) }
