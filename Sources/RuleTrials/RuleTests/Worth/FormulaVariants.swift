package import FaultRules

extension Formula {
    /// The formulas of which it is made, in the order of its text.
    package var constituents: [Formula] {
        switch node {
        case .number, .name, .silent: []
        case .negative(let inner), .not(let inner), .held(let inner, _), .unchanged(let inner, _),
            .among(_, of: _, let inner):
            [inner]
        case .binary(_, let left, let right), .hysteresis(on: let left, off: let right), .whenever(let left, let right),
            .sequence(let left, let right, within: _), .absence(let left, let right, within: _):
            [left, right]
        case .field(let inner, .z(let value)): [inner, value]
        case .field(let inner, _): [inner]
        case .call(let call): call.operands + call.options.flatMap(\.value.constituents)
        }
    }

    /// The same formula made of other parts, as many as ``constituents`` and in their order.
    package func with(_ parts: [Formula]) -> Formula {
        guard parts.count == constituents.count, let first = parts.first, let last = parts.last else { return self }
        let node: Node =
            switch node {
            case .number, .name, .silent: node
            case .negative: .negative(first)
            case .not: .not(first)
            case .held(_, let length): .held(first, length)
            case .unchanged(_, let length): .unchanged(first, length)
            case .among(let count, let of, _): .among(count, of: of, first)
            case .binary(let sign, _, _): .binary(sign, first, last)
            case .hysteresis: .hysteresis(on: first, off: last)
            case .whenever: .whenever(first, last)
            case .sequence(_, _, let length): .sequence(first, last, within: length)
            case .absence(_, _, let length): .absence(first, last, within: length)
            case .field(_, .z): .field(first, .z(last))
            case .field(_, let field): .field(first, field)
            case .call(let call): .call(call.with(parts))
            }
        return Formula(node, at: offset)
    }

    /// The formula with every part, from the innermost out, replaced by what `change` makes of it; nil leaves it.
    package func rewritten(_ change: (Formula) -> Formula?) -> Formula {
        let inner = with(constituents.map { $0.rewritten(change) })
        return change(inner) ?? inner
    }

    /// Every formula that differs from this one at one place, with that place in its text.
    ///
    /// `changes` says what becomes of one part by itself; all parts are asked, the outermost first.
    package func variants(_ changes: (Formula) -> [Formula]) -> [(formula: Formula, offset: Int)] {
        var variants = changes(self).map { (formula: $0, offset: offset) }
        let parts = constituents
        for (number, part) in parts.enumerated() {
            for variant in part.variants(changes) {
                var others = parts
                others[number] = variant.formula
                variants.append((with(others), variant.offset))
            }
        }
        return variants
    }
}

extension Formula.Call {
    fileprivate func with(_ parts: [Formula]) -> Formula.Call {
        var rest = parts[...]
        func next(_ count: Int) -> [Formula] {
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
        let operands = next(operands.count)
        let options = options.map { option in
            let own = next(option.value.constituents.count)
            let value: Formula.Option.Value =
                switch option.value {
                case .formula: own.first.map { .formula($0) } ?? option.value
                case .list: .list(own)
                case .length: option.value
                }
            return Formula.Option(name: option.name, value: value)
        }
        return Formula.Call(function, operands, options: options, window: window, coverage: coverage)
    }
}

extension Formula.Option.Value {
    fileprivate var constituents: [Formula] {
        switch self {
        case .formula(let formula): [formula]
        case .list(let list): list
        case .length: []
        }
    }
}
