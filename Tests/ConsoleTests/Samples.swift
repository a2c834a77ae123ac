import Appliances
import ServiceDesk
import Testing
import Warranty

/// 2026-11-22 08:00 in Jinan.
let start = Timestamp(milliseconds: 1_795_305_600_000)

/// A request that people of all roles have brought as far as a test wants it.
struct Case {
    private(set) var desk = Desk()
    private(set) var number = ""
    var now = start

    static let customer = Actor(.customer, "C-00017")
    static let agent = Actor(.hotlineAgent, "H-1")
    static let engineer = Actor(.engineer, "E-7")

    var request: ServiceRequest {
        get throws { try #require(desk.request(number), "there is no request") }
    }

    /// A call, with these words and with these facts still missing.
    init(symptom: String = "does not cool", missing: [MissingFact] = []) {
        var demand = Demand(channel: .hotline, key: "call-1")
        (demand.customer, demand.symptom) = ("C-00017", symptom)
        demand.known = Demand.required.filter { !missing.contains($0) }
        number = desk.take(demand, entitled: nil, by: Case.agent, at: now).decision.request
    }

    mutating func does(_ actor: Actor, _ commands: DeskCommand...) throws {
        for command in commands {
            _ = try desk.perform(command, on: number, by: actor, at: now) { component, _ in Case.decision(of: component)
            }
        }
    }

    /// A window from two to four hours ahead, to which the engineer has agreed.
    mutating func propose() throws {
        try does(Case.agent, .triage(Diagnosis([Diagnosis.Hypothesis(.compressor, cause: "worn", percent: 80)])))
        try does(Actor(.dispatcher, "D-1"), .assign(engineer: "E-7", Feasibility()))
        try does(
            Case.engineer,
            .propose(from: now + .hours(2), through: now + .hours(4), reason: "", consent: false), .accept)
    }

    /// The visit, an hour and a bit late, up to the charges.
    mutating func visit(cause: String = "a flat tyre") throws {
        try does(Case.customer, .confirm)
        try does(Case.engineer, .depart(checklist: "haier@1"))
        now = now + .hours(5) + .seconds(61)
        let report = VisitReport(
            .fixed, component: .compressor, cause: "worn",
            parts: [PartUse("relay", faulty: "A-1", new: "B-2", oldPart: .taken)], test: .passed, isInspected: true)
        try does(
            Case.engineer, .arrive(cause: cause), .apologise(gift: true, accepted: true), .identify, .explain,
            .showTariff, .consent(Money(fen: 300_00)), .beginWork, .endVisit(report),
            .charge(
                ChargeSheet([
                    ChargeSheet.Line(
                        .labour, tariff: Money(fen: 120_00), certificate: Money(fen: 100_00), payer: .customer),
                    ChargeSheet.Line(.parts, tariff: Money(fen: 85_50), payer: .company),
                ])))
    }

    static func decision(of component: Component) -> EntitlementDecision {
        EntitlementDecision(
            component: component, day: CalendarDay(daysSinceEpoch: 20_779), outcome: .partlyFree,
            validUntil: CalendarDay("2027-03-01"), options: [.repair], needs: [],
            payers: [EntitlementDecision.Share(.parts, .company), EntitlementDecision.Share(.labour, .customer)],
            policy: "haier-refrigerator@1",
            reasons: [EntitlementDecision.Reason("H-18b", .invoiceUnaltered)])
    }
}
