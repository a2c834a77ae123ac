package import Appliances

/// Who pays for the repair of one component on one day, and why.
///
/// The same value is what tests compare, what the ledger stores and what the customer
/// is told.
package struct EntitlementDecision: Hashable, Sendable, Codable {
    /// The three answers; none of them is a refusal, because repair is lifelong (H-18).
    package enum Outcome: Hashable, Sendable, Codable {
        /// The maker pays.
        case free
        /// The customer pays, if the customer wants the repair.
        case chargeable
        /// Nobody can say before these are there; at least one, in the order of ``Need``.
        case undetermined(needs: [Need])
    }

    /// What is missing for an answer (C-15).
    package enum Need: String, CaseIterable, Hashable, Sendable, Codable {
        /// The invoice; it brings its date with it.
        case invoice
        /// The warranty (three-guarantees) certificate.
        case certificate
        /// The date on an invoice that has been seen, or a credible one.
        case invoiceDate = "invoice_date"
        /// A person's word on the policy, because none or more than one covers the category (C-11).
        case policy
    }

    /// What the customer may choose.
    package enum Option: String, CaseIterable, Hashable, Sendable, Codable {
        /// The appliance is mended.
        case repair
        /// Another appliance instead of it (H-22).
        case exchange
        /// The money back (H-21).
        case `return`
    }

    /// One step on the way to the answer.
    package struct Reason: Hashable, Sendable, Codable {
        /// Whether what the rule asks for free service is met.
        package enum Verdict: String, CaseIterable, Hashable, Sendable, Codable {
            /// It is met.
            case holds
            /// It is not met.
            case fails
            /// It cannot be said yet.
            case unknown
        }

        /// The source of the rule, such as `H-17`.
        package let rule: String
        /// What was found, with the numbers, in one sentence without its full stop.
        package let finding: String
        /// What follows for free service.
        package let result: Verdict

        /// A step.
        package init(rule: String, finding: String, result: Verdict) {
            self.rule = rule
            self.finding = finding
            self.result = result
        }
    }

    /// The component asked about.
    package let component: Component
    /// The answer.
    package let outcome: Outcome
    /// What is free to choose, in the order of the offer; empty unless the outcome is free.
    package let options: [Option]
    /// The last covered day with pauses deducted; nil where invoice or policy do not give it.
    package let validUntil: CalendarDay?
    /// The policy that was applied; empty where none was.
    package let policy: String
    /// Its version; 0 where none was applied.
    package let policyVersion: Int
    /// The steps, in the order in which they were taken; at least one.
    package let trail: [Reason]

    /// A decision.
    package init(
        component: Component, outcome: Outcome, options: [Option], validUntil: CalendarDay?,
        policy: String, policyVersion: Int, trail: [Reason]
    ) {
        self.component = component
        self.outcome = outcome
        self.options = options
        self.validUntil = validUntil
        self.policy = policy
        self.policyVersion = policyVersion
        self.trail = trail
    }
}

extension EntitlementDecision {
    /// The one reason of the trail that decided: what is unknown, what failed, or the period that covers the day.
    package var decidingReason: Reason? {
        switch outcome {
        case .undetermined: trail.first { $0.result == .unknown } ?? trail.last
        case .chargeable: trail.last { $0.result == .fails } ?? trail.last
        // The options come last and only say what a free repair may be exchanged for.
        case .free: trail.dropLast().last { $0.result == .holds } ?? trail.last
        }
    }
}
