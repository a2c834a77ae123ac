/// A `{name}` or `{name:PATTERN}` in a topic, a pointer or a key of the channel table.
package struct Capture: Sendable, Equatable {
    /// Under which name its text is known.
    package let name: String
    /// What the text must be; nil for anything.
    package let pattern: ByteAutomaton?
    /// The pattern as written, to build larger ones from.
    let written: String?

    /// Reads what stands between the braces.
    init(_ text: Substring) throws(PatternFault) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard isCaptureName(parts[0]) else {
            throw PatternFault("`{\(text)}` must begin with a name of small letters, digits and `_`")
        }
        name = String(parts[0])
        guard parts.count == 2 else {
            (pattern, written) = (nil, nil)
            return
        }
        written = String(parts[1])
        do throws(PatternParser.Fault) {
            pattern = try PatternParser.automaton(String(parts[1]))
        } catch {
            throw PatternFault("`{\(text)}` is no pattern: \(error.text)")
        }
    }

    /// Whether a text may stand for it.
    func takes(_ bytes: Span<UInt8>) -> Bool { pattern?.matches(bytes) ?? true }
}

/// What is wrong with a topic, a pointer, a template or a pattern.
package struct PatternFault: Error, Equatable {
    /// What is wrong; what would be right.
    package let text: String

    init(_ text: String) { self.text = text }
}

/// Whether the text can name a capture.
func isCaptureName(_ text: some StringProtocol) -> Bool {
    !text.isEmpty && text.utf8.count <= 32
        && text.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "_") || byte &- UInt8(ascii: "0") <= 9 || byte &- UInt8(ascii: "a") < 26
        }
}

/// One level of a topic or one segment of a key: fixed text around at most one capture.
package struct CapturingLevel: Sendable, Equatable {
    /// What stands before the capture; all of it where there is none.
    let prefix: [UInt8]
    /// What stands behind it.
    let suffix: [UInt8]
    /// The capture, if any.
    let capture: Capture?

    /// Reads a level, or a segment of a pointer with its `~1` and `~0`; braces that are part of a name are not
    /// possible.
    init(_ text: Substring, isSegment: Bool = false) throws(PatternFault) {
        func bytes(_ text: Substring) -> [UInt8] { Array((isSegment ? Pointer.unescaped(text)[...] : text).utf8) }
        guard let open = text.firstIndex(of: "{") else {
            guard !text.contains("}") else { throw PatternFault("`\(text)` has a `}` without its `{`") }
            (prefix, suffix, capture) = (bytes(text), [], nil)
            return
        }
        guard let close = text.lastIndex(of: "}"), close > open else {
            throw PatternFault("`\(text)` has a `{` without its `}`")
        }
        let inner = text[text.index(after: open)..<close]
        guard !inner.contains("{") else { throw PatternFault("`\(text)` has more than one capture in a level") }
        prefix = bytes(text[..<open])
        suffix = bytes(text[text.index(after: close)...])
        capture = try Capture(inner)
    }

    /// A level of anything under no name.
    init() { (prefix, suffix, capture) = ([], [], nil) }

    /// Where in `bytes` the capture stands; nil where the level is not this one. Empty at the end where it
    /// has no capture.
    func match(_ bytes: Span<UInt8>) -> Range<Int>? {
        guard let capture else {
            return bytes.count == prefix.count && begins(bytes) ? bytes.count..<bytes.count : nil
        }
        guard bytes.count >= prefix.count + suffix.count, begins(bytes), ends(bytes) else { return nil }
        let range = prefix.count..<bytes.count - suffix.count
        return capture.takes(bytes.extracting(range)) ? range : nil
    }

    private func begins(_ bytes: Span<UInt8>) -> Bool {
        for place in prefix.indices where bytes[place] != prefix[place] { return false }
        return true
    }

    private func ends(_ bytes: Span<UInt8>) -> Bool {
        let first = bytes.count - suffix.count
        for place in suffix.indices where bytes[first + place] != suffix[place] { return false }
        return true
    }

    /// The level as a pattern in text, for asking what two topics have in common.
    var expression: String {
        let inside = capture.map { "(" + ($0.written ?? "[^/]*") + ")" } ?? ""
        return escaped(prefix) + inside + escaped(suffix)
    }
}

/// Bytes as a pattern that only they match.
func escaped(_ bytes: [UInt8]) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    return text.map { $0.isASCII && !$0.isLetter && !$0.isNumber ? "\\\($0)" : String($0) }.joined()
}

extension Sequence<UInt8> {
    /// The texts between slashes, in their order.
    func slashed() -> [ArraySlice<UInt8>] {
        Array(self).split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    }
}
