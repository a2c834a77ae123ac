import Appliances
package import ServiceDesk

/// Reads `config/service/desk.yaml`; `docs/service-desk.md` explains the keys.
///
/// `verification_order` (a list of sources, each once, `customer` last), `calls` (`after_guidance`, `after_untested`,
/// `after_incomplete`, `after_mismatch`, `quality`: 1m to 30d; `unanswered`: 1 to 20), `visits`
/// (`loaner_from_percent`: 0 to 101, `original_parts`, `certified_parts` (brands, each once), `departure_prompt`,
/// `departure_latest`,
/// `departure_spare`, `late_warning`,
/// `late_for_manager`, `door_wait`, `arrive_early`, `contact_apart`: 0s to 1d; `contact_tries`: 1 to 20),
/// `responses` (`first_contact`, `engineer_contact`, `hand_over`, `solution`, `part_order`, `part_purchase`,
/// `verify_again`, `assign`, `answer_window`, `end_visit`, `settle`, `decide`, `take_up`, `close`: 1m to 30d of working
/// time; `complaint`: 1m to 30d), `intake` (`same_days`: 0s to 30d; `complaint_after_end`: 0s to
/// 365d) and `reconcile` (`at`, a time of the day such as
/// `21:00`; `days`: 1 to 30). What is not there is as in the
/// requirements.
///
/// - Returns: the thresholds; every problem is noted.
package func readServiceRules(_ node: ConfigNode) -> ServiceRules? {
    var rules = ServiceRules()
    let fields = node.fields(["verification_order", "calls", "visits", "responses", "reconcile", "intake"])
    if let order = fields["verification_order"].flatMap(readOrder) { rules.verificationOrder = order }
    if let calls = fields["calls"] { readCalls(calls, &rules) }
    if let visits = fields["visits"] { readVisits(visits, &rules) }
    if let responses = fields["responses"] { readResponses(responses, &rules) }
    if let reconcile = fields["reconcile"] { readReconcile(reconcile, &rules) }
    if let intake = fields["intake"] { readIntake(intake, &rules) }
    return rules
}

/// What is one request (Z-1, Z-19).
private func readIntake(_ node: ConfigNode, _ rules: inout ServiceRules) {
    let fields = node.fields(["same_days", "complaint_after_end"])
    if let span = fields["same_days"]?.span(in: TimeSpan.zero...TimeSpan.days(30)) { rules.sameDays = span }
    let after = fields["complaint_after_end"]?.span(in: TimeSpan.zero...TimeSpan.days(365))
    if let after { rules.complaintAfterEnd = after }
}

/// When the cards of a day are reconciled (M-76).
private func readReconcile(_ node: ConfigNode, _ rules: inout ServiceRules) {
    let fields = node.fields(["at", "days"])
    if let days = fields["days"]?.whole(in: 1...30) { rules.reconcileDays = days }
    guard let at = fields["at"], let text = at.text else { return }
    guard let minute = minuteOfDay(text[...]), minute < 1_440 else {
        return at.fault("\(at.name) must be a time of the day such as 21:00")
    }
    rules.reconcileMinute = minute
}

/// How soon somebody answers, on the business calendar.
private func readResponses(_ node: ConfigNode, _ rules: inout ServiceRules) {
    let fields = node.fields([
        "first_contact", "engineer_contact", "hand_over", "solution", "part_order", "part_purchase", "verify_again",
        "assign", "answer_window", "end_visit", "settle", "decide", "take_up", "close", "complaint",
    ])
    let range = TimeSpan.minutes(1)...TimeSpan.days(30)
    if let span = fields["first_contact"]?.span(in: range) { rules.firstContact = span }
    if let span = fields["engineer_contact"]?.span(in: range) { rules.engineerContact = span }
    if let span = fields["hand_over"]?.span(in: range) { rules.handOver = span }
    if let span = fields["solution"]?.span(in: range) { rules.solution = span }
    if let span = fields["part_order"]?.span(in: range) { rules.partOrder = span }
    if let span = fields["complaint"]?.span(in: range) { rules.complaint = span }
    if let span = fields["part_purchase"]?.span(in: range) { rules.partPurchase = span }
    readWaits(fields, range, &rules)
}

