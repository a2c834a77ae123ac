/// The name of one appliance, as it stands in topics: `^[A-Za-z0-9_-]{1,64}$`.
package struct DeviceID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The name as sent.
    package let text: String

    /// The id; nil where the text has other characters or another length.
    ///
    /// Anything wider would let an id carry wildcards, levels or markup into topics,
    /// logs and pages (reliability F12).
    package init?(_ text: some StringProtocol) {
        guard isPlainIdentifier(text) else { return nil }
        self.text = String(text)
    }

    /// The name as sent.
    package var description: String { text }

    /// In the order of the bytes.
    package static func < (left: DeviceID, right: DeviceID) -> Bool { left.text < right.text }
}

/// The name of one site (a home, a shop, a store), formed as a ``DeviceID`` is.
package struct SiteID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The name as sent.
    package let text: String

    /// The id; nil where the text has other characters or another length.
    package init?(_ text: some StringProtocol) {
        guard isPlainIdentifier(text) else { return nil }
        self.text = String(text)
    }

    /// The name as sent.
    package var description: String { text }

    /// In the order of the bytes.
    package static func < (left: SiteID, right: SiteID) -> Bool { left.text < right.text }
}

/// Whether the text is 1 to 64 ASCII letters, digits, `_` or `-`.
package func isPlainIdentifier(_ text: some StringProtocol) -> Bool {
    let bytes = text.utf8
    return !bytes.isEmpty && bytes.count <= 64 && bytes.allSatisfy(isPlainIdentifierByte)
}

/// Whether the byte is an ASCII letter, digit, `_` or `-`.
package func isPlainIdentifierByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
    default: false
    }
}
