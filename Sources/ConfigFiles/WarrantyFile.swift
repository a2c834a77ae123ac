import Appliances
package import Warranty

/// Reads one policy of `config/warranty/`.
///
/// Keys: `policy` (its name), `version` (from 1), `category`, `whole_machine` (`months` from
/// 1 to 240, `source`), `parts` (a list of `components`, `months`, `source`; may be `[]`),
/// `options` (`return_within_days` and `exchange_within_days` from 1 to 365, `source`).
/// All are required. A forgotten list of parts would silently shorten their term.
///
/// - Returns: nil where something that a policy needs is wrong; every problem is noted.
package func readWarrantyPolicy(_ node: ConfigNode) -> WarrantyPolicy? {
    let fields = node.fields([
        "policy", "version", "category", "whole_machine", "parts", "options",
    ])
    let id = fields.required("policy").flatMap(policyName)
    let version = fields.required("version")?.whole(in: 1...1_000_000)
    let category = fields.required("category")?.choice(Category.self)
    let wholeMachine = fields.required("whole_machine").flatMap { readTerm($0) }
    let parts = fields.required("parts").map(readParts)
    let options = fields.required("options").flatMap(readOptions)
    guard let id, let version, let category, let wholeMachine, let parts, let options else { return nil }
    return WarrantyPolicy(
        id: id, version: version, category: category, wholeMachine: wholeMachine, parts: parts,
        returnWithinDays: options.returnDays, exchangeWithinDays: options.exchangeDays,
        optionsCitation: options.source)
}

private func policyName(_ node: ConfigNode) -> String? {
    guard let name = node.text else { return nil }
    if isPlainIdentifier(name) { return name }
    node.fault("\(node.name) must be 1 to 64 letters, digits, `_` or `-`, not `\(name)`")
    return nil
}

private func readTerm(_ node: ConfigNode) -> WarrantyPolicy.Term? {
    readTerm(node.fields(["months", "source"]))
}

private func readTerm(_ fields: Fields) -> WarrantyPolicy.Term? {
    let months = fields.required("months")?.whole(in: 1...240)
    let source = fields.required("source").flatMap(citation)
    guard let months, let source else { return nil }
    return WarrantyPolicy.Term(months: months, citation: source)
}

private func citation(_ node: ConfigNode) -> String? {
    guard let source = node.text else { return nil }
    if !source.isEmpty { return source }
    node.fault("\(node.name) is empty; it must say where this is written, such as H-16")
    return nil
}

private func readParts(_ node: ConfigNode) -> [WarrantyPolicy.PartsTerm] {
    // Where each component was first listed, across all terms: two terms for one part contradict.
    var lines: [Component: Int] = [:]
    return node.items.compactMap { item in
        let fields = item.fields(["components", "months", "source"])
        let components = fields.required("components").map { readComponents($0, &lines) }
        let term = readTerm(fields)
        guard let components, let term else { return nil }
        return WarrantyPolicy.PartsTerm(components: components, term: term)
    }
}

private func readComponents(_ node: ConfigNode, _ lines: inout [Component: Int]) -> [Component] {
    if node.items.isEmpty { node.fault("\(node.name) is empty; it must name at least one component") }
    var components: [Component] = []
    for item in node.items {
        guard let component = item.choice(Component.self) else { continue }
        if let line = lines[component] {
            item.fault("`\(component.rawValue)` is listed twice, first on line \(line); list it once")
        } else if !component.isPartOfAppliance {
            item.fault("`\(component.rawValue)` is no part of an appliance; leave it out")
        } else {
            components.append(component)
        }
        lines[component] = lines[component] ?? item.line
    }
    return components
}

private func readOptions(
    _ node: ConfigNode
) -> (returnDays: Int, exchangeDays: Int, source: String)? {
    let fields = node.fields(["return_within_days", "exchange_within_days", "source"])
    let returnNode = fields.required("return_within_days")
    let returnDays = returnNode?.whole(in: 1...365)
    let exchangeDays = fields.required("exchange_within_days")?.whole(in: 1...365)
    let source = fields.required("source").flatMap(citation)
    guard let returnNode, let returnDays, let exchangeDays, let source else { return nil }
    // Whoever may return may also exchange (H-21), so the longer time is that of exchange.
    if returnDays > exchangeDays {
        returnNode.fault(
            "\(returnNode.name) is \(returnDays), more than `exchange_within_days` \(exchangeDays); "
                + "it must not be longer")
    }
    return (returnDays, exchangeDays, source)
}
