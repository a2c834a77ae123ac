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

/// Whether an engineer can keep a window (M-6): what does not fit, empty where all does.
package struct Feasibility: Hashable, Sendable, Codable {
    /// What can stand in the way.
    package enum Obstacle: String, CaseIterable, Hashable, Sendable, Codable {
        /// Not trained for this appliance or fault (Z-5, N-5).
        case skill
        /// A certificate is missing or has run out.
        case certificate
        /// Outside the working hours.
        case shift
        /// Another promise is in the way (M-7).
        case promise
        /// Too far to be there in time (M-11).
        case travel
        /// A part would not be there (H-9).
        case parts
    }

    /// What stands in the way, in the order of ``Obstacle``.
    package let obstacles: [Obstacle]

    /// A judgement.
    package init(_ obstacles: [Obstacle] = []) {
        self.obstacles = Obstacle.allCases.filter(obstacles.contains)
    }
}
