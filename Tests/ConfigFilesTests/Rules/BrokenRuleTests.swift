import ConfigFiles
import Telemetry
import Testing

/// One fault put into the sound rule, and what is said of it.
struct BrokenRule: CustomTestStringConvertible, Sendable {
    let right: String
    let wrong: String
    let line: Int
    let said: String

    var testDescription: String { wrong.isEmpty ? "without \(right)" : wrong }

    init(_ right: String, _ wrong: String, _ line: Int, _ said: String) {
        self.right = right
        self.wrong = wrong
        self.line = line
        self.said = said
    }
}

@Suite("Broken rule files")
struct BrokenRuleTests {
    private func problems(_ text: String) -> [ConfigProblem] {
        let channels = ChannelList()
        return switch compileRules([RuleFile(text: text, as: "r.yaml", channels: channels)], channels: channels) {
        case .success: []
        case .failure(let problems): problems.all
        }
    }

    private static let head = [
        BrokenRule("rule: warm_cabinet\n", "", 1, "the file lacks `rule`"),
        BrokenRule("rule: warm_cabinet", "rule: Warm-Cabinet", 1, "must have small letters"),
        BrokenRule("rule: warm_cabinet", "rule: 2nd_fan", 1, "begin with no digit"),
        BrokenRule("version: 3", "version: 0", 2, "`version` is 0; it must be from 1"),
        BrokenRule("{category: refrigerator}", "refrigerator", 3, "must be `all` or a category"),
        BrokenRule("{category: refrigerator}", "{category: fridge}", 3, "`category` cannot be `fridge`"),
        BrokenRule("{category: refrigerator}", "{categories: [fridge]}", 3, "did you mean category?"),
        BrokenRule("component: fan_motor", "component: fan_motr", 4, "did you mean fan_motor?"),
        BrokenRule("component: fan_motor", "component: fan_motor\ntest: []", 5, "did you mean tests?"),
        BrokenRule("{category: refrigerator}", "{has: [fridge.door]}", 3, "no channel is named `fridge.door`"),
        BrokenRule("{category: refrigerator}", "{compressor: Inverter 2}", 3, "is no trait"),
        BrokenRule("{category: refrigerator}", "{}", 3, "names nothing"),
        BrokenRule("component: fan_motor", "component: fan_motor\nstage: shadw", 5, "did you mean shadow?"),
    ]

    private static let parameters = [
        BrokenRule("default: 8 °C", "default: 3 °C", 6, "`default` is 3 °C, outside its range from 4 °C to 15 °C"),
        BrokenRule("default: 8 °C", "default: 8 K", 6, "another unit than `default` 8 K"),
        BrokenRule("default: 8 °C", "default: 8 °X", 6, "no known unit `°X`"),
        BrokenRule("default: 8 °C", "default: warm", 6, "must be a number, with its unit"),
        BrokenRule("default: 8 °C", "default: nan °C", 6, "must be a number, with its unit"),
        BrokenRule("[4 °C, 15 °C]", "[15 °C, 4 °C]", 6, "begins above its end"),
        BrokenRule("[4 °C, 15 °C]", "[4 °C]", 6, "a least and a greatest value"),
        BrokenRule("limit: {default: 8 °C", "limit: {standard: 8 °C", 6, "`limit` lacks `default`"),
        BrokenRule("wait: {default: 3 min}", "Wait: {default: 3 min}", 7, "`Wait` is no name"),
        BrokenRule("wait: {default: 3 min}", "off: {default: 3 min}", 7, "`off` is a word of the rule language"),
        BrokenRule("wait: {default", "cabinet: {default", 7, "a signal has that name too"),
        BrokenRule("wait: {default: 3 min}", "wait: {default: 3, unit: mins}", 7, "`unit` cannot be `mins`"),
        BrokenRule("- 1 K for wait", "- 1 K", 7, "param wait: nothing uses it"),
    ]

