import Appliances
import Daybook
import FaultRules
import Foundation
import GRDB
import Gateway
import Ledger
import Logging
import ServiceDesk
import Telemetry
import Warranty

/// How many commands a second the desk of a large ledger does durably, beside SQLite that commits rows of that size.
struct Commands {
    private let folder: URL
    private let fresh: [String]

    init(_ folder: URL) throws {
        self.folder = folder
        let queue = try DatabaseQueue(path: folder.appending(path: "desk.db").path)
        fresh = try queue.read { db in
            try String.fetchAll(db, sql: "SELECT number FROM request WHERE open = 1 ORDER BY id DESC LIMIT 100000")
        }
        try queue.close()
    }

    func measure(commands: Int, clients: Int) async throws {
        let counter = DeskCounter()
        let stop = Flag()
        let ended = try start(counter, until: stop)
        // Each command is for a request that nobody has touched.
        let each = min(commands, fresh.count) / clients
        // The start, and the word that everything of the crowd is overdue, are no commands.
        for _ in 0..<2 { _ = await counter.ask(.list(most: 1)) }
        let begin = ContinuousClock.now
        await withTaskGroup(of: Void.self) { group in
            for client in 0..<clients {
                let mine = Array(fresh[(client * each)...].prefix(each))
                group.addTask { for number in mine { await Commands.triage(number, counter) } }
            }
        }
        let desk = Double(each * clients) / seconds(begin)
        stop.raise()
        ended.wait()
        let floor = try bare(commits: max(1, each), rows: clients)
        tell("commands", ["per_second": desk, "bare_per_second": floor, "times_floor": floor / desk])
    }

    private static func triage(_ number: String, _ counter: DeskCounter) async {
        let diagnosis = Diagnosis([.init(.compressor, cause: "worn", percent: 80)])
        let agent = Actor(.hotlineAgent, "H-1")
        // A key as the console makes it.
        let key = CommandKey(of: agent, on: number, content: "0123456789abcdef", name: "bench").text
        let call = DeskCall.command(.triage(diagnosis), on: number, by: agent, key: key)
        guard case .done = await counter.ask(call) else { preconditionFailure("\(number) was not triaged.") }
    }

    private func start(_ counter: DeskCounter, until stop: Flag) throws -> DispatchSemaphore {
        let rules = try RuleSet.compile([], channels: ChannelList()).get()
        let policy = HousePolicy(
            appliances: [], rules: rules, warranties: [],
            tariff: Tariff(visit: Money(fen: 0), labour: Money(fen: 0), parts: []), plans: [])
        let (folder, ended) = (folder, DispatchSemaphore(value: 0))
        let thread = Thread {
            do {
                let ledger = try SQLiteLedger(try StateFolder(folder), compacts: false, post: policy.post)
                var pace = GatewayShell.Pace()
                pace.patience = TimeSpan(milliseconds: 5)
                let shell = try GatewayShell(
                    policy, clock: .wall, ledger: ledger, link: SilentLink(), outlet: SilentOutlet(), counter: counter,
                    pace: pace, logger: Logger(label: "bench", factory: { _ in SwiftLogNoOpLogHandler() }))
                try shell.run(until: { stop.isRaised })
                try ledger.close()
            } catch {
                preconditionFailure("The gateway ended: \(error)")
            }
            ended.signal()
        }
        thread.stackSize = 8 << 20
        thread.start()
        return ended
    }

    /// Commits of as many rows as there are clients, each of the size of a triage's event and of its request.
    private func bare(commits: Int, rows: Int) throws -> Double {
        let place = folder.appending(path: "bare.db")
        let queue = try DatabasePool(path: place.path)
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        try queue.write { db in
            try db.execute(sql: "CREATE TABLE row (id INTEGER PRIMARY KEY, event TEXT, body TEXT) STRICT")
        }
        let (event, body) = (String(repeating: "e", count: 300), String(repeating: "b", count: 2_000))
        let begin = ContinuousClock.now
        for _ in 0..<commits {
            try queue.write { db in
                let statement = try db.cachedStatement(sql: "INSERT INTO row (event, body) VALUES (?, ?)")
                for _ in 0..<rows { try statement.execute(arguments: [event, body]) }
            }
        }
        return Double(commits * rows) / seconds(begin)
    }
}

/// Something that is raised once, by one thread, and seen by another.
final class Flag: @unchecked Sendable {
    private let lock = NSLock()
    private var value = false
    var isRaised: Bool { lock.withLock { value } }
    func raise() { lock.withLock { value = true } }
}

/// A link on which nothing comes.
final class SilentLink: TelemetryLink {
    let isUp = true
    private let bell = DispatchSemaphore(value: 0)
    var wake: @Sendable () -> Void { { [bell] in bell.signal() } }
    func gather(into batch: inout MessageBatch, patience: TimeSpan) {
        batch.removeAll()
        _ = bell.wait(timeout: .now() + .milliseconds(Int(patience.milliseconds)))
    }
    func acknowledge() {}
    func refuse() {}
    func close() {}
}

/// A broker that takes nothing.
final class SilentOutlet: Outlet {
    let isUp = false
    func send(_ message: Outgoing) -> Bool { false }
    func turn() {}
    func takeDelivered() -> [String] { [] }
    func takeNewcomer() -> Bool { false }
    func close() {}
}
