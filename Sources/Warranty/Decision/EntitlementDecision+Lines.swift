package import Appliances

extension EntitlementDecision {
    /// The answer in one line, such as `free, covered through 2020-01-04 (haier-air-conditioner@1)`.
    package func headline(in language: Language = .en) -> String {
        var line = outcome.words[language]
        if !needs.isEmpty {
            let wanted = needs.map { $0.words[language] }.joined(separator: language == .en ? ", " : "、")
            line += Localised(en: ", needs \(wanted)", zh: "，需要\(wanted)")[language]
        }
        if let validUntil {
            line += Localised(en: ", covered through \(validUntil)", zh: "，保修至\(validUntil)")[language]
        }
        return policy.isEmpty ? line : line + " (\(policy))"
    }

    /// The reasons, a line each, such as `H-17 holds: …`.
    package func reasonLines(in language: Language = .en) -> [String] {
        reasons.map { reason in
            switch language {
            case .en: "\(reason.clause) \(reason.result.rawValue): \(reason.text.en)"
            case .zh: "\(reason.clause)\(reason.result.sign)：\(reason.text.zh)"
            }
        }
    }
}

extension EntitlementDecision.Outcome {
    /// The answer as people say it.
    package var words: Localised {
        switch self {
        case .free: Localised(en: "free", zh: "免费")
        case .partlyFree: Localised(en: "partly free", zh: "部分免费")
        case .chargeable: Localised(en: "chargeable", zh: "收费")
        case .undetermined: Localised(en: "undetermined", zh: "待定")
        }
    }
}

extension EntitlementDecision.Need {
    /// What is asked for, as the end of a question.
    package var words: Localised {
        switch self {
        case .invoice: Localised(en: "the invoice", zh: "发票")
        case .certificate: Localised(en: "the warranty certificate", zh: "三包凭证")
        case .invoiceDate: Localised(en: "the date on the invoice", zh: "发票日期")
        case .brand: Localised(en: "the brand", zh: "品牌")
        case .household: Localised(en: "whether it is used in a household", zh: "是否家用")
        case .inverter: Localised(en: "whether it has an inverter", zh: "是否变频")
        case .fluorineFree: Localised(en: "whether it is fluorine-free", zh: "是否无氟")
        case .city: Localised(en: "the city of purchase", zh: "购买城市")
        case .policy: Localised(en: "a person's word on the policy", zh: "人工裁定政策")
        }
    }
}

extension EntitlementDecision.Reason.Result {
    /// The verdict in Chinese.
    fileprivate var sign: String {
        switch self {
        case .holds: "符合"
        case .fails: "不符合"
        case .unknown: "待定"
        }
    }
}
