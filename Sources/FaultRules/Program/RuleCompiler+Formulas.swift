import Appliances

/// What formulas become, function by function.
extension RuleCompiler {
    mutating func compile(_ formula: Formula) -> Value {
        switch formula.node {
        case .number(let value, _): return constant(value)
        case .name(let name): return compile(name: name)
        case .negative(let inner): return join(.subtract, constant(0), compile(inner))
        case .not(let inner): return not(compile(inner))
        case .binary(let sign, let left, let right): return compile(sign, compile(left), compile(right))
        case .hysteresis(let on, let off): return remembering(.hysteresis, compile(on), compile(off), [unknownState])
        case .whenever(let value, let condition): return join(.whenever, compile(value), compile(condition))
        case .held(let condition, let length):
            return waiting(.held, compile(condition), nil, milliseconds(length), [nan])
        case .unchanged(let value, let length):
            return waiting(.unchanged, compile(value), nil, milliseconds(length), [nan, nan])
        case .sequence(let first, let second, let within):
            let (left, right) = (compile(first), compile(second))
            return remembering(.sequence, left, right, [nan, unknownState], number: milliseconds(within))
        case .absence(let first, let second, let within):
            let (left, right) = (compile(first), compile(second))
            return waiting(.absence, left, right, milliseconds(within), [nan, unknownState])
        case .among(let least, let count, let condition):
            return among(least, count, compile(condition))
        case .call(let call): return compile(call)
        case .field(let inner, let field): return compile(inner, field)
        case .silent(let silence): return compile(silence)
        }
    }

    var nan: UInt64 { Double.nan.bitPattern }
    var unknownState: UInt64 { UInt64(Tristate.unknown) }

    mutating func not(_ operand: Value) -> Value {
        emit(
            "not(\(operand.meaning))", .init(operation: .not, left: Int32(operand.place)), sources: operand.sources)
    }

    private mutating func compile(_ sign: Formula.Operator, _ left: Value, _ right: Value) -> Value {
        switch sign {
        case .add: return join(.add, left, right)
        case .subtract: return join(.subtract, left, right)
        case .multiply: return join(.multiply, left, right)
        case .divide: return join(.divide, left, right)
        case .less: return compare(.less, left, right)
        case .greater: return compare(.less, right, left)
        case .lessOrEqual: return compare(.lessOrEqual, left, right)
        case .greaterOrEqual: return compare(.lessOrEqual, right, left)
        case .equal: return join(.equal, left, right)
        case .notEqual: return not(join(.equal, left, right))
        case .and: return join(.and, left, right)
        case .or: return join(.or, left, right)
        }
    }

    /// A comparison whose smaller side comes first; notes when time alone will change what it says.
    private mutating func compare(_ operation: RuleProgram.Operation, _ left: Value, _ right: Value) -> Value {
        for (side, limit) in [(left, right), (right, left)] {
            let clock = instruction(of: side)
            // `limit < clock` and `clock <= limit` change one ms after the limit, the other two at it.
            let isStrict = (side.place == right.place) == (operation == .less)
            switch clock.operation {
            case .silence: watch(.silence(slot: nil, limit: limit.place, isStrict: isStrict))
            case .channelSilence: watch(.silence(slot: Int(clock.left), limit: limit.place, isStrict: isStrict))
            case .eachSilence: watch(.eachSilence(slots: clock.sources, limit: limit.place, isStrict: isStrict))
            case .since: watch(.since(cell: Int(clock.cell), limit: limit.place, isStrict: isStrict))
            // What is reckoned from a clock passes its limit at a moment that nobody can foretell.
            default: if side.isClock { watch(.eachMinute) }
            }
        }
        return join(operation, left, right)
    }

    private mutating func compile(_ silence: Formula.Silence) -> Value {
        switch silence {
        case .any: return emit("silent(any)", .init(operation: .silence), isClock: true)
        case .each:
            // Of the rule's own channels: what other rules read must not change what this one finds.
            var instruction = RuleProgram.Instruction(operation: .eachSilence)
            instruction.sources = ownMeasures
            return emit("silent(each)\(ownMeasures)", instruction, isClock: true)
        case .channel(let name):
            guard let slot = slot(of: name) else { return constant(.nan) }
            return emit("silent(\(name))", .init(operation: .channelSilence, left: Int32(slot)), isClock: true)
        }
    }

    /// An instruction that remembers something about its operands.
    mutating func remembering(
        _ operation: RuleProgram.Operation, _ left: Value, _ right: Value? = nil, _ blank: [UInt64], number: Double = 0,
        second: Double = 0, limit: Double = 0, age: Double = 0, kind: RuleProgram.Memory.Kind = .state
    ) -> Value {
        let operands = [left, right].compactMap { $0?.meaning }.joined(separator: ",")
        let sources = left.sources | (right?.sources ?? 0)
        return emit(
            "\(operation)(\(operands))[\(number),\(second),\(limit)]@\(age)",
            .init(
                operation: operation, left: Int32(left.place), right: Int32(right?.place ?? 0), number: number,
                second: second, limit: limit, age: age),
            sources: sources, isClock: operation == .since, need: Need(blank: blank, kind: kind, reach: 86_400_000))
    }

