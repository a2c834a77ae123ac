import Appliances
package import Warranty

/// What a policy file holds.
package struct WarrantyFile {
    /// The policy.
    package let policy: WarrantyPolicy
    /// Whether it is in force.
    package let isEnabled: Bool
}

/// Reads one policy of `config/warranty/`; `docs/warranty.md` explains the keys.
///
/// `policy` (its name), `version` (from 1), `bands`, `papers`, `exclusions`, `pauses` and `covers` must be there: a
/// forgotten one would silently change who pays. `enabled` (true), `from_sources` (true), `role` (`main`), `brands`,
/// `categories`, `attributes`, `complete_for`, `first_days`, `exchange_after`, `services` and `conflict` may be.
///
/// - Parameters:
///   - node: The file.
///   - cities: The cities that bands may name.
/// - Returns: nil where something that a policy needs is wrong; every problem is noted.
package func readWarrantyFile(_ node: ConfigNode, cities: CityList) -> WarrantyFile? {
    let fields = node.fields([
        "policy", "version", "enabled", "from_sources", "role", "brands", "categories", "attributes", "complete_for",
        "bands", "papers", "first_days", "exclusions", "pauses", "exchange_after", "covers", "services", "conflict",
    ])
    let id = fields.required("policy").flatMap(policyName)
    let version = fields.required("version")?.whole(in: 1...1_000_000)
    let bands = fields.required("bands").map { readBands($0, cities) } ?? []
    guard let id, let version, !bands.isEmpty else { return nil }
    var policy = WarrantyPolicy(id: id, version: version, bands: bands)
    takeClaim(fields, &policy)
    takeClauses(fields, &policy)
    return WarrantyFile(policy: policy, isEnabled: fields["enabled"]?.flag ?? true)
}

private func takeClaim(_ fields: Fields, _ policy: inout WarrantyPolicy) {
    if let flag = fields["from_sources"]?.flag { policy.isFromSources = flag }
    if let role = fields["role"]?.choice(WarrantyPolicy.Role.self) { policy.role = role }
    policy.brands = fields["brands"]?.items.compactMap(\.text) ?? []
    policy.categories = fields["categories"]?.items.compactMap { $0.choice(Category.self) } ?? []
    policy.attributes = fields["attributes"].map(readAttributes) ?? []
    policy.completeFor = fields["complete_for"].map(readAttributes) ?? []
}

private func takeClauses(_ fields: Fields, _ policy: inout WarrantyPolicy) {
    if let papers = fields.required("papers").flatMap(readPapers) { policy.papers = papers }
    policy.options = fields["first_days"].flatMap(readFirstDays)
    policy.exclusions = fields.required("exclusions")?.items.compactMap(readExclusion) ?? []
    if let pauses = fields.required("pauses").flatMap(readPauses) { policy.pauses = pauses }
    policy.exchanges = fields["exchange_after"]?.items.compactMap(readExchange) ?? []
    policy.covers = fields.required("covers").map(readCovers) ?? []
    policy.services = fields["services"]?.items.compactMap(readService) ?? []
    guard let conflict = fields["conflict"]?.fields(["rule", "source"]) else { return }
    if let rule = conflict.required("rule")?.choice(WarrantyPolicy.ConflictRule.self) { policy.conflict = rule }
    if let source = conflict.required("source").flatMap(citation) { policy.conflictCitation = source }
}

private func policyName(_ node: ConfigNode) -> String? {
    guard let name = node.text else { return nil }
    if isPlainIdentifier(name) { return name }
    node.fault("\(node.name) must be 1 to 64 letters, digits, `_` or `-`, not `\(name)`")
    return nil
}

/// Where a clause is written.
func citation(_ node: ConfigNode) -> String? {
    guard let source = node.text else { return nil }
    if !source.isEmpty { return source }
    node.fault("\(node.name) is empty; it must say where this is written, such as H-16")
    return nil
}

/// Properties of an appliance: `{household: true}`.
func readAttributes(_ node: ConfigNode) -> [Attribute.Value] {
    let known = Attribute.allCases.map(\.rawValue)
    return node.fields(known).values.compactMap { name, value in
        guard let attribute = Attribute(rawValue: name), let flag = value.flag else { return nil }
        return Attribute.Value(attribute, flag)
    }
}

private func readPapers(_ node: ConfigNode) -> WarrantyPolicy.Papers? {
    let fields = node.fields(["required", "source"])
    let known = ["invoice", "certificate"]
    let required = fields.required("required")?.items.compactMap(\.text)
    for name in required ?? [] where !known.contains(name) {
        node.fault("`required` cannot be `\(name)`\(suggestion(for: name, in: known))")
    }
    guard let required, let source = fields.required("source").flatMap(citation) else { return nil }
    return WarrantyPolicy.Papers(
        invoice: required.contains("invoice"), certificate: required.contains("certificate"), citation: source)
}

