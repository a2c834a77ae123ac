package import Appliances
package import Warranty

/// What happened to a service request; its state is nothing but the sum of these.
///
/// Events are stored for years: a case is added, never changed.
package enum RequestEvent: Hashable, Sendable {
    /// The demand reached the desk; always the first event.
    case received(
        origin: Origin, device: DeviceID, component: Component, family: ComponentFamily,
        fault: String, parts: [String], priority: Priority)
    /// A machine's evidence was put to it: the first, a later episode or a higher level.
    case evidenceAttached(Evidence)
    /// It was decided who pays.
    case entitlementDecided(EntitlementDecision)
    /// The same for the day on which the failure is foretold.
    case failureEntitlementDecided(EntitlementDecision)
    /// Verification asks for these facts; at least one, in the order of ``MissingFact``.
    case documentsAsked([MissingFact])
    /// It became more urgent.
    case priorityRaised(Priority)
    /// Nothing is missing any more.
    case verified
    /// The demand is met.
    case closed
    /// The demand was withdrawn.
    case cancelled
}

/// One event with its place in a request's history.
package struct RecordedEvent: Hashable, Sendable, Codable {
    /// The request's number.
    package let request: String
    /// Its place in that request's history, from 1 without gaps.
    package let number: Int
    /// When the desk recorded it.
    package let at: Timestamp
    /// What happened.
    package let event: RequestEvent

    /// An event at its place.
    package init(request: String, number: Int, at: Timestamp, event: RequestEvent) {
        self.request = request
        self.number = number
        self.at = at
        self.event = event
    }
}

// MARK: Stored form

// One key names the event, as in `{"priority_raised": {"priority": "P1"}}`; without
// these keys the compiler would write `_0`, which nobody can read years later.
extension RequestEvent: Codable {
    private enum CodingKeys: String, CodingKey {
        case received
        case evidenceAttached = "evidence_attached"
        case entitlementDecided = "entitlement_decided"
        case failureEntitlementDecided = "failure_entitlement_decided"
        case documentsAsked = "documents_asked"
        case priorityRaised = "priority_raised"
        case verified, closed, cancelled
    }

    private enum EvidenceAttachedCodingKeys: String, CodingKey { case _0 = "evidence" }
    private enum EntitlementDecidedCodingKeys: String, CodingKey { case _0 = "entitlement" }
    private enum FailureEntitlementDecidedCodingKeys: String, CodingKey { case _0 = "entitlement" }
    private enum DocumentsAskedCodingKeys: String, CodingKey { case _0 = "missing" }
    private enum PriorityRaisedCodingKeys: String, CodingKey { case _0 = "priority" }
}
