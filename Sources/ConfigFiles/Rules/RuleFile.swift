import Appliances
package import FaultRules
package import Telemetry

/// The keys of a rule file, in the order in which they are best written.
private let ruleKeys = [
    "rule", "version", "sources", "applies", "component", "stage", "params", "signals", "raise", "reset", "for", "keep",
    "unknown", "inhibit_if", "distinguish", "eta", "flap", "priors", "floor", "action", "tests",
]

/// Reads one rule of `config/rules/`; what its formulas mean together is for ``compileRules(_:overrides:channels:)``.
///
/// Keys: `rule` (its name), `version` (from 1), `sources` (a list of texts), `applies` (`all` or `{category: …,
/// has: [channels]}`, any other key being a trait that the registry must not contradict), `component`, `stage`
/// (`active`), `params` (name to `default`, `range` and `unit`), `signals` (name to formula), `raise` and `reset`
/// (level to formula, both for the same levels), `for` and `keep` (one length, or level to length; 0s), `unknown`
/// (`stale_after`, 15m, and `hold`, 6h), `inhibit_if` (formulas), `distinguish` (each `when` with `fault` and
/// `component`, or with `outcome`), `eta` (a formula), `flap` (`window`, `high`, `low`, `then`), `priors` (each
/// `signal`, `model`, `p50`, `spread`, `weight`), `floor` (the precision
/// that repairs must surely confirm, 0 to 1; 0.5), `action` (level to `watch`, `{tell_owner: …}` or
/// `{ticket: {fault:, parts:, priority:, due:}}`; `watch`) and `tests`, which others read.
///
/// - Returns: the rule as far as it can be read, and the places of its formulas; every problem is noted.
package func readFaultRule(_ node: ConfigNode, channels: ChannelList) -> (rule: FaultRule, places: RulePlaces) {
    let fields = node.fields(ruleKeys)
    let name = fields.required("rule").flatMap { ruleWord($0) } ?? "rule"
    let version = fields.required("version")?.whole(in: 1...1_000_000)
    let reach = fields.required("applies").map { readReach($0, channels: channels) }
    let component = fields.required("component")?.choice(Component.self)
    let own = fields["params"].map(readParameters) ?? (parameters: [], unreadable: [])
    var formulas = RuleFormulas(rule: name)
    // Read to the end even where something is wrong, so that one pass names every problem.
    var rule = FaultRule(name: name, version: version ?? 1, reach: reach ?? .init(), component: component ?? .user)
    rule.sources = fields["sources"].map { $0.items.compactMap(\.text) } ?? []
    rule.stage = fields["stage"].flatMap(readStage) ?? .active
    if let params = fields["params"], params.isMapping {
        for (name, value) in params.fields([]).values { formulas.mark(value, as: "param \(name)") }
    }
    rule.signals = fields["signals"].map { formulas.readSignals($0) } ?? []
    rule.steps = readSteps(fields, &formulas)
    rule.parameters = own.parameters + readDurations(fields, of: rule.steps.map(\.level))
    rule.inhibitions = fields["inhibit_if"].map { formulas.readList($0, as: "inhibit_if") } ?? []
    rule.distinctions = fields["distinguish"].map { readDistinctions($0, &formulas) } ?? []
    rule.eta = fields["eta"].map { formulas.read($0, as: "eta") }
    rule.flapping = fields["flap"].flatMap(readFlapping)
    if let priors = fields["priors"] { formulas.mark(priors, as: "priors") }
    rule.priors = fields["priors"].map { readPriors($0, signals: rule.signals.map(\.name)) } ?? []
    rule.floor = fields["floor"]?.number(in: 0...1) ?? rule.floor
    let unknown = fields["unknown"]?.fields(["stale_after", "hold"])
    rule.staleAfter = unknown?["stale_after"]?.span(in: .seconds(1)...TimeSpan.days(90)) ?? rule.staleAfter
    rule.holdUnknown = unknown?["hold"]?.span(in: .zero...TimeSpan.days(90)) ?? rule.holdUnknown
    let places = RulePlaces(
        rule: name, line: fields["rule"]?.line ?? node.line, formulas: formulas.places, unreadable: own.unreadable)
    return (rule, places)
}

