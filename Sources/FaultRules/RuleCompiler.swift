import Appliances
import Telemetry

/// Turns rules into a ``RuleProgram``.
struct RuleCompiler {
    private(set) var program = RuleProgram()
    private(set) var faults: [RuleFault] = []
    /// The first rule whose channels found no slot any more; nil where all did.
    private(set) var overflow: Int?
    private var channels: ChannelList
    private var known: [String: Result] = [:]
    private var slotOf: [ChannelID: Int] = [:]
    private var slotNames: [ChannelID] = []
    /// The present rule's signals, each compiled once however often it is used.
    private var signals: [String: Result] = [:]
    private var staleWatches: [RuleProgram.StaleWatch] = []
    private var silenceWatches: [RuleProgram.SilenceWatch] = []

    /// What a formula became.
    private struct Result {
        /// The place of its instruction.
        let place: Int
        /// A text that is equal where formulas mean the same.
        let meaning: String
        /// Whether it is true or false; nil where it may be taken for either.
        let isCondition: Bool?
        /// The slots it is made of, as in ``RuleProgram/Instruction/sources``.
        let sources: UInt64
    }

    private struct Scope {
        let rule: FaultRule
        var formula: String
        /// Signals that are being compiled, to find a circle.
        var open: [String] = []
    }

    /// Compiles the rules of one category, numbered as in the whole set.
    init(_ rules: [(number: Int, rule: FaultRule)], channels: ChannelList) {
        self.channels = channels
        collectSlots(rules)
        _ = remember(RuleProgram.Cell.count, StableHash(of: "clock").value)
        for id in slotNames { _ = remember(2, StableHash(of: "slot", self.channels[id].name).value) }
        for (number, rule) in rules { add(rule, number) }
    }

    /// The channel list, in which rules may have named channels formed by patterns.
    var channelList: ChannelList { channels }

    private mutating func collectSlots(_ rules: [(number: Int, rule: FaultRule)]) {
        for (number, rule) in rules {
            let own = rule.signals.map(\.name) + rule.parameters.map(\.name)
            let formulas = rule.signals.map(\.formula) + rule.steps.flatMap { [$0.raise, $0.reset] }
            for name in formulas.flatMap(\.names) where !own.contains(name) {
                guard let id = channels.id(of: name), slotOf[id] == nil else { continue }
                guard slotNames.count < RuleProgram.slotsMax else {
                    overflow = overflow ?? number
                    continue
                }
                slotOf[id] = slotNames.count
                slotNames.append(id)
            }
        }
        program.slots = Array(repeating: -1, count: Limits.channelsMax)
        for (slot, id) in slotNames.enumerated() { program.slots[Int(id.index)] = Int16(slot) }
    }

    private mutating func add(_ rule: FaultRule, _ number: Int) {
        (signals, staleWatches, silenceWatches) = ([:], [], [])
        let evidence = rule.signals.map { signal in
            (signal.name, compile(name: signal.name, Scope(rule: rule, formula: "signal \(signal.name)")).place)
        }
        let steps = rule.steps.map { step in
            RuleProgram.Step(
                level: step.level,
                raise: condition(step.raise, Scope(rule: rule, formula: "raise of \(step.level.word)")).place,
                reset: condition(step.reset, Scope(rule: rule, formula: "reset of \(step.level.word)")).place,
                hold: Double(step.hold.milliseconds), keep: Double(step.keep.milliseconds))
        }
        let meaning = StableHash(of: "alarm", rule.name, "\(rule.version)", rule.steps.map { $0.level.word }.joined())
        let cell = remember(AlarmCells.count(steps: steps.count), meaning.value)
        program.alarms.append(
            RuleProgram.Alarm(
                rule: number, steps: steps, cell: cell, holdUnknown: Double(rule.holdUnknown.milliseconds),
                evidence: evidence, staleWatches: staleWatches, silenceWatches: silenceWatches))
    }

    /// Reserves cells.
    private mutating func remember(_ count: Int, _ meaning: UInt64) -> Int {
        let first = program.cellCount
        program.cellCount += count
        program.memories.append(RuleProgram.Memory(meaning: meaning, cells: first..<program.cellCount))
        return first
    }

    /// Compiles a formula that must be true or false.
    private mutating func condition(_ formula: Expression, _ scope: Scope) -> Result {
        let result = compile(formula, scope)
        guard result.isCondition == false else { return result }
        return fault(scope, "is a number; compare it with something, as in `x > 1`")
    }

