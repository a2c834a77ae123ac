/// How long things may be.
///
/// A ratchet: when the longest of its kind gets shorter these numbers may follow it down. They never go up.
enum SizeRules {
    static let functionLinesMax = 60
    static let fileLinesMax = 500
    static let columnsMax = 120

    static func findings(in file: SourceFile) -> [Finding] {
        longFile(file) + longLines(file) + longFunctions(file)
    }

    private static func longFile(_ file: SourceFile) -> [Finding] {
        guard file.lines.count > fileLinesMax else { return [] }
        return [
            Finding(
                path: file.path, line: fileLinesMax + 1,
                wrong: "the file has \(file.lines.count) lines, more than \(fileLinesMax)",
                right: "one file for each type or verb it introduces")
        ]
    }

    private static func longLines(_ file: SourceFile) -> [Finding] {
        file.lines.enumerated().filter { $0.element.count > columnsMax }.map { index, line in
            Finding(
                path: file.path, line: index + 1,
                wrong: "the line has \(line.count) columns, more than \(columnsMax)",
                right: "break it, or name a part of it")
        }
    }

    private static func longFunctions(_ file: SourceFile) -> [Finding] {
        guard file.path.hasSuffix(".swift") else { return [] }
        return FunctionReader.functions(in: file.code).filter { $0.length > functionLinesMax }.map {
            Finding(
                path: file.path, line: $0.line,
                wrong: "\($0.name) has \($0.length) lines, more than \(functionLinesMax)",
                right: "give each of its steps a name and a function")
        }
    }
}

/// Finds functions, initialisers, subscripts and computed properties by their braces.
struct FunctionReader {
    struct Function: Equatable {
        let name: String
        /// Where its first keyword stands, counted from 1.
        let line: Int
        /// Lines from there to its closing brace, both included.
        let length: Int
    }

    private struct Token {
        let text: Substring
        let line: Int
    }

    private enum Block {
        case function(name: String, line: Int)
        /// Requirements have no bodies, and braces of their own: `{ get }`.
        case protocolBody
        case other
    }

    private var found: [Function] = []
    private var blocks: [Block] = []
    /// A block that is announced and has not opened yet, and the parentheses around its announcement.
    private var announced: (block: Block, parentheses: Int, isProperty: Bool)?
    private var parentheses = 0

    static func functions(in code: [String]) -> [Function] {
        var reader = FunctionReader()
        let tokens = code.enumerated().flatMap { Self.tokens(of: $0.element, line: $0.offset + 1) }
        for index in tokens.indices {
            reader.read(
                tokens[index], after: index > 0 ? tokens[index - 1] : nil,
                before: index + 1 < tokens.count ? tokens[index + 1] : nil)
        }
        return reader.found
    }

    private mutating func read(_ token: Token, after previous: Token?, before next: Token?) {
        forgetStoredProperty(at: token, after: previous)
        switch token.text {
        case "(", "[": parentheses += 1
        case ")", "]": parentheses -= 1
        case "{": openBlock()
        case "}": closeBlock(at: token.line)
        case "protocol": announce(.protocolBody)
        case "func": announceFunction(String(next?.text ?? "func"), at: token.line)
        case "init", "deinit", "subscript":
            if previous?.text != "." { announceFunction(String(token.text), at: token.line) }
        case "var":
            let conditions: Set<Substring> = ["if", "guard", "while", "for", "case", ","]
            if let previous, conditions.contains(previous.text) { return }
            announceFunction(String(next?.text ?? "var"), at: token.line, isProperty: true)
        default: break
        }
    }

    /// A `var` with a value, or whose line ends without a brace, has no body to measure.
    private mutating func forgetStoredProperty(at token: Token, after previous: Token?) {
        guard let announced, announced.isProperty, parentheses == announced.parentheses else { return }
        let newLine = token.line != previous?.line && token.text != "{"
        if token.text == "=" || newLine { self.announced = nil }
    }

    private mutating func announceFunction(_ name: String, at line: Int, isProperty: Bool = false) {
        if case .protocolBody = blocks.last { return }
        announce(.function(name: name, line: line), isProperty: isProperty)
    }

    private mutating func announce(_ block: Block, isProperty: Bool = false) {
        announced = (block, parentheses, isProperty)
    }

    private mutating func openBlock() {
        // A brace inside the parentheses of an announcement is a default value's closure.
        guard let announced, announced.parentheses == parentheses else {
            blocks.append(.other)
            return
        }
        blocks.append(announced.block)
        self.announced = nil
    }

    private mutating func closeBlock(at line: Int) {
        if case .function(let name, let first) = blocks.popLast() {
            found.append(Function(name: name, line: first, length: line - first + 1))
        }
    }

    /// Names as one token each, every other sign alone.
    private static func tokens(of line: String, line number: Int) -> [Token] {
        var tokens: [Token] = []
        var rest = line[...]
        while let first = rest.first {
            let text = first.isPartOfName ? rest.prefix { $0.isPartOfName } : rest.prefix(1)
            if !first.isWhitespace { tokens.append(Token(text: text, line: number)) }
            rest = rest.dropFirst(text.count)
        }
        return tokens
    }
}
