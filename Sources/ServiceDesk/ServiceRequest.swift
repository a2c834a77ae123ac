package import Appliances
package import Warranty

/// One demand and what became of it (Z-1): folded from its events and from nothing else.
package struct ServiceRequest: Hashable, Sendable, Codable {
    /// How far it has come (requirements, 2.2); later stages come with their own events.
    package enum State: String, CaseIterable, Hashable, Sendable, Codable {
        /// Taken down.
        case received
        /// Facts are missing and are being asked for.
        case verifying
        /// Ready for triage.
        case verified
        /// Over: the demand is met.
        case closed
        /// Over: the demand was withdrawn.
        case cancelled

        /// Whether somebody still has to act.
        package var isOpen: Bool {
            switch self {
            case .received, .verifying, .verified: true
            case .closed, .cancelled: false
            }
        }
    }

    /// `SR-` and thirteen characters.
    package let number: String
    /// The way on which it came.
    package let origin: Origin
    /// The appliance.
    package let device: DeviceID
    /// What is expected to be repaired.
    package let component: Component
    /// The parts that one visit looks at together.
    package let family: ComponentFamily
    /// The fault, such as `compressor.short_cycle`.
    package let fault: String
    /// The parts that the repair probably needs (H-4).
    package let parts: [String]
    /// When it was received.
    package let opened: Timestamp
    /// How soon somebody should look; events only ever raise it.
    package private(set) var priority: Priority
    /// How far it has come.
    package private(set) var state: State = .received
    /// What is asked for; empty unless verifying.
    package private(set) var missing: [MissingFact] = []
    /// Who pays, as last decided; nil before the first decision.
    package private(set) var entitlement: EntitlementDecision?
    /// Who pays on the day on which the failure is foretold; nil where no day is.
    package private(set) var entitlementAtFailure: EntitlementDecision?
    /// The machine's evidence, in the order of arrival.
    package private(set) var evidence: [Evidence] = []
    /// How many events made it what it is.
    package private(set) var eventCount = 1

    /// The request that this event opens; nil where it is not a first `received`.
    package init?(opening recorded: RecordedEvent) {
        guard recorded.number == 1,
            case .received(let origin, let device, let component, let family, let fault, let parts, let priority) =
                recorded.event
        else { return nil }
        number = recorded.request
        self.origin = origin
        self.device = device
        self.component = component
        self.family = family
        self.fault = fault
        self.parts = parts
        self.priority = priority
        opened = recorded.at
    }

    /// Takes the next event; what was recorded happened, so nothing is refused here.
    package mutating func apply(_ recorded: RecordedEvent) {
        precondition(recorded.request == number, "An event of \(recorded.request) came to \(number).")
        precondition(
            recorded.number == eventCount + 1,
            "Event \(recorded.number) of \(number) follows event \(eventCount): its history has a hole.")
        eventCount += 1
        switch recorded.event {
        case .received: preconditionFailure("\(number) was received a second time.")
        case .evidenceAttached(let piece): evidence.append(piece)
        case .entitlementDecided(let decision): entitlement = decision
        case .failureEntitlementDecided(let decision): entitlementAtFailure = decision
        case .documentsAsked(let facts): move(to: .verifying, missing: facts)
        case .priorityRaised(let raised): priority = min(priority, raised)
        case .verified: move(to: .verified)
        case .closed: move(to: .closed)
        case .cancelled: move(to: .cancelled)
        }
    }

    /// The last covered day, where the warranty ends before the failure that is foretold (2.4, 2).
    package var lapses: CalendarDay? {
        entitlement.flatMap { EntitlementOutlook(now: $0, atFailure: entitlementAtFailure).lapses }
    }

    private mutating func move(to next: State, missing facts: [MissingFact] = []) {
        state = next
        missing = facts
    }

    /// Whether this episode was put to it at this level.
    package func knows(_ piece: Evidence) -> Bool { evidence.contains { $0.repeats(piece) } }
}
