import Appliances
import ServiceDesk
import Testing
import Warranty

@Suite("The desk takes in a prediction")
struct DeskTests {
    @Test(
        "opens a request, and asks for whatever is missing (H-20, C-15)",
        arguments: [
            (
                outcome: Answer.free, owner: "C-1", invoice: Purchase.Paper.valid,
                certificate: Purchase.Paper.valid, missing: [MissingFact]()
            ),
            (.free, "", .valid, .valid, [.customer]),
            (.free, "C-1", .valid, .missing, [.certificate]),
            (.free, "", .missing, .missing, [.invoice, .certificate, .customer]),
            (.undetermined(needs: [.invoice]), "C-1", .missing, .valid, [.invoice]),
            (
                .undetermined(needs: [.certificate, .invoice]), "", .missing, .missing,
                [.invoice, .certificate, .customer]
            ),
            (.undetermined(needs: [.certificate]), "C-1", .valid, .altered, [.certificate]),
            (.undetermined(needs: [.policy, .invoiceDate]), "C-1", .valid, .valid, [.invoiceDate, .policy]),
        ])
    func opens(
        outcome: Answer, owner: String, invoice: Purchase.Paper,
        certificate: Purchase.Paper, missing: [MissingFact]
    ) throws {
        let fridge = try appliance(owner: owner, papers: (invoice, certificate))
        var desk = Desk()
        let (answer, events) = desk.take(
            prediction(in: fridge), entitled: outlook(outcome), tariff: tariff, at: start)
        let request = try #require(desk.openRequests.first)
        #expect(answer == .opened(request: request.number))
        #expect(request.state == (missing.isEmpty ? .verified : .verifying))
        #expect(request.missing == missing)
        #expect(request.entitlement == decision(outcome))
        #expect(request.origin == .prediction)
        #expect(request.parts == ["start_relay"])
        #expect(events.map(\.number) == Array(1...4))
    }

    @Test("numbers a request by device, family and first episode alone")
    func numbers() throws {
        let fridge = try appliance()
        var (first, second) = (Desk(), Desk())
        let early = first.take(prediction(in: fridge), entitled: outlook(.free), tariff: tariff, at: start)
        let late = second.take(
            prediction(of: .thermostat, in: fridge, level: "critical", priority: .p1),
            entitled: outlook(.undetermined(needs: [.invoice])), tariff: tariff, at: start + .days(3))
        #expect(early.decision == late.decision)
        let number = try #require(first.openRequests.first?.number)
        #expect(number.hasPrefix("SR-"))
        #expect(number.count == 16)
    }

    @Test("advises the owner where the warranty does not pay, and opens nothing")
    func advises() throws {
        let fridge = try appliance()
        var desk = Desk()
        let (answer, events) = desk.take(
            prediction(in: fridge), entitled: outlook(.chargeable), tariff: tariff, at: start)
        guard case .advised(let advice) = answer else {
            Issue.record("no advice but \(answer)")
            return
        }
        #expect(advice.quote.total == Money(fen: 800_00))
        #expect(advice.id.hasPrefix("AD-"))
        #expect(events.isEmpty)
        #expect(desk.openRequests.isEmpty)
    }

    @Test(
        "advises again only after the quiet time",
        arguments: [
            (hours: 0, heard: false), (hours: 167, heard: false), (hours: 168, heard: true),
            (hours: -1, heard: false),
        ])
    func quiet(hours: Int64, heard: Bool) throws {
        let fridge = try appliance()
        var desk = Desk()
        _ = desk.take(prediction(in: fridge), entitled: outlook(.chargeable), tariff: tariff, at: start)
        // Another part of the same family, so that the key is the family and not the part.
        let (answer, _) = desk.take(
            prediction(of: .thermostat, in: fridge, episode: "EP-2"),
            entitled: outlook(.chargeable, of: .thermostat), tariff: tariff, at: start + .hours(hours))
        if heard {
            #expect(answer.isAdvice)
        } else {
            #expect(answer == .held(because: .alreadyAdvised(at: start)))
        }
    }

    @Test("advises about another family of parts at once")
    func otherFamily() throws {
        let fridge = try appliance()
        var desk = Desk()
        _ = desk.take(prediction(in: fridge), entitled: outlook(.chargeable), tariff: tariff, at: start)
        let (answer, _) = desk.take(
            prediction(of: .fanMotor, in: fridge, episode: "EP-2"),
            entitled: outlook(.chargeable, of: .fanMotor), tariff: tariff, at: start)
        #expect(answer.isAdvice)
    }

    @Test("gives the same advice once, however late it comes again")
    func repeatedAdvice() throws {
        let fridge = try appliance()
        var desk = Desk()
        for (day, heard) in [(0, true), (30, false)] {
            let (answer, _) = desk.take(
                prediction(in: fridge), entitled: outlook(.chargeable), tariff: tariff,
                at: start + .days(Int64(day)))
            #expect(answer.isAdvice == heard)
        }
    }

    @Test(
        "joins later episodes to the open request, whoever would pay",
        arguments: [
            Answer.free, .chargeable, .undetermined(needs: [.invoice]),
        ])
    func joins(outcome: Answer) throws {
        let fridge = try appliance()
        var desk = Desk()
        _ = desk.take(
            prediction(in: fridge, priority: .p3), entitled: outlook(.free), tariff: tariff, at: start)
        let number = try #require(desk.openRequests.first?.number)
        let (answer, events) = desk.take(
            prediction(of: .thermostat, in: fridge, episode: "EP-2", priority: .p1),
            entitled: outlook(outcome, of: .thermostat), tariff: tariff, at: start + .hours(1))
        #expect(answer == .joined(request: number))
        #expect(events.map(\.number) == [5, 6])
        let request = try #require(desk.request(number))
        #expect(request.evidence.map(\.episode) == ["EP-1", "EP-2"])
        #expect(request.priority == .p1)
        #expect(request.state == .verified)
    }

