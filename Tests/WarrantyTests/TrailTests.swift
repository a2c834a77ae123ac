import Appliances
import Foundation
import Testing
import Warranty

@Suite("The trail of a decision")
struct TrailTests {
    @Test("tells why it is free")
    func free() throws {
        let decision = try decide(.defrostHeater, of: refrigerator(invoiced: "2023-11-01"), on: "2026-11-01")
        #expect(
            decision.story == [
                "H-18a holds: invoice and warranty certificate have been produced",
                "H-18b holds: the invoice is unaltered",
                "C-11 holds: policy refrigerator, version 1, covers refrigerator",
                "H-17 holds: invoice of 2023-11-01, main part defrost heater 36 months: covered through 2026-11-01",
                "H-21, H-22 holds: 1096 days after the sale of 2023-11-01: repair",
            ])
    }

    @Test("tells which pause kept it free")
    func freeByPause() throws {
        let decision = try decide(
            .sensor, of: refrigerator(invoiced: "2025-11-01"), on: "2026-11-03",
            pauses: [pause("2026-10-30", "2026-11-05")])
        #expect(
            decision.story.dropFirst(3) == [
                "H-16 fails: invoice of 2025-11-01, sensor is no main part, whole machine 12 months: "
                    + "covered through 2026-11-01",
                "H-19 holds: 7 days of repair or of waiting for parts deducted: covered through 2026-11-08",
                "H-21, H-22 holds: 367 days after the sale of 2025-11-01: repair",
            ])
    }

    @Test("tells why it is chargeable")
    func chargeable() throws {
        let decision = try decide(
            .sensor, of: refrigerator(invoiced: "2025-11-01"), on: "2026-11-03",
            pauses: [pause("2026-01-10", "2026-01-10")])
        #expect(decision.outcome == .chargeable)
        #expect(
            decision.story.dropFirst(3) == [
                "H-16 fails: invoice of 2025-11-01, sensor is no main part, whole machine 12 months: "
                    + "covered through 2026-11-01",
                "H-19 fails: 1 day of repair or of waiting for parts deducted: covered through 2026-11-02",
                "H-18e fails: 2026-11-03 is 1 day after the last covered day",
            ])
    }

    @Test("tells what is missing")
    func undetermined() throws {
        let appliance = try refrigerator(invoiced: nil, invoice: .missing, certificate: .missing)
        let decision = try decide(.compressor, of: appliance, on: "2026-11-03")
        #expect(
            decision.story == [
                "H-18a unknown: invoice and warranty certificate have not been produced",
                "H-19 unknown: the date of the invoice is not known",
                "C-11 holds: policy refrigerator, version 1, covers refrigerator",
            ])
    }

    @Test(
        "is stored and read again unchanged",
        arguments: [
            (.compressor, .valid, "2026-11-03"), (.sensor, .valid, "2023-11-05"),
            (.sensor, .valid, "2026-11-03"), (.door, .missing, "2026-10-01"), (.user, .valid, "2026-11-03"),
        ] as [(Component, Purchase.Paper, String)])
    func roundTrip(component: Component, certificate: Purchase.Paper, asked: String) throws {
        let appliance = try refrigerator(invoiced: "2023-11-01", certificate: certificate)
        let decision = try decide(
            component, of: appliance, on: asked, pauses: [pause("2024-01-01", "2024-01-09")])
        let stored = try JSONEncoder().encode(decision)
        #expect(try JSONDecoder().decode(EntitlementDecision.self, from: stored) == decision)
    }

    @Test("is stored in words that a later version must still read")
    func storedWords() throws {
        let stored = """
            {"component": "solenoid_valve", "outcome": {"undetermined": {"needs": ["invoice_date", "policy"]}},
             "options": ["return", "exchange", "repair"], "validUntil": "2026-11-01", "policy": "refrigerator",
             "policyVersion": 1, "trail": [{"rule": "H-17", "finding": "…", "result": "unknown"}]}
            """
        let decision = try JSONDecoder().decode(EntitlementDecision.self, from: Data(stored.utf8))
        #expect(decision.outcome == .undetermined(needs: [.invoiceDate, .policy]))
        #expect(decision.options == [.return, .exchange, .repair])
        let pause = try JSONDecoder().decode(
            WarrantyPause.self,
            from: Data(#"{"from": "2026-01-02", "through": "2026-01-03", "cause": "waiting_for_parts"}"#.utf8))
        #expect(pause.cause == .waitingForParts)
    }
}

@Suite("The deciding reason")
struct DecidingReasonTests {
    @Test(
        "is the period that covers, the period that is over, or the paper that is missing",
        arguments: [
            (invoice: "2026-06-01", paper: Purchase.Paper.valid, rule: "H-17"),
            (invoice: "2024-06-01", paper: .valid, rule: "H-17"),
            (invoice: "2019-06-01", paper: .valid, rule: "H-18e"),
            (invoice: "2026-06-01", paper: .missing, rule: "H-18a"),
        ])
    func decides(row: (invoice: String, paper: Purchase.Paper, rule: String)) throws {
        let appliance = try refrigerator(invoiced: row.invoice, certificate: row.paper)
        let decision = entitlement(
            of: .compressor, in: appliance, on: try day("2026-11-22"), pauses: [], under: [refrigeratorPolicy])
        #expect(decision.decidingReason?.rule == row.rule, "\(decision.trail)")
    }
}
