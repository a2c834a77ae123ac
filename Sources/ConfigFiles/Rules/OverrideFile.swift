import Appliances
package import FaultRules

/// The bounds of overrides.
package enum OverrideBounds {
    /// How many characters `by` and each pattern may have.
    package static let wordMax = 64
    /// How many characters `reason` may have.
    package static let reasonMax = 400
}

/// Reads `overrides`: parameters of rules that are other for some appliances (design/rules, "Override chain").
///
/// Each has `match` (`all`, or keys out of ``Override/Key``, each with a pattern in which `*` stands for any
/// characters, or a list of patterns), `set` (`rule.parameter` to a value; `rule.for` and `rule.keep` set every
/// level, `rule.for.major` one), `by`, `reason`, and `until`, the last day on which it counts, where there is one.
///
/// - Parameters:
///   - node: the file.
///   - rules: the rules whose parameters may be set.
///   - isComplete: whether every rule could be read; where not, names that no rule has are passed over, since
///     they may be those of the others.
/// - Returns: the overrides in the order of the file, without those that are wrong; every problem is noted.
package func readOverrides(_ node: ConfigNode, rules: [FaultRule], isComplete: Bool = true) -> [Override] {
    guard let list = node.fields(["overrides"]).required("overrides") else { return [] }
    // What is left when every entry is commented out.
    if list.isScalar, list.text?.isEmpty ?? false { return [] }
    let settings = SettingReader(rules: rules, isComplete: isComplete)
    return list.items.compactMap { readOverride($0, settings) }
}

private func readOverride(_ node: ConfigNode, _ settings: SettingReader) -> Override? {
    guard node.isMapping else {
        node.fault("an override must have `match`, `set`, `by` and `reason`")
        return nil
    }
    let fields = node.fields(["match", "set", "by", "reason", "until"])
    let match = fields.required("match").flatMap(readMatch)
    let set = fields.required("set").flatMap(settings.read)
    let by = fields.required("by").flatMap { readLine($0, upTo: OverrideBounds.wordMax) }
    let reason = fields.required("reason").flatMap { readLine($0, upTo: OverrideBounds.reasonMax) }
    let until = fields["until"]?.day
    guard let match, let set, let by, let reason, fields["until"] == nil || until != nil else { return nil }
    return Override(
        match: match, settings: set, by: by, reason: reason, until: until, place: "\(node.file):\(node.line)")
}

private func readMatch(_ node: ConfigNode) -> Override.Match? {
    guard node.isMapping else {
        guard let text = node.text else { return nil }
        if text == "all" { return .all }
        node.fault("\(node.name) must be `all` or keys such as `{model: BCD-470W}`, not `\(text)`", at: 0)
        return nil
    }
    let values = node.fields(Override.Key.allCases.map(\.rawValue)).values
    let terms = values.compactMap { word, value -> Override.Match.Term? in
        guard let key = Override.Key(rawValue: word) else { return nil }
        let patterns = value.items.map { readPattern($0, of: key) }
        if patterns.isEmpty { value.fault("\(value.name) is an empty list; name at least one, or leave it out") }
        guard !patterns.isEmpty, !patterns.contains(nil) else { return nil }
        return Override.Match.Term(key, patterns.compactMap(\.self))
    }
    if values.isEmpty { node.fault("\(node.name) names nothing; write `all`, or keys such as `{model: BCD-470W}`") }
    return values.isEmpty || terms.count < values.count ? nil : Override.Match(terms)
}

private func readPattern(_ node: ConfigNode, of key: Override.Key) -> Glob? {
    switch key {
    case .season:
        return node.choice(Season.self).map { Glob($0.rawValue) }
    case .home, .device:
        guard let text = node.text else { return nil }
        // A blank or a slash would fit nothing that may stand in the registry.
        if text == "*" || isPlainIdentifier(text.replacing("*", with: "")) { return Glob(text) }
        node.fault(
            "\(node.name) must be letters, digits, `_` or `-`, and `*` for any of them, not `\(text)`", at: 0)
        return nil
    case .family, .model, .batch, .firmware, .region, .centre:
        return readLine(node, upTo: OverrideBounds.wordMax).map(Glob.init)
    }
}

