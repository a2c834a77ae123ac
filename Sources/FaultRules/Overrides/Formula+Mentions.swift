extension Formula {
    /// One word of a formula that stands for something else.
    package struct Mention: Hashable, Sendable {
        /// The word: a channel, a signal, a parameter, a level, a rule.
        package let name: String
        /// Whether it stands in `freeze_while`: a baseline does not learn while it is true.
        package let isFreezing: Bool
    }

    /// Every word that stands for something else, those of lengths and windows among them.
    package var mentions: [Mention] {
        var found: [Mention] = []
        collect(into: &found, isFreezing: false)
        return found
    }

    /// Whether a word stands anywhere in the formula.
    package func mentions(_ name: String) -> Bool { mentions.contains { $0.name == name } }

    private func collect(into found: inout [Mention], isFreezing: Bool) {
        func add(_ words: [String]) { found += words.map { Mention(name: $0, isFreezing: isFreezing) } }
        func look(_ parts: Formula...) {
            for part in parts { part.collect(into: &found, isFreezing: isFreezing) }
        }
        switch node {
        case .number, .silent(.any), .silent(.each): break
        case .name(let name), .silent(.channel(let name)): add([name])
        case .negative(let inner), .not(let inner), .among(_, of: _, let inner): look(inner)
        case .binary(_, let left, let right), .hysteresis(on: let left, off: let right),
            .whenever(let left, let right):
            look(left, right)
        case .held(let inner, let length), .unchanged(let inner, let length):
            look(inner)
            add(length.words)
        case .sequence(let first, let second, within: let length), .absence(let first, let second, within: let length):
            look(first, second)
            add(length.words)
        case .field(let inner, .z(let value)): look(inner, value)
        case .field(let inner, _): look(inner)
        case .call(let call):
            for operand in call.operands { look(operand) }
            for option in call.options {
                let freezes = isFreezing || option.name == "freeze_while"
                for inner in option.formulas { inner.collect(into: &found, isFreezing: freezes) }
            }
            add(call.ownWords)
        }
    }
}

extension Formula.Option {
    fileprivate var formulas: [Formula] {
        switch value {
        case .formula(let formula): [formula]
        case .list(let list): list
        case .length: []
        }
    }
}

extension Formula.Call {
    fileprivate var ownWords: [String] {
        let lengths = options.flatMap { option -> [String] in
            if case .length(let length) = option.value { return length.words }
            return []
        }
        switch window {
        case .span(let length): return lengths + length.words
        case .cycle(let name): return lengths + [name]
        case .before(let length, let name): return lengths + length.words + [name]
        case .samples, nil: return lengths
        }
    }
}

extension Formula.Length {
    fileprivate var words: [String] {
        if case .parameter(let name) = self { return [name] }
        return []
    }
}
