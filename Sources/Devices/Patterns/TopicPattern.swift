/// A topic with captures: `tele/{device}/SENSOR`, `zigbee2mqtt/{device*}`, `{device:shelly.*}/status/switch:{n}`.
package struct TopicPattern: Sendable, Equatable {
    /// As written.
    package let text: String
    /// The levels before the one that stands for many, or all of them.
    let levels: [Level]
    /// Where the level of many stands; nil where there is none.
    let many: Int?

    /// One level.
    enum Level: Sendable, Equatable {
        case fixed(CapturingLevel)
        /// `+`.
        case any
        /// `{x*}` or `#`; `#` has no name.
        case many(name: String?)
    }

    /// Reads a topic.
    package init(_ text: String) throws(PatternFault) {
        self.text = text
        guard !text.isEmpty, text.utf8.count <= 512 else {
            throw PatternFault("a topic is 1 to 512 bytes, such as tele/{device}/SENSOR")
        }
        var levels: [Level] = []
        for part in TopicPattern.parts(of: text) { levels.append(try TopicPattern.level(part)) }
        self.levels = levels
        let places = levels.indices.filter { if case .many = levels[$0] { true } else { false } }
        guard places.count <= 1 else { throw PatternFault("`\(text)` has more than one capture of many levels") }
        many = places.first
        if let many, levels[many] == .many(name: nil), many < levels.count - 1 {
            throw PatternFault("`\(text)`: `#` stands at the end")
        }
        let names = self.names
        guard Set(names).count == names.count else { throw PatternFault("`\(text)` names a capture twice") }
    }

    /// The levels as written; a slash within braces parts nothing.
    private static func parts(of text: String) -> [Substring] {
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

    private static func level(_ part: Substring) throws(PatternFault) -> Level {
        switch part {
        case "+": return .any
        case "#": return .many(name: nil)
        default:
            if part.hasPrefix("{"), part.hasSuffix("*}"), !part.contains(":") {
                let name = part.dropFirst().dropLast(2)
                guard isCaptureName(name) else { throw PatternFault("`\(part)` must be a name and `*`") }
                return .many(name: String(name))
            }
            let level = try CapturingLevel(part)
            guard !(level.prefix + level.suffix).contains(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "#") })
            else {
                throw PatternFault("`\(part)`: `+` and `#` stand alone in a level")
            }
            return .fixed(level)
        }
    }

    /// The names of its captures in their order.
    package var names: [String] {
        levels.compactMap { level in
            switch level {
            case .fixed(let fixed): fixed.capture?.name
            case .any: nil
            case .many(let name): name
            }
        }
    }

    /// The texts of its captures in their order; nil where a topic is none of its.
    package func match(_ topic: [UInt8]) -> [String]? {
        let parts = topic.slashed()
        if topic.first == UInt8(ascii: "$"), !takesBrokersOwn { return nil }
        guard let many else { return parts.count == levels.count ? captures(parts[...], levels[...]) : nil }
        let behind = levels.count - many - 1
        // `#` also stands for no level at all, a capture for at least one.
        let isNamed = if case .many(let name) = levels[many] { name != nil } else { false }
        guard parts.count >= many + behind + (isNamed ? 1 : 0),
            let before = captures(parts[..<many], levels[..<many]),
            let after = captures(parts[(parts.count - behind)...], levels[(many + 1)...])
        else { return nil }
        let middle = parts[many..<(parts.count - behind)].joined(separator: [UInt8(ascii: "/")])
        return before + (isNamed ? [String(decoding: Array(middle), as: UTF8.self)] : []) + after
    }

    private func captures(_ parts: ArraySlice<ArraySlice<UInt8>>, _ levels: ArraySlice<Level>) -> [String]? {
        var found: [String] = []
        for (part, level) in zip(parts, levels) {
            guard case .fixed(let fixed) = level else { continue }
            let bytes = Array(part)
            guard let range = fixed.match(bytes.span) else { return nil }
            if fixed.capture != nil { found.append(String(decoding: bytes[range], as: UTF8.self)) }
        }
        return found
    }

    /// Whether fixed levels alone leave it open that a topic is of both.
    func mayShare(with other: TopicPattern) -> Bool {
        if many == nil, other.many == nil, levels.count != other.levels.count { return false }
        let ahead = min(many ?? levels.count, other.many ?? other.levels.count)
        return zip(levels.prefix(ahead), other.levels.prefix(ahead)).allSatisfy { left, right in
            guard case .fixed(let one) = left, case .fixed(let two) = right, one.capture == nil, two.capture == nil
            else {
                return true
            }
            return one.prefix == two.prefix
        }
    }

    /// The narrowest MQTT filter that takes all of its topics.
    package var filter: String {
        var words: [String] = []
        for level in levels {
            switch level {
            case .fixed(let fixed) where fixed.capture == nil:
                words.append(String(decoding: fixed.prefix, as: UTF8.self))
            case .fixed, .any: words.append("+")
            case .many: return (words + ["#"]).joined(separator: "/")
            }
        }
        return words.joined(separator: "/")
    }

    /// Whether topics that begin with `$` may be among its own: a wildcard at the first level takes none of them
    /// (MQTT 5.0, 4.7.2).
    var takesBrokersOwn: Bool { if case .fixed(let first) = levels[0] { first.capture == nil } else { false } }

    /// All of its topics as one pattern, which leaves ``takesBrokersOwn`` out of account.
    var expression: String {
        var text = ""
        for (index, level) in levels.enumerated() {
            let slash = index == 0 ? "" : "\\/"
            switch level {
            case .fixed(let fixed): text += slash + fixed.expression
            case .any: text += slash + "[^/]*"
            // `a/#` takes `a` too.
            case .many(nil) where index > 0: text += "(\\/(.|\\/)*)?"
            case .many: text += slash + "(.|\\/)*"
            }
        }
        return text
    }
}
