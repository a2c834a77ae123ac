import Appliances
import Foundation
import ServiceDesk
import Testing
import Warranty

@Suite("A service request")
struct ServiceRequestTests {
    private func opened() throws -> (desk: Desk, request: ServiceRequest, events: [RecordedEvent]) {
        var desk = Desk()
        let (_, events) = desk.take(
            prediction(in: try appliance(owner: "")), entitled: outlook(.undetermined(needs: [.invoice])),
            tariff: tariff, at: start)
        return (desk, try #require(desk.openRequests.first), events)
    }

    @Test("is nothing but the fold of its events")
    func fold() throws {
        let (_, request, events) = try opened()
        let first = try #require(events.first)
        var folded = try #require(ServiceRequest(opening: first))
        #expect(folded.state == .received)
        for event in events.dropFirst() { folded.apply(event) }
        #expect(folded == request)
    }

    @Test("begins with its first event and no other")
    func beginning() throws {
        let (_, _, events) = try opened()
        for event in events.dropFirst() { #expect(ServiceRequest(opening: event) == nil) }
    }

    @Test(
        "moves with its events",
        arguments: [
            (event: RequestEvent.verified, state: RequestState.verified, missing: [MissingFact]()),
            (.documentsAsked([.policy]), .verifying, [.policy]),
            (.closed, .closed, []),
            (.cancelled, .cancelled, []),
            (.priorityRaised(.p1), .verifying, [.invoice, .customer]),
        ])
    func moves(event: RequestEvent, state: RequestState, missing: [MissingFact]) throws {
        var (_, request, _) = try opened()
        request.apply(RecordedEvent(request: request.number, number: 5, at: start, event: event))
        #expect(request.state == state)
        #expect(request.missing == missing)
        #expect(request.eventCount == 5)
    }

    @Test("reads as plain lines")
    func plainLines() throws {
        let (_, request, _) = try opened()
        #expect(
            lines(of: request) == [
                "\(request.number)  P2  verifying",
                "  appliance    fridge-1",
                "  fault        compressor.fault (compressor)",
                "  opened       \(start) by prediction",
                "  parts        start_relay",
                "  missing      the invoice, whose appliance it is",
                "  entitlement  undetermined, needs the invoice, covered through 2027-03-01 (haier-refrigerator@1)",
                "               H-18b holds: the invoice is unaltered",
                "  evidence     \(start) compressor_short_cycle v3 major: 9.5 starts in an hour, more than 9",
                "               episode EP-1",
                "               starts 9.5 /h",
                "               short 4.0",
                "               ambient unknown",
            ])
    }

    @Test("comes back from its stored form")
    func coding() throws {
        let (_, request, events) = try opened()
        #expect(try roundTrip(request) == request)
        #expect(try roundTrip(events) == events)
        let rest: [RequestEvent] = [.priorityRaised(.p1), .verified, .closed, .cancelled]
        #expect(try roundTrip(rest) == rest)
    }

    @Test(
        "stores events under names that people can read",
        arguments: [
            (event: RequestEvent.verified, text: #"{"verified":{}}"#),
            (.priorityRaised(.p1), #"{"priority_raised":{"priority":"P1"}}"#),
            (
                .documentsAsked([.invoiceDate, .customer]),
                #"{"documents_asked":{"missing":["invoice_date","customer"]}}"#
            ),
        ])
    func storedForm(event: RequestEvent, text: String) throws {
        #expect(String(decoding: try JSONEncoder().encode(event), as: UTF8.self) == text)
    }

    @Test("has decisions and advice that come back from their stored form")
    func decisions() throws {
        var desk = Desk()
        let (answer, _) = desk.take(
            prediction(in: try appliance()), entitled: outlook(.chargeable), tariff: tariff, at: start)
        let all: [IntakeDecision] = [
            answer, .opened(request: "SR-1"), .joined(request: "SR-1"),
            .held(because: .alreadyAdvised(at: start)), .held(because: .knownEpisode),
            .held(because: .nothingToRepair),
        ]
        #expect(try roundTrip(all) == all)
    }

    private func roundTrip<Value: Codable>(_ value: Value) throws -> Value {
        try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
    }
}
