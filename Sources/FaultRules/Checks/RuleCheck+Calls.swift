import Appliances

/// Functions: what stands between their parentheses and in their brackets.
extension RuleChecker {
    mutating func sort(of call: Formula.Call, at offset: Int) -> Sort {
        let name = call.function.rawValue
        let isWhole = wholeSignal
        // What stands inside a function is not the whole of a signal.
        wholeSignal = nil
        defer { wholeSignal = isWhole }
        if call.function == .during {
            note(offset, "`during` names a cycle, and so must be a signal of its own: `cycle: during(…)`")
            return .anything
        }
        checkWindow(of: call, at: offset)
        checkOptions(of: call, whole: isWhole, at: offset)
        let wanted =
            switch call.function.shape.operands {
            case .number, .condition: 1
            case .percentile, .twoAlike, .banded: 2
            }
        guard call.operands.count == wanted else {
            let example = call.function.example
            // What stands there may be wrong too, and is told in the same pass.
            note(offset, "\(name)(…) takes \(wanted == 1 ? "one value" : "two values"), as in `\(example)`")
            for operand in call.operands { _ = sort(of: operand) }
            return .anything
        }
        switch call.function.shape.operands {
        case .condition:
            requireCondition(call.operands[0], for: "\(name)(…)")
            return call.function.isLength ? .number(.time) : .number(.one)
        case .number: return result(of: call, call.operands[0])
        case .percentile:
            checkPercentile(call.operands[0])
            return result(of: call, call.operands[1])
        case .twoAlike: return alike(call, at: offset)
        case .banded: return band(call)
        }
    }

    /// A cycle: a signal that is nothing but `during(…)`.
    mutating func checkCycle(_ call: Formula.Call, at offset: Int) {
        checkWindow(of: call, at: offset)
        guard call.operands.count == 1 else {
            note(offset, "during(…) takes one value, as in `\(call.function.example)`")
            return
        }
        requireCondition(call.operands[0], for: "during(…)")
    }

    /// What a function of one number measures.
    private mutating func result(of call: Formula.Call, _ operand: Formula) -> Sort {
        let name = "\(call.function.rawValue)(…)"
        let sort = sort(of: operand)
        if sort == .condition, let better = call.function.counterpart {
            note(operand.offset, "\(name) needs a number, not a condition; \(better)")
            return .anything
        }
        guard let measure = number(sort, operand, for: name) else { return .anything }
        let result: Measure?
        switch call.function {
        case .deviation, .delta: result = measure.difference
        case .rate, .slope: result = measure.perTime
        case .sum where measure.isPoint:
            note(operand.offset, "a sum of temperatures means nothing; avg(…) is their mean")
            return .anything
        case .size where measure.isPoint, .logarithm where measure.isPoint:
            note(operand.offset, "\(name) of a temperature means nothing; take it of a difference or a ratio")
            return .anything
        case .logarithm: result = .one
        case .cusum where measure != .one:
            note(
                operand.offset,
                "cusum(…) adds up how far a value is from normal, a bare number such as `base.z(x)`, "
                    + "not \(measure.text)")
            return .anything
        case .extrapolate:
            checkTarget(of: call, measure)
            result = .time
        case .baseline:
            checkFloor(of: call, measure)
            result = measure
        default: result = measure
        }
        return result.map(Sort.number) ?? .anything
    }

    /// The first operand of `pct`; as a share it would silently be a percentile below the first.
    private mutating func checkPercentile(_ formula: Formula) {
        guard case .number(let value, let measure) = formula.node, measure == .one, (0...100).contains(value) else {
            note(formula.offset, "a percentile is a number from 0 to 100, as in `pct(95, x)[1h]`")
            return
        }
        guard value > 0, value < 1 else { return }
        note(formula.offset, "a percentile counts to 100; write 95 for the one below which 95 of a hundred lie")
    }

    /// The lesser or the greater of two.
    private mutating func alike(_ call: Formula.Call, at offset: Int) -> Sort {
        let name = "\(call.function.rawValue)(…)"
        let first = requireNumber(call.operands[0], for: name)
        let second = requireNumber(call.operands[1], for: name)
        guard let first, let second else { return .anything }
        let (left, right) = ((call.operands[0], first), (call.operands[1], second))
        guard matches(left, right) else {
            note(offset, "\(name) of \(first.text) and \(second.text); \(advice(left, right))")
            return .anything
        }
        return .number(first == .one ? second : first)
    }

