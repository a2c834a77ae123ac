package import Appliances
package import FaultRules

/// One episode of a back-test, as it stood in the end.
package struct TrialEpisode: Hashable, Sendable {
    /// The id that the live gateway gives the same episode.
    package let id: String
    /// The rule.
    package let rule: String
    /// The appliance.
    package let device: DeviceID
    /// The part that fails.
    package let component: Component
    /// The worst level that it reached.
    package internal(set) var level: Level
    /// When the first level was reached.
    package let raised: Timestamp
    /// When it ended; nil where it goes on.
    package internal(set) var reset: Timestamp?
    /// When the first service request would have been opened; nil where none would.
    package internal(set) var requested: Timestamp?

    /// An episode.
    package init(
        id: String, rule: String, device: DeviceID, component: Component, level: Level, raised: Timestamp,
        reset: Timestamp? = nil, requested: Timestamp? = nil
    ) {
        self.id = id
        self.rule = rule
        self.device = device
        self.component = component
        self.level = level
        self.raised = raised
        self.reset = reset
        self.requested = requested
    }

    /// In the order in which reports list them, whatever the order in which appliances were tried.
    package static func isListedBefore(_ left: TrialEpisode, _ right: TrialEpisode) -> Bool {
        (left.raised, left.device.text, left.rule, left.id) < (right.raised, right.device.text, right.rule, right.id)
    }

    /// One line of JSON: rule, device, component, worst level, when it was raised and when it was reset, in UTC.
    package var json: String {
        // Names hold nothing that JSON would have to write out.
        let end = reset.map { "\"\($0)\"" } ?? "null"
        return "{\"rule\":\"\(rule)\",\"device\":\"\(device)\",\"component\":\"\(component.rawValue)\","
            + "\"level\":\"\(level.word)\",\"raised\":\"\(raised)\",\"reset\":\(end)}"
    }
}

/// Folds the changes of alarms into episodes.
package struct EpisodeBook: Sendable {
    /// The episodes, in the order in which they were raised.
    package private(set) var episodes: [TrialEpisode] = []
    /// Where each one stands; only ever looked up.
    private var places: [String: Int] = [:]

    /// A book of no episodes.
    package init() {}

    /// Takes one change of an alarm of `rule`.
    package mutating func note(_ change: AlarmChange, of rule: FaultRule) {
        let episode = change.episode
        let place = places[episode.id] ?? open(episode)
        switch change.kind {
        case .raised(let level):
            episodes[place].level = max(episodes[place].level, level)
            if episodes[place].requested == nil, EpisodeBook.asksForService(change, level, rule) {
                episodes[place].requested = episode.at
            }
        case .eased: break
        case .ended: episodes[place].reset = episode.reset ?? episode.at
        }
    }

    private mutating func open(_ episode: Episode) -> Int {
        places[episode.id] = episodes.count
        episodes.append(
            TrialEpisode(
                id: episode.id, rule: episode.rule, device: episode.device, component: episode.component,
                level: Level(word: episode.level) ?? .info, raised: episode.raised))
        return episodes.count - 1
    }

    /// Whether the desk would hear of it: a ticket's level is reached, and no distinction excuses it.
    ///
    /// Whether a request of the same parts is open already is not asked: when it would have been closed,
    /// no past can tell.
    private static func asksForService(_ change: AlarmChange, _ level: Level, _ rule: FaultRule) -> Bool {
        guard change.acts, case .ticket = rule.step(level)?.action else { return false }
        if case .excused = change.distinction { return false }
        return true
    }
}
