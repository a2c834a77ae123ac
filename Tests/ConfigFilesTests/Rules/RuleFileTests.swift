import Appliances
import ConfigFiles
import FaultRules
import Foundation
import Telemetry
import Testing

@Suite("Rule files")
struct RuleFileTests {
    private func read(_ text: String) throws -> FaultRule {
        let file = RuleFile(text: text, as: "r.yaml", channels: ChannelList())
        guard let rule = file.rule, file.problems.isEmpty else { throw ConfigProblems(file.problems) }
        return rule
    }

    @Test("give what stands in them")
    func soundFile() throws {
        let rule = try read(soundRule)
        #expect(rule.name == "warm_cabinet" && rule.version == 3)
        #expect(rule.reach.category == .refrigerator && rule.component == .fanMotor)
        #expect(rule.parameters.prefix(2).map(\.name) == ["limit", "wait"])
        #expect(rule.parameters.prefix(2).map(\.value) == [8, 180])
        #expect(rule.parameters.prefix(2).map(\.text) == ["8 °C", "3 min"])
        #expect(rule.parameters.first?.range == 4...15 && rule.parameters.first?.unit == .celsius)
        #expect(rule.signals.map(\.name) == ["cabinet"])
        #expect(rule.signals.map(\.formula) == [try Formula("avg(fridge.temperature)[30m]")])
        #expect(rule.steps.map(\.level) == [.minor, .major])
        #expect(rule.staleAfter == .minutes(10) && rule.holdUnknown == .hours(2))
        let major = try #require(rule.step(.major))
        #expect(major.raise == (try Formula("cabinet > limit + 2 K")))
        #expect(major.reset == (try Formula("cabinet < limit - 1 K for wait")))
        #expect(seconds("for", rule) == [1_800, 5_400] && seconds("keep", rule) == [600, 600])
        #expect(
            major.action
                == .ticket(FaultRule.Ticket(fault: "cooling.lost", parts: ["fan_motor"], priority: "P2")))
        #expect(rule.step(.minor)?.action == .watch)
        #expect(rule.stage == .active && rule.sources.isEmpty && rule.eta == nil && rule.flapping == nil)
    }

    /// The durations of the levels, mildest first.
    private func seconds(_ name: String, _ rule: FaultRule) -> [Double] {
        rule.steps.compactMap { rule.parameter("\(name).\($0.level.word)")?.value }
    }

    @Test("give all that a rule can say")
    func fullFile() throws {
        let rule = try read(fullRule)
        #expect(rule.sources == ["[R] evaporator fan", "[S] 60 days of wear"])
        #expect(rule.stage == .canary(percent: 25))
        #expect(rule.reach.category == .refrigerator && rule.reach.channels == ["fan.evaporator.speed"])
        #expect(rule.reach.traits == [Trait(name: "compressor", value: "fixed_speed")])
        #expect(rule.inhibitions == [try Formula("door_left_open"), try Formula("fridge.temperature > 30 °C")])
        #expect(
            rule.distinctions == [
                FaultRule.Distinction(when: try Formula("speed == 0 rpm"), outcome: .fault("fan_motor.stall", nil)),
                FaultRule.Distinction(
                    when: try Formula("silent(fridge.temperature) > 1h"), outcome: .fault("sensor.dead", .sensor)),
                FaultRule.Distinction(when: try Formula("fridge.door.open"), outcome: .excused("door_open")),
            ])
        #expect(rule.eta == (try Formula("extrapolate(speed, to=base.p50 * 0.6)[21d]")))
        #expect(
            rule.flapping
                == FaultRule.Flapping(
                    samples: 20, high: 0.6, low: 0.3, component: .mainControlBoard, fault: "fan_motor.plug"))
        #expect(
            rule.priors == [
                FaultRule.Prior(signal: "base", model: "BCD-4*", p50: 1_450, spread: 60, weight: 14)
            ])
        let ticket = FaultRule.Ticket(
            fault: "fan_motor.bearing", parts: ["fan_motor"], priority: "P3", lead: .days(14))
        #expect(rule.step(.major)?.action == .ticket(ticket))
    }

    @Test("take every stage of a rule's life", arguments: Stage.all)
    func stages(stage: Stage) throws {
        #expect(try read(soundRule.replacing("version: 3", with: "version: 3\nstage: \(stage.word)")).stage == stage)
    }

    @Test("make a parameter of each level's durations, so that they are tuned as any other")
    func durations() throws {
        let rule = try read(soundRule)
        let names = ["limit", "wait", "for.minor", "keep.minor", "for.major", "keep.major"]
        #expect(rule.parameters.map(\.name) == names)
        let hold = try #require(rule.parameter("for.major"))
        #expect(hold.text == "90m" && hold.unit == .second && hold.measure == Measure(.second))
        #expect(hold.range == 0...3_888_000)
    }

    @Test("take a parameter's unit from its own key, or the number alone")
    func shortParameters() throws {
        let rule = try read(
            soundRule.replacing("{default: 3 min}", with: "{default: 6, unit: starts/h, range: [4, 20]}"))
        let wait = try #require(rule.parameter("wait"))
        #expect(wait.value == 6 && wait.unit == .perHour && wait.range == 4...20)
        #expect(try read(soundRule.replacing("{default: 3 min}", with: "4 min")).parameter("wait")?.value == 240)
    }

    @Test("may be as short as one level")
    func shortest() throws {
        let rule = try read(
            """
            {rule: a, version: 1, applies: all, component: user, raise: {critical: "fridge.door.open"},
            reset: {critical: not fridge.door.open}}
            """)
        #expect(rule.reach == FaultRule.Reach() && rule.signals.isEmpty)
        #expect(rule.staleAfter == .minutes(15) && rule.holdUnknown == .hours(6))
        let step = try #require(rule.steps.first)
        #expect(step.level == .critical && step.action == .watch)
        #expect(rule.parameters.map(\.value) == [0, 0])
    }

    @Test("give lengths to some levels or to all")
    func lengths() throws {
        let rule = try read(
            soundRule.replacing("for: {minor: 30m, major: 90m}", with: "for: 5m")
                .replacing("keep: 10m", with: "keep: {major: 1h}"))
        #expect(seconds("for", rule) == [300, 300] && seconds("keep", rule) == [0, 3_600])
    }

    @Test("tell the owner what to do")
    func advice() throws {
        let rule = try read(soundRule.replacing("minor: watch", with: "minor: {tell_owner: close_door}"))
        #expect(rule.step(.minor)?.action == .tellOwner(advice: "close_door"))
    }

    @Test(
        "take quantities in every unit of their kind",
        arguments: [
            ("8 °C, range: [4 °C, 15 °C]", 8), ("8°C, range: [40 °F, 59 °F]", 8), ("-18 °C", -18),
            ("3 min", 180), ("0.5", 0.5), ("20 %, range: [0, 1]", 0.2), ("1 kW, range: [15 W, 2 kW]", 1_000),
            ("9 starts/h", 9),
        ])
    func quantity(text: String, value: Double) throws {
        let rule = try read(soundRule.replacing("wait: {default: 3 min}", with: "wait: {default: \(text)}"))
        let wait = try #require(rule.parameter("wait"))
        #expect(abs(wait.value - value) < 1e-9)
    }
}

