package import Appliances

/// A season by the months of the weather services: spring begins on 1 March.
package enum Season: String, CaseIterable, Sendable {
    /// March to May in the north.
    case spring
    /// June to August in the north.
    case summer
    /// September to November in the north.
    case autumn
    /// December to February in the north.
    case winter

    /// On which side of the equator the appliances stand.
    package enum Hemisphere: String, CaseIterable, Sendable {
        /// January is winter.
        case northern
        /// January is summer.
        case southern
    }

    /// The season of a day.
    package init(of day: CalendarDay, hemisphere: Hemisphere = .northern) {
        let quarter = day.numbers.month % 12 / 3
        switch hemisphere == .northern ? quarter : (quarter + 2) % 4 {
        case 1: self = .spring
        case 2: self = .summer
        case 3: self = .autumn
        default: self = .winter
        }
    }

    /// The first day of the season after the one in which a day lies; the same on both sides of the equator.
    package static func change(after day: CalendarDay) -> CalendarDay {
        let (_, month, number) = day.numbers
        return day.adding(days: 1 - number).adding(months: 3 - month % 3)
    }
}
