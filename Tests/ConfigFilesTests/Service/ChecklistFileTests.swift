import ConfigFiles
import Foundation
import ServiceDesk
import Testing

@Suite("Checklist files")
struct ChecklistFileTests {
    private static let sound = """
        checklist: haier
        version: 2
        brands: [Haier, 海尔]
        lines:
          - {id: pad, phase: before_leaving, clause: M-20, en: Pad, zh: 垫布}
          - {id: late, phase: at_the_door, clause: [H-7, M-31], mandatory: false, en: Late, zh: 迟到}
        """

    private func read(_ text: String) -> Result<Checklist, ConfigProblems> {
        readConfigText(text, notes: ConfigNode.Notes(file: "c.yaml"), readChecklist)
    }

    @Test("give what stands in them (M-20)")
    func soundFile() throws {
        let list = try read(Self.sound).get()
        #expect(list.edition == "haier@2")
        #expect(list.brands == ["Haier", "海尔"])
        #expect(list.lines.map(\.id) == ["pad", "late"])
        #expect(list.lines.map(\.isMandatory) == [true, false])
        #expect(list.lines.map(\.clauses) == [["M-20"], ["H-7", "M-31"]])
        #expect(list.lines.map(\.phase) == [.beforeLeaving, .atTheDoor])
    }

    @Test(
        "say on which line what is wrong",
        arguments: [
            ("checklist: haier\n", "", "c.yaml:1: the file lacks `checklist`"),
            ("version: 2", "version: two", "c.yaml:2: `version` must be a whole number, not `two`"),
            ("id: late", "id: pad", "c.yaml:6: the line `pad` stands on line 5 already; give each its own"),
            ("before_leaving", "before_leavin", "c.yaml:5: `phase` cannot be `before_leavin`; did you mean"),
            ("clause: M-20, ", "", "c.yaml:5: `lines` lacks `clause`"),
            ("clause: M-20", "clause: ''", "c.yaml:5: `clause` is empty"),
            ("mandatory: false", "mandatory: maybe", "c.yaml:6: `mandatory` must be true or false, not `maybe`"),
            ("zh: 迟到", "zh: ''", "c.yaml:6: `zh` is empty"),
        ])
    func broken(right: String, wrong: String, problem: String) {
        let text = Self.sound.replacingOccurrences(of: right, with: wrong)
        guard case .failure(let problems) = read(text) else {
            Issue.record("nothing was wrong with \(text)")
            return
        }
        #expect(problems.all.contains { $0.description.hasPrefix(problem) }, "found \(problems)")
    }
}