/// A rule in which every key is used; the broken ones differ from it in one place.
let soundRule = """
    rule: warm_cabinet
    version: 3
    applies: {category: refrigerator}
    component: fan_motor
    params:
      limit: {default: 8 °C, range: [4 °C, 15 °C]}
      wait: {default: 3 min}
    signals:
      cabinet: avg(fridge.temperature)[30m]
    raise:
      major: cabinet > limit + 2 K
      minor: cabinet > limit
    reset:
      minor: cabinet < limit - 1 K
      major: cabinet < limit - 1 K for wait
    for: {minor: 30m, major: 90m}
    keep: 10m
    unknown: {stale_after: 10m, hold: 2h}
    action:
      minor: watch
      major: {ticket: {fault: cooling.lost, parts: [fan_motor], priority: P2}}
    """

/// A rule in which every key is used that the sound one does without.
let fullRule = """
    rule: fan_wear
    version: 1
    sources: ["[R] evaporator fan", "[S] 60 days of wear"]
    applies: {category: refrigerator, compressor: fixed_speed, has: [fan.evaporator.speed]}
    component: fan_motor
    stage: canary 25
    signals:
      speed: pct(50, fan.evaporator.speed)[1d]
      base: baseline(speed, learn=28d, min=10, prior=model, freeze_while=[this])
    raise:
      major: speed < base.p50 * 0.8
    reset:
      major: speed > base.p50 * 0.9
    for: 3d
    inhibit_if: [door_left_open, fridge.temperature > 30 °C]
    distinguish:
      - {when: speed == 0 rpm, fault: fan_motor.stall}
      - {when: silent(fridge.temperature) > 1h, fault: sensor.dead, component: sensor}
      - {when: fridge.door.open, outcome: door_open}
    eta: extrapolate(speed, to=base.p50 * 0.6)[21d]
    flap: {window: 20, high: 0.6, low: 0.3, then: {component: main_control_board, fault: fan_motor.plug}}
    priors:
      - {signal: base, model: BCD-4*, p50: 1450 rpm, spread: 60 rpm, weight: 14}
    action:
      major: {ticket: {fault: fan_motor.bearing, parts: [fan_motor], priority: P3, due: eta - 14d}}
    tests:
      - {name: read by others}
    """
