import Appliances
import Daybook
import FaultRules
import Telemetry

extension GatewayShell {
    /// Puts changed rules into force between two turns, all at once or not at all.
    ///
    /// The commit that follows has a snapshot: nothing that they decide is recorded without what they remember, and
    /// whoever starts after a crash goes on with both. After a crash before it the past is filled in once more.
    func reload(at wall: Timestamp) {
        guard let reloading, !isAstray else { return }
        let begun = ContinuousClock.now
        guard let ready = reloading.look(at: wall, core, life?.stages) else { return }
        // A copy: what cannot be recorded has never been.
        var next = core
        guard var report = next.reload(ready.staged, ready.refill) else { return reloading.refuse() }
        if next.isDue(at: wall) {
            var entry = next.decide(MessageBatch(), closed: wall)
            entry.sequence = entry.isEmpty ? sequence : sequence + 1
            do {
                try ledger.record(entry, snapshot: nil, outbox: [])
            } catch {
                if let broken = error as? StorageBroken { fatal = broken }
                return reloading.postpone(until: wall + pace.storePause, error)
            }
            sequence = entry.sequence
            next.settle(requestsOf: entry)
            if !entry.isEmpty { show(entry) }
        }
        core = next
        if let rules = ready.rules { policy.rules = rules }
        isSnapshotDue = true
        let pause = (ContinuousClock.now - begun).components
        report.pause = Double(pause.seconds) * 1e3 + Double(pause.attoseconds) / 1e15
        reloading.settle(report)
    }
}
