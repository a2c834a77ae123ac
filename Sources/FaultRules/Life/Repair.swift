package import Appliances

/// One repair that is over, whoever had asked for it: what rules are judged by.
package struct Repair: Hashable, Sendable, Codable {
    /// How long before a repair an episode was raised at most to belong to it where no id ties them
    /// (design page rules, "Outcome loop").
    package static let reach = TimeSpan.days(30)

    /// The request's number, or that of a hotline ticket which this desk never had.
    package let number: String
    /// The appliance.
    package let device: DeviceID
    /// Its model; empty where unknown.
    package let model: String
    /// The part for which it was asked.
    package let requested: Component
    /// The part that had failed; nil where none had, or nobody says which.
    package let repaired: Component?
    /// What was found.
    package let outcome: RepairOutcome
    /// When it was asked for.
    package let opened: Timestamp
    /// When it was over.
    package let closed: Timestamp
    /// Who says so.
    package let by: String

    /// A repair; `part` is the one that had failed where it is not the one that was asked for.
    package init(
        number: String, device: DeviceID, model: String, requested: Component, part: Component? = nil,
        outcome: RepairOutcome, opened: Timestamp, closed: Timestamp, by: String
    ) {
        self.number = number
        self.device = device
        self.model = model
        self.requested = requested
        self.outcome = outcome
        self.opened = opened
        self.closed = closed
        self.by = by
        repaired =
            switch outcome {
            case .confirmed: part ?? requested
            case .otherPart: part
            case .sensorFault: .sensor
            case .noFaultFound, .userCaused, .notVisited: nil
            }
    }

    /// What it says of an episode that had named this part.
    ///
    /// One visit looks at a family of parts: of two episodes in one request the one that named the part which
    /// had failed was right, and the other was not.
    package func outcome(for component: Component) -> RepairOutcome {
        guard let repaired else { return outcome }
        if repaired == component { return .confirmed }
        return outcome == .confirmed ? .otherPart : outcome
    }

    /// Judges the episodes that belong to it, in their order.
    ///
    /// An episode belongs to it by its id, or because it named the part that was asked for or had failed, on
    /// this appliance, up to ``reach`` before the repair was asked for: so hotline tickets and shadow episodes
    /// judge rules too.
    ///
    /// - Parameters:
    ///   - episodes: of any appliance.
    ///   - attached: ids of the episodes that were put to the request.
    ///   - judged: ids of episodes that another repair has judged; they are not judged by likeness again.
    ///   - acted: whether the rule acted when it raised an episode.
    /// - Returns: a verdict on each episode that belongs to it.
    package func verdicts(
        on episodes: [Episode], attached: Set<String>, judged: Set<String> = [],
        acted: (Episode) -> Bool = { _ in true }
    ) -> [Verdict] {
        episodes.filter { attached.contains($0.id) || (!judged.contains($0.id) && isLike($0)) }.map { episode in
            Verdict(on: episode, by: self, acted: acted(episode))
        }
    }

    private func isLike(_ episode: Episode) -> Bool {
        guard episode.device == device, episode.component == requested || episode.component == repaired else {
            return false
        }
        return episode.raised > opened - Repair.reach && episode.raised <= closed
    }
}

/// What a repair says of one episode.
package struct Verdict: Hashable, Sendable, Codable {
    /// The episode.
    package let episode: String
    /// The rule that raised it.
    package let rule: String
    /// The rule's version.
    package let version: Int
    /// The appliance.
    package let device: DeviceID
    /// Its model; empty where unknown.
    package let model: String
    /// The part that the rule named.
    package let component: Component
    /// When the episode was raised.
    package let raised: Timestamp
    /// When the repair was closed.
    package let at: Timestamp
    /// What was found, as seen from this episode.
    package let outcome: RepairOutcome
    /// Who says so.
    package let by: String
    /// The repair's number.
    package let repair: String
    /// Whether the rule acted then; false for an episode in shadow.
    package let acted: Bool

    /// The verdict of a repair on an episode that belongs to it.
    package init(on episode: Episode, by repair: Repair, acted: Bool) {
        self.init(
            episode: episode.id, rule: episode.rule, version: episode.version, device: episode.device,
            model: repair.model, component: episode.component, raised: episode.raised, at: repair.closed,
            outcome: repair.outcome(for: episode.component), by: repair.by, repair: repair.number, acted: acted)
    }

    /// A verdict.
    package init(
        episode: String, rule: String, version: Int, device: DeviceID, model: String, component: Component,
        raised: Timestamp, at: Timestamp, outcome: RepairOutcome, by: String, repair: String, acted: Bool
    ) {
        self.episode = episode
        self.rule = rule
        self.version = version
        self.device = device
        self.model = model
        self.component = component
        self.raised = raised
        self.at = at
        self.outcome = outcome
        self.by = by
        self.repair = repair
        self.acted = acted
    }

    /// Whether the rule was right.
    package var isRight: Bool { outcome == .confirmed }

    /// The last word on each episode: who closes a repair twice corrects the first time.
    package static func latest(_ verdicts: [Verdict]) -> [Verdict] {
        var last: [String: Int] = [:]
        for (place, verdict) in verdicts.enumerated() { last[verdict.episode] = place }
        return verdicts.enumerated().filter { last[$0.element.episode] == $0.offset }.map(\.element)
    }
}

extension Repair {
    /// The last word on each repair.
    package static func latest(_ repairs: [Repair]) -> [Repair] {
        var last: [String: Int] = [:]
        for (place, repair) in repairs.enumerated() { last[repair.number] = place }
        return repairs.enumerated().filter { last[$0.element.number] == $0.offset }.map(\.element)
    }
}
