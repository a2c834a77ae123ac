import Appliances
import Daybook
import Devices
import Gateway
import Telemetry
import Testing

@Suite("Messages of other conventions over a stop")
struct ForeignRestartTests {
    /// A core that goes on where a ledger ends.
    private func restarted(_ policy: HousePolicy, _ ledger: MemoryLedger) throws -> GatewayCore {
        let recall = try ledger.recall()
        var core = GatewayCore(policy, clock: .wall)
        core.restore(recall)
        try ledger.replay(after: recall.snapshotSequence) { core.relive($1, closed: $0) }
        return core
    }

    private func record(_ entry: Entry, _ number: Int64, _ ledger: MemoryLedger, _ snapshot: Snapshot?) throws {
        var entry = entry
        entry.sequence = number
        try ledger.record(entry, snapshot: snapshot, outbox: [])
    }

    @Test("are known again when the broker sends them once more", arguments: [true, false])
    func redelivered(withSnapshot: Bool) throws {
        let policy = try ForeignHouse.policy(sources: ["plug-1"])
        let posts = (1...20).map { ForeignHouse.post("plug-1", "{\"power\":90}", minute: $0, packet: UInt16($0)) }
        var core = GatewayCore(policy, clock: .wall)
        let ledger = MemoryLedger()
        let first = core.decide(MessageBatch(posts.prefix(15)), closed: start + .minutes(15))
        try record(first, 1, ledger, withSnapshot ? core.snapshot() : nil)
        var next = try restarted(policy, ledger)
        var again = MessageBatch()
        again.noteLink(resumed: true, at: start + .minutes(16))
        for post in posts { post.put(into: &again) }
        let entry = next.decide(again, closed: start + .minutes(21))
        #expect(entry.tally[.duplicates] == 15 && entry.tally[.stored] == 5 && entry.derived.count == 5)
        #expect(entry.tally.isBalanced)
    }

    @Test("are decided the same when lived through once more, also by a profile that reads them otherwise")
    func relived() throws {
        let policy = try ForeignHouse.policy(sources: ["plug-1"])
        // Two hours too warm, by a plug that measures the cabinet.
        let posts = (0..<120).map { ForeignHouse.post("plug-1", "{\"inside\":14}", minute: $0) }
        let ledger = MemoryLedger()
        var core = GatewayCore(policy, clock: .wall)
        let first = core.decide(MessageBatch(posts.prefix(60)), closed: start + .minutes(60))
        try record(first, 1, ledger, nil)
        let rest = MessageBatch(posts.dropFirst(60))
        let whole = core.decide(rest, closed: start + .minutes(130))
        var changed = policy
        changed.profiles[0].channels.entries[2].scale = 0.01
        var next = try restarted(changed, ledger)
        // What came before the stop stands as it was read; what comes after is read by the changed profile.
        let after = next.decide(rest, closed: start + .minutes(130))
        #expect(!whole.episodes.isEmpty)
        #expect(after.derived.first == "{\"readings\":{\"fridge.temperature\":0.14}}")
        var same = try restarted(policy, ledger)
        #expect(Outcome([same.decide(rest, closed: start + .minutes(130))]).decided == Outcome([whole]).decided)
    }
}
