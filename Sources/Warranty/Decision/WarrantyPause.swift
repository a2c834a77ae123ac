package import Appliances

/// Days on which the warranty clock stood still (H-19).
///
/// A pause that is still open ends, for now, on the day for which the question is asked.
package struct WarrantyPause: Hashable, Sendable {
    /// Why the customer could not use the appliance.
    package enum Cause: String, CaseIterable, Hashable, Sendable {
        /// It was being repaired.
        case repair
        /// It waited because no spare part was to be had.
        case waitingParts = "waiting_parts"
    }

    /// The first day.
    package let from: CalendarDay
    /// The last day, inclusive; a pause that ends before it begins holds no day.
    package let through: CalendarDay
    /// Why.
    package let cause: Cause

    /// A pause from one day through another, both counted.
    package init(from: CalendarDay, through: CalendarDay, cause: Cause) {
        self.from = from
        self.through = through
        self.cause = cause
    }
}

/// The last covered day of a period that pauses put off (H-19, requirements 2.5).
///
/// Each paused day from `invoiceDay` on and up to the end moves the end by one day, and so may bring the next
/// pause inside it. Days on which pauses overlap count once, and the order of the pauses is irrelevant. Days
/// before the invoice count nothing: the clock did not run yet.
///
/// - Returns: `end` or a later day, at most 9999-12-31.
package func coveredThrough(
    _ end: CalendarDay, countedFrom invoiceDay: CalendarDay, deducting pauses: [WarrantyPause]
) -> CalendarDay {
    var end = end
    var firstUncounted = invoiceDay
    for pause in pauses.sorted(by: { $0.from < $1.from }) {
        let from = max(pause.from, firstUncounted)
        guard from <= pause.through else { continue }
        // Sorted by their first day: if this one begins too late, so do all the others.
        guard from <= end else { break }
        // Its first day moves the end past its second, that one past its third: all of it counts.
        firstUncounted = pause.through.adding(days: 1)
        end = end.adding(days: firstUncounted.daysSinceEpoch - from.daysSinceEpoch)
    }
    return min(end, CalendarDay.lastWritten)
}

extension CalendarDay {
    /// 9999-12-31: a later day could be stored but not read again.
    static let lastWritten = CalendarDay(daysSinceEpoch: 2_932_896)

    /// How many days later the other day is.
    func days(until later: CalendarDay) -> Int { later.daysSinceEpoch - daysSinceEpoch }
}
