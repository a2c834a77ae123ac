import Appliances
import ConfigFiles
import Foundation
import ServiceDesk
import Testing

@Suite("Triage files")
struct TriageFileTests {
    /// A table as short as one can be that has everything; the broken ones differ from it in one place.
    private static let sound = """
        category: refrigerator
        version: 3
        limits: {causes_max: 4, parts_from: 25}
        causes:
          relay: {component: compressor, en: Relay, zh: 启动器, parts: [start_relay], place: workshop, pull_back: 20}
          door: {component: user, en: Door, zh: 门, remote: true}
        symptoms:
          - {id: warm, en: Warm, zh: 不冷, say: [not cold, 不制冷], causes: {relay: 60, door: 20}}
          - {id: smoke, en: Smoke, zh: 冒烟, say: smoke, danger: true, causes: {relay: 90}}
        codes:
          - {code: [E-1, f1], brands: [Haier], en: Relay, zh: 启动器, causes: {relay: 70}}
        faults:
          - {fault: compressor.short_cycle, causes: {relay: 80}}
        questions:
          - {id: model, fact: model, required: true, en: Which, zh: 型号, about: [warm]}
        scripts:
          - {id: close, en: Close, zh: 关门, causes: [door], steps: [{en: Push, zh: 推}]}
          - {id: safe, en: Safe, zh: 安全, safety: true, steps: [{en: Unplug, zh: 拔}]}
        """

    private func read(_ text: String) -> Result<TriageTable, ConfigProblems> {
        readConfigText(text, notes: ConfigNode.Notes(file: "t.yaml"), readTriageTable)
    }

    private func problems(_ text: String) -> [String] {
        switch read(text) {
        case .success: []
        case .failure(let problems): problems.all.map(\.description)
        }
    }

    @Test("give what stands in them (H-4, Z-3)")
    func soundFile() throws {
        let table = try read(Self.sound).get()
        #expect(table.edition == "refrigerator@3")
        #expect(table.limits.causesMax == 4)
        #expect(table.limits.partsFrom == 25)
        #expect(table.limits.causeFrom == TriageTable.Limits().causeFrom)
        let relay = try #require(table.cause("relay"))
        #expect(relay.component == .compressor)
        #expect(relay.parts == ["start_relay"])
        #expect(relay.place == .workshop)
        #expect(relay.pullBackPercent == 20)
        #expect(table.cause("door")?.isRemoteFixable == true)
        #expect(table.symptoms.map(\.isDangerous) == [false, true])
        #expect(table.symptoms.first?.shares == [TriageTable.Share("relay", 60), TriageTable.Share("door", 20)])
        #expect(table.codes.first?.codes.map(\.text) == ["E1", "F1"])
        #expect(table.faults.map(\.name) == ["compressor.short_cycle"])
        #expect(table.questions.first?.fact == .missing(.model))
        #expect(table.questions.first?.isRequired == true)
        #expect(table.scripts.map(\.isSafety) == [false, true])
    }

    @Test(
        "say on which line what is wrong",
        arguments: [
            ("category: refrigerator", "category: refigerator", "t.yaml:1: `category` cannot be `refigerator`"),
            ("version: 3\n", "", "t.yaml:1: the file lacks `version`"),
            ("causes_max: 4", "causes_max: 0", "t.yaml:3: `causes_max` is 0; it must be from 1 to 50"),
            ("component: compressor", "component: compresor", "t.yaml:5: `component` cannot be `compresor`"),
            ("zh: 启动器, parts", "parts", "t.yaml:5: `relay` lacks `zh`"),
            ("[start_relay]", "[start relay]", "t.yaml:5: `parts` must be 1 to 64 letters, digits, `_` or `-`"),
            ("place: workshop", "place: moon", "t.yaml:5: `place` cannot be `moon`"),
            ("pull_back: 20", "pull_back: 120", "t.yaml:5: `pull_back` is 120; it must be from 0 to 100"),
            ("  door: {", "  Door: {", "t.yaml:6: the cause `Door` must have small letters, digits and `_`"),
            ("{relay: 60,", "{rely: 60,", "t.yaml:8: there is no cause `rely`; did you mean relay?"),
            ("relay: 60", "relay: 0", "t.yaml:8: `relay` is 0; it must be from 1 to 100"),
            ("[not cold, 不制冷]", "[not cold &]", "t.yaml:8: `say` must have a letter or a digit in each part"),
            ("id: smoke", "id: warm", "t.yaml:9: the symptom `warm` stands on line 8 already; give each its own"),
            ("[E-1, f1]", "[E-1, E1]", "t.yaml:11: the code `E1` stands on line 11 already"),
            ("[E-1, f1]", "['?']", "t.yaml:11: `code` must have a letter or a digit, not `?`"),
            ("compressor.short_cycle", "Short cycle", "t.yaml:13:"),
            ("{relay: 80}", "{}", "t.yaml:13: `causes` is empty; it must name a cause with its percent"),
            ("fact: model", "fact: mode", "t.yaml:15: `fact` cannot be `mode`; did you mean model?"),
            ("about: [warm]", "about: [wam]", "t.yaml:15: there is no symptom `wam`; did you mean warm?"),
            ("causes: [door], ", "", "t.yaml:17: `scripts` lacks `causes`"),
            ("[{en: Unplug, zh: 拔}]", "[]", "t.yaml:18: `steps` is empty; a script has one step at least"),
        ])
    func broken(right: String, wrong: String, problem: String) {
        let found = problems(Self.sound.replacingOccurrences(of: right, with: wrong))
        #expect(found.contains { $0.hasPrefix(problem) }, "found \(found)")
    }

    @Test("give all problems at once, each once")
    func all() {
        let text = Self.sound
            .replacingOccurrences(of: "relay: 60", with: "rely: 60")
            .replacingOccurrences(of: "fact: model", with: "fact: mode")
            .replacingOccurrences(of: "safety: true", with: "savety: true")
        #expect(problems(text).map { $0.prefix(9) } == ["t.yaml:8:", "t.yaml:15", "t.yaml:18", "t.yaml:18"])
    }
}
