package import Appliances

/// What the owner should do to an appliance again and again (Z-20).
package struct MaintenancePlan: Hashable, Sendable {
    /// How often.
    package enum Cycle: Hashable, Sendable {
        /// Every so many months since the purchase; 1 to 240.
        case calendar(months: Int)
        /// Every so many hours in which the named state channel was true; 1 to 200,000.
        case runHours(hours: Int, channel: String)
    }

    /// Its name in files and ids, such as `clean_condenser`.
    package let id: String
    /// The appliances that it is for.
    package let category: Category
    /// What to do, as a short request.
    package let title: Localised
    /// How often.
    package let cycle: Cycle

    /// A plan.
    package init(id: String, category: Category, title: Localised, cycle: Cycle) {
        let length =
            switch cycle {
            case .calendar(let months): months
            case .runHours(let hours, _): hours
            }
        precondition(length >= 1, "A cycle of \(length) months or hours would never end.")
        self.id = id
        self.category = category
        self.title = title
        self.cycle = cycle
    }
}
