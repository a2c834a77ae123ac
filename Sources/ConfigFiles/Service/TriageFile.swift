import Appliances
package import ServiceDesk

/// Reads one table of `config/service/triage/`; `docs/service-desk.md` explains the keys.
///
/// `category`, `version` (from 1), `causes`, `symptoms` and `questions` must be there; `codes`, `faults`, `scripts` and
/// `limits` may be. Whatever names a cause or a symptom must name one of the file.
///
/// - Returns: nil where something that a table needs is wrong; every problem is noted.
package func readTriageTable(_ node: ConfigNode) -> TriageTable? {
    let fields = node.fields([
        "category", "version", "limits", "causes", "symptoms", "codes", "faults", "questions", "scripts",
    ])
    let category = fields.required("category")?.choice(Category.self)
    let version = fields.required("version")?.whole(in: 1...1_000_000)
    let causes = fields.required("causes")?.fields([]).values ?? []
    // By name, so that a broken cause does not make every reference to it a second problem.
    let names = TriageNames(
        causes: causes.map(\.key),
        symptoms: fields.required("symptoms")?.items.compactMap { $0.isMapping ? $0.plainID : nil } ?? [])
    guard let category, let version else { return nil }
    var table = TriageTable(category: category, version: version)
    table.causes = causes.compactMap { readCause($0.key, $0.value) }
    var ids = SeenIDs(what: "symptom")
    table.symptoms = fields["symptoms"]?.items.compactMap { readSymptom($0, names, &ids) } ?? []
    table.codes = fields["codes"]?.items.compactMap { readErrorCode($0, names) } ?? []
    noteRepeatedCodes(fields["codes"]?.items ?? [])
    ids = SeenIDs(what: "fault")
    table.faults = fields["faults"]?.items.compactMap { readFault($0, names, &ids) } ?? []
    ids = SeenIDs(what: "question")
    table.questions = fields.required("questions")?.items.compactMap { readQuestion($0, names, &ids) } ?? []
    ids = SeenIDs(what: "script")
    table.scripts = fields["scripts"]?.items.compactMap { readScript($0, names, &ids) } ?? []
    if let limits = fields["limits"] { readLimits(limits, &table.limits) }
    return table
}

/// What the rest of a table may name.
private struct TriageNames {
    let causes: [String]
    let symptoms: [String]
}

private func readLimits(_ node: ConfigNode, _ limits: inout TriageTable.Limits) {
    let fields = node.fields([
        "causes_max", "cause_from", "parts_from", "remote_from", "consult_below", "unlisted_fault",
    ])
    if let most = fields["causes_max"]?.whole(in: 1...50) { limits.causesMax = most }
    if let percent = fields["cause_from"]?.whole(in: 0...100) { limits.causeFrom = percent }
    if let percent = fields["parts_from"]?.whole(in: 0...100) { limits.partsFrom = percent }
    if let percent = fields["remote_from"]?.whole(in: 0...100) { limits.remoteFrom = percent }
    if let percent = fields["consult_below"]?.whole(in: 0...100) { limits.consultBelow = percent }
    if let percent = fields["unlisted_fault"]?.whole(in: 1...100) { limits.unlistedFault = percent }
}

private func readCause(_ code: String, _ node: ConfigNode) -> TriageTable.Cause? {
    let fields = node.fields(["component", "en", "zh", "parts", "place", "pull_back", "remote"])
    if !isRuleWord(code) {
        node.fault("the cause `\(code)` must have small letters, digits and `_`, and begin with no digit")
    }
    let words = readWords(fields)
    guard let component = fields.required("component").flatMap(readCauseComponent), let words else { return nil }
    var cause = TriageTable.Cause(code: code, component: component, words: words)
    cause.parts = fields["parts"]?.items.compactMap(readPlainName) ?? []
    if let place = fields["place"]?.choice(Diagnosis.Place.self) { cause.place = place }
    if let percent = fields["pull_back"]?.whole(in: 0...100) { cause.pullBackPercent = percent }
    if let flag = fields["remote"]?.flag { cause.isRemoteFixable = flag }
    return cause
}

/// A component, or what is none: the people at home and the way of the telemetry may be causes, too (M-4).
private func readCauseComponent(_ node: ConfigNode) -> Component? {
    if let text = node.text, let component = Component(rawValue: text) { return component }
    return readComponent(node)
}

private func readSymptom(
    _ node: ConfigNode, _ names: TriageNames, _ ids: inout SeenIDs
) -> TriageTable.Symptom? {
    let fields = node.fields(["id", "en", "zh", "say", "causes", "danger"])
    let id = fields.required("id").flatMap { ids.take($0) }
    let words = readWords(fields)
    let phrases = fields.required("say").map { $0.items.compactMap(readPhrase) } ?? []
    let shares = fields.required("causes").map { readShares($0, names) } ?? []
    let isDangerous = fields["danger"]?.flag ?? false
    guard let id, let words else { return nil }
    return TriageTable.Symptom(id: id, words: words, phrases: phrases, shares: shares, isDangerous: isDangerous)
}

private func readPhrase(_ node: ConfigNode) -> Phrase? {
    guard let text = node.text else { return nil }
    if let phrase = Phrase(text) { return phrase }
    node.fault("\(node.name) must have a letter or a digit in each part between `&`, not `\(text)`")
    return nil
}

