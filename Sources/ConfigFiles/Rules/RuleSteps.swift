import Appliances
import FaultRules

/// How long `for` and `keep` may be: timers are kept in ticks that reach so far.
private let durations = TimeSpan.zero...TimeSpan.days(45)

/// Reads the levels of a rule: when each is raised and reset, and what then.
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
    let actions = readActions(fields["action"], raised: raise.map(\.level), hasDate: fields["eta"] != nil)
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
                action: actions[level] ?? .watch))
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

/// Reads `for` and `keep`: for each level the parameters `for.<level>` and `keep.<level>`, so that both are tuned
/// as any other.
func readDurations(_ fields: Fields, of levels: [Level]) -> [FaultRule.Parameter] {
    let raised = fields["raise"].map { readRaised($0) } ?? levels
    let (hold, keep) = (readLengths(fields["for"], raised: raised), readLengths(fields["keep"], raised: raised))
    return levels.flatMap { level in
        [duration("for.\(level.word)", hold(level)), duration("keep.\(level.word)", keep(level))]
    }
}

/// The levels that stand under `raise`, with those that have no `reset` yet.
private func readRaised(_ node: ConfigNode) -> [Level] {
    guard node.isMapping else { return [] }
    return node.fields([]).values.compactMap { Level(word: $0.key) }
}

private func duration(_ name: String, _ length: TimeSpan) -> FaultRule.Parameter {
    FaultRule.Parameter(
        name: name, value: length.seconds, measure: Measure(.second),
        range: durations.lowerBound.seconds...durations.upperBound.seconds, text: "\(length)", unit: .second)
}

/// One length for all levels, or one for each that is named.
private func readLengths(_ node: ConfigNode?, raised: [Level]) -> (Level) -> TimeSpan {
    guard let node else { return { _ in .zero } }
    guard node.isMapping else {
        let length = node.span(in: durations) ?? .zero
        return { _ in length }
    }
    let lengths = readLevels(node, raised: raised).map { ($0.level, $0.node.span(in: durations)) }
    return { level in lengths.first { $0.0 == level }?.1 ?? .zero }
}

private func readActions(
    _ node: ConfigNode?, raised: [Level], hasDate: Bool
) -> [Level: FaultRule.Action] {
    guard let node else { return [:] }
    var actions: [Level: FaultRule.Action] = [:]
    for (level, value) in readLevels(node, raised: raised) {
        actions[level] = readAction(value, of: level, hasDate: hasDate)
    }
    return actions
}

private func readAction(_ node: ConfigNode, of level: Level, hasDate: Bool) -> FaultRule.Action? {
    guard node.isMapping else {
        guard let word = node.text else { return nil }
        if word == "watch" { return .watch }
        node.fault(
            "`action` of \(level.word) cannot be `\(word)`; write watch, {tell_owner: …} or {ticket: {…}}", at: 0)
        return nil
    }
    let fields = node.fields(["tell_owner", "ticket"])
    guard fields.values.count == 1 else {
        node.fault("`action` of \(level.word) must be one of tell_owner and ticket")
        return nil
    }
    if let advice = fields["tell_owner"] { return ruleWord(advice).map { .tellOwner(advice: $0) } }
    return fields["ticket"].flatMap { readTicket($0, hasDate: hasDate) }.map { .ticket($0) }
}

private func readTicket(_ node: ConfigNode, hasDate: Bool) -> FaultRule.Ticket? {
    let fields = node.fields(["fault", "parts", "priority", "due"])
    let fault = fields.required("fault").flatMap(faultName)
    let parts = fields["parts"].map { $0.items.compactMap(ruleWord) } ?? []
    let priority = fields.required("priority").flatMap(readPriority)
    let lead = fields["due"].flatMap { readLead($0, hasDate: hasDate) }
    guard let fault, let priority else { return nil }
    return FaultRule.Ticket(fault: fault, parts: parts, priority: priority, lead: lead)
}

/// How long before the predicted date a visit is due: `eta - 14d`.
private func readLead(_ node: ConfigNode, hasDate: Bool) -> TimeSpan? {
    guard let text = node.text else { return nil }
    let words = text.split(separator: "-", maxSplits: 1)
    let lead = words.count == 2 ? TimeSpan(words[1]) : TimeSpan.zero
    let isDate = words.first.map { String($0.prefix { !$0.isWhitespace }) } == "eta"
    guard isDate, let lead, lead <= TimeSpan.days(365) else {
        node.fault("\(node.name) must be a time before the predicted date, such as `eta - 14d`, not `\(text)`", at: 0)
        return nil
    }
    if !hasDate {
        node.fault("\(node.name) needs a predicted date; give the rule an `eta: extrapolate(…)`", at: 0)
    }
    return lead
}

private func readPriority(_ node: ConfigNode) -> String? {
    guard let word = node.text else { return nil }
    if ["P1", "P2", "P3", "P4"].contains(word) { return word }
    node.fault("\(node.name) must be P1, P2, P3 or P4, not `\(word)`", at: 0)
    return nil
}
