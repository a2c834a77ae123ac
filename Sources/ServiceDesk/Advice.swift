package import Appliances
package import Warranty

/// What the owner is told where the warranty does not pay: the fault and what its repair
/// would cost (2.4, 2). Nobody comes before the owner says yes.
package struct Advice: Hashable, Sendable, Codable {
    /// `AD-` and thirteen characters, from device, family, episode and level.
    package let id: String
    /// The appliance.
    package let device: DeviceID
    /// What is expected to fail.
    package let component: Component
    /// The fault, such as `compressor.short_cycle`.
    package let fault: String
    /// What the repair would cost.
    package let quote: Quote
    /// Why the warranty does not pay.
    package let entitlement: EntitlementDecision
    /// When the desk decided to advise.
    package let at: Timestamp
    /// What was measured.
    package let evidence: Evidence

    /// Advice with everything it rests on.
    package init(
        id: String, device: DeviceID, component: Component, fault: String, quote: Quote,
        entitlement: EntitlementDecision, at: Timestamp, evidence: Evidence
    ) {
        self.id = id
        self.device = device
        self.component = component
        self.fault = fault
        self.quote = quote
        self.entitlement = entitlement
        self.at = at
        self.evidence = evidence
    }

    /// The advice that this prediction calls for.
    init(on prediction: Prediction, entitled: EntitlementDecision, quote: Quote, at moment: Timestamp) {
        let evidence = prediction.evidence
        let hash = StableHash(
            of: "advice", prediction.appliance.id.text, prediction.component.family.rawValue,
            evidence.episode, evidence.level)
        self.init(
            id: "AD-" + hash.readable, device: prediction.appliance.id,
            component: prediction.component, fault: prediction.fault, quote: quote,
            entitlement: entitled, at: moment, evidence: evidence)
    }
}
