/// A place or a connection that breaks the rules, and what the customer decided once the danger was explained (M-49).
///
/// Where an appliance stands is the customer's to decide; what endangers people is not left under power (N-18, C-17).
package struct Hazard: Hashable, Sendable, Codable {
    /// What breaks the rules.
    package enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
        /// Where it stands.
        case position
        /// What it breathes.
        case ventilation
        /// How it is fixed, such as an outdoor unit on its bracket.
        case fixing
        /// Socket, earth, wires or voltage.
        case electricity
        /// A gas pipe or a flue.
        case gas
        /// A hose, a drain or damp.
        case water
        /// Anything else.
        case other
    }

    /// What became of it.
    package enum Decision: String, CaseIterable, Hashable, Sendable, Codable {
        /// It was put right.
        case mended
        /// The appliance was taken off power, gas or water.
        case stopped
        /// It stays as it is, as the customer wants it.
        case kept
    }

    /// What became of the hazard notice.
    package enum Notice: String, CaseIterable, Hashable, Sendable, Codable {
        /// The customer has signed it.
        case signed
        /// The customer has it and did not want to sign.
        case declined
    }

    /// What breaks the rules; each kind counts once for a visit, as it was said last.
    package let kind: Kind
    /// What was found, in words.
    package let what: String
    /// Whether people may come to harm while it is under power, gas or water.
    package let isUnsafe: Bool
    /// Whether the danger was explained.
    package let isExplained: Bool
    /// What the customer decided.
    package let decision: Decision
    /// The notice.
    package let notice: Notice

    /// A hazard.
    package init(
        _ kind: Kind, what: String, isUnsafe: Bool, isExplained: Bool, decision: Decision, notice: Notice
    ) {
        (self.kind, self.what, self.isUnsafe, self.isExplained) = (kind, what, isUnsafe, isExplained)
        (self.decision, self.notice) = (decision, notice)
    }

    /// Whether something unsafe would be left under power.
    package var isLeft: Bool { isUnsafe && decision == .kept }

    private enum CodingKeys: String, CodingKey {
        case kind, what
        case isUnsafe = "unsafe"
        case isExplained = "explained"
        case decision, notice
    }
}

extension ServiceRequest {
    /// Words, and a danger that was explained: the customer cannot decide about what nobody has told (M-49).
    func ask(_ hazard: Hazard, _ asked: Asked, _ book: inout GuardBook) {
        book.ask(.ownEngineer, isOwn(asked.actor), asked.actor.number)
        book.ask(.hazard, hazard.isExplained, "the danger is not explained")
        book.ask(.reason, (1...400).contains(hazard.what.count), "\(hazard.what.count) characters")
    }

    /// Nothing is reported as in order that would harm people once the engineer is gone (N-18, C-17).
    func askHazards(_ outcome: Visit.Outcome, _ book: inout GuardBook) {
        guard outcome.isRepair || outcome == .noFaultFound else { return }
        let left = (visit?.hazards ?? []).filter(\.isLeft).map(\.kind.rawValue)
        book.ask(.hazard, left.isEmpty, "left under power: " + left.joined(separator: ", "))
    }
}

extension Visit {
    /// Takes over a hazard, instead of what was said of that kind before.
    mutating func take(_ hazard: Hazard) {
        hazards.removeAll { $0.kind == hazard.kind }
        hazards.append(hazard)
    }
}
