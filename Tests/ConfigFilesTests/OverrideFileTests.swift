import Appliances
import ConfigFiles
import FaultRules
import Foundation
import Testing

@Suite("Override files")
struct OverrideFileTests {
    /// A file as the design page has it; the broken ones differ from it in one place.
    private static let sound = """
        overrides:
          - match: {model: BCD-470W, batch: "2024-3*"}
            set: {compressor_short_cycle.max_starts: 9}
            by: operations
            reason: relay firmware 1.3 restarts after each defrost
            until: 2027-03-31
          - match: {device: RF-000123}
            set:
              warm_cabinet.limit: 50 °F
              warm_cabinet.for: 90m
            by: field-engineer
            reason: used as drinks fridge
        """

    private static let rules: [FaultRule] = {
        func parameter(
            _ name: String, _ value: Double, _ unit: Appliances.Unit, _ range: ClosedRange<Double>? = nil
        ) -> FaultRule.Parameter {
            FaultRule.Parameter(
                name: name, value: value, measure: Measure(unit), range: range, text: "\(value)", unit: unit)
        }
        var starts = FaultRule(name: "compressor_short_cycle", component: .compressor)
        starts.parameters = [
            parameter("max_starts", 6, .perHour, 4...20), parameter("min_on", 180, .minute, 60...600),
            parameter("share", 0.2, .one, 0...1), parameter("rise", 8, .kelvin),
        ]
        var warm = FaultRule(name: "warm_cabinet", component: .fanMotor)
        warm.parameters = [
            parameter("limit", 8, .celsius, 4...15), parameter("for.minor", 600, .second, 0...7_776_000),
            parameter("for.major", 3_600, .second, 0...7_776_000), parameter("keep.minor", 0, .second, 0...7_776_000),
        ]
        return [starts, warm]
    }()

    private func read(_ text: String, isComplete: Bool = true) -> Result<[Override], ConfigProblems> {
        readConfigText(text, notes: ConfigNode.Notes(file: "o.yaml")) {
            readOverrides($0, rules: Self.rules, isComplete: isComplete)
        }
    }

    private func problems(_ text: String, isComplete: Bool = true) -> [String] {
        switch read(text, isComplete: isComplete) {
        case .success: []
        case .failure(let problems): problems.all.map(\.description)
        }
    }

    @Test("give what stands in them, in its order, with the line")
    func soundFile() throws {
        let overrides = try read(Self.sound).get()
        #expect(overrides.map(\.place) == ["o.yaml:2", "o.yaml:7"])
        #expect(overrides.map(\.match.description) == ["model BCD-470W, batch 2024-3*", "device RF-000123"])
        #expect(overrides.map(\.by) == ["operations", "field-engineer"])
        #expect(overrides.map(\.reason).last == "used as drinks fridge")
        #expect(overrides.map(\.until) == [CalendarDay(year: 2027, month: 3, day: 31), nil])
        let settings = overrides.flatMap(\.settings)
        #expect(settings.map(\.rule) == ["compressor_short_cycle", "warm_cabinet", "warm_cabinet"])
        #expect(settings.map(\.parameter) == ["max_starts", "limit", "for"])
        #expect(settings.map(\.text) == ["9", "50 °F", "90m"])
        #expect(zip(settings.map(\.value), [9, 10, 5_400]).allSatisfy { abs($0 - $1) < 1e-9 })
        #expect(settings.map(\.measure) == [.one, Measure(.celsius), Measure(.second)])
    }

    @Test(
        "take lists, every appliance, seasons and units of the same kind",
        arguments: [
            ("device: RF-000123", "device: [RF-1, RF-2*]", "device RF-1 or RF-2*"),
            ("{device: RF-000123}", "all", "all"),
            ("device: RF-000123", "season: [summer, autumn]", "season summer or autumn"),
            ("device: RF-000123", "home: \"*\"", "home *"),
            ("warm_cabinet.limit: 50 °F", "compressor_short_cycle.share: 30 %", "device RF-000123"),
            ("warm_cabinet.limit: 50 °F", "compressor_short_cycle.max_starts: 7 starts/h", "device RF-000123"),
            ("warm_cabinet.limit: 50 °F", "compressor_short_cycle.min_on: 120 s", "device RF-000123"),
            ("warm_cabinet.for: 90m", "warm_cabinet.for.major: 1w", "device RF-000123"),
            ("used as drinks fridge", ">\n      used as\n      drinks fridge", "device RF-000123"),
        ])
    func variants(right: String, written: String, match: String) throws {
        let text = Self.sound.replacing(right, with: written)
        #expect(text != Self.sound)
        let last = try #require(try read(text).get().last)
        #expect(last.match.description == match)
        #expect(last.reason == "used as drinks fridge")
    }

    @Test("may be empty of overrides", arguments: ["overrides:\n", "overrides: []\n", "overrides: # none yet\n"])
    func empty(text: String) throws {
        #expect(try read(text).get().isEmpty)
    }

