/// What a device says of one of its properties.
package struct HomieProperty: Sendable, Equatable {
    /// `node/property`.
    package let path: String
    /// The kind of its values; nil where the device did not say.
    package internal(set) var datatype: HomieDatatype?
    /// The unit as sent; nil where the device did not say.
    package internal(set) var unit: String?
    /// Whether it is a state; what is not is an event.
    package internal(set) var isRetained = true

    /// A property of which nothing is known but its name.
    init(_ path: String) {
        self.path = path
    }

    /// The longest unit, in bytes; what is longer is none.
    private static let unitBytesMax = 64

    /// A unit as sent; nil where it is empty or no unit by its length.
    static func unit(_ text: String?) -> String? {
        guard let text, (1...unitBytesMax).contains(text.utf8.count) else { return nil }
        return text
    }

    /// The unit of its values: per cent are per cent, said or not.
    var unitOfValues: String? {
        unit ?? (datatype == .percent ? "%" : nil)
    }
}

/// The kinds of values that the convention has, in its versions 3 to 5.
package enum HomieDatatype: String, CaseIterable, Sendable {
    /// A whole number of 64 bits.
    case integer
    /// A number.
    case float
    /// A number in per cent, not held to 0 to 100; version 4.
    case percent
    /// `true` or `false`.
    case boolean
    /// A text.
    case string
    /// One text of a list.
    case `enum`
    /// A colour, such as `rgb,100,100,100`.
    case color
    /// A moment in ISO 8601.
    case datetime
    /// A length of time in ISO 8601.
    case duration
    /// A JSON object or array; version 5.
    case json
}
