import Appliances
import Foundation
import ServiceDesk
import Testing
import Warranty

@Suite("What people find out")
struct FoundClauseTests {
    /// A story whose warranty hangs on what was found out, as a policy's would.
    private func story() throws -> Story {
        var story = Story()
        _ = try story.predict(.compressor, .undetermined(needs: [.certificate]))
        return story
    }

    @Test("a paper that was seen, with its day, stands on the request (H-20, C-15)")
    func papers() throws {
        var story = try story()
        let day = try #require(CalendarDay("2026-03-01"))
        story.entitled = { decision(.free, of: $0) }
        try story.does(
            Story.agent, .verify(VerificationAttempt(.customer, .certificate, .found, value: .flag(true))))
        let request = try story.request
        #expect(request.facts.certificate == .valid && request.state == .verified)
        #expect(request.entitlement?.outcome == .free && request.entitlements.count == 1)
        let invoice = VerificationAttempt(.customer, .invoice, .mismatch)
        try story.does(Story.agent, .verify(invoice))
        #expect(try story.request.facts.invoice == .missing)
        try story.does(
            Story.agent, .verify(VerificationAttempt(.customer, .invoice, .found, value: .day(day))))
        #expect(try story.request.facts.invoice == .valid && story.request.facts.invoiceDay == day)
        #expect(try story.request.facts.merged(into: Purchase(city: "x")).certificate == .valid)
        // What says the same is not decided twice, and not because a day has passed.
        let decided = story.events.count { if case .entitlementDecided = $0.event { true } else { false } }
        #expect(decided == 2)
    }

    @Test("an answer that still lacks a paper asks for it instead of going on (C-15)")
    func asksOn() throws {
        var story = try story()
        story.entitled = { decision(.undetermined(needs: [.invoiceDate]), of: $0) }
        try story.does(Story.agent, .verify(VerificationAttempt(.customer, .certificate, .found)))
        #expect(try story.request.state == .verifying && story.request.missing == [.invoiceDate])
        try story.does(Story.agent, .verify(VerificationAttempt(.customer, .invoiceDate, .found)))
        // Nobody is asked again for what was found.
        #expect(try story.request.state == .verified)
    }

    @Test("misuse and repairs by others are found by people above the engineer, with evidence (H-18c, H-18d)")
    func causes() throws {
        var story = Story()
        _ = try story.predict()
        let misuse = DeskCommand.find(.misuse, evidence: "photo-1")
        #expect(try story.refusal(Story.engineer, misuse) == [.role])
        #expect(try story.refusal(.gateway, misuse) == [.role])
        #expect(try story.refusal(Story.manager, .find(.misuse, evidence: "")) == [.evidence])
        story.entitled = { decision(.chargeable, of: $0) }
        try story.does(Story.manager, misuse)
        try story.does(Actor(.technicalSupport, "T-3"), .find(.selfRepair, evidence: "photo-2"))
        let request = try story.request
        #expect(request.entitlement?.outcome == .chargeable)
        #expect(
            request.facts.findings == [
                WarrantyCase.Finding(.misuse, decidedBy: .afterSalesManager, evidence: ["photo-1"]),
                WarrantyCase.Finding(.selfRepair, decidedBy: .technicalSupport, evidence: ["photo-2"]),
            ])
    }

    @Test("each cause that triage names has its decision; that of the likeliest counts, then of what was found (2.2)")
    func hypotheses() throws {
        var story = Story()
        _ = try story.predict()
        story.entitled = { decision($0 == .door ? .chargeable : .free, of: $0) }
        let causes = [
            Diagnosis.Hypothesis(.fanMotor, cause: "worn", percent: 60),
            Diagnosis.Hypothesis(.door, cause: "seal", percent: 30),
            Diagnosis.Hypothesis(.door, cause: "hinge", percent: 10),
        ]
        try story.does(Story.agent, .triage(Diagnosis(causes)))
        #expect(try story.request.entitlements.map(\.component) == [.compressor, .door, .fanMotor])
        #expect(try story.request.entitlement?.component == .fanMotor && story.request.entitlement?.outcome == .free)
        try story.agree()
        try story.arrive(consent: yuan(100))
        try story.repair(
            Story.engineer,
            VisitReport(.fixed, component: .door, cause: "seal", test: .passed, isInspected: true))
        #expect(try story.request.entitlement?.component == .door && story.request.entitlement?.outcome == .chargeable)
    }

    @Test("a repair that did not hold is counted, and is asked about again (X-12)")
    func inVain() throws {
        var story = Story()
        _ = try story.predict()
        try story.agree()
        try story.arrive()
        try story.repair()
        story.entitled = { decision(.chargeable, of: $0) }
        let scores = ReturnCall.Scores(attitude: 3, skill: 1, charges: 3, overall: 2)
        try story.does(Story.customer, .rate(scores, satisfied: false, reason: "it is warm again"))
        #expect(try story.request.facts.failedRepairs == 1 && story.request.entitlement?.outcome == .chargeable)
    }

    @Test("how it is repaired follows from triage (H-5, X-10, X-11)")
    func ways() throws {
        var story = Story()
        _ = try story.predict()
        #expect(try story.request.way(isExported: false) == .home)
        #expect(try story.request.way(isExported: true) == .factory)
        let cause = [Diagnosis.Hypothesis(.compressor, cause: "c", percent: 50)]
        try story.does(Story.agent, .triage(Diagnosis(cause, place: .workshop)))
        #expect(try story.request.way(isExported: false) == .pullBack)
        try story.does(Story.agent, .triage(Diagnosis(cause, isRemoteFixable: true)))
        #expect(try story.request.way(isExported: true) == .partByPost)
        #expect(try story.request.way(isExported: false) == .home)
    }

    @Test("an attempt of old is read, and a value comes back as it was written")
    func stored() throws {
        let old = #"{"source":"customer","fact":"certificate","result":"found"}"#
        let read = try JSONDecoder().decode(VerificationAttempt.self, from: Data(old.utf8))
        #expect(read == VerificationAttempt(.customer, .certificate, .found))
        let day = try #require(CalendarDay("2026-03-01"))
        for value in [VerificationAttempt.Value.day(day), .flag(true), .flag(false)] {
            let attempt = VerificationAttempt(.customer, .invoice, .found, value: value)
            #expect(
                try JSONDecoder().decode(VerificationAttempt.self, from: JSONEncoder().encode(attempt)) == attempt)
        }
    }
}
