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

    /// A window that nobody has agreed to yet.
    package init(from: Timestamp, through: Timestamp) {
        self.from = from
        self.through = through
    }

    /// Whether both have agreed (H-8).
    package var isPromised: Bool { isAccepted && isConfirmed }
}
