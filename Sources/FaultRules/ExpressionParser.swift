import Appliances

/// What is wrong with a formula and how many characters in.
package struct ExpressionFault: Error, Hashable, Sendable {
    /// The place in the text, from 0.
    package let offset: Int
    /// What is wrong; what would be right.
    package let text: String
}

extension Expression {
    /// Reads a formula.
    ///
    /// ```
    /// formula    = either [ "on" "," sign sum "off" ] ;
    /// either     = both { "or" both } ;
    /// both       = negation { "and" negation } ;
    /// negation   = "not" negation | comparison ;
    /// comparison = sum [ sign sum ] ;            sign = "<" | "<=" | ">" | ">=" | "==" | "!=" ;
    /// sum        = product { ( "+" | "-" ) product } ;
    /// product    = factor { ( "*" | "/" ) factor } ;
    /// factor     = "-" factor | number [ unit ] | "(" either ")" | name
    ///            | function "(" either ")" [ "[" span "]" ] | "silent" "(" ( "any" | name ) ")" ;
    /// ```
    package init(_ text: String) throws(ExpressionFault) {
        var parser = ExpressionParser(text)
        self = try parser.formula()
    }
}

/// Recursive descent over the characters of one formula; depth is bounded.
private struct ExpressionParser {
    private let characters: [Character]
    private var place = 0
    private var depth = 0

    /// Deeper formulas are refused, so that no file can exhaust the stack.
    private static let depthMax = 64

    /// Longer formulas are refused for the same reason: a long sum is a deep tree.
    private static let lengthMax = 1_000

    init(_ text: String) {
        characters = Array(text)
    }

    mutating func formula() throws(ExpressionFault) -> Expression {
        guard characters.count <= ExpressionParser.lengthMax else {
            throw ExpressionFault(
                offset: ExpressionParser.lengthMax,
                text: "longer than \(ExpressionParser.lengthMax) characters; use signals")
        }
        let first = try either()
        guard take(word: "on") else {
            try end()
            return first
        }
        guard case .binary(let on, let operand, _) = first, on.isComparison else {
            throw fault("`on` needs a comparison before it, as in `power > 40 W on, < 20 W off`")
        }
        guard take(",") else { throw fault("`on` must be followed by `, < … off`") }
        guard let sign = comparisonSign() else { throw fault("expected <, <=, > or >= before the limit of `off`") }
        let limit = try sum()
        guard take(word: "off") else { throw fault("expected `off`") }
        try end()
        return .hysteresis(on: first, off: .binary(sign, operand, limit))
    }