/// One line of text that is not empty, without blanks around it.
private func readLine(_ node: ConfigNode, upTo length: Int) -> String? {
    guard let written = node.text else { return nil }
    // A block of YAML ends with a line break, and may be folded over several lines.
    let text = trimmingBlanks(written.replacing("\n", with: " "))
    // Shown on terminals as it is, so that no control character may be in it.
    let isPlain = text.unicodeScalars.allSatisfy { $0.value >= 32 && !(127...159).contains($0.value) }
    if !text.isEmpty, isPlain, text.count <= length { return text }
    node.fault("\(node.name) must be one line of 1 to \(length) characters", at: 0)
    return nil
}

/// Reads what overrides set, against the parameters that the rules have.
private struct SettingReader {
    let rules: [FaultRule]
    let isComplete: Bool

    func read(_ node: ConfigNode) -> [Override.Setting]? {
        guard node.isMapping else {
            node.fault("\(node.name) must be parameters and values, such as `{warm_cabinet.limit: 10 °C}`")
            return nil
        }
        let values = node.fields([]).values
        if values.isEmpty { node.fault("\(node.name) sets nothing; name at least one parameter, as rule.parameter") }
        return values.compactMap { key, value in setting(key, value) }
    }

    private func setting(_ key: String, _ node: ConfigNode) -> Override.Setting? {
        let words = key.split(separator: ".", maxSplits: 1).map(String.init)
        guard words.count == 2 else {
            node.fault("`\(key)` names no parameter; write rule.parameter, such as warm_cabinet.limit")
            return nil
        }
        guard let rule = rules.first(where: { $0.name == words[0] }) else {
            if isComplete {
                node.fault("no rule is named `\(words[0])`\(suggestion(for: words[0], in: rules.map(\.name)))")
            }
            return nil
        }
        let names = rule.parameters.map(\.name)
        // `for` alone stands for every `for.<level>`.
        let meant = rule.parameters.filter { parameter in
            parameter.name == words[1]
                || ["for", "keep"].contains(words[1]) && parameter.name.hasPrefix(words[1] + ".")
        }
        guard let first = meant.first else {
            let known = names + ["for", "keep"].filter { word in names.contains { $0.hasPrefix(word + ".") } }
            if isComplete {
                node.fault("\(rule.name) has no parameter `\(words[1])`\(suggestion(for: words[1], in: known))")
            }
            return nil
        }
        guard let quantity = quantity(node, of: first), meant.allSatisfy({ isInRange(quantity, of: $0, node) })
        else { return nil }
        return Override.Setting(
            rule: rule.name, parameter: words[1], value: quantity.value, text: quantity.text,
            measure: first.measure)
    }

    /// The value in the canonical unit, as written; notes what has another unit than the parameter.
    private func quantity(_ node: ConfigNode, of parameter: FaultRule.Parameter) -> (value: Double, text: String)? {
        if parameter.isDuration {
            // The lengths of levels are written as in rule files, `0s` and `1w` among them.
            guard let span = node.span() else { return nil }
            return (span.seconds, "\(span)")
        }
        guard let quantity = readQuantity(node) else { return nil }
        if Measure(quantity.unit) == parameter.measure { return (quantity.value, quantity.text) }
        node.fault(
            "\(node.name) is `\(quantity.text)`, which has not the unit of the parameter; write it as in "
                + "\(parameter.written(parameter.value))", at: 0)
        return nil
    }

    private func isInRange(
        _ quantity: (value: Double, text: String), of parameter: FaultRule.Parameter, _ node: ConfigNode
    ) -> Bool {
        guard let range = parameter.range, !range.contains(quantity.value) else { return true }
        node.fault(
            "\(node.name) is \(quantity.text); it must be from \(parameter.written(range.lowerBound)) to "
                + "\(parameter.written(range.upperBound))", at: 0)
        return false
    }
}

extension FaultRule.Parameter {
    /// Whether it is how long a level is waited for or kept.
    fileprivate var isDuration: Bool { name.hasPrefix("for.") || name.hasPrefix("keep.") }
}
