package import Appliances

/// A call back, why it is due and what the customer said (Z-17, M-4, M-15, M-59, M-71, C-5).
package struct ReturnCall: Hashable, Sendable, Codable {
    /// Why it is made.
    package enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
        /// Two hours after guidance by phone (M-4, M-15).
        case afterGuidance = "after_guidance"
        /// Two hours after a repair that was not tested (M-59).
        case afterUntested = "after_untested"
        /// Three hours after a repair that is not complete (M-71).
        case afterIncomplete = "after_incomplete"
        /// Within a day after every service, by somebody who did not visit (Z-17).
        case quality
        /// Promptly, where a card does not agree with what the customer says (M-75).
        case afterMismatch = "after_mismatch"
    }

    /// The four scores of Z-17, 1 to 5.
    package struct Scores: Hashable, Sendable, Codable {
        /// How friendly.
        package let attitude: Int
        /// How skilled.
        package let skill: Int
        /// How reasonable the charges.
        package let charges: Int
        /// All in all.
        package let overall: Int

        /// Four scores.
        package init(attitude: Int, skill: Int, charges: Int, overall: Int) {
            (self.attitude, self.skill, self.charges, self.overall) = (attitude, skill, charges, overall)
        }

        var isValid: Bool { [attitude, skill, charges, overall].allSatisfy((1...5).contains) }
    }

    /// What the customer said.
    package enum Answer: Hashable, Sendable, Codable {
        /// Nobody answered.
        case unanswered
        /// All is well.
        case satisfied(scores: Scores?)
        /// It is not, and why.
        case unsatisfied(scores: Scores?, reason: String)
    }

    /// Why it is made.
    package let kind: Kind
    /// When it is due.
    package let due: Timestamp
    /// The answers, in the order of the calls.
    package var answers: [Answer] = []
    /// When each of the calls was made, in the same order.
    package internal(set) var times: [Timestamp] = []

    /// Whether the customer says to have signed the visit's card; nil where nobody has asked (M-75).
    package internal(set) var signed: Bool?

    /// What telemetry said when the last of them was made; nil where it says nothing of the appliance.
    package internal(set) var telemetry: AfterRepair?

    /// A call that is due.
    package init(_ kind: Kind, due: Timestamp) {
        self.kind = kind
        self.due = due
    }

    /// Whether the customer was reached.
    package var isAnswered: Bool {
        guard let last = answers.last else { return false }
        return last != .unanswered
    }

    /// How often nobody answered; calls that follow one that counts within `apart` are one with it (M-16: at another
    /// time).
    package func unanswered(apart: TimeSpan) -> Int {
        var (count, last): (Int, Timestamp?) = (0, nil)
        for (answer, at) in zip(answers, times) where answer == .unanswered {
            if let last, at - last < apart { continue }
            (count, last) = (count + 1, at)
        }
        return count
    }
}

/// The card of a visit that goes back the same day (M-73 to M-76).
package struct SupervisionCard: Hashable, Sendable, Codable {
    /// Whose signature it bears.
    package enum Signature: String, CaseIterable, Hashable, Sendable, Codable {
        /// The customer's own.
        case customer
        /// Somebody else's (M-75).
        case other
        /// The customer did not want to sign (M-67).
        case declined
    }

    /// Whose signature it bears.
    package let signature: Signature
    /// Whether it says that the customer is satisfied.
    package let isSatisfied: Bool
    /// When it came in.
    package let submitted: Timestamp
    /// The levels that have reconciled it (M-75, M-76).
    package var reconciled: [Level] = []
    /// The number of whoever reconciled it at the branch; nil before (M-76).
    package internal(set) var branchOfficer: String?
    /// How good the customer finds the repair, 1 to 5; nil where the card does not say (M-66).
    package var quality: Int?
    /// How friendly the engineer, 1 to 5; nil where the card does not say (M-66).
    package var attitude: Int?
    /// Why it cannot be as it says; nil where nothing speaks against it (M-75).
    package internal(set) var suspicion: Suspicion?

    /// Who reconciles.
    package enum Level: String, CaseIterable, Hashable, Sendable, Codable {
        /// The branch, with its engineers.
        case branch
        /// The centre, with its outlets.
        case centre
    }

    /// A card as it came in.
    package init(_ signature: Signature, isSatisfied: Bool, submitted: Timestamp) {
        self.signature = signature
        self.isSatisfied = isSatisfied
        self.submitted = submitted
    }
}

extension SupervisionCard {
    private enum CodingKeys: String, CodingKey {
        case signature
        case isSatisfied = "satisfied"
        case submitted, reconciled
        case branchOfficer = "branch_officer"
        case quality, attitude, suspicion
    }
}
