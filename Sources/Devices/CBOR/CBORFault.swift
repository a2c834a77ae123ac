/// Why bytes are no CBOR that the gateway reads (RFC 8949).
package enum CBORFault: String, Error, CaseIterable, Sendable {
    /// The message ends within an item.
    case truncated
    /// Something follows the one item of the message.
    case trailingBytes = "trailing_bytes"
    /// A head, a break or a piece of a string that stands where it may not.
    case malformed
    /// Items stand too deep in one another.
    case tooDeep = "too_deep"
    /// More members than ``CBORReader/membersMax``.
    case tooManyMembers = "too_many_members"
    /// A string longer than ``CBORReader/textBytesMax``.
    case textTooLong = "text_too_long"
    /// A text is not UTF-8.
    case notUTF8 = "not_utf8"
    /// A key of a map is neither a text nor an integer of 64 bits.
    case keyUnreadable = "key_unreadable"
    /// A key stands twice in one map.
    case duplicateKey = "duplicate_key"
    /// NaN, infinity, or a number that no double holds.
    case numberNotFinite = "number_not_finite"

    /// The word under which counters and `foretell decode` show it.
    package var reason: PointRejection {
        switch self {
        case .tooDeep, .tooManyMembers, .textTooLong: .tooMany
        case .numberNotFinite: .numberNotFinite
        case .truncated, .trailingBytes, .malformed, .notUTF8, .keyUnreadable, .duplicateKey: .notStandard
        }
    }
}
