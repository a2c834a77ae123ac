/// A JSON pointer (RFC 6901) with two more segments: `*`, and captures.
package struct Pointer: Sendable, Equatable {
    /// As written.
    package let text: String
    /// Whether it begins at the point's own member: `./x` or `.`.
    let isRelative: Bool
    private(set) var segments: [Segment]

    /// One step down.
    enum Segment: Sendable, Equatable {
        /// A member by name, or an item by number where the text is one.
        case member([UInt8], item: Int?)
        /// Any member or item.
        case any
        /// Any whose name fits; its text is kept.
        case capture(CapturingLevel)
    }

    /// Reads a pointer.
    package init(_ text: String) throws(PatternFault) {
        self.text = text
        isRelative = text.hasPrefix(".")
        let rest = isRelative ? text.dropFirst() : text[...]
        guard rest.isEmpty || rest.hasPrefix("/") else {
            throw PatternFault("`\(text)` is no pointer; it begins with `/` or `./`")
        }
        var segments: [Segment] = []
        for part in Pointer.parts(of: rest.dropFirst(rest.isEmpty ? 0 : 1), isEmpty: rest.isEmpty) {
            segments.append(try Pointer.segment(part))
        }
        self.segments = segments
        let names = self.names
        guard Set(names).count == names.count else { throw PatternFault("`\(text)` names a capture twice") }
    }

    static func parts(of text: Substring, isEmpty: Bool) -> [Substring] {
        guard !isEmpty else { return [] }
        var parts: [Substring] = []
        var begin = text.startIndex
        var depth = 0
        for place in text.indices {
            switch text[place] {
            case "{": depth += 1
            case "}": depth -= 1
            case "/" where depth == 0:
                parts.append(text[begin..<place])
                begin = text.index(after: place)
            default: continue
            }
        }
        return parts + [text[begin...]]
    }

    private static func segment(_ part: Substring) throws(PatternFault) -> Segment {
        if part == "*" { return .any }
        if part.contains("{") { return .capture(try CapturingLevel(part, isSegment: true)) }
        let name = unescaped(part)
        // A number has no zero in front (RFC 6901, 4).
        let isNumber = part.allSatisfy(\.isASCIIDigit) && (part == "0" || !part.hasPrefix("0"))
        return .member(Array(name.utf8), item: isNumber ? Int(part) : nil)
    }

    /// `~1` is a slash and `~0` a tilde, in this order (RFC 6901, 4).
    static func unescaped(_ text: some StringProtocol) -> String {
        text.split(separator: "~1", omittingEmptySubsequences: false).joined(separator: "/")
            .split(separator: "~0", omittingEmptySubsequences: false).joined(separator: "~")
    }

    /// A name as a segment of a path: the way back from ``unescaped(_:)``.
    static func escaped(_ name: some Sequence<UInt8>) -> [UInt8] {
        var path: [UInt8] = []
        for byte in name {
            switch byte {
            case UInt8(ascii: "/"): path += [UInt8(ascii: "~"), UInt8(ascii: "1")]
            case UInt8(ascii: "~"): path += [UInt8(ascii: "~"), UInt8(ascii: "0")]
            default: path.append(byte)
            }
        }
        return path
    }

    /// The pointer with the captures that are known put in their places.
    func filled(_ value: (String) -> String?) -> Pointer {
        var filled = self
        for (place, segment) in segments.enumerated() {
            guard case .capture(let level) = segment, let name = level.capture?.name, let text = value(name) else {
                continue
            }
            filled.segments[place] = .member(level.prefix + Array(text.utf8) + level.suffix, item: Int(text))
        }
        return filled
    }

    /// The names of its captures in their order.
    package var names: [String] {
        segments.compactMap { if case .capture(let level) = $0 { level.capture?.name } else { nil } }
    }
}

extension Character {
    /// Whether it is one of `0` to `9`.
    fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
