import Appliances
import Foundation
import ServiceDesk
import Testing
import Warranty

@Suite("What others decide")
struct ApprovalClauseTests {
    private static let operations = Actor(.operations, "O-1")

    private static let why = RepairRefusal(.wantsReturn, words: "I have had enough of it")

    /// The warranty's word on a compressor, with what the customer may choose.
    private func offering(_ options: EntitlementDecision.Option...) -> EntitlementDecision {
        let (plain, isFirst) = (decision(.free), options.count > 1)
        let sold = CalendarDay("2026-11-01").map { EntitlementDecision.Reason.Named("sale_date", .day($0)) }
        let offered = EntitlementDecision.Reason.Named("options", .list(options.map(\.rawValue)))
        let inputs = [sold, .init("days", .number(21)), isFirst ? offered : nil].compactMap(\.self)
        return EntitlementDecision(
            component: plain.component, day: plain.day, outcome: .free, validUntil: plain.validUntil,
            options: options, needs: [], payers: plain.payers, policy: plain.policy,
            reasons: [EntitlementDecision.Reason("H-22", isFirst ? .firstDays : .firstDaysOver, inputs)])
    }

    private func atWork(_ entitled: EntitlementDecision) throws -> Story {
        var story = Story()
        _ = story.demand(Story.call(component: .compressor), entitled: entitled)
        try story.agree()
        try story.arrive()
        try story.does(Story.engineer, .beginWork)
        return story
    }

    private func due(_ story: Story) throws -> [String] {
        try story.request.due(under: story.rules).filter { $0.clause == "X-9" }.map { "\($0.kind.rawValue) \($0.what)" }
    }