    /// The number of a band; bands of a temperature are as wide as a difference.
    private mutating func band(_ call: Formula.Call) -> Sort {
        let value = requireNumber(call.operands[0], for: "band(…)")
        let width = requireNumber(call.operands[1], for: "band(…)")
        let formula = call.operands[1]
        if let value, let width, width != value.difference {
            let unit = value.difference.text
            note(formula.offset, "the bands of \(value.text) have a width in \(unit), not \(width.text)")
        }
        if let size = constant(formula), size <= 0 {
            note(formula.offset, "the width of a band must be more than 0")
        }
        return .number(.one)
    }

    // MARK: - Windows

    /// What stands in brackets must be there, of a kind over which the function can look, and known.
    private mutating func checkWindow(of call: Formula.Call, at offset: Int) {
        let (name, ways) = (call.function.rawValue, call.function.shape.windows)
        guard let window = call.window?.resolved(in: rule) else {
            if !ways.isEmpty { note(offset, "\(name)(…) needs a window: \(ways.text)") }
            return
        }
        guard !ways.isEmpty else {
            note(offset, "\(name)(…) has no window; leave out what stands in brackets")
            return
        }
        let kind: FunctionShape.Windows =
            switch window {
            case .span: .span
            case .cycle: .cycle
            case .before: .before
            case .samples: .samples
            }
        guard ways.contains(kind) else {
            // A bare word that nothing has may be a length whose name is misspelt.
            if case .cycle(let word) = window, !rule.signals.contains(where: { $0.name == word }) {
                check(.parameter(word), at: offset)
                return
            }
            note(offset, "\(name)(…) looks over \(ways.text)")
            return
        }
        switch window {
        case .span(let length): check(length, at: offset)
        case .cycle(let cycle): checkIsCycle(cycle, orLength: ways.contains(.span), at: offset)
        case .before(let length, let cycle):
            check(length, at: offset)
            checkIsCycle(cycle, orLength: false, at: offset)
        case .samples(let count) where !(4...Formula.samplesMax).contains(count):
            note(offset, "\(name)(…) looks over \(ways.text), not \(count)")
        case .samples: break
        }
        let isSeen = kind == .span || kind == .before
        if call.coverage != nil, !isSeen || call.function == .fading || call.function == .extrapolate {
            note(offset, "`coverage` belongs to a window of a length, such as avg(x)[1h]; \(name)(…) has none here")
        }
    }

    /// A cycle is a signal that is nothing but `during(…)`.
    private mutating func checkIsCycle(_ name: String, orLength: Bool, at offset: Int) {
        if let signal = rule.signals.first(where: { $0.name == name }) {
            guard !signal.formula.isCycle, !signal.formula.isUnreadable else { return }
            note(offset, "`\(name)` is no cycle; a cycle is a signal such as `\(name): during(defrost.active == 1)`")
            return
        }
        let cycles = rule.signals.filter(\.formula.isCycle).map(\.name)
        let lengths = orLength ? rule.parameters.filter { $0.measure == .time && !$0.isDuration }.map(\.name) : []
        let hint = nearest(to: name, in: cycles + lengths).map { "; did you mean \($0)?" }
        let what = orLength ? "no cycle and no parameter" : "no cycle"
        let example = "; a cycle is a signal such as `\(name): during(defrost.active == 1)`"
        note(offset, "\(what) is named `\(name)`\(hint ?? example)")
    }
}

extension Formula.Function {
    /// Whether it tells a length of time.
    fileprivate var isLength: Bool { self == .onTime || self == .offTime || self == .since }

    /// What asks of a condition what this asks of a number; nil where nothing does.
    fileprivate var counterpart: String? {
        switch self {
        case .average: "duty(…) is the share of time in which it was true"
        case .sum: "count(…) is how often it was true"
        default: nil
        }
    }

    /// How it is written.
    fileprivate var example: String {
        switch shape.operands {
        case .percentile: return "pct(95, x)[1h]"
        case .twoAlike: return "\(rawValue)(x, y)"
        case .banded: return "band(ambient.temperature, 5 K)"
        case .number, .condition: break
        }
        let operand: String
        if case .condition = shape.operands { operand = "x > 3" } else { operand = "x" }
        switch self {
        case .flaps: return "flaps(\(operand))[20]"
        case .first: return "first(x)[cycle]"
        case .extrapolate: return "extrapolate(x, to=limit)[21d]"
        default: return "\(rawValue)(\(operand))\(shape.windows.isEmpty ? "" : "[30m]")"
        }
    }
}
