package import Appliances

extension EntitlementDecision {
    /// One step on the way to the answer: a clause, what it was asked of, and what came out.
    package struct Reason: Hashable, Sendable {
        /// Whether what the clause asks for free service is met.
        package enum Result: String, CaseIterable, Hashable, Sendable {
            /// It is met.
            case holds
            /// It is not met.
            case fails
            /// It cannot be said yet.
            case unknown
        }

        /// Something that a step looked at.
        package enum Input: Hashable, Sendable {
            /// A word or a sentence.
            case text(String)
            /// A number.
            case number(Int)
            /// A day.
            case day(CalendarDay)
            /// Several words.
            case list([String])
        }

        /// An input with its name.
        package struct Named: Hashable, Sendable {
            /// Its name, such as `invoice_date`.
            package let name: String
            /// What it was.
            package let input: Input

            /// An input of this name.
            package init(_ name: String, _ input: Input) {
                self.name = name
                self.input = input
            }
        }

        /// Where the rule is written, such as `H-17`.
        package let clause: String
        /// What was found.
        package let finding: Finding
        /// What it was found of, sorted by name.
        package let inputs: [Named]

        /// A step; the inputs in any order.
        package init(_ clause: String, _ finding: Finding, _ inputs: [Named] = []) {
            self.clause = clause
            self.finding = finding
            self.inputs = inputs.count < 2 ? inputs : inputs.sorted { $0.name < $1.name }
        }

        /// What follows for free service.
        package var result: Result { finding.result }

        /// The input of this name; nil where the step had none.
        package func input(_ name: String) -> Input? { inputs.first { $0.name == name }?.input }

        /// The step in one sentence of each language, without its full stop.
        package var text: Localised {
            let words = finding.words
            return Localised(
                en: filled(words.en) { $0.english }, zh: filled(words.zh) { $0.chinese })
        }

        /// A template with its inputs: `{name}` is the input of that name.
        private func filled(_ template: String, _ words: (Input) -> String) -> String {
            var (text, rest) = ("", template[...])
            while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
                text += rest[..<open]
                let name = String(rest[rest.index(after: open)..<close])
                text += input(name).map(words) ?? "?"
                rest = rest[rest.index(after: close)...]
            }
            return text + rest
        }
    }
}

extension EntitlementDecision.Reason.Input {
    fileprivate var english: String {
        switch self {
        case .text(let text): plain(text) { $0.en }
        case .number(let number): "\(number)"
        case .day(let day): "\(day)"
        case .list(let words): words.map { word in plain(word) { $0.en } }.joined(separator: ", ")
        }
    }

    fileprivate var chinese: String {
        switch self {
        case .text(let text): plain(text) { $0.zh }
        case .number(let number): "\(number)"
        case .day(let day): "\(day)"
        case .list(let words): words.map { word in plain(word) { $0.zh } }.joined(separator: "、")
        }
    }

    /// The word as people say it; itself where it is none of the vocabulary.
    private func plain(_ word: String, _ language: (Localised) -> String) -> String {
        if let component = Component(rawValue: word) { return language(component.words) }
        if let known = vocabulary.first(where: { $0.key == word })?.value { return language(known) }
        return EntitlementDecision.Need(rawValue: word).map { language($0.words) } ?? word
    }
}

/// The words of cases and answers as people say them.
private let vocabulary: KeyValuePairs<String, Localised> = [
    "refrigerator": Localised(en: "refrigerators", zh: "冰箱"),
    "air_conditioner": Localised(en: "air conditioners", zh: "空调"),
    "washing_machine": Localised(en: "washing machines", zh: "洗衣机"),
    "cold_store": Localised(en: "cold stores", zh: "冷库"),
    "invoice": Localised(en: "invoice", zh: "发票"),
    "certificate": Localised(en: "warranty certificate", zh: "三包凭证"),
    "return": Localised(en: "return", zh: "退货"),
    "exchange": Localised(en: "exchange", zh: "换货"),
    "repair": Localised(en: "repair", zh: "修理"),
    "waiting_parts": Localised(en: "waiting for parts", zh: "待件"),
    "misuse": Localised(en: "improper use", zh: "使用不当"),
    "self_repair": Localised(en: "repair without the maker's permission", zh: "擅自拆修"),
    "accident": Localised(en: "an accident", zh: "意外因素"),
    "engineer": Localised(en: "the engineer", zh: "服务工程师"),
    "technical_support": Localised(en: "technical support", zh: "技术支持"),
    "after_sales_manager": Localised(en: "the after-sales manager", zh: "售后经理"),
    "centre_leader": Localised(en: "the leader of the centre", zh: "中心领导"),
    "parts": Localised(en: "parts", zh: "材料费"),
    "labour": Localised(en: "labour", zh: "工时费"),
    "travel": Localised(en: "travel", zh: "上门费"),
    "freight": Localised(en: "freight", zh: "运费"),
    "postage": Localised(en: "postage", zh: "邮费"),
    "freight_out": Localised(en: "freight to the factory", zh: "返厂运费"),
    "freight_back": Localised(en: "freight from the factory", zh: "回程运费"),
    "home": Localised(en: "at home", zh: "上门维修"),
    "pull_back": Localised(en: "in the workshop", zh: "拉修"),
    "part_by_post": Localised(en: "with a part by post", zh: "邮寄配件"),
    "factory": Localised(en: "in the factory", zh: "返厂维修"),
]
