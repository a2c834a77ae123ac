import Appliances
package import ServiceDesk

/// Reads `config/service/desk.yaml`; `docs/service-desk.md` explains the keys.
///
/// `verification_order` (a list of sources, each once, `customer` last), `calls` (`after_guidance`, `after_untested`,
/// `after_incomplete`, `quality`: 1m to 30d; `unanswered`: 1 to 20) and `visits`
/// (`loaner_from_percent`: 0 to 101, `original_parts`). What is not there is as in the requirements.
///
/// - Returns: the thresholds; every problem is noted.
package func readServiceRules(_ node: ConfigNode) -> ServiceRules? {
    var rules = ServiceRules()
    let fields = node.fields(["verification_order", "calls", "visits"])
    if let order = fields["verification_order"].flatMap(readOrder) { rules.verificationOrder = order }
    if let calls = fields["calls"] { readCalls(calls, &rules) }
    if let visits = fields["visits"] { readVisits(visits, &rules) }
    return rules
}

private func readOrder(_ node: ConfigNode) -> [VerificationAttempt.Source]? {
    let order = node.items.compactMap { $0.choice(VerificationAttempt.Source.self) }
    guard order.count == node.items.count else { return nil }
    // Whoever comes after the customer would never be asked before.
    guard Set(order).count == order.count, order.last == .customer else {
        node.fault("\(node.name) must name each source once and the customer last")
        return nil
    }
    return order
}

private func readCalls(_ node: ConfigNode, _ rules: inout ServiceRules) {
    let fields = node.fields(["after_guidance", "after_untested", "after_incomplete", "quality", "unanswered"])
    let range = TimeSpan.minutes(1)...TimeSpan.days(30)
    if let span = fields["after_guidance"]?.span(in: range) { rules.callAfterGuidance = span }
    if let span = fields["after_untested"]?.span(in: range) { rules.callAfterUntested = span }
    if let span = fields["after_incomplete"]?.span(in: range) { rules.callAfterIncomplete = span }
    if let span = fields["quality"]?.span(in: range) { rules.callOfQuality = span }
    if let most = fields["unanswered"]?.whole(in: 1...20) { rules.unansweredMax = most }
}

private func readVisits(_ node: ConfigNode, _ rules: inout ServiceRules) {
    let fields = node.fields(["loaner_from_percent", "original_parts"])
    if let percent = fields["loaner_from_percent"]?.whole(in: 0...101) { rules.loanerFromPercent = percent }
    if let flag = fields["original_parts"]?.flag { rules.wantsOriginalParts = flag }
}
