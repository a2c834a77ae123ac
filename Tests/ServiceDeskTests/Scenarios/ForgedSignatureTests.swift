import Appliances
import Foundation
import ServiceDesk
import Testing
import Warranty

@Suite("A signature that the customer has not given (M-75)")
struct ForgedSignatureTests {
    private static let denied = "signature_denied"

    /// Mended, settled, and with a card that says the customer signed it and is satisfied; both levels were taken in.
    private func reconciled() throws -> Story {
        var story = Story()
        _ = try story.predict()
        try story.agree()
        try story.arrive()
        try story.repair(signature: .customer)
        try story.does(Story.engineer, .settle)
        try story.does(Story.officer, .reconcile(.branch))
        try story.does(Story.central, .reconcile(.centre))
        story.wait(.hours(20))
        return story
    }

    private func card(_ story: Story) throws -> SupervisionCard { try #require(try story.request.visits.last?.card) }

    private func mismatches(_ story: Story) throws -> [String] {
        let day = CalendarDay(start, utcOffsetSeconds: 28_800)
        return Reconciliation(of: [try story.request], on: day).mismatches.map(\.kind.rawValue)
    }

    private func due(_ story: Story) throws -> [String] {
        try story.request.due().map { "\($0.kind.rawValue) \($0.what) \($0.role.rawValue) \($0.clause)" }
    }

    private func replayed(_ story: Story) throws -> Bool {
        var again = Desk()
        for event in story.events { again.apply(event) }
        return try again.request(story.number) == story.request
    }

    @Test("the card says customer, the customer says no: called again at once, told, put right, and only then closed")
    func forged() throws {
        var story = try reconciled()
        #expect(try mismatches(story) == [], "the card alone tells nothing")
        try story.does(Story.quality, .call(.quality, .satisfied(scores: Story.scores), signed: false))
        #expect(try card(story).suspicion?.because == .signature)
        #expect(try card(story).reconciled.isEmpty, "whoever reconciled it did not know")
        #expect(try mismatches(story) == [Self.denied, "not_reconciled", "not_reconciled"])
        let told = try story.told().filter { $0.at == story.now }
        #expect(told.map(\.kind) == [.escalated, .complained])
        #expect(told.allSatisfy { $0.to == .staff(.afterSalesManager, number: "") && $0.isUrgent })
        #expect(
            try Set(due(story)) == [
                "take_up  after_sales_manager M-54", "call after_mismatch quality M-75",
                "reconcile E-7 information_officer M-75", "complaint 1 after_sales_manager M-75",
            ])
        let call = try #require(try story.request.due().first { $0.kind == .call })
        #expect(call.due == story.now + .hours(2) && call.escalatesTo == .centreLeader)
        #expect(try story.refusal(Story.officer, .reconcile(.branch)) == [.signature])
        #expect(try story.refusal(Story.officer, .close) == [.satisfied, .card, .complaints])
        let prompt = DeskCommand.call(.afterMismatch, .satisfied(scores: nil), signed: false)
        #expect(try story.refusal(Story.agent, prompt) == [.role])
        #expect(try story.refusal(Actor(.quality, "E-7"), prompt) == [.independent])
        story.wait(.hours(1))
        try story.does(Story.quality, prompt)
        #expect(try card(story).suspicion?.followedUp == story.now)
        #expect(
            story.events.last?.event == .called(kind: .afterMismatch, answer: .satisfied(scores: nil), signed: false))
        try story.does(Story.officer, .reconcile(.branch))
        // How a fraud is handled is the manager's word, and not the engineer's.
        #expect(try story.refusal(Story.officer, .close) == [.complaints])
        #expect(try story.refusal(Story.engineer, .resolve(complaint: 1, resolution: "x")).contains(.role))
        try story.does(Story.manager, .resolve(complaint: 1, resolution: "E-7 goes to nobody until it is cleared"))
        try story.does(Story.officer, .close)
        #expect(try story.request.state == .closed && replayed(story))
    }

    @Test("a customer who is not satisfied and has not signed gets the next visit, and the call before it")
    func unsatisfied() throws {
        var story = try reconciled()
        let no = ReturnCall.Answer.unsatisfied(scores: Story.scores, reason: "it hums")
        try story.does(Story.quality, .call(.quality, no, signed: false))
        #expect(try story.request.state == .triaged && story.request.level == 1, "one level, not two")
        #expect(try due(story).contains("call after_mismatch quality M-75"))
        // Not satisfied still: that visit is to come, and begins nothing anew.
        try story.does(
            Story.quality, .call(.afterMismatch, .unsatisfied(scores: nil, reason: "still hums"), signed: false))
        #expect(try story.request.state == .triaged && story.request.level == 1)
        try story.agree()
        try story.arrive()
        try story.repair()
        try story.does(Story.engineer, .settle)
        try story.does(Story.officer, .reconcile(.branch), .reconcile(.branch))
        try story.does(Story.manager, .resolve(complaint: 1, resolution: "by regulation"))
        story.wait(.hours(20))
        try story.does(Story.quality, .call(.quality, .satisfied(scores: Story.scores), signed: true))
        try story.does(Story.officer, .close)
        #expect(try story.request.state == .closed && story.request.complaints.count == 1 && replayed(story))
    }

    @Test(
        "a satisfied card beside an unsatisfied customer makes somebody ask who signed",
        arguments: [(signed: Bool?.none, isAsked: true), (signed: .some(true), isAsked: false)])
    func unasked(signed: Bool?, isAsked: Bool) throws {
        var story = try reconciled()
        let no = ReturnCall.Answer.unsatisfied(scores: Story.scores, reason: "it hums")
        try story.does(Story.quality, .call(.quality, no, signed: signed))
        #expect(try mismatches(story).contains("satisfied_card_unsatisfied_call"), "listed in any case")
        #expect(try due(story).contains("call after_mismatch quality M-75") == isAsked)
        #expect(try story.request.complaints.isEmpty)
        guard isAsked else { return }
        #expect(try card(story).suspicion?.because == .satisfaction)
        var forged = story
        try story.does(Story.quality, .call(.afterMismatch, .satisfied(scores: nil), signed: true))
        #expect(try card(story).isUnderSuspicion == false && story.request.complaints.isEmpty)
        // The prompt call brings the forgery to light; nobody has to be called a third time for it.
        try forged.does(Story.quality, .call(.afterMismatch, .satisfied(scores: nil), signed: false))
        #expect(try mismatches(forged).contains(Self.denied))
        #expect(try forged.request.complaints.map(\.subject) == [.fraud] && !card(forged).isUnderSuspicion)
        #expect(try replayed(forged))
    }

    @Test("a card that comes in after the call is held against it no less")
    func late() throws {
        for signature in SupervisionCard.Signature.allCases {
            var story = Story()
            _ = try story.predict()
            try story.agree()
            try story.arrive()
            try story.does(Story.engineer, .beginWork, .endVisit(.fixed), .settle)
            story.wait(.hours(20))
            try story.does(Story.quality, .call(.quality, .satisfied(scores: Story.scores), signed: false))
            #expect(try story.request.visits.last?.card == nil)
            try story.does(Story.engineer, .submitCard(signature, satisfied: true))
            #expect(try (card(story).suspicion != nil) == (signature == .customer), "\(signature)")
        }
    }

    @Test("whoever is not reached by the prompt call either holds nothing up but the manager's word")
    func unreached() throws {
        var story = try reconciled()
        try story.does(Story.quality, .call(.quality, .satisfied(scores: Story.scores), signed: false))
        for _ in 0..<3 {
            #expect(try story.refusal(Story.officer, .reconcile(.branch)) == [.signature])
            try story.does(Story.quality, .call(.afterMismatch, .unanswered))
            story.wait(.minutes(15))
        }
        try story.does(Story.officer, .reconcile(.branch))
        #expect(try story.refusal(Story.officer, .close) == [.complaints])
        try story.does(Story.leader, .resolve(complaint: 1, resolution: "by regulation"))
        try story.does(Story.officer, .close)
        #expect(story.events.last?.event == .closedUnconfirmed)
    }

    @Test("nobody says who signed where nobody was reached, or nobody had been there")
    func senseless() throws {
        let story = try reconciled()
        #expect(try story.refusal(Story.quality, .call(.quality, .unanswered, signed: true)) == [.asked])
        var guided = Story()
        _ = guided.demand(Story.call(), entitled: decision(.free))
        let dirty = Diagnosis.Hypothesis(.filter, cause: "filter_dirty", percent: 90)
        try guided.does(
            Story.agent, .triage(Diagnosis([dirty], isRemoteFixable: true)), .guide(script: "s", accepted: true))
        #expect(
            try guided.refusal(Story.agent, .call(.afterGuidance, .satisfied(scores: nil), signed: true)) == [.asked])
    }

    @Test("calls and cards of before are read as they were written")
    func earlier() throws {
        let call = #"{"called": {"kind": "quality", "answer": {"unanswered": {}}}}"#
        #expect(
            try JSONDecoder().decode(RequestEvent.self, from: Data(call.utf8))
                == .called(kind: .quality, answer: .unanswered))
        let command = #"{"call": {"kind": "quality", "answer": {"unanswered": {}}}}"#
        #expect(
            try JSONDecoder().decode(DeskCommand.self, from: Data(command.utf8)) == .call(.quality, .unanswered))
    }
}
