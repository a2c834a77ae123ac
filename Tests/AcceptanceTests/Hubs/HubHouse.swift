import Foundation
import Testing

/// A broker, a gateway that reads every shipped profile, and the clients of real hubs.
final class HubHouse {
    let shop: Workshop
    let broker: Mosquitto
    let state: String
    private var gateway: Companion?
    private var listeners: [Companion] = []

    /// The registry's lines say which devices speak for which appliance.
    init(registry: String) throws {
        shop = try Workshop()
        broker = try Mosquitto(shop)
        state = shop.path("state")
        try shop.write("device,site,category,sources\n" + registry, to: "registry.csv")
    }

    /// Starts the gateway and waits until it says that it is there.
    func start() throws {
        gateway = try Companion(
            Workshop.foretell,
            [
                "run", "--state", state, "--set", "broker.port=\(broker.port)", "--set",
                "registry=\(shop.path("registry.csv"))", "--set", "broker.reconnect_min=50ms", "--log-level", "info",
            ], log: shop.path("gateway.log"))
        let isUp = eventually { gatewayLog().contains("broker link up") }
        #expect(isUp, "the gateway is not up: \(gatewayLog())")
    }

    func gatewayLog() -> String {
        (try? String(contentsOfFile: shop.path("gateway.log"), encoding: .utf8)) ?? ""
    }

    func stop() { _ = gateway?.stop() }

    /// Publishes with the broker's own client.
    func publish(_ topic: String, _ payload: String, retained: Bool = false) throws {
        try run("mosquitto_pub", ["-q", "1", "-t", topic, "-m", payload] + (retained ? ["-r"] : []))
    }

    /// Publishes a stream with paho-mqtt.
    func publish(stream: String) throws {
        let script = Workshop.root.appending(path: "Tests/AcceptanceTests/Hubs/publish.py").path
        let companion = try Companion(
            URL(filePath: "/usr/bin/python3"), [script, "\(broker.port)", stream], log: shop.path("paho.log"))
        let status = companion.wait()
        let log = (try? String(contentsOfFile: shop.path("paho.log"), encoding: .utf8)) ?? ""
        #expect(status == 0, "paho-mqtt: \(log)")
    }

    private func run(_ program: String, _ arguments: [String]) throws {
        let companion = try Companion(
            URL(filePath: "/usr/bin/\(program)"), ["-h", "127.0.0.1", "-p", "\(broker.port)"] + arguments,
            log: shop.path("client.log"))
        #expect(companion.wait() == 0, "\(program) \(arguments)")
    }

    /// Listens on a filter; what comes is read with ``heard(_:)``.
    func listen(_ filter: String, as name: String, more: [String] = []) throws {
        listeners.append(
            try Companion(
                URL(filePath: "/usr/bin/mosquitto_sub"),
                ["-h", "127.0.0.1", "-p", "\(broker.port)", "-q", "1", "-t", filter, "-F", "%t\t%x"] + more,
                output: shop.path(name), errors: shop.path("listener.log")))
    }

    /// What was heard under a name so far: topics and payloads in their order.
    func heard(_ name: String) -> [(topic: String, payload: [UInt8])] {
        let text = (try? String(contentsOfFile: shop.path(name), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard parts.count == 2 else { return nil }
            let digits = parts[1].compactMap(\.hexDigitValue)
            let bytes = stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
            return (String(parts[0]), bytes)
        }
    }

    /// The readings that history has of an appliance, by channel, once the gateway has stopped.
    func history(of device: String) throws -> [String: [Double]] {
        _ = try foretell(["history", "compact", "--state", state])
        let outcome = try foretell(["history", "export", "--state", state, "--device", device])
        var values: [String: [Double]] = [:]
        for line in outcome.output.split(separator: "\n") {
            let record = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            for (channel, value) in record?["readings"] as? [String: Double] ?? [:] {
                values[channel, default: []].append(value)
            }
        }
        return values
    }
}