    @Test(
        "say on which line what is wrong",
        arguments: [
            ("overrides:", "override:", "o.yaml:1: the file has no key `override`; did you mean overrides?"),
            ("by: operations", "by: \"\"", "o.yaml:4:10: `by` must be one line of 1 to 64 characters"),
            ("    by: operations\n", "", "o.yaml:2: `overrides` lacks `by`"),
            ("    reason: used as drinks fridge", "    why: x", "o.yaml:12: `overrides` has no key `why`"),
            ("2027-03-31", "soon", "o.yaml:6: `until` must be a day such as 2026-11-22, not `soon`"),
            ("model:", "modell:", "o.yaml:2: `match` has no key `modell`; did you mean model?"),
            ("{device: RF-000123}", "{}", "o.yaml:7: `match` names nothing; write `all`, or keys such as"),
            ("{device: RF-000123}", "some", "o.yaml:7:12: `match` must be `all` or keys such as"),
            ("device: RF-000123", "device: []", "o.yaml:7: `device` is an empty list; name at least one"),
            (
                "device: RF-000123", "device: RF 1",
                "o.yaml:7:21: `device` must be letters, digits, `_` or `-`, and `*` for any of them, not `RF 1`"
            ),
            ("device: RF-000123", "season: sumer", "o.yaml:7: `season` cannot be `sumer`; did you mean summer?"),
            ("device: RF-000123", "region: \"\"", "o.yaml:7:22: `region` must be one line of 1 to 64 characters"),
            (
                "compressor_short_cycle.max", "compresor_short_cycle.max",
                "o.yaml:3: no rule is named `compresor_short_cycle`; did you mean compressor_short_cycle?"
            ),
            (
                "warm_cabinet.limit", "warm_cabinet.limits",
                "o.yaml:9: warm_cabinet has no parameter `limits`; did you mean limit?"
            ),
            (
                "warm_cabinet.for:", "warm_cabinet.for.critical:",
                "o.yaml:10: warm_cabinet has no parameter `for.critical`; known are limit, for.minor"
            ),
            ("warm_cabinet.limit", "limit", "o.yaml:9: `limit` names no parameter; write rule.parameter"),
            ("{compressor_short_cycle.max_starts: 9}", "{}", "o.yaml:3: `set` sets nothing"),
            ("{compressor_short_cycle.max_starts: 9}", "9", "o.yaml:3: `set` must be parameters and values"),
            (
                "max_starts: 9", "max_starts: 21",
                "o.yaml:3:46: `compressor_short_cycle.max_starts` is 21; it must be from 4 starts/h to 20 starts/h"
            ),
            ("50 °F", "3 °C", "o.yaml:9:27: `warm_cabinet.limit` is 3 °C; it must be from 4 °C to 15 °C"),
            (
                "50 °F", "10 K",
                "o.yaml:9:27: `warm_cabinet.limit` is `10 K`, which has not the unit of the parameter; write it as"
            ),
            ("50 °F", "10", "o.yaml:9:27: `warm_cabinet.limit` is `10`, which has not the unit of the parameter"),
            ("50 °F", "warm", "o.yaml:9:27: `warm_cabinet.limit` must be a number, with its unit if it has one"),
            ("90m", "100d", "o.yaml:10:25: `warm_cabinet.for` is 100d; it must be from 0s to 90d"),
            ("90m", "90 W", "o.yaml:10: `warm_cabinet.for` must be a length of time such as"),
        ])
    func broken(right: String, wrong: String, problem: String) {
        let text = Self.sound.replacing(right, with: wrong, maxReplacements: 1)
        #expect(text != Self.sound)
        let found = problems(text)
        #expect(found.contains { $0.hasPrefix(problem) }, "found \(found)")
    }

    @Test("give all problems at once")
    func all() {
        let text = Self.sound.replacing("max_starts: 9", with: "max_starts: 99").replacing("model:", with: "type:")
            .replacing("50 °F", with: "50").replacing("2027-03-31", with: "2027-02-31")
        #expect(problems(text).count == 4)
    }

    @Test("are not blamed for rules that cannot be read")
    func incomplete() {
        let text = Self.sound.replacing("warm_cabinet.limit", with: "other_rule.limit")
            .replacing("compressor_short_cycle.max_starts", with: "compressor_short_cycle.unread")
        #expect(problems(text).count == 2)
        #expect(problems(text, isComplete: false).isEmpty)
        #expect(problems(Self.sound.replacing("50 °F", with: "50"), isComplete: false).count == 1)
    }

    @Test("of a folder are read in an order that counts: overrides.yaml, then the others by path")
    func folder() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "overrides-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(
            at: folder.appending(path: "overrides/b"), withIntermediateDirectories: true)
        #expect(readOverrideFolder(folder, shownAs: "config", rules: Self.rules).overrides.isEmpty)
        for name in ["overrides/b/x.yaml", "overrides/a.yml", "overrides.yaml", "overrides/c.txt"] {
            try Data(Self.sound.utf8).write(to: folder.appending(path: name))
        }
        let read = readOverrideFolder(folder, shownAs: "config", rules: Self.rules)
        #expect(read.problems.isEmpty)
        #expect(
            read.overrides.map(\.place) == [
                "config/overrides.yaml:2", "config/overrides.yaml:7", "config/overrides/a.yml:2",
                "config/overrides/a.yml:7", "config/overrides/b/x.yaml:2", "config/overrides/b/x.yaml:7",
            ])
        try Data("overrides: [{match: all}]".utf8).write(to: folder.appending(path: "overrides/a.yml"))
        let broken = readOverrideFolder(folder, shownAs: "config", rules: Self.rules)
        #expect(broken.problems.map(\.file) == Array(repeating: "config/overrides/a.yml", count: 3))
        #expect(broken.overrides.count == 4)
    }

    @Test("that are shipped change nothing")
    func shipped() throws {
        let path = "config/overrides.yaml"
        let project = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let overrides = readConfigFile(project.appending(path: path), as: path) { readOverrides($0, rules: []) }
        #expect(try overrides.get().isEmpty)
    }
}
