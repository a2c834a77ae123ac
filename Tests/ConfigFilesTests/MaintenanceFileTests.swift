import Appliances
import ConfigFiles
import Foundation
import Maintenance
import Testing

@Suite("Maintenance files")
struct MaintenanceFileTests {
    /// One plan of each kind; the broken ones differ from it in one place.
    private static let sound = """
        plans:
          - id: clean
            category: refrigerator
            title: {en: Clean it, zh: 清洁}
            every: {months: 6}
          - id: check
            category: cold_store
            title:
              en: Check it
              zh: 检查
            every:
              run_hours: 4000
              channel: compressor.running
        """

    private func read(_ text: String) -> Result<[MaintenancePlan], ConfigProblems> {
        readConfigText(text, notes: ConfigNode.Notes(file: "m.yaml"), readMaintenancePlans)
    }

    private func problems(_ text: String) -> [String] {
        switch read(text) {
        case .success: []
        case .failure(let problems): problems.all.map(\.description)
        }
    }

    @Test("give what stands in them")
    func soundFile() throws {
        let expected = [
            MaintenancePlan(
                id: "clean", category: .refrigerator, title: Localised(en: "Clean it", zh: "清洁"),
                cycle: .calendar(months: 6)),
            MaintenancePlan(
                id: "check", category: .coldStore, title: Localised(en: "Check it", zh: "检查"),
                cycle: .runHours(hours: 4_000, channel: "compressor.running")),
        ]
        #expect(try read(Self.sound).get() == expected)
    }

    @Test("may have no plan, but must say so")
    func noPlans() throws {
        #expect(try read("plans: []").get().isEmpty)
        #expect(problems("{}") == ["m.yaml:1: the file lacks `plans`"])
    }

    @Test(
        "say on which line what is wrong",
        arguments: [
            ("id: check", "id: clean", "m.yaml:6: the plan `clean` stands on line 2 already; give each its own id"),
            ("id: clean", "id: a b", "m.yaml:2: `id` must be 1 to 64 letters, digits, `_` or `-`, not `a b`"),
            (
                "category: cold_store", "category: coldstore",
                "m.yaml:7: `category` cannot be `coldstore`; did you mean cold_store?"
            ),
            ("    category: cold_store\n", "", "m.yaml:6: `plans` lacks `category`"),
            ("zh: 清洁", "zh: ''", "m.yaml:4: `zh` is empty; it must say what the owner should do"),
            ("en: Check it", "english: Check it", "m.yaml:9: `title` has no key `english`"),
            ("months: 6", "months: 0", "m.yaml:5: `months` is 0; it must be from 1 to 240"),
            ("{months: 6}", "{}", "m.yaml:5: `every` lacks `months` or `run_hours`"),
            (
                "{months: 6}", "{months: 6, run_hours: 1}",
                "m.yaml:5: `every` has `months` and `run_hours`; it must have one of them"
            ),
            (
                "{months: 6}", "{months: 6, channel: power.on}",
                "m.yaml:5: `channel` belongs to `run_hours`; a cycle of months needs none"
            ),
            ("{months: 6}", "{month: 6}", "m.yaml:5: `every` has no key `month`; did you mean months?"),
            ("      channel: compressor.running", "", "m.yaml:12: `every` lacks `channel`"),
            ("run_hours: 4000", "run_hours: 4 h", "m.yaml:12: `run_hours` must be a whole number, not `4 h`"),
            (
                "compressor.running", "compresor.runing",
                "m.yaml:13: there is no channel `compresor.runing`; did you mean compressor.running?"
            ),
            (
                "compressor.running", "compressor.power",
                "m.yaml:13: `compressor.power` is not true or false, so it cannot count hours; such are "
            ),
        ])
    func broken(right: String, wrong: String, problem: String) {
        let found = problems(Self.sound.replacingOccurrences(of: right, with: wrong))
        #expect(found.contains { $0.hasPrefix(problem) }, "found \(found)")
    }

    @Test("give all problems at once")
    func all() {
        let text = Self.sound
            .replacingOccurrences(of: "months: 6", with: "months: six")
            .replacingOccurrences(of: "compressor.running", with: "door")
            .replacingOccurrences(of: "cold_store", with: "cellar")
        #expect(problems(text).map { $0.prefix(9) } == ["m.yaml:5:", "m.yaml:7:", "m.yaml:13"])
    }

    @Test("that are shipped can be read")
    func shipped() throws {
        let path = "config/maintenance/refrigerator.yaml"
        let project = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let plans = try readConfigFile(project.appending(path: path), as: path, readMaintenancePlans).get()
        #expect(plans.map(\.id) == ["clean_condenser", "inspect_door_gasket", "check_compressor_compartment"])
        #expect(plans.allSatisfy { $0.category == .refrigerator })
        #expect(
            plans.map(\.cycle) == [
                .calendar(months: 6), .calendar(months: 24),
                .runHours(hours: 4_000, channel: "compressor.running"),
            ])
    }
}
