import Appliances
import Telemetry

/// Turns rules that were checked into a ``RuleProgram``; what is wrong in them became a fault before.
struct RuleCompiler {
    /// One rule with the values that count for the appliances of the program.
    struct Part {
        /// The rule's place in the set.
        let number: Int
        let rule: FaultRule
        /// The value of each parameter, in the rule's order.
        let values: [Double]
        /// The model whose priors count.
        let model: String

        func value(_ name: String) -> Double? {
            rule.parameters.firstIndex { $0.name == name }.map { values[$0] }
        }
    }

    private(set) var program = RuleProgram.Draft()
    private let channels: ChannelList
    private var known: [String: Value] = [:]
    private var slotOf: [ChannelID: Int] = [:]
    private var slotNames: [ChannelID] = []
    private let parts: [Part]
    /// Where the alarm of each rule begins, and how many levels it has.
    private var alarmCells: [String: (cell: Int, steps: Int)] = [:]
    /// Which rules use which memory, for `foretell rule cost`.
    private(set) var users: [UInt64: [Int]] = [:]

    // The rule in hand.
    var part: Part
    /// Its signals, each compiled once however often it is used.
    private var signals: [String: Value] = [:]
    /// Names that are being compiled, so that a circle ends.
    private(set) var open: [String] = []
    private var watches: [RuleProgram.Watch] = []

    /// What a formula became.
    struct Value {
        /// The place of its instruction.
        let place: Int
        /// A text that is equal where formulas mean the same.
        let meaning: String
        /// The slots it is made of, as in ``RuleProgram/Instruction/sources``.
        let sources: UInt64
        /// Whether it is a number that grows by time alone, or is reckoned from one.
        var isClock = false
    }

    /// Compiles the rules of a program; `channels` knows every channel that they name.
    init(_ parts: [Part], channels: ChannelList) {
        self.parts = parts
        self.channels = channels
        part = parts.first ?? Part(number: 0, rule: FaultRule(name: "", component: .user), values: [], model: "")
        collectSlots()
        for part in parts {
            let steps = part.rule.steps.count
            let meaning = "alarm \(part.rule.name) \(part.rule.steps.map(\.level.word).joined(separator: " "))"
            self.part = part
            let cell = remember(AlarmCells.blank(steps: steps), meaning, .alarm)
            alarmCells[part.rule.name] = (cell, steps)
        }
        for part in parts { add(part) }
    }

    private mutating func collectSlots() {
        let clock = [Double.nan.bitPattern, Double.nan.bitPattern, Double.infinity.bitPattern]
        _ = remember(clock, "clock", .clock)
        program.slots = Array(repeating: -1, count: Limits.channelsMax)
        for part in parts {
            self.part = part
            let own = part.rule.signals.map(\.name) + part.rule.parameters.map(\.name)
            let named = part.rule.formulas.flatMap(\.formula.mentions).map(\.name) + part.rule.reach.channels
            for name in named where !own.contains(name) {
                guard let id = channels.known(name) else { continue }
                if slotOf[id] == nil {
                    guard slotNames.count < RuleProgram.slotsMax else { continue }
                    slotOf[id] = slotNames.count
                    slotNames.append(id)
                    program.slots[Int(id.index)] = Int16(slotNames.count - 1)
                }
            }
        }
        // Together, since a slot's cells are found by its number.
        for id in slotNames {
            _ = remember([Double.nan.bitPattern, Double.nan.bitPattern], "channel \(self.channels[id].name)", .channel)
        }
    }

    private mutating func add(_ part: Part) {
        self.part = part
        (signals, watches, open) = ([:], [], [])
        let rule = part.rule
        // Each after those of which it is made: signals of signals of signals would exhaust the stack.
        for name in rule.signalOrder { _ = compile(name: name) }
        var evidence = rule.signals.filter { !$0.formula.isCycle }.map { ($0.name, compile(name: $0.name).place) }
        let inhibitors = rule.inhibitions.map { compile($0) }
        let inhibitor = inhibitors.isEmpty ? nil : inhibitors.dropFirst().reduce(inhibitors[0]) { join(.or, $0, $1) }
        let steps = rule.steps.map { step in
            RuleProgram.Step(
                level: step.level, raise: compile(step.raise).place, reset: compile(step.reset).place,
                hold: (part.value("for.\(step.level.word)") ?? 0) * 1_000,
                keep: (part.value("keep.\(step.level.word)") ?? 0) * 1_000)
        }
        let distinctions = rule.distinctions.map { compile($0.when).place }
        if let eta = rule.eta {
            for field in [Formula.Field.p10, .p50, .p90] where eta.isForecast {
                evidence.append(("eta.\(field)", compile(Formula(.field(eta, field))).place))
            }
        }
        program.alarms.append(
            RuleProgram.Alarm(
                rule: part.number, steps: steps, cell: alarmCells[rule.name]?.cell ?? 0,
                holdUnknown: Double(rule.holdUnknown.milliseconds), inhibitor: inhibitor?.place, evidence: evidence,
                distinctions: distinctions, watches: watches))
    }

