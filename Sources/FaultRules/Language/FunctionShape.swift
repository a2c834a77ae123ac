/// What may stand in and after a function's parentheses (`docs/rule-language.md`, "Functions").
struct FunctionShape {
    /// What operands a function takes.
    enum Operands {
        /// One number.
        case number
        /// One condition.
        case condition
        /// A percentile and a number.
        case percentile
        /// Two numbers of one measure.
        case twoAlike
        /// A number and the width of a band.
        case banded
    }

    /// What may stand in brackets.
    struct Windows: OptionSet {
        let rawValue: Int
        static let span = Windows(rawValue: 1)
        static let cycle = Windows(rawValue: 2)
        static let before = Windows(rawValue: 4)
        static let samples = Windows(rawValue: 8)

        /// As messages say it.
        var text: String {
            var ways: [String] = []
            if contains(.span) { ways.append("a length such as [30m]") }
            if contains(.cycle) { ways.append("a cycle such as [cycle]") }
            if contains(.before) { ways.append("a length before a cycle such as [30m before cycle]") }
            if contains(.samples) { ways.append("a number of samples from 4 to \(Formula.samplesMax) such as [20]") }
            return ways.joined(separator: " or ")
        }
    }

    /// What stands between the parentheses without a name.
    let operands: Operands
    /// What may stand in brackets; nothing where the function has no window.
    let windows: Windows
    /// The names that may stand between the parentheses.
    var options: [String] = []
}

extension Formula {
    /// Over how many samples `3 of 5 (…)` and `flaps(c)[20]` may look: they are the bits of one number.
    package static let samplesMax = 52
}

extension Formula.Function {
    /// The names of its options.
    var options: [String] { shape.options }

    /// What may stand in and after its parentheses.
    var shape: FunctionShape {
        switch self {
        case .average, .minimum, .maximum, .sum: FunctionShape(operands: .number, windows: [.span, .cycle, .before])
        case .deviation: FunctionShape(operands: .number, windows: [.span, .before])
        case .percentile: FunctionShape(operands: .percentile, windows: [.span, .before])
        case .first: FunctionShape(operands: .number, windows: .cycle)
        case .rate, .delta, .slope, .fading: FunctionShape(operands: .number, windows: .span)
        case .last, .logarithm, .size: FunctionShape(operands: .number, windows: [])
        case .count: FunctionShape(operands: .condition, windows: [.span, .cycle])
        case .duty, .starts: FunctionShape(operands: .condition, windows: .span)
        case .onTime, .offTime, .since, .during, .consecutive: FunctionShape(operands: .condition, windows: [])
        case .baseline:
            FunctionShape(
                operands: .number, windows: [],
                options: ["by", "learn", "min", "floor", "during", "prior", "freeze_while", "modes"])
        case .cusum: FunctionShape(operands: .number, windows: [], options: ["k", "clip", "cap"])
        case .flaps: FunctionShape(operands: .condition, windows: .samples)
        case .extrapolate: FunctionShape(operands: .number, windows: .span, options: ["to"])
        case .lesser, .greater: FunctionShape(operands: .twoAlike, windows: [])
        case .band: FunctionShape(operands: .banded, windows: [])
        }
    }
}

extension Formula.Window {
    /// The window that is meant in a rule: a bare word in brackets is a length where the rule has a parameter of
    /// that name, and a cycle everywhere else.
    package func resolved(in rule: FaultRule) -> Formula.Window {
        guard case .cycle(let name) = self, rule.parameter(name) != nil else { return self }
        return .span(.parameter(name))
    }
}
