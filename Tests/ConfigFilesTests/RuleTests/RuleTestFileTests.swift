import Appliances
import ConfigFiles
import FaultRules
import RuleTrials
import Telemetry
import Testing

@Suite("Tests in rule files")
struct RuleTestFileTests {
    private func read(_ tests: String) throws -> [RuleTest] {
        var rule = FaultRule(
            name: "warm_cabinet",
            reach: FaultRule.Reach(category: .refrigerator, traits: [Trait(name: "compressor", value: "fixed_speed")]),
            component: .fanMotor)
        rule.steps = try [Level.minor, .major].map { level in
            FaultRule.Step(
                level: level, raise: try Formula("fridge.temperature > 8 °C"),
                reset: try Formula("fridge.temperature < 7 °C"), action: .watch)
        }
        let text = "rule: warm_cabinet\ntests:\n" + tests
        return try readRuleTests(of: rule, text: text, as: "r.yaml", channels: ChannelList()).get()
    }

    private static let designPage = """
          - name: fires once, survives a crash and a reorder
            device: {model: BCD-470W}
            start: 2026-07-01T00:00+08:00
            every: 10s
            series:
              power.active: {repeat: 20, of: [{2 W: 6m}, {110 W: 2m}]}
            faults:
              - {at: 41m, gateway: kill}
              - {from: 50m, to: 55m, reorder: 30s, duplicate: 20%}
              - {from: 1h, clock: +26h}
            expect:
              - {at: 25m, state: inactive}
              - {between: [35m, 95m], raised: minor, times: 1}
              - {at: end, tickets: 0}
          - name: gap is unknown, not healthy
            series: {power.active: [{110 W: 2h}, {gap: 3h}, {110 W: 10m}]}
            expect: [{at: 4h, state: unknown}, {never: resolved}]
        """