    private static let formulas = [
        BrokenRule("[30m]", "", 9, "signal cabinet: avg(…) needs a window"),
        BrokenRule("[30m]", "[3 fortnights]", 9, "signal cabinet: a window is a length"),
        BrokenRule("avg(", "mean(", 9, "signal cabinet: no function `mean`"),
        BrokenRule("fridge.temperature", "fridge.temprature", 9, "did you mean fridge.temperature?"),
        BrokenRule("fridge.temperature", "fault.code", 9, "signal cabinet: `fault.code` is a word"),
        BrokenRule("avg(fridge.temperature)[30m]", "cabinet + 1", 9, "made of itself: cabinet → cabinet"),
        BrokenRule("avg(fridge.temperature)", "duty(fridge.temperature)", 9, "duty(…) needs a condition"),
        BrokenRule("avg(fridge.temperature)", "avg(fridge.temperature > 8 °C)", 9, "avg(…) needs a number"),
        BrokenRule("limit + 2 K", "limit + 2 Q", 11, "raise of major: no unit `Q`"),
        BrokenRule("limit + 2 K", "limit + 2", 11, "raise of major: "),
        BrokenRule("limit + 2 K", "limit +", 11, "raise of major: the formula ends too early"),
        BrokenRule("limit + 2 K", "limits", 11, "raise of major: nothing is named `limits`; did you mean limit?"),
        BrokenRule("minor: cabinet > limit\n", "minor: cabinet\n", 12, "`raise of minor` needs a condition"),
        BrokenRule("minor: cabinet < limit", "minor: (cabinet < limit) < 2 K", 14, "needs a number, not a condition"),
    ]

    private static let levels = [
        BrokenRule("  major: cabinet > limit + 2 K", "  majr: cabinet > limit", 11, "did you mean major?"),
        BrokenRule("  minor: cabinet < limit - 1 K\n", "", 12, "`raise` of minor has no `reset`"),
        BrokenRule("  minor: cabinet > limit\n", "", 13, "`reset` of minor has no `raise`"),
        BrokenRule(
            "  minor: cabinet < limit", "  info: cabinet < limit", 14, "`reset` of info has no `raise`"),
        BrokenRule("reset:\n", "", 11, "stands here twice"),
        BrokenRule("for: {minor: 30m", "for: {info: 30m", 16, "`for` names info, which `raise` does not"),
        BrokenRule("for: {minor: 30m", "for: {minor: half", 16, "must be a length of time such as 30s"),
        BrokenRule("keep: 10m", "keep: 91d", 17, "it must be from 0s to 45d"),
        BrokenRule("keep: 10m", "keep: {critical: 10m}", 17, "`keep` names critical"),
        BrokenRule("stale_after: 10m", "stale_after: 0s", 18, "it must be from 1s to 90d"),
        BrokenRule("stale_after: 10m", "stale_aft: 10m", 18, "did you mean stale_after?"),
    ]

    private static let actions = [
        BrokenRule("minor: watch", "critical: watch", 20, "`action` names critical"),
        BrokenRule("minor: watch", "minor: wach", 20, "`action` of minor cannot be `wach`; write watch"),
        BrokenRule("minor: watch", "minor: {tell_owner: Close!}", 20, "must have small letters"),
        BrokenRule("minor: watch", "minor: {}", 20, "must be one of tell_owner and ticket"),
        BrokenRule("priority: P2", "priority: P5", 21, "`priority` must be P1, P2, P3 or P4, not `P5`"),
        BrokenRule("priority: P2", "price: 2", 21, "`ticket` has no key `price`"),
        BrokenRule(", priority: P2", "", 21, "`ticket` lacks `priority`"),
        BrokenRule("fault: cooling.lost", "fault: cooling..lost", 21, "must be words joined by dots"),
        BrokenRule("parts: [fan_motor]", "parts: [Fan]", 21, "must have small letters"),
        BrokenRule("priority: P2", "priority: P2, due: soon", 21, "must be a time before the predicted date"),
        BrokenRule("priority: P2", "priority: P2, due: eta - 3d", 21, "needs a predicted date"),
    ]

    private static let rest = [
        BrokenRule("action:", "inhibit_if: [door_left_opn]\naction:", 19, "inhibit_if 1: "),
        BrokenRule("action:", "distinguish: [{when: cabinet > limit}]\naction:", 19, "needs `fault` or `outcome`"),
        BrokenRule(
            "action:", "distinguish: [{when: cabinet, outcome: load}]\naction:", 19, "`distinguish 1` needs a condition"
        ),
        BrokenRule(
            "action:", "distinguish: [{when: cabinet > limit, outcome: load, component: door}]\naction:", 19,
            "`component` goes with `fault`"),
        BrokenRule("action:", "eta: cabinet\naction:", 19, "`eta` must be an `extrapolate(…)`"),
        BrokenRule(
            "action:", "flap: {window: 3, high: 0.6, low: 0.3, then: {component: door, fault: a.b}}\naction:", 19,
            "`window` is 3; it must be from 4 to 52"),
        BrokenRule(
            "action:", "flap: {window: 20, high: 0.3, low: 0.6, then: {component: door, fault: a.b}}\naction:", 19,
            "it must be below `high`"),
        BrokenRule(
            "action:", "priors: [{signal: cabnet, model: x, p50: 4 °C, spread: 1 K, weight: 5}]\naction:", 19,
            "did you mean cabinet?"),
        BrokenRule(
            "action:", "priors: [{signal: cabinet, model: x, p50: 4 °C, spread: 1 K, weight: 5}]\naction:", 19,
            "has no use for a prior"),
    ]

