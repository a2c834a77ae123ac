import Appliances
import Foundation
import ServiceDesk
import Testing
import Warranty

@Suite("What is taken down")
struct IntakeClauseTests {
    @Test("nobody is sent before what a visit needs is known (H-1, M-1)", arguments: Demand.required)
    func facts(missing: MissingFact) throws {
        var story = Story()
        var demand = Story.call(symptom: missing == .symptom ? "" : "does not cool")
        demand.known.removeAll { $0 == missing }
        demand.wish = "after six"
        _ = story.demand(demand, entitled: decision(.free))
        let request = try story.request
        #expect(request.state == .verifying && request.missing == [missing])
        #expect(request.demands.first?.wish == "after six")
        #expect(try story.refusal(Story.agent, .triage(.simple)) == [.stage])
        #expect(try story.refusal(Story.dispatcher, .assign(engineer: "E-7", Feasibility())) == [.stage])
    }

    @Test(
        "every way of asking leads to one request, and the same demand to the same one (Z-1, Z-2, N-1)",
        arguments: Origin.allCases.filter { $0 != .prediction })
    func ways(channel: Origin) throws {
        var story = Story()
        var demand = Demand(channel: channel, key: "k-1")
        (demand.customer, demand.symptom, demand.known) = ("C-9", "too warm", Demand.required)
        let decision = story.demand(demand)
        #expect(decision == .opened(request: story.number))
        #expect(try story.request.origin == channel && story.request.state == .verified)
        #expect(story.demand(demand) == .known(request: story.number))
    }

    @Test("who writes says who uses it and by when it should be repaired, and is asked otherwise (X-3)")
    func exporter() throws {
        var table = TriageTable(category: .refrigerator, version: 1)
        table.questions = [TriageQuestion.Fact.usedBy, .wantedBy].map {
            TriageQuestion(id: $0.name, words: Localised(en: $0.name, zh: $0.name), fact: $0)
        }
        func asked(_ demand: Demand) throws -> [String] {
            var story = Story()
            _ = story.demand(demand)
            return table.propose(for: try story.request).openQuestions.map(\.id)
        }
        var demand = Demand(channel: .email, key: "letter-1")
        demand.symptom = "forty of them do not start"
        #expect(try asked(demand) == ["used_by", "wanted_by"])
        #expect(try asked(Story.call()) == [], "who calls uses it")
        demand.usedBy = .theirCustomer
        #expect(try asked(demand) == ["wanted_by"])
        demand.wantedBy = CalendarDay("2026-12-01")
        #expect(try asked(demand) == [])
        var story = Story()
        _ = story.demand(demand)
        let told = lines(of: try story.request).joined(separator: "\n")
        #expect(told.contains("a customer of theirs") && told.contains("2026-12-01"))
        let text = String(decoding: try JSONEncoder().encode(demand), as: UTF8.self)
        #expect(text.contains(#""used_by":"their_customer""#) && text.contains(#""wanted_by":"2026-12-01""#))
        #expect(try JSONDecoder().decode(Demand.self, from: Data(text.utf8)) == demand)
    }

    @Test("the fault is taken down as it showed: its code, when it began and what came before (N-2)")
    func fault() throws {
        var story = Story()
        var demand = Story.call()
        (demand.errorCode, demand.onset, demand.trigger) = ("E2", start + .hours(-5), "voltage fluctuation")
        (demand.brand, demand.model) = ("Haier", "BCD-216")
        _ = story.demand(demand, entitled: decision(.free))
        #expect(try story.request.demands == [demand])
        #expect(try story.request.entitlement?.outcome == .free)
    }

    @Test("serial, years of use, way of purchase and extended warranty are taken down; years do for a day (N-2)")
    func product() throws {
        var story = Story()
        var demand = Story.call()
        demand.known.removeAll { $0 == .purchaseDate }
        var undated = story
        _ = undated.demand(demand)
        #expect(try undated.request.missing == [.purchaseDate])
        (demand.serial, demand.years, demand.purchaseChannel) = ("B0123", 6, "a shop in Jinan")
        demand.hasExtendedWarranty = false
        _ = story.demand(demand)
        #expect(try story.request.state == .verified && story.request.demands == [demand])
        let text = String(decoding: try JSONEncoder().encode(demand), as: UTF8.self)
        for key in ["\"serial\"", "\"years\"", "\"purchase_channel\"", "\"has_extended_warranty\""] {
            #expect(text.contains(key))
        }
        #expect(try JSONDecoder().decode(Demand.self, from: Data(text.utf8)) == demand)
        let old = try JSONDecoder().decode(Demand.self, from: Data(#"{"channel": "app"}"#.utf8))
        #expect(old.years == nil && old.serial.isEmpty && old.hasExtendedWarranty == nil)
        let absurd = Data(#"{"channel": "app", "years": 101}"#.utf8)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Demand.self, from: absurd) }
        #expect(demand.named("other").serial == "B0123" && demand.named("other").key == "other")
    }

    @Test("whoever goes knows what was before: number, day, fault and outcome, the oldest first (Z-6)")
    func known() throws {
        var story = Story()
        _ = try story.predict()
        let first = story.number
        try story.agree()
        try story.arrive()
        try story.repair()
        try story.does(Story.engineer, .settle)
        try story.satisfy()
        story.wait(.days(30))
        _ = story.demand(Story.call(device: "fridge-1", component: .door, key: "call-9"), entitled: decision(.free))
        let all = story.desk.requests(of: try #require(DeviceID("fridge-1")))
        let history = try story.request.history(among: all, utcOffsetSeconds: 28_800)
        let day = CalendarDay(start, utcOffsetSeconds: 28_800)
        #expect(history.map(\.number) == [first] && history.first?.outcome == .fixed && history.first?.day == day)
        #expect(
            history.first?.line == "\(first)  \(day)  compressor.fault (compressor, start_relay_worn)  fixed")
        let earlier = try #require(all.first)
        #expect(earlier.history(among: all, utcOffsetSeconds: 28_800) == [])
        let told = ToldRequest(try story.request, history: history)
        let text = String(decoding: try JSONEncoder().encode(told), as: UTF8.self)
        #expect(text.contains("\"history\":[") && text.contains("\"number\":\"\(story.number)\""))
        #expect(try JSONDecoder().decode(ServiceRequest.self, from: Data(text.utf8)) == story.request)
    }

    @Test("an appliance keeps the history of its requests, the oldest first (Z-23)")
    func history() throws {
        var story = Story()
        _ = try story.predict()
        let first = story.number
        try story.does(Story.customer, .cancel(reason: "it stands unused"))
        story.wait(.days(400))
        _ = story.demand(Story.call(device: "fridge-1", key: "call-9"), entitled: decision(.free))
        let device = try #require(DeviceID("fridge-1"))
        #expect(story.desk.requests(of: device).map(\.number) == [first, story.number])
        var rebuilt = Desk()
        for event in story.events { rebuilt.apply(event) }
        #expect(rebuilt.requests(of: device) == story.desk.requests(of: device))
    }
}
