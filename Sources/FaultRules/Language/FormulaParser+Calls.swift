import Appliances

/// Numbers, names, functions and what belongs to them.
extension FormulaParser {
    /// A primary with the field of it that is meant.
    mutating func postfix() throws(FormulaFault) -> Formula {
        let start = scanner.start
        var formula = try primary()
        // Of a field there are no fields: one turn is the rule, more are left to the check.
        for _ in 0..<4 where scanner.next == "." {
            let place = scanner.place
            _ = scanner.take(".")
            let word = scanner.name()
            guard let field = try field(word) else {
                throw FormulaFault(
                    offset: place + 1,
                    text: "no field `\(word)`\(nearNameHint(for: word, in: Formula.Field.words))")
            }
            formula = Formula(.field(formula, field), at: start)
        }
        return formula
    }

    private mutating func primary() throws(FormulaFault) -> Formula {
        guard let next = scanner.next else { throw fault("the formula ends too early") }
        let start = scanner.place
        if scanner.take("(") {
            let inner = try formula()
            guard scanner.take(")") else { throw closing("`)`") }
            return inner
        }
        let word = scanner.name()
        guard !word.isEmpty else { throw fault("expected a number, a name or `(`, not `\(next)`") }
        guard !FormulaScanner.keywords.contains(word) else {
            throw FormulaFault(offset: start, text: "expected a number, a name or `(`, not `\(word)`")
        }
        let after = scanner.place
        if scanner.take("(") {
            if let (front, last) = Formula.Field.split(word), last == "z" {
                scanner.back(to: after)
                return try fieldOfName(front, last, at: start)
            }
            return try call(word, at: start)
        }
        if let (front, last) = Formula.Field.split(word) { return try fieldOfName(front, last, at: start) }
        return Formula(.name(word), at: start)
    }

    private mutating func fieldOfName(
        _ front: String, _ word: String, at start: Int
    ) throws(FormulaFault) -> Formula {
        let name = Formula(.name(front), at: start)
        guard let field = try field(word) else { return name }
        return Formula(.field(name, field), at: start)
    }

    private mutating func field(_ word: String) throws(FormulaFault) -> Formula.Field? {
        guard word == "z" else { return Formula.Field.plain.first { $0.key == word }?.value }
        guard scanner.take("(") else { throw fault("`z` needs a value, as in `base.z(x)`") }
        let value = try either()
        guard scanner.take(")") else { throw closing("`)`") }
        return .z(value)
    }

    /// A number with its unit, or how many of how many.
    mutating func number(isNegative: Bool, at start: Int) throws(FormulaFault) -> Formula {
        let digits = scanner.start
        guard let value = scanner.number() else { throw FormulaFault(offset: digits, text: "not a number") }
        if let unit = try scanner.unit() {
            let number = unit.canonical(isNegative ? -value : value)
            return Formula(.number(number, unit.measure), at: start)
        }
        guard scanner.take(word: "of") else {
            return Formula(.number(isNegative ? -value : value, .one), at: start)
        }
        guard !isNegative, let total = scanner.number(), let most = Int(exactly: total),
            let least = Int(exactly: value), (1...Formula.samplesMax).contains(most), (1...most).contains(least)
        else {
            throw FormulaFault(
                offset: start,
                text: "how many of how many must be whole numbers up to \(Formula.samplesMax), such as `3 of 5 (…)`")
        }
        guard scanner.take("(") else { throw fault("expected `(` and a condition, as in `3 of 5 (…)`") }
        let inner = try formula()
        guard scanner.take(")") else { throw closing("`)`") }
        return Formula(.among(least, of: most, inner), at: start)
    }

    // MARK: - Functions

    private mutating func call(_ word: String, at start: Int) throws(FormulaFault) -> Formula {
        if word == "silent" { return try silence(at: start) }
        guard let function = Formula.Function(rawValue: word) else {
            let known = Formula.Function.allCases.map(\.rawValue) + ["silent"]
            let hint = nearest(to: word, in: known).map { "; did you mean \($0)?" }
            throw FormulaFault(
                offset: start, text: "no function `\(word)`\(hint ?? "; known are \(known.joined(separator: ", "))")")
        }
        var operands: [Formula] = []
        var options: [Formula.Option] = []
        if !scanner.take(")") {
            repeat {
                if let option = try option(of: function) {
                    guard !options.contains(where: { $0.name == option.name }) else {
                        throw fault("`\(option.name)` is given twice; leave one out")
                    }
                    options.append(option)
                } else {
                    operands.append(try formula())
                }
            } while scanner.take(",")
            guard scanner.take(")") else { throw closing("`,` or `)`") }
        }
        let window = scanner.take("[") ? try window() : nil
        return Formula(.call(Formula.Call(function, operands, options: options, window: window)), at: start)
    }

    private mutating func silence(at start: Int) throws(FormulaFault) -> Formula {
        let channel = scanner.name()
        guard !channel.isEmpty, scanner.take(")") else {
            throw fault("expected `silent(any)`, `silent(each)` or `silent(channel)`")
        }
        let silence: Formula.Silence =
            switch channel {
            case "any": .any
            case "each": .each
            default: .channel(channel)
            }
        return Formula(.silent(silence), at: start)
    }

