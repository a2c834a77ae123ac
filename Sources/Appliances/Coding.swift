// How the vocabulary is written in stored events and in `--json` output: as people
// write it, one plain value each, so that a stored event can be read with bare eyes.

/// A value that is coded as one string.
package protocol TextCoded: Codable {
    /// The value's text.
    var codedText: String { get }
    /// The value of a text; nil where the text is none.
    init?(codedText: String)
}

extension TextCoded {
    /// Reads the text; throws where it is none of this type.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Self(codedText: text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "`\(text)` is no \(Self.self)")
        }
        self = value
    }

    /// Writes the text.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(codedText)
    }
}

/// A key as it was written, whatever it is: for values that were once written under another one.
package struct WrittenKey: CodingKey {
    /// The key.
    package let stringValue: String
    /// None: it is a word.
    package var intValue: Int? { nil }

    /// The key of a word.
    package init(stringValue: String) { self.stringValue = stringValue }
    /// None.
    package init?(intValue: Int) { nil }

    /// What is thrown where nothing has this name.
    package func unknown(in path: [any CodingKey]) -> DecodingError {
        .dataCorrupted(.init(codingPath: path, debugDescription: "`\(stringValue.prefix(64))` names nothing here"))
    }
}

extension KeyedDecodingContainer<WrittenKey> {
    /// The one key of an object that has but one; throws where there are more or none.
    package var onlyKey: WrittenKey {
        get throws {
            guard allKeys.count == 1, let key = allKeys.first else {
                throw DecodingError.dataCorrupted(
                    .init(codingPath: codingPath, debugDescription: "one key must name the value"))
            }
            return key
        }
    }
}

extension Timestamp: TextCoded {
    /// RFC 3339 in UTC.
    package var codedText: String { description }
    /// Reads RFC 3339.
    package init?(codedText: String) { self.init(rfc3339: codedText) }
}

extension TimeSpan: TextCoded {
    /// Such as `30m`.
    package var codedText: String { description }
    /// Reads `30m`, and `-30m`, which settings may not say but a difference of times may be.
    package init?(codedText: String) {
        let isNegative = codedText.hasPrefix("-")
        guard let length = TimeSpan(codedText.dropFirst(isNegative ? 1 : 0)) else { return nil }
        milliseconds = isNegative ? -length.milliseconds : length.milliseconds
    }
}

extension CalendarDay: TextCoded {
    /// ISO 8601.
    package var codedText: String { description }
    /// Reads ISO 8601.
    package init?(codedText: String) { self.init(codedText) }
}

extension DeviceID: TextCoded {
    /// The name as sent.
    package var codedText: String { text }
    /// Reads a name.
    package init?(codedText: String) { self.init(codedText) }
}

extension SiteID: TextCoded {
    /// The name as sent.
    package var codedText: String { text }
    /// Reads a name.
    package init?(codedText: String) { self.init(codedText) }
}

extension Money: TextCoded {
    /// Such as `380.00 CNY`.
    package var codedText: String { description }

    /// Reads `380`, `380.00` or `380.00 CNY`; nil where it is no amount from 0 to a billion.
    package init?(codedText: String) {
        let digits = codedText.hasSuffix(" CNY") ? codedText.dropLast(4) : codedText[...]
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }),
            let yuan = Int(parts[0]), yuan <= 1_000_000_000
        else { return nil }
        guard parts.count == 2 else {
            self.init(fen: yuan * 100)
            return
        }
        guard parts[1].count == 2, let fen = Int(parts[1]) else { return nil }
        self.init(fen: yuan * 100 + fen)
    }
}

extension Category: Codable {}
extension Component: Codable {}
extension ComponentFamily: Codable {}
extension Unit: Codable {}
