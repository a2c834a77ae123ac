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
        /// How long before the predicted date the visit is due; nil where there is no prediction.
        package let lead: TimeSpan?

        /// A predicted fault.
        package init(fault: String, parts: [String], priority: String, lead: TimeSpan? = nil) {
            self.fault = fault
            self.parts = parts
            self.priority = priority
            self.lead = lead
        }
    }

    /// A number that people may tune.
    package struct Parameter: Hashable, Sendable {
        /// The name; `for`, `for.major`, `keep` and `keep.minor` stand for the durations.
        package let name: String
        /// The value in the canonical unit; durations in seconds.
        package let value: Double
        /// What it measures.
        package let measure: Measure
        /// Between which values it may be set; nil where nothing is said.
        package let range: ClosedRange<Double>?
        /// The value as written, such as `8 °C`.
        package let text: String
        /// The unit in which it is written.
        package let unit: Unit

        /// A parameter.
        package init(
            name: String, value: Double, measure: Measure, range: ClosedRange<Double>? = nil, text: String, unit: Unit
        ) {
            self.name = name
            self.value = value
            self.measure = measure
            self.range = range
            self.text = text
            self.unit = unit
        }
    }

    /// A formula with a name.
    package struct Signal: Hashable, Sendable {
        /// The name.
        package let name: String
        /// What it says.
        package let formula: Formula

        /// A signal.
        package init(name: String, formula: Formula) {
            self.name = name
            self.formula = formula
        }
    }

    /// One level: when it is reached, when it is left, and what then.
    package struct Step: Sendable {
        /// Which level.
        package let level: Level
        /// The condition that raises it.
        package let raise: Formula
        /// The condition that ends it.
        package let reset: Formula
        /// What then.
        package let action: Action

        /// One level.
        package init(level: Level, raise: Formula, reset: Formula, action: Action) {
            self.level = level
            self.raise = raise
            self.reset = reset
            self.action = action
        }
    }

    /// To which appliances a rule applies.
    package struct Reach: Hashable, Sendable {
        /// The category; nil for all.
        package var category: Category?
        /// What the registry must not contradict, such as `compressor: fixed_speed`: an appliance of which it says
        /// nothing is one to which the rule applies.
        package var traits: [Trait]
        /// Channels without which the rule has nothing to say.
        package var channels: [String]

        /// A reach.
        package init(category: Category? = nil, traits: [Trait] = [], channels: [String] = []) {
            self.category = category
            self.traits = traits
            self.channels = channels
        }
    }

    /// One more look when an alarm is raised: the same symptom may be another part, or no fault at all.
    package struct Distinction: Hashable, Sendable {
        /// What becomes of the prediction.
        package enum Outcome: Hashable, Sendable {
            /// It is this fault, such as `evaporator_sensor.stuck`, of this part where another one is named.
            case fault(String, Component?)
            /// It is no fault, for a reason such as `fresh_load`: evidence only.
            case excused(String)
        }

        /// The condition.
        package let when: Formula
        /// What then; the first distinction that holds counts.
        package let outcome: Outcome

        /// A distinction.
        package init(when: Formula, outcome: Outcome) {
            self.when = when
            self.outcome = outcome
        }
    }

    /// When a condition that changes too often is itself the fault.
    package struct Flapping: Hashable, Sendable {
        /// Over how many samples it is counted, 4 to 52.
        package let samples: Int
        /// From which share of changes the alarm flaps.
        package let high: Double
        /// Up to which share it has calmed down.
        package let low: Double
        /// The part that fails then.
        package let component: Component
        /// The fault then, such as `door_switch.bounce`.
        package let fault: String

        /// When an alarm flaps.
        package init(samples: Int, high: Double, low: Double, component: Component, fault: String) {
            self.samples = samples
            self.high = high
            self.low = low
            self.component = component
            self.fault = fault
        }
    }

    /// What is normal for a model, for appliances that have not lived long enough to say it themselves.
    package struct Prior: Hashable, Sendable {
        /// The baseline's signal.
        package let signal: String
        /// The model, with `*` for any rest; `*` for all.
        package let model: String
        /// The median, in canonical units.
        package let p50: Double
        /// The spread (1.4826 times the median distance from the median).
        package let spread: Double
        /// As how many samples of the appliance's own it counts.
        package let weight: Double

        /// A prior.
        package init(signal: String, model: String, p50: Double, spread: Double, weight: Double) {
            self.signal = signal
            self.model = model
            self.p50 = p50
            self.spread = spread
            self.weight = weight
        }
    }

    /// The rule's name, such as `warm_cabinet`.
    package var name: String
    /// Its version, from 1; every change counts up.
    package var version: Int
    /// Where what it says comes from: the tables and standards that it cites.
    package var sources: [String] = []
    /// How far it is trusted.
    package var stage: Stage = .active
    /// To which appliances it applies.
    package var reach: Reach
    /// The part that fails.
    package var component: Component
    /// The parameters, with the durations `for` and `keep` of the levels.
    package var parameters: [Parameter] = []
    /// The signals in the order of the file.
    package var signals: [Signal] = []
    /// The levels, mildest first.
    package var steps: [Step] = []
    /// While one of these holds nothing is raised and nothing ends.
    package var inhibitions: [Formula] = []
    /// Other explanations, the first that holds counts.
    package var distinctions: [Distinction] = []
    /// When the fault is predicted to have come, in seconds from now: an `extrapolate(…)`.
    package var eta: Formula?
    /// When the condition itself is the fault.
    package var flapping: Flapping?
    /// What is normal for models.
    package var priors: [Prior] = []
    /// The precision that it must surely reach to go on acting, 0 to 1 (``Demotion``).
    package var floor = Demotion.floorDefault
    /// After how long without a value a signal is unknown.
    package var staleAfter: TimeSpan = .minutes(15)
    /// How long an unknown condition holds up what was counted before it counts from the start.
    package var holdUnknown: TimeSpan = .hours(6)

    /// A rule; what is not given stands at its default.
    package init(name: String, version: Int = 1, reach: Reach = Reach(), component: Component) {
        self.name = name
        self.version = version
        self.reach = reach
        self.component = component
    }

    /// The step of a level; nil where the rule has none.
    package func step(_ level: Level) -> Step? {
        steps.first { $0.level == level }
    }

    /// The parameter of a name.
    package func parameter(_ name: String) -> Parameter? {
        parameters.first { $0.name == name }
    }

    /// Every formula with what messages call it, in the order in which it is read.
    package var formulas: [(name: String, formula: Formula)] {
        signals.map { ("signal \($0.name)", $0.formula) }
            + steps.flatMap { [("raise of \($0.level.word)", $0.raise), ("reset of \($0.level.word)", $0.reset)] }
            + inhibitions.enumerated().map { ("inhibit_if \($0.offset + 1)", $0.element) }
            + distinctions.enumerated().map { ("distinguish \($0.offset + 1)", $0.element.when) }
            + (eta.map { [("eta", $0)] } ?? [])
    }
}

