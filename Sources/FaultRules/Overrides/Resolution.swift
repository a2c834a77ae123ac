package import Appliances

/// The effective values of a rule's parameters for one appliance, each with its reason.
package struct Resolution: Hashable, Sendable {
    /// Whence a value comes.
    package enum Reason: Hashable, Sendable {
        /// The rule's own default.
        case standard
        /// An override.
        case override(Override)
    }

    /// One parameter's value.
    package struct Entry: Hashable, Sendable {
        /// The value in the canonical unit.
        package private(set) var value: Double
        /// The value as written in the rule or in the override that won.
        package private(set) var text: String
        /// Whence it comes.
        package private(set) var reason: Reason
        /// The overrides that would have counted without the one that did, strongest first.
        package private(set) var beaten: [Override]

        /// One parameter's value.
        package init(value: Double, text: String, reason: Reason, beaten: [Override]) {
            self.value = value
            self.text = text
            self.reason = reason
            self.beaten = beaten
        }

        /// Gives way to a stronger override.
        mutating func yield(to override: Override, _ setting: Override.Setting) {
            // `for` and `for.major` of one override are one voice, which does not beat itself.
            if case .override(let loser) = reason, loser != override { beaten.insert(loser, at: 0) }
            (value, text, reason) = (setting.value, setting.text, .override(override))
        }
    }

    /// One for each parameter, in the order of the rule.
    package let entries: [Entry]

    /// Effective values.
    package init(entries: [Entry]) { self.entries = entries }

    /// The values alone, in the order of the rule's parameters.
    package var values: [Double] { entries.map(\.value) }
}

/// The effective values of a rule for one appliance on a day, explained.
///
/// For a fleet take ``OverrideIndex``, of which this is the answer for one.
package func resolve(
    rule: FaultRule, appliance: Appliance, on day: CalendarDay, overrides: [Override],
    hemisphere: Season.Hemisphere = .northern
) -> Resolution {
    let mine = overrides.filter { $0.settings.contains { $0.rule == rule.name } }
    let index = OverrideIndex(mine, rules: [rule], on: day, hemisphere: hemisphere)
    return index.resolution(of: 0, under: index.numbers(for: appliance))
}
