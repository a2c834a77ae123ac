import Appliances
import Daybook
import FaultRules
import Gateway
import ServiceDesk
import Telemetry
import Testing

@Suite("One request for one fault (Z-1)")
struct DuplicateTests {
    private static let agent = Actor(.hotlineAgent, "H-1")

    private func call(_ key: String, serial: String = "", symptom: String = "does not cool") -> Demand {
        var demand = Demand(channel: .hotline, key: key)
        (demand.customer, demand.category, demand.symptom) = ("C-00001", .refrigerator, symptom)
        (demand.serial, demand.known) = (serial, Demand.required)
        return demand
    }

    private func take(_ desk: Desk, _ demand: Demand) async throws -> (decision: DemandDecision, ServiceRequest) {
        guard case .taken(let decision, let request) = await desk.ask(.demand(demand, by: Self.agent)) else {
            throw Untaken()
        }
        return (decision, request)
    }

    private struct Untaken: Error {}

    @Test("a prediction and a phone call that names no appliance are one request (Z-1)")
    func predictionAndCall() async throws {
        let desk = try Desk(House.policy(of: [appliance("fridge-1")], plans: []), .wall, Faulty.warm(hours: 3))
        desk.work()
        let opened = desk.ledger.entries.flatMap(\.intakes).compactMap { intake -> String? in
            if case .opened(let number) = intake.decision { number } else { nil }
        }
        #expect(opened.count == 1)
        let (decision, request) = try await take(desk, call("call-1"))
        #expect(decision == .joined(request: opened.first ?? ""))
        #expect(request.origin == .prediction && request.demands.count == 1 && !request.evidence.isEmpty)
    }

    @Test("the serial number says which of two appliances it is")
    func serial() async throws {
        var (one, other) = (appliance("fridge-1"), appliance("fridge-2"))
        (one.serial, other.serial) = ("A-1", "B-2")
        let desk = try Desk(House.policy(of: [one, other], plans: []), .wall)
        #expect(try await take(desk, call("call-1", serial: "b-2")).1.device == DeviceID("fridge-2"))
        // Another number than either has: no appliance of the registry.
        #expect(try await take(desk, call("call-2", serial: "C-3")).1.device == nil)
    }

    @Test("of several appliances and no word which, the same complaint within three days is the same request")
    func sameDays() async throws {
        let desk = try Desk(
            House.policy(of: [appliance("fridge-1"), appliance("fridge-2")], plans: []), .wall)
        desk.clock.now = start + .hours(1)
        let (_, first) = try await take(desk, call("call-1"))
        #expect(first.device == nil)
        desk.clock.now = start + .days(2)
        #expect(try await take(desk, call("call-2")).decision == .joined(request: first.number))
        #expect(try await take(desk, call("call-3", symptom: "it hums")).decision != .joined(request: first.number))
        desk.clock.now = start + .days(5)
        guard case .opened = try await take(desk, call("call-4")).decision else {
            Issue.record("a call of days later was put to an old request")
            return
        }
    }

    @Test("what a duplicate knows goes to the request that stays, in the same commit")
    func merged() async throws {
        let desk = try Desk(
            House.policy(of: [appliance("fridge-1"), appliance("fridge-2")], plans: []), .wall)
        let (_, first) = try await take(desk, call("call-1"))
        let (_, second) = try await take(desk, call("call-2", symptom: "it hums"))
        let before = desk.ledger.entries.count
        let answer = await desk.ask(
            .command(.markDuplicate(of: first.number), on: second.number, by: Self.agent, key: nil))
        guard case .done(let request) = answer, request.state == .duplicate else {
            Issue.record("\(answer)")
            return
        }
        let events = desk.ledger.entries.dropFirst(before).flatMap(\.events)
        #expect(Set(events.map(\.request)) == [first.number, second.number])
        guard case .told(let kept, _) = await desk.ask(.show(first.number, by: Self.agent)) else {
            Issue.record("not told")
            return
        }
        #expect(kept.demands.map(\.key) == ["call-1", "call-2"])
    }
}
