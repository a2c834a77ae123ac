package import Appliances

/// What telemetry says of an appliance since it was repaired: what whoever calls the customer back knows beforehand.
///
/// It supports the customer and decides nothing: the answer is the customer's (requirements, 2.4, 6).
package struct AfterRepair: Hashable, Sendable, Codable {
    /// The rules whose alarm stands now, each with its level, such as `warm_cabinet major`; sorted.
    package let standing: [String]
    /// The rules of which nobody knows whether it should: the appliance is silent, or says too little; sorted.
    package let unknown: [String]
    /// The episodes that were put to the request since the last repair, in their order.
    package let since: [String]
    /// When that was looked at.
    package let at: Timestamp

    /// What is known of the rules at a moment, and of the episodes since the last repair.
    package init(standing: [String], unknown: [String], since: [String], at moment: Timestamp) {
        (self.standing, self.unknown) = (standing.sorted(), unknown.sorted())
        (self.since, at) = (since, moment)
    }

    /// Whether a fault is there, or was there again.
    package var isFaulty: Bool { !standing.isEmpty || !since.isEmpty }

    /// One line for people.
    var line: String {
        let parts = [
            standing.isEmpty ? "" : "still stands: \(standing.joined(separator: ", "))",
            since.isEmpty ? "" : "again since the repair: \(since.joined(separator: ", "))",
            unknown.isEmpty ? "" : "cannot be judged: \(unknown.joined(separator: ", "))",
        ].filter { !$0.isEmpty }
        return parts.isEmpty ? "quiet since the repair" : parts.joined(separator: "; ")
    }
}

extension ServiceRequest {
    /// When somebody last ended a repair of it; nil where nobody has.
    package var lastRepair: Timestamp? { visits.last { $0.outcome?.isRepair == true }?.ended }
}
