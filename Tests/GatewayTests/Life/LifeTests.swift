import Appliances
import Daybook
import FaultRules
import Gateway
import Logging
import ServiceDesk
import Telemetry
import Testing

@Suite("Rules with a life")
struct LifeTests {
    private static let days = Days(count: 20, faultyShare: 1)
    private static let batches = days.batches(upTo: 600, seed: 5)

    /// The house with every rule at a stage, and every appliance of one batch.
    private func policy(_ stage: Stage = .active, perBatch: Int = 1_000) throws -> HousePolicy {
        var rules = try House.rules()
        for place in rules.indices { rules[place].stage = stage }
        let appliances = LifeTests.days.appliances.map { appliance in
            var appliance = appliance
            (appliance.model, appliance.batch) = ("BCD-470W", "2024-31")
            return appliance
        }
        var policy = try House.policy(of: appliances, rules: rules)
        policy.storms.perBatch = perBatch
        return policy
    }

    private func told(_ policy: HousePolicy) -> [Entry] { decide(policy, .telemetry, LifeTests.batches) }

    private func tickets(_ entries: [Entry]) -> [Intake] {
        entries.flatMap(\.intakes).filter { $0.decision != .held(because: .nothingToRepair) }
    }

    @Test("in shadow find what they find in action, and nothing follows from it")
    func shadow() throws {
        let (active, shadow) = (told(try policy()), told(try policy(.shadow)))
        #expect(shadow.flatMap(\.episodes) == active.flatMap(\.episodes))
        #expect(!shadow.flatMap(\.episodes).isEmpty && !active.flatMap(\.intakes).isEmpty)
        #expect(shadow.allSatisfy { $0.intakes.isEmpty && $0.events.isEmpty && $0.acted.isEmpty })
        #expect(shadow.flatMap(\.notices).allSatisfy { $0.content.kind == "reminder" })
        let (found, shadows) = (total(.episodes, shadow), total(.shadowEpisodes, shadow))
        #expect(found > 0 && shadows == found)
        #expect(total(.shadowEpisodes, active) == 0)
        #expect(Set(active.flatMap(\.acted)) == Set(active.flatMap(\.episodes).map(\.id)))
    }

    @Test("on trial act for some appliances and for the same ones each time")
    func canary() throws {
        let entries = told(try policy(.canary(percent: 25)))
        let acted = Set(entries.flatMap(\.acted))
        for episode in entries.flatMap(\.episodes) {
            let acts = Stage.canary(percent: 25).acts(rule: episode.rule, device: episode.device)
            #expect(acted.contains(episode.id) == acts)
        }
    }

    private func total(_ counter: Tally.Counter, _ entries: [Entry]) -> Int {
        entries.reduce(0) { $0 + $1.tally[counter] }
    }

    /// The episodes of one rule that go to the desk, in the order in which they first do.
    private func order(_ intakes: [Intake], _ rules: [String: String]) -> [String: [String]] {
        var order: [String: [String]] = [:]
        for intake in intakes {
            guard let rule = rules[intake.episode], !(order[rule] ?? []).contains(intake.episode) else { continue }
            order[rule, default: []].append(intake.episode)
        }
        return order
    }

    @Test("are held from the first finding on that is one too many in a batch", arguments: [1, 2])
    func storm(limit: Int) throws {
        let (free, guarded) = (told(try policy()), told(try policy(perBatch: limit)))
        let rules = Dictionary(
            free.flatMap(\.episodes).map { ($0.id, $0.rule) }, uniquingKeysWith: { first, _ in first })
        let held = tickets(guarded).filter { if case .held(.storm) = $0.decision { true } else { false } }
        let before = order(tickets(free), rules)
        let after = order(held, rules)
        #expect(before.values.contains { $0.count > limit })
        for (rule, episodes) in before {
            #expect(after[rule] ?? [] == Array(episodes.dropFirst(limit)), "\(rule)")
        }
        #expect(total(.heldInStorms, guarded) == held.count)
        #expect(guarded.flatMap(\.episodes) == free.flatMap(\.episodes))
    }

