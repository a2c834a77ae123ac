/// A change of one alarm, as the engine reports it.
package struct AlarmChange: Sendable {
    /// What happened.
    package enum Kind: Sendable, Equatable {
        /// A level was reached from below.
        case raised(Level)
        /// The alarm fell to a milder level.
        case eased(to: Level)
        /// The alarm ended.
        case ended
    }

    /// The rule's place in the set.
    package let rule: Int
    /// What happened.
    package let kind: Kind
    /// The episode as it stands after it.
    package let episode: Episode
    /// Whether the rule acts for this appliance; in shadow it only keeps evidence.
    package let acts: Bool
    /// Another explanation that holds now; nil where none does.
    package let distinction: FaultRule.Distinction.Outcome?
}

/// How an alarm stands.
package struct AlarmState: Hashable, Sendable {
    /// The level; nil where nothing is raised.
    package let level: Level?
    /// Whether nobody knows if it should be: every raise condition is unknown.
    package let isUnknown: Bool
}
