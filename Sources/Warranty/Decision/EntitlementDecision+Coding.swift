import Appliances

// The answer as `foretell warranty decide` prints it and the ledger stores it; reading it back gives the same value.

extension EntitlementDecision: Codable {
    private enum CodingKeys: String, CodingKey {
        case component, day, outcome
        case validUntil = "valid_until"
        case options, needs, payers, policy, reasons
    }

    /// Reads an answer.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let shares = try values.nestedContainer(keyedBy: ChargeLine.self, forKey: .payers)
        self.init(
            component: try values.decode(Component.self, forKey: .component),
            day: try values.decode(CalendarDay.self, forKey: .day),
            outcome: try values.decode(Outcome.self, forKey: .outcome),
            validUntil: try values.decodeIfPresent(CalendarDay.self, forKey: .validUntil),
            options: try values.decode([Option].self, forKey: .options),
            needs: try values.decode([Need].self, forKey: .needs),
            payers: try ChargeLine.allCases.filter(shares.contains).map {
                Share($0, try shares.decode(Payer.self, forKey: $0))
            },
            policy: try values.decode(String.self, forKey: .policy),
            reasons: try values.decode([Reason].self, forKey: .reasons))
    }

    /// Writes the answer; a day that is not known is null.
    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(component, forKey: .component)
        try values.encode(day, forKey: .day)
        try values.encode(outcome, forKey: .outcome)
        try values.encode(validUntil, forKey: .validUntil)
        try values.encode(options, forKey: .options)
        try values.encode(needs, forKey: .needs)
        var shares = values.nestedContainer(keyedBy: ChargeLine.self, forKey: .payers)
        for share in payers { try shares.encode(share.payer, forKey: share.line) }
        try values.encode(policy, forKey: .policy)
        try values.encode(reasons, forKey: .reasons)
    }
}

extension EntitlementDecision.Outcome: Codable {}
extension EntitlementDecision.Need: Codable {}
extension EntitlementDecision.Option: Codable {}
extension EntitlementDecision.Reason.Finding: Codable {}
extension EntitlementDecision.Reason.Result: Codable {}
extension Payer: Codable {}
extension ChargeLine: CodingKey, Codable {}
extension Attribute: CodingKey, Codable {}
extension ServiceWay: Codable {}
extension WarrantyPause.Cause: Codable {}
extension WarrantyCase.Finding.Kind: Codable {}
extension WarrantyCase.Finding.Role: Codable {}

extension EntitlementDecision.Reason: Codable {
    private enum CodingKeys: String, CodingKey {
        case clause, finding, result, inputs, text
    }

    /// The name of an input.
    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// Reads a step; its result and its text follow from the rest.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let inputs = try values.nestedContainer(keyedBy: Name.self, forKey: .inputs)
        self.init(
            try values.decode(String.self, forKey: .clause), try values.decode(Finding.self, forKey: .finding),
            try inputs.allKeys.map { Named($0.stringValue, try inputs.decode(Input.self, forKey: $0)) })
    }

    /// Writes a step with its result and its text, for those who read nothing else.
    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(clause, forKey: .clause)
        try values.encode(finding, forKey: .finding)
        try values.encode(result, forKey: .result)
        var named = values.nestedContainer(keyedBy: Name.self, forKey: .inputs)
        for input in inputs { try named.encode(input.input, forKey: Name(stringValue: input.name)) }
        try values.encode(text, forKey: .text)
    }
}

extension EntitlementDecision.Reason.Input: Codable {
    /// Reads a number, a list, a day or a text.
    package init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let number = try? value.decode(Int.self) {
            self = .number(number)
        } else if let words = try? value.decode([String].self) {
            self = .list(words)
        } else {
            let text = try value.decode(String.self)
            self = CalendarDay(text).map { .day($0) } ?? .text(text)
        }
    }

    /// Writes the value bare.
    package func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .text(let text): try value.encode(text)
        case .number(let number): try value.encode(number)
        case .day(let day): try value.encode(day)
        case .list(let words): try value.encode(words)
        }
    }
}