    private mutating func compile(_ formula: Expression, _ scope: Scope) -> Result {
        switch formula {
        case .number(let value): return constant(value)
        case .name(let name): return compile(name: name, scope)
        case .negative(let inner): return binary(.subtract, constant(0), number(inner, scope))
        case .not(let inner): return not(condition(inner, scope))
        case .hysteresis(let on, let off):
            let (first, second) = (condition(on, scope), condition(off, scope))
            return emit(
                "hysteresis(\(first.meaning),\(second.meaning))",
                .init(operation: .hysteresis, left: Int32(first.place), right: Int32(second.place)),
                isCondition: true, sources: first.sources | second.sources, cells: 1)
        case .call(let function, let operand, let window):
            return compile(function, operand, window, scope)
        case .silent(let channel): return compile(silent: channel, scope)
        case .binary(let sign, let left, let right): return compile(sign, left, right, scope)
        }
    }

    /// Compiles a formula that must be a number; a state is 1 or 0.
    private mutating func number(_ formula: Expression, _ scope: Scope) -> Result {
        let result = compile(formula, scope)
        guard result.isCondition == true else { return result }
        return fault(scope, "compares or calculates with a condition; use `and`, `or` and `not` with conditions")
    }

    /// A number; NaN stands for a formula that could not be read and may be taken for anything.
    private mutating func constant(_ value: Double) -> Result {
        emit("\(value)", .init(operation: .constant, number: value), isCondition: value.isNaN ? nil : false)
    }

    private mutating func not(_ operand: Result) -> Result {
        emit(
            "not(\(operand.meaning))", .init(operation: .not, left: Int32(operand.place)),
            isCondition: true, sources: operand.sources)
    }

    private mutating func compile(name: String, _ scope: Scope) -> Result {
        if let parameter = scope.rule.parameters.first(where: { $0.name == name }) {
            return constant(parameter.value)
        }
        if let signal = scope.rule.signals.first(where: { $0.name == name }) {
            if let result = signals[name] { return result }
            guard !scope.open.contains(name) else {
                return fault(scope, "the signal \(name) is made from itself")
            }
            let result = compile(
                signal.formula,
                Scope(rule: scope.rule, formula: "signal \(name)", open: scope.open + [name]))
            signals[name] = result
            return result
        }
        guard let id = channels.id(of: name) else {
            let words = scope.rule.signals.map(\.name) + scope.rule.parameters.map(\.name)
            let hint = words.isEmpty ? "" : "; signals and parameters here are \(words.joined(separator: ", "))"
            return fault(scope, "no channel, signal or parameter named \(name)\(hint)")
        }
        // A channel without a slot has been noted as an overflow.
        guard let slot = slotOf[id] else { return constant(.nan) }
        return channel(id, slot: slot, scope)
    }

    private mutating func channel(_ id: ChannelID, slot: Int, _ scope: Scope) -> Result {
        let (name, kind) = (channels[id].name, channels[id].kind)
        guard kind != .text else { return fault(scope, "\(name) is a text channel; formulas take numbers and states") }
        let age = kind == .setting ? 0 : Double(scope.rule.staleAfter.milliseconds)
        if age > 0 { watch(.init(slot: slot, age: age)) }
        return emit(
            "\(name)@\(age)", .init(operation: .channel, left: Int32(slot), number: age),
            isCondition: kind == .state ? nil : false, sources: age > 0 ? 1 << UInt64(slot) : 0)
    }

    private mutating func watch(_ stale: RuleProgram.StaleWatch) {
        if !staleWatches.contains(stale) { staleWatches.append(stale) }
    }

    private mutating func compile(silent channel: String?, _ scope: Scope) -> Result {
        guard let channel else {
            return emit("silent(any)", .init(operation: .silence), isCondition: false)
        }
        guard let id = channels.id(of: channel) else { return fault(scope, "no channel named \(channel)") }
        guard let slot = slotOf[id] else { return constant(.nan) }
        return emit(
            "silent(\(channel))", .init(operation: .channelSilence, left: Int32(slot)), isCondition: false)
    }
}

