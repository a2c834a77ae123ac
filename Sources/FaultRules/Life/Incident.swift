package import Appliances

/// Many new findings of one rule at once: not so many broken appliances, but one defect of a batch, or of the rule.
package struct Incident: Hashable, Sendable, Codable {
    /// How many appliances it names at most.
    package static let devicesMax = 100

    /// `IN-` and thirteen characters, made from what it is about.
    package let id: String
    /// The rule.
    package let rule: String
    /// Its version.
    package let version: Int
    /// The model of the batch; empty where the appliances are of all kinds.
    package let model: String
    /// The batch; empty where the appliances are of all kinds.
    package let batch: String
    /// When the first of its episodes came.
    package let first: Timestamp
    /// When the last of them came.
    package internal(set) var last: Timestamp
    /// How many episodes there are, with those that came before anybody could know.
    package internal(set) var count: Int
    /// How many of them are held.
    package internal(set) var held = 0
    /// The first of its appliances, in the order in which they came.
    package internal(set) var devices: [DeviceID]
    /// What became of it; nil while an operator has to decide.
    package internal(set) var ending: StormOrder.Ending?

    init(
        rule: String, version: Int, model: String, batch: String, _ seen: [(device: DeviceID, at: Timestamp)]
    ) {
        let first = seen.first?.at ?? .epoch
        id = "IN-" + StableHash(of: "storm", rule, "\(version)", model, batch, "\(first.milliseconds)").readable
        self.rule = rule
        self.version = version
        self.model = model
        self.batch = batch
        self.first = first
        last = seen.last?.at ?? first
        count = seen.count
        devices = seen.reduce(into: []) { list, one in
            if !list.contains(one.device), list.count < Incident.devicesMax { list.append(one.device) }
        }
    }

    mutating func note(_ device: DeviceID, at moment: Timestamp) {
        last = max(last, moment)
        count += 1
        held += 1
        if devices.count < Incident.devicesMax, !devices.contains(device) { devices.append(device) }
    }

    /// What it probably is, in one sentence without its full stop.
    package var statement: String {
        let many = "\(count) new episodes of \(rule) v\(version) since \(first)"
        return batch.isEmpty
            ? "\(many) on appliances of all kinds: possibly a defect of the rule, or of what it listens to"
            : "\(many) on \(model.isEmpty ? "appliances" : model) of batch \(batch): possible batch defect"
    }
}

/// What an operator decides about a rule's incidents.
package struct StormOrder: Hashable, Sendable, Codable {
    /// What becomes of held predictions.
    package enum Ending: String, Hashable, Sendable, Codable {
        /// They go to the desk, as if nothing had held them.
        case released
        /// They are dropped: evidence only.
        case dropped
    }

    /// The incident.
    package let incident: String
    /// What becomes of it.
    package let ending: Ending
    /// Who decides.
    package let by: String
    /// Why.
    package let reason: String
    /// When.
    package let at: Timestamp

    /// A decision about an incident.
    package init(incident: String, ending: Ending, by: String, reason: String, at: Timestamp) {
        self.incident = incident
        self.ending = ending
        self.by = by
        self.reason = reason
        self.at = at
    }
}