    private mutating func either() throws(ExpressionFault) -> Expression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= ExpressionParser.depthMax else { throw fault("too deeply nested; use signals") }
        var left = try both()
        while take(word: "or") { left = .binary(.or, left, try both()) }
        return left
    }

    private mutating func both() throws(ExpressionFault) -> Expression {
        var left = try negation()
        while take(word: "and") { left = .binary(.and, left, try negation()) }
        return left
    }

    private mutating func negation() throws(ExpressionFault) -> Expression {
        var count = 0
        while take(word: "not") { count += 1 }
        let inner = try comparison()
        return count % 2 == 0 ? inner : .not(inner)
    }

    private mutating func comparison() throws(ExpressionFault) -> Expression {
        let left = try sum()
        guard let sign = comparisonSign() else { return left }
        return .binary(sign, left, try sum())
    }

    private mutating func comparisonSign() -> Expression.Operator? {
        for sign in ["<=", ">=", "==", "!=", "<", ">"] where take(sign) {
            return Expression.Operator(rawValue: sign)
        }
        return nil
    }

    private mutating func sum() throws(ExpressionFault) -> Expression {
        var left = try product()
        while true {
            if take("+") {
                left = .binary(.add, left, try product())
            } else if take("-") {
                left = .binary(.subtract, left, try product())
            } else {
                return left
            }
        }
    }

    private mutating func product() throws(ExpressionFault) -> Expression {
        var left = try factor()
        while true {
            if take("*") {
                left = .binary(.multiply, left, try factor())
            } else if take("/") {
                left = .binary(.divide, left, try factor())
            } else {
                return left
            }
        }
    }

    private mutating func factor() throws(ExpressionFault) -> Expression {
        var isNegative = false
        while take("-") { isNegative.toggle() }
        let inner = try plainFactor()
        return isNegative ? .negative(inner) : inner
    }

    private mutating func plainFactor() throws(ExpressionFault) -> Expression {
        skipSpace()
        guard place < characters.count else { throw fault("the formula ends too early") }
        if take("(") {
            let inner = try either()
            guard take(")") else { throw fault("expected `)`") }
            return inner
        }
        if characters[place].isNumber { return try number() }
        let start = place
        let word = name()
        guard !word.isEmpty else { throw fault("expected a number, a name or `(`, not `\(characters[place])`") }
        guard take("(") else { return .name(word) }
        return try call(word, at: start)
    }

    private mutating func call(_ word: String, at start: Int) throws(ExpressionFault) -> Expression {
        if word == "silent" {
            let channel = name()
            guard !channel.isEmpty, take(")") else { throw fault("expected `silent(any)` or `silent(channel)`") }
            return .silent(channel: channel == "any" ? nil : channel)
        }
        guard let function = Expression.Function(rawValue: word) else {
            let known = Expression.Function.allCases.map(\.rawValue) + ["silent"]
            throw ExpressionFault(
                offset: start, text: "no function `\(word)`; known are \(known.joined(separator: ", "))")
        }
        let operand = try either()
        guard take(")") else { throw fault("expected `)`") }
        guard function.hasWindow else { return .call(function, operand, window: nil) }
        return .call(function, operand, window: try window(of: word))
    }

    private mutating func window(of function: String) throws(ExpressionFault) -> TimeSpan {
        guard take("[") else { throw fault("\(function)(…) needs a window, such as \(function)(…)[30m]") }
        let start = place
        while place < characters.count, characters[place] != "]" { place += 1 }
        guard let span = TimeSpan(String(characters[start..<place])), take("]"),
            span >= .seconds(1), span <= .days(90)
        else {
            throw ExpressionFault(
                offset: start, text: "a window is a length from 1s to 90d, such as [30m] or [6h]")
        }
        return span
    }

    private mutating func number() throws(ExpressionFault) -> Expression {
        let start = place
        while place < characters.count, characters[place].isNumber || characters[place] == "." { place += 1 }
        guard let value = Double(String(characters[start..<place])), value.isFinite else {
            throw ExpressionFault(offset: start, text: "not a number")
        }
        let afterNumber = place
        skipSpace()
        let unitStart = place
        while place < characters.count, isUnitCharacter(characters[place], first: place == unitStart) { place += 1 }
        let word = String(characters[unitStart..<place])
        guard !word.isEmpty, let unit = Unit(written: word) else {
            place = afterNumber
            if !word.isEmpty, !["and", "or", "on", "off"].contains(word) {
                throw ExpressionFault(
                    offset: unitStart, text: "no unit `\(word)`; units are written °C, W, A, min, h …")
            }
            return .number(value)
        }
        let (_, factor, offset) = unit.toCanonical
        return .number(value * factor + offset)
    }

    private func isUnitCharacter(_ character: Character, first: Bool) -> Bool {
        character.isLetter || character == "°" || character == "%" || (!first && character == "/")
    }

    /// A dotted name; empty where none begins here.
    private mutating func name() -> String {
        skipSpace()
        let start = place
        while place < characters.count {
            let character = characters[place]
            let isInside = place > start && (character.isNumber || character == ".")
            guard isInside || character.isLetter || character == "_" else { break }
            place += 1
        }
        return String(characters[start..<place])
    }

    private mutating func skipSpace() {
        while place < characters.count, characters[place].isWhitespace { place += 1 }
    }

    private mutating func take(_ sign: String) -> Bool {
        skipSpace()
        guard characters[place...].starts(with: sign) else { return false }
        place += sign.count
        return true
    }

    private mutating func take(word: String) -> Bool {
        skipSpace()
        guard characters[place...].starts(with: word) else { return false }
        let after = place + word.count
        if after < characters.count {
            let next = characters[after]
            guard !next.isLetter, !next.isNumber, next != "_", next != "." else { return false }
        }
        place = after
        return true
    }

    private mutating func end() throws(ExpressionFault) {
        skipSpace()
        guard place == characters.count else {
            throw fault("unexpected `\(String(characters[place...].prefix(12)))`")
        }
    }

    private func fault(_ text: String) -> ExpressionFault {
        ExpressionFault(offset: min(place, characters.count), text: text)
    }
}