extension RuleCompiler {
    private mutating func compile(
        _ function: Expression.Function, _ operand: Expression, _ window: TimeSpan?, _ scope: Scope
    ) -> Result {
        let inner = compile(operand, scope)
        let word = function.rawValue
        if function.wantsCondition, inner.isCondition == false {
            return fault(scope, "\(word) counts a condition; write a comparison such as \(word)(x > 1)")
        }
        if !function.wantsCondition, inner.isCondition == true {
            return fault(scope, "\(word) takes numbers, not a condition; use duty or count")
        }
        let (operation, cells) = RuleCompiler.work(of: function)
        let stale = Double(scope.rule.staleAfter.milliseconds)
        let length = window.map { Double($0.milliseconds) } ?? stale
        // Of a window at least half must be seen, whatever the rule says of stale values.
        let age = window == nil ? stale : min(stale, length / 2)
        for slot in 0..<RuleProgram.slotsMax where inner.sources & (1 << UInt64(slot)) != 0 {
            watch(.init(slot: slot, age: age))
        }
        return emit(
            "\(word)(\(inner.meaning))[\(length)]@\(age)",
            .init(
                operation: operation, left: Int32(inner.place), number: length, sources: inner.sources, age: age),
            isCondition: false, sources: inner.sources, cells: cells)
    }

    private static func work(of function: Expression.Function) -> (RuleProgram.Operation, cells: Int) {
        switch function {
        case .average: (.average, WindowCells.average)
        case .minimum: (.minimum, WindowCells.extreme)
        case .maximum: (.maximum, WindowCells.extreme)
        case .count: (.count, WindowCells.count)
        case .starts: (.starts, WindowCells.count)
        case .duty: (.duty, WindowCells.duty)
        case .onTime: (.onTime, WindowCells.run)
        case .offTime: (.offTime, WindowCells.run)
        }
    }

    private mutating func compile(
        _ sign: Expression.Operator, _ left: Expression, _ right: Expression, _ scope: Scope
    ) -> Result {
        switch sign {
        case .add: return binary(.add, number(left, scope), number(right, scope))
        case .subtract: return binary(.subtract, number(left, scope), number(right, scope))
        case .multiply: return binary(.multiply, number(left, scope), number(right, scope))
        case .divide: return binary(.divide, number(left, scope), number(right, scope))
        case .less: return compare(.less, number(left, scope), number(right, scope))
        case .greater: return compare(.less, number(right, scope), number(left, scope))
        case .lessOrEqual: return compare(.lessOrEqual, number(left, scope), number(right, scope))
        case .greaterOrEqual: return compare(.lessOrEqual, number(right, scope), number(left, scope))
        case .equal: return binary(.equal, number(left, scope), number(right, scope))
        case .notEqual: return not(binary(.equal, number(left, scope), number(right, scope)))
        case .and: return binary(.and, condition(left, scope), condition(right, scope))
        case .or: return binary(.or, condition(left, scope), condition(right, scope))
        }
    }

    /// A comparison whose smaller side comes first; notes the limits of silences on either side.
    private mutating func compare(_ operation: RuleProgram.Operation, _ left: Result, _ right: Result) -> Result {
        for (side, limit) in [(left, right), (right, left)] {
            let instruction = program.instructions[side.place]
            guard instruction.operation == .silence || instruction.operation == .channelSilence else { continue }
            let slot = instruction.operation == .silence ? nil : Int(instruction.left)
            let watch = RuleProgram.SilenceWatch(limit: limit.place, slot: slot)
            if !silenceWatches.contains(watch) { silenceWatches.append(watch) }
        }
        return binary(operation, left, right)
    }

    private mutating func binary(_ operation: RuleProgram.Operation, _ left: Result, _ right: Result) -> Result {
        let isNumber = [.add, .subtract, .multiply, .divide].contains(operation)
        return emit(
            "\(operation)(\(left.meaning),\(right.meaning))",
            .init(operation: operation, left: Int32(left.place), right: Int32(right.place)),
            isCondition: !isNumber, sources: left.sources | right.sources)
    }

    private mutating func emit(
        _ meaning: String, _ instruction: RuleProgram.Instruction, isCondition: Bool?, sources: UInt64 = 0,
        cells: Int = 0
    ) -> Result {
        // Signals made of signals would double the text with every step.
        let isLong = meaning.utf8.count > 400
        let meaning = isLong ? "#\(meaning.utf8.count):\(StableHash(of: meaning).readable)" : meaning
        if let result = known[meaning] { return result }
        var instruction = instruction
        if cells > 0 { instruction.cell = Int32(remember(cells, StableHash(of: meaning).value)) }
        program.instructions.append(instruction)
        let result = Result(
            place: program.instructions.count - 1, meaning: meaning, isCondition: isCondition, sources: sources)
        known[meaning] = result
        return result
    }

    private mutating func fault(_ scope: Scope, _ text: String) -> Result {
        faults.append(RuleFault(formula: scope.formula, text: text))
        return constant(.nan)
    }
}
