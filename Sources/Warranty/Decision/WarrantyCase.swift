package import Appliances

/// One question to the policies: who pays if this part of this purchase is repaired on this day?
///
/// All days are civil dates; no clock and no time zone has a part in the answer.
package struct WarrantyCase: Hashable, Sendable {
    /// What a person with evidence found to be the cause (H-18c, H-18d).
    ///
    /// Telemetry never makes one of these: whatever reads a case refuses a finding that no person decided
    /// (requirements, 2.4, 6).
    package struct Finding: Hashable, Sendable {
        /// What was found.
        package enum Kind: String, CaseIterable, Hashable, Sendable {
            /// Improper use (H-18c).
            case misuse
            /// Repaired or taken apart without the maker's permission (H-18d).
            case selfRepair = "self_repair"
            /// An accident or another unexpected factor (H-18c).
            case accident
        }

        /// The roles that may decide a cause; a machine is none of them.
        package enum Role: String, CaseIterable, Hashable, Sendable {
            /// Who looked at the appliance.
            case engineer
            /// Who knows the type.
            case technicalSupport = "technical_support"
            /// Who answers for the engineers.
            case afterSalesManager = "after_sales_manager"
            /// Who answers for the centre.
            case centreLeader = "centre_leader"
        }

        /// What was found.
        package let kind: Kind
        /// Who decided it.
        package let decidedBy: Role
        /// On what it rests, such as the name of a photograph; empty where the report says it.
        package let evidence: [String]

        /// A finding.
        package init(_ kind: Kind, decidedBy role: Role, evidence: [String] = []) {
            self.kind = kind
            decidedBy = role
            self.evidence = evidence
        }
    }

    /// The maker; empty where unknown.
    package var brand: String
    /// What the appliance is.
    package var category: Category
    /// What is known of how it is built and used.
    package var attributes: [Attribute.Value]
    /// What fails.
    package var component: Component
    /// When and with which papers it was bought, and where.
    package var purchase: Purchase
    /// The day of the repair, or of the predicted failure.
    package var failureDay: CalendarDay
    /// The days on which the clock stood still, in any order.
    package var pauses: [WarrantyPause]
    /// What people have found, in any order.
    package var findings: [Finding]
    /// How many repairs of the same fault in the period did not hold.
    package var failedRepairs: Int
    /// On which way the repair is done.
    package var way: ServiceWay

    /// A case.
    package init(
        brand: String, category: Category, attributes: [Attribute.Value] = [], component: Component,
        purchase: Purchase, failureDay: CalendarDay, pauses: [WarrantyPause] = [], findings: [Finding] = [],
        failedRepairs: Int = 0, way: ServiceWay = .home
    ) {
        self.brand = brand
        self.category = category
        // One order, so that two cases that say the same are equal.
        self.attributes = attributes.sorted { $0.attribute.rawValue < $1.attribute.rawValue }
        self.component = component
        self.purchase = purchase
        self.failureDay = failureDay
        self.pauses = pauses
        self.findings = findings
        self.failedRepairs = failedRepairs
        self.way = way
    }

    /// What is known of an attribute; nil where nothing is. Nothing was exported unless somebody says so.
    package func value(of attribute: Attribute) -> Bool? {
        attributes.first { $0.attribute == attribute }?.value ?? (attribute == .exported ? false : nil)
    }
}

/// A property of an appliance on which policies depend (C-13).
package enum Attribute: String, CaseIterable, Hashable, Sendable {
    /// Used in a household, not in a trade.
    case household
    /// With a compressor of variable speed.
    case inverter
    /// With a refrigerant without fluorine, in the words of H-27.
    case fluorineFree = "fluorine_free"
    /// Sold abroad by an exporter (X); false unless somebody says so.
    case exported

    /// An attribute that is known.
    package struct Value: Hashable, Sendable {
        /// Which.
        package let attribute: Attribute
        /// Whether it is so.
        package let value: Bool

        /// An attribute with its value.
        package init(_ attribute: Attribute, _ value: Bool) {
            self.attribute = attribute
            self.value = value
        }
    }
}

/// On which way an appliance is repaired; it decides which charges there are.
package enum ServiceWay: String, CaseIterable, Hashable, Sendable {
    /// An engineer comes to the door.
    case home
    /// The appliance is pulled back to the workshop and returned (M-48).
    case pullBack = "pull_back"
    /// The customer replaces a part that comes by post.
    case partByPost = "part_by_post"
    /// The appliance goes back to the factory.
    case factory

    /// The charges there are, in the order of a charge sheet.
    package var lines: [ChargeLine] {
        switch self {
        case .home: [.parts, .labour, .travel]
        case .pullBack: [.parts, .labour, .travel, .freight]
        case .partByPost: [.parts, .postage]
        case .factory: [.parts, .labour, .freightOut, .freightBack]
        }
    }
}

/// One kind of charge.
package enum ChargeLine: String, CaseIterable, Hashable, Sendable {
    /// The parts that are replaced.
    case parts
    /// The work.
    case labour
    /// The way of the engineer.
    case travel
    /// The way of an appliance that is pulled back, both directions (C-16).
    case freight
    /// The way of a part that is sent.
    case postage
    /// The way of the appliance to the factory.
    case freightOut = "freight_out"
    /// The way of the appliance from the factory.
    case freightBack = "freight_back"
    /// A program that is installed or explained: a service, no part (M-63).
    case software
}

/// Who pays a charge.
package enum Payer: String, CaseIterable, Hashable, Sendable {
    /// The maker or the seller.
    case company
    /// The customer.
    case customer
    /// Nobody can say before what is needed is there.
    case undetermined
}
