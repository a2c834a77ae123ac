package import Appliances

/// Why a machine speaks up: one episode at one level, with what was measured (N-2, X-1).
package struct Evidence: Hashable, Sendable, Codable {
    /// One quantity at the moment at which the level was raised.
    package struct Signal: Hashable, Sendable, Codable {
        /// What the rule calls it, such as `starts`.
        package let name: String
        /// Its value in `unit`; nil where it was unknown.
        package let value: Double?
        /// The value's unit.
        package let unit: Unit

        /// A quantity with its value.
        package init(name: String, value: Double?, unit: Unit) {
            self.name = name
            self.value = value
            self.unit = unit
        }
    }

    /// The episode's id; the same again, at another level, where it grew worse.
    package let episode: String
    /// The rule that raised it.
    package let rule: String
    /// The rule's version.
    package let ruleVersion: Int
    /// What is expected to fail.
    package let component: Component
    /// The fault, such as `compressor.short_cycle`.
    package let fault: String
    /// The rule's level, such as `major`.
    package let level: String
    /// When the level was raised, in the device's corrected time.
    package let raised: Timestamp
    /// What was measured, in the order of the rule.
    package let signals: [Signal]
    /// The same in one sentence for people.
    package let statement: String

    /// An episode's evidence.
    package init(
        episode: String, rule: String, ruleVersion: Int, component: Component, fault: String,
        level: String, raised: Timestamp, signals: [Signal], statement: String
    ) {
        self.episode = episode
        self.rule = rule
        self.ruleVersion = ruleVersion
        self.component = component
        self.fault = fault
        self.level = level
        self.raised = raised
        self.signals = signals
        self.statement = statement
    }

    /// Whether this speaks of the same episode at the same level.
    package func repeats(_ other: Evidence) -> Bool {
        episode == other.episode && level == other.level
    }
}

extension Evidence {
    private enum CodingKeys: String, CodingKey {
        case episode, rule
        case ruleVersion = "rule_version"
        case component, fault, level, raised, signals, statement
    }

    /// Keys of events that were recorded before all keys were of one style (decision 19).
    private enum EarlierKeys: String, CodingKey { case ruleVersion }

    /// Reads evidence, also as it was recorded before keys were of one style.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let earlier = try decoder.container(keyedBy: EarlierKeys.self)
        let version = try earlier.decodeIfPresent(Int.self, forKey: .ruleVersion)
        self.init(
            episode: try values.decode(String.self, forKey: .episode),
            rule: try values.decode(String.self, forKey: .rule),
            ruleVersion: try version ?? values.decode(Int.self, forKey: .ruleVersion),
            component: try values.decode(Component.self, forKey: .component),
            fault: try values.decode(String.self, forKey: .fault),
            level: try values.decode(String.self, forKey: .level),
            raised: try values.decode(Timestamp.self, forKey: .raised),
            signals: try values.decode([Signal].self, forKey: .signals),
            statement: try values.decode(String.self, forKey: .statement))
    }
}
