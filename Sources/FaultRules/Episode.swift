package import Appliances

/// One time that a rule found a fault: from the moment it was raised until it was reset.
///
/// The id is made from rule, device and begin, so that the same readings make the same
/// episode however often they are replayed.
package struct Episode: Hashable, Sendable, Codable {
    /// A signal's value when the level was reached; nil where unknown.
    package struct Signal: Hashable, Sendable, Codable {
        /// The signal's name in the rule.
        package let name: String
        /// Its value in canonical units.
        package let value: Double?

        /// A signal's value.
        package init(name: String, value: Double?) {
            self.name = name
            self.value = value
        }
    }

    /// `EP-` and thirteen characters.
    package let id: String
    /// The rule.
    package let rule: String
    /// Its version.
    package let version: Int
    /// The appliance.
    package let device: DeviceID
    /// The part that fails.
    package let component: Component
    /// The worst level that it has reached.
    package let level: String
    /// When the first level was reached.
    package let raised: Timestamp
    /// When this level was reached.
    package let at: Timestamp
    /// When it ended; nil while it goes on.
    package let reset: Timestamp?
    /// What the signals said when this level was reached.
    package let signals: [Signal]

    /// An episode of a rule.
    package init(
        rule: FaultRule, device: DeviceID, level: Level, raised: Timestamp, at: Timestamp, reset: Timestamp?,
        signals: [Signal]
    ) {
        self.init(
            rule: rule.name, version: rule.version, component: rule.component, device: device, level: level,
            raised: raised, at: at, reset: reset, signals: signals)
    }

    /// An episode of what no rule file holds, such as a device's clock that jumped.
    package init(
        rule: String, version: Int, component: Component, device: DeviceID, level: Level, raised: Timestamp,
        at: Timestamp, reset: Timestamp?, signals: [Signal]
    ) {
        id = "EP-" + StableHash(of: rule, device.text, component.rawValue, "\(raised.milliseconds)").readable
        self.rule = rule
        self.version = version
        self.device = device
        self.component = component
        self.level = level.word
        self.raised = raised
        self.at = at
        self.reset = reset
        self.signals = signals
    }
}
