import Appliances
import Daybook
import FaultRules
import Gateway
import Simulation
import Telemetry
import Testing

/// Which clock, which records and which chance one run has.
struct Run: Sendable, CustomTestStringConvertible {
    let clock: GatewayClock
    let style: Style
    let seed: UInt64

    var testDescription: String { "\(clock) clock, \(style) records, seed \(seed)" }

    static let all: [Run] = (1...2).flatMap { seed in
        [
            Run(clock: .telemetry, style: .numbered, seed: seed), Run(clock: .telemetry, style: .timed, seed: seed),
            Run(clock: .wall, style: .numbered, seed: seed), Run(clock: .wall, style: .bare, seed: seed),
        ]
    }

    var days: Days { Days(seed: seed, style: style) }
}

@Suite("A restart")
struct RestartTests {
    /// Decides batches with a restart after every batch that `restarts` picks, and a snapshot with some entries.
    private func live(
        _ batches: [MessageBatch], _ policy: HousePolicy, _ run: Run, restarts: (Int) -> Bool
    ) throws -> [Entry] {
        var dice = SeededGenerator(seed: run.seed &+ 77)
        let ledger = MemoryLedger()
        var core = GatewayCore(policy, clock: run.clock)
        for (place, batch) in batches.enumerated() {
            var entry = core.decide(batch, closed: batch.lastArrival)
            entry.sequence = Int64(place + 1)
            try ledger.record(entry, snapshot: dice.below(5) == 0 ? core.snapshot() : nil, outbox: [])
            guard restarts(place) else { continue }
            let recall = try ledger.recall()
            core = GatewayCore(policy, clock: run.clock)
            core.restore(recall)
            try ledger.replay(after: recall.snapshotSequence) { core.relive($1, closed: $0) }
        }
        return ledger.entries
    }

    @Test("at any batch boundary changes nothing that follows", arguments: Run.all)
    func anywhere(run: Run) throws {
        let days = run.days
        let policy = try House.policy(of: days.appliances)
        let batches = days.batches(upTo: 60, seed: run.seed)
        let plain = decide(policy, run.clock, batches)
        #expect(Outcome(plain).intakes.count >= 2)
        var dice = SeededGenerator(seed: run.seed &+ 5)
        let restarted = try live(batches, policy, run) { _ in dice.below(4) == 0 }
        #expect(restarted.count == plain.count)
        for (one, other) in zip(restarted, plain) {
            #expect(Outcome([one]) == Outcome([other]))
            #expect(one.marks == other.marks && one.closed == other.closed)
            #expect(one.batch.bytes == other.batch.bytes)
        }
    }

    @Test("after a flood of messages that cannot be read goes on the same", arguments: GatewayClock.allCases)
    func afterRejections(clock: GatewayClock) throws {
        let days = Days(style: clock == .wall ? .bare : .numbered)
        let policy = try House.policy(of: days.appliances)
        var posts: [Post] = []
        for (place, post) in days.posts.enumerated() {
            posts.append(post)
            if place % 3 == 0 { posts.append(Post(post.topic, Array("{\"rea".utf8), at: post.arrival)) }
        }
        let batches = stride(from: 0, to: posts.count, by: 40).map { MessageBatch(posts[$0...].prefix(40)) }
        let plain = decide(policy, clock, batches)
        let restarted = try live(batches, policy, Run(clock: clock, style: .bare, seed: 4)) { $0 % 7 == 0 }
        #expect(Outcome(restarted) == Outcome(plain))
        #expect(Outcome(plain)[.notJSON] > 1_000)
    }

    @Test("keeps the day on which an appliance without papers was first seen, also if it says nothing")
    func firstDay() throws {
        let policy = try House.policy(of: [appliance("fridge-1", bought: nil)])
        let ledger = MemoryLedger()
        var core = GatewayCore(policy, clock: .wall)
        var reminders: [Notice] = []
        for day in 0..<400 {
            let moment = start + .days(Int64(day))
            #expect(core.isDue(at: moment))
            var entry = core.decide(MessageBatch(), closed: moment)
            #expect(!core.isDue(at: moment))
            #expect(!core.isDue(at: moment - .days(3)), "A clock that is set back begins no day.")
            entry.sequence = Int64(day + 1)
            try ledger.record(entry, snapshot: day % 3 == 0 ? core.snapshot() : nil, outbox: [])
            reminders += entry.notices
            let recall = try ledger.recall()
            core = GatewayCore(policy, clock: .wall)
            core.restore(recall)
            try ledger.replay(after: recall.snapshotSequence) { core.relive($1, closed: $0) }
        }
        #expect(reminders.count == 2)
    }

    @Test("takes up a changed registry: who stayed remembers, who is new begins anew")
    func changedRegistry() throws {
        let days = Days()
        let batches = days.batches(upTo: 60, seed: 1)
        let half = batches.count * 3 / 4
        var core = GatewayCore(try House.policy(of: days.appliances), clock: .telemetry)
        for batch in batches[..<half] { _ = core.decide(batch, closed: batch.lastArrival) }
        let ledger = MemoryLedger()
        try ledger.record(Entry(closed: core.time, batch: MessageBatch()), snapshot: core.snapshot(), outbox: [])
        let fewer = try House.policy(of: Array(days.appliances.dropFirst(2)) + [appliance("new-1")])
        var next = GatewayCore(fewer, clock: .telemetry)
        next.restore(try ledger.recall())
        let later = Outcome(batches[half...].map { next.decide($0, closed: $0.lastArrival) })
        let same = Outcome(batches[half...].map { core.decide($0, closed: $0.lastArrival) })
        let left = Set(days.appliances.prefix(2).map(\.id))
        #expect(later.episodes == same.episodes.filter { !left.contains($0.device) })
        #expect(later[.deviceUnknown] > 0)
    }
}

@Suite("How messages are cut into batches")
struct BatchCutTests {
    @Test("changes no episode, request, notice or count", arguments: Run.all)
    func cuts(run: Run) throws {
        let days = run.days
        let policy = try House.policy(of: days.appliances)
        let ones = decide(policy, run.clock, days.posts.map { MessageBatch([$0]) })
        let tens = decide(policy, run.clock, days.batches(upTo: 20, seed: run.seed))
        let many = decide(policy, run.clock, days.batches(upTo: 1_000, seed: run.seed &+ 1))
        #expect(Outcome(ones) == Outcome(tens))
        #expect(Outcome(ones) == Outcome(many))
    }
}
