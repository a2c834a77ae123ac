package import Appliances

/// Tells a storm of new findings from the usual weather (design page rules, "Storm guard").
///
/// More than ``Limits/perBatch`` new episodes of one rule within a day on appliances of one model and batch, or
/// more than ``Limits/atOnce`` on any appliances within a minute, are one incident. What came before it acted; it
/// itself and what follows is held until an operator has decided. An appliance whose batch nobody knows belongs to
/// no batch. Decided by the order of arrival and by nothing else, so that the past gives the same incidents again.
package struct StormGuard: Sendable, Codable {
    /// From when on it is a storm.
    package struct Limits: Hashable, Sendable {
        /// How many episodes of one model and batch are none yet.
        package var perBatch = 10
        /// Within which time.
        package var span = TimeSpan.hours(24)
        /// How many episodes on any appliances are none yet.
        package var atOnce = 100
        /// Within which time.
        package var moment = TimeSpan.minutes(1)

        /// The defaults.
        package init() {}
    }

    /// What becomes of a finding.
    package enum Answer: Hashable, Sendable {
        /// It goes its way.
        case act
        /// It is held, for the incident of this id.
        case hold(incident: String)
    }

    /// One finding that wants somebody to come.
    package struct Finding: Sendable {
        /// The episode.
        package let episode: Episode
        /// The model of the appliance.
        package let model: String
        /// Its batch; empty where unknown.
        package let batch: String

        /// An episode on an appliance.
        package init(_ episode: Episode, on appliance: Appliance) {
            self.episode = episode
            model = appliance.model
            batch = appliance.batch
        }
    }

    private struct Seen: Sendable, Codable {
        let episode: String
        let device: DeviceID
        let at: Timestamp
    }

    /// What was found of one rule in one batch, or on all appliances where the batch is empty.
    private struct Group: Sendable, Codable {
        let rule: String
        let model: String
        let batch: String
        /// The newest findings that acted, oldest first; at most as many as are no storm.
        var recent: [Seen] = []
        var incident: Incident?
    }

    /// How many groups are remembered; those in which nothing happened for longest are forgotten first.
    package static let groupsMax = 1_024

    private var groups: [Group] = []

    /// A guard that has seen nothing.
    package init() {}

    /// The incidents that an operator has to decide, in the order in which their groups were first seen.
    package var incidents: [Incident] { groups.compactMap(\.incident) }

    /// Judges a finding at the time of its arrival.
    package mutating func take(_ finding: Finding, at moment: Timestamp, limits: Limits = Limits()) -> Answer {
        let episode = finding.episode
        // Before any place is looked up: forgetting a group moves those behind it.
        for _ in 0..<2 { forgetOldest(above: StormGuard.groupsMax - 2) }
        var places = [place(of: episode.rule, model: "", batch: "", at: moment, limits)]
        if !finding.batch.isEmpty {
            // The batch is the better explanation of the two, so it is asked first.
            places.insert(
                place(of: episode.rule, model: finding.model, batch: finding.batch, at: moment, limits), at: 0)
        }
        // An episode that acted before and grows worse is no new one.
        if places.contains(where: { groups[$0].recent.contains { $0.episode == episode.id } }) { return .act }
        for place in places where groups[place].incident != nil { return hold(episode, in: place, at: moment) }
        for place in places where overflows(place, limits) {
            let seen = groups[place].recent.map { ($0.device, $0.at) }
            let group = groups[place]
            groups[place].incident = Incident(
                rule: group.rule, version: episode.version, model: group.model, batch: group.batch, seen)
            return hold(episode, in: place, at: moment)
        }
        for place in places {
            groups[place].recent.append(Seen(episode: episode.id, device: episode.device, at: moment))
        }
        return .act
    }

    /// Ends an incident and begins to count anew; nil where it is over already.
    package mutating func end(_ order: StormOrder) -> Incident? {
        guard let place = groups.firstIndex(where: { $0.incident?.id == order.incident }) else { return nil }
        var incident = groups[place].incident
        incident?.ending = order.ending
        groups[place].incident = nil
        groups[place].recent.removeAll()
        return incident
    }

    private mutating func hold(_ episode: Episode, in place: Int, at moment: Timestamp) -> Answer {
        groups[place].incident?.note(episode.device, at: moment)
        return .hold(incident: groups[place].incident?.id ?? "")
    }

    /// Whether one more in this group is a storm.
    private func overflows(_ place: Int, _ limits: Limits) -> Bool {
        groups[place].recent.count >= (groups[place].batch.isEmpty ? limits.atOnce : limits.perBatch)
    }

    /// The place of a group, without what has become too old in it.
    private mutating func place(
        of rule: String, model: String, batch: String, at moment: Timestamp, _ limits: Limits
    ) -> Int {
        let span = batch.isEmpty ? limits.moment : limits.span
        if let place = groups.firstIndex(where: { $0.rule == rule && $0.model == model && $0.batch == batch }) {
            // A whole span apart is another day.
            groups[place].recent.removeAll { moment - $0.at >= span }
            return place
        }
        groups.append(Group(rule: rule, model: model, batch: batch))
        return groups.count - 1
    }

    private mutating func forgetOldest(above count: Int) {
        guard groups.count > count else { return }
        let ages = groups.enumerated().map { place, group in
            (place, group.incident == nil ? group.recent.last?.at ?? .epoch : Timestamp(milliseconds: .max))
        }
        guard let oldest = ages.min(by: { ($0.1, $0.0) < ($1.1, $1.0) }) else { return }
        groups.remove(at: oldest.0)
    }
}
