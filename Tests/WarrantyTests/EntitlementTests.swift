import Appliances
import Testing
import Warranty

@Suite("Entitlement")
struct EntitlementTests {
    @Test(
        "covers through the corresponding day and not one day longer",
        arguments: [
            (.sensor, "2023-11-01", "2024-10-31", true),
            (.sensor, "2023-11-01", "2024-11-01", true),
            (.sensor, "2023-11-01", "2024-11-02", false),
            (.compressor, "2023-11-01", "2026-10-31", true),
            (.compressor, "2023-11-01", "2026-11-01", true),
            (.compressor, "2023-11-01", "2026-11-02", false),
            // 29 February has no corresponding day one and three years later.
            (.sensor, "2024-02-29", "2025-02-28", true),
            (.sensor, "2024-02-29", "2025-03-01", false),
            (.timer, "2024-02-29", "2027-02-28", true),
            (.timer, "2024-02-29", "2027-03-01", false),
        ] as [(Component, String, String, Bool)])
    func lastDay(component: Component, invoiced: String, asked: String, isFree: Bool) throws {
        let decision = try decide(component, of: refrigerator(invoiced: invoiced), on: asked)
        #expect(decision.outcome == (isFree ? .free : .chargeable))
    }

    @Test("gives the fourteen main parts 36 months", arguments: mainParts + [.sealedSystem])
    func mainPart(component: Component) throws {
        let decision = try decide(component, of: refrigerator(invoiced: "2023-11-01"), on: "2026-11-01")
        #expect(decision.outcome == .free)
        #expect(try decision.validUntil == day("2026-11-01"))
        #expect(decision.trail.contains { $0.rule == "H-17" && $0.result == .holds })
    }

    @Test("counts fourteen of them") func fourteen() { #expect(Set(mainParts).count == 14) }

    @Test("gives any other component the 12 months of the whole machine")
    func otherComponent() throws {
        let decision = try decide(.sensor, of: refrigerator(invoiced: "2023-11-01"), on: "2023-12-01")
        #expect(try decision.validUntil == day("2024-11-01"))
        #expect(decision.trail.contains { $0.rule == "H-16" && $0.result == .holds })
    }

    @Test("takes the whole machine's term where it is the longer one")
    func longerWholeMachine() throws {
        let policy = WarrantyPolicy(
            id: "generous", version: 4, category: .refrigerator,
            wholeMachine: WarrantyPolicy.Term(months: 72, citation: "H-25"),
            parts: refrigeratorPolicy.parts)
        let decision = try decide(
            .compressor, of: refrigerator(invoiced: "2020-01-31"), on: "2026-01-31", under: [policy])
        #expect(decision.outcome == .free)
        #expect(decision.policy == "generous" && decision.policyVersion == 4)
        #expect(
            decision.story.contains(
                "H-25 holds: invoice of 2020-01-31, whole machine 72 months: covered through 2026-01-31"))
    }

    @Test(
        "offers return for 7 days after the sale, exchange for 15, repair always",
        arguments: [
            ("2026-11-01", [.return, .exchange, .repair]),
            ("2026-11-08", [.return, .exchange, .repair]),
            ("2026-11-09", [.exchange, .repair]),
            ("2026-11-16", [.exchange, .repair]),
            ("2026-11-17", [.repair]),
        ] as [(String, [EntitlementDecision.Option])])
    func options(asked: String, offered: [EntitlementDecision.Option]) throws {
        let byInvoice = try refrigerator(invoiced: "2026-11-01")
        #expect(try decide(.sensor, of: byInvoice, on: asked).options == offered)
        let bySale = try refrigerator(invoiced: "2026-10-20", sold: "2026-11-01")
        #expect(try decide(.sensor, of: bySale, on: asked).options == offered)
    }

    @Test("offers nothing for free where the answer is not free")
    func noOptions() throws {
        let late = try refrigerator(invoiced: "2020-01-01", sold: "2026-11-20")
        #expect(try decide(.compressor, of: late, on: "2026-11-22").options == [])
        let unproven = try refrigerator(invoiced: "2026-11-20", certificate: .missing)
        #expect(try decide(.compressor, of: unproven, on: "2026-11-22").options == [])
    }

    @Test("does not call an appliance new because its sale is dated ahead")
    func saleAhead() throws {
        let appliance = try refrigerator(invoiced: "2025-11-01", sold: "2062-11-01")
        let decision = try decide(.compressor, of: appliance, on: "2026-11-01")
        #expect(decision.options == [.repair])
        #expect(decision.trail.last?.result == .unknown)
    }

    @Test("is the same for a pause list in any order and counts overlaps once")
    func pausesMoveTheEnd() throws {
        let appliance = try refrigerator(invoiced: "2023-11-01")
        let pauses = try [
            pause("2024-03-01", "2024-03-10"), pause("2024-03-05", "2024-03-12", .waitingForParts),
        ]
        let decision = try decide(.compressor, of: appliance, on: "2026-11-13", pauses: pauses)
        #expect(decision.outcome == .free)
        #expect(try decision.validUntil == day("2026-11-13"))
        let other = try decide(
            .compressor, of: appliance, on: "2026-11-13", pauses: pauses.reversed())
        #expect(other == decision)
        #expect(try decide(.compressor, of: appliance, on: "2026-11-14", pauses: pauses).outcome == .chargeable)
    }
}

