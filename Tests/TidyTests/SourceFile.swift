/// A file of the project as the rules see it: where it stands, its lines, and its code alone.
struct SourceFile: Sendable, CustomStringConvertible {
    /// From the project's root, with `/`.
    let path: String
    /// As they stand in the file, without line ends.
    let lines: [String]
    /// The same lines of Swift with comments and the insides of strings blanked out.
    let code: [String]

    init(path: String, text: String) {
        self.path = path
        lines = SourceFile.split(Array(text.utf8))
        code = path.hasSuffix(".swift") ? SourceFile.split(CodeReader.codeAlone(of: text)) : lines
    }

    var description: String { path }

    /// The file's name without its folders.
    var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// The folder under `Sources`, which is the module's name; nil where it stands elsewhere.
    var module: String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
    }

    private static func split(_ bytes: [UInt8]) -> [String] {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map { String(decoding: $0, as: UTF8.self) }
    }
}

/// Reads Swift just well enough to tell code from comments and strings.
///
/// Line numbers stay as they are. What stands in `\(…)` is code. Regex literals are read as
/// code; one that holds a quotation mark would be misread, and none here does.
struct CodeReader {
    private enum Mode {
        case interpolation(parentheses: Int)
        case string(quotes: Int, hashes: Int)
        case lineComment
        case blockComment(depth: Int)
    }

    private let bytes: [UInt8]
    private var output: [UInt8]
    private var place = 0
    /// The innermost mode last; none is plain code.
    private var modes: [Mode] = []

    private init(_ text: String) {
        bytes = Array(text.utf8)
        output = bytes
    }

    static func codeAlone(of text: String) -> [UInt8] {
        var reader = CodeReader(text)
        while reader.place < reader.bytes.count { reader.step() }
        return reader.output
    }

    private mutating func step() {
        switch modes.last {
        case nil: readCode(parentheses: nil)
        case .interpolation(let parentheses): readCode(parentheses: parentheses)
        case .string(let quotes, let hashes): readString(quotes: quotes, hashes: hashes)
        case .lineComment: readLineComment()
        case .blockComment(let depth): readBlockComment(depth: depth)
        }
    }

    private mutating func readCode(parentheses: Int?) {
        switch bytes[place] {
        case UInt8(ascii: "/") where sees("//"): open(.lineComment, blanking: 2)
        case UInt8(ascii: "/") where sees("/*"): open(.blockComment(depth: 1), blanking: 2)
        case UInt8(ascii: "\""): openString(hashes: 0)
        case UInt8(ascii: "#"):
            let hashes = count(of: UInt8(ascii: "#"), from: place)
            if byte(at: place + hashes) == UInt8(ascii: "\"") {
                openString(hashes: hashes)
            } else {
                place += hashes
            }
        case UInt8(ascii: "("): turn(parentheses, by: 1)
        case UInt8(ascii: ")"): turn(parentheses, by: -1)
        default: place += 1
        }
    }

    private mutating func turn(_ parentheses: Int?, by change: Int) {
        place += 1
        guard let parentheses else { return }
        modes.removeLast()
        let left = parentheses + change
        if left > 0 { modes.append(.interpolation(parentheses: left)) }
    }

    private mutating func openString(hashes: Int) {
        let quotes = count(of: UInt8(ascii: "\""), from: place + hashes) >= 3 ? 3 : 1
        modes.append(.string(quotes: quotes, hashes: hashes))
        place += hashes + quotes
    }

    private mutating func readString(quotes: Int, hashes: Int) {
        switch bytes[place] {
        case UInt8(ascii: "\\") where count(of: UInt8(ascii: "#"), from: place + 1) >= hashes:
            let escaped = place + 1 + hashes
            if byte(at: escaped) == UInt8(ascii: "(") {
                modes.append(.interpolation(parentheses: 1))
                place = escaped + 1
            } else {
                blank(2 + hashes)
            }
        case UInt8(ascii: "\"")
        where count(of: UInt8(ascii: "\""), from: place) >= quotes
            && count(of: UInt8(ascii: "#"), from: place + quotes) >= hashes:
            modes.removeLast()
            place += quotes + hashes
        case UInt8(ascii: "\n") where quotes == 1:
            // Not Swift; a fresh start on the next line keeps the harm to one line.
            modes.removeLast()
            place += 1
        default: blank(1)
        }
    }

    private mutating func readLineComment() {
        if bytes[place] == UInt8(ascii: "\n") { modes.removeLast() }
        blank(1)
    }

    private mutating func readBlockComment(depth: Int) {
        if sees("/*") {
            modes.removeLast()
            open(.blockComment(depth: depth + 1), blanking: 2)
        } else if sees("*/") {
            modes.removeLast()
            if depth > 1 { modes.append(.blockComment(depth: depth - 1)) }
            blank(2)
        } else {
            blank(1)
        }
    }

    private mutating func open(_ mode: Mode, blanking length: Int) {
        modes.append(mode)
        blank(length)
    }

    private mutating func blank(_ length: Int) {
        for index in place..<min(place + length, bytes.count) where bytes[index] != UInt8(ascii: "\n") {
            output[index] = UInt8(ascii: " ")
        }
        place += length
    }

    private func byte(at index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }

    private func sees(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { bytes[place...].starts(with: $0) }
    }

    private func count(of byte: UInt8, from start: Int) -> Int {
        var end = start
        while end < bytes.count, bytes[end] == byte { end += 1 }
        return end - start
    }
}

extension String {
    /// Whether the line holds `pattern`, not as a piece of a longer name.
    func holds(_ pattern: String) -> Bool {
        ranges(of: pattern).contains { range in
            let before = range.lowerBound == startIndex ? nil : self[index(before: range.lowerBound)]
            let after = range.upperBound == endIndex ? nil : self[range.upperBound]
            let opens = pattern.first?.isPartOfName == true && before?.isPartOfName == true
            let closes = pattern.last?.isPartOfName == true && after?.isPartOfName == true
            return !opens && !closes
        }
    }
}

extension Character {
    /// Whether it can stand in a Swift name.
    var isPartOfName: Bool { isLetter || isNumber || self == "_" }
}
