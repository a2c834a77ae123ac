import Appliances
import Telemetry

/// What words stand for.
extension RuleChecker {
    /// What a name is: a signal, a parameter, a level, a word of the language, a channel or a rule, in this order.
    mutating func sort(ofName name: String, at offset: Int) -> Sort {
        if rule.signals.contains(where: { $0.name == name }) {
            // Nothing is known of those in a circle, which is noted already.
            return sorts[name] ?? .anything
        }
        if let parameter = rule.parameter(name), !parameter.isDuration { return .number(parameter.measure) }
        if let level = Level(word: name) { return sort(of: level, at: offset) }
        if name == "received" { return .condition }
        if name == "this" || name == rule.name { return ownAlarm(name, at: offset) }
        if let id = channels.id(of: name) {
            let channel = channels[id]
            switch channel.kind {
            case .state: return .state
            case .text:
                note(offset, "`\(name)` is a word, and rules read numbers; use another channel")
                return .anything
            case .measure, .setting, .counter: return .number(Measure(channel.unit))
            }
        }
        if ruleNames.contains(name) { return .condition }
        note(offset, "nothing is named `\(name)`\(hint(forName: name))")
        return .anything
    }

    private mutating func sort(of level: Level, at offset: Int) -> Sort {
        if rule.step(level) != nil { return .condition }
        let levels = rule.steps.map(\.level.word)
        let known = levels.isEmpty ? "it has none" : "it has \(levels.joined(separator: ", "))"
        note(offset, "the rule has no level `\(level.word)`; \(known)")
        return .anything
    }

    private mutating func ownAlarm(_ name: String, at offset: Int) -> Sort {
        if !isFreezing {
            note(offset, "`\(name)` is the rule's own alarm, which only `freeze_while` may name; name a level instead")
        }
        return .condition
    }

    /// What was probably meant by a name that nothing has.
    private func hint(forName name: String) -> String {
        if Formula.Function(rawValue: name) != nil || name == "silent" {
            return "; `\(name)` is a function, write `\(name)(…)`"
        }
        let front = String(name.prefix { $0 != "." })
        if front != name, let signal = rule.signals.first(where: { $0.name == front }) {
            let fields = fields(of: signal.formula)
            guard !fields.isEmpty else { return "; `\(front)` is a signal and has no fields" }
            return "; `\(front)` has \(fields.joined(separator: ", "))"
        }
        let own = rule.signals.map(\.name) + rule.parameters.filter { !$0.isDuration }.map(\.name)
        let known = own + rule.steps.map(\.level.word) + channels.channels.map(\.name) + ruleNames + ["received"]
        if let near = nearest(to: name, in: known) { return "; did you mean \(near)?" }
        return "; names are channels, parameters and signals of the rule, its levels, and other rules"
    }

    /// What can be asked of a formula by a dot.
    func fields(of formula: Formula) -> [String] {
        guard case .call(let call) = formula.node else { return [] }
        switch call.function {
        case .baseline: return ["p05", "p50", "p95", "n", "z"]
        case .extrapolate: return ["p10", "p50", "p90"]
        case .during: return ["length"]
        default: return []
        }
    }

    // MARK: - Fields

    mutating func sort(ofField field: Formula.Field, _ inner: Formula, at offset: Int) -> Sort {
        let sort = sort(of: inner)
        var value: Measure?
        if case .z(let formula) = field { value = requireNumber(formula, for: "`z`") }
        guard sort != .anything else { return .anything }
        guard let source = source(of: inner), fields(of: source).contains(field.word) else {
            let known = source(of: inner).map { fields(of: $0) } ?? []
            let what = isName(inner).map { "`\($0)`" } ?? "what stands before the dot"
            let whose = "; a baseline has p05, p50, p95, n and z(x), a forecast p10, p50 and p90, a cycle length"
            let hint = known.isEmpty ? whose : nearNameHint(for: field.word, in: known)
            note(offset, "\(what) has no `\(field.word)`\(hint)")
            return .anything
        }
        switch field {
        case .n: return .number(.one)
        case .length: return .number(.time)
        case .p05, .p10, .p50, .p90, .p95: return sort
        case .z(let formula):
            if let value, case .number(let own) = sort, value != own {
                note(
                    formula.offset,
                    "the baseline is of \(own.text), and `z` is asked of \(value.text); ask it of the same signal")
            }
            return .number(.one)
        }
    }

    /// The formula that a name or a formula stands for.
    private func source(of formula: Formula) -> Formula? {
        guard let name = isName(formula) else { return formula }
        return rule.signals.first { $0.name == name }?.formula
    }

    /// The name, where a formula is nothing but a name.
    func isName(_ formula: Formula) -> String? {
        if case .name(let name) = formula.node { return name }
        return nil
    }

    // MARK: - Silence

    mutating func checkSilence(of name: String, at offset: Int) {
        if let signal = rule.signals.first(where: { $0.name == name }) {
            let channel = isName(signal.formula).map { ", such as silent(\($0))" } ?? ""
            note(offset, "`\(name)` is a signal; `silent` asks for a channel\(channel)")
            return
        }
        guard channels.id(of: name) == nil else { return }
        let known = ["any", "each"] + channels.channels.map(\.name)
        let hint = nearest(to: name, in: known).map { "; did you mean \($0)?" }
        note(offset, "no channel is named `\(name)`\(hint ?? "; write silent(any), silent(each) or a channel")")
    }

    /// `silent(each)` looks at the rule's own channels, so that what other rules read changes nothing in it.
    mutating func checkEachSilence(at offset: Int) {
        let named = rule.formulas.flatMap(\.formula.mentions).map(\.name) + rule.reach.channels
        let isMeasured = named.contains { name in
            channels.id(of: name).map { channels[$0].kind == .measure } ?? false
        }
        guard !isMeasured else { return }
        note(
            offset,
            "`silent(each)` has no channel to look at; name them, as in `applies: {has: [fridge.temperature]}`")
    }

    // MARK: - Lengths

    /// A length that a parameter gives must be a time, and stay one that a window can have.
    mutating func check(_ length: Formula.Length, at offset: Int) {
        guard case .parameter(let name) = length else { return }
        guard let parameter = rule.parameter(name), !parameter.isDuration else {
            let known = rule.parameters.filter { $0.measure == .time && !$0.isDuration }.map(\.name)
            let hint = nearest(to: name, in: known).map { "; did you mean \($0)?" }
            let example = "; write a length such as 10m, or name a parameter"
            note(offset, "no parameter is named `\(name)`\(hint ?? example)")
            return
        }
        guard parameter.measure == .time else {
            let unit = parameter.measure.text
            note(offset, "`\(name)` is \(unit), and a length is a time; give the parameter a unit such as min")
            return
        }
        let bounds = Formula.lengths.lowerBound.seconds...Formula.lengths.upperBound.seconds
        let values = [parameter.value] + (parameter.range.map { [$0.lowerBound, $0.upperBound] } ?? [])
        guard let wrong = values.first(where: { !bounds.contains($0) }) else { return }
        note(offset, "`\(name)` can be \(parameter.written(wrong)), and a length is from 1s to 90d; narrow its range")
    }
}
