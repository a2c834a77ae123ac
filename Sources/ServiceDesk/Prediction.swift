package import Appliances

/// A fault that was foretold, as the desk takes it in: a demand like any other (Z-25).
package struct Prediction: Hashable, Sendable {
    /// The appliance with its owner and papers.
    package let appliance: Appliance
    /// What is expected to fail.
    package let component: Component
    /// The fault, such as `compressor.short_cycle`.
    package let fault: String
    /// The parts that the repair probably needs (H-4), such as `start_relay`.
    package let parts: [String]
    /// How soon somebody should look.
    package let priority: Priority
    /// What was measured.
    package let evidence: Evidence
    /// The day on which it is foretold to fail; nil where none is.
    package let failure: CalendarDay?

    /// A fault foretold on an appliance.
    package init(
        appliance: Appliance, component: Component, fault: String, parts: [String],
        priority: Priority, evidence: Evidence, failure: CalendarDay? = nil
    ) {
        self.appliance = appliance
        self.component = component
        self.fault = fault
        self.parts = parts
        self.priority = priority
        self.evidence = evidence
        self.failure = failure
    }
}
