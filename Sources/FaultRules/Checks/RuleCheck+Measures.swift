import Appliances
import Telemetry

/// Conditions, numbers and what they measure.
extension RuleChecker {
    /// What a formula is; notes what is wrong in it.
    mutating func sort(of formula: Formula) -> Sort {
        let offset = formula.offset
        switch formula.node {
        case .number(let value, let measure): return value.isNaN ? .anything : .number(measure)
        case .name(let name): return sort(ofName: name, at: offset)
        case .negative(let inner): return sort(ofNegative: inner, at: offset)
        case .not(let inner):
            requireCondition(inner, for: "`not`")
            return .condition
        case .binary: return sort(ofChain: formula)
        case .hysteresis(let on, let off): return sort(ofHysteresis: on, off)
        case .whenever(let inner, let condition):
            requireCondition(condition, for: "`where`")
            let sort = sort(of: inner)
            guard sort == .cycle else { return sort }
            noteCycle(inner, for: "`where`")
            return .anything
        case .held(let inner, let length):
            requireCondition(inner, for: "`for`")
            check(length, at: offset)
            return .condition
        case .unchanged(let inner, let length):
            if sort(of: inner) == .cycle { noteCycle(inner, for: "`unchanged`") }
            check(length, at: offset)
            return .condition
        case .sequence(let first, let second, let length), .absence(let first, let second, let length):
            for part in [first, second] { requireCondition(part, for: "a sequence") }
            check(length, at: offset)
            return .condition
        case .among(_, of: _, let inner):
            requireCondition(inner, for: "a number of samples")
            return .condition
        case .call(let call): return sort(of: call, at: offset)
        case .field(let inner, let field): return sort(ofField: field, inner, at: offset)
        case .silent(let silence):
            switch silence {
            case .any: break
            case .each: checkEachSilence(at: offset)
            case .channel(let name): checkSilence(of: name, at: offset)
            }
            return .number(.time)
        }
    }

    // MARK: - What is wanted

    /// Notes what is no condition.
    mutating func requireCondition(_ formula: Formula, for what: String) {
        switch sort(of: formula) {
        case .condition, .state, .anything: break
        case .cycle: noteCycle(formula, for: what)
        case .number:
            note(formula.offset, "\(what) needs a condition, not a number; compare it, as in `x > 3`")
        }
    }

    /// What a number measures; notes what is no number.
    mutating func requireNumber(_ formula: Formula, for what: String) -> Measure? {
        number(sort(of: formula), formula, for: what)
    }

    /// What a number measures that was looked at already: twice would double the work with every parenthesis.
    mutating func number(_ sort: Sort, _ formula: Formula, for what: String) -> Measure? {
        switch sort {
        case .number(let measure): return measure
        case .state: return .one
        case .anything: return nil
        case .cycle:
            noteCycle(formula, for: what)
            return nil
        case .condition:
            let name = isName(formula).map { "; `\($0)` is true or false already" } ?? ""
            note(formula.offset, "\(what) needs a number, not a condition\(name)")
            return nil
        }
    }

    /// Notes a cycle where a value is wanted: the runs of a condition are neither a number nor a condition.
    private mutating func noteCycle(_ formula: Formula, for what: String) {
        let name = isName(formula) ?? "cycle"
        note(
            formula.offset,
            "\(what) cannot take a cycle; write `\(name).length`, or look over it as in `max(x)[\(name)]`")
    }

    // MARK: - Operators

    private mutating func sort(ofNegative inner: Formula, at offset: Int) -> Sort {
        guard let measure = requireNumber(inner, for: "`-`") else { return .anything }
        guard !measure.isPoint else {
            note(offset, "a temperature has no opposite; take the difference of two, or write the number as in `-5 °C`")
            return .anything
        }
        return .number(measure)
    }