    private func decided(_ core: inout GatewayCore) -> [Entry] {
        LifeTests.batches.map { core.decide($0, closed: $0.lastArrival) }
    }

    private func decision(on incident: Incident, _ ending: StormOrder.Ending) -> StormOrder {
        StormOrder(incident: incident.id, ending: ending, by: "lin", reason: "r", at: start)
    }

    @Test("reach the desk once released, each once, as they would have without a storm")
    func release() throws {
        var core = GatewayCore(try policy(perBatch: 1), clock: .telemetry)
        let entries = decided(&core)
        #expect(!core.incidents.isEmpty)
        for incident in core.incidents {
            core.take(decision(on: incident, .released))
            core.take(decision(on: incident, .released))
        }
        #expect(core.isDue(at: core.time))
        let entry = core.decide(MessageBatch(), closed: core.time)
        #expect(!entry.isEmpty && core.incidents.isEmpty)
        let free = told(try policy())
        func requests(_ entries: [Entry]) -> Set<String> {
            Set(entries.flatMap(\.events).map { $0.request })
        }
        #expect(requests(entries + [entry]) == requests(free))
        #expect(requests(entries) != requests(free))
        #expect(core.decide(MessageBatch(), closed: core.time).isEmpty)
    }

    @Test(
        "end their request once a repair is over, and once only",
        arguments: [(RepairOutcome.confirmed, RequestEvent.closed), (.notVisited, .cancelled)])
    func ends(outcome: RepairOutcome, event: RequestEvent) throws {
        var core = GatewayCore(try policy(), clock: .telemetry)
        let opened = try #require(decided(&core).flatMap(\.events).first)
        guard case .received(_, let device, let component, _, _, _, _) = opened.event else {
            Issue.record("a request begins with its demand")
            return
        }
        let count = core.openRequestCount
        let repair = Repair(
            number: opened.request, device: device, model: "", requested: component, outcome: outcome,
            opened: opened.at, closed: core.time, by: "wang")
        core.take(repair)
        let entry = core.decide(MessageBatch(), closed: core.time)
        #expect(entry.events.map(\.event) == [event] && entry.events.map(\.request) == [opened.request])
        #expect(!entry.isEmpty && core.openRequestCount == count - 1)
        core.take(repair)
        #expect(core.decide(MessageBatch(), closed: core.time).isEmpty)
    }

    @Test("leave nothing but evidence once dropped")
    func drop() throws {
        var core = GatewayCore(try policy(perBatch: 1), clock: .telemetry)
        _ = decided(&core)
        for incident in core.incidents { core.take(decision(on: incident, .dropped)) }
        let entry = core.decide(MessageBatch(), closed: core.time)
        #expect(entry.intakes.isEmpty && entry.events.isEmpty && core.incidents.isEmpty)
    }

    @Test("are still held after a restart, from a snapshot and from the batches after it")
    func restart() throws {
        let policy = try policy(perBatch: 1)
        var core = GatewayCore(policy, clock: .telemetry)
        var other = GatewayCore(policy, clock: .telemetry)
        let half = LifeTests.batches.count / 2
        var recall = Recall()
        for batch in LifeTests.batches[..<half] { recall.events += core.decide(batch, closed: .epoch).events }
        let snapshot = core.snapshot()
        recall.gateway = snapshot.gateway
        try snapshot.devices { recall.devices.append(($0, $1)) }
        other.restore(recall)
        #expect(other.incidents == core.incidents)
        for batch in LifeTests.batches[half...] {
            _ = core.decide(batch, closed: .epoch)
            other.relive(batch, closed: .epoch)
        }
        #expect(!core.incidents.isEmpty && other.incidents == core.incidents)
    }
}
