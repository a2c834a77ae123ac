package import Appliances

/// Somebody who goes and repairs, by number: what the choice of an engineer needs and nothing personal (Z-5, N-5).
package struct Engineer: Hashable, Sendable {
    /// How well somebody knows a category.
    package struct Skill: Hashable, Sendable {
        /// What.
        package let category: Category
        /// How well, 1 to 5.
        package let level: Int

        /// A skill.
        package init(_ category: Category, level: Int) {
            precondition((1...5).contains(level), "A skill is of level 1 to 5.")
            self.category = category
            self.level = level
        }
    }

    /// A paper without which some work is not allowed.
    package struct Certificate: Hashable, Sendable {
        /// Its name, such as `refrigerant`.
        package let name: String
        /// The last day on which it holds.
        package let through: CalendarDay

        /// A certificate.
        package init(_ name: String, through: CalendarDay) {
            self.name = name
            self.through = through
        }
    }

    /// The working hours of one day of the week, by the clock on the wall.
    package struct Shift: Hashable, Sendable {
        /// The day.
        package let weekday: Weekday
        /// The hours.
        package let hours: DayTimes

        /// A shift.
        package init(_ weekday: Weekday, _ hours: DayTimes) {
            self.weekday = weekday
            self.hours = hours
        }
    }

    /// The number, never a name.
    package let number: String
    /// What the engineer can do; each category at most once.
    package var skills: [Skill] = []
    /// The certificates, each name at most once.
    package var certificates: [Certificate] = []
    /// The outlet from which the engineer leaves; empty for none.
    package var outlet = ""
    /// The part of the map in which the engineer works, as in the registry; empty where unknown.
    package var region = ""
    /// Where the engineer leaves, where that is not the outlet; nil for the outlet.
    package var position: Position?
    /// The shifts, at most one for each day of the week.
    package var shifts: [Shift] = []
    /// Days on which the engineer does not work.
    package var daysOff: [CalendarDay] = []

    /// An engineer of whom nothing else is known; everything else is set by name.
    package init(_ number: String) { self.number = number }

    /// The level in a category; 0 where it is not among the skills.
    package func level(in category: Category) -> Int { skills.first { $0.category == category }?.level ?? 0 }

    /// The working hours of a day; nil where the engineer does not work.
    package func hours(on day: CalendarDay) -> DayTimes? {
        if daysOff.contains(day) { return nil }
        let weekday = Weekday(day)
        return shifts.first { $0.weekday == weekday }?.hours
    }
}

/// Where engineers leave and parts lie.
package struct Outlet: Hashable, Sendable {
    /// Its name, such as `jinan-2`.
    package let name: String
    /// Where it is.
    package let place: Place

    /// An outlet.
    package init(_ name: String, at place: Place = Place()) {
        self.name = name
        self.place = place
    }
}

/// What some work demands of whoever does it.
package struct Requirement: Hashable, Sendable {
    /// The kind of appliance; nil for every one.
    package let category: Category?
    /// The families of parts; empty for every one.
    package let families: [ComponentFamily]
    /// The least level, 1 to 5.
    package let level: Int
    /// The certificates.
    package let certificates: [String]

    /// A requirement.
    package init(
        category: Category? = nil, families: [ComponentFamily] = [], level: Int = 1, certificates: [String] = []
    ) {
        precondition((1...5).contains(level), "A requirement is of level 1 to 5.")
        self.category = category
        self.families = families
        self.level = level
        self.certificates = certificates
    }

    /// Whether it speaks of such a job; where nobody knows the part yet, requirements of parts do not.
    func isOf(_ job: Job) -> Bool {
        guard category == nil || category == job.category else { return false }
        return families.isEmpty || job.component.map { families.contains($0.family) } ?? false
    }
}
