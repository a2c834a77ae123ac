import Appliances
import ServiceDesk
import Testing

@Suite("A checklist")
struct ChecklistTests {
    private static let list = Checklist(
        name: "haier", version: 2, brands: ["Haier", "海尔"],
        lines: [
            line("tools", .beforeLeaving, "M-20"), line("pad", .beforeLeaving, "M-20"),
            line("call", .beforeLeaving, "N-9", isMandatory: false), line("knock", .atTheDoor, "M-27"),
        ])

    private static func line(
        _ id: String, _ phase: Checklist.Phase, _ clause: String, isMandatory: Bool = true
    ) -> Checklist.Line {
        Checklist.Line(
            id: id, phase: phase, words: Localised(en: id, zh: id), clauses: [clause], isMandatory: isMandatory)
    }

    @Test("tells which mandatory lines of a phase are not answered (M-20, M-21)")
    func unanswered() {
        var answers = ChecklistAnswers(edition: "haier@2", [ChecklistAnswers.Answer("pad")])
        #expect(Self.list.unanswered(in: .beforeLeaving, by: answers).map(\.id) == ["tools"])
        answers.answers.append(ChecklistAnswers.Answer("tools", .notNeeded(because: "guidance alone")))
        #expect(Self.list.unanswered(in: .beforeLeaving, by: answers).isEmpty)
        #expect(Self.list.unanswered(in: .atTheDoor, by: answers).map(\.id) == ["knock"])
        #expect(Self.list.unanswered(in: .leaving, by: answers).isEmpty)
    }

    @Test("wants a reason for what is left out, and the last answer counts")
    func reasons() {
        var answers = ChecklistAnswers(edition: "haier@2", [ChecklistAnswers.Answer("knock")])
        #expect(answers.settles("knock"))
        answers.answers.append(ChecklistAnswers.Answer("knock", .notNeeded(because: "")))
        #expect(!answers.settles("knock"))
    }

    @Test("takes no answers to another edition")
    func edition() {
        let answers = ChecklistAnswers(edition: "haier@1", [ChecklistAnswers.Answer("knock")])
        #expect(Self.list.edition == "haier@2")
        #expect(Self.list.unanswered(in: .atTheDoor, by: answers).map(\.id) == ["knock"])
    }

    @Test(
        "is that of the brand, or the one for all others (C-18)",
        arguments: [(brand: "HAIER", name: "haier"), ("海尔", "haier"), ("Other", "generic"), ("", "generic")])
    func brands(brand: String, name: String) {
        let lists = [Checklist(name: "generic", version: 1, brands: [], lines: []), Self.list]
        #expect(lists.checklist(for: brand)?.name == name)
        #expect([Self.list].checklist(for: "Other") == nil)
    }

    @Test("contends with another one of its name or brands, or where both are for all others")
    func contending() {
        let generic = Checklist(name: "generic", version: 1, brands: [], lines: [])
        #expect(!generic.contends(with: Self.list))
        #expect(generic.contends(with: Checklist(name: "other", version: 1, brands: [], lines: [])))
        #expect(Self.list.contends(with: Checklist(name: "casarte", version: 1, brands: ["haier"], lines: [])))
        #expect(Self.list.contends(with: Checklist(name: "haier", version: 1, brands: ["X"], lines: [])))
    }
}
