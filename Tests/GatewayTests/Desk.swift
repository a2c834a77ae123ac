import Appliances
import Daybook
import FaultRules
import Gateway
import Logging
import Telemetry

/// A gateway at work on doubles.
final class Desk {
    private(set) var policy: HousePolicy
    let mode: GatewayClock
    let clock = ManualClock()
    let log: OrderLog
    let ledger: MemoryLedger
    let link: FakeLink
    let outlet = FakeOutlet()
    let counter = DeskCounter()
    /// The life of the rules; nil where nobody writes one.
    let book: MemoryLifeBook?
    /// Makes the carriers of a process.
    private let carriers: () -> [any Carrier]
    private(set) var shell: GatewayShell

    init(
        _ policy: HousePolicy, _ mode: GatewayClock, _ posts: [Post] = [], failing: Set<Int> = [],
        book: MemoryLifeBook? = nil, batchMax: @escaping () -> Int = { 50 },
        carriers: @escaping () -> [any Carrier] = { [] }
    ) throws {
        self.carriers = carriers
        self.book = book
        self.policy = policy
        self.mode = mode
        log = OrderLog()
        ledger = MemoryLedger(log: log)
        ledger.failing = failing
        link = FakeLink(posts, clock: clock, log: log, batchMax: batchMax)
        shell = try Desk.open(policy, mode, ledger, link, outlet, clock, counter, book, carriers())
    }

    private static func open(
        _ policy: HousePolicy, _ mode: GatewayClock, _ ledger: MemoryLedger, _ link: FakeLink, _ outlet: FakeOutlet,
        _ clock: ManualClock, _ counter: DeskCounter, _ book: MemoryLifeBook?,
        _ carriers: [any Carrier]
    ) throws -> GatewayShell {
        var pace = GatewayShell.Pace()
        pace.snapshotRecords = 300
        pace.storePause = .zero
        pace.snapshotSpan = .hours(3)
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let life = book.map { book in
            LifeWatch(book, logger: logger) { device, moment in
                // One of each, as it was recorded last, and acting where it ever did: as the ledger has them.
                let acted = Set(ledger.entries.flatMap(\.acted))
                var known: [Episode] = []
                for episode in ledger.entries.flatMap(\.episodes)
                where episode.device == device && episode.raised >= moment {
                    if let place = known.firstIndex(where: { $0.id == episode.id }) {
                        known[place] = episode
                    } else {
                        known.append(episode)
                    }
                }
                return known.map { ($0, acted.contains($0.id)) }
            }
        }
        return try GatewayShell(
            policy, clock: mode, ledger: ledger, link: link, outlet: outlet, life: life, counter: counter,
            carriers: carriers, pace: pace, logger: logger, now: { clock.now })
    }

    /// The process is killed and started again with another configuration.
    func restart(with policy: HousePolicy) throws {
        self.policy = policy
        try restart()
    }

    /// The process is killed and started again.
    func restart() throws {
        shell = try Desk.open(policy, mode, ledger, link, outlet, clock, counter, book, carriers())
        link.resume()
    }

    /// Turns until everything is taken; a bound for what never ends.
    func work(turnsMax: Int = 20_000) {
        for _ in 0..<turnsMax where !link.isDone { shell.turn() }
    }

    /// Lets time pass without a message, a turn each step.
    func wait(_ span: TimeSpan, step: TimeSpan) {
        let end = clock.now + span
        while clock.now < end {
            clock.now = clock.now + step
            shell.turn()
        }
    }

    /// Makes a call, lets the gateway take a turn, and gives its answer.
    func ask(_ call: DeskCall) async -> DeskAnswer {
        let counter = counter
        let answer = Task { await counter.ask(call) }
        while counter.waiting == 0 { await Task.yield() }
        shell.turn()
        return await answer.value
    }

    func notices(_ kind: String) -> [Notice] {
        ledger.entries.flatMap(\.notices).filter { $0.content.kind == kind }
    }
}
