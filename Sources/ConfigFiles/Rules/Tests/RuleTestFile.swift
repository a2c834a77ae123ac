package import Appliances
package import FaultRules
package import RuleTrials
package import Telemetry

/// The bounds of tests beside rules.
package enum RuleTestBounds {
    /// How many records one test may send.
    package static let recordsMax = 500_000
    /// How long one test may last.
    package static let lengthMax = TimeSpan.days(400)
    /// How deep waveforms may stand in each other.
    package static let depthMax = 8
}

/// Reads the `tests` of a rule file (design page rules, "Tests in the rule file").
///
/// Each has `name`, `device` (`id`, `category`, `model`, `family`, `batch`, `firmware`, `region`, `centre`, `home`;
/// any other key is a trait), `start` (RFC 3339, 2026-07-01T00:00Z), `every` (1m), `lasts` (as long as the longest
/// series), `series` (channel to waveform), `faults` and `expect`.
///
/// - Returns: the tests without those that are wrong; every problem is noted.
package func readRuleTests(_ node: ConfigNode, rule: FaultRule, channels: ChannelList) -> [RuleTest] {
    var names: [String] = []
    return node.items.compactMap { item in
        let test = readRuleTest(item, rule: rule, channels: channels)
        if let test, names.contains(test.name) {
            item.fault("another test is named `\(test.name)`; reports could not tell them apart")
        }
        names += test.map { [$0.name] } ?? []
        return test
    }
}

private func readRuleTest(_ node: ConfigNode, rule: FaultRule, channels: ChannelList) -> RuleTest? {
    guard node.isMapping else {
        node.fault("a test must have `name`, `series` and `expect`")
        return nil
    }
    let fields = node.fields(["name", "device", "start", "every", "lasts", "series", "faults", "expect"])
    let name = fields.required("name").flatMap { readTestName($0) }
    guard let device = readTestDevice(fields["device"], of: rule) else { return nil }
    var test = RuleTest(name: name ?? "", device: device)
    test.line = node.line
    (test.start, test.day) = readStart(fields["start"])
    test.every = fields["every"]?.span(in: .seconds(1)...TimeSpan.days(1)) ?? test.every
    test.lasting = fields["lasts"]?.span(in: .seconds(1)...RuleTestBounds.lengthMax)
    test.series = fields.required("series").map { readSeries($0, channels: channels) } ?? []
    check(test, node)
    test.faults = fields["faults"].map { $0.items.flatMap { readInjectedFaults($0, length: test.length) } } ?? []
    let expect = fields.required("expect")
    test.expectations = expect?.items.compactMap { readExpectation($0, rule: rule, length: test.length) } ?? []
    if let expect, expect.items.isEmpty { expect.fault("`expect` is an empty list; a test must expect something") }
    return name == nil ? nil : test
}

private func readTestName(_ node: ConfigNode) -> String? {
    guard let name = node.text else { return nil }
    if !name.isEmpty, name.count <= 120 { return name }
    node.fault("\(node.name) must say in 1 to 120 characters what the test shows", at: 0)
    return nil
}

/// What only the test as a whole shows.
private func check(_ test: RuleTest, _ node: ConfigNode) {
    if test.series.isEmpty { return }
    guard test.length > .zero else {
        node.fault("the test has no end; give a series a length, such as `{5 °C: 2h}`, or the test `lasts`")
        return
    }
    if test.length > RuleTestBounds.lengthMax {
        node.fault("the test lasts \(spoken(test.length)); at most \(spoken(RuleTestBounds.lengthMax)) are tried")
    } else if test.recordCount > RuleTestBounds.recordsMax {
        let most = RuleTestBounds.recordsMax
        node.fault("the test sends \(test.recordCount) records, more than \(most); send less often with `every`")
    }
}

/// The appliance of a test: of the rule's category and traits where nothing else is said.
private func readTestDevice(_ node: ConfigNode?, of rule: FaultRule) -> Appliance? {
    let known = ["id", "category", "model", "family", "batch", "firmware", "region", "centre", "home"]
    let values = node?.fields([]).values ?? []
    func text(_ key: String) -> String { values.first { $0.key == key }?.value.text ?? "" }
    var traits = rule.reach.traits
    for (key, value) in values where !known.contains(key) {
        guard let trait = readTestTrait(value, named: key, known) else { continue }
        traits = traits.filter { $0.name != trait.name } + [trait]
    }
    let category = values.first { $0.key == "category" }?.value.choice(Category.self)
    let (id, home) = (text("id"), text("home"))
    guard let device = DeviceID(id.isEmpty ? "test-1" : id), let site = SiteID(home.isEmpty ? "home-1" : home) else {
        node?.fault("`id` and `home` must be 1 to 64 letters, digits, `_` or `-`")
        return nil
    }
    let appliance = Appliance(
        id: device, site: site, category: category ?? rule.reach.category ?? .refrigerator, model: text("model"),
        family: text("family"), batch: text("batch"), firmware: text("firmware"), region: text("region"),
        centre: text("centre"), traits: traits)
    for objection in rule.reach.objections(to: appliance) {
        node?.fault("the rule does not apply to this device: \(objection)")
    }
    return appliance
}

