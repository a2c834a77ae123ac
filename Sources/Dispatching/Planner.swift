package import ServiceDesk

/// Who chooses the engineer and the window of a job: the one seam at which a planner that looks ahead takes the place
/// of ``NearestFreePlanner``.
package protocol Planner: Sendable {
    /// Chooses for a job; the same job in the same situation gives the same choice.
    ///
    /// A job with a window is chosen for within that window alone.
    func choose(for job: Job, in situation: Situation) -> Choice
}

/// What a planner says: everybody who could be thought of, the best first, with the reasons.
package struct Choice: Hashable, Sendable, Encodable {
    /// One engineer.
    package struct Candidate: Hashable, Sendable, Encodable {
        /// The number.
        package let engineer: String
        /// What stands in the way within the window of the choice.
        package let feasibility: Feasibility
        /// Why this place in the ranking.
        package let score: Score
        /// When to leave for the window; nil where there is no window.
        package let departure: Departure?
        /// How each part that is needed would come.
        package let parts: [PartNeed]
        /// Which promises are in the way, and who would keep the engineer (M-55).
        package let precedence: [Precedence]
    }

    /// What the ranking goes by, in this order; less is better.
    package struct Score: Hashable, Comparable, Sendable, Codable {
        /// How many kinds of obstacles stand in the way.
        package let obstacles: Int
        /// The levels of skill that lack (Z-5).
        package let levelsShort: Int
        /// How many visits the engineer has promised for that day (Z-5, N-5).
        package let load: Int
        /// The way from where the engineer leaves, in minutes (Z-5).
        package let travelMinutes: Int

        /// In the order of the properties.
        package static func < (left: Score, right: Score) -> Bool {
            (left.obstacles, left.levelsShort, left.load, left.travelMinutes)
                < (right.obstacles, right.levelsShort, right.load, right.travelMinutes)
        }
    }

    /// The request.
    package let request: String
    /// The window; nil where nobody can come within the horizon.
    package let window: Window?
    /// Everybody, the best first; those who cannot go last, so that a person sees why.
    package let candidates: [Candidate]

    /// The engineer who shall go; nil where nobody can.
    package var engineer: String? {
        guard window != nil, let first = candidates.first, first.feasibility.isFeasible else { return nil }
        return first.engineer
    }

    /// How many engineers each obstacle keeps away, in the order of the obstacles; those that keep nobody are not told.
    package var reasons: [(obstacle: Feasibility.Obstacle, engineers: Int)] {
        Feasibility.Obstacle.allCases.compactMap { obstacle in
            let count = candidates.count { $0.feasibility.obstacles.contains(obstacle) }
            return count == 0 ? nil : (obstacle, count)
        }
    }
}

extension Choice {
    private enum CodingKeys: String, CodingKey { case request, window, candidates }
}

extension Choice.Score {
    private enum CodingKeys: String, CodingKey {
        case obstacles
        case levelsShort = "levels_short"
        case load
        case travelMinutes = "travel_minutes"
    }
}
