import Appliances
import FaultRules

/// A number with its unit, as it stands in a file.
struct Quantity {
    /// The number in the canonical unit of its kind.
    let value: Double
    /// The unit in which it is written.
    let unit: Unit
    /// The number and its unit as written, such as `8 °C`.
    let text: String

    /// The unit that quantities of one kind share.
    var canonical: Unit { unit.toCanonical.unit }
}

/// Reads a number with its unit, such as `8 °C` or `3 min`; notes what is none. A bare number is in `standard`.
func readQuantity(_ node: ConfigNode, in standard: Unit = .one) -> Quantity? {
    guard let text = node.text else { return nil }
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-" || $0 == "+") }
    guard let number = Double(digits), number.isFinite else {
        node.fault("\(node.name) must be a number, with its unit if it has one, such as `8 °C`, not `\(text)`", at: 0)
        return nil
    }
    let word = text.dropFirst(digits.count).trimmingPrefix { $0.isWhitespace }
    guard let unit = word.isEmpty ? standard : Unit(written: word) else {
        node.fault(
            "\(node.name) has no known unit `\(word)`; units are written °C, K, W, A, min, h …",
            at: text.count - word.count)
        return nil
    }
    let (_, factor, offset) = unit.toCanonical
    return Quantity(value: number * factor + offset, unit: unit, text: text)
}

/// Reads `params`: name to `{default: 8 °C, range: [4 °C, 15 °C]}`, to `{default: 6, unit: starts/h}`, or to
/// the number alone.
///
/// - Returns: the parameters in the order of the file, and the names of those that cannot be read.
func readParameters(_ node: ConfigNode) -> (parameters: [FaultRule.Parameter], unreadable: [String]) {
    var (parameters, unreadable): ([FaultRule.Parameter], [String]) = ([], [])
    for (name, value) in node.fields([]).values {
        checkOwnWord(name, at: value)
        if let parameter = readParameter(value, named: name) {
            parameters.append(parameter)
        } else {
            unreadable.append(name)
        }
    }
    return (parameters, unreadable)
}

private func readParameter(_ node: ConfigNode, named name: String) -> FaultRule.Parameter? {
    if node.isScalar { return readQuantity(node).map { parameter(name, $0, range: nil) } }
    let fields = node.fields(["default", "range", "unit"])
    guard let unit = fields["unit"].map(readUnit) ?? .one else { return nil }
    guard let standard = fields.required("default").flatMap({ readQuantity($0, in: unit) }) else { return nil }
    // Where only the range is wrong the parameter is still known, and what is said of formulas stands.
    return parameter(name, standard, range: fields["range"].flatMap { readRange($0, around: standard, in: unit) })
}

/// Between which values a parameter may be set; notes where its default is not one of them.
private func readRange(_ node: ConfigNode, around standard: Quantity, in unit: Unit) -> ClosedRange<Double>? {
    guard node.items.count == 2 else {
        node.fault("\(node.name) must be a least and a greatest value, such as [4 °C, 15 °C]")
        return nil
    }
    let bounds = node.items.compactMap { readQuantity($0, in: unit) }
    guard bounds.count == 2 else { return nil }
    guard bounds.allSatisfy({ $0.canonical == standard.canonical }) else {
        node.fault("\(node.name) has another unit than `default` \(standard.text); write one unit in both")
        return nil
    }
    guard bounds[0].value <= bounds[1].value else {
        node.fault("\(node.name) begins above its end; write the least value first")
        return nil
    }
    let range = bounds[0].value...bounds[1].value
    if range.contains(standard.value) { return range }
    node.fault(
        "`default` is \(standard.text), outside its range from \(bounds[0].text) to \(bounds[1].text); "
            + "change one of them")
    return nil
}

private func parameter(_ name: String, _ quantity: Quantity, range: ClosedRange<Double>?) -> FaultRule.Parameter {
    FaultRule.Parameter(
        name: name, value: quantity.value, measure: Measure(quantity.unit), range: range, text: quantity.text,
        unit: quantity.unit)
}

private func readUnit(_ node: ConfigNode) -> Unit? {
    guard let word = node.text else { return nil }
    if let unit = Unit(written: word) { return unit }
    node.fault("\(node.name) cannot be `\(word)`; units are written °C, K, W, A, min, h, starts/h …", at: 0)
    return nil
}

/// Reads `priors`: what is normal for models, for baselines with `prior=model`; notes names that no signal has.
func readPriors(_ node: ConfigNode, signals: [String]) -> [FaultRule.Prior] {
    node.items.compactMap { readPrior($0, signals: signals) }
}

private func readPrior(_ node: ConfigNode, signals: [String]) -> FaultRule.Prior? {
    let fields = node.fields(["signal", "model", "p50", "spread", "weight"])
    let signal = fields.required("signal")?.text
    let model = fields.required("model")?.text
    let median = fields.required("p50").flatMap { readQuantity($0) }
    let spread = fields.required("spread").flatMap { readQuantity($0) }
    let weight = fields.required("weight")?.number(in: 0.1...10_000)
    if let signal, !signals.contains(signal) {
        fields["signal"]?.fault("no signal is named `\(signal)`\(suggestion(for: signal, in: signals))", at: 0)
        return nil
    }
    if let spread, spread.value <= 0 {
        fields["spread"]?.fault("`spread` is \(spread.text); it must be more than 0", at: 0)
        return nil
    }
    guard let signal, let model, let median, let spread, let weight else { return nil }
    return FaultRule.Prior(signal: signal, model: model, p50: median.value, spread: spread.value, weight: weight)
}
