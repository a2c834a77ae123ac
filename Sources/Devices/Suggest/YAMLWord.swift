/// Texts as YAML has them.
enum YAMLWord {
    /// A text as a scalar: plain where nothing can be read into it, in quotes otherwise.
    static func scalar(_ text: String) -> String {
        if isPlain(text) { return text }
        // JSON is full of double quotes; single ones keep it readable.
        if text.contains("\""), text.unicodeScalars.allSatisfy(isPrintable) {
            return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
        }
        return doubleQuoted(text)
    }

    /// A text in double quotes, as values to be compared are written.
    static func doubleQuoted(_ text: String) -> String {
        var line = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": line += "\\\""
            case "\\": line += "\\\\"
            case "\n": line += "\\n"
            case "\t": line += "\\t"
            case _ where isPrintable(scalar): line.unicodeScalars.append(scalar)
            default: line += escape(scalar)
            }
        }
        return line + "\""
    }

    /// A text as part of a comment: one line, and no longer than people read.
    static func comment(_ text: String, charactersMax: Int = 400) -> String {
        var line = ""
        for scalar in text.unicodeScalars.prefix(charactersMax) {
            if isPrintable(scalar) { line.unicodeScalars.append(scalar) } else { line += escape(scalar) }
        }
        return text.unicodeScalars.count > charactersMax ? line + "…" : line
    }

    /// A value as sent, where it stands in a list: numbers and truths as they are, texts in quotes.
    static func value(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let isNumber = plainNumber(bytes.span) != nil && text.utf8.allSatisfy { "0123456789.-".utf8.contains($0) }
        let isUsual = isNumber && !text.hasPrefix(".") && !text.hasSuffix(".") && !hasLeadingZero(text)
        return isUsual ? text : doubleQuoted(text)
    }

    /// `007` and `00` are octal numbers or texts to some readers; what was sent is the text.
    private static func hasLeadingZero(_ text: String) -> Bool {
        let digits = text.drop { $0 == "-" }
        return digits.hasPrefix("0") && digits.count > 1 && !digits.hasPrefix("0.")
    }

    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetter(first), text.utf8.count <= 128 else { return false }
        let isSafe = text.utf8.allSatisfy { isLetter($0) || $0 &- 48 <= 9 || $0 == 0x2e || $0 == 0x2f || $0 == 0x2d }
        let reserved = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]
        return isSafe && !reserved.contains(text.lowercased())
    }

    private static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 &- 97 < 26 || byte == 0x5f }

    /// What YAML allows as it is; marks that readers take for the end of a line are left out.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7e, 0xa0...0x2027, 0x202f...0xd7ff, 0xe000...0xfefe, 0xff00...0xfffd, 0x10000...0x10ffff: true
        default: false
        }
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
