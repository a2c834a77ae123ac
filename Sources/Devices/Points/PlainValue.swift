/// A document of JSON or CBOR as a tree, for decoders that see each kind of message rarely.
///
/// The hot path of profiles reads JSON without making one.
package indirect enum PlainValue: Sendable, Equatable {
    /// No value.
    case null
    /// True or false.
    case flag(Bool)
    /// A number; never NaN or infinite.
    case number(Double)
    /// A text.
    case text(String)
    /// Values in their order.
    case list([PlainValue])
    /// Named values in the order in which they were sent, each name once.
    case map([Member])

    /// A named value.
    package struct Member: Sendable, Equatable {
        /// The name; of a CBOR map with integer keys the integer in decimal.
        package let key: String
        /// The value.
        package let value: PlainValue

        /// A named value.
        package init(_ key: String, _ value: PlainValue) {
            self.key = key
            self.value = value
        }
    }

    /// The value of a name; nil where this is no map or has no such name.
    package subscript(_ key: String) -> PlainValue? {
        guard case .map(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// The text; nil where this is none.
    package var text: String? { if case .text(let text) = self { text } else { nil } }
    /// The number; nil where this is none.
    package var number: Double? { if case .number(let number) = self { number } else { nil } }
    /// The truth value; nil where this is none.
    package var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }
    /// The items; nil where this is no list.
    package var list: [PlainValue]? { if case .list(let list) = self { list } else { nil } }
}
