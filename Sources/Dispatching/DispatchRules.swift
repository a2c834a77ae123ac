package import Appliances

/// The figures by which visits are planned, all of them settings (`config/service/staff.yaml`).
package struct DispatchRules: Hashable, Sendable {
    /// The windows that are offered (N-6), by the clock on the wall; at least one.
    package var windows: [DayTimes]
    /// How many days ahead a window is looked for, today among them; 1 to 60.
    package var horizonDays = 7
    /// How long a visit takes where nothing else is said.
    package var work = TimeSpan.minutes(60)
    /// How long a visit takes for a category, each at most once.
    package var workOf: [CategoryWork] = []
    /// How fast engineers come through, 1 to 150 km/h.
    package var kilometresPerHour = 25.0
    /// How much longer the way is than the straight line, 1 to 5.
    package var detour = 1.4
    /// The way within a region, where a point is not known.
    package var withinRegion = TimeSpan.minutes(30)
    /// The way to another region, or to one that nobody knows.
    package var elsewhere = TimeSpan.minutes(90)
    /// How far in a straight line an engineer is sent (N-5), 1 to 1 000 km.
    package var radiusKilometres = 50.0
    /// How long before the promised time an engineer shall be there (C-2, M-22).
    package var arriveEarly = TimeSpan.minutes(10)
    /// How long before the promised time the engineer is asked to decide on leaving (C-2, M-22).
    package var promptBefore = TimeSpan.minutes(60)

    /// How long a visit takes for one category.
    package struct CategoryWork: Hashable, Sendable {
        /// The category.
        package let category: Category
        /// How long.
        package let span: TimeSpan

        /// A time for a category.
        package init(_ category: Category, _ span: TimeSpan) {
            self.category = category
            self.span = span
        }
    }

    /// The figures of the requirements.
    package init() {
        windows = [(9, 11), (11, 13), (14, 16), (16, 18)].compactMap { from, through in
            guard let from = DayTime(minutes: from * 60), let through = DayTime(minutes: through * 60) else {
                return nil
            }
            return DayTimes(from: from, through: through)
        }
    }

    /// How long a visit for a category takes.
    package func work(for category: Category?) -> TimeSpan {
        workOf.first { $0.category == category }?.span ?? work
    }
}

/// When an engineer must leave to keep a promise (C-2, M-22).
package struct Departure: Hashable, Sendable, Codable {
    /// When the engineer is asked to decide on leaving: 60 minutes before, or earlier where the way is longer.
    package let prompt: Timestamp
    /// The latest moment of leaving: the promised time less the way and ten minutes.
    package let latest: Timestamp

    /// Computed back from the promised time, which is the beginning of the window (C-1).
    package init(promised: Timestamp, travel: TimeSpan, rules: DispatchRules) {
        latest = promised - travel - rules.arriveEarly
        // A question that comes after the last moment to leave is none.
        prompt = min(promised - rules.promptBefore, latest)
    }
}
