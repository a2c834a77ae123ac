import Appliances
import ServiceDesk
import Testing
import Warranty

/// A generator of our own, because the standard algorithms may change between compilers.
struct SplitMix64 {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// A number from 0 up to but not including `bound`.
    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        return Int(StableHash.avalanche(state) % UInt64(bound))
    }

    mutating func pick<Element>(_ all: [Element]) -> Element { all[below(all.count)] }
}

/// The moment at which the stories of these tests begin.
let start = Timestamp(milliseconds: 1_795_305_600_000)

let tariff = Tariff(
    visit: Money(fen: 30_00), labour: Money(fen: 120_00),
    parts: [
        Tariff.Part(component: .thermostat, price: Money(fen: 85_50)),
        Tariff.Part(component: .compressor, price: Money(fen: 650_00)),
    ])

func appliance(
    _ name: String = "fridge-1", owner: String = "C-00017",
    papers: (invoice: Purchase.Paper, certificate: Purchase.Paper) = (.valid, .valid)
) throws -> Appliance {
    let id = try #require(DeviceID(name))
    let site = try #require(SiteID("home-1"))
    return Appliance(
        id: id, site: site, category: .refrigerator, owner: owner,
        purchase: Purchase(invoice: papers.invoice, certificate: papers.certificate))
}

func prediction(
    of component: Component = .compressor, in appliance: Appliance, episode: String = "EP-1",
    level: String = "major", priority: Priority = .p2
) -> Prediction {
    Prediction(
        appliance: appliance, component: component, fault: "\(component.rawValue).fault",
        parts: ["start_relay"], priority: priority,
        evidence: Evidence(
            episode: episode, rule: "compressor_short_cycle", ruleVersion: 3, component: component,
            fault: "\(component.rawValue).fault", level: level, raised: start,
            signals: [
                Evidence.Signal(name: "starts", value: 9.5, unit: .perHour),
                Evidence.Signal(name: "short", value: 4, unit: .one),
                Evidence.Signal(name: "ambient", value: nil, unit: .celsius),
            ],
            statement: "9.5 starts in an hour, more than 9"))
}

/// An answer of the warranty with what it needs.
struct Answer: Sendable {
    let outcome: EntitlementDecision.Outcome
    var needs: [EntitlementDecision.Need] = []

    static let free = Answer(outcome: .free)
    static let chargeable = Answer(outcome: .chargeable)

    static func undetermined(needs: [EntitlementDecision.Need]) -> Answer {
        Answer(outcome: .undetermined, needs: needs)
    }
}

func decision(
    _ answer: Answer, of component: Component = .compressor, on day: CalendarDay = CalendarDay(daysSinceEpoch: 20_779)
) -> EntitlementDecision {
    EntitlementDecision(
        component: component, day: day, outcome: answer.outcome, validUntil: CalendarDay("2027-03-01"),
        options: [.repair], needs: answer.needs,
        payers: answer.outcome == .free
            ? [ChargeLine.parts, .labour, .travel].map { EntitlementDecision.Share($0, .company) } : [],
        policy: "haier-refrigerator@1",
        reasons: [EntitlementDecision.Reason("H-18b", .invoiceUnaltered)])
}

/// What the warranty says where no day of failure is foretold.
func outlook(_ answer: Answer, of component: Component = .compressor) -> EntitlementOutlook {
    EntitlementOutlook(now: decision(answer, of: component))
}
