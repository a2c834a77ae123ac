import Appliances
import Warranty

/// Reads the bands of a policy: `source`, `purchased`, `cities`, `attributes`, `whole_machine`, `parts` and
/// `assumptions`.
func readBands(_ node: ConfigNode, _ cities: CityList) -> [WarrantyPolicy.Band] {
    let items = node.items
    if items.isEmpty { node.fault("\(node.name) is empty; a policy needs at least one band") }
    return items.compactMap { readBand($0, cities) }
}

private func readBand(_ node: ConfigNode, _ cities: CityList) -> WarrantyPolicy.Band? {
    let fields = node.fields([
        "source", "purchased", "cities", "attributes", "whole_machine", "parts", "assumptions",
    ])
    let source = fields.required("source").flatMap(citation)
    let (from, through) = fields["purchased"].map(readPurchased) ?? (nil, nil)
    let scope = PurchaseScope(
        from: from, through: through, cities: fields["cities"]?.items.compactMap { readCity($0, cities) } ?? [],
        attributes: fields["attributes"].map(readAttributes) ?? [])
    let whole = fields.required("whole_machine").flatMap { node in
        readTerm(node.fields(["months", "source"]), otherwise: source)
    }
    let parts = fields["parts"].map { readParts($0, otherwise: source) } ?? []
    let assumptions = fields["assumptions"]?.items.compactMap(readAssumption) ?? []
    guard let source, let whole else { return nil }
    return WarrantyPolicy.Band(
        citation: source, scope: scope, wholeMachine: whole, parts: parts, assumptions: assumptions)
}

private func readPurchased(_ node: ConfigNode) -> (CalendarDay?, CalendarDay?) {
    let fields = node.fields(["from", "through"])
    let (from, through) = (fields["from"]?.day, fields["through"]?.day)
    if let from, let through, from > through {
        node.fault("`from` is \(from), after `through` \(through); it must not be later")
    }
    return (from, through)
}

/// A term; the source of the band counts where it has none of its own.
private func readTerm(_ fields: Fields, otherwise source: String?) -> WarrantyPolicy.Term? {
    let months = fields.required("months")?.whole(in: 1...240)
    let source = fields["source"].flatMap(citation) ?? source
    guard let months, let source else { return nil }
    return WarrantyPolicy.Term(months: months, citation: source)
}

private func readParts(_ node: ConfigNode, otherwise source: String?) -> [WarrantyPolicy.PartsTerm] {
    // Where each component was first listed, across all terms: two terms for one part contradict.
    var lines: [Component: Int] = [:]
    return node.items.compactMap { item in
        let fields = item.fields(["components", "months", "source"])
        let components = fields.required("components").map { readComponents($0, &lines) }
        let term = readTerm(fields, otherwise: source)
        guard let components, let term else { return nil }
        return WarrantyPolicy.PartsTerm(components: components, term: term)
    }
}

private func readComponents(_ node: ConfigNode, _ lines: inout [Component: Int]) -> [Component] {
    if node.items.isEmpty { node.fault("\(node.name) is empty; it must name at least one component") }
    var components: [Component] = []
    for item in node.items {
        guard let component = readComponent(item) else { continue }
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

private func readAssumption(_ node: ConfigNode) -> WarrantyPolicy.Assumption? {
    let fields = node.fields(["day", "source", "en", "zh"])
    let source = fields.required("source").flatMap(citation)
    let (english, chinese) = (fields.required("en")?.text, fields.required("zh")?.text)
    guard let source, let english, let chinese else { return nil }
    return WarrantyPolicy.Assumption(
        day: fields["day"]?.day, citation: source, text: Localised(en: english, zh: chinese))
}
