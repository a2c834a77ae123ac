import Appliances
import FaultRules

/// Reads the levels of a rule: when each is raised and reset, for how long, and what then.
///
/// - Returns: the levels that have both, mildest first.
func readSteps(_ fields: Fields, _ formulas: inout RuleFormulas) -> [FaultRule.Step] {
    let raise = fields.required("raise").map { readLevels($0) }
    let reset = fields.required("reset").map { readLevels($0) }
    guard let raise, let reset else { return [] }
    if raise.isEmpty { fields["raise"]?.fault("`raise` names no level; a rule needs at least one") }
    for (level, node) in reset where !raise.contains(where: { $0.level == level }) {
        node.fault("`reset` of \(level.word) has no `raise`; add it or leave this out")
    }
    let hold = readLengths(fields["for"], raised: raise.map(\.level))
    let keep = readLengths(fields["keep"], raised: raise.map(\.level))
    let actions = readActions(fields["action"], raised: raise.map(\.level))
    var steps: [FaultRule.Step] = []
    for (level, node) in raise {
        let condition = formulas.read(node, as: "raise of \(level.word)")
        guard let end = reset.first(where: { $0.level == level })?.node else {
            node.fault("`raise` of \(level.word) has no `reset`; say when it is over")
            continue
        }
        steps.append(
            FaultRule.Step(
                level: level, raise: condition, reset: formulas.read(end, as: "reset of \(level.word)"),
                hold: hold(level), keep: keep(level), action: actions[level] ?? .watch))
    }
    return steps.sorted { $0.level < $1.level }
}

/// What stands under the levels of a mapping; notes words that are no level.
private func readLevels(_ node: ConfigNode) -> [(level: Level, node: ConfigNode)] {
    node.fields(Level.allCases.map(\.word)).values.compactMap { word, value in
        Level(word: word).map { ($0, value) }
    }
}

/// As ``readLevels(_:)``; notes levels that the rule never raises.
private func readLevels(_ node: ConfigNode, raised: [Level]) -> [(level: Level, node: ConfigNode)] {
    readLevels(node).filter { level, value in
        if raised.contains(level) { return true }
        value.fault("\(node.name) names \(level.word), which `raise` does not; add it there or leave this out")
        return false
    }
}

/// One length for all levels, or one for each that is named.
private func readLengths(_ node: ConfigNode?, raised: [Level]) -> (Level) -> TimeSpan {
    let range = TimeSpan.zero...TimeSpan.days(90)
    guard let node else { return { _ in .zero } }
    guard node.isMapping else {
        let length = node.span(in: range) ?? .zero
        return { _ in length }
    }
    let lengths = readLevels(node, raised: raised).map { ($0.level, $0.node.span(in: range)) }
    return { level in lengths.first { $0.0 == level }?.1 ?? .zero }
}

private func readActions(_ node: ConfigNode?, raised: [Level]) -> [Level: FaultRule.Action] {
    guard let node else { return [:] }
    var actions: [Level: FaultRule.Action] = [:]
    for (level, value) in readLevels(node, raised: raised) { actions[level] = readAction(value, of: level) }
    return actions
}

private func readAction(_ node: ConfigNode, of level: Level) -> FaultRule.Action? {
    guard node.isMapping else {
        guard let word = node.text else { return nil }
        if word == "watch" { return .watch }
        node.fault(
            "`action` of \(level.word) cannot be `\(word)`; write watch, {tell_owner: …} or {ticket: {…}}")
        return nil
    }
    let fields = node.fields(["tell_owner", "ticket"])
    guard fields.values.count == 1 else {
        node.fault("`action` of \(level.word) must be one of tell_owner and ticket")
        return nil
    }
    if let advice = fields["tell_owner"] { return ruleWord(advice).map { .tellOwner(advice: $0) } }
    return fields["ticket"].flatMap(readTicket).map { .ticket($0) }
}

private func readTicket(_ node: ConfigNode) -> FaultRule.Ticket? {
    let fields = node.fields(["fault", "parts", "priority"])
    let fault = fields.required("fault").flatMap(faultName)
    let parts = fields["parts"].map { $0.items.compactMap(ruleWord) } ?? []
    let priority = fields.required("priority").flatMap(readPriority)
    guard let fault, let priority else { return nil }
    return FaultRule.Ticket(fault: fault, parts: parts, priority: priority)
}

/// Dotted words, such as `compressor.short_cycle`.
private func faultName(_ node: ConfigNode) -> String? {
    guard let name = node.text else { return nil }
    let words = name.split(separator: ".", omittingEmptySubsequences: false)
    if words.allSatisfy({ isRuleWord(String($0)) }), name.utf8.count <= 64 { return name }
    node.fault("\(node.name) must be words joined by dots, such as compressor.short_cycle, not `\(name)`")
    return nil
}

private func readPriority(_ node: ConfigNode) -> String? {
    guard let word = node.text else { return nil }
    if ["P1", "P2", "P3", "P4"].contains(word) { return word }
    node.fault("\(node.name) must be P1, P2, P3 or P4, not `\(word)`")
    return nil
}
