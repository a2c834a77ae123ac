import Appliances
import Foundation
import ServiceDesk
import Testing

@Suite("Parts that lie aside, and parts that are used (M-5, M-51, X-9)")
struct PartClauseTests {
    /// An engineer at work, with these parts as they were found for the visit.
    private func atWork(_ needs: [PartNeed]) throws -> Story {
        var story = Story()
        _ = story.demand(Story.call(component: .compressor), entitled: decision(.free))
        let cause = Diagnosis.Hypothesis(.compressor, cause: "start_relay_worn", percent: 80)
        try story.does(Story.agent, .triage(Diagnosis([cause], parts: needs.map(\.part))))
        for need in needs where need.state != .needed { try story.does(Story.clerk, .movePart(need)) }
        try story.agree()
        try story.arrive()
        try story.does(Story.engineer, .beginWork)
        return story
    }

    private func fixed(_ parts: [String], outcome: Visit.Outcome = .fixed) -> VisitReport {
        VisitReport(
            outcome, component: .compressor, cause: "worn",
            parts: parts.map { PartUse($0, faulty: "A-1", new: PartUse.none, oldPart: .kept) }, test: .passed,
            isInspected: true)
    }

    private func taken(_ story: Story) throws -> [String] {
        try story.request.taken.map {
            "\($0.part) \($0.stock.rawValue) \($0.engineer) \($0.isReserved ? "reserved" : "found")"
        }
    }

    private func aside(_ story: Story) throws -> [String] {
        try story.request.laidAside.map { "\($0.part) \($0.stock.rawValue)" }
    }

    @Test(
        "a part leaves the shelf on which it lay aside; what came for the request lay on none",
        arguments: [
            (PartNeed.State.reserved(stock: .van), ["relay van E-7 reserved"]),
            (.reserved(stock: .outlet), ["relay outlet E-7 reserved"]),
            (.reserved(stock: .centre), ["relay centre E-7 reserved"]),
            (.reserved(stock: .factory), []),
            (.arrived, []),
            // Whoever does without it and has it after all had it in the van.
            (.waived(reason: "none is to be had"), ["relay van E-7 found"]),
        ])
    func used(state: PartNeed.State, left: [String]) throws {
        var story = try atWork([PartNeed("relay", state)])
        try story.does(Story.engineer, .endVisit(fixed(["relay"])))
        #expect(try taken(story) == left)
        #expect(try story.request.taken.allSatisfy { $0.at == story.now })
        #expect(try story.request.needs.isEmpty && aside(story).isEmpty, "a part that is built in is needed no more")
    }

    @Test("a part that nobody looked for was in the van; a second one of the same as well")
    func unasked() throws {
        var story = try atWork([PartNeed("relay", .reserved(stock: .centre))])
        try story.does(Story.engineer, .endVisit(fixed(["relay", "relay", "fuse"])))
        #expect(try taken(story) == ["relay centre E-7 reserved", "relay van E-7 found", "fuse van E-7 found"])
    }

    @Test("what was not used goes back with the end of the work, and is looked for anew where it goes on (H-15)")
    func unused() throws {
        var story = try atWork([PartNeed("relay", .reserved(stock: .van)), PartNeed("fan", .reserved(stock: .centre))])
        #expect(try aside(story) == ["relay van", "fan centre"])
        try story.does(
            Story.engineer, .endVisit(fixed(["relay"])), .submitCard(.customer, satisfied: true), .settle)
        #expect(try aside(story).isEmpty && story.request.needs == [PartNeed("fan", .reserved(stock: .centre))])
        story.wait(.hours(20))
        try story.does(Story.quality, .call(.quality, .unsatisfied(scores: Story.scores, reason: "it hums")))
        // Somebody else may have it by now.
        #expect(try story.request.needs == [PartNeed("fan")] && taken(story) == ["relay van E-7 reserved"])
        #expect(try story.request.needsSince == [story.now])
        try story.agree()
        #expect(try aside(story) == ["fan van"])
    }

    @Test(
        "what was not used stays aside where somebody comes again for it",
        arguments: [Visit.Outcome.partsMissing, .pulledBack])
    func again(outcome: Visit.Outcome) throws {
        var story = try atWork([PartNeed("relay", .reserved(stock: .centre))])
        if outcome == .pulledBack { try story.does(Story.engineer, pullBack(story)) }
        try story.does(Story.engineer, .endVisit(VisitReport(outcome)))
        #expect(try aside(story) == ["relay centre"] && taken(story).isEmpty)
        guard outcome == .partsMissing else { return }
        try story.does(Story.agent, .cancel(reason: "sold it"))
        #expect(try aside(story).isEmpty && taken(story).isEmpty)
    }

