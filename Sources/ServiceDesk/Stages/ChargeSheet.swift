package import Appliances
package import Warranty

/// What a repair costs the customer, line by line, and why (M-62 to M-65, Z-14, Z-15).
package struct ChargeSheet: Hashable, Sendable, Codable {
    /// One charge.
    package struct Line: Hashable, Sendable, Codable {
        /// What for.
        package let line: ChargeLine
        /// By the published tariff.
        package let tariff: Money
        /// By the warranty certificate; nil where it says nothing.
        package let certificate: Money?
        /// Who pays it.
        package let payer: Payer
        /// Why it costs that, where no price is published (Z-14); nil where one is.
        package let reason: String?

        /// A charge.
        package init(
            _ line: ChargeLine, tariff: Money, certificate: Money? = nil, payer: Payer, reason: String? = nil
        ) {
            self.line = line
            self.tariff = tariff
            self.certificate = certificate
            self.payer = payer
            self.reason = reason
        }

        /// The lower of the two (M-64).
        package var price: Money { min(tariff, certificate ?? tariff) }
    }

    /// The charges, in the order of the sheet.
    package let lines: [Line]

    /// A sheet.
    package init(_ lines: [Line]) { self.lines = lines }

    /// What the customer owes at most.
    package var total: Money {
        lines.filter { $0.payer == .customer }.reduce(Money(fen: 0)) { $0 + $1.price }
    }
}

/// How something was paid.
package enum PaymentMethod: String, CaseIterable, Hashable, Sendable, Codable {
    /// In cash.
    case cash
    /// By card.
    case card
    /// By WeChat.
    case wechat
    /// By Alipay.
    case alipay
    /// By transfer.
    case transfer
}

/// Something that engineers may not decide (M-54, M-65, X-13).
package struct Approval: Hashable, Sendable, Codable {
    /// What it is about.
    package enum Subject: String, CaseIterable, Hashable, Sendable, Codable {
        /// Less is charged.
        case waiver
        /// The customer is compensated.
        case compensation
        /// The appliance is exchanged (M-53, X-12).
        case exchange
        /// What no other subject names: several decide together (X-13, M-65).
        case special
        /// The appliance goes back for its price (M-53, H-21).
        case returnGoods = "return_goods"

        /// Who may decide it, lowest first; special cases go to the last (M-65).
        ///
        /// The sources name purchase, sales and the general manager; here the after-sales manager, the leader of the
        /// centre and operations stand for them.
        package var deciders: [Role] {
            switch self {
            case .waiver, .exchange, .returnGoods: [.afterSalesManager, .centreLeader]
            case .compensation: [.centreLeader]
            case .special: [.afterSalesManager, .centreLeader, .operations]
            }
        }

        /// The roles of which each must say yes, by a person of its own; empty where one decides alone.
        package var requiredRoles: [Role] { self == .special ? deciders : [] }

        /// What the warranty must offer so that nobody above the manager is needed (M-53); nil where it says nothing.
        package var option: EntitlementDecision.Option? {
            switch self {
            case .exchange: .exchange
            case .returnGoods: .return
            case .waiver, .compensation, .special: nil
            }
        }
    }

    /// What it is about.
    package let subject: Subject
    /// How much; zero where no money is meant.
    package let amount: Money
    /// Why it was asked for.
    package let reason: String
    /// In which way the appliance does not perform, where somebody of the house says so (H-23); nil for not said.
    package let failure: PerformanceFailure?
    /// Why the customer wants no repair, where somebody of the house has asked (M-41); nil for not said.
    package let refusal: RepairRefusal?
    /// Who decided, and whether it is granted; nil while open. Where several decide, the one whose word was the last.
    package var decision: Decision?
    /// The votes of those who decide together, in their order; empty where one decides alone.
    package var votes: [Decision] = []
    /// When it was asked for; nil where that was not written down yet.
    package internal(set) var asked: Timestamp?

    /// What was decided.
    package struct Decision: Hashable, Sendable, Codable {
        /// Who decided.
        package let by: Actor
        /// Whether it is granted.
        package let isGranted: Bool
        /// When; nil where that was not written down yet.
        package var at: Timestamp?

        private enum CodingKeys: String, CodingKey {
            case by
            case isGranted = "granted"
            case at
        }

        /// Keys of what was recorded before all keys were of one style (decision 19).
        private enum EarlierKeys: String, CodingKey { case isGranted }
    }

    /// The roles whose word is still needed, in the order of ``Subject/requiredRoles``.
    package var missingVotes: [Role] {
        subject.requiredRoles.filter { role in !votes.contains { $0.by.role == role } }
    }

    /// Something that is asked for.
    package init(
        _ subject: Subject, amount: Money, reason: String, failure: PerformanceFailure? = nil,
        refusal: RepairRefusal? = nil
    ) {
        self.subject = subject
        self.amount = amount
        self.reason = reason
        self.failure = failure
        self.refusal = refusal
    }
}

extension Approval.Decision {
    /// Reads a decision, also as it was recorded before keys were of one style.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let earlier = try decoder.container(keyedBy: EarlierKeys.self)
        by = try values.decode(Actor.self, forKey: .by)
        isGranted =
            try earlier.decodeIfPresent(Bool.self, forKey: .isGranted) ?? values.decode(Bool.self, forKey: .isGranted)
        at = try values.decodeIfPresent(Timestamp.self, forKey: .at)
    }
}

extension Approval {
    private enum CodingKeys: String, CodingKey {
        case subject, amount, reason, failure, refusal, decision, votes, asked
    }

    /// Reads what is asked for; no amount is none.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            try values.decode(Subject.self, forKey: .subject),
            amount: try values.decodeIfPresent(Money.self, forKey: .amount) ?? Money(fen: 0),
            reason: try values.decode(String.self, forKey: .reason),
            failure: try values.decodeIfPresent(PerformanceFailure.self, forKey: .failure),
            refusal: try values.decodeIfPresent(RepairRefusal.self, forKey: .refusal))
        decision = try values.decodeIfPresent(Decision.self, forKey: .decision)
        votes = try values.decodeIfPresent([Decision].self, forKey: .votes) ?? []
        asked = try values.decodeIfPresent(Timestamp.self, forKey: .asked)
    }
}
