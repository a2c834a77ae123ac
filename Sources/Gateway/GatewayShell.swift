package import Appliances
package import Daybook
import Foundation
package import Logging
import ServiceDesk
package import Telemetry

/// The gateway at work on one thread: gather, decide, record, answer.
///
/// What was acknowledged is durable; what was not is asked for again. Everything that
/// waits has a bound, and every turn of the loop ends.
package final class GatewayShell {
    /// How the shell goes about its work.
    package struct Pace: Sendable {
        /// How long one turn waits for messages; also how late a timer may fire.
        package var patience = TimeSpan(milliseconds: 50)
        /// After how many records a snapshot is due: what a restart must live through at most.
        package var snapshotRecords = 250_000
        /// After how long one is due.
        package var snapshotSpan = TimeSpan.seconds(60)
        /// How long the first pause is after a batch could not be stored; it grows to five times that.
        package var storePause = TimeSpan.seconds(1)
        /// How many notices are handed out at a turn.
        package var noticesPerTurn = 50

        /// The defaults.
        package init() {}
    }

    var policy: HousePolicy
    let clock: GatewayClock
    var core: GatewayCore
    let ledger: any DeskLedger
    private let link: any TelemetryLink
    private let outlet: any Outlet
    let pace: Pace
    let logger: Logger
    private let now: () -> Timestamp
    let watch: (Entry) -> Void
    let life: LifeWatch?
    let reloading: RuleReload?
    let counter: DeskCounter?
    private var downlink: Downlink
    private var postRoom: PostRoom
    private let brokerPost: OutletCarrier

    var sequence: Int64 = 0
    private var batch = MessageBatch()
    private var recordsSinceSnapshot = 0
    private var lastSnapshot = Timestamp.epoch
    /// Whether somebody was told that the desk's time is ahead of the machine's clock.
    var isAhead = false
    /// Whether the next commit must have a snapshot.
    var isSnapshotDue = false
    private var outboxAgain = Timestamp.epoch
    private var storeFailures = 0
    /// Whether the core has decided something that could not be recorded, and must be rebuilt.
    private(set) var isAstray = false
    /// When the next batch may be tried after one was not recorded.
    private var storeAgain = Timestamp.epoch
    /// Why the process must end.
    var fatal: StorageBroken?

    /// A gateway that goes on where the ledger ends.
    ///
    /// `now` is the machine's clock; `watch` is shown every entry once it is recorded. Throws
    /// what the ledger says where it cannot be read. Without a `life` rules stay at the stages of their files,
    /// without a `reload` they stay as they are. `carriers` take the desk's notices beside the broker.
    package init(
        _ policy: HousePolicy, clock: GatewayClock, ledger: any DeskLedger, link: any TelemetryLink,
        outlet: any Outlet, life: LifeWatch? = nil, reload: RuleReload? = nil, counter: DeskCounter? = nil,
        carriers: [any Carrier] = [], pace: Pace = Pace(), logger: Logger,
        now: @escaping () -> Timestamp = GatewayShell.wallClock, watch: @escaping (Entry) -> Void = { _ in }
    ) throws {
        self.policy = policy
        self.clock = clock
        core = GatewayCore(policy, clock: clock)
        self.ledger = ledger
        self.link = link
        self.outlet = outlet
        self.pace = pace
        self.logger = logger
        self.now = now
        self.watch = watch
        self.life = life
        reloading = reload
        self.counter = counter
        downlink = Downlink(policy.downlink)
        brokerPost = OutletCarrier(outlet)
        counter?.wakes(link.wake)
        let byBroker: [any Carrier] = policy.post.channels.contains(.mqtt) ? [brokerPost] : []
        postRoom = PostRoom(byBroker + carriers, patience: policy.post.patience)
        try resume()
    }

    /// Works until told to stop, then leaves everything in good order.
    ///
    /// - Throws: what the ledger says when a snapshot cannot be written at the end.
    package func run(until isStopping: () -> Bool) throws {
        lastSnapshot = now()
        while !isStopping() {
            turn()
            if let fatal { throw fatal }
        }
        try stop()
    }

    /// Takes up the snapshot and lives through the batches after it.
    private func resume() throws {
        let recall = try ledger.recall()
        core = GatewayCore(life?.begin(with: policy) ?? policy, clock: clock, past: ledger.past)
        core.restore(recall)
        let rules = policy.service
        try ledger.refreshDue(mark: rules.mark) { $0.due(under: rules) }
        core.desk.letGo()
        downlink.restore(recall, core.desk)
        sequence = recall.sequence
        var count = 0
        try ledger.replay(after: recall.snapshotSequence) { closed, batch in
            core.relive(batch, closed: closed)
            count += 1
        }
        core.endReliving(unrecorded: try ledger.unrecorded(among: core.relivedEpisodes))
        logger.info(
            "resumed",
            metadata: ["batch": "\(sequence)", "relived": "\(count)", "requests_open": "\(core.openRequestCount)"])
    }

    /// One turn: gather, decide, record, answer.
    package func turn() {
        guard !isAstray || recovers() else { return }
        // Who waits at the counter beyond a turn's worth rang already.
        link.gather(into: &batch, patience: counter?.waiting ?? 0 > 0 ? .zero : pace.patience)
        outlet.turn()
        let wall = now()
        noteClock(wall)
        if let life, life.look(at: wall, &core) { core.restage(life.stages) }
        let calls = counter?.next() ?? []
        if !batch.isEmpty || !calls.isEmpty || core.isDue(at: wall) { take(at: wall, calls) }
        sendNotices(at: wall)
        sendPost(at: wall)
        if outlet.takeNewcomer() { downlink.tellAll(policy) }
        downlink.turn(outlet, at: wall)
        reload(at: wall)
    }

    private func take(at wall: Timestamp, _ calls: [DeskCounter.Waiting] = []) {
        var (entry, answers) = decide(at: wall, calls)
        // Time that passed without any consequence takes no number.
        entry.sequence = entry.isEmpty ? sequence : sequence + 1
        let snapshot = dueSnapshot(after: entry, at: wall)
        do {
            try ledger.record(entry, snapshot: snapshot, outbox: delivered())
            confirmed.removeAll()
            sequence = entry.sequence
            storeFailures = 0
            core.settle(requestsOf: entry)
            link.acknowledge()
            for (call, answer) in zip(calls, answers) { call.answer.resume(returning: erase(call.call) ?? answer) }
            if !entry.isEmpty { show(entry) }
            if !entry.notices.isEmpty { outboxAgain = .epoch }
            if !entry.post.isEmpty { postRoom.wake() }
        } catch {
            for call in calls { call.answer.resume(returning: .unavailable) }
            fail(error, at: wall)
        }
    }

    private func decide(at wall: Timestamp, _ calls: [DeskCounter.Waiting]) -> (entry: Entry, answers: [DeskAnswer]) {
        let decide = { self.core.decide(self.batch, closed: wall, calls: calls.map(\.call)) }
        return calls.isEmpty ? decide() : ledger.past?.reading(decide) ?? decide()
    }

    /// Shows what was recorded to whoever watches, and to hubs and devices.
    func show(_ entry: Entry) {
        watch(entry)
        downlink.take(entry, core.desk, core.directory)
    }

    /// A batch was not recorded: nothing is acknowledged, and the next try waits.
    private func fail(_ error: any Error, at wall: Timestamp) {
        isAstray = true
        storeFailures += 1
        storeAgain = wall + TimeSpan(milliseconds: pace.storePause.milliseconds * Int64(min(storeFailures, 5)))
        if let broken = error as? StorageBroken { fatal = broken }
        logger.critical(
            "a batch cannot be stored; nothing is acknowledged until it can",
            metadata: ["error": "\(error)", "failures": "\(storeFailures)"])
        if link.isUp { link.refuse() }
    }

    /// Goes back to what is recorded: a batch that could not be recorded has never been.
    private func recovers() -> Bool {
        let wall = now()
        // A clock that was set back must not make the pause an age.
        guard wall >= storeAgain || storeAgain > wall + .seconds(5) else {
            Thread.sleep(forTimeInterval: pace.patience.seconds)
            return false
        }
        do {
            try resume()
            isAstray = false
        } catch {
            fail(error, at: wall)
        }
        return !isAstray
    }

    private func dueSnapshot(after entry: Entry, at wall: Timestamp) -> Snapshot? {
        recordsSinceSnapshot += entry.marks.count
        if lastSnapshot > wall { lastSnapshot = wall }
        let isOld = wall - lastSnapshot >= pace.snapshotSpan
        guard recordsSinceSnapshot >= pace.snapshotRecords || isOld || isSnapshotDue else { return nil }
        recordsSinceSnapshot = 0
        lastSnapshot = wall
        isSnapshotDue = false
        return core.snapshot()
    }

    private var isOutboxFailing = false
    /// Notices that the broker has and the ledger does not know of yet.
    private var confirmed: [String] = []

    /// What the broker has of the outbox; words that can be made again have no row there.
    private func takeDelivered() {
        for id in outlet.takeDelivered() where !id.hasPrefix(OpenWords.idPrefix) {
            if id.hasPrefix(DeskNotice.idPrefix) { brokerPost.note(delivered: id) } else { confirmed.append(id) }
        }
    }

    private func delivered() -> [OutboxChange] { confirmed.map { .delivered(id: $0) } }

    /// Hands out notices that are due, and notes which the broker has.
    private func sendNotices(at wall: Timestamp) {
        takeDelivered()
        if outboxAgain > wall + .seconds(5) { outboxAgain = wall }
        if isOutboxFailing, wall < outboxAgain { return }
        do {
            var changes = delivered()
            if outlet.isUp, wall >= outboxAgain {
                let due = try ledger.due(at: wall, limit: pace.noticesPerTurn)
                if due.isEmpty { outboxAgain = wall + .seconds(1) }
                for pending in due where !confirmed.contains(pending.notice.id) {
                    guard outlet.send(try outgoing(pending.notice)) else { break }
                    changes.append(
                        .tried(id: pending.notice.id, again: wall + GatewayShell.pause(after: pending.tries)))
                }
            }
            guard !changes.isEmpty else { return }
            var entry = Entry(closed: core.time, batch: MessageBatch())
            entry.sequence = sequence
            try ledger.record(entry, snapshot: nil, outbox: changes)
            confirmed.removeAll()
            isOutboxFailing = false
        } catch {
            isOutboxFailing = true
            if let broken = error as? StorageBroken { fatal = broken }
            logger.error("the outbox cannot be worked on", metadata: ["error": "\(error)"])
            outboxAgain = wall + .seconds(1)
        }
    }

    private var postAgain = Timestamp.epoch

    /// Lets parcels go on their ways, and records what became of them.
    private func sendPost(at wall: Timestamp) {
        guard !isAstray, wall >= postAgain || postAgain > wall + .seconds(5) else { return }
        do {
            for case .dead(let place, let why) in try postRoom.turn(at: wall, ledger) {
                logger.error("a notice is put aside", metadata: ["place": "\(place)", "why": "\(why)"])
            }
        } catch {
            if let broken = error as? StorageBroken { fatal = broken }
            logger.error("the post cannot be worked on", metadata: ["error": "\(error)"])
            postAgain = wall + .seconds(1)
        }
    }

    /// Two seconds, doubling to a quarter of an hour (reliability F16).
    private static func pause(after tries: Int) -> TimeSpan {
        min(TimeSpan.minutes(15), TimeSpan.seconds(2 << Int64(min(tries, 10))))
    }

    private func outgoing(_ notice: Notice) throws -> Outgoing {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let payload = Array(try encoder.encode(notice))
        // What is foretold stands until it changes; a word for the moment must not take its place.
        let stands =
            switch notice.content {
            case .requestOpened, .advice: true
            case .tellOwner, .reminder: false
            }
        let topic =
            stands ? Topic.advice(notice.site, notice.device) : Topic.notice(notice.site, notice.device)
        return Outgoing(id: notice.id, topic: topic, payload: payload, isRetained: stands)
    }

    /// Leaves: a last snapshot, so that the next start has nothing to live through.
    private func stop() throws {
        defer {
            link.close()
            outlet.close()
            counter?.close()
            postRoom.close()
        }
        guard !isAstray else { return }
        // What is due is recorded first: a snapshot must not remember what nobody has been told.
        let wall = now()
        if core.isDue(at: wall) {
            batch.removeAll()
            take(at: wall)
            guard !isAstray else { return }
        }
        var entry = Entry(closed: core.time, batch: MessageBatch())
        entry.sequence = sequence
        takeDelivered()
        try ledger.record(entry, snapshot: core.snapshot(), outbox: delivered())
        _ = try postRoom.settle(at: wall, ledger)
        logger.info("stopped", metadata: ["batch": "\(sequence)"])
    }

    /// The machine's clock.
    package static func wallClock() -> Timestamp {
        Timestamp(milliseconds: Int64((Date.now.timeIntervalSince1970 * 1_000).rounded(.down)))
    }
}
