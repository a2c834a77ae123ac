import Appliances
import FaultRules
import Gateway
import Maintenance
import ServiceDesk
import Telemetry
import Warranty

/// The house that the tests of the gateway live in: four rules, one warranty, one tariff, two plans.
enum House {
    static let policies: [WarrantyPolicy] = {
        var policy = WarrantyPolicy(
            id: "refrigerator", version: 1,
            bands: [
                WarrantyPolicy.Band(
                    citation: "H-16", wholeMachine: WarrantyPolicy.Term(months: 12, citation: "H-16"),
                    parts: [
                        WarrantyPolicy.PartsTerm(
                            components: [.compressor, .fanMotor],
                            term: WarrantyPolicy.Term(months: 36, citation: "H-17"))
                    ])
            ])
        policy.categories = [.refrigerator]
        policy.covers = [WarrantyPolicy.Cover(way: .home, company: [.parts, .labour, .travel], citation: "H-16")]
        return [policy]
    }()

    static let tariff = Tariff(
        visit: Money(fen: 30_00), labour: Money(fen: 120_00),
        parts: [Tariff.Part(component: .compressor, price: Money(fen: 650_00))])

    static let plans = [
        MaintenancePlan(
            id: "clean_condenser", category: .refrigerator,
            title: Localised(en: "Please clean the condenser", zh: "请清洁冷凝器"), cycle: .calendar(months: 6)),
        MaintenancePlan(
            id: "check_compartment", category: .refrigerator,
            title: Localised(en: "Please free the compartment of dust", zh: "请清除灰尘"),
            cycle: .runHours(hours: 4, channel: "compressor.running")),
    ]

    /// The house with these appliances in it.
    static func policy(
        of appliances: [Appliance], rules: [FaultRule]? = nil, plans: [MaintenancePlan] = plans
    ) throws -> HousePolicy {
        let rules = try rules ?? self.rules()
        return HousePolicy(
            appliances: appliances, rules: try RuleSet.compile(rules, channels: ChannelList()).get(),
            warranties: policies, tariff: tariff, plans: plans)
    }

    static func rules() throws -> [FaultRule] {
        [
            try rule(
                "warm_cabinet", .fanMotor, signals: [("warm", "avg(fridge.temperature)[30m]")],
                steps: [
                    step(
                        .major, "warm > 8 °C", "warm < 7 °C", hold: .hours(1), keep: .hours(1),
                        ticket("cabinet.warm", "P2")),
                    step(
                        .critical, "warm > 12 °C", "warm < 10 °C", hold: .hours(1), keep: .hours(1),
                        ticket("cabinet.warm", "P1")),
                ]),
            try rule(
                "short_cycling", .compressor, signals: [("starts", "starts(compressor.running)[1h]")],
                steps: [
                    step(
                        .major, "starts > 9", "starts < 5", keep: .hours(1), ticket("compressor.short_cycle", "P2"))
                ]),
            try rule(
                "door_left_open", .user,
                steps: [
                    step(
                        .info, "fridge.door.open == 1", "fridge.door.open == 0", hold: .minutes(10),
                        .tellOwner(advice: "close_door"))
                ]),
            try silence(),
        ]
    }

    static func silence() throws -> FaultRule {
        try rule(
            "telemetry_silence", .connectivity,
            steps: [step(.minor, "silent(any) > 30 min", "silent(any) < 5 min", .tellOwner(advice: "reconnect"))])
    }

    static func ticket(_ fault: String, _ priority: String) -> FaultRule.Action {
        .ticket(FaultRule.Ticket(fault: fault, parts: ["relay"], priority: priority))
    }

    /// A level with its durations.
    struct Stage {
        let step: FaultRule.Step
        let durations: [FaultRule.Parameter]
    }

    static func step(
        _ level: Level, _ raise: String, _ reset: String, hold: TimeSpan = .zero, keep: TimeSpan = .zero,
        _ action: FaultRule.Action
    ) throws -> Stage {
        Stage(
            step: FaultRule.Step(level: level, raise: try Formula(raise), reset: try Formula(reset), action: action),
            durations: [("for", hold), ("keep", keep)].map { word, span in
                FaultRule.Parameter(
                    name: "\(word).\(level.word)", value: span.seconds, measure: .time, text: "\(span)", unit: .second)
            })
    }

    static func rule(
        _ name: String, _ component: Component, signals: [(String, String)] = [], steps: [Stage]
    ) throws -> FaultRule {
        var rule = FaultRule(name: name, reach: .init(category: .refrigerator), component: component)
        rule.signals = try signals.map { FaultRule.Signal(name: $0.0, formula: try Formula($0.1)) }
        (rule.steps, rule.parameters) = (steps.map(\.step), steps.flatMap(\.durations))
        (rule.staleAfter, rule.holdUnknown) = (.minutes(10), .minutes(30))
        return rule
    }
}

/// An appliance with papers in order, by its name, at `home-1` unless said otherwise.
func appliance(
    _ name: String, site: String = "home-1", hub: String? = nil, bought day: String? = "2026-06-01"
) -> Appliance {
    guard let id = DeviceID(name), let site = SiteID(site) else { preconditionFailure("\(name) is no name") }
    return Appliance(
        id: id, site: site, hub: hub.flatMap { DeviceID($0) }, category: .refrigerator, owner: "C-00001",
        purchase: Purchase(
            invoiceDay: day.flatMap { CalendarDay($0) }, invoice: .valid, certificate: .valid))
}
