package import Appliances

extension Formula {
    /// Longer formulas are refused: a long sum is a deep tree, and nobody reads it either.
    package static let lengthMax = 1_000

    /// Deeper formulas are refused, so that no file can exhaust the stack.
    package static let depthMax = 64

    /// How long a window, a `for` or a `within` may be.
    package static let lengths = TimeSpan.seconds(1)...TimeSpan.days(90)

    /// Reads a formula; its grammar stands in `docs/rule-language.md`.
    ///
    /// What the names mean, and whether the measures fit, only the rule can tell: ``check(_:channels:ruleNames:)``.
    /// A bare word in brackets is read as a cycle; see ``Window/resolved(in:)``.
    package init(_ text: String) throws(FormulaFault) {
        var parser = FormulaParser(text)
        self = try parser.whole()
    }
}

/// Recursive descent over one formula; one function a row of the grammar, loosest first.
struct FormulaParser {
    var scanner: FormulaScanner
    private var depth = 0
    private var hystereses = 0

    init(_ text: String) {
        scanner = FormulaScanner(text)
    }

    mutating func whole() throws(FormulaFault) -> Formula {
        guard scanner.count <= Formula.lengthMax else {
            throw FormulaFault(
                offset: Formula.lengthMax, text: "longer than \(Formula.lengthMax) characters; use signals")
        }
        let formula = try formula()
        guard scanner.next == nil else { throw excess() }
        return formula
    }

    /// `either`, or a condition that begins at one limit and ends at another.
    mutating func formula() throws(FormulaFault) -> Formula {
        let start = scanner.start
        let before = hystereses
        let on = try either()
        guard scanner.take(word: "on") else { return on }
        guard case .binary(let sign, let operand, _) = on.node, sign.isComparison else {
            throw fault("`on` needs a comparison before it, as in `power > 40 W on, < 20 W off`")
        }
        guard scanner.take(",") else { throw fault("`on` must be followed by `, < … off`") }
        // What is compared stands in both conditions: one in the other would double the formula each time.
        guard hystereses == before else { throw fault("`on` and `off` inside another; make the inner one a signal") }
        hystereses += 1
        let end = scanner.start
        guard let back = scanner.comparisonSign() else {
            throw fault("expected <, <=, > or >= before the limit of `off`")
        }
        let limit = try sum()
        guard scanner.take(word: "off") else { throw fault("expected `off`") }
        return Formula(.hysteresis(on: on, off: Formula(.binary(back, operand, limit), at: end)), at: start)
    }

    mutating func either() throws(FormulaFault) -> Formula {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Formula.depthMax else { throw fault("too deeply nested; use signals") }
        let start = scanner.start
        var left = try both()
        while scanner.take(word: "or") { left = Formula(.binary(.or, left, try both()), at: start) }
        return left
    }

    private mutating func both() throws(FormulaFault) -> Formula {
        let start = scanner.start
        var left = try negation()
        while scanner.take(word: "and") { left = Formula(.binary(.and, left, try negation()), at: start) }
        return left
    }

    private mutating func negation() throws(FormulaFault) -> Formula {
        let start = scanner.start
        var isNegated = false
        // Not by recursion: a thousand of them are no deeper than one.
        while scanner.take(word: "not") { isNegated.toggle() }
        let inner = try timed()
        return isNegated ? Formula(.not(inner), at: start) : inner
    }

    private mutating func timed() throws(FormulaFault) -> Formula {
        let start = scanner.start
        let first = try comparison()
        if scanner.take(word: "for") { return Formula(.held(first, try length(after: "for")), at: start) }
        if scanner.take(word: "then") {
            let second = try comparison()
            return Formula(.sequence(first, second, within: try within()), at: start)
        }
        if scanner.take(word: "without") {
            let second = try comparison()
            return Formula(.absence(first, second, within: try within()), at: start)
        }
        guard scanner.take(word: "where") else { return first }
        let place = scanner.place
        if scanner.take(word: "coverage") { return try covered(first, at: start, since: place) }
        return Formula(.whenever(first, try comparison()), at: start)
    }

    private mutating func within() throws(FormulaFault) -> Formula.Length {
        guard scanner.take(word: "within") else {
            throw fault("expected `within` and a length, such as `within 5m`")
        }
        return try length(after: "within")
    }

    private mutating func comparison() throws(FormulaFault) -> Formula {
        let start = scanner.start
        let left = try sum()
        if scanner.take(word: "unchanged") {
            guard scanner.take(word: "for") else {
                throw fault("`unchanged` must be followed by `for` and a length, such as `unchanged for 5m`")
            }
            return Formula(.unchanged(left, try length(after: "for")), at: start)
        }
        guard let sign = scanner.comparisonSign() else { return left }
        return Formula(.binary(sign, left, try sum()), at: start)
    }

    mutating func sum() throws(FormulaFault) -> Formula {
        let start = scanner.start
        var left = try product()
        while true {
            if scanner.take("+") {
                left = Formula(.binary(.add, left, try product()), at: start)
            } else if scanner.take("-") {
                left = Formula(.binary(.subtract, left, try product()), at: start)
            } else {
                return left
            }
        }
    }

    private mutating func product() throws(FormulaFault) -> Formula {
        let start = scanner.start
        var left = try factor()
        while true {
            if scanner.take("*") {
                left = Formula(.binary(.multiply, left, try factor()), at: start)
            } else if scanner.take("/") {
                left = Formula(.binary(.divide, left, try factor()), at: start)
            } else {
                return left
            }
        }
    }

    private mutating func factor() throws(FormulaFault) -> Formula {
        let start = scanner.start
        var isNegative = false
        while scanner.take("-") { isNegative.toggle() }
        // The sign belongs to the number before its unit does: -4 °F is not the opposite of 4 °F.
        if let next = scanner.next, next.isASCII, next.isNumber {
            return try number(isNegative: isNegative, at: start)
        }
        let inner = try postfix()
        return isNegative ? Formula(.negative(inner), at: start) : inner
    }

    // MARK: - Faults

    func fault(_ text: String) -> FormulaFault {
        FormulaFault(offset: min(scanner.place, scanner.count), text: text)
    }

    /// What stands after the end of a formula, with what was probably meant.
    mutating func excess() -> FormulaFault {
        _ = scanner.next
        let (offset, rest) = (scanner.place, scanner.rest)
        let name = scanner.name()
        let hint: String
        if rest.hasPrefix("=") {
            hint = "; a comparison for the same is written `==`"
        } else if rest.hasPrefix("&") {
            hint = "; write `and`"
        } else if rest.hasPrefix("|") {
            hint = "; write `or`"
        } else if rest.hasPrefix("<") || rest.hasPrefix(">") || rest.hasPrefix("!=") {
            hint = "; join two comparisons by `and`, as in `1 < x and x < 3`"
        } else if FormulaScanner.keywords.contains(name) {
            hint = "; put what belongs together in parentheses"
        } else if let near = nearest(to: name, in: FormulaScanner.keywords), name.count > 1 {
            hint = "; did you mean \(near)?"
        } else {
            hint = ""
        }
        return FormulaFault(offset: offset, text: "unexpected `\(rest)`\(hint)")
    }
}
