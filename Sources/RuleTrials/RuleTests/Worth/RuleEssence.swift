import Appliances
import FaultRules

/// What of a rule decides when an alarm is raised, told apart and ended, written so that what no reading can tell
/// apart is equal.
///
/// A mutant with the essence of its rule is no mistake: no test could find it, and so it counts for nothing.
struct RuleEssence: Hashable {
    /// The conditions of levels, inhibitions and distinctions, then the signals that they are made of.
    private let formulas: [Formula]
    /// How long things must last: `for` and `keep` of each level, and parameters that stand for lengths.
    private let lengths: [Double]

    init(_ rule: FaultRule) {
        let conditions =
            rule.steps.flatMap { [$0.raise, $0.reset] } + rule.inhibitions + rule.distinctions.map(\.when)
        // What only evidence or a predicted date shows is in no story of a test.
        let reached = rule.signals(of: conditions)
        let spread = (conditions + reached.map(\.formula)).reduce(into: Set<String>()) { $0.formUnion($1.spreadUsers) }
        let plain = reached.map { spread.contains($0.name) ? $0.formula : $0.formula.withoutFloor }
        formulas = (conditions + plain).map { rule.settled($0) }
        let words = Set(formulas.flatMap { $0.mentions.map(\.name) })
        lengths = rule.parameters.filter { $0.isHoldingTime || words.contains($0.name) }.map(\.value)
    }
}

extension FaultRule {
    /// The signals of which some formulas are made, in the order of the file.
    fileprivate func signals(of formulas: [Formula]) -> [Signal] {
        var names = Set<String>()
        var waiting = formulas
        while let next = waiting.popLast() {
            let new = signals.filter { !names.contains($0.name) && next.mentions($0.name) }
            names.formUnion(new.map(\.name))
            waiting += new.map(\.formula)
        }
        return signals.filter { names.contains($0.name) }
    }

    /// The formula with the values of parameters in their places, and counts compared with the whole number at which
    /// the comparison turns: `starts > 8.1` is `starts >= 9`.
    fileprivate func settled(_ formula: Formula) -> Formula {
        formula.rewritten { part in
            switch part.node {
            case .name(let name):
                if signals.contains(where: { $0.name == name }) { return nil }
                return parameters.first { $0.name == name }.map { Formula(.number($0.value, $0.measure)) }
            case .binary(let sign, let left, let right):
                if counts(left), let limit = right.constant { return turned(left, sign, limit) }
                if counts(right), let limit = left.constant { return turned(right, sign.mirrored, limit) }
                return nil
            default: return nil
            }
        }
    }

    /// The comparison of a count, with `<` and `>=` alone and a whole limit.
    private func turned(_ count: Formula, _ sign: Formula.Operator, _ limit: Double) -> Formula? {
        func compared(_ sign: Formula.Operator, _ limit: Double) -> Formula {
            Formula(.binary(sign, count, Formula(.number(limit, .one))))
        }
        switch sign {
        case .less: return compared(.less, limit.rounded(.up))
        case .lessOrEqual: return compared(.less, limit.rounded(.down) + 1)
        case .greater: return compared(.greaterOrEqual, limit.rounded(.down) + 1)
        case .greaterOrEqual: return compared(.greaterOrEqual, limit.rounded(.up))
        case .equal, .notEqual, .add, .subtract, .multiply, .divide, .and, .or: return nil
        }
    }

    /// Whether a formula says how often something was, and so is a whole number; `depth` ends the search in signals
    /// that name each other.
    func counts(_ formula: Formula, depth: Int = 0) -> Bool {
        switch formula.node {
        case .call(let call): [.count, .starts, .consecutive].contains(call.function)
        case .field(_, .n): true
        case .name(let name):
            depth < 16 && signals.contains { $0.name == name && counts($0.formula, depth: depth + 1) }
        case .whenever(let inner, _): counts(inner, depth: depth)
        default: false
        }
    }
}

extension Formula {
    /// The names of the signals whose spread is asked for, as in `base.z(x)`.
    fileprivate var spreadUsers: Set<String> {
        var names = constituents.reduce(into: Set<String>()) { $0.formUnion($1.spreadUsers) }
        if case .field(let inner, .z) = node, case .name(let name) = inner.node { names.insert(name) }
        return names
    }

    /// A baseline without the least spread, which only `z` divides by.
    fileprivate var withoutFloor: Formula {
        guard case .call(let call) = node, call.function == .baseline else { return self }
        let options = call.options.filter { $0.name != "floor" }
        let bare = Call(call.function, call.operands, options: options, window: call.window, coverage: call.coverage)
        return Formula(.call(bare), at: offset)
    }

    /// The value of a formula of numbers alone; nil where it is made of anything else.
    fileprivate var constant: Double? {
        switch node {
        case .number(let value, _): return value
        case .negative(let inner): return inner.constant.map { -$0 }
        case .binary(let sign, let left, let right):
            guard let left = left.constant, let right = right.constant else { return nil }
            switch sign {
            case .add: return left + right
            case .subtract: return left - right
            case .multiply: return left * right
            case .divide: return left / right
            case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual, .and, .or: return nil
            }
        default: return nil
        }
    }
}

extension Formula.Operator {
    /// The sign with its sides changed over.
    fileprivate var mirrored: Formula.Operator {
        switch self {
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        case .equal, .notEqual, .add, .subtract, .multiply, .divide, .and, .or: self
        }
    }
}