    @Test("attaches an episode once for each level, and never lowers the priority")
    func levels() throws {
        let fridge = try appliance()
        var desk = Desk()
        let story: [(level: String, priority: Priority, attached: Bool)] = [
            ("major", .p2, true), ("major", .p2, false), ("critical", .p1, true),
            ("critical", .p1, false), ("major", .p2, false), ("minor", .p4, true),
        ]
        for (minute, step) in story.enumerated() {
            let (answer, events) = desk.take(
                prediction(in: fridge, level: step.level, priority: step.priority),
                entitled: outlook(.free), tariff: tariff, at: start + .minutes(Int64(minute)))
            #expect(events.isEmpty != step.attached)
            #expect((answer == .held(because: .knownEpisode)) != step.attached)
        }
        let request = try #require(desk.openRequests.first)
        #expect(request.evidence.map(\.level) == ["major", "critical", "minor"])
        #expect(request.priority == .p1)
    }

    @Test("holds what no engineer could repair", arguments: [Component.user, .connectivity])
    func nothingToRepair(component: Component) throws {
        let fridge = try appliance()
        var desk = Desk()
        let (answer, events) = desk.take(
            prediction(of: component, in: fridge), entitled: outlook(.chargeable, of: component),
            tariff: tariff, at: start)
        #expect(answer == .held(because: .nothingToRepair))
        #expect(events.isEmpty)
    }

    @Test(
        "makes room for a new episode once a request is over, not for the old one",
        arguments: [
            RequestEvent.closed, .cancelled,
        ])
    func over(ending: RequestEvent) throws {
        let fridge = try appliance()
        var desk = Desk()
        let (_, events) = desk.take(
            prediction(in: fridge), entitled: outlook(.free), tariff: tariff, at: start)
        let number = try #require(events.first?.request)
        desk.apply(RecordedEvent(request: number, number: 5, at: start + .days(1), event: ending))
        #expect(desk.openRequests.isEmpty)

        let again = desk.take(
            prediction(in: fridge, level: "critical"), entitled: outlook(.free), tariff: tariff,
            at: start + .days(2))
        #expect(again.decision == .held(because: .knownEpisode))
        let next = desk.take(
            prediction(in: fridge, episode: "EP-2"), entitled: outlook(.free), tariff: tariff,
            at: start + .days(2))
        #expect(next.decision != .opened(request: number))
        #expect(desk.openRequests.count == 1)
    }

    @Test("lists what is open by urgency, then by age")
    func order() throws {
        var desk = Desk()
        for (minute, (name, priority)) in [("b", Priority.p3), ("c", .p1), ("a", .p3)].enumerated() {
            let fridge = try appliance(name)
            _ = desk.take(
                prediction(in: fridge, priority: priority), entitled: outlook(.free), tariff: tariff,
                at: start + .minutes(Int64(minute)))
        }
        #expect(desk.openRequests.map(\.device?.text) == ["c", "b", "a"])
    }
}

extension IntakeDecision {
    var isAdvice: Bool {
        if case .advised = self { true } else { false }
    }
}

@Suite("A warranty that ends before the failure")
struct WarrantyEdgeTests {
    /// Free today, over on the day of the failure.
    private let edge = EntitlementOutlook(
        now: decision(.free), atFailure: decision(.chargeable, on: CalendarDay(daysSinceEpoch: 20_900)))

    @Test("makes the request more urgent, and says so", arguments: [Priority.p4, .p3, .p2, .p1])
    func opens(priority: Priority) throws {
        var desk = Desk()
        let (_, events) = desk.take(
            prediction(in: try appliance(), priority: priority), entitled: edge, tariff: tariff, at: start)
        let request = try #require(desk.openRequests.first)
        #expect(request.priority == min(priority, .p2))
        #expect(request.lapses == CalendarDay("2027-03-01"))
        #expect(request.entitlementAtFailure == edge.atFailure)
        let then = try #require(edge.atFailure)
        #expect(events.contains { $0.event == .failureEntitlementDecided(then) })
        let text = lines(of: request)
        #expect(text.contains("  warranty     ends on 2027-03-01, before the failure: come sooner"))
        #expect(text.contains { $0.hasPrefix("  on 2027-03-23") && $0.contains("chargeable") })
    }

    @Test("makes an open request more urgent when a later finding foretells it")
    func joins() throws {
        var desk = Desk()
        let fridge = try appliance()
        _ = desk.take(prediction(in: fridge, priority: .p3), entitled: outlook(.free), tariff: tariff, at: start)
        #expect(desk.openRequests.first?.lapses == nil)
        let later = prediction(in: fridge, episode: "EP-2", priority: .p3)
        let (_, events) = desk.take(later, entitled: edge, tariff: tariff, at: start + .days(1))
        #expect(events.count == 3)
        #expect(desk.openRequests.first?.priority == .p2 && desk.openRequests.first?.lapses != nil)
    }

    @Test("is nothing to a request that is covered on both days")
    func bothDays() throws {
        var desk = Desk()
        let both = EntitlementOutlook(now: decision(.free), atFailure: decision(.free))
        _ = desk.take(prediction(in: try appliance(), priority: .p3), entitled: both, tariff: tariff, at: start)
        let request = try #require(desk.openRequests.first)
        #expect(request.priority == .p3 && request.lapses == nil)
    }
}
