import Appliances
import FaultRules
import RuleTrials
import Testing

@Suite("What tests are worth")
struct WorthTests {
    private func coverage(
        _ rule: FaultRule, _ tests: [RuleTest], others: [FaultRule] = [], overrides: [Override] = []
    ) throws -> RuleCoverage {
        let trial = try RuleTrial<RuleEngine>(alone: rule, others: others, overrides: overrides)
        return trial.coverage(tests, tests.map { trial.run($0) })
    }

    @Test("is all there where every level was raised and left")
    func whole() throws {
        let coverage = try coverage(.warmCabinet(), [warmMorning()])
        #expect(coverage.missing == [] && coverage.share == 1)
        let names = ["raise of minor", "reset of minor", "raise of major", "reset of major"]
        #expect(coverage.items.map(\.name) == names)
    }

    @Test("lacks what no test has reached")
    func missing() throws {
        let short = try RuleTest.refrigerator("short", .step(5, .minutes(5)), .step(9, .minutes(5)))
        let coverage = try coverage(.warmCabinet(), [short])
        #expect(coverage.missing == ["reset of minor", "raise of major", "reset of major"])
        #expect(coverage.share == 0.25)
    }

    @Test("counts an inhibition only where there was something to inhibit")
    func inhibitions() throws {
        let door = "fridge.door.open == 1"
        let rule = try FaultRule.warmCabinet(inhibited: [door])
        var (idle, busy) = try (warmMorning(), warmMorning())
        idle.series.append(RuleTest.Series(channel: "fridge.door.open", waveform: .step(1, .minutes(50))))
        idle.series[1] = RuleTest.Series(
            channel: "fridge.door.open", waveform: .sequence([.step(1, .minutes(50)), .step(0, .minutes(1))]))
        busy.series.append(RuleTest.Series(channel: "fridge.door.open", waveform: .constant(1)))
        let name = "inhibit_if 1, \(door), while a level would be raised"
        #expect(try coverage(rule, [idle]).missing == [name])
        #expect(try coverage(rule, [busy]).missing.contains(name) == false)
        #expect(try coverage(rule, [idle, busy]).missing == [])
    }

    @Test("counts the distinctions that were taken")
    func distinctions() throws {
        var rule = try FaultRule.warmCabinet()
        rule.distinctions = [
            FaultRule.Distinction(when: try Formula("fridge.temperature > 50 °C"), outcome: .excused("fire")),
            FaultRule.Distinction(
                when: try Formula("fridge.temperature > 12 °C"), outcome: .fault("fan.stalled", .fanMotor)),
        ]
        let test = try warmMorning().expecting(.tickets(1, fault: "fan.stalled", at: .end))
        #expect(try coverage(rule, [test]).missing == ["distinguish 1, fridge.temperature > 50 °C"])
        #expect(try RuleTrial<RuleEngine>(alone: rule).run(test).failures == [])
    }

    @Test("counts a condition that flapped, which is a fault of its own")
    func flapping() throws {
        var rule = try FaultRule.warmCabinet()
        rule.flapping = FaultRule.Flapping(
            samples: 10, high: 0.6, low: 0.3, component: .sensor, fault: "sensor.bounce")
        let bounce = Waveform.sequence([.step(5, .minutes(1)), .step(9, .minutes(1))])
        let test = try RuleTest.refrigerator("bounce", .repeated(30, bounce))
            .expecting(.tickets(1, fault: "sensor.bounce", at: .end))
        #expect(try coverage(rule, [test]).missing == ["raise of major", "reset of major"])
        #expect(try coverage(rule, [warmMorning()]).missing == ["flap"])
        #expect(try RuleTrial<RuleEngine>(alone: rule).run(test).failures == [])
        // Recompiled with the watcher that it brings, the rule must not find itself there twice.
        let failures = try RuleTrial<RuleEngine>(alone: rule).metamorphicFailures(test, seed: 1)
        #expect(failures == [])
    }

