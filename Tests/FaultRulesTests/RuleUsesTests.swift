import Appliances
import FaultRules
import Testing

@Suite("The parts that words have in a rule")
struct RuleUsesTests {
    private static func name(_ text: String) -> Formula { Formula(.name(text)) }

    /// `warm` reads `cabinet`; the major level stands on the minor one; `hush` holds both back.
    private static let rule: FaultRule = {
        var rule = FaultRule(name: "warm_cabinet", component: .fanMotor)
        let measure = Measure.one
        rule.parameters = ["limit", "span", "rise", "lone", "for.minor", "for.major"].map {
            FaultRule.Parameter(name: $0, value: 1, measure: measure, text: "1", unit: .one)
        }
        let cabinet = Formula(
            .call(
                Formula.Call(
                    .baseline, [name("fridge.temperature")],
                    options: [
                        Formula.Option(name: "learn", value: .length(.parameter("span"))),
                        Formula.Option(name: "freeze_while", value: .list([name("this"), name("door_left_open")])),
                    ])))
        rule.signals = [
            FaultRule.Signal(name: "warm", formula: Formula(.binary(.greater, name("cabinet"), name("limit")))),
            FaultRule.Signal(name: "cabinet", formula: cabinet),
        ]
        let over = Formula(.field(name("cabinet"), .z(name("rise"))))
        rule.steps = [
            FaultRule.Step(
                level: .minor, raise: name("warm"), reset: Formula(.not(name("warm"))), action: .watch),
            FaultRule.Step(
                level: .major, raise: Formula(.binary(.and, name("minor"), over)),
                reset: Formula(.held(Formula(.not(name("warm"))), .parameter("rise"))), action: .watch),
        ]
        rule.inhibitions = [name("mains_unstable"), name("door_left_open")]
        return rule
    }()

    private func uses(_ parameter: String) -> [String] {
        Self.rule.uses(of: parameter).map { $0.formula + ($0.through.map { " < \($0)" } ?? "") }
    }

    @Test("go through signals and levels, whatever their order")
    func parameters() {
        #expect(
            uses("limit") == [
                "signal warm", "raise of minor < warm", "reset of minor < warm", "raise of major < minor",
                "reset of major < warm",
            ])
        #expect(
            uses("span") == [
                "signal warm < cabinet", "signal cabinet", "raise of minor < warm", "reset of minor < warm",
                "raise of major < minor", "reset of major < warm",
            ])
        #expect(uses("rise") == ["raise of major", "reset of major"])
        #expect(uses("lone").isEmpty)
    }

    @Test("of durations are those of their level")
    func durations() {
        #expect(uses("for.major") == ["for of major"])
        #expect(uses("keep") == ["keep of minor", "keep of major"])
    }

    @Test("of another rule are told with freeze_while apart")
    func rules() {
        #expect(Self.rule.mentions(ofRule: "door_left_open") == ["signal cabinet, freeze_while", "inhibit_if 2"])
        #expect(Self.rule.mentions(ofRule: "mains_unstable") == ["inhibit_if 1"])
        // A rule by the name of a signal is not meant.
        #expect(Self.rule.mentions(ofRule: "warm").isEmpty)
        #expect(Self.rule.mentions(ofRule: "limit").isEmpty)
    }

    @Test(
        "and its values are written as people write them",
        arguments: [
            (Unit.celsius, 8, "8 °C"), (.fahrenheit, 0, "32 °F"), (.percent, 0.2, "20 %"), (.perHour, 6, "6 starts/h"),
            (.minute, 180, "3m"), (.second, 5_400, "90m"), (.second, 0, "0s"), (.one, 0.15, "0.15"),
            (.kilowatt, 1_500, "1.5 kW"), (.one, -2, "-2"), (.day, 2_419_200, "28d"), (.second, 0.0004, "0.0004 s"),
        ] as [(Unit, Double, String)])
    func written(unit: Unit, value: Double, text: String) {
        let parameter = FaultRule.Parameter(name: "x", value: 0, measure: .one, text: "", unit: unit)
        #expect(parameter.written(value) == text)
    }

    @Test("a rule covers what the registry does not speak against")
    func reach() throws {
        let reach = FaultRule.Reach(
            category: .refrigerator, traits: [Appliances.Trait(name: "compressor", value: "fixed_speed")],
            channels: ["fan.speed"])
        func appliance(_ category: Appliances.Category, _ traits: [Appliances.Trait]) throws -> Appliance {
            Appliance(
                id: try #require(DeviceID("RF-1")), site: try #require(SiteID("home-1")), category: category,
                traits: traits)
        }
        let inverter = [("defrost", "electric"), ("compressor", "inverter")].map(Appliances.Trait.init)
        #expect(reach.covers(try appliance(.refrigerator, [])))
        #expect(reach.covers(try appliance(.refrigerator, reach.traits)))
        #expect(
            reach.objections(to: try appliance(.refrigerator, inverter)) == ["compressor is inverter, not fixed_speed"])
        #expect(
            reach.objections(to: try appliance(.washingMachine, inverter)) == [
                "category is washing_machine, not refrigerator", "compressor is inverter, not fixed_speed",
            ])
        #expect(FaultRule.Reach().covers(try appliance(.washingMachine, inverter)))
    }
}