private func readTestTrait(_ node: ConfigNode, named name: String, _ known: [String]) -> Trait? {
    if let near = nearest(to: name, in: known) {
        node.fault("`device` has no key `\(name)`; did you mean \(near)?")
        return nil
    }
    guard let value = node.text else { return nil }
    if isRuleWord(name), isPlainIdentifier(value) { return Trait(name: name, value: value) }
    node.fault("`\(name): \(value)` is no trait; a word stands for each, such as `compressor: fixed_speed`")
    return nil
}

/// The first moment, and the day that the calendar shows there.
private func readStart(_ node: ConfigNode?) -> (Timestamp, CalendarDay) {
    let text = node?.text ?? "2026-07-01T00:00:00Z"
    // Seconds may be left out, though RFC 3339 wants them: nobody writes them in a plan.
    let hasNoSeconds = text.count >= 17 && !text.dropFirst(16).hasPrefix(":")
    let full = hasNoSeconds ? "\(text.prefix(16)):00\(text.dropFirst(16))" : text
    if let moment = Timestamp(rfc3339: full), let day = CalendarDay(text.prefix(10)) { return (moment, day) }
    node?.fault("`start` must be a time with its zone, such as 2026-07-01T00:00+08:00, not `\(text)`", at: 0)
    return (.epoch, CalendarDay(.epoch, utcOffsetSeconds: 0))
}

/// `{at: 41m, gateway: kill}`, `{from: 50m, to: 55m, reorder: 30s, duplicate: 20%}`, `{from: 1h, clock: +26h}`.
private func readInjectedFaults(_ node: ConfigNode, length: TimeSpan) -> [InjectedFault] {
    let fields = node.fields(["at", "from", "to", "gateway", "reorder", "duplicate", "drop", "clock"])
    if let word = fields["gateway"] {
        if word.text != "kill" { word.fault("`gateway` can only be `kill`", at: 0) }
        return fields.required("at").flatMap { readOffset($0, length: length) }.map { [.kill(at: $0)] } ?? []
    }
    let clock = fields["clock"].flatMap(readSignedSpan)
    let reorder = fields["reorder"]?.span(in: TimeSpan(milliseconds: 1)...TimeSpan.days(7))
    let (duplicate, drop) = (fields["duplicate"].flatMap(readShare), fields["drop"].flatMap(readShare))
    if ["reorder", "duplicate", "drop", "clock"].allSatisfy({ fields[$0] == nil }) {
        node.fault("a fault must be one of gateway, reorder, duplicate, drop and clock")
        return []
    }
    guard let from = fields.required("from").flatMap({ readOffset($0, length: length) }) else { return [] }
    // A clock may stay wrong for good; the others end.
    let isForGood = fields["to"] == nil && clock != nil
    let to = isForGood ? nil : fields.required("to").flatMap { readOffset($0, length: length) }
    if let to, to <= from { node.fault("`to` is not after `from`; write the earlier time first") }
    var faults: [InjectedFault] = []
    if let clock { faults.append(.clock(from: from, to: to, by: clock)) }
    guard let to else { return faults }
    if let reorder { faults.append(.reorder(from: from, to: to, by: reorder)) }
    if let duplicate { faults.append(.duplicate(from: from, to: to, share: duplicate)) }
    if let drop { faults.append(.drop(from: from, to: to, share: drop)) }
    return faults
}

/// A time of the test; notes what lies after its end.
func readOffset(_ node: ConfigNode, length: TimeSpan) -> TimeSpan? {
    guard let span = node.span() else { return nil }
    if span <= length { return span }
    node.fault("\(node.name) is \(span), after the end of the test at \(spoken(length))", at: 0)
    return nil
}

private func readSignedSpan(_ node: ConfigNode) -> TimeSpan? {
    guard let text = node.text else { return nil }
    let isBack = text.hasPrefix("-")
    let digits = text.drop { $0 == "+" || $0 == "-" }
    if let span = TimeSpan(digits), span > .zero, span <= TimeSpan.days(36_500) {
        return TimeSpan(milliseconds: isBack ? -span.milliseconds : span.milliseconds)
    }
    node.fault("\(node.name) must be how far the clock is off, such as +26h or -3h, not `\(text)`", at: 0)
    return nil
}

private func readShare(_ node: ConfigNode) -> Double? {
    guard let share = readQuantity(node) else { return nil }
    if share.canonical == .one, (0...1).contains(share.value) { return share.value }
    node.fault("\(node.name) is \(share.text); it must be a share such as 20%", at: 0)
    return nil
}
