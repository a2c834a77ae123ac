import Appliances
import Foundation
import ServiceDesk
import Testing

@Suite("A visit answers its checklist")
struct ChecklistGuardTests {
    private static let list = Checklist(
        name: "haier", version: 2, brands: ["Haier"],
        lines: [
            line("pad_cloth", .beforeLeaving, "M-20"), line("toolkit", .beforeLeaving, "M-21"),
            line("call_ahead", .beforeLeaving, "N-9", isMandatory: false), line("knock", .atTheDoor, "M-27"),
            line("all_on_mat", .during, "M-44"), line("clean_up", .beforeSignature, "M-61"),
            line("farewell", .leaving, "M-70"),
        ])

    private static func line(
        _ id: String, _ phase: Checklist.Phase, _ clause: String, isMandatory: Bool = true
    ) -> Checklist.Line {
        Checklist.Line(
            id: id, phase: phase, words: Localised(en: id, zh: id), clauses: [clause], isMandatory: isMandatory)
    }

    private static func done(_ lines: String...) -> [ChecklistAnswers.Answer] {
        lines.map { ChecklistAnswers.Answer($0) }
    }

    /// A request of which a visit is promised, at a house that has this list.
    private func promised() throws -> Story {
        var story = Story()
        story.checklist = Self.list
        _ = story.demand(Story.call())
        try story.agree()
        story.wait(.hours(1))
        return story
    }

    private func unmet(_ story: Story, _ actor: Actor, _ command: DeskCommand) throws -> [String] {
        do {
            _ = try story.request.decide(command, by: actor, at: story.now, checklist: story.checklist)
        } catch let refusal as Refusal {
            return refusal.unmet.map { $0.line() }
        }
        return []
    }

    @Test("nobody leaves with another edition than the one in force, or with a mandatory line open (M-20, M-21, N-8)")
    func leaving() throws {
        var story = try promised()
        let old = try unmet(story, Story.engineer, .depart(checklist: "haier@1", answers: Self.done("pad_cloth")))
        #expect(old == ["M-20: the checklist must be gone through (haier@2 is in force, not haier@1)"])
        let half = try unmet(story, Story.engineer, .depart(checklist: "haier@2", answers: Self.done("pad_cloth")))
        #expect(half == ["M-20: the checklist must be gone through (toolkit (M-21))"])
        let bare = [ChecklistAnswers.Answer("toolkit", .notNeeded(because: ""))] + Self.done("pad_cloth")
        let unreasoned = DeskCommand.depart(checklist: "haier@2", answers: bare)
        #expect(try story.refusal(Story.engineer, unreasoned) == [.reason, .checklist])
        let strange = Self.done("pad_cloth", "toolkit", "gift")
        #expect(try story.refusal(Story.engineer, .depart(checklist: "haier@2", answers: strange)) == [.asked])
        try story.does(
            Story.engineer,
            .depart(
                checklist: "haier@2",
                answers: Self.done("pad_cloth") + [.init("toolkit", .notNeeded(because: "only a look"))]))
        #expect(try story.request.visit?.answered?.answers.map(\.line) == ["pad_cloth", "toolkit"])
    }

    @Test("a house without checklists takes any word, and no answers (M-20)")
    func without() throws {
        var story = try promised()
        story.checklist = nil
        #expect(try story.refusal(Story.engineer, .depart(checklist: "")) == [.checklist])
        try story.does(Story.engineer, .depart(checklist: "paper"))
        #expect(try story.request.visit?.answered == nil)
    }

