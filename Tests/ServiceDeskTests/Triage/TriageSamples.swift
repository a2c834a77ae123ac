import Appliances
import ServiceDesk
import Testing

/// A small table: a relay, a board, a leak that needs the workshop, and a door that a call closes.
func triageTable() throws -> TriageTable {
    var table = TriageTable(category: .refrigerator, version: 3)
    table.causes = [
        cause("relay", .compressor, parts: ["start_relay"]),
        cause("board", .mainControlBoard, parts: ["main_control_board"]),
        cause("leak", .sealedSystem, parts: ["filter"], place: .workshop, pullBack: 80),
        cause("door", .user, isRemote: true),
    ]
    table.symptoms = [
        try symptom("warm", say: ["not cold", "不制冷"], [("relay", 50), ("leak", 30), ("door", 10)]),
        try symptom("clicks", say: ["click*"], [("relay", 40), ("board", 4)]),
        try symptom("beeps", say: ["beep*"], [("door", 60), ("board", 20)]),
        try symptom("faint", say: ["strange"], [("board", 8)]),
        try symptom("smoke", say: ["smoke", "冒烟"], [("board", 50), ("door", 50)], isDangerous: true),
    ]
    let generic = try #require(CodeText("E1"))
    table.codes = [
        TriageTable.ErrorCode(codes: [generic], words: words("relay"), shares: [TriageTable.Share("relay", 60)]),
        TriageTable.ErrorCode(
            codes: [generic], brands: ["Haier", "海尔"], words: words("board"), shares: [TriageTable.Share("board", 70)]),
    ]
    table.faults = [TriageTable.Fault(name: "compressor.fault", shares: [TriageTable.Share("relay", 60)])]
    table.questions = [
        TriageQuestion(id: "code", words: words("code"), fact: .errorCode),
        TriageQuestion(id: "onset", words: words("onset"), fact: .onset),
        TriageQuestion(id: "noise", words: words("noise"), fact: .detail, symptoms: ["clicks"]),
        TriageQuestion(id: "model", words: words("model"), fact: .missing(.model), isRequired: true),
        TriageQuestion(id: "address", words: words("address"), fact: .missing(.address), isRequired: true),
    ]
    table.scripts = [
        GuidanceScript(id: "close", title: words("close"), steps: [words("push")], causes: ["door"]),
        GuidanceScript(id: "safe", title: words("safe"), steps: [words("unplug")], isSafety: true),
    ]
    return table
}

/// A request of somebody who says this.
func asking(
    _ symptom: String, code: String = "", brand: String = "", known: [MissingFact] = Demand.required
) throws -> ServiceRequest {
    var demand = Demand(channel: .hotline, key: "call-1")
    (demand.symptom, demand.errorCode, demand.brand, demand.known) = (symptom, code, brand, known)
    let event = RecordedEvent(request: "SR-1", number: 1, at: start, event: .demanded(demand: demand))
    return try #require(ServiceRequest(opening: event))
}

extension ServiceRequest {
    /// The same with a fault that telemetry has foretold.
    func foretold(_ fault: String, of component: Component = .compressor) throws -> ServiceRequest {
        var request = self
        let piece = Evidence(
            episode: "EP-1", rule: "short_cycle", ruleVersion: 1, component: component, fault: fault, level: "major",
            raised: start, signals: [], statement: "nine starts in an hour")
        request.apply(
            RecordedEvent(request: number, number: eventCount + 1, at: start, event: .evidenceAttached(piece)))
        return request
    }
}

private func cause(
    _ code: String, _ component: Component, parts: [String] = [], place: Diagnosis.Place = .home, pullBack: Int = 0,
    isRemote: Bool = false
) -> TriageTable.Cause {
    var cause = TriageTable.Cause(code: code, component: component, words: words(code))
    (cause.parts, cause.place, cause.pullBackPercent) = (parts, place, pullBack)
    cause.isRemoteFixable = isRemote
    return cause
}

private func symptom(
    _ id: String, say phrases: [String], _ shares: [(String, Int)], isDangerous: Bool = false
) throws -> TriageTable.Symptom {
    TriageTable.Symptom(
        id: id, words: words(id), phrases: try phrases.map { try #require(Phrase($0)) },
        shares: shares.map { TriageTable.Share($0.0, $0.1) }, isDangerous: isDangerous)
}

private func words(_ text: String) -> Localised { Localised(en: text, zh: text) }
