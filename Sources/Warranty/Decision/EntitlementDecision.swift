package import Appliances

/// Who pays for the repair of one component on one day, and why.
///
/// The same value is what tests compare, what the ledger stores, what the customer is told and what
/// `foretell warranty` prints.
package struct EntitlementDecision: Hashable, Sendable {
    /// The answers; none of them is a refusal, because repair is lifelong (H-18).
    package enum Outcome: String, CaseIterable, Hashable, Sendable {
        /// The company pays everything.
        case free
        /// The company pays some of it.
        case partlyFree = "partly_free"
        /// The customer pays, if the customer wants the repair.
        case chargeable
        /// Nobody can say before what is needed is there.
        case undetermined
    }

    /// What is missing for an answer (C-15).
    package enum Need: String, CaseIterable, Hashable, Sendable {
        /// The invoice; it brings its date with it.
        case invoice
        /// The warranty (three-guarantees) certificate.
        case certificate
        /// The date on an invoice that has been seen, or a credible one.
        case invoiceDate = "invoice_date"
        /// The maker.
        case brand
        /// Whether it is used in a household.
        case household
        /// Whether its compressor has a variable speed.
        case inverter
        /// Whether its refrigerant is without fluorine.
        case fluorineFree = "fluorine_free"
        /// The city of purchase.
        case city
        /// A person's word on the policy, because none or more than one takes the purchase (C-11).
        case policy
    }

    /// What the customer may choose.
    package enum Option: String, CaseIterable, Hashable, Sendable {
        /// The money back (H-21).
        case `return`
        /// Another appliance instead of it (H-22, X-12).
        case exchange
        /// The appliance is mended; always possible, free or not (H-18).
        case repair
    }

    /// Who pays one charge.
    package struct Share: Hashable, Sendable {
        /// The charge.
        package let line: ChargeLine
        /// Who pays it.
        package let payer: Payer

        /// A share.
        package init(_ line: ChargeLine, _ payer: Payer) {
            self.line = line
            self.payer = payer
        }
    }

    /// The component asked about.
    package let component: Component
    /// The day asked about.
    package let day: CalendarDay
    /// The answer.
    package let outcome: Outcome
    /// The last day that is covered for certain, with pauses deducted; nil where invoice or policy do not give it.
    package let validUntil: CalendarDay?
    /// What the customer may choose, in the order of ``Option``; repair is always among it.
    package let options: [Option]
    /// What an answer needs, in the order of ``Need``; empty unless undetermined.
    package let needs: [Need]
    /// Who pays, charge by charge, in the order of a charge sheet.
    package let payers: [Share]
    /// The edition that was applied, such as `haier-refrigerator@1`; empty where none was.
    package let policy: String
    /// The steps, in the order in which they were taken; at least one.
    package let reasons: [Reason]

    /// A decision.
    package init(
        component: Component, day: CalendarDay, outcome: Outcome, validUntil: CalendarDay?, options: [Option],
        needs: [Need], payers: [Share], policy: String, reasons: [Reason]
    ) {
        self.component = component
        self.day = day
        self.outcome = outcome
        self.validUntil = validUntil
        self.options = options
        self.needs = needs
        self.payers = payers
        self.policy = policy
        self.reasons = reasons
    }

    /// Whether the company pays at least a part.
    package var isCovered: Bool { outcome == .free || outcome == .partlyFree }

    /// The one reason that decided: what is unknown, what failed, or the period that covers the day.
    package var decidingReason: Reason? {
        switch outcome {
        case .undetermined: reasons.first { $0.result == .unknown } ?? reasons.last
        case .chargeable:
            reasons.last { $0.result == .fails && $0.finding != .customerPays && $0.finding != .mayBeWaived }
                ?? reasons.last
        case .free, .partlyFree:
            reasons.last { [.pausesCover, .periodCovers, .serviceFree, .serviceGap].contains($0.finding) }
                ?? reasons.last
        }
    }
}