    /// Reserves cells that hold these words before the first record.
    private mutating func remember(
        _ blank: [UInt64], _ meaning: String, _ kind: RuleProgram.Memory.Kind, reach: Double = 0
    ) -> Int {
        let first = program.blank.count
        program.blank += blank
        let hash = StableHash(of: meaning).value
        program.memories.append(
            RuleProgram.Memory(
                meaning: hash, words: first..<program.blank.count, kind: kind, text: meaning, reach: reach))
        users[hash] = [part.number]
        return first * 8
    }

    // MARK: - Names

    mutating func compile(name: String) -> Value {
        if let value = part.value(name) { return constant(value) }
        if let signal = part.rule.signals.first(where: { $0.name == name }) {
            if let value = signals[name] { return value }
            guard !open.contains(name) else { return constant(.nan) }
            open.append(name)
            let value = compile(signal.formula)
            open.removeLast()
            signals[name] = value
            return value
        }
        if let level = Level(word: name), let step = part.rule.step(level), !open.contains(name) {
            open.append(name)
            defer { open.removeLast() }
            return compile(step.raise)
        }
        if name == "received" { return emit("received", .init(operation: .received)) }
        let rule = name == "this" ? part.rule.name : name
        if let (cell, steps) = alarmCells[rule] {
            return emit(
                "alarm \(rule)", .init(operation: .alarm, left: Int32(steps), cell: Int32(cell)))
        }
        // A rule that does not apply here never stands.
        guard let id = channels.known(name) else { return constant(0) }
        return channel(id)
    }

    private mutating func channel(_ id: ChannelID) -> Value {
        guard let slot = slotOf[id] else { return constant(.nan) }
        let age = channels[id].kind == .setting ? 0 : Double(part.rule.staleAfter.milliseconds)
        if age > 0 { watch(.stale(slot: slot, age: age)) }
        return emit(
            "\(channels[id].name)@\(age)", .init(operation: .channel, left: Int32(slot), number: age),
            sources: age > 0 ? 1 << UInt64(slot) : 0)
    }

    /// The slots of the measured channels that the rule in hand names, a bit each.
    var ownMeasures: UInt64 {
        let named = part.rule.formulas.flatMap(\.formula.mentions).map(\.name) + part.rule.reach.channels
        return named.reduce(0) { mask, name in
            guard let id = channels.known(name), channels[id].kind == .measure, let slot = slotOf[id] else {
                return mask
            }
            return mask | 1 << UInt64(slot)
        }
    }

    func slot(of name: String) -> Int? { channels.known(name).flatMap { slotOf[$0] } }

    mutating func watch(_ watch: RuleProgram.Watch) {
        if !watches.contains(watch) { watches.append(watch) }
    }

    /// The value of a length in ms.
    ///
    /// Whole, or a timer would wake a hair before what it waits for; NaN for what is no length, such as an override
    /// may say where the parameter has no range.
    func milliseconds(_ length: Formula.Length) -> Double {
        switch length {
        case .span(let span): return Double(span.milliseconds)
        case .parameter(let name):
            let value = ((part.value(name) ?? .nan) * 1_000).rounded()
            return value >= 0 && value <= 90 * 86_400_000 ? value : .nan
        }
    }

    // MARK: - Instructions

    /// A number; NaN stands for a formula that could not be read.
    mutating func constant(_ value: Double) -> Value {
        emit("\(value)", .init(operation: .constant, number: value))
    }

    mutating func join(_ operation: RuleProgram.Operation, _ left: Value, _ right: Value) -> Value {
        let isNumber = [.add, .subtract, .multiply, .divide, .lesser, .greater, .whenever].contains(operation)
        return emit(
            "\(operation)(\(left.meaning),\(right.meaning))",
            .init(operation: operation, left: Int32(left.place), right: Int32(right.place)),
            sources: left.sources | right.sources, isClock: isNumber && (left.isClock || right.isClock))
    }

    /// Cells that an instruction needs.
    struct Need {
        let blank: [UInt64]
        let kind: RuleProgram.Memory.Kind
        /// How far back readings must reach to fill them anew, in ms.
        var reach: Double = 0
    }

    mutating func emit(
        _ meaning: String, _ instruction: RuleProgram.Instruction, sources: UInt64 = 0, isClock: Bool = false,
        need: Need? = nil
    ) -> Value {
        // Signals made of signals would double the text with every step.
        let isLong = meaning.utf8.count > 400
        let name = isLong ? "\(meaning.prefix(80))…#\(StableHash(of: meaning).readable)" : meaning
        if let value = known[name] {
            if need != nil { noteUser(of: StableHash(of: name).value) }
            return value
        }
        var instruction = instruction
        instruction.sources = instruction.sources == 0 ? sources : instruction.sources
        if let need { instruction.cell = Int32(remember(need.blank, name, need.kind, reach: need.reach)) }
        program.instructions.append(instruction)
        let value = Value(
            place: program.instructions.count - 1, meaning: name, sources: sources, isClock: isClock)
        known[name] = value
        return value
    }

    private mutating func noteUser(of memory: UInt64) {
        if users[memory]?.contains(part.number) == false { users[memory]?.append(part.number) }
    }

    /// Where the cells of a value's instruction begin.
    func cell(of value: Value) -> Int { Int(program.instructions[value.place].cell) }

    func instruction(of value: Value) -> RuleProgram.Instruction { program.instructions[value.place] }
}
