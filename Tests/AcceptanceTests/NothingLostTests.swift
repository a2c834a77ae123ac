import Foundation
import Testing

/// The gateway as a process, killed and killed again (reliability F1, F3).
@Suite("Nothing lost, nothing twice", .serialized)
struct NothingLostTests {
    /// 60 in every run of the tests; scripts/soak asks for hundreds.
    private static let kills = environment("FORETELL_KILLS") ?? 60
    /// The broker is restarted with every sixth kill.
    private static let killsPerRestart = 6

    @Test("60 kills of the gateway and 10 restarts of the broker leave what an undisturbed run leaves")
    func killLoop() throws {
        let feed = FleetFeed(appliances: 20, hours: 6, seed: 11, numbersEverySecond: true)
        let calm = try run(feed, seconds: 4, disturb: { _, _ in })
        let rough = try run(feed, seconds: 0.6 * Double(Self.kills)) { gateway, broker in
            try Self.disturb(gateway, broker)
        }

        #expect(calm.counters["stored"] == feed.messages.count)
        #expect(rough.counters["stored"] == feed.messages.count, "every acknowledged message is stored once")
        #expect(rough.counters["rejected"] == 0)
        #expect(rough.readings == calm.readings, "the same readings in the same order")
        #expect(rough.episodes == calm.episodes)
        #expect(rough.requests == calm.requests, "no request lost, none doubled")
        #expect(!calm.requests.isEmpty, "the fleet must give the test something to lose")
        #expect((rough.counters["duplicates"] ?? 0) > 0, "a run without redelivery proves nothing")
    }

    private static func disturb(_ gateway: GatewayProcess, _ broker: Mosquitto) throws {
        var chance = SystemRandomNumberGenerator()
        for kill in 1...kills {
            // However busy the machine is, every third kill meets the gateway at work and not at its start.
            if kill % 3 == 0 { _ = gateway.hasLinkedAgain() }
            Thread.sleep(forTimeInterval: Double.random(in: 0.1...0.6, using: &chance))
            if kill % killsPerRestart == 0 {
                broker.stop()
                try broker.start()
            }
            gateway.kill()
            try gateway.start()
        }
    }

    private struct Result {
        let counters: [String: Int]
        let episodes: String
        let requests: String
        let readings: String
    }

    private func run(
        _ feed: FleetFeed, seconds: Double, disturb: @escaping (GatewayProcess, Mosquitto) throws -> Void
    ) throws -> Result {
        let shop = try Workshop()
        try shop.write(feed.registry, to: "registry.csv")
        let broker = try Mosquitto(shop)
        let gateway = GatewayProcess(shop, broker)
        try gateway.start()
        #expect(gateway.hasSubscribed())
        let done = DispatchSemaphore(value: 0)
        let port = broker.port
        Thread.detachNewThread {
            _ = feed.publish(port: port, seconds: seconds)
            done.signal()
        }
        try disturb(gateway, broker)
        #expect(done.wait(timeout: .now() + seconds + 120) == .success, "the feed was not taken")
        let state = shop.path("state")
        let wanted = feed.messages.count
        _ = try eventually { try counters(state)["stored"] ?? 0 >= wanted }
        // Asked to stop before it listens for that, a process ends by the signal.
        #expect(gateway.hasLinkedAgain(), "\(gateway.log.suffix(4_000))")
        #expect(gateway.stop() == 0)
        let count = try counters(state)
        let (episodes, requests) = (
            try foretell(["episode", "list", "--json", "--state", state]).output,
            try foretell(["request", "list", "--json", "--state", state]).output
        )
        #expect(try foretell(["history", "compact", "--state", state]).status == 0)
        let readings = try foretell(["history", "export", "--state", state]).output
        broker.stop()
        return Result(counters: count, episodes: episodes, requests: requests, readings: readings)
    }
}

/// `foretell run` as a process that can be killed.
final class GatewayProcess {
    private let shop: Workshop
    private let arguments: [String]
    private var companion: Companion?
    /// How often earlier processes had reached the broker.
    private var links = 0

    init(_ shop: Workshop, _ broker: Mosquitto, clock: String = "telemetry", more: [String] = []) {
        self.shop = shop
        // Without profiles it is up in a moment, and more of the kills meet it at work.
        let devices = shop.folder.appending(path: "devices")
        try? FileManager.default.createDirectory(at: devices, withIntermediateDirectories: true)
        arguments =
            [
                "run", "--config", "config", "--set", "devices.folder=\(devices.path)", "--set",
                "broker.port=\(broker.port)", "--set",
                "registry=\(shop.path("registry.csv"))", "--set", "broker.reconnect_min=50ms", "--set",
                "broker.reconnect_max=1s", "--state", shop.path("state"), "--clock", clock, "--log-level", "info",
            ] + more
    }

    func start() throws {
        links = linkCount
        companion = try Companion(Workshop.foretell, arguments, log: shop.path("gateway.log"))
    }

    var isRunning: Bool { companion?.isRunning ?? false }

    var log: String { (try? String(contentsOfFile: shop.path("gateway.log"), encoding: .utf8)) ?? "" }

    func hasSubscribed() -> Bool { eventually { self.log.contains("broker link up") } }

    /// Whether the present process has reached the broker.
    func hasLinkedAgain() -> Bool { eventually { self.linkCount > self.links } }

    private var linkCount: Int { log.ranges(of: "broker link up").count }

    func kill() { companion?.kill() }

    func stop() -> Int32 { companion?.stop() ?? -1 }
}

/// A whole number from the environment.
private func environment(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
}
