import Appliances
import Foundation
import ServiceDesk
import Testing

@Suite("The keys of what is written (decision 19)")
struct WrittenKeyTests {
    /// The keys that are not of the one style, in a value and in all that it holds, sorted.
    private func wrongKeys(_ value: some Encodable) throws -> [String] {
        let written = try JSONEncoder().encode([value])
        return try Set(keys(in: JSONSerialization.jsonObject(with: written))).filter { key in
            key.wholeMatch(of: /[a-z][a-z0-9]*(_[a-z0-9]+)*/) == nil
        }.sorted()
    }

    private func keys(in value: Any) -> [String] {
        if let list = value as? [Any] { return list.flatMap(keys) }
        guard let object = value as? [String: Any] else { return [] }
        return Array(object.keys) + object.values.flatMap(keys)
    }

    @Test("are told apart by this test")
    func itself() throws {
        #expect(
            try wrongKeys(["good_key": ["badKey": 1], "_0": [:], "Bad": [:], "a__b": [:]]) == [
                "Bad", "_0", "a__b", "badKey",
            ])
    }

    @Test("are of one style in every command", arguments: DeskCommand.examples)
    func commands(command: DeskCommand) throws { #expect(try wrongKeys(command) == []) }

    @Test("are of one style in requests, events, what is due, refusals and reconciliations", arguments: 0..<40)
    func requests(seed: UInt64) throws {
        var random = try RandomDesk(seed: seed)
        for step in 1...120 {
            _ = random.step()
            guard step % 12 == 0 else { continue }
            let request = try #require(random.desk.request(random.number))
            #expect(try wrongKeys(request) == [])
            #expect(try wrongKeys(request.due()) == [])
        }
        let request = try #require(random.desk.request(random.number))
        #expect(try wrongKeys(random.events) == [])
        let history = request.history(among: [request], utcOffsetSeconds: 0)
        #expect(try wrongKeys(ToldRequest(request, history: history)) == [])
        let day = CalendarDay(request.since, utcOffsetSeconds: 28_800)
        #expect(try wrongKeys(Reconciliation(of: [request], on: day, under: ServiceRules())) == [])
        // What is written is what is read.
        let written = try JSONEncoder().encode(request)
        #expect(try JSONDecoder().decode(ServiceRequest.self, from: written) == request)
    }

    /// How many values of a value's own are there, empty lists among them.
    private func valueCount(_ value: Any) -> Int {
        Mirror(reflecting: value).children.count { child in
            let inner = Mirror(reflecting: child.value)
            return inner.displayStyle != .optional || !inner.children.isEmpty
        }
    }

    private func keyCount(_ value: some Encodable) throws -> Int {
        try #require(JSONSerialization.jsonObject(with: JSONEncoder().encode(value)) as? [String: Any]).count
    }

    // A property that nobody gave a key keeps its first value when it is read again, and nothing says so.
    @Test("are there for every value of a request, its visits, calls, complaints and charges", arguments: 0..<20)
    func complete(seed: UInt64) throws {
        var random = try RandomDesk(seed: seed)
        for _ in 1...150 { _ = random.step() }
        let request = try #require(random.desk.request(random.number))
        #expect(try keyCount(request) == valueCount(request))
        #expect(try keyCount(request.facts) == valueCount(request.facts))
        for visit in request.visits { #expect(try keyCount(visit) == valueCount(visit)) }
        for card in request.visits.compactMap(\.card) { #expect(try keyCount(card) == valueCount(card)) }
        for call in request.calls + request.pastCalls { #expect(try keyCount(call) == valueCount(call)) }
        for complaint in request.complaints { #expect(try keyCount(complaint) == valueCount(complaint)) }
        for charges in [request.charges].compactMap(\.self) { #expect(try keyCount(charges) == valueCount(charges)) }
        for one in request.approvals { #expect(try keyCount(one) == valueCount(one)) }
        for rating in request.ratings { #expect(try keyCount(rating) == valueCount(rating)) }
    }

    @Test("are of one style in what the desk did with a prediction", arguments: Self.held)
    func decisions(decision: IntakeDecision) throws {
        #expect(try wrongKeys(decision) == [])
        #expect(try JSONDecoder().decode(IntakeDecision.self, from: JSONEncoder().encode(decision)) == decision)
    }

    private static let held: [IntakeDecision] = [
        .opened(request: "SR-1"), .joined(request: "SR-1"), .held(because: .alreadyAdvised(at: start)),
        .held(because: .knownEpisode), .held(because: .nothingToRepair), .held(because: .storm(incident: "IN-1")),
    ]

    @Test(
        "are read as they were recorded before",
        arguments: [
            (#"{"held":{"because":{"alreadyAdvised":{"at":"2026-11-22T00:00:00Z"}}}}"#, held[2]),
            (#"{"held":{"because":{"knownEpisode":{}}}}"#, held[3]),
            (#"{"held":{"because":{"nothingToRepair":{}}}}"#, held[4]),
            (#"{"held":{"because":{"storm":{"incident":"IN-1"}}}}"#, held[5]),
        ])
    func earlier(text: String, decision: IntakeDecision) throws {
        #expect(try JSONDecoder().decode(IntakeDecision.self, from: Data(text.utf8)) == decision)
    }

    @Test("that nobody knows are refused", arguments: [#"{"held":{"because":{"x":{}}}}"#, #"{"held":{"because":{}}}"#])
    func unknown(text: String) {
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(IntakeDecision.self, from: Data(text.utf8)) }
    }

    @Test("of an event's evidence are read as they were recorded before, and written anew")
    func evidence() throws {
        let text = """
            {"component":"compressor","episode":"EP-1","fault":"compressor.short_cycle","level":"major",
             "raised":"2026-11-22T00:00:00Z","rule":"r","ruleVersion":3,"signals":[],"statement":"s"}
            """
        let piece = try JSONDecoder().decode(Evidence.self, from: Data(text.utf8))
        #expect(piece.ruleVersion == 3)
        let written = try JSONEncoder().encode(piece)
        #expect(String(decoding: written, as: UTF8.self).contains(#""rule_version":3"#))
        #expect(try JSONDecoder().decode(Evidence.self, from: written) == piece)
        let none = text.replacing("\"ruleVersion\":3,", with: "")
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Evidence.self, from: Data(none.utf8)) }
    }
}
