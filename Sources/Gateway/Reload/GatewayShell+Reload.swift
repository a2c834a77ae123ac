import Appliances
import Daybook
import FaultRules
import Telemetry

extension GatewayShell {
    /// Puts changed rules into force between two turns, all at once or not at all.
    ///
    /// They come with a snapshot: whoever starts after a crash goes on with what they remember, and nothing has to be
    /// filled a second time.
    func reload(at wall: Timestamp) {
        guard let reloading, !isAstray else { return }
        let begun = ContinuousClock.now
        guard let ready = reloading.look(at: wall, core, life?.stages) else { return }
        // A copy: what cannot be recorded has never been.
        var next = core
        guard var report = next.reload(ready.staged, ready.refill) else { return reloading.refuse() }
        var entry = Entry(closed: next.time, batch: MessageBatch())
        if next.isDue(at: wall) { entry = next.decide(MessageBatch(), closed: wall) }
        entry.sequence = entry.isEmpty ? sequence : sequence + 1
        do {
            try ledger.record(entry, snapshot: next.snapshot(), outbox: [])
        } catch {
            if let broken = error as? StorageBroken { fatal = broken }
            return reloading.postpone(until: wall + pace.storePause, error)
        }
        core = next
        sequence = entry.sequence
        if let rules = ready.rules { policy.rules = rules }
        noteSnapshot(at: wall)
        let pause = (ContinuousClock.now - begun).components
        report.pause = Double(pause.seconds) * 1e3 + Double(pause.attoseconds) / 1e15
        reloading.settle(report)
        if !entry.isEmpty { watch(entry) }
    }
}