    /// An instruction that comes true when a length has passed since a moment in its first cell.
    private mutating func waiting(
        _ operation: RuleProgram.Operation, _ left: Value, _ right: Value?, _ length: Double, _ blank: [UInt64]
    ) -> Value {
        let value = remembering(operation, left, right, blank, number: length, age: staleAfter)
        watch(.after(cell: cell(of: value), length: length))
        return value
    }

    private mutating func among(_ least: Int, _ count: Int, _ condition: Value) -> Value {
        watchStale(condition.sources, age: staleAfter)
        return remembering(
            .among, condition, nil, [0], number: Double(count), second: Double(least), age: staleAfter)
    }

    private mutating func compile(_ call: Formula.Call) -> Value {
        switch call.function {
        case .average, .sum, .rate, .delta, .slope, .minimum, .maximum, .deviation, .percentile, .first, .count, .duty,
            .starts:
            return overWindow(call)
        case .extrapolate: return forecast(call, .p50)
        case .baseline: return compile(Formula(.call(call)), .p50)
        case .logarithm: return single(.logarithm, call)
        case .size: return single(.size, call)
        case .lesser: return join(.lesser, operand(call, 0), operand(call, 1))
        case .greater: return join(.greater, operand(call, 0), operand(call, 1))
        case .band: return join(.band, operand(call, 0), operand(call, 1))
        case .last: return remembering(.last, operand(call, 0), nil, [nan])
        case .since: return remembering(.since, operand(call, 0), nil, [nan, unknownState])
        case .consecutive: return aged(.consecutive, operand(call, 0), [nan], number: 0, age: staleAfter)
        case .flaps:
            guard case .samples(let count) = call.window else { return constant(.nan) }
            return aged(.flaps, operand(call, 0), [0], number: Double(count), age: staleAfter)
        case .onTime, .offTime, .during: return run(call)
        case .fading:
            let tau = length(call.window)
            guard isWindow(tau) else { return constant(.nan) }
            let value = operand(call, 0)
            return aged(.fading, value, [nan, nan], number: tau, age: staleAfter)
        case .cusum:
            let (k, clip) = (number(call.option("k")) ?? 0.5, max(0, number(call.option("clip")) ?? 4))
            let cap = number(call.option("cap")) ?? 20
            let sample = operand(call, 0)
            watchStale(sample.sources, age: staleAfter)
            return remembering(
                .cusum, sample, nil, [nan], number: k, second: clip, limit: cap, age: staleAfter)
        }
    }

    private mutating func single(_ operation: RuleProgram.Operation, _ call: Formula.Call) -> Value {
        let inner = operand(call, 0)
        return emit(
            "\(operation)(\(inner.meaning))", .init(operation: operation, left: Int32(inner.place)),
            sources: inner.sources)
    }

    mutating func operand(_ call: Formula.Call, _ number: Int) -> Value {
        call.operands.indices.contains(number) ? compile(call.operands[number]) : constant(.nan)
    }

    var staleAfter: Double { Double(part.rule.staleAfter.milliseconds) }

    /// As ``remembering``, for what grows stale with its readings.
    private mutating func aged(
        _ operation: RuleProgram.Operation, _ inner: Value, _ blank: [UInt64], number: Double, age: Double
    ) -> Value {
        watchStale(inner.sources, age: age)
        return remembering(operation, inner, nil, blank, number: number, age: age)
    }

    mutating func watchStale(_ sources: UInt64, age: Double) {
        for slot in 0..<RuleProgram.slotsMax where sources & (1 << UInt64(slot)) != 0 {
            watch(.stale(slot: slot, age: age))
        }
    }

    private mutating func run(_ call: Formula.Call) -> Value {
        let inner = operand(call, 0)
        switch call.function {
        case .during:
            return remembering(.cycle, inner, nil, Evaluation.CycleCells.blank, age: staleAfter)
        case .onTime: return aged(.onTime, inner, Evaluation.CycleCells.blank, number: 0, age: staleAfter)
        default: return aged(.offTime, inner, Evaluation.CycleCells.blank, number: 0, age: staleAfter)
        }
    }

    func length(_ window: Formula.Window?) -> Double {
        switch window?.resolved(in: part.rule) {
        case .span(let length), .before(let length, _): milliseconds(length)
        case .cycle, .samples, nil: .nan
        }
    }

    /// The constant that an option stands for.
    func number(_ option: Formula.Option.Value?) -> Double? {
        switch option {
        case .formula(let formula): value(of: formula)
        case .length(let length): milliseconds(length)
        case .list, nil: nil
        }
    }

    /// The value of a formula of numbers and parameters.
    private func value(of formula: Formula) -> Double? {
        switch formula.node {
        case .number(let value, _): value
        case .name(let name): part.value(name)
        case .negative(let inner): value(of: inner).map { -$0 }
        case .binary(let sign, let left, let right):
            value(of: left).flatMap { left in value(of: right).flatMap { calculated(sign, left, $0) } }
        default: nil
        }
    }

    private func calculated(_ sign: Formula.Operator, _ left: Double, _ right: Double) -> Double? {
        switch sign {
        case .add: left + right
        case .subtract: left - right
        case .multiply: left * right
        case .divide: right == 0 ? nil : left / right
        default: nil
        }
    }
}
