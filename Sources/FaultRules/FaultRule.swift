package import Appliances

/// One rule as operations staff write it: when readings mean a fault, and what then.
package struct FaultRule: Sendable {
    /// What happens when a level is reached.
    package enum Action: Hashable, Sendable {
        /// Nothing but evidence.
        case watch
        /// The owner is told what to do, such as to close the door.
        case tellOwner(advice: String)
        /// A predicted fault enters the desk like any other request.
        case ticket(Ticket)
    }

    /// What a predicted fault tells the desk.
    package struct Ticket: Hashable, Sendable {
        /// The fault, such as `compressor.short_cycle`.
        package let fault: String
        /// Parts that the engineer should bring.
        package let parts: [String]
        /// `P1` to `P4`.
        package let priority: String

        /// A predicted fault.
        package init(fault: String, parts: [String], priority: String) {
            self.fault = fault
            self.parts = parts
            self.priority = priority
        }
    }

    /// One level: when it is reached, when it is left, and what then.
    package struct Step: Sendable {
        /// Which level.
        package let level: Level
        /// The condition that raises it.
        package let raise: Expression
        /// The condition that ends it.
        package let reset: Expression
        /// How long `raise` must hold.
        package let hold: TimeSpan
        /// How long `reset` must hold.
        package let keep: TimeSpan
        /// What then.
        package let action: Action

        /// One level.
        package init(
            level: Level, raise: Expression, reset: Expression, hold: TimeSpan, keep: TimeSpan, action: Action
        ) {
            self.level = level
            self.raise = raise
            self.reset = reset
            self.hold = hold
            self.keep = keep
            self.action = action
        }
    }

    /// The rule's name, such as `warm_cabinet`.
    package let name: String
    /// Its version, from 1; every change counts up.
    package let version: Int
    /// To which appliances it applies; nil to all.
    package let category: Category?
    /// The part that fails.
    package let component: Component
    /// The parameters with their values in canonical units.
    package let parameters: [(name: String, value: Double)]
    /// The signals in the order of the file.
    package let signals: [(name: String, formula: Expression)]
    /// The levels, mildest first.
    package let steps: [Step]
    /// After how long without a value a signal is unknown.
    package let staleAfter: TimeSpan
    /// How long an unknown condition holds up what was counted before it counts from the start.
    package let holdUnknown: TimeSpan

    /// A rule.
    package init(
        name: String, version: Int, category: Category?, component: Component,
        parameters: [(name: String, value: Double)], signals: [(name: String, formula: Expression)],
        steps: [Step], staleAfter: TimeSpan, holdUnknown: TimeSpan
    ) {
        self.name = name
        self.version = version
        self.category = category
        self.component = component
        self.parameters = parameters
        self.signals = signals
        self.steps = steps
        self.staleAfter = staleAfter
        self.holdUnknown = holdUnknown
    }

    /// The step of a level; nil where the rule has none.
    package func step(_ level: Level) -> Step? {
        steps.first { $0.level == level }
    }
}
