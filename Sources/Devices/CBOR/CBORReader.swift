/// A strict reader of CBOR bytes (RFC 8949) into a tree.
///
/// The caller holds the bytes; the reader holds a place in them. Nothing is set aside for a length before its
/// bytes were seen: nine bytes can claim an array of 2^60.
struct CBORReader {
    /// How deep arrays, maps and tags may stand in one another.
    static let depthMax = 32
    /// How many items of arrays and entries of maps a message may have in all.
    static let membersMax = 4_096
    /// The longest text that a string may become, in bytes.
    static let textBytesMax = 8_192

    /// The place of the next unread byte.
    private(set) var place = 0
    private var depth = 0
    private var members = 0

    /// What stands before every item: its kind and its argument (RFC 8949, 3).
    struct Head {
        let major: UInt8
        let argument: Argument

        enum Argument: Equatable {
            case number(UInt64, width: Int)
            case indefinite
        }
    }

    /// Reads the next item, which may not be a break.
    mutating func value(_ bytes: Span<UInt8>) throws(CBORFault) -> PlainValue {
        try value(of: try head(bytes), bytes)
    }

    /// Reads what follows a head.
    mutating func value(of head: Head, _ bytes: Span<UInt8>) throws(CBORFault) -> PlainValue {
        switch (head.major, head.argument) {
        case (0, .number(let number, _)): return .number(Double(number))
        case (1, .number(let number, _)): return .number(-1 - Double(number))
        case (2, _): return .text(hexadecimal(try string(head, bytesMax: Self.textBytesMax / 2, bytes)))
        case (3, _): return .text(try text(head, bytes))
        case (4, _): return .list(try list(head.argument, bytes))
        case (5, _): return .map(try map(head.argument, bytes))
        case (6, .number(let tag, _)): return try tagged(tag, bytes)
        case (7, .number(let number, let width)): return try simple(number, width: width)
        default: throw .malformed
        }
    }

    /// Reads a head.
    mutating func head(_ bytes: Span<UInt8>) throws(CBORFault) -> Head {
        let first = try byte(bytes)
        let major = first >> 5
        switch first & 31 {
        case let small where small < 24: return Head(major: major, argument: .number(UInt64(small), width: 0))
        case let size where size < 28:
            let width = 1 << Int(size - 24)
            return Head(major: major, argument: .number(try integer(ofBytes: width, bytes), width: width))
        case 31: return Head(major: major, argument: .indefinite)
        default: throw .malformed
        }
    }

    /// Passes a break, the end of what has no length, if it comes next.
    mutating func passBreak(_ bytes: Span<UInt8>) throws(CBORFault) -> Bool {
        guard place < bytes.count else { throw .truncated }
        guard bytes[place] == 0xff else { return false }
        place += 1
        return true
    }

    /// Passes so many bytes, which must be there, and tells where they begin.
    mutating func take(_ count: Int, from bytes: Span<UInt8>) throws(CBORFault) -> Int {
        guard count <= bytes.count - place else { throw .truncated }
        place += count
        return place - count
    }

    /// Counts a member that is about to be read.
    mutating func countMember() throws(CBORFault) {
        members += 1
        guard members <= Self.membersMax else { throw .tooManyMembers }
    }

    /// Goes one level deeper; ``leave()`` comes back.
    mutating func enter() throws(CBORFault) {
        depth += 1
        guard depth <= Self.depthMax else { throw .tooDeep }
    }

    /// Comes back from a deeper level.
    mutating func leave() {
        depth -= 1
    }

    private mutating func byte(_ bytes: Span<UInt8>) throws(CBORFault) -> UInt8 {
        bytes[try take(1, from: bytes)]
    }

    private mutating func integer(ofBytes width: Int, _ bytes: Span<UInt8>) throws(CBORFault) -> UInt64 {
        let start = try take(width, from: bytes)
        var number: UInt64 = 0
        for index in start..<place { number = number << 8 | UInt64(bytes[index]) }
        return number
    }
}
