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

        /// A charge.
        package init(_ line: ChargeLine, tariff: Money, certificate: Money? = nil, payer: Payer) {
            self.line = line
            self.tariff = tariff
            self.certificate = certificate
            self.payer = payer
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
        /// The appliance is exchanged or returned (M-53).
        case exchange

        /// Who may decide it, lowest first; special cases go to the last (M-65).
        package var deciders: [Role] {
            switch self {
            case .waiver: [.afterSalesManager, .centreLeader]
            case .compensation, .exchange: [.centreLeader]
            }
        }
    }

    /// What it is about.
    package let subject: Subject
    /// How much; zero where no money is meant.
    package let amount: Money
    /// Why it was asked for.
    package let reason: String
    /// Who decided, and whether it is granted; nil while open.
    package var decision: Decision?

    /// What was decided.
    package struct Decision: Hashable, Sendable, Codable {
        /// Who decided.
        package let by: Actor
        /// Whether it is granted.
        package let isGranted: Bool
    }

    /// Something that is asked for.
    package init(_ subject: Subject, amount: Money, reason: String) {
        self.subject = subject
        self.amount = amount
        self.reason = reason
    }
}

extension Approval {
    private enum CodingKeys: String, CodingKey {
        case subject, amount, reason, decision
    }

    /// Reads what is asked for; no amount is none.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            try values.decode(Subject.self, forKey: .subject),
            amount: try values.decodeIfPresent(Money.self, forKey: .amount) ?? Money(fen: 0),
            reason: try values.decode(String.self, forKey: .reason))
        decision = try values.decodeIfPresent(Decision.self, forKey: .decision)
    }
}
