/// Which formulas are made of which, circles, and what nothing uses.
extension RuleChecker {
    /// A signal or a level: what other formulas of the rule can name.
    private struct Named {
        let formula: Formula
        /// What messages call it.
        let title: String
    }

    private var named: [String: Named] {
        var named: [String: Named] = [:]
        for step in rule.steps {
            named[step.level.word] = Named(formula: step.raise, title: "raise of \(step.level.word)")
        }
        for signal in rule.signals {
            named[signal.name] = Named(formula: signal.formula, title: "signal \(signal.name)")
        }
        return named
    }

    /// The signals, those first of which others are made; notes circles.
    ///
    /// Depth first without recursion, so that no chain of signals exhausts the stack.
    mutating func signalOrder() -> [String] {
        let named = named
        var order: [String] = []
        var open: [(name: String, uses: ArraySlice<Formula.Use>)] = []
        var isOpen: Set<String> = []
        var isDone: Set<String> = []
        for root in rule.signals.map(\.name) + rule.steps.map(\.level.word) where !isDone.contains(root) {
            open.append((root, named[root]?.formula.uses[...] ?? []))
            isOpen.insert(root)
            while let (name, uses) = open.last {
                guard let use = uses.first else {
                    open.removeLast()
                    isOpen.remove(name)
                    if isDone.insert(name).inserted { order.append(name) }
                    continue
                }
                open[open.count - 1].uses = uses.dropFirst()
                guard let next = named[use.name], !isDone.contains(use.name) else { continue }
                if isOpen.contains(use.name) {
                    let circle = Array(open.map(\.name).drop { $0 != use.name }) + [use.name]
                    noteCircle(circle, in: named[name]?.title ?? name, at: use.offset)
                } else {
                    open.append((use.name, next.formula.uses[...]))
                    isOpen.insert(use.name)
                }
            }
        }
        return order.filter { name in rule.signals.contains { $0.name == name } }
    }

    private mutating func noteCircle(_ names: [String], in formula: String, at offset: Int) {
        let way = names.count > 12 ? Array(names.prefix(6)) + ["…"] + Array(names.suffix(5)) : names
        note(
            formula: formula, at: offset,
            "made of itself: \(way.joined(separator: " → ")); take one of these names out of its formula")
    }

    /// Notes parameters that no formula uses. A signal that none uses is evidence, which every episode shows.
    mutating func checkUses() {
        // What a formula that cannot be read would have used is not known.
        guard !rule.formulas.contains(where: { $0.formula.isUnreadable }) else { return }
        let signals = Dictionary(rule.signals.map { ($0.name, $0.formula) }) { first, _ in first }
        var open = rule.formulas.map(\.formula)
        var used: Set<String> = []
        while let formula = open.popLast() {
            for use in formula.uses where used.insert(use.name).inserted {
                if let signal = signals[use.name] { open.append(signal) }
            }
        }
        for parameter in rule.parameters where !used.contains(parameter.name) && !parameter.isDuration {
            note(formula: "param \(parameter.name)", "nothing uses it; leave it out, or use it in a formula")
        }
    }
}

extension FaultRule.Parameter {
    /// Whether it is `for` or `keep` of a level, which no formula names.
    package var isDuration: Bool {
        let word = name.prefix { $0 != "." }
        return word == "for" || word == "keep"
    }
}

extension Formula {
    /// One word that stands for something else, and where.
    struct Use {
        let name: String
        let offset: Int
    }

    /// Every word that stands for something else, those of lengths and windows among them.
    ///
    /// Without recursion, as a sum of hundreds of terms is a tree as deep. `this` is left to whoever looks at names:
    /// a baseline that stands still while its own rule holds is no circle.
    var uses: [Use] {
        var uses: [Use] = []
        var open = [self]
        while let formula = open.popLast() {
            let offset = formula.offset
            func add(_ length: Length) {
                if case .parameter(let name) = length { uses.append(Use(name: name, offset: offset)) }
            }
            switch formula.node {
            case .number, .silent: break
            case .name(let name): uses.append(Use(name: name, offset: offset))
            case .negative(let inner), .not(let inner), .among(_, of: _, let inner): open.append(inner)
            case .binary(_, let left, let right), .whenever(let left, let right): open += [right, left]
            case .hysteresis(let on, let off): open += [off, on]
            case .held(let inner, let length), .unchanged(let inner, let length):
                open.append(inner)
                add(length)
            case .sequence(let first, let second, let length), .absence(let first, let second, let length):
                open += [second, first]
                add(length)
            case .field(let inner, let field):
                if case .z(let value) = field { open.append(value) }
                open.append(inner)
            case .call(let call):
                open += call.parts.reversed()
                uses += call.ownWords.map { Use(name: $0, offset: offset) }
            }
        }
        return uses
    }
}

extension Formula.Call {
    /// The formulas between its parentheses.
    fileprivate var parts: [Formula] {
        operands
            + options.flatMap { option -> [Formula] in
                switch option.value {
                case .formula(let formula): [formula]
                case .list(let list): list
                case .length: []
                }
            }
    }

    /// The words in its window and its lengths.
    fileprivate var ownWords: [String] {
        var words: [String] = []
        func add(_ length: Formula.Length) {
            if case .parameter(let name) = length { words.append(name) }
        }
        for option in options {
            if case .length(let length) = option.value { add(length) }
        }
        switch window {
        case .span(let length): add(length)
        case .cycle(let name): words.append(name)
        case .before(let length, let name):
            add(length)
            words.append(name)
        case .samples, nil: break
        }
        return words
    }
}