    @Test("a special case is granted once after-sales, centre and operations have each said yes (X-13, M-65)")
    func special() throws {
        var story = try atWork(decision(.free))
        try story.does(Story.engineer, .ask(Approval(.special, amount: yuan(0), reason: "a hotel with twenty of them")))
        #expect(try story.refusal(Story.engineer, .decide(.special, granted: true)) == [.role])
        try story.does(Story.manager, .decide(.special, granted: true))
        // Neither the same person in another role, nor another one in the same.
        for actor in [Actor(.centreLeader, "M-1"), Actor(.afterSalesManager, "M-2")] {
            #expect(try story.refusal(actor, .decide(.special, granted: true)) == [.vote])
        }
        try story.does(Self.operations, .decide(.special, granted: true))
        let open = try #require(try story.request.approvals.last)
        #expect(open.decision == nil && open.missingVotes == [.centreLeader])
        var refused = story
        try story.does(Story.leader, .decide(.special, granted: true))
        #expect(
            story.events.suffix(2).map(\.event) == [
                .voted(subject: .special, granted: true), .approvalDecided(subject: .special, granted: true),
            ])
        let decided = try #require(try story.request.approvals.last)
        #expect(decided.decision?.isGranted == true && decided.votes.map(\.by.number) == ["M-1", "O-1", "L-1"])
        try refused.does(Story.leader, .decide(.special, granted: false))
        #expect(try refused.request.approvals.last?.decision?.isGranted == false)
    }

    @Test("the first no ends a special case, and it may be asked for anew (X-13)")
    func refused() throws {
        var story = try atWork(decision(.free))
        let asked = DeskCommand.ask(Approval(.special, amount: yuan(0), reason: "x"))
        try story.does(Story.engineer, asked)
        try story.does(Self.operations, .decide(.special, granted: false))
        #expect(try story.request.approvals.last?.decision?.by == Self.operations)
        #expect(try story.refusal(Story.leader, .decide(.special, granted: true)) == [.open])
        try story.does(Story.engineer, asked)
        try story.does(Self.operations, .decide(.special, granted: true))
        #expect(try story.request.approvals.last?.decision == nil)
    }

    @Test("what was decided before there were votes is read as it was")
    func old() throws {
        let text = """
            {"subject": "waiver", "amount": "5.00 CNY", "reason": "x",
             "decision": {"by": {"role": "centre_leader", "number": "L-1"}, "isGranted": true}}
            """
        let read = try JSONDecoder().decode(Approval.self, from: Data(text.utf8))
        #expect(read.votes == [] && read.decision?.at == nil && read.decision?.isGranted == true)
        let card = Data(#"{"card_submitted": {"signature": "customer", "satisfied": true}}"#.utf8)
        #expect(
            try JSONDecoder().decode(RequestEvent.self, from: card)
                == .cardSubmitted(signature: .customer, satisfied: true))
        #expect(try JSONDecoder().decode(DeskCommand.self, from: Data(#"{"confirm": {}}"#.utf8)) == .confirm)
        let facts = Data(#"{"confirm": {"facts": ["address"]}}"#.utf8)
        #expect(try JSONDecoder().decode(DeskCommand.self, from: facts) == .confirmWindow(facts: [.address]))
    }

    @Test("within the first days the manager exchanges; later it is special, and the guarantees say why (M-53, H-22)")
    func windows() throws {
        let exchange = DeskCommand.ask(
            Approval(.exchange, amount: yuan(0), reason: "the customer wants another one", failure: .lacksPerformance))
        var (early, late) = (try atWork(offering(.exchange, .repair)), try atWork(offering(.repair)))
        try early.does(Story.engineer, exchange)
        try late.does(Story.engineer, exchange)
        #expect(try early.request.deciders(of: .exchange) == [.afterSalesManager, .centreLeader])
        #expect(try late.request.isSpecial(.exchange) && late.request.deciders(of: .exchange) == [.centreLeader])
        try early.does(Story.manager, .decide(.exchange, granted: true))
        let request = try late.request
        do throws(Refusal) {
            _ = try request.decide(.decide(.exchange, granted: true), by: Story.manager, at: late.now)
            Issue.record("it was done")
        } catch {
            #expect(error.unmet.map(\.rule) == [.special] && error.unmet[0].line().hasPrefix("M-53: outside of what"))
            #expect(error.unmet[0].found.hasPrefix("exchange is not offered; H-22: "), "\(error.unmet[0].found)")
        }
        try late.does(Story.leader, .decide(.exchange, granted: true))
        #expect(try late.request.approvals.last?.decision?.by == Story.leader)
    }

    @Test("the money comes back within the first seven days by the manager, else by the leader (M-53, H-21)")
    func returned() throws {
        let back = DeskCommand.ask(
            Approval(.returnGoods, amount: yuan(0), reason: "no more of it", failure: .notAsStated, refusal: Self.why))
        var (early, late) = (
            try atWork(offering(.return, .exchange, .repair)), try atWork(offering(.exchange, .repair))
        )
        try late.does(Story.engineer, back)
        #expect(try late.refusal(Story.manager, .decide(.returnGoods, granted: true)) == [.special])
        #expect(try early.refusal(Story.engineer, .takeBack(refund: yuan(2_000))) == [.exchange])
        try early.does(Story.engineer, back)
        try early.does(Story.manager, .decide(.returnGoods, granted: true))
        #expect(try early.refusal(Story.engineer, .takeBack(refund: yuan(0))) == [.sheet])
        try early.does(Story.engineer, .takeBack(refund: yuan(2_000)))
        #expect(try early.request.refund == yuan(2_000))
        #expect(try early.refusal(Story.engineer, .takeBack(refund: yuan(2_000))) == [.exchange], "once is enough")
    }

    @Test(
        "the first days are for performance failures, and somebody of the house says of which kind (H-23, H-21, H-22)",
        arguments: PerformanceFailure.allCases)
    func kinds(failure: PerformanceFailure) throws {
        func ask(_ failure: PerformanceFailure?) -> DeskCommand {
            .ask(Approval(.exchange, amount: yuan(0), reason: "it never cooled", failure: failure))
        }
        var story = try atWork(offering(.exchange, .repair))
        // What a customer calls it is no finding.
        try story.does(Story.customer, ask(failure))
        #expect(try story.request.failure == nil)
        let decide = DeskCommand.decide(.exchange, granted: true)
        #expect(try story.refusal(Story.manager, decide) == [.performanceFailure])
        var (refused, ended) = (story, story)
        try refused.does(Story.manager, .decide(.exchange, granted: false))
        try refused.does(Story.officer, ask(failure))
        #expect(try refused.request.failure == failure && refused.request.approvals.last?.failure == failure)
        try refused.does(Story.manager, decide)
        try ended.does(
            Story.engineer,
            .endVisit(
                VisitReport(
                    .fixed, component: .compressor, cause: "worn", test: .passed, isInspected: true, failure: failure)))
        try ended.does(Story.manager, decide)
        #expect(try ended.request.failure == failure)
        // Later it is a special case, of whatever kind it is.
        var late = try atWork(offering(.repair))
        try late.does(Story.customer, ask(nil))
        try late.does(Story.leader, decide)
    }

    @Test(
        "who wants no repair or the money back is asked why, by code and in words (M-41)",
        arguments: RepairRefusal.Code.allCases)
    func unwanted(code: RepairRefusal.Code) throws {
        let why = RepairRefusal(code, words: "it hums, and nobody hears it")
        var story = try atWork(offering(.return, .exchange, .repair))
        func ask(_ refusal: RepairRefusal?) -> DeskCommand {
            .ask(Approval(.returnGoods, amount: yuan(0), reason: "the money back", refusal: refusal))
        }
        let silent = RepairRefusal(code, words: "")
        #expect(try story.refusal(Story.engineer, ask(nil)) == [.repairRefusal])
        #expect(try story.refusal(Story.agent, ask(silent)) == [.repairRefusal])
        for report in [VisitReport(.refused), VisitReport(.refused, refusal: silent)] {
            #expect(try story.refusal(Story.engineer, .endVisit(report)) == [.repairRefusal])
        }
        var own = story
        try own.does(Story.customer, ask(nil))
        try story.does(Story.engineer, ask(why), .endVisit(VisitReport(.refused, refusal: why)))
        let request = try story.request
        #expect(request.approvals.map(\.refusal) == [why] && request.visits.map(\.refusal) == [why])
        #expect(lines(of: request).contains { $0.contains("\(code.rawValue): it hums") })
    }

    @Test("a repair in vain: ordered and bought within an hour each, and made the same day from stock (X-9, X-12)")
    func replaced() throws {
        var story = try atWork(offering(.exchange, .repair))
        try story.does(
            Story.engineer, .ask(Approval(.exchange, amount: yuan(0), reason: "in vain", failure: .lacksPerformance)))
        #expect(try due(story) == [])
        try story.does(Story.manager, .decide(.exchange, granted: true))
        #expect(try due(story) == ["order replacement"])
        let order = try #require(try story.request.due(under: story.rules).first { $0.kind == .order })
        #expect(order.due == story.now + .hours(1))
        var stock = story
        try stock.does(Story.clerk, .movePart(PartNeed(ServiceRequest.replacement, .reserved(stock: .centre))))
        #expect(try due(stock) == ["exchange "])
        let item = try #require(try stock.request.due(under: stock.rules).first { $0.kind == .exchange })
        let day = CalendarDay(stock.now, utcOffsetSeconds: 28_800)
        #expect(CalendarDay(item.due, utcOffsetSeconds: 28_800) == day && item.escalatesTo == .afterSalesManager)
        #expect(try stock.refusal(Story.engineer, .exchange(serial: "")) == [.serials])
        try stock.does(Story.engineer, .exchange(serial: "N-77"))
        #expect(try due(stock) == [] && stock.request.exchangedFor == "N-77")
        // Else the factory's cycle.
        try story.does(
            Story.clerk, .movePart(PartNeed(ServiceRequest.replacement, .applied(due: story.now + .days(4)))))
        #expect(try due(story) == ["purchase replacement", "part replacement"])
        try story.does(
            Story.clerk, .movePart(PartNeed(ServiceRequest.replacement, .purchased(due: story.now + .days(4)))))
        #expect(try due(story) == ["part replacement"])
        story.wait(.days(4))
        try story.does(Story.clerk, .movePart(PartNeed(ServiceRequest.replacement, .arrived)))
        #expect(try due(story) == ["exchange "])
        try story.does(Story.engineer, .exchange(serial: "N-78"))
        #expect(try story.request.pauses.allSatisfy { $0.through != nil })
    }

    @Test("what was granted is made before the end, or refused after all (M-53)")
    func fulfilled() throws {
        var story = try atWork(offering(.exchange, .repair))
        try story.does(
            Story.engineer, .ask(Approval(.exchange, amount: yuan(0), reason: "x", failure: .unsafe)),
            .endVisit(.fixed),
            .submitCard(.customer, satisfied: true))
        try story.does(Story.manager, .decide(.exchange, granted: true))
        try story.does(Story.engineer, .settle)
        try story.does(Story.quality, .call(.quality, .satisfied(scores: Story.scores)))
        try story.does(Story.officer, .reconcile(.branch))
        #expect(try story.refusal(Story.officer, .close) == [.fulfilled])
        var other = story
        try story.does(Story.engineer, .exchange(serial: "N-1"))
        try story.does(Story.officer, .close)
        try other.does(Story.customer, .ask(Approval(.exchange, amount: yuan(0), reason: "it works now")))
        try other.does(Story.manager, .decide(.exchange, granted: false))
        #expect(try other.request.needs.allSatisfy { $0.part != ServiceRequest.replacement })
        try other.does(Story.officer, .close)
    }

    @Test("a written solution goes to the customer at once, with pictures and videos (X-7)")
    func solution() throws {
        var story = Story()
        _ = story.demand(Story.call(), entitled: decision(.free))
        #expect(try story.refusal(Story.agent, .sendSolution(text: "", attachments: nil)) == [.solution])
        #expect(try story.refusal(Story.manager, .sendSolution(text: "x", attachments: nil)) == [.role])
        let support = Actor(.technicalSupport, "T-1")
        try story.does(support, .sendSolution(text: "Clean the filter.", attachments: ["filter.jpg", "filter.mp4"]))
        let event = try #require(story.events.last)
        let request = try story.request
        let notices = NoticeDesk().notices(of: event, on: request, customer: "C-00017")
        #expect(notices.map(\.kind) == [.solution] && notices.first?.to == .customer("C-00017"))
        #expect(notices.first?.isUrgent == true)
        #expect(notices.first?.text.en.contains("Clean the filter. filter.jpg, filter.mp4") == true)
        #expect(notices.first?.text.zh.contains("Clean the filter.") == true)
        #expect(request.solutions.map(\.attachments) == [["filter.jpg", "filter.mp4"]])
    }
}