    private func pullBack(_ story: Story, _ loaner: PullBack.Loaner = .declined) -> DeskCommand {
        .pullBack(
            PullBack(
                condition: "ok", isReceiptSigned: true, loaner: loaner,
                promised: CalendarDay(story.now, utcOffsetSeconds: 28_800).adding(days: 2),
                reason: PullBack.Reason(.needsWorkshop, words: "the circuit must be opened")))
    }

    @Test("what the workshop replaced leaves its shelf, with its numbers; a loaner is out until it is back (M-48)")
    func workshop() throws {
        var story = try atWork([
            PartNeed("relay", .reserved(stock: .centre)), PartNeed(ServiceRequest.loaner, .reserved(stock: .van)),
        ])
        try story.does(
            Story.engineer, pullBack(story, .out(serial: "L-1")), .endVisit(VisitReport(.pulledBack)))
        story.wait(.days(1))
        let nameless = PartUse("relay", faulty: "", new: "R-2", oldPart: .taken)
        #expect(
            try story.refusal(Story.engineer, .bringBack(test: .passed, loanerBack: true, parts: [nameless]))
                == [.serials])
        let relay = PartUse("relay", faulty: "R-1", new: "R-2", oldPart: .taken)
        #expect(try aside(story) == ["relay centre", "loaner van"])
        try story.does(Story.engineer, .bringBack(test: .passed, loanerBack: true, parts: [relay]))
        #expect(try taken(story) == ["relay centre E-7 reserved"] && story.request.visits.last?.parts == [relay])
        #expect(try aside(story).isEmpty, "the loaner is back")
    }

    @Test("an exchange uses what was laid aside for it; a return gives it back (M-53, X-9)")
    func exchanged() throws {
        var story = try atWork([])
        try story.does(
            Story.engineer, .ask(Approval(.exchange, amount: yuan(0), reason: "x")), .endVisit(fixed([])),
            .submitCard(.customer, satisfied: true))
        try story.does(Story.leader, .decide(.exchange, granted: true))
        try story.does(Story.clerk, .movePart(PartNeed(ServiceRequest.replacement, .reserved(stock: .centre))))
        #expect(try aside(story) == ["replacement centre"], "the work is done, and the exchange is not")
        try story.does(Story.engineer, .exchange(serial: "N-1"))
        #expect(try taken(story) == ["replacement centre E-7 reserved"] && aside(story).isEmpty)
    }

    @Test(
        "whether the old part is kept is asked, the new one's package shown, and both written down (N-20, Z-11)",
        arguments: PartUse.OldPart.allCases)
    func oldPart(answer: PartUse.OldPart) throws {
        var story = try atWork([PartNeed("relay", .reserved(stock: .van))])
        let line = Checklist.Line(
            id: "new_part_shown", phase: .during, words: Localised(en: "show", zh: "出示"), clauses: ["N-20", "Z-11"])
        story.checklist = Checklist(name: "haier", version: 1, brands: [], lines: [line])
        // Nobody can report a part without saying what became of the old one.
        let bare = Data(#"{"part":"relay","faulty":"A-1","new":"B-2","original":true}"#.utf8)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(PartUse.self, from: bare) }
        let relay = PartUse("relay", faulty: "A-1", new: "B-2", oldPart: answer)
        let report = VisitReport(
            .fixed, component: .compressor, cause: "worn", parts: [relay], test: .passed, isInspected: true)
        try story.does(Story.engineer, .endVisit(report))
        #expect(try story.refusal(Story.engineer, .settle) == [.checklist])
        let shown = ChecklistAnswers.Answer("new_part_shown")
        try story.does(Story.engineer, .answer(checklist: "haier@1", answers: [shown]), .settle)
        let visit = try #require(try story.request.visits.last)
        #expect(visit.parts.map(\.oldPart) == [answer] && visit.answered?.answers == [shown])
    }

    @Test("an event of before the workshop had parts is read as one without")
    func earlier() throws {
        let text = #"{"brought_back":{"test":"passed","loaner_back":true}}"#
        let event = try JSONDecoder().decode(RequestEvent.self, from: Data(text.utf8))
        #expect(event == .broughtBack(test: .passed, loanerBack: true))
        let written = try JSONEncoder().encode(event)
        #expect(!String(decoding: written, as: UTF8.self).contains("parts"))
    }
}
