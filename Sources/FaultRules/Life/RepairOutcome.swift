/// What a repair found, in the words of whoever closes it (requirements 2.7; design page rules, "Outcome loop").
package enum RepairOutcome: String, CaseIterable, Hashable, Sendable, Codable {
    /// The part that was foretold had failed, or the part that is named.
    case confirmed
    /// Another part had failed.
    case otherPart = "other_part"
    /// Nothing was wrong (M-46).
    case noFaultFound = "no_fault_found"
    /// The people at home had caused it.
    case userCaused = "user_caused"
    /// A sensor had reported what was not so.
    case sensorFault = "sensor_fault"
    /// Nobody came: declined, absent, withdrawn.
    case notVisited = "not_visited"

    /// Whether it says nothing about a rule: where nobody looked, nobody was right or wrong.
    package var isCensored: Bool { self == .notVisited }

    /// Whether somebody drove there for nothing that a repair could change.
    package var isWastedVisit: Bool { self == .noFaultFound || self == .userCaused }
}
