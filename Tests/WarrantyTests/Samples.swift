import Appliances
import Testing
import Warranty

/// The policy of H-16 to H-22, written out so that these tests need no file.
let refrigeratorPolicy = WarrantyPolicy(
    id: "refrigerator", version: 1, category: .refrigerator,
    wholeMachine: WarrantyPolicy.Term(months: 12, citation: "H-16"),
    parts: [
        WarrantyPolicy.PartsTerm(
            components: mainParts + [.sealedSystem],
            term: WarrantyPolicy.Term(months: 36, citation: "H-17"))
    ])

/// The fourteen main parts of H-17.
let mainParts: [Component] = [
    .compressor, .evaporator, .condenser, .solenoidValve, .mainControlBoard, .cabinet, .door,
    .thermostat, .filter, .capillaryTube, .fanMotor, .defrostHeater, .iceMaker, .timer,
]

/// The day that stands there, such as `2026-11-01`.
func day(_ text: String) throws -> CalendarDay {
    try #require(CalendarDay(text), "\(text) is no day")
}

/// A refrigerator with these papers; both in order unless said otherwise.
func refrigerator(
    invoiced: String?, sold: String? = nil, invoice: Purchase.Paper = .valid,
    certificate: Purchase.Paper = .valid, category: Appliances.Category = .refrigerator
) throws -> Appliance {
    Appliance(
        id: try #require(DeviceID("fridge-1")), site: try #require(SiteID("home-1")),
        category: category,
        purchase: Purchase(
            invoiceDay: try invoiced.map(day), saleDay: try sold.map(day), invoice: invoice,
            certificate: certificate))
}

/// A pause from one day through another.
func pause(
    _ from: String, _ through: String, _ cause: WarrantyPause.Cause = .repair
) throws -> WarrantyPause {
    WarrantyPause(from: try day(from), through: try day(through), cause: cause)
}

/// Decides for a refrigerator of the one policy.
func decide(
    _ component: Component, of appliance: Appliance, on asked: String, pauses: [WarrantyPause] = [],
    under policies: [WarrantyPolicy] = [refrigeratorPolicy]
) throws -> EntitlementDecision {
    entitlement(
        of: component, in: appliance, on: try day(asked), pauses: pauses, under: policies)
}

extension EntitlementDecision {
    /// The trail as people would read it aloud: `H-17 holds: …`, one line a step.
    var story: [String] { trail.map { "\($0.rule) \($0.result.rawValue): \($0.finding)" } }
}
