/// The fields of one record as sent.
struct SenMLFields {
    private var values: [SenMLLabel: PlainValue] = [:]

    /// Why one record gives no reading.
    struct Wrong: Error {
        let reason: PointRejection
        let detail: String
    }

    /// Sorts the members of a record; those that nobody knows are left out, as the standard asks.
    init(_ members: [PlainValue.Member]) throws(SenMLFault) {
        for member in members {
            if let label = SenMLLabel.byKey[member.key] {
                values[label] = member.value
            } else if member.key.hasSuffix("_") {
                throw .memberUnknown(member.key)
            }
        }
    }

    /// The fields of a record of another format, which are all understood.
    init(_ values: [SenMLLabel: PlainValue]) {
        self.values = values
    }

    /// The value of a field; nil where the record has none.
    subscript(_ label: SenMLLabel) -> PlainValue? { values[label] }

    /// Whether the record only says what holds for those that follow.
    var isOnlyBase: Bool { values.keys.allSatisfy(\.isBase) }

    /// The number of a field; nil where the record has none.
    func number(_ label: SenMLLabel) throws(Wrong) -> Double? {
        guard let value = values[label] else { return nil }
        guard let number = value.number else { throw wrongType(label) }
        return number
    }

    /// The text of a field; nil where the record has none.
    func text(_ label: SenMLLabel) throws(Wrong) -> String? {
        guard let value = values[label] else { return nil }
        guard let text = value.text else { throw wrongType(label) }
        return text
    }

    /// The value, of whichever kind; nil where the record has none.
    func value() throws(Wrong) -> RawValue? {
        let kinds: [SenMLLabel] = [.value, .booleanValue, .stringValue, .dataValue]
        let sent = kinds.filter { values[$0] != nil }
        guard let kind = sent.first else { return nil }
        // Exactly one (RFC 8428, 4.2).
        guard sent.count == 1 else { throw Wrong(reason: .notStandard, detail: "more than one value") }
        switch (kind, values[kind]) {
        case (.value, .number(let number)): return .number(number)
        case (.booleanValue, .flag(let flag)): return .flag(flag)
        case (.stringValue, .text(let text)), (.dataValue, .text(let text)): return .text(text)
        case (_, .null): return .missing
        default: throw wrongType(kind)
        }
    }

    private func wrongType(_ label: SenMLLabel) -> Wrong {
        Wrong(reason: .wrongType, detail: label.rawValue)
    }
}
