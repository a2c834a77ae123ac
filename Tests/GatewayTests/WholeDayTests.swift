import Appliances
import Daybook
import FaultRules
import Gateway
import ServiceDesk
import Simulation
import Telemetry
import Testing
import Warranty

@Suite("A whole day of thirty refrigerators")
struct WholeDayTests {
    private static let days = Days(count: 30, step: .minutes(1), span: .days(1), faultyShare: 0.3)
    private static let told: Result<[Entry], any Error> = Result {
        decide(try House.policy(of: days.appliances), .telemetry, days.batches(upTo: 900, seed: 3))
    }

    private var entries: [Entry] { get throws { try WholeDayTests.told.get() } }
    private var fleet: [SimulatedAppliance] { WholeDayTests.days.fleet }

    private static let rules: [SeededFault: String] = [
        .warmCabinet: "warm_cabinet", .shortCycling: "short_cycling", .doorLeftOpen: "door_left_open",
        .silence: "telemetry_silence",
    ]

    @Test("foretells every seeded fault, soon and by its own rule")
    func foretells() throws {
        let episodes = try entries.flatMap(\.episodes)
        #expect(fleet.count { $0.fault != nil } == 9)
        for sick in fleet {
            guard let fault = sick.fault, let at = sick.faultAt else { continue }
            let first = episodes.first { $0.device == sick.appliance.id && $0.rule == WholeDayTests.rules[fault] }
            let episode = try #require(first, "\(fault) of \(sick.appliance.id) was not foretold")
            #expect(episode.raised >= at && episode.raised - at < .hours(4))
        }
    }

    @Test("leaves the healthy in peace: no episode, no request, no advice")
    func healthy() throws {
        let healthy = Set(fleet.filter { $0.fault == nil }.map(\.appliance.id))
        let entries = try entries
        #expect(entries.flatMap(\.episodes).allSatisfy { !healthy.contains($0.device) })
        #expect(entries.flatMap(\.intakes).allSatisfy { !healthy.contains($0.device) })
        let words = entries.flatMap(\.notices).filter { healthy.contains($0.device) }
        #expect(words.allSatisfy { $0.content.kind == "reminder" })
    }

    @Test("ends in all four outcomes, each with its reasons")
    func outcomes() throws {
        let intakes = try entries.flatMap(\.intakes)
        #expect(intakes.allSatisfy { !$0.entitlement.now.reasons.isEmpty })
        let opened = intakes.filter { if case .opened = $0.decision { true } else { false } }
        #expect(opened.contains { $0.entitlement.now.outcome == .free })
        let asked = opened.contains { intake in
            intake.entitlement.now.outcome == .undetermined && !intake.entitlement.now.needs.isEmpty
        }
        #expect(asked)
        #expect(opened.allSatisfy { $0.entitlement.now.outcome != .chargeable })
        let advised = intakes.filter { if case .advised = $0.decision { true } else { false } }
        #expect(!advised.isEmpty && advised.allSatisfy { $0.entitlement.now.outcome == .chargeable })
        #expect(advised.allSatisfy { intake in intake.entitlement.now.reasons.contains { $0.clause == "H-18e" } })
        let joined = intakes.filter { if case .joined = $0.decision { true } else { false } }
        #expect(!joined.isEmpty && joined.allSatisfy { $0.level == "critical" })
    }

    @Test("opens at most one request for an appliance's family, with evidence, and asks for what is missing")
    func requests() throws {
        let opened = try entries.flatMap(\.events).compactMap { recorded in
            if case .received(_, let device, _, let family, _, _, _) = recorded.event {
                "\(device) \(family)"
            } else {
                nil
            }
        }
        #expect(Set(opened).count == opened.count)
        let events = try entries.flatMap(\.events)
        for request in Set(events.map(\.request)) {
            let mine = events.filter { $0.request == request }
            #expect(mine.map(\.number) == Array(1...mine.count))
            let isProven = mine.contains { recorded in
                if case .evidenceAttached(let piece) = recorded.event { !piece.signals.isEmpty } else { false }
            }
            #expect(isProven)
        }
        #expect(events.contains { if case .documentsAsked(let facts) = $0.event { !facts.isEmpty } else { false } })
    }

    @Test("accounts for every record, entry by entry")
    func balances() throws {
        let entries = try entries
        #expect(entries.allSatisfy { $0.tally.isBalanced })
        #expect(entries.allSatisfy { $0.marks.count == $0.tally[.records] })
        let outcome = Outcome(entries)
        #expect(outcome[.records] == WholeDayTests.days.posts.count)
        #expect(outcome[.stored] == WholeDayTests.days.posts.count)
        #expect(outcome[.readings] == WholeDayTests.days.posts.count * 10)
        let decided = outcome[.decidedFree] + outcome[.decidedChargeable] + outcome[.decidedUndetermined]
        #expect(decided == outcome.intakes.count)
        #expect(outcome[.reminders] == outcome.notices.count { $0.content.kind == "reminder" })
    }

    @Test("writes no notice and no reminder twice")
    func onceEach() throws {
        let ids = try entries.flatMap(\.notices).map(\.id)
        #expect(Set(ids).count == ids.count)
    }
}
