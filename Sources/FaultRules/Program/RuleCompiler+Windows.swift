import Appliances

/// Windows, cycles, baselines and forecasts.
extension RuleCompiler {
    mutating func overWindow(_ call: Formula.Call) -> Value {
        switch call.window?.resolved(in: part.rule) {
        case .cycle(let name): return overCycle(call, compile(name: name))
        case .before(let length, let name):
            let plain = Formula.Call(call.function, call.operands, window: .span(length), coverage: call.coverage)
            let (window, cycle) = (overWindow(plain), compile(name: name))
            return remembering(.beforeCycle, window, cycle, Evaluation.CycleValueCells.blank)
        case .span, .samples, nil: return overSpan(call)
        }
    }

    /// Whether it is a length that a window can have; an override may say otherwise where a parameter has no range.
    func isWindow(_ length: Double) -> Bool { length >= 1_000 && length <= 90 * 86_400_000 }

    private mutating func overCycle(_ call: Formula.Call, _ cycle: Value) -> Value {
        let operation: RuleProgram.Operation? =
            switch call.function {
            case .average: .cycleAverage
            case .sum: .cycleSum
            case .minimum: .cycleMinimum
            case .maximum: .cycleMaximum
            case .first: .cycleFirst
            case .count: .cycleCount
            default: nil
            }
        guard let operation, instruction(of: cycle).operation == .cycle else { return constant(.nan) }
        return remembering(operation, operand(call, 0), cycle, Evaluation.CycleValueCells.blank)
    }

    private mutating func overSpan(_ call: Formula.Call) -> Value {
        let isPercentile = call.function == .percentile
        let inner = operand(call, isPercentile ? 1 : 0)
        let length = length(call.window)
        guard isWindow(length) else { return constant(.nan) }
        // Of a window at least half must be seen, whatever the rule says of stale values.
        let age = min(staleAfter, length / 2)
        watchStale(inner.sources, age: age)
        let coverage = call.coverage ?? 0.5
        var instruction = RuleProgram.Instruction(
            operation: .average, left: Int32(inner.place), number: length, limit: coverage, age: age)
        let window = "(\(inner.meaning))[\(length)]"
        switch call.function {
        case .average, .sum, .rate, .delta, .slope:
            return gathered(call.function, inner, length, age: age, coverage: coverage)
        case .minimum, .maximum:
            instruction.operation = call.function == .minimum ? .minimum : .maximum
            return kept(window, instruction, inner, ExtremeWindow.blank)
        case .deviation:
            instruction.operation = .deviation
            return kept(window, instruction, inner, SpreadWindow.blank)
        case .percentile:
            instruction.operation = .percentile
            instruction.second = call.operands.first.flatMap { number(.formula($0)) } ?? 50
            return kept(window, instruction, inner, SampleWindow.blank)
        case .duty:
            instruction.operation = .duty
            return kept(window, instruction, inner, DutyWindow.blank)
        case .count, .starts:
            instruction.operation = call.function == .count ? .count : .starts
            return kept(window, instruction, inner, EventWindow.blank(isNarrow: call.function == .starts))
        default: return constant(.nan)
        }
    }

    /// A window of its own: its memory is named without what only its result depends on.
    private mutating func kept(
        _ window: String, _ instruction: RuleProgram.Instruction, _ inner: Value, _ blank: [UInt64]
    ) -> Value {
        let rest = "@\(instruction.age)>\(instruction.limit)%\(instruction.second)"
        return emit(
            "\(instruction.operation)\(window)\(rest)", instruction, sources: inner.sources,
            need: Need(blank: blank, kind: .window, reach: instruction.number))
    }

    private mutating func gather(_ inner: Value, _ length: Double) -> Value {
        emit(
            "readings(\(inner.meaning))[\(length)]",
            .init(operation: .gather, left: Int32(inner.place), number: length), sources: inner.sources,
            need: Need(blank: ValueWindow.blank, kind: .window, reach: length))
    }

    private mutating func gathered(
        _ function: Formula.Function, _ inner: Value, _ length: Double, age: Double, coverage: Double
    ) -> Value {
        let window = gather(inner, length)
        let operation: RuleProgram.Operation =
            switch function {
            case .sum: .sum
            case .rate: .rate
            case .delta: .delta
            case .slope: .slope
            default: .average
            }
        let name = "\(operation)(\(inner.meaning))[\(length)]@\(age)>\(coverage)"
        var instruction = RuleProgram.Instruction(
            operation: operation, left: Int32(window.place), cell: Int32(cell(of: window)), number: length,
            limit: coverage, age: age)
        instruction.sources = inner.sources
        return emit(name, instruction, sources: inner.sources, need: function == .slope ? line(length) : nil)
    }

    private func line(_ length: Double) -> Need { Need(blank: LineCells.blank, kind: .window, reach: length) }