/// How soon somebody has the next word where nothing else is due.
private func readWaits(
    _ fields: Fields, _ range: ClosedRange<TimeSpan>, _ rules: inout ServiceRules
) {
    if let span = fields["verify_again"]?.span(in: range) { rules.verifyAgain = span }
    if let span = fields["assign"]?.span(in: range) { rules.assignWithin = span }
    if let span = fields["answer_window"]?.span(in: range) { rules.answerWindow = span }
    if let span = fields["end_visit"]?.span(in: range) { rules.endVisit = span }
    if let span = fields["settle"]?.span(in: range) { rules.settleWithin = span }
    if let span = fields["decide"]?.span(in: range) { rules.decideWithin = span }
    if let span = fields["take_up"]?.span(in: range) { rules.takeUp = span }
    if let span = fields["close"]?.span(in: range) { rules.closeWithin = span }
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
    let fields = node.fields([
        "after_guidance", "after_untested", "after_incomplete", "after_mismatch", "quality", "unanswered",
    ])
    let range = TimeSpan.minutes(1)...TimeSpan.days(30)
    if let span = fields["after_guidance"]?.span(in: range) { rules.callAfterGuidance = span }
    if let span = fields["after_untested"]?.span(in: range) { rules.callAfterUntested = span }
    if let span = fields["after_incomplete"]?.span(in: range) { rules.callAfterIncomplete = span }
    if let span = fields["after_mismatch"]?.span(in: range) { rules.callAfterMismatch = span }
    if let span = fields["quality"]?.span(in: range) { rules.callOfQuality = span }
    if let most = fields["unanswered"]?.whole(in: 1...20) { rules.unansweredMax = most }
}

private func readVisits(_ node: ConfigNode, _ rules: inout ServiceRules) {
    let fields = node.fields([
        "loaner_from_percent", "original_parts", "certified_parts", "departure_prompt", "departure_latest",
        "late_warning", "late_for_manager", "door_wait", "arrive_early", "contact_apart", "contact_tries",
        "departure_spare",
    ])
    let range = TimeSpan.zero...TimeSpan.days(1)
    if let span = fields["departure_prompt"]?.span(in: range) { rules.departurePrompt = span }
    if let span = fields["departure_latest"]?.span(in: range) { rules.departureLatest = span }
    if let span = fields["departure_spare"]?.span(in: range) { rules.departureSpare = span }
    if let span = fields["late_warning"]?.span(in: range) { rules.lateWarning = span }
    if let span = fields["late_for_manager"]?.span(in: range) { rules.lateForManager = span }
    if let span = fields["door_wait"]?.span(in: range) { rules.doorWait = span }
    if let span = fields["arrive_early"]?.span(in: range) { rules.arriveEarly = span }
    if let span = fields["contact_apart"]?.span(in: range) { rules.contactApart = span }
    if let tries = fields["contact_tries"]?.whole(in: 1...20) { rules.contactTries = tries }
    if let percent = fields["loaner_from_percent"]?.whole(in: 0...101) { rules.loanerFromPercent = percent }
    if let flag = fields["original_parts"]?.flag { rules.wantsOriginalParts = flag }
    if let brands = fields["certified_parts"] { rules.certifiedBrands = readBrands(brands) }
}

/// The brands of which certified parts will do, each once (C-7).
private func readBrands(_ node: ConfigNode) -> [String] {
    var seen = SeenIDs(what: "brand")
    return node.items.compactMap { item in
        guard let brand = readNonEmpty(item) else { return nil }
        let name = CustomerWords(brand).joined
        guard !name.isEmpty else {
            item.fault("\(item.name) names no brand; it must say one, such as Haier")
            return nil
        }
        return seen.take(name, at: item).map { _ in brand }
    }
}
