package import Appliances

extension FaultRule.Reach {
    /// Whether the registry speaks against the rule for an appliance: another category, or a trait that is other
    /// than asked for.
    ///
    /// Channels are not asked for here; whether an appliance has them only its telemetry shows.
    package func covers(_ appliance: Appliance) -> Bool { objections(to: appliance).isEmpty }

    /// What speaks against the rule for an appliance, such as `compressor is inverter, not fixed_speed`; nothing
    /// where it applies.
    package func objections(to appliance: Appliance) -> [String] {
        var objections: [String] = []
        if let category, category != appliance.category {
            objections.append("category is \(appliance.category.rawValue), not \(category.rawValue)")
        }
        for trait in traits {
            // An appliance of which nothing is said may well be one: better one rule too many than one too few.
            guard let value = appliance.trait(trait.name), value != trait.value else { continue }
            objections.append("\(trait.name) is \(value), not \(trait.value)")
        }
        return objections
    }
}
