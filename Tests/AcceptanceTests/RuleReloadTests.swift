import Broker
import Foundation
import Logging
import Telemetry
import Testing

/// Rules that are edited under a gateway that runs, as a process with a real broker.
@Suite("Rules edited under a running gateway", .serialized)
struct RuleReloadTests {
    private static func rule(_ window: String, limit: String, raise: String = "warm") -> String {
        """
        rule: warm
        version: 1
        sources: ["the test"]
        applies: all
        component: fan_motor
        signals:
          warm: avg(fridge.temperature)[\(window)]
        raise:
          major: \(raise) > \(limit)
        reset:
          major: warm < 3 °C
        action:
          major: watch

        """
    }

    /// A configuration with one rule, and a gateway that has taken five hours at 6 °C.
    private final class Kitchen {
        let shop: Workshop
        let broker: Mosquitto
        let gateway: GatewayProcess
        private var minute = 0

        init() throws {
            shop = try Workshop()
            let config = shop.folder.appending(path: "config")
            try FileManager.default.copyItem(at: Workshop.root.appending(path: "config"), to: config)
            for name in ["rules", "overrides.yaml", "overrides"] {
                try? FileManager.default.removeItem(at: config.appending(path: name))
            }
            broker = try Mosquitto(shop)
            gateway = GatewayProcess(shop, broker, more: ["--config", config.path])
            try edit(RuleReloadTests.rule("30m", limit: "8 °C"))
            try shop.write("device,site,category\nRF-1,home,refrigerator\n", to: "registry.csv")
            try gateway.start()
            try #require(gateway.hasSubscribed(), "\(gateway.log)")
            try send(300)
        }

        func edit(_ text: String) throws { try shop.write(text, to: "config/rules/warm.yaml") }

        /// Publishes so many minutes at 6 °C, and waits until they are stored.
        func send(_ count: Int) throws {
            var settings = BrokerSettings()
            (settings.port, settings.clientID) = (broker.port, "kitchen")
            let publisher = BrokerPublisher(settings, logger: Logger(label: "kitchen"))
            for _ in 0..<count {
                minute += 1
                let time = "2026-11-22T\(two(8 + minute / 60)):\(two(minute % 60)):00Z"
                let payload = #"{"at":"\#(time)","boot":1,"seq":\#(minute),"readings":{"fridge.temperature":6}}"#
                _ = try publisher.publish(
                    topic: "foretell/v1/home/RF-1/telemetry", payload: Array(payload.utf8), isCancelled: { false })
            }
            let end = Date.now.addingTimeInterval(60)
            #expect(try publisher.finish { Date.now > end })
            publisher.close()
            let wanted = minute
            #expect(try eventually { try counters(shop.path("state"))["stored"] == wanted })
        }

        private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

        func count(_ text: String) -> Int { gateway.log.components(separatedBy: text).count - 1 }

        func has(_ text: String, times: Int = 1) -> Bool {
            eventually { self.count(text) == times }
        }

        func episodes() throws -> String {
            try foretell(["episode", "list", "--json", "--state", shop.path("state")]).output
        }

        func doctor() throws -> Outcome {
            try foretell(["doctor", "--config", shop.path("config"), "--state", shop.path("state")])
        }
    }

    @Test("are picked up without a restart, and a new window knows the past at once")
    func pickedUp() throws {
        let kitchen = try Kitchen()
        #expect(try kitchen.episodes().isEmpty)
        try kitchen.edit(Self.rule("4h", limit: "5 °C"))
        #expect(kitchen.has("rules reloaded"), "\(kitchen.gateway.log)")
        #expect(kitchen.count("refilled=1") == 1, "\(kitchen.gateway.log)")
        try kitchen.send(5)
        let episodes = try kitchen.episodes()
        #expect(episodes.contains("\"raised\":\"2026-11-22T12:59:00Z\""), "\(episodes)")
        #expect(kitchen.gateway.stop() == 0)
        kitchen.broker.stop()
    }

    @Test("that are broken are reported by file and line, and nothing changes until they are mended")
    func broken() throws {
        let kitchen = try Kitchen()
        try kitchen.edit(Self.rule("4h", limit: "5 °C", raise: "warn"))
        #expect(kitchen.has("rules not changed"), "\(kitchen.gateway.log)")
        #expect(kitchen.count("config/rules/warm.yaml:9:") >= 1, "\(kitchen.gateway.log)")
        #expect(try kitchen.doctor().output.contains("has not taken up a change since"))
        try kitchen.send(5)
        #expect(try kitchen.episodes().isEmpty)
        #expect(kitchen.count("rules reloaded") == 0)
        #expect(kitchen.count("rules not changed") == 1, "It is said once, not each second.")
        try kitchen.edit(Self.rule("4h", limit: "5 °C"))
        #expect(kitchen.has("rules reloaded"), "\(kitchen.gateway.log)")
        try kitchen.send(5)
        #expect(try !kitchen.episodes().isEmpty)
        #expect(try !kitchen.doctor().output.contains("has not taken up a change since"))
        #expect(kitchen.gateway.stop() == 0)
        kitchen.broker.stop()
    }
}
