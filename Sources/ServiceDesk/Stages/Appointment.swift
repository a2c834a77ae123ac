package import Appliances

/// Between which times somebody comes (N-6), and who has agreed to it (H-8).
package struct Appointment: Hashable, Sendable, Codable {
    /// The first moment.
    package let from: Timestamp
    /// The last moment: whoever comes later is late.
    package let through: Timestamp
    /// Whether the engineer has agreed.
    package var isAccepted = false
    /// Whether the customer has agreed.
    package var isConfirmed = false
    /// When the engineer will be there, as last reported; nil where nobody has said so (N-7).
    package var expected: Timestamp?
    /// The calls to the customer about this window, in their order (M-16).
    package var contacts: [Contact] = []
    /// Whether the engineer goes without the customer's answer, since nobody was reached (M-17).
    package var isUnannounced = false
    /// What makes it late, where another request takes longer; nil for nothing (M-25).
    package var delay: Delay?
    /// When it was proposed; nil where that was not written down yet.
    package var proposed: Timestamp?
    /// How long the way there takes; nil where nobody has said so (M-22).
    package var travel: TimeSpan?

    /// A window that nobody has agreed to yet.
    package init(from: Timestamp, through: Timestamp) {
        self.from = from
        self.through = through
    }

    /// Whether both have agreed (H-8).
    package var isPromised: Bool { isAccepted && isConfirmed }

    /// Whether somebody goes: both have agreed, or the customer was not to be reached (M-17).
    package var isBinding: Bool { isPromised || isUnannounced }

    /// Whether it is known already that somebody comes after its end (C-19).
    package var isKnownLate: Bool { expected.map { $0 > through } ?? false }

    /// How often nobody was reached since the last time that somebody was; calls that follow one that counts within
    /// `apart` are one with it (M-16: at another time).
    func unanswered(apart: TimeSpan) -> Int {
        var (count, last): (Int, Timestamp?) = (0, nil)
        for contact in contacts {
            if contact.answer == .reached {
                (count, last) = (0, nil)
            } else if last.map({ contact.at - $0 >= apart }) ?? true {
                (count, last) = (count + 1, contact.at)
            }
        }
        return count
    }

    /// A delay that another request of the same engineer brings with it (M-25).
    package struct Delay: Hashable, Sendable, Codable {
        /// How long after the beginning of the window the engineer comes.
        package let by: TimeSpan
        /// The number of the request that takes longer.
        package let because: String
        /// When that was known.
        package let since: Timestamp
    }
}

extension Appointment {
    private enum CodingKeys: String, CodingKey {
        case from, through
        case isAccepted = "accepted"
        case isConfirmed = "confirmed"
        case expected, contacts
        case isUnannounced = "unannounced"
        case delay, proposed, travel
    }
}

/// A call to the customer before a visit (M-16, M-17, M-19).
package struct Contact: Hashable, Sendable, Codable {
    /// Who answered.
    package enum Answer: String, CaseIterable, Hashable, Sendable, Codable {
        /// The customer.
        case reached
        /// Nobody.
        case unanswered
        /// Nobody, and a message was left with the company's number (M-19).
        case message
    }

    /// When.
    package let at: Timestamp
    /// Who answered.
    package let answer: Answer
}
