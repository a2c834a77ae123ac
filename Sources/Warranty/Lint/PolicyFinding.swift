package import Appliances

/// Something that the linter found in a policy, with a purchase that shows it.
package struct PolicyFinding: Hashable, Sendable {
    /// What was found.
    package enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
        /// Purchases that no clause takes.
        case gap
        /// Purchases that several clauses take, with different terms.
        case contradiction
        /// Purchases that several clauses take, with the same terms: harmless.
        case overlap
        /// Something that no source says and the policy takes for granted.
        case assumption

        /// Whether somebody should mend the policy.
        package var isHole: Bool { self == .gap || self == .contradiction }
    }

    /// Where purchases were made that a finding is about.
    package enum Places: Hashable, Sendable {
        /// Anywhere.
        case anywhere
        /// In these cities.
        case within([String])
        /// In all others.
        case outside([String])
    }

    /// What was found.
    package let kind: Kind
    /// The edition, such as `haier-air-conditioner@1`; two joined by a comma where they claim the same.
    package let policy: String
    /// The clauses that take the purchases, or on which the assumption rests; empty for a gap.
    package let clauses: [String]
    /// The first day of purchase; nil for no first.
    package let from: CalendarDay?
    /// The last day of purchase; nil for no last.
    package let through: CalendarDay?
    /// Where.
    package let places: Places
    /// What the appliances are, beyond what the policy claims.
    package let attributes: [Attribute.Value]
    /// What is missing or taken for granted, in words.
    package let text: Localised
    /// A purchase that shows it, as a case for `foretell warranty decide`.
    package var example: WarrantyCase
}

extension PolicyFinding: Encodable {
    private enum CodingKeys: String, CodingKey {
        case kind, policy, clauses, from, through, cities, attributes, text, example
    }

    private enum PlaceKeys: String, CodingKey {
        case within = "in"
        case outside = "not_in"
    }

    /// Writes the finding; days that are not there are null.
    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(kind, forKey: .kind)
        try values.encode(policy, forKey: .policy)
        try values.encode(clauses, forKey: .clauses)
        try values.encode(from, forKey: .from)
        try values.encode(through, forKey: .through)
        var cities = values.nestedContainer(keyedBy: PlaceKeys.self, forKey: .cities)
        switch places {
        case .anywhere: break
        case .within(let names): try cities.encode(names, forKey: .within)
        case .outside(let names): try cities.encode(names, forKey: .outside)
        }
        var known = values.nestedContainer(keyedBy: Attribute.self, forKey: .attributes)
        for attribute in attributes { try known.encode(attribute.value, forKey: attribute.attribute) }
        try values.encode(text, forKey: .text)
        try values.encode(example, forKey: .example)
    }
}