private func readReach(_ node: ConfigNode, channels: ChannelList) -> FaultRule.Reach {
    var reach = FaultRule.Reach()
    guard node.isMapping else {
        guard let text = node.text else { return reach }
        if text != "all" {
            node.fault(
                "\(node.name) must be `all` or a category such as `{category: refrigerator}`, not `\(text)`", at: 0)
        }
        return reach
    }
    for (key, value) in node.fields([]).values {
        switch key {
        case "category": reach.category = value.choice(Category.self)
        case "has": reach.channels = value.items.compactMap { readChannel($0, channels) }
        default:
            guard let trait = readTrait(value, named: key) else { continue }
            reach.traits.append(trait)
        }
    }
    if node.fields([]).values.isEmpty {
        node.fault("\(node.name) names nothing; write `all`, or a category such as `{category: refrigerator}`")
    }
    return reach
}

private func readChannel(_ node: ConfigNode, _ channels: ChannelList) -> String? {
    guard let name = node.text else { return nil }
    var channels = channels
    if channels.id(of: name) != nil { return name }
    node.fault("no channel is named `\(name)`\(suggestion(for: name, in: channels.channels.map(\.name)))", at: 0)
    return nil
}

private func readTrait(_ node: ConfigNode, named name: String) -> Trait? {
    // A slip in the one key that most rules have would otherwise be a trait of which no registry speaks.
    if nearest(to: name, in: ["category"]) != nil {
        node.fault("`applies` has no key `\(name)`; did you mean category?")
        return nil
    }
    guard let value = node.text else { return nil }
    guard isRuleWord(name), isPlainIdentifier(value) else {
        node.fault("`\(name): \(value)` is no trait; a word stands for each, such as `compressor: fixed_speed`")
        return nil
    }
    return Trait(name: name, value: value)
}

private func readStage(_ node: ConfigNode) -> Stage? {
    guard let word = node.text else { return nil }
    if let stage = Stage(word: word) { return stage }
    node.fault("\(node.name) cannot be `\(word)`\(suggestion(for: word, in: Stage.all.map(\.word)))", at: 0)
    return nil
}

private func readDistinctions(_ node: ConfigNode, _ formulas: inout RuleFormulas) -> [FaultRule.Distinction] {
    var distinctions: [FaultRule.Distinction] = []
    for (number, item) in node.items.enumerated() {
        let fields = item.fields(["when", "fault", "component", "outcome"])
        let when = fields.required("when").map { formulas.read($0, as: "distinguish \(number + 1)") }
        let fault = fields["fault"].flatMap(faultName)
        let component = fields["component"].flatMap { $0.choice(Component.self) }
        let outcome = fields["outcome"].flatMap(ruleWord)
        guard (fields["fault"] == nil) != (fields["outcome"] == nil) else {
            item.fault("a distinction needs `fault` or `outcome`, and not both")
            continue
        }
        if let excess = fields["component"], fields["outcome"] != nil {
            excess.fault("`component` goes with `fault`; where it is no fault no part has it")
        }
        guard let when else { continue }
        if let fault {
            distinctions.append(FaultRule.Distinction(when: when, outcome: .fault(fault, component)))
        } else if let outcome {
            distinctions.append(FaultRule.Distinction(when: when, outcome: .excused(outcome)))
        }
    }
    return distinctions
}

private func readFlapping(_ node: ConfigNode) -> FaultRule.Flapping? {
    let fields = node.fields(["window", "high", "low", "then"])
    let samples = fields.required("window")?.whole(in: 4...52)
    let high = fields.required("high")?.number(in: 0...1)
    let low = fields.required("low")?.number(in: 0...1)
    let then = fields.required("then")?.fields(["component", "fault"])
    let component = then?.required("component")?.choice(Component.self)
    let fault = then?.required("fault").flatMap(faultName)
    if let high, let low, low >= high {
        node.fault("`low` is \(low); it must be below `high`, or the alarm would never calm down")
        return nil
    }
    guard let samples, let high, let low, let component, let fault else { return nil }
    return FaultRule.Flapping(samples: samples, high: high, low: low, component: component, fault: fault)
}
