import Appliances
package import FaultRules
package import Telemetry

/// Reads one rule of `config/rules/`.
///
/// Keys: `rule` (its name), `version` (from 1), `applies` (`all` or `{category: …}`),
/// `component`, `params` (name to `default` and `range`), `signals` (name to formula),
/// `raise` and `reset` (level to formula, both for the same levels), `for` and `keep` (one
/// length, or level to length; 0s), `unknown` (`stale_after`, 15m, and `hold`, 6h) and
/// `action` (level to `watch`, `{tell_owner: …}` or `{ticket: {…}}`; `watch`).
///
/// - Returns: nil where something that a rule needs is wrong; every problem is noted.
package func readFaultRule(_ node: ConfigNode, channels: ChannelList) -> FaultRule? {
    let fields = node.fields([
        "rule", "version", "applies", "component", "params", "signals", "raise", "reset", "for", "keep",
        "unknown", "action",
    ])
    let name = fields.required("rule").flatMap { ruleWord($0) }
    let version = fields.required("version")?.whole(in: 1...1_000_000)
    let applies = fields.required("applies").flatMap(readReach)
    let component = fields.required("component")?.choice(Component.self)
    let unknown = readUnknown(fields["unknown"])
    let parameters = fields["params"].map(readParameters) ?? []
    var formulas = RuleFormulas()
    let signals = fields["signals"].map { readSignals($0, parameters: parameters.map(\.name), &formulas) } ?? []
    let steps = readSteps(fields, &formulas)
    // Compiled even where other things are wrong, so that one pass names every problem.
    let rule = FaultRule(
        name: name ?? "rule", version: version ?? 1, category: applies?.category,
        component: component ?? .user, parameters: parameters, signals: signals, steps: steps,
        staleAfter: unknown.staleAfter, holdUnknown: unknown.hold)
    formulas.check(rule, channels: channels)
    guard name != nil, version != nil, applies != nil, component != nil else { return nil }
    return rule
}

/// To which appliances a rule applies; nil inside where to all.
private struct Reach {
    let category: Category?
}

private func readReach(_ node: ConfigNode) -> Reach? {
    if node.isMapping {
        let category = node.fields(["category"]).required("category")?.choice(Category.self)
        return category.map { Reach(category: $0) }
    }
    guard let text = node.text else { return nil }
    if text == "all" { return Reach(category: nil) }
    node.fault("\(node.name) must be `all` or a category such as `{category: refrigerator}`, not `\(text)`")
    return nil
}

private func readUnknown(_ node: ConfigNode?) -> (staleAfter: TimeSpan, hold: TimeSpan) {
    let fields = node?.fields(["stale_after", "hold"])
    let staleAfter = fields?["stale_after"]?.span(in: .seconds(1)...TimeSpan.days(90))
    let hold = fields?["hold"]?.span(in: .zero...TimeSpan.days(90))
    return (staleAfter ?? .minutes(15), hold ?? .hours(6))
}

private func readParameters(_ node: ConfigNode) -> [(name: String, value: Double)] {
    node.fields([]).values.map { key, value in
        checkOwnWord(key, at: value)
        // A parameter that cannot be read is still known, or every formula with it would be wrong too.
        return (key, readParameter(value) ?? .nan)
    }
}

private func readParameter(_ node: ConfigNode) -> Double? {
    let fields = node.fields(["default", "range"])
    let standard = fields.required("default").flatMap(readQuantity)
    guard let limits = fields["range"] else { return standard?.value }
    guard limits.items.count == 2 else {
        limits.fault("\(limits.name) must be a least and a greatest value, such as [4 °C, 15 °C]")
        return nil
    }
    let bounds = limits.items.compactMap(readQuantity)
    guard let standard, bounds.count == 2 else { return nil }
    guard bounds.allSatisfy({ $0.unit == standard.unit }) else {
        limits.fault("\(limits.name) has another unit than `default` \(standard.text); write one unit in both")
        return nil
    }
    guard bounds[0].value <= bounds[1].value else {
        limits.fault("\(limits.name) begins above its end; write the least value first")
        return nil
    }
    guard (bounds[0].value...bounds[1].value).contains(standard.value) else {
        limits.fault(
            "`default` is \(standard.text), outside its range from \(bounds[0].text) to \(bounds[1].text)")
        return nil
    }
    return standard.value
}

/// A number with its unit, such as `8 °C` or `3 min`, in the canonical unit.
private func readQuantity(_ node: ConfigNode) -> (value: Double, unit: Unit, text: String)? {
    guard let text = node.text else { return nil }
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-" || $0 == "+") }
    guard let number = Double(digits), number.isFinite else {
        node.fault("\(node.name) must be a number, with its unit if it has one, such as `8 °C`, not `\(text)`")
        return nil
    }
    let word = text.dropFirst(digits.count).trimmingPrefix { $0.isWhitespace }
    guard let unit = Unit(written: word) else {
        node.fault("\(node.name) has no known unit `\(word)`; units are written °C, K, W, A, min, h …")
        return nil
    }
    let (canonical, factor, offset) = unit.toCanonical
    return (number * factor + offset, canonical, text)
}

private func readSignals(
    _ node: ConfigNode, parameters: [String], _ formulas: inout RuleFormulas
) -> [(name: String, formula: Expression)] {
    node.fields([]).values.map { key, value in
        checkOwnWord(key, at: value)
        if parameters.contains(key) { value.fault("`\(key)` is a parameter too; give the signal another name") }
        return (key, formulas.read(value, as: "signal \(key)"))
    }
}

/// Words that join formulas and so can name nothing; functions may, since a parenthesis follows them.
private let languageWords = ["and", "or", "not", "on", "off"]

private func checkOwnWord(_ word: String, at node: ConfigNode) {
    if languageWords.contains(word) {
        node.fault("`\(word)` is a word of the rule language; choose another name")
    } else if !isRuleWord(word) {
        node.fault("`\(word)` is no name; names have small letters, digits and `_`, and begin with no digit")
    }
}

/// A name made of `a` to `z`, digits and `_` that begins with no digit, of at most 64 signs.
func isRuleWord(_ word: String) -> Bool {
    let first = word.utf8.first.map { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
    return first && isPlainIdentifier(word) && word == word.lowercased() && !word.contains("-")
}

/// The name; notes where the text is none.
func ruleWord(_ node: ConfigNode) -> String? {
    guard let word = node.text else { return nil }
    if isRuleWord(word) { return word }
    node.fault("\(node.name) must have small letters, digits and `_`, and begin with no digit, not `\(word)`")
    return nil
}