    /// A chain of operators, from its innermost left side: a sum of hundreds of terms is as deep a tree.
    private mutating func sort(ofChain formula: Formula) -> Sort {
        var chain: [(sign: Formula.Operator, left: Formula, right: Formula, offset: Int)] = []
        var inner = formula
        while case .binary(let sign, let left, let right) = inner.node {
            chain.append((sign, left, right, inner.offset))
            inner = left
        }
        var sort = sort(of: inner)
        for (sign, left, right, offset) in chain.reversed() {
            let other = self.sort(of: right)
            sort = join(sign, (left, sort), (right, other), at: offset)
        }
        return sort
    }

    /// A formula that was looked at, and what it is.
    private typealias Side = (formula: Formula, sort: Sort)

    private mutating func join(_ sign: Formula.Operator, _ left: Side, _ right: Side, at offset: Int) -> Sort {
        switch sign {
        case .and, .or:
            for (formula, sort) in [left, right] {
                if sort == .cycle { noteCycle(formula, for: "`\(sign.rawValue)`") }
                guard case .number = sort else { continue }
                note(
                    formula.offset,
                    "`\(sign.rawValue)` needs a condition, not a number; compare it, as in `x > 3`")
            }
            return .condition
        case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual:
            compare(sign, left, right, at: offset)
            return .condition
        case .add, .subtract, .multiply, .divide:
            let what = "`\(sign.rawValue)`"
            let measures = (number(left.sort, left.formula, for: what), number(right.sort, right.formula, for: what))
            guard let first = measures.0, let second = measures.1 else { return .anything }
            let result =
                sign == .add || sign == .subtract
                ? sum(sign, (left.formula, first), (right.formula, second), at: offset)
                : product(sign, first, second, at: offset)
            return result.map(Sort.number) ?? .anything
        }
    }

    /// A comparison: both sides measure the same, and neither is a condition.
    private mutating func compare(_ sign: Formula.Operator, _ left: Side, _ right: Side, at offset: Int) {
        for (side, other) in [(left, right), (right, left)] where side.sort == .condition {
            // What people write of a channel, `door == 1`, they will write of a signal.
            if let name = isName(side.formula), sign == .equal || sign == .notEqual, other.sort == .number(.one) {
                note(offset, "`\(name)` is a condition already; write `\(name)` or `not \(name)`")
                return
            }
        }
        let what = "`\(sign.rawValue)`"
        let measures = (number(left.sort, left.formula, for: what), number(right.sort, right.formula, for: what))
        guard let first = measures.0, let second = measures.1 else { return }
        guard matches((left.formula, first), (right.formula, second)) else {
            let advice = advice((left.formula, first), (right.formula, second))
            note(offset, "compares \(first.text) with \(second.text); \(advice)")
            return
        }
        checkReach(of: left.formula, beside: right.formula)
        checkReach(of: right.formula, beside: left.formula)
    }

    /// The compared value stands in both comparisons, and is looked at once.
    private mutating func sort(ofHysteresis on: Formula, _ off: Formula) -> Sort {
        guard case .binary(let begin, let operand, let first) = on.node,
            case .binary(let end, _, let second) = off.node, begin.isComparison, end.isComparison
        else {
            note(on.offset, "`on` and `off` need a comparison each, as in `power > 40 W on, < 20 W off`")
            return .condition
        }
        let value: Side = (operand, sort(of: operand))
        compare(begin, value, (first, sort(of: first)), at: on.offset)
        compare(end, value, (second, sort(of: second)), at: off.offset)
        let isRising = begin == .greater || begin == .greaterOrEqual
        let isFalling = begin == .less || begin == .lessOrEqual
        let endsBelow = end == .less || end == .lessOrEqual
        let endsAbove = end == .greater || end == .greaterOrEqual
        guard (isRising && endsBelow) || (isFalling && endsAbove) else {
            note(
                off.offset,
                "a condition that begins at `\(begin.rawValue)` must end on the other side, as in "
                    + "`> 40 W on, < 20 W off` or `< 2 °C on, > 4 °C off`")
            return .condition
        }
        if let high = constant(first), let low = constant(second), isRising ? low > high : low < high {
            note(off.offset, "`off` begins before `on` ends, so both would hold; move the limits apart")
        }
        return .condition
    }
}
