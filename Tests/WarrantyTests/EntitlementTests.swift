import Appliances
import Testing
import Warranty

@Suite("Entitlement")
struct EntitlementTests {
    typealias Share = EntitlementDecision.Share

    @Test("tells every step of the way, in both languages")
    func steps() throws {
        let pauses = [try pause("2026-10-30", "2026-11-05")]
        let decision = decide(try fridge(.lamp, invoiced: "2025-11-01", fails: "2026-11-03", pauses: pauses))
        #expect(
            decision.reasonLines() == [
                "H-18a holds: the papers that are asked for have been produced: invoice, warranty certificate",
                "H-18b holds: the invoice is unaltered",
                "H-16 holds: haier-refrigerator@1 covers refrigerators",
                "H-16 fails: invoice of 2025-11-01, whole machine 12 months: covered through 2026-11-01, "
                    + "without pauses",
                "H-19 holds: 7 days of repair or of waiting for parts deducted: covered through 2026-11-08",
                "H-22 holds: 367 days after the sale of 2025-11-01: repair",
                "H-16 holds: at home: the company pays parts, labour, travel",
            ])
        #expect(decision.reasonLines(in: .zh)[4] == "H-19符合：扣除维修占用和待件7天：保修顺延至2026-11-08")
        #expect(decision.headline() == "free, covered through 2026-11-08 (haier-refrigerator@1)")
        #expect(decision.headline(in: .zh) == "免费，保修至2026-11-08 (haier-refrigerator@1)")
    }

    @Test("doubts an invoice of tomorrow, unless the appliance was sold before it")
    func invoiceAhead() throws {
        let slip = decide(try fridge(.door, invoiced: "2062-11-01", fails: "2026-11-22"))
        #expect(slip.outcome == .undetermined && slip.needs == [.invoiceDate] && slip.validUntil == nil)
        let delivered = try fridge(.door, invoiced: "2026-11-30", sold: "2026-11-20", fails: "2026-11-22")
        #expect(decide(delivered).outcome == .free)
    }

    @Test("has nothing to repair where no part is meant", arguments: [Component.user, .connectivity])
    func noPart(component: Component) throws {
        let decision = decide(try fridge(component, fails: "2023-11-02"))
        #expect(decision.outcome == .chargeable)
        #expect(decision.reasons.first?.finding == .noPart)
    }

    @Test("asks for the brand where it decides which policy speaks")
    func brand() throws {
        let unknown = decide(try fridge(fails: "2024-01-01", brand: ""))
        #expect(unknown.outcome == .undetermined && unknown.needs == [.brand])
        let other = decide(try fridge(fails: "2024-01-01", brand: "Other"))
        #expect(other.policy == "generic@1" && other.outcome == .free)
        #expect(other.reasons.contains { $0.finding == .assumed })
        #expect(decide(try fridge(fails: "2024-01-01", brand: "HAIER")).policy == "haier-refrigerator@1")
    }

    @Test("leaves an appliance of which nobody speaks to a person")
    func noPolicy() throws {
        let decision = decide(try fridge(fails: "2024-01-01"), under: [])
        #expect(decision.outcome == .undetermined && decision.needs == [.policy] && decision.policy.isEmpty)
    }

    @Test("is partly free where the exporter's customer pays the way to the factory (X-10, X-11)")
    func exported() throws {
        var one = try fridge(fails: "2024-01-01", brand: "Other")
        one.attributes = [Attribute.Value(.exported, true)]
        one.way = .factory
        let decision = decide(one)
        #expect(decision.outcome == .partlyFree && decision.policy == "exporter@1")
        #expect(
            decision.payers == [
                Share(.parts, .company), Share(.labour, .company), Share(.freightOut, .customer),
                Share(.freightBack, .company),
            ])
        one.way = .partByPost
        #expect(decide(one).payers == [Share(.parts, .company), Share(.postage, .company)])
        one.failureDay = try day("2026-01-01")
        one.way = .factory
        let late = decide(one)
        #expect(late.outcome == .chargeable && late.payers.allSatisfy { $0.payer == .customer })
        #expect(late.reasons.last?.finding == .mayBeWaived)
        one.way = .home
        one.failureDay = try day("2024-01-01")
        #expect(decide(one).needs == [.policy], "the plan says nothing of visits")
    }

    @Test("leaves the whole way of a pull-back with the maker (C-16)")
    func pullBack() throws {
        var one = try fridge(fails: "2024-01-01")
        one.way = .pullBack
        #expect(
            decide(one).payers == [
                Share(.parts, .company), Share(.labour, .company), Share(.travel, .company), Share(.freight, .company),
            ])
    }

    @Test("offers another machine where repairs were in vain (X-12)")
    func exchange() throws {
        var one = try fridge(fails: "2024-10-01", brand: "Other")
        one.attributes = [Attribute.Value(.exported, true)]
        one.way = .factory
        one.failedRepairs = 1
        #expect(decide(one).options == [.exchange, .repair])
        // The national rules are off; on, they add to the maker's policy.
        let all = Shipped.all
        var mine = try fridge(fails: "2024-10-01", pauses: [pause("2024-01-01", "2024-03-31", .waitingParts)])
        mine.attributes = [Attribute.Value(.household, true)]
        #expect(decide(mine).options == [.repair])
        #expect(decide(mine, under: all).options == [.exchange, .repair])
        mine.pauses = [try pause("2024-01-01", "2024-03-30", .waitingParts)]
        #expect(decide(mine, under: all).options == [.repair], "ninety days are not more than ninety")
        mine.failedRepairs = 2
        #expect(decide(mine, under: all).options == [.exchange, .repair])
    }

    @Test(
        "serves software free for a month, charged after three, and in between in the customer's favour (M-63, C-9)",
        arguments: [
            ("2023-12-01", .free, .serviceFree), ("2023-12-02", .free, .serviceGap),
            ("2024-02-01", .free, .serviceGap), ("2024-02-02", .chargeable, .serviceCharged),
        ] as [(String, EntitlementDecision.Outcome, EntitlementDecision.Reason.Finding)])
    func software(
        fails: String, outcome: EntitlementDecision.Outcome, finding: EntitlementDecision.Reason.Finding
    ) throws {
        let decision = decide(try fridge(.software, fails: fails, brand: "Other", category: .washingMachine))
        #expect(decision.outcome == outcome)
        #expect(decision.reasons.contains { $0.finding == finding })
    }

    @Test("leaves bands that differ to a person where the policy says so")
    func conflict() throws {
        let bands = [12, 24].map { months in
            WarrantyPolicy.Band(
                citation: "S-\(months)", wholeMachine: WarrantyPolicy.Term(months: months, citation: "S-\(months)"))
        }
        var policy = WarrantyPolicy(id: "p", version: 1, bands: bands)
        policy.covers = [WarrantyPolicy.Cover(way: .home, company: [.parts, .labour, .travel], citation: "S")]
        let one = try fridge(fails: "2025-11-01")
        #expect(decide(one, under: [policy]).outcome == .free)
        #expect(decide(one, under: [policy]).reasons.contains { $0.finding == .overlapFavourable })
        policy.conflict = .person
        let open = decide(one, under: [policy])
        #expect(open.outcome == .undetermined && open.needs == [.policy])
        #expect(open.reasons.contains { $0.finding == .overlapOpen })
    }

    @Test(
        "names the reason that decided",
        arguments: [
            ("2026-06-01", Purchase.Paper.valid, "H-17"), ("2019-06-01", .valid, "H-18e"),
            ("2026-06-01", .missing, "H-18a"),
        ])
    func deciding(invoiced: String, certificate: Purchase.Paper, clause: String) throws {
        let decision = decide(try fridge(invoiced: invoiced, papers: (.valid, certificate), fails: "2026-11-22"))
        let reason = try #require(decision.decidingReason)
        #expect(reason.clause == clause)
    }
}

@Suite("A fault that is foretold")
struct EntitlementOutlookTests {
    @Test(
        "is decided today and on its day, and says where the warranty ends between",
        arguments: [
            // Free on both days; ends between; over already; papers missing and over then; no day foretold.
            ("2026-10-01", "2026-10-31", Purchase.Paper.valid, nil), ("2026-10-01", "2026-11-02", .valid, "2026-11-01"),
            ("2026-11-02", "2026-12-01", .valid, nil), ("2026-10-01", "2026-11-02", .missing, "2026-11-01"),
            ("2026-10-01", nil, .valid, nil), ("2026-10-01", "2026-09-30", .valid, nil),
        ] as [(String, String?, Purchase.Paper, String?)])
    func lapses(today: String, failure: String?, certificate: Purchase.Paper, end: String?) throws {
        let one = try fridge(papers: (.valid, certificate), fails: today)
        let outlook = entitlementOutlook(of: one, failingOn: try failure.map(day), under: Shipped.policies)
        #expect(outlook.now == decide(one))
        #expect(try outlook.lapses == end.map(day))
        #expect((outlook.atFailure == nil) == (failure == nil || failure == "2026-09-30"))
    }
}
