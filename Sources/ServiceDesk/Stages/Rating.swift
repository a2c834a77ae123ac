package import Appliances

/// What a customer said of the service without being called (Z-17, H-13): beside the quality call, never instead of it.
package struct Rating: Hashable, Sendable, Codable {
    /// The four scores.
    package let scores: ReturnCall.Scores
    /// Whether the customer is satisfied.
    package let isSatisfied: Bool
    /// The customer's words; never empty where not satisfied.
    package let reason: String
    /// When it was given.
    package let at: Timestamp
    /// After how many visits: each may be rated once.
    package let visits: Int
}

extension Rating {
    private enum CodingKeys: String, CodingKey {
        case scores
        case isSatisfied = "satisfied"
        case reason, at, visits
    }
}

extension ServiceRequest {
    /// The rating of what was done last; nil where nobody has rated that.
    package var rating: Rating? { ratings.last.flatMap { $0.visits == visits.count ? $0 : nil } }
}