/// How far a rule is trusted.
package enum Stage: Hashable, Sendable {
    /// Being written: not evaluated.
    case draft
    /// Evaluated in full; its episodes have no consequence.
    case shadow
    /// Acts for so many of a hundred appliances, by a stable hash of their names; shadow for the rest.
    case canary(percent: Int)
    /// Acts for all.
    case active
    /// Out of use; kept for the record.
    case retired

    /// The word in files and on the command line: `draft`, `shadow`, `canary 5`, `canary 25`, `canary 100`,
    /// `active`, `retired`.
    package var word: String {
        switch self {
        case .draft: "draft"
        case .shadow: "shadow"
        case .canary(let percent): "canary \(percent)"
        case .active: "active"
        case .retired: "retired"
        }
    }

    /// Every stage, in the order of a rule's life.
    package static let all: [Stage] = [
        .draft, .shadow, .canary(percent: 5), .canary(percent: 25), .canary(percent: 100), .active, .retired,
    ]

    /// The stage of a word; `canary` alone is its first step.
    package init?(word: String) {
        let plain = word == "canary" ? "canary 5" : word
        guard let stage = Stage.all.first(where: { $0.word == plain }) else { return nil }
        self = stage
    }

    /// Whether a rule of this stage is evaluated.
    package var isEvaluated: Bool { self != .draft && self != .retired }

    /// Whether a rule of this stage acts for an appliance.
    package func acts(rule: String, device: DeviceID) -> Bool {
        switch self {
        case .active: true
        case .draft, .shadow, .retired: false
        // Salted with the rule's name, or the same homes would try every new rule.
        case .canary(let percent): StableHash(of: "canary", rule, device.text).value % 100 < UInt64(percent)
        }
    }
}