    /// `name=value`; nil where an operand stands.
    private mutating func option(of function: Formula.Function) throws(FormulaFault) -> Formula.Option? {
        let start = scanner.start
        let name = scanner.name()
        guard !name.isEmpty, scanner.take("="), !scanner.take("=") else {
            scanner.back(to: start)
            return nil
        }
        guard function.options.contains(name) else {
            let known = function.options
            let hint = known.isEmpty ? "; it has none" : nearNameHint(for: name, in: known)
            throw FormulaFault(offset: start, text: "\(function.rawValue) has no option `\(name)`\(hint)")
        }
        switch name {
        case "learn": return Formula.Option(name: name, value: .length(try length(after: "learn=")))
        case "by", "freeze_while": return Formula.Option(name: name, value: .list(try list()))
        default: return Formula.Option(name: name, value: .formula(try formula()))
        }
    }

    /// `[a, b]`, or one formula alone.
    private mutating func list() throws(FormulaFault) -> [Formula] {
        guard scanner.take("[") else { return [try formula()] }
        var list: [Formula] = []
        repeat { list.append(try formula()) } while scanner.take(",")
        guard scanner.take("]") else { throw closing("`,` or `]`") }
        return list
    }

    /// `where coverage >= 0.8` after a function with a window.
    mutating func covered(_ formula: Formula, at start: Int, since place: Int) throws(FormulaFault) -> Formula {
        guard case .call(let call) = formula.node, call.window != nil else {
            throw FormulaFault(
                offset: place,
                text: "`coverage` belongs to a function with a window, as in `avg(x)[1h] where coverage >= 0.8`")
        }
        guard scanner.take(">=") else { throw fault("expected `>=` and a share, as in `coverage >= 0.8`") }
        let digits = scanner.start
        guard let number = scanner.number() else { throw fault("expected a share, as in `coverage >= 0.8`") }
        let unit = try scanner.unit()
        let share = unit?.canonical(number) ?? number
        guard unit?.measure ?? .one == .one, share > 0, share <= 1 else {
            throw FormulaFault(offset: digits, text: "a coverage is a share of more than 0 and at most 1, such as 0.8")
        }
        let covered = Formula.Call(
            call.function, call.operands, options: call.options, window: call.window, coverage: share)
        return Formula(.call(covered), at: start)
    }

    // MARK: - Lengths

    /// What stands in brackets after a function; the opening one is read.
    private mutating func window() throws(FormulaFault) -> Formula.Window {
        let start = scanner.start
        let name = scanner.name()
        if !name.isEmpty, !FormulaScanner.keywords.contains(name) {
            if scanner.take("]") { return .cycle(name) }
            return try before(.parameter(name))
        }
        if let samples = scanner.number(), scanner.take("]"), let count = Int(exactly: samples) {
            return .samples(count)
        }
        scanner.back(to: start)
        guard let span = scanner.span(), Formula.lengths.contains(span) else {
            throw FormulaFault(
                offset: start,
                text: "a window is a length from 1s to 90d, such as [30m] or [6h], or the name of a cycle")
        }
        if scanner.take("]") { return .span(.span(span)) }
        return try before(.span(span))
    }

    private mutating func before(_ length: Formula.Length) throws(FormulaFault) -> Formula.Window {
        guard scanner.take(word: "before") else { throw closing("`]`") }
        let cycle = scanner.name()
        guard !cycle.isEmpty else { throw fault("expected the name of a cycle, as in [30m before cycle]") }
        guard scanner.take("]") else { throw closing("`]`") }
        return .before(length, cycle)
    }

    /// A length as written, or the name of a parameter.
    mutating func length(after word: String) throws(FormulaFault) -> Formula.Length {
        let start = scanner.start
        let name = scanner.name()
        if !name.isEmpty, !FormulaScanner.keywords.contains(name) { return .parameter(name) }
        scanner.back(to: start)
        guard let span = scanner.span(), Formula.lengths.contains(span) else {
            throw FormulaFault(
                offset: start, text: "expected a length from 1s to 90d after `\(word)`, such as 10m, or a parameter")
        }
        return .span(span)
    }

    private mutating func closing(_ sign: String) -> FormulaFault {
        guard scanner.next != nil else { return fault("expected \(sign)") }
        let excess = excess()
        return FormulaFault(offset: excess.offset, text: "expected \(sign); \(excess.text)")
    }
}

extension Formula.Field {
    /// The fields that need no value, by their words.
    static let plain: KeyValuePairs<String, Formula.Field> = [
        "p05": .p05, "p10": .p10, "p50": .p50, "p90": .p90, "p95": .p95, "n": .n, "length": .length,
    ]

    /// The words of all fields.
    static let words = plain.map(\.key) + ["z"]

    /// `base.p50` as `base` and `p50`; nil where a name does not end with the word of a field.
    static func split(_ name: String) -> (front: String, word: String)? {
        guard let dot = name.lastIndex(of: ".") else { return nil }
        let word = String(name[name.index(after: dot)...])
        return words.contains(word) ? (String(name[..<dot]), word) : nil
    }

    /// As it is written.
    var word: String {
        if case .z = self { return "z" }
        return Formula.Field.plain.first { $0.value == self }?.key ?? ""
    }
}
