import Appliances
import Console
import ServiceDesk
import Testing
import Warranty

@Suite("What a customer is told of a request (Z-21)")
struct ProgressViewTests {
    private func view(_ story: Case, _ language: Language = .en) throws -> ProgressView {
        ProgressView(of: try story.request, in: language, at: story.now, under: ServiceRules())
    }

    @Test("names what is missing: what is on file others find out, papers the customer has ready (H-3)")
    func missing() throws {
        let story = Case(missing: [.phone, .address])
        #expect(try view(story).steps.map(\.what) == ["find out: a phone number, the address", "contact you"])
        #expect(try view(story, .zh).steps.map(\.what) == ["核实：联系电话、详细地址", "与您联系"])
        #expect(try view(story).offers == [])
    }

    @Test("says who comes between which local times, and what the customer may do (N-6, H-8, M-7)")
    func appointment() throws {
        var story = Case()
        try story.propose()
        var seen = try view(story)
        #expect(seen.appointment == "2026-11-22 10:00–12:00" && seen.engineer == "engineer E-7")
        #expect(seen.agreement == "please agree, or propose another time")
        #expect(seen.offers == [.confirm, .reschedule])
        #expect(seen.steps.map(\.who) == ["You"])
        try story.does(Case.customer, .confirm)
        seen = try view(story)
        #expect(seen.steps.map(\.by) == ["2026-11-22 12:00", ""] && seen.agreement == "agreed by both")
        #expect(seen.offers == [.reschedule])
        let named = ProgressView(
            of: try story.request, in: .zh, at: story.now, under: ServiceRules(), engineerName: { _ in "王师傅" })
        #expect(named.engineer == "王师傅")
    }

    @Test("offers nothing that the desk would refuse: a part is missing, so nobody confirms (H-9)")
    func parts() throws {
        var story = Case()
        try story.propose()
        let need = PartNeed("relay", .applied(due: story.now + .days(3)))
        try story.does(Actor(.partsClerk, "P-1"), .movePart(need))
        let seen = try view(story)
        #expect(seen.parts == ["relay: ordered, expected by 2026-11-25 08:00"])
        #expect(!seen.offers.contains(.confirm))
        #expect(seen.steps.contains { $0.what == "get the part relay" && $0.by == "2026-11-25 08:00" })
    }

    @Test("tells how late a visit was and why, and what each charge costs and why (D-1, M-64, Z-15)")
    func charges() throws {
        var story = Case()
        try story.propose()
        try story.visit(cause: "a flat tyre, called 138 0013 8000")
        let seen = try view(story)
        #expect(seen.visits.map(\.lateness) == ["62 minutes late: a flat tyre, called ***"])
        #expect(seen.engineer.isEmpty, "nobody comes any more")
        #expect(seen.visits.map(\.outcome) == ["mended"] && seen.visits.map(\.parts) == ["relay"])
        #expect(seen.charges.map(\.price) == ["100.00 CNY", "85.50 CNY"])
        #expect(seen.charges.map(\.payer) == ["you pay", "we pay"])
        #expect(seen.charges[0].why == "tariff 120.00 CNY, warranty certificate 100.00 CNY: the lower one counts")
        #expect(seen.payable == "To be paid by you: 100.00 CNY." && seen.offers == [.charges, .rate])
        #expect(seen.entitlement.hasPrefix("partly free") && seen.reasons == ["H-18b holds: the invoice is unaltered"])
        #expect(try view(story, .zh).charges[0].why == "收费标准120.00元，三包凭证100.00元：以最低为准")
        try story.does(Case.customer, .confirmCharges)
        #expect(try view(story).offers == [.rate])
    }

    @Test("shows a rating, and goes on where it is a bad one (H-15, Z-17)")
    func rating() throws {
        var story = Case()
        try story.propose()
        try story.visit()
        let scores = ReturnCall.Scores(attitude: 5, skill: 2, charges: 3, overall: 2)
        try story.does(Case.customer, .rate(scores, satisfied: false, reason: "call 13800138000"))
        let seen = try view(story)
        #expect(seen.ratings == ["not satisfied: attitude 5, skill 2, charges 3, overall 2"])
        #expect(seen.escalation == "The after-sales manager looks at it too.")
        #expect(seen.appointment.isEmpty && seen.offers == [])
    }

    @Test("has no next step once it is over")
    func over() throws {
        var story = Case()
        #expect(try !view(story).steps.isEmpty)
        try story.does(Case.customer, .cancel(reason: "sold it"))
        let seen = try view(story)
        #expect(seen.steps.isEmpty && seen.offers.isEmpty && seen.state == "Withdrawn")
    }
}
