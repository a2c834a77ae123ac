import Appliances
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