@Suite("Entitlement without all facts")
struct UndeterminedTests {
    typealias Need = EntitlementDecision.Need

    @Test(
        "asks for exactly the papers that are missing",
        arguments: [
            (.missing, .valid, "2026-01-01", [.invoice]),
            (.missing, .missing, "2026-01-01", [.invoice, .certificate]),
            (.missing, .missing, nil, [.invoice, .certificate]),
            (.valid, .missing, "2026-01-01", [.certificate]),
            (.valid, .altered, "2026-01-01", [.certificate]),
            (.valid, .valid, nil, [.invoiceDate]),
            (.valid, .missing, nil, [.certificate, .invoiceDate]),
        ] as [(Purchase.Paper, Purchase.Paper, String?, [Need])])
    func papers(
        invoice: Purchase.Paper, certificate: Purchase.Paper, invoiced: String?, needs: [Need]
    ) throws {
        let appliance = try refrigerator(
            invoiced: invoiced, invoice: invoice, certificate: certificate)
        let decision = try decide(.compressor, of: appliance, on: "2026-11-22")
        #expect(decision.outcome == .undetermined(needs: needs))
        #expect(try decision.validUntil == invoiced.map { _ in try day("2029-01-01") })
        #expect(decision.trail.contains { $0.result == .unknown })
    }

    @Test("asks for no paper that could not make it free")
    func overAnyway() throws {
        let appliance = try refrigerator(
            invoiced: "2020-01-01", invoice: .missing, certificate: .missing)
        let decision = try decide(.compressor, of: appliance, on: "2026-11-22")
        #expect(decision.outcome == .chargeable)
        #expect(
            decision.story.last
                == "H-18e fails: 2026-11-22 is 1421 days after the last covered day; no paper could make it free")
    }

    @Test("does ask where only a pause still keeps the period open")
    func openByPause() throws {
        let appliance = try refrigerator(invoiced: "2023-11-01", certificate: .missing)
        let pauses = [try pause("2024-01-01", "2024-01-02")]
        let last = try decide(.compressor, of: appliance, on: "2026-11-03", pauses: pauses)
        #expect(last.outcome == .undetermined(needs: [.certificate]))
        let after = try decide(.compressor, of: appliance, on: "2026-11-04", pauses: pauses)
        #expect(after.outcome == .chargeable)
    }

    @Test("leaves a category without a policy, or with two, to a person")
    func policyGapAndOverlap() throws {
        let cooler = try refrigerator(
            invoiced: "2020-01-01", certificate: .missing, category: .airConditioner)
        let gap = try decide(.compressor, of: cooler, on: "2026-11-22")
        #expect(gap.outcome == .undetermined(needs: [.certificate, .policy]))
        #expect(gap.policy == "" && gap.policyVersion == 0 && gap.validUntil == nil)
        let overlap = try decide(
            .compressor, of: refrigerator(invoiced: "2020-01-01"), on: "2026-11-22",
            under: [refrigeratorPolicy, refrigeratorPolicy])
        #expect(overlap.outcome == .undetermined(needs: [.policy]))
        #expect(overlap.story.last == "C-11 unknown: 2 policies cover refrigerator: refrigerator 1, refrigerator 1")
    }

    @Test("doubts an invoice of tomorrow, unless the appliance was sold before it")
    func invoiceAhead() throws {
        let slip = try decide(.door, of: refrigerator(invoiced: "2062-11-01"), on: "2026-11-22")
        #expect(slip.outcome == .undetermined(needs: [.invoiceDate]))
        #expect(slip.validUntil == nil)
        let delivered = try refrigerator(invoiced: "2026-11-30", sold: "2026-11-20")
        #expect(try decide(.door, of: delivered, on: "2026-11-22").outcome == .free)
    }

    @Test("never refuses: an altered invoice makes it chargeable, whatever else is missing")
    func altered() throws {
        for certificate in [Purchase.Paper.valid, .missing, .altered] {
            let appliance = try refrigerator(
                invoiced: nil, invoice: .altered, certificate: certificate)
            let decision = try decide(.compressor, of: appliance, on: "2026-11-22", under: [])
            #expect(decision.outcome == .chargeable)
            #expect(decision.story.last == "H-18b fails: the invoice was altered")
            #expect(decision.validUntil == nil)
        }
    }

    @Test("has nothing to repair where no part is meant", arguments: [Component.user, .connectivity])
    func noPart(component: Component) throws {
        let decision = try decide(component, of: refrigerator(invoiced: "2026-11-01"), on: "2026-11-02")
        #expect(decision.outcome == .chargeable)
        #expect(decision.options == [])
        #expect(decision.story == ["H-16 fails: \(component.rawValue) is no part of the appliance"])
    }
}