    /// One quantile of a forecast.
    mutating func forecast(_ call: Formula.Call, _ field: Formula.Field) -> Value {
        guard case .formula(let target)? = call.option("to") else { return constant(.nan) }
        let (inner, length) = (operand(call, 0), length(call.window))
        guard isWindow(length) else { return constant(.nan) }
        let limit = compile(target)
        let window = gather(inner, length)
        let option: UInt8 = field == .p10 ? 0 : field == .p90 ? 2 : 1
        return emit(
            "extrapolate(\(inner.meaning),\(limit.meaning))[\(length)].\(option)",
            .init(
                operation: .extrapolate, option: option, left: Int32(window.place), right: Int32(limit.place),
                number: length, limit: 0.5, age: min(staleAfter, length / 2)),
            sources: inner.sources, need: line(length))
    }

    mutating func compile(_ inner: Formula, _ field: Formula.Field) -> Value {
        guard let (call, name) = call(behind: inner) else { return constant(.nan) }
        switch call.function {
        // A baseline that is a signal by itself is being compiled under the signal's name.
        case .baseline: return normal(baseline(call), call, field, signal: name.isEmpty ? open.last ?? "" : name)
        case .extrapolate: return forecast(call, field)
        // The length of a cycle is what the cycle itself says.
        case .during: return compile(inner)
        default: return constant(.nan)
        }
    }

    /// The call that a name or a formula stands for, and the signal's name.
    private func call(behind formula: Formula) -> (Formula.Call, String)? {
        switch formula.node {
        case .call(let call): return (call, "")
        case .name(let name):
            guard case .call(let call)? = part.rule.signals.first(where: { $0.name == name })?.formula.node else {
                return nil
            }
            return (call, name)
        default: return nil
        }
    }

    private mutating func baseline(_ call: Formula.Call) -> Value {
        var sample = operand(call, 0)
        if case .formula(let condition)? = call.option("during") {
            sample = join(.whenever, sample, compile(condition))
        }
        let modes = list(call.option("by")).map { compile($0) }
        let key = modes.dropFirst().reduce(modes.first) { key, mode in
            key.map { join(.add, join(.multiply, $0, constant(10_000_000)), mode) }
        }
        let frozen = list(call.option("freeze_while")).map { compile($0) }
        let freeze = frozen.dropFirst().reduce(frozen.first) { all, one in all.map { join(.or, $0, one) } }
        let learn = number(call.option("learn")) ?? 28 * 86_400_000
        let least = number(call.option("min")) ?? 10
        let asked = number(call.option("modes")) ?? 4
        let count = key == nil ? 1 : Int(max(1, min(16, asked.isNaN ? 4 : asked)))
        let blank =
            [Double(0).bitPattern] + Array(repeating: BaselineCells.blank, count: count).flatMap { $0 }
        let names = [sample, key, freeze].map { $0?.meaning ?? "" }.joined(separator: ";")
        return emit(
            "baseline(\(names))[\(learn)]x\(count)>\(least)",
            .init(
                operation: .baseline, option: UInt8(count), left: Int32(sample.place), right: Int32(key?.place ?? -1),
                third: Int32(freeze?.place ?? -1), number: learn, second: least),
            sources: sample.sources, need: Need(blank: blank, kind: .baseline, reach: learn))
    }

    private func list(_ option: Formula.Option.Value?) -> [Formula] {
        switch option {
        case .list(let list): list
        case .formula(let formula): [formula]
        case .length, nil: []
        }
    }

    private mutating func normal(
        _ baseline: Value, _ call: Formula.Call, _ field: Formula.Field, signal: String
    ) -> Value {
        let prior = call.option("prior") == nil ? nil : prior(of: signal)
        var instruction = RuleProgram.Instruction(
            operation: .normal, right: Int32(baseline.place), second: prior?.p50 ?? 0, limit: prior?.spread ?? 0,
            age: prior?.weight ?? 0)
        let rest = "\(instruction.second),\(instruction.limit),\(instruction.age)"
        if case .z(let value) = field {
            let (inner, floor) = (compile(value), number(call.option("floor")) ?? 0)
            instruction.operation = .score
            instruction.left = Int32(inner.place)
            instruction.number = floor
            return emit(
                "z(\(inner.meaning),\(baseline.meaning))[\(floor)](\(rest))", instruction, sources: inner.sources)
        }
        instruction.option = RuleCompiler.known(field).rawValue
        return emit("normal(\(baseline.meaning)).\(instruction.option)(\(rest))", instruction)
    }

    private static func known(_ field: Formula.Field) -> BaselineCells.Known {
        switch field {
        case .p05: .p05
        case .p10: .p10
        case .p90: .p90
        case .p95: .p95
        case .n: .count
        case .p50, .z, .length: .p50
        }
    }

    /// What is normal for the model, from the rule's priors; the first that fits.
    private func prior(of signal: String) -> FaultRule.Prior? {
        part.rule.priors.first {
            $0.signal == signal && ($0.model == "*" || Glob($0.model).matches(part.model))
        }
    }
}
