/// The same text in the two languages that Foretell speaks.
package struct Localised: Hashable, Sendable, Codable {
    /// English.
    package let en: String
    /// Simplified Chinese.
    package let zh: String

    /// A text in both languages.
    package init(en: String, zh: String) {
        self.en = en
        self.zh = zh
    }
}

/// A language that Foretell speaks.
package enum Language: String, CaseIterable, Sendable {
    /// English.
    case en
    /// Simplified Chinese.
    case zh
}

extension Localised {
    /// The text in one of the languages.
    package subscript(language: Language) -> String {
        switch language {
        case .en: en
        case .zh: zh
        }
    }
}