private func readErrorCode(_ node: ConfigNode, _ names: TriageNames) -> TriageTable.ErrorCode? {
    let fields = node.fields(["code", "brands", "en", "zh", "causes"])
    let codes = fields.required("code")?.items.compactMap(readCode) ?? []
    let brands = fields["brands"]?.items.compactMap(readNonEmpty) ?? []
    let words = readWords(fields)
    let shares = fields.required("causes").map { readShares($0, names) } ?? []
    guard !codes.isEmpty, let words else { return nil }
    return TriageTable.ErrorCode(codes: codes, brands: brands, words: words, shares: shares)
}

private func readCode(_ node: ConfigNode) -> CodeText? {
    guard let text = node.text else { return nil }
    if let code = CodeText(text) { return code }
    node.fault("\(node.name) must have a letter or a digit, not `\(text)`")
    return nil
}

/// A code has one meaning for each maker: of two, one would never be what the customer's appliance means.
private func noteRepeatedCodes(_ entries: [ConfigNode]) {
    var lines: [String: Int] = [:]
    for entry in entries where entry.isMapping {
        // Without a list of known keys, so that nothing is noted a second time.
        let fields = entry.fields([])
        let brands = fields["brands"]?.items.filter(\.isScalar).compactMap(\.text) ?? [""]
        for code in fields["code"]?.items.filter(\.isScalar) ?? [] {
            guard let text = code.text.flatMap({ CodeText($0) })?.text else { continue }
            for brand in brands {
                if let line = lines["\(text) \(brand)"] {
                    code.fault("the code `\(text)` stands on line \(line) already; give it one meaning for each maker")
                }
                lines["\(text) \(brand)"] = code.line
            }
        }
    }
}

private func readFault(_ node: ConfigNode, _ names: TriageNames, _ ids: inout SeenIDs) -> TriageTable.Fault? {
    let fields = node.fields(["fault", "causes"])
    let name = fields.required("fault").flatMap { node in faultName(node).flatMap { ids.take($0, at: node) } }
    let shares = fields.required("causes").map { readShares($0, names) } ?? []
    guard let name else { return nil }
    return TriageTable.Fault(name: name, shares: shares)
}

private func readShares(_ node: ConfigNode, _ names: TriageNames) -> [TriageTable.Share] {
    let values = node.fields([]).values
    if values.isEmpty, node.isMapping { node.fault("\(node.name) is empty; it must name a cause with its percent") }
    return values.compactMap { code, value in
        checkReference(code, among: names.causes, what: "cause", at: value)
        return value.whole(in: 1...100).map { TriageTable.Share(code, $0) }
    }
}

private func readQuestion(_ node: ConfigNode, _ names: TriageNames, _ ids: inout SeenIDs) -> TriageQuestion? {
    let fields = node.fields(["id", "en", "zh", "fact", "required", "about"])
    let id = fields.required("id").flatMap { ids.take($0) }
    let words = readWords(fields)
    let fact = fields.required("fact").flatMap(readFact)
    let isRequired = fields["required"]?.flag ?? false
    let symptoms = fields["about"].map { readReferences($0, among: names.symptoms, what: "symptom") } ?? []
    guard let id, let words, let fact else { return nil }
    return TriageQuestion(id: id, words: words, fact: fact, isRequired: isRequired, symptoms: symptoms)
}

private func readFact(_ node: ConfigNode) -> TriageQuestion.Fact? {
    guard let text = node.text else { return nil }
    if let fact = TriageQuestion.Fact.all.first(where: { $0.name == text }) { return fact }
    node.fault("\(node.name) cannot be `\(text)`\(suggestion(for: text, in: TriageQuestion.Fact.all.map(\.name)))")
    return nil
}

private func readScript(_ node: ConfigNode, _ names: TriageNames, _ ids: inout SeenIDs) -> GuidanceScript? {
    let fields = node.fields(["id", "en", "zh", "causes", "safety", "steps"])
    let id = fields.required("id").flatMap { ids.take($0) }
    let title = readWords(fields)
    let isSafety = fields["safety"]?.flag ?? false
    // A script that makes safe is offered for a danger and needs no cause.
    let causes = (isSafety ? fields["causes"] : fields.required("causes")).map {
        readReferences($0, among: names.causes, what: "cause")
    }
    let steps = fields.required("steps").map(readSteps) ?? []
    guard let id, let title else { return nil }
    return GuidanceScript(id: id, title: title, steps: steps, causes: causes ?? [], isSafety: isSafety)
}

private func readSteps(_ node: ConfigNode) -> [Localised] {
    if node.items.isEmpty { node.fault("\(node.name) is empty; a script has one step at least") }
    return node.items.compactMap { readWords($0.fields(["en", "zh"])) }
}

private func readReferences(_ node: ConfigNode, among known: [String], what: String) -> [String] {
    node.items.compactMap { item in
        guard let name = item.text else { return nil }
        checkReference(name, among: known, what: what, at: item)
        return name
    }
}

private func checkReference(_ name: String, among known: [String], what: String, at node: ConfigNode) {
    guard !known.contains(name) else { return }
    node.fault("there is no \(what) `\(name)`\(suggestion(for: name, in: known))")
}