    @Test("counts the overrides that fit an appliance of a test")
    func overrides() throws {
        let setting = Override.Setting(
            rule: "warm_cabinet", parameter: "limit", value: 10, text: "10 °C", measure: Measure(.celsius))
        let overrides = ["RF-1", "RF-2"].map { name in
            Override(
                match: Override.Match([Override.Match.Term(.device, [Glob(name)])]), settings: [setting],
                by: "operations", reason: "drinks")
        }
        let missing = try coverage(.warmCabinet(), [warmMorning()], overrides: overrides).missing
        // At 10 °C the major level lies at 15 °C, which the morning does not reach.
        #expect(
            missing == ["raise of major", "reset of major", "override for device RF-2, limit = 10 °C"])
    }

    @Test("is more where the tests look closer")
    func score() throws {
        let rule = try FaultRule.warmCabinet(hold: 10)
        let trial = try RuleTrial<RuleEngine>(alone: rule)
        func score(_ tests: [RuleTest]) -> MutationScore {
            var score = MutationScore()
            for mutant in rule.mutants { score.tryMutant(mutant, of: trial, tests) }
            return score
        }
        let careless = try score([warmMorning()])
        #expect(careless.killed == 0 && careless.share == 0 && careless.total == careless.survivors.count)
        let coarse = try score([
            warmMorning().expecting(
                .happens(.raised(.minor), times: 1, from: .after(.minutes(70)), to: .after(.minutes(71))),
                .happens(.raised(.major), times: 1, from: .after(.minutes(100)), to: .after(.minutes(101))),
                .happens(.eased(to: .minor), times: 1, from: .after(.minutes(120)), to: .after(.minutes(121))),
                .happens(.ended, times: 1, from: .after(.minutes(130)), to: .after(.minutes(131))))
        ])
        // Steps from 5 to 9 °C find a comparison that is turned round, but not a limit of 8.8 °C.
        #expect(coarse.killed == 6 && coarse.total == careless.total)
        #expect(coarse.survivors.first?.place == "params: limit")
        #expect(coarse.survivors.first?.text == "7.2 °C, not 8 °C")
        let slow = try RuleTest.refrigerator(
            "slow", .ramp(from: 4, to: 16, over: .hours(2)), .ramp(from: 16, to: 4, over: .hours(4)))
        let close = try score([
            slow.expecting(
                .happens(.raised(.minor), times: 1, from: .after(.minutes(51)), to: .after(.minutes(51))),
                .happens(.raised(.major), times: 1, from: .after(.minutes(101)), to: .after(.minutes(101))),
                .happens(.eased(to: .minor), times: 1, from: .after(.minutes(201)), to: .after(.minutes(201))),
                .happens(.ended, times: 1, from: .after(.minutes(301)), to: .after(.minutes(301))))
        ])
        #expect(close.survivors == [] && close.share == 1)
    }
}

@Suite("Mutants")
struct MutantTests {
    private func texts(_ raise: String, signals: KeyValuePairs<String, String> = [:]) throws -> [String] {
        var rule = FaultRule(name: "rule", component: .compressor)
        rule.signals = try signals.map { FaultRule.Signal(name: $0.key, formula: try Formula($0.value)) }
        rule.steps = [
            FaultRule.Step(level: .minor, raise: try Formula(raise), reset: try Formula("received"), action: .watch)
        ]
        return rule.mutants.filter { $0.place.hasPrefix("raise of minor") }.map(\.text)
    }

    @Test(
        "make one mistake at one place",
        arguments: [
            ("power.active > 100 W", ["power.active <= 100 W", "power.active > 90 W", "power.active > 110 W"]),
            ("received or defrost.active", ["received and defrost.active"]),
            ("defrost.active for 10m", ["defrost.active for 5m"]),
            ("not defrost.active", []),
            (
                "fridge.temperature == 4 °C",
                ["fridge.temperature != 4 °C", "fridge.temperature == 3.6 °C", "fridge.temperature == 4.4 °C"]
            ),
        ])
    func table(raise: String, mutants: [String]) throws {
        #expect(try texts(raise) == mutants)
    }

    @Test("move counts over their edge, and only counts")
    func counts() throws {
        let found = try texts("n >= 3", signals: ["n": "starts(compressor.running)[1h]"])
        #expect(found == ["n < 3", "n > 3", "n >= 2", "n >= 4"])
    }

    @Test("name the place where the mistake is")
    func place() throws {
        let mutants = try FaultRule.warmCabinet(hold: 10).mutants
        let places = mutants.map(\.place)
        #expect(places.prefix(4) == ["params: limit", "params: limit", "for.minor", "for.major"])
        #expect(mutants.map(\.text).prefix(3) == ["7.2 °C, not 8 °C", "8.8 °C, not 8 °C", "5m, not 10m"])
        #expect(places.contains("raise of major, column 1") && places.contains("raise of major, column 19"))
    }
}
