package import Appliances

/// What the desk did with a person's demand.
package enum DemandDecision: Hashable, Sendable, Codable {
    /// A request of this number was opened.
    case opened(request: String)
    /// It was put to the open request of this number.
    case joined(request: String)
    /// It had come before, and is in this request.
    case known(request: String)

    /// The request in which it is.
    package var request: String {
        switch self {
        case .opened(let number), .joined(let number), .known(let number): number
        }
    }
}

/// What the desk did with a prediction, and the reason it gives when asked.
package enum IntakeDecision: Hashable, Sendable, Codable {
    /// A request of this number was opened.
    case opened(request: String)
    /// The evidence was put to the open request of this number.
    case joined(request: String)
    /// The owner is advised: the warranty does not pay.
    case advised(advice: Advice)
    /// Nothing was done.
    case held(because: HoldReason)

    /// Whether somebody hears of it: a request was opened or the owner advised.
    package var isSpoken: Bool {
        switch self {
        case .opened, .advised: true
        case .joined, .held: false
        }
    }

    /// Why nothing was done.
    package enum HoldReason: Hashable, Sendable, Codable {
        /// The owner was advised about these parts a short while ago.
        case alreadyAdvised(at: Timestamp)
        /// The desk has this episode already, at this level or in a request that is over.
        case knownEpisode
        /// No part of the appliance is broken: people at home, or the way of the telemetry.
        case nothingToRepair
        /// Too many of the kind came at once: an operator decides about this incident first.
        case storm(incident: String)
    }
}

// MARK: Written form

extension IntakeDecision.HoldReason {
    private enum CodingKeys: String, CodingKey {
        case alreadyAdvised = "already_advised"
        case knownEpisode = "known_episode"
        case nothingToRepair = "nothing_to_repair"
        case storm
    }

    private enum AlreadyAdvisedCodingKeys: String, CodingKey { case at }
    private enum StormCodingKeys: String, CodingKey { case incident }

    /// Reads a reason, also as it was recorded before keys were of one style (decision 19).
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: WrittenKey.self)
        let key = try values.onlyKey
        switch key.stringValue {
        case "already_advised", "alreadyAdvised":
            let inner = try values.nestedContainer(keyedBy: AlreadyAdvisedCodingKeys.self, forKey: key)
            self = .alreadyAdvised(at: try inner.decode(Timestamp.self, forKey: .at))
        case "known_episode", "knownEpisode": self = .knownEpisode
        case "nothing_to_repair", "nothingToRepair": self = .nothingToRepair
        case "storm":
            let inner = try values.nestedContainer(keyedBy: StormCodingKeys.self, forKey: key)
            self = .storm(incident: try inner.decode(String.self, forKey: .incident))
        default: throw key.unknown(in: values.codingPath)
        }
    }
}
