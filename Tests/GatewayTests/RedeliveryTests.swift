import Appliances
import Daybook
import Gateway
import Logging
import Simulation
import Telemetry
import Testing

@Suite("A message that comes again")
struct RedeliveryTests {
    /// Batches of which the broker sends each once more, with the same packet ids, over a resumed link.
    private func doubled(_ batches: [MessageBatch], _ days: Days) -> [MessageBatch] {
        batches.flatMap { batch in
            var again = MessageBatch()
            again.noteLink(resumed: true, at: batch.lastArrival)
            var place = 0
            while let message = batch.message(at: &place) {
                let bytes = batch.bytes
                bytes[message.topic].withUnsafeBufferPointer { topic in
                    bytes[message.payload].withUnsafeBufferPointer { payload in
                        again.append(
                            topic: topic, payload: payload, packet: message.packet, isRetained: false,
                            arrival: batch.lastArrival)
                    }
                }
            }
            return [batch, again]
        }
    }

    @Test("after every resumed link counts as a duplicate and changes nothing", arguments: Run.all)
    func everythingTwice(run: Run) throws {
        let days = run.days
        let policy = try House.policy(of: days.appliances)
        let batches = days.batches(upTo: 60, seed: run.seed)
        let once = Outcome(decide(policy, run.clock, batches))
        let entries = decide(policy, run.clock, doubled(batches, days))
        let twice = Outcome(entries)
        #expect(twice.decided == once.decided)
        #expect(twice[.stored] == once[.stored] && twice[.duplicates] == once[.stored])
        #expect(twice[.records] == 2 * once[.records])
        #expect(entries.allSatisfy { $0.tally.isBalanced })
    }

    @Test("is told from one that is new and equal, which a steady value makes each minute")
    func steadyValues() throws {
        var core = GatewayCore(try House.policy(of: [appliance("fridge-1")]), clock: .wall)
        let posts = (0..<100).map { minute in
            var post = Post(
                "foretell/v1/home-1/fridge-1/telemetry", Array("{\"readings\":{\"fridge.temperature\":4}}".utf8),
                at: start + .minutes(Int64(minute)))
            post.packet = UInt16(minute + 1)
            return post
        }
        let entry = core.decide(MessageBatch(posts), closed: start + .days(1))
        #expect(entry.tally[.stored] == 100 && entry.tally[.duplicates] == 0)
    }

    @Test("is known again although the gateway was restarted in between", arguments: [true, false])
    func overRestart(withSnapshot: Bool) throws {
        let days = Days(style: .bare)
        let policy = try House.policy(of: days.appliances)
        let batch = MessageBatch(days.posts.prefix(50))
        var core = GatewayCore(policy, clock: .wall)
        let ledger = MemoryLedger()
        var first = core.decide(batch, closed: batch.lastArrival)
        first.sequence = 1
        try ledger.record(first, snapshot: withSnapshot ? core.snapshot() : nil, outbox: [])
        let recall = try ledger.recall()
        var next = GatewayCore(policy, clock: .wall)
        next.restore(recall)
        try ledger.replay(after: recall.snapshotSequence) { next.relive($1, closed: $0) }
        var again = MessageBatch()
        again.noteLink(resumed: true, at: batch.lastArrival)
        for post in days.posts.prefix(60) { post.put(into: &again) }
        let entry = next.decide(again, closed: again.lastArrival)
        #expect(entry.tally[.duplicates] == 50 && entry.tally[.stored] == 10)
    }

    @Test("is stored when the broker has forgotten the session, and that is counted")
    func forgotten() throws {
        let days = Days(style: .bare)
        let policy = try House.policy(of: days.appliances)
        var core = GatewayCore(policy, clock: .wall)
        _ = core.decide(MessageBatch(days.posts.prefix(5)), closed: start + .minutes(1))
        var again = MessageBatch()
        again.noteLink(resumed: false, at: start + .minutes(2))
        for post in days.posts.prefix(5) { post.put(into: &again) }
        let entry = core.decide(again, closed: start + .minutes(3))
        #expect(entry.tally[.stored] == 5 && entry.tally[.sessionsLost] == 1)
    }
}
