/// Who acts on a request, and as what.
package struct Actor: Hashable, Sendable, Codable {
    /// As what.
    package let role: Role
    /// Who: the number of a member of staff or of a customer, never a name.
    package let number: String

    /// Somebody in a role.
    package init(_ role: Role, _ number: String) {
        self.role = role
        self.number = number
    }

    /// Foretell itself.
    package static let gateway = Actor(.gateway, "foretell")
}

/// What somebody may be to a request (requirements, 2.1).
package enum Role: String, CaseIterable, Hashable, Sendable, Codable {
    /// Whose appliance it is.
    case customer
    /// Takes calls.
    case hotlineAgent = "hotline_agent"
    /// Verifies and reconciles, at a branch or the centre.
    case informationOfficer = "information_officer"
    /// Sends engineers.
    case dispatcher
    /// Goes and repairs.
    case engineer
    /// Knows the type.
    case technicalSupport = "technical_support"
    /// Answers for the engineers.
    case afterSalesManager = "after_sales_manager"
    /// Answers for the centre.
    case centreLeader = "centre_leader"
    /// Calls back, and has visited nobody.
    case quality
    /// Has the parts.
    case partsClerk = "parts_clerk"
    /// Tunes the thresholds.
    case operations
    /// Foretell.
    case gateway
}
