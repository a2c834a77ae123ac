/// How soon a request wants somebody.
package enum Priority: String, CaseIterable, Hashable, Comparable, Sendable, Codable {
    /// Danger, or goods spoiling: at once.
    case p1 = "P1"
    /// The appliance fails or is about to.
    case p2 = "P2"
    /// It works, worse than it should.
    case p3 = "P3"
    /// When somebody is near.
    case p4 = "P4"

    /// The more urgent comes first: P1 before P2.
    package static func < (left: Priority, right: Priority) -> Bool { left.rawValue < right.rawValue }
}

/// The way on which a demand reached the desk (Z-2, N-1); the way behind it is one for all.
package enum Origin: String, CaseIterable, Hashable, Sendable, Codable {
    /// Foretold from telemetry (Z-25).
    case prediction
    /// The hotline.
    case hotline
    /// The maker's app.
    case app
    /// The maker's WeChat account.
    case wechat
    /// The web form.
    case web
    /// E-mail.
    case email
    /// A counter of an outlet.
    case counter
}