    @Test("are read as the design page writes them")
    func example() throws {
        let tests = try read(RuleTestFileTests.designPage)
        let (first, second) = try (#require(tests.first), #require(tests.last))
        #expect(first.name == "fires once, survives a crash and a reorder" && first.line == 3)
        #expect(first.device.model == "BCD-470W" && first.device.category == .refrigerator)
        #expect(first.device.trait("compressor") == "fixed_speed")
        #expect(first.start == Timestamp(rfc3339: "2026-06-30T16:00:00Z") && "\(first.day)" == "2026-07-01")
        #expect(first.every == .seconds(10) && first.length == .minutes(160) && first.recordCount == 960)
        let cycle = Waveform.sequence([.step(2, .minutes(6)), .step(110, .minutes(2))])
        #expect(first.series == [RuleTest.Series(channel: "power.active", waveform: .repeated(20, cycle))])
        #expect(
            first.faults == [
                .kill(at: .minutes(41)), .reorder(from: .minutes(50), to: .minutes(55), by: .seconds(30)),
                .duplicate(from: .minutes(50), to: .minutes(55), share: 0.2),
                .clock(from: .hours(1), to: nil, by: .hours(26)),
            ])
        #expect(
            first.expectations.map(\.content) == [
                .state(.inactive, at: .after(.minutes(25))),
                .happens(.raised(.minor), times: 1, from: .after(.minutes(35)), to: .after(.minutes(95))),
                .tickets(0, fault: nil, at: .end),
            ])
        #expect(first.expectations.map(\.line) == [14, 15, 16])
        #expect(second.every == .minutes(1) && "\(second.start)" == "2026-07-01T00:00:00Z")
        #expect(
            second.expectations.map(\.content) == [
                .state(.unknown, at: .after(.hours(4))), .never(.ended, from: .after(.zero), to: .end),
            ])
    }

    private static let waveforms: [(String, Waveform)] = [
        ("fridge.temperature: 5 °C", .constant(5)), ("fridge.temperature: 41 °F", .constant(5)),
        ("fridge.temperature: {-18 °C: 3h}", .step(-18, .hours(3))),
        ("fridge.temperature: {ramp: [4 °C, 12 °C], over: 2h}", .ramp(from: 4, to: 12, over: .hours(2))),
        (
            "fridge.temperature: {sine: 5 °C, swing: 2 K, period: 40m, lasts: 6h}",
            .sine(around: 5, swing: 2, period: .minutes(40), lasting: .hours(6))
        ),
        (
            "fridge.temperature: {noise: 0.5 K, seed: 7, on: {5 °C: 1h}}",
            .noise(.step(5, .hours(1)), swing: 0.5, seed: 7)
        ),
        ("fridge.temperature: {gap: 1h}", .gap(.hours(1))), ("power.active: 1.5 kW", .constant(1_500)),
        ("fridge.door.open: [{true: 5m}, {0: 1m}]", .sequence([.step(1, .minutes(5)), .step(0, .minutes(1))])),
        ("battery.level: 20 %", .constant(0.2)), ("probe.air-1.temperature: 3 °C", .constant(3)),
    ]

    @Test("know every waveform and unit", arguments: waveforms)
    func waveform(yaml: String, waveform: Waveform) throws {
        let tests = try read("  - {name: a, lasts: 1h, series: {\(yaml)}, expect: [{never: raised}]}")
        let found = try #require(tests.first?.series.first?.waveform)
        guard case .constant(let value) = waveform, case .constant(let read) = found else {
            #expect(found == waveform)
            return
        }
        #expect(abs(value - read) < 1e-9)
    }

    private static let broken: [(String, String)] = [
        (
            "series: {fridge.temprature: 5 °C}",
            "no channel is named `fridge.temprature`; did you mean fridge.temperature?"
        ),
        ("series: {fridge.temperature: 5 W}", "`5 W` is no value of `fridge.temperature`, which is in °C"),
        ("series: {fridge.temperature: 5}", "`5` is no value of `fridge.temperature`, which is in °C"),
        (
            "series: {fridge.temperature: 500 °C}",
            "`fridge.temperature` cannot be 500 °C; it lies from -80.0 to 100.0 °C"
        ),
        ("series: {fridge.temperature: {reapeat: 5}}", "there is no waveform `reapeat`; did you mean repeat?"),
        ("series: {fridge.temperature: {5 °C: soon}}", "`5 °C` must be a length of time"),
        ("series: {fridge.temperature: {repeat: 1000000, of: {5 °C: 30d}}}", "`repeat` makes it longer than 400d"),
        ("series: {fault.code: 1}", "`fault.code` says words, which no rule reads"),
        ("series: {}", "`series` names no channel"),
        ("every: 1s, lasts: 300d", "the test sends 25920000 records, more than 500000"),
        ("device: {modell: X}", "`device` has no key `modell`; did you mean model?"),
        ("device: {category: washing_machine}", "the rule does not apply to this device: category is washing_machine"),
        ("device: {compressor: inverter}", "the rule does not apply to this device: compressor is inverter"),
        ("start: 2026-07-01", "`start` must be a time with its zone"),
        ("faults: [{at: 3h, gateway: kill}]", "`at` is 3h, after the end of the test at 1h"),
        ("faults: [{from: 5m, drop: 50%}]", "lacks `to`"),
        ("faults: [{from: 5m, to: 9m, drop: 150%}]", "`drop` is 150%; it must be a share such as 20%"),
        ("faults: [{from: 9m, to: 5m, drop: 50%}]", "`to` is not after `from`"),
        ("faults: [{from: 9m}]", "a fault must be one of gateway, reorder, duplicate, drop and clock"),
        ("faults: [{from: 9m, clock: soon}]", "`clock` must be how far the clock is off"),
        ("expect: [{at: 2h, state: inactive}]", "`at` is 2h, after the end of the test at 1h"),
        ("expect: [{at: 5m, state: critical}]", "the rule has no level critical; it has minor, major"),
        ("expect: [{at: 5m, state: inactiv}]", "`state` cannot be `inactiv`; did you mean inactive?"),
        ("expect: [{between: [20m, 5m], raised: minor}]", "`between` ends before it begins"),
        ("expect: [{between: [20m], raised: minor}]", "`between` must be a first and a last time"),
        ("expect: [{raised: minor}]", "lacks `between`, such as [35m, 95m]"),
        ("expect: [{never: raised, times: 2}]", "`times` does not go with `never`; leave it out"),
        ("expect: [{times: 2}]", "an expectation must have one of state, tickets, raised, eased, resolved and never"),
        ("expect: []", "`expect` is an empty list; a test must expect something"),
        ("expct: [{never: raised}]", "has no key `expct`; did you mean expect?"),
    ]

    @Test("name line and mistake where something is wrong", arguments: broken)
    func mistakes(change: String, text: String) throws {
        let key = change.prefix { $0 != ":" }
        let sound = [
            ("name", "name: a"), ("lasts", "lasts: 1h"), ("series", "series: {fridge.temperature: 5 °C}"),
            ("expect", "expect: [{never: raised}]"),
        ]
        let changed = sound.filter { $0.0 != key && !change.contains("\($0.0):") }.map(\.1) + [change]
        let problems = #expect(throws: ConfigProblems.self) { try read("  - {\(changed.joined(separator: ", "))}") }
        let found = try #require(problems).all
        #expect(found.contains { $0.text.contains(text) && $0.line == 3 }, "\(found)")
    }

    @Test("have names that reports can tell apart")
    func names() throws {
        let test = "  - {name: a, series: {fridge.temperature: {5 °C: 1h}}, expect: [{never: raised}]}\n"
        let problems = #expect(throws: ConfigProblems.self) { try read(test + test) }
        #expect(problems?.all.map(\.text) == ["another test is named `a`; reports could not tell them apart"])
    }

    @Test("may be missing")
    func none() throws {
        let rule = FaultRule(name: "a", component: .user)
        #expect(try readRuleTests(of: rule, text: "rule: a", as: "a.yaml", channels: ChannelList()).get().isEmpty)
    }
}
