/// What kind of appliance a rule, a policy or a plan speaks of.
package enum Category: String, CaseIterable, Sendable {
    /// A household refrigerator or freezer.
    case refrigerator
    /// A household air conditioner.
    case airConditioner = "air_conditioner"
    /// A household washing machine.
    case washingMachine = "washing_machine"
    /// A cold room or display case with probes.
    case coldStore = "cold_store"
}
