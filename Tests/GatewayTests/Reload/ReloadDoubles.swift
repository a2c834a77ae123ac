import Appliances
import Daybook
import FaultRules
import Gateway
import Logging
import Telemetry

/// Rules that a test hands in.
final class FakeRules: RuleSource {
    private var waiting: RuleSet?
    private(set) var outcomes: [ReloadOutcome] = []

    func bring(_ rules: [FaultRule]) throws {
        waiting = try RuleSet.compile(rules, channels: ChannelList()).get()
    }

    func takeUpdate() -> RuleSet? {
        defer { waiting = nil }
        return waiting
    }

    func note(_ outcome: ReloadOutcome) { outcomes.append(outcome) }

    var reports: [ReloadReport] {
        outcomes.compactMap { if case .reloaded(let report) = $0 { report } else { nil } }
    }
}

/// Work that waits until a test lets it go on.
final class Backyard {
    private(set) var waiting: [@Sendable () -> Void] = []
    /// Whether work is done as soon as it is given.
    var isIdle = true

    func start(_ work: @escaping @Sendable () -> Void) {
        if isIdle { work() } else { waiting.append(work) }
    }

    func work() {
        for work in waiting { work() }
        waiting.removeAll()
    }
}

/// What the ledger in memory holds, as history would give it out.
///
/// Used from one thread: the work in the background is done when a test says so.
final class MemoryPast: LedgerPast, @unchecked Sendable {
    private let ledger: MemoryLedger
    /// How often it says that batches have moved before it can be read.
    var movesLeft = 0
    var isBroken = false
    private(set) var beginnings = 0

    init(_ ledger: MemoryLedger) { self.ledger = ledger }

    func begin(
        of devices: Set<DeviceID>, since: Timestamp, _ take: (DeviceID, HistoryChunk) throws -> Void
    ) throws -> Int64 {
        beginnings += 1
        return try goOn(after: 0, of: devices, take)
    }

    func goOn(
        after batch: Int64, of devices: Set<DeviceID>, _ take: (DeviceID, HistoryChunk) throws -> Void
    ) throws -> Int64 {
        if isBroken { throw DiskFull() }
        if batch > 0, movesLeft > 0 {
            movesLeft -= 1
            throw PastMoved()
        }
        for entry in ledger.entries where entry.sequence > batch {
            for (device, chunk) in MemoryPast.runs(of: entry) where devices.contains(device) { try take(device, chunk) }
        }
        return ledger.entries.last?.sequence ?? batch
    }

    /// The stored records of an entry, a run each.
    private static func runs(of entry: Entry) -> [(DeviceID, HistoryChunk)] {
        var form = CanonicalForm()
        var records = Records()
        var runs: [(DeviceID, HistoryChunk)] = []
        var (place, mark) = (0, 0)
        while let message = entry.batch.message(at: &place) {
            let topic = String(decoding: entry.batch.bytes[message.topic], as: UTF8.self).split(separator: "/")
            guard topic.count == 5, let device = DeviceID(String(topic[3])),
                (try? form.read(entry.batch.bytes.span.extracting(message.payload), into: &records)) != nil
            else { continue }
            for record in records.records {
                defer { mark += 1 }
                guard entry.marks[mark] > 0 else { continue }
                let time = RecordMarks.time(
                    entry.marks[mark], offset: .zero, device: record.deviceTime, arrival: message.arrival)
                var chunk = HistoryChunk()
                chunk.append(
                    HistoryChunk.Times(time: time, arrival: message.arrival, device: record.deviceTime),
                    records.readings[record.readings].map { (form.channels[$0.channel].name, $0.value) })
                runs.append((device, chunk))
            }
        }
        return runs
    }
}

/// A gateway whose rules can be changed while it runs.
final class ReloadDesk {
    let clock = ManualClock()
    let ledger = MemoryLedger()
    let rules = FakeRules()
    let backyard = Backyard()
    let past: MemoryPast
    let link: FakeLink
    let policy: HousePolicy
    let life = MemoryLifeBook()
    private(set) var shell: GatewayShell

    init(_ policy: HousePolicy, _ posts: [Post] = []) throws {
        self.policy = policy
        link = FakeLink(posts, clock: clock)
        past = MemoryPast(ledger)
        shell = try ReloadDesk.open(policy, ledger, link, clock, rules, past, backyard, life)
    }

    private static func open(
        _ policy: HousePolicy, _ ledger: MemoryLedger, _ link: FakeLink, _ clock: ManualClock, _ rules: FakeRules,
        _ past: MemoryPast, _ backyard: Backyard, _ life: MemoryLifeBook
    ) throws -> GatewayShell {
        let silent = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        var pace = GatewayShell.Pace()
        pace.storePause = .zero
        pace.snapshotSpan = .days(1_000)
        pace.snapshotRecords = .max
        return try GatewayShell(
            policy, clock: .wall, ledger: ledger, link: link, outlet: FakeOutlet(),
            life: LifeWatch(life, logger: silent),
            reload: RuleReload(rules, past: past, logger: silent, start: backyard.start), pace: pace, logger: silent,
            now: { clock.now })
    }

    /// The process is killed, and started with the rules of its files as they are now.
    func restart(with rules: [FaultRule]) throws {
        var policy = policy
        policy.rules = try RuleSet.compile(rules, channels: ChannelList()).get()
        shell = try ReloadDesk.open(policy, ledger, link, clock, self.rules, past, backyard, life)
        link.resume()
    }

    /// Takes posts, one turn for all that fit into a batch.
    func take(_ posts: [Post]) {
        link.bring(posts)
        for _ in 0..<20_000 where !link.isDone { shell.turn() }
    }

    /// Changes the rules and lets the gateway see it.
    func reload(_ next: [FaultRule]) throws {
        try rules.bring(next)
        clock.now = clock.now + .seconds(2)
        shell.turn()
        shell.turn()
    }
}
