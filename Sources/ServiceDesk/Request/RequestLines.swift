import Appliances
import Warranty

/// A request as people read it in a shell, one line an item, in English.
package func lines(of request: ServiceRequest) -> [String] {
    var lines = [
        "\(request.number)  \(request.priority.rawValue)  \(request.state.rawValue)",
        item("appliance", request.device?.text ?? "not in the registry"),
        item("fault", request.component.map { "\(request.fault) (\($0.rawValue))" } ?? request.fault),
        item("opened", "\(request.opened) by \(request.origin.rawValue)"),
    ]
    let confirmed = [request.facts.brand, request.facts.model, request.facts.category?.rawValue].compactMap(\.self)
    if !confirmed.isEmpty { lines.append(item("confirmed", confirmed.joined(separator: ", "))) }
    if let symptom = request.facts.symptom, !symptom.text.isEmpty { lines.append(item("symptom", symptom.text)) }
    if !request.parts.isEmpty { lines.append(item("parts", request.parts.joined(separator: ", "))) }
    for demand in request.demands {
        if let user = demand.usedBy {
            lines.append(item("used by", user == .customer ? "the customer" : "a customer of theirs"))
        }
        if let day = demand.wantedBy { lines.append(item("wanted by", "\(day)")) }
    }
    if !request.missing.isEmpty {
        lines.append(item("missing", request.missing.map(\.words.en).joined(separator: ", ")))
    }
    if let entitlement = request.entitlement { lines += entitlementLines("entitlement", entitlement) }
    if let then = request.entitlementAtFailure { lines += entitlementLines("on \(then.day)", then) }
    if let end = request.lapses { lines.append(item("warranty", "ends on \(end), before the failure: come sooner")) }
    if let telemetry = request.telemetry { lines.append(item("telemetry", telemetry.line)) }
    if let failure = request.failure { lines.append(item("failure", "\(failure.rawValue): \(failure.words.en)")) }
    if let reason = request.pullBack?.reason {
        lines.append(item("pull-back", "\(reason.code.rawValue): \(reason.words)"))
    }
    lines += request.visits.flatMap(\.hazards).map { item("hazard", hazardText($0)) }
    let refusals = request.visits.map(\.refusal) + request.approvals.map(\.refusal)
    lines += refusals.compactMap(\.self).map { item("refusal", "\($0.code.rawValue): \($0.words)") }
    lines += request.ratings.map { item("rating", ratingText($0)) }
    lines += request.complaints.map { item("complaint", complaintText($0)) }
    lines += request.visits.compactMap { visit in
        visit.card?.suspicion.map { item("card", "\(visit.engineer), \($0.since): \($0.because.words)") }
    }
    if let paid = request.compensated { lines.append(item("compensated", "\(paid)")) }
    lines += request.solutions.map { one in
        item("solution", "\(one.at) " + ([one.text] + one.attachments).joined(separator: "; "))
    }
    if let erased = request.erased { lines.append(item("erased", "words and attachments of a customer, \(erased)")) }
    return lines + request.evidence.flatMap(evidenceLines)
}

private func entitlementLines(_ label: String, _ decision: EntitlementDecision) -> [String] {
    [item(label, decision.headline())] + decision.reasonLines().map { item("", $0) }
}

private func ratingText(_ rating: Rating) -> String {
    let scores = rating.scores
    return "\(rating.at) \(rating.isSatisfied ? "satisfied" : "not satisfied"): attitude \(scores.attitude), "
        + "skill \(scores.skill), charges \(scores.charges), overall \(scores.overall)"
        + (rating.reason.isEmpty ? "" : "; \(rating.reason)")
}

private func hazardText(_ one: Hazard) -> String {
    "\(one.kind.rawValue)\(one.isUnsafe ? ", unsafe" : ""): \(one.what); \(one.decision.rawValue), notice "
        + one.notice.rawValue
}

private func complaintText(_ one: Complaint) -> String {
    "\(one.number) \(one.opened) \(one.subject.rawValue), \(one.level.rawValue): \(one.words)"
        + (one.resolved.map { "; resolved \($0): \(one.resolution)" } ?? "; open")
}

private func evidenceLines(_ piece: Evidence) -> [String] {
    [
        item("evidence", "\(piece.raised) \(piece.rule) v\(piece.ruleVersion) \(piece.level): \(piece.statement)"),
        item("", "episode \(piece.episode)"),
    ] + piece.signals.map { item("", signalText($0)) }
}

private func signalText(_ signal: Evidence.Signal) -> String {
    guard let value = signal.value else { return "\(signal.name) unknown" }
    // The unit of a bare number is `1`, which would read as a second value.
    return signal.unit == .one
        ? "\(signal.name) \(value)" : "\(signal.name) \(value) \(signal.unit.rawValue)"
}

/// Indented, with the label in a column of its own.
private func item(_ label: String, _ text: String) -> String {
    "  " + label + String(repeating: " ", count: max(1, 13 - label.count)) + text
}