    @Test("say on which line what is wrong", arguments: head + parameters + formulas + levels + actions + rest)
    func broken(rule: BrokenRule) {
        let text = soundRule.replacing(rule.right, with: rule.wrong, maxReplacements: 1)
        #expect(text != soundRule)
        let found = problems(text)
        #expect(found.contains { $0.line == rule.line && $0.text.contains(rule.said) }, "\(found)")
    }

    @Test(
        "say in which column of the file a formula is wrong",
        arguments: [
            ("limit + 2 K\n", "limit + 2 Q\n", 11, 30), ("limit + 2 K\n", "limits\n", 11, 20),
            ("cabinet > limit + 2 K\n", "\"cabinet > limits\"\n", 11, 21),
            ("cabinet > limit + 2 K\n", "'cabinet > limits'\n", 11, 21),
            ("cabinet > limit + 2 K\n", "   cabinet > limits\n", 11, 23),
            // What YAML makes of these stands nowhere as it reads: then the line alone is named.
            ("cabinet > limit + 2 K\n", ">-\n    cabinet > limits\n", 11, nil),
            ("cabinet > limit + 2 K\n", "\"cabinet \\x3e limits\"\n", 11, nil),
            ("cabinet > limit + 2 K\n", "cabinet >\n    limits\n", 11, nil),
        ] as [(String, String, Int, Int?)])
    func column(right: String, wrong: String, line: Int, column: Int?) throws {
        let found = problems(soundRule.replacing(right, with: wrong, maxReplacements: 1))
        let problem = try #require(found.first { $0.line == line })
        #expect(problem.column == column, "\(problem)")
        let place = column.map { "r.yaml:\(line):\($0): " } ?? "r.yaml:\(line): "
        #expect(problem.description.hasPrefix(place + "warm_cabinet, raise of major: "), "\(problem)")
    }

    @Test("tell of all files at once, also of rules that are named in one that cannot be read")
    func files() {
        let channels = ChannelList()
        let calling = soundRule.replacing("action:", with: "inhibit_if: [door, ice]\naction:")
        let texts = [
            ("rules/a.yaml", calling), ("rules/door.yaml", "rule: door\n  version: 1\n"),
            ("rules/b.yaml", soundRule.replacing("limit + 2 K", with: "limit + 2 Q")),
        ]
        let files = texts.map { RuleFile(text: $0.1, as: $0.0, channels: channels) }
        guard case .failure(let found) = compileRules(files, channels: channels) else {
            Issue.record("compiles")
            return
        }
        let places = found.all.map { "\($0.file):\($0.line)" }
        #expect(places == ["rules/a.yaml:19", "rules/b.yaml:1", "rules/b.yaml:11", "rules/door.yaml:2"], "\(found)")
        #expect(found.all.first?.text.contains("ice") == true, "\(found)")
    }

    @Test("name one fault once")
    func once() {
        for rule in BrokenRuleTests.parameters + BrokenRuleTests.formulas + BrokenRuleTests.rest {
            let found = problems(soundRule.replacing(rule.right, with: rule.wrong, maxReplacements: 1))
            let same = found.filter { $0.text.contains(rule.said) }
            #expect(same.count == 1, "\(rule.testDescription): \(found)")
        }
    }

    @Test("need at least one level")
    func noLevel() {
        let text = "{rule: a, version: 1, applies: all, component: user, raise: {}, reset: {}}"
        #expect(problems(text).map(\.text) == ["`raise` names no level; a rule needs at least one"])
    }

    @Test("name all problems in one pass")
    func allAtOnce() {
        let text = """
            rule: warm cabinet
            applies: everything
            component: fan
            params:
              limit: {default: 20 °C, range: [4 °C, 15 °C]}
            signals:
              cabinet: avg(fridge.temprature)[30m]
            raise:
              minor: cabinet > > limit
              major: cabinett > limit
            reset:
              minor: cabinet < limit
            for: {info: 30m}
            unknown: {hold: forever}
            action: {major: {ticket: {fault: cooling.lost, priority: urgent}}}
            """
        let found = problems(text)
        #expect(found.map(\.line).sorted() == [1, 1, 2, 3, 5, 7, 9, 10, 13, 14, 15], "\(found)")
    }
}