    @Test("money and the card wait for the lines of the visit (M-61)")
    func ending() throws {
        var story = try promised()
        try story.does(Story.engineer, .depart(checklist: "haier@2", answers: Self.done("pad_cloth", "toolkit")))
        story.wait(.minutes(55))
        try story.does(Story.engineer, .arrive(cause: ""), .identify, .explain, .showTariff, .consent(yuan(300)))
        try story.does(
            Story.engineer, .answer(checklist: "haier@2", answers: Self.done("knock")), .beginWork, .endVisit(.fixed))
        let settle = try unmet(story, Story.officer, .settle)
        let open = "M-20: the checklist must be gone through (all_on_mat (M-44), clean_up (M-61))"
        #expect(settle.first == open, "\(settle)")
        let card = DeskCommand.submitCard(.customer, satisfied: true)
        #expect(try story.refusal(Story.engineer, card) == [.checklist])
        try story.does(
            Story.engineer, .answer(checklist: "haier@2", answers: Self.done("all_on_mat", "clean_up")))
        #expect(try unmet(story, Story.officer, .settle).allSatisfy { !$0.hasPrefix("M-20") })
        #expect(
            try unmet(story, Story.engineer, card) == [
                "M-20: the checklist must be gone through (farewell (M-70))"
            ])
        try story.does(Story.engineer, .answer(checklist: "haier@2", answers: Self.done("farewell")), card)
        // The events alone give the same visit.
        let first = try #require(story.events.first)
        var again = try #require(ServiceRequest(opening: first))
        for event in story.events.dropFirst() { again.apply(event) }
        #expect(try again == story.request)
    }

    @Test("only the engineer of the visit answers, and to the edition with which it began (M-20)")
    func own() throws {
        var story = try promised()
        try story.does(Story.engineer, .depart(checklist: "haier@2", answers: Self.done("pad_cloth", "toolkit")))
        let answer = DeskCommand.answer(checklist: "haier@2", answers: Self.done("knock"))
        #expect(try story.refusal(Actor(.engineer, "E-8"), answer) == [.ownEngineer])
        #expect(try story.refusal(Story.customer, answer).contains(.role))
        let other = DeskCommand.answer(checklist: "haier@3", answers: Self.done("knock"))
        #expect(try story.refusal(Story.engineer, other) == [.checklist])
        #expect(try story.refusal(Story.engineer, .answer(checklist: "haier@2", answers: [])) == [.asked])
    }

    @Test("whoever was let in nowhere has nothing to answer, and gets the card in (M-28)")
    func absent() throws {
        var story = try promised()
        try story.does(Story.engineer, .depart(checklist: "haier@2", answers: Self.done("pad_cloth", "toolkit")))
        story.wait(.minutes(55))
        try story.does(Story.engineer, .arrive(cause: ""))
        story.wait(.minutes(6))
        try story.does(
            Story.engineer, .endVisit(.absent), .submitCard(.declined, satisfied: false))
        #expect(try story.request.visits.last?.card != nil)
    }

    @Test("a new edition does not stop a visit that began with the old one")
    func newer() throws {
        var story = try promised()
        try story.does(Story.engineer, .depart(checklist: "haier@2", answers: Self.done("pad_cloth", "toolkit")))
        story.wait(.minutes(55))
        try story.does(Story.engineer, .arrive(cause: ""), .identify, .explain, .showTariff, .consent(yuan(300)))
        try story.does(Story.engineer, .beginWork, .endVisit(.fixed))
        story.checklist = Checklist(name: "haier", version: 3, brands: [], lines: Self.list.lines)
        try story.does(Story.engineer, .submitCard(.customer, satisfied: true))
    }
}

@Suite("Examples of commands")
struct CommandExampleTests {
    @Test("there is one of each, and each comes back as it was written")
    func all() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        var names: [String] = []
        for command in DeskCommand.examples {
            let written = try encoder.encode(command)
            #expect(try JSONDecoder().decode(DeskCommand.self, from: written) == command, "\(command)")
            let object = try #require(try JSONSerialization.jsonObject(with: written) as? [String: Any])
            names.append(try #require(object.keys.first))
            #expect(!command.allowed.roles.isEmpty && !command.states.isEmpty)
        }
        #expect(Set(names) == Set(DeskCommand.names), "a command without an example in DeskCommand+Examples.swift")
    }

    @Test("a departure and its answers may be written in short")
    func short() throws {
        let bare = try JSONDecoder().decode(
            DeskCommand.self, from: Data(#"{"depart": {"checklist": "haier@1"}}"#.utf8))
        #expect(bare == .depart(checklist: "haier@1"))
        let text = #"{"depart": {"checklist": "haier@1", "answers": [{"line": "pad_cloth"}]}}"#
        let answered = try JSONDecoder().decode(DeskCommand.self, from: Data(text.utf8))
        #expect(answered == .depart(checklist: "haier@1", answers: [ChecklistAnswers.Answer("pad_cloth")]))
    }
}
