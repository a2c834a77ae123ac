import Appliances
package import Maintenance

/// Reads one file of `config/maintenance/`.
///
/// Key: `plans`, a list; `[]` where nothing is to be reminded of. Each plan has `id`
/// (1 to 64 letters, digits, `_`, `-`), `category`, `title` (`en` and `zh`) and `every`:
/// either `months` from 1 to 240 since the purchase, or `run_hours` from 1 to 200,000
/// with `channel`, a channel that is true or false. All are required.
///
/// - Returns: nil where a plan lacks something; every problem is noted.
package func readMaintenancePlans(_ node: ConfigNode) -> [MaintenancePlan]? {
    guard let list = node.fields(["plans"]).required("plans") else { return nil }
    let items = list.items
    var lines: [String: Int] = [:]
    let plans = items.compactMap { readPlan($0, &lines) }
    return plans.count == items.count ? plans : nil
}

private func readPlan(_ node: ConfigNode, _ lines: inout [String: Int]) -> MaintenancePlan? {
    let fields = node.fields(["id", "category", "title", "every"])
    let id = fields.required("id").flatMap { readID($0, &lines) }
    let category = fields.required("category")?.choice(Category.self)
    let title = fields.required("title").flatMap(readTitle)
    let cycle = fields.required("every").flatMap(readCycle)
    guard let id, let category, let title, let cycle else { return nil }
    return MaintenancePlan(id: id, category: category, title: title, cycle: cycle)
}

private func readID(_ node: ConfigNode, _ lines: inout [String: Int]) -> String? {
    guard let id = node.text else { return nil }
    guard isPlainIdentifier(id) else {
        node.fault("\(node.name) must be 1 to 64 letters, digits, `_` or `-`, not `\(id)`")
        return nil
    }
    // Reminders are told apart by the plan's id: two plans of one name would hide each other.
    if let line = lines[id] {
        node.fault("the plan `\(id)` stands on line \(line) already; give each its own id")
        return nil
    }
    lines[id] = node.line
    return id
}

private func readTitle(_ node: ConfigNode) -> Localised? {
    let fields = node.fields(["en", "zh"])
    let en = fields.required("en").flatMap(readWords)
    let zh = fields.required("zh").flatMap(readWords)
    guard let en, let zh else { return nil }
    return Localised(en: en, zh: zh)
}

private func readWords(_ node: ConfigNode) -> String? {
    guard let words = node.text else { return nil }
    if !words.isEmpty { return words }
    node.fault("\(node.name) is empty; it must say what the owner should do")
    return nil
}

private func readCycle(_ node: ConfigNode) -> MaintenancePlan.Cycle? {
    let fields = node.fields(["months", "run_hours", "channel"])
    switch (fields["months"], fields["run_hours"]) {
    case (let months?, nil):
        fields["channel"]?.fault("`channel` belongs to `run_hours`; a cycle of months needs none")
        return months.whole(in: 1...240).map { .calendar(months: $0) }
    case (nil, let hours?):
        let count = hours.whole(in: 1...200_000)
        let channel = fields.required("channel").flatMap(readStateChannel)
        guard let count, let channel else { return nil }
        return .runHours(hours: count, channel: channel)
    case (_?, _?):
        node.fault("\(node.name) has `months` and `run_hours`; it must have one of them")
        return nil
    case (nil, nil):
        node.fault("\(node.name) lacks `months` or `run_hours`")
        return nil
    }
}

private func readStateChannel(_ node: ConfigNode) -> String? {
    guard let name = node.text else { return nil }
    let states = Channel.catalogue.filter { $0.kind == .state }.map(\.name)
    if states.contains(name) { return name }
    let known = Channel.catalogue.map(\.name)
    node.fault(
        known.contains(name)
            ? "`\(name)` is not true or false, so it cannot count hours; such are \(states.joined(separator: ", "))"
            : "there is no channel `\(name)`\(suggestion(for: name, in: states))")
    return nil
}