private func readFirstDays(_ node: ConfigNode) -> WarrantyPolicy.Options? {
    let fields = node.fields(["return", "exchange"])
    let refund = fields.required("return").flatMap(readDays)
    let exchange = fields.required("exchange").flatMap(readDays)
    guard let refund, let exchange else { return nil }
    // Whoever may return may also exchange (H-21), so the longer time is that of exchange.
    if refund.days > exchange.days {
        node.fault(
            "`return` is \(refund.days) days, more than `exchange` \(exchange.days); it must not be longer")
    }
    return WarrantyPolicy.Options(
        returnDays: refund.days, returnCitation: refund.source, exchangeDays: exchange.days,
        exchangeCitation: exchange.source)
}

private func readDays(_ node: ConfigNode) -> (days: Int, source: String)? {
    let fields = node.fields(["days", "source"])
    let days = fields.required("days")?.whole(in: 1...365)
    let source = fields.required("source").flatMap(citation)
    guard let days, let source else { return nil }
    return (days, source)
}

private func readExclusion(_ node: ConfigNode) -> WarrantyPolicy.Exclusion? {
    let fields = node.fields(["finding", "source"])
    let kind = fields.required("finding")?.choice(WarrantyCase.Finding.Kind.self)
    let source = fields.required("source").flatMap(citation)
    guard let kind, let source else { return nil }
    return WarrantyPolicy.Exclusion(kind, citation: source)
}

private func readPauses(_ node: ConfigNode) -> WarrantyPolicy.PauseRule? {
    let fields = node.fields(["causes", "source"])
    let causes = fields.required("causes")?.items.compactMap { $0.choice(WarrantyPause.Cause.self) }
    let source = fields.required("source").flatMap(citation)
    guard let causes, let source else { return nil }
    return WarrantyPolicy.PauseRule(causes: WarrantyPause.Cause.allCases.filter(causes.contains), citation: source)
}

private func readExchange(_ node: ConfigNode) -> WarrantyPolicy.ExchangeRule? {
    let fields = node.fields(["failed_repairs", "pause", "longer_than_days", "source"])
    guard let source = fields.required("source").flatMap(citation) else { return nil }
    if let failed = fields["failed_repairs"] {
        return failed.whole(in: 1...100).map { .failedRepairs($0, citation: source) }
    }
    guard let cause = fields.required("pause")?.choice(WarrantyPause.Cause.self),
        let days = fields.required("longer_than_days")?.whole(in: 1...3_650)
    else { return nil }
    return .pause(cause, longerThanDays: days, citation: source)
}

private func readCovers(_ node: ConfigNode) -> [WarrantyPolicy.Cover] {
    var ways: [ServiceWay] = []
    return node.items.compactMap { item in
        let fields = item.fields(["way", "company", "may_waive", "source"])
        let way = fields.required("way")?.choice(ServiceWay.self)
        let company = fields.required("company")?.items.compactMap { readLine($0, of: way) }
        let waivable = fields["may_waive"]?.items.compactMap { readLine($0, of: way) } ?? []
        let source = fields.required("source").flatMap(citation)
        guard let way, let company, let source else { return nil }
        if ways.contains(way) { item.fault("the way `\(way.rawValue)` stands here twice; keep one of them") }
        ways.append(way)
        return WarrantyPolicy.Cover(way: way, company: company, mayWaive: waivable, citation: source)
    }
}

private func readLine(_ node: ConfigNode, of way: ServiceWay?) -> ChargeLine? {
    guard let line = node.choice(ChargeLine.self) else { return nil }
    guard let way, !way.lines.contains(line) else { return line }
    let known = way.lines.map(\.rawValue).joined(separator: ", ")
    node.fault("`\(line.rawValue)` is no charge of `\(way.rawValue)`; it has \(known)")
    return nil
}

private func readService(_ node: ConfigNode) -> WarrantyPolicy.ServiceTerm? {
    let fields = node.fields(["component", "free_months", "charged_after_months", "source", "gap"])
    let component = fields.required("component").flatMap(readComponent)
    let free = fields.required("free_months")?.whole(in: 1...240)
    let charged = fields.required("charged_after_months")?.whole(in: 1...240)
    let source = fields.required("source").flatMap(citation)
    let gap = fields.required("gap").flatMap(citation)
    guard let component, let free, let charged, let source, let gap else { return nil }
    if charged < free {
        node.fault("`charged_after_months` is \(charged), less than `free_months` \(free); it must not be shorter")
    }
    return WarrantyPolicy.ServiceTerm(
        component: component, free: WarrantyPolicy.Term(months: free, citation: source), chargedAfterMonths: charged,
        gapCitation: gap)
}

/// A component by one of its names; notes any other with the known ones.
func readComponent(_ node: ConfigNode) -> Component? {
    guard let name = node.text else { return nil }
    if let component = Component(named: name) { return component }
    let known = Component.allCases.filter(\.isPartOfAppliance).map(\.rawValue) + ["box", "temperature_controller"]
    node.fault(
        "\(node.name) cannot be `\(name)`\(suggestion(for: name, in: known)); known are "
            + known.sorted().joined(separator: ", "))
    return nil
}
