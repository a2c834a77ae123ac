import Appliances
import CMosquitto
import Glibc
package import Logging
package import Telemetry

/// The gateway's way out over a connection of its own: advice, reminders, and whether it is there.
///
/// At QoS 1; what the broker has not confirmed when the link is lost is forgotten here and
/// sent again out of the outbox.
package final class BrokerOutlet: Outlet {
    private static let inFlightMax = 100

    private let settings: BrokerSettings
    private let logger: Logger
    private var chance = SystemRandomNumberGenerator()
    private var backoff: Backoff
    private var connection: Connection?
    private var speaksVersion5 = true
    private var nextTry: Int64 = 0
    private var inFlight: [Int32: String] = [:]
    private var delivered: [String] = []

    /// An outlet that connects with the first ``turn()``.
    package init(_ settings: BrokerSettings, logger: Logger) {
        self.settings = settings
        self.logger = logger
        backoff = Backoff(settings)
    }

    private var statusTopic: String { Topic.gatewayStatus(settings.clientID) }

    /// Whether another message can be sent now.
    package var isUp: Bool { connection?.isUp == true && inFlight.count < BrokerOutlet.inFlightMax }

    /// Sends one message; false where it must wait.
    package func send(_ message: Outgoing) -> Bool {
        guard isUp, let connection,
            let packet = connection.publish(
                topic: message.topic, payload: message.payload, isRetained: message.isRetained)
        else { return false }
        inFlight[packet] = message.id
        return true
    }

    /// Moves bytes; connects where there is no link and it is time.
    package func turn() {
        guard let connection else { return connect() }
        guard connection.socket >= 0 else { return lose("the outgoing link is lost") }
        while Poll.wait([(connection.socket, Int16(POLLIN))], milliseconds: 0) != nil {
            guard connection.read(), connection.socket >= 0 else { return lose("the outgoing link is lost") }
        }
        guard connection.flush(), connection.keepAlive() else { return lose("the outgoing link is lost") }
    }

    /// What the broker has taken since the last call.
    package func takeDelivered() -> [String] {
        defer { delivered.removeAll() }
        return delivered
    }

    /// Says that the gateway is gone on purpose, and leaves.
    package func close() {
        if let connection, connection.isUp {
            _ = connection.publish(topic: statusTopic, payload: Array("offline".utf8), isRetained: true)
            connection.disconnect()
        }
        connection = nil
        nextTry = .max
    }

    private func connect() {
        guard Poll.monotonic >= nextTry else { return }
        do throws(BrokerFault) {
            let setup = Connection.Setup(
                clientID: settings.clientID + "-out", isClean: true, will: (statusTopic, "offline"))
            let made = try Connection(settings, setup, version5: speaksVersion5, owner: self)
            connection = made
            try made.connect()
        } catch {
            lose(error.description)
        }
    }

    private func lose(_ reason: String) {
        connection = nil
        inFlight.removeAll()
        let pause = backoff.next(using: &chance)
        nextTry = Poll.monotonic + pause
        logger.debug("outgoing link down", metadata: ["reason": "\(reason)", "retry_ms": "\(pause)"])
    }
}

extension BrokerOutlet: Connection.Owner {
    func connectionIsUp(resumed: Bool) {
        backoff.reset()
        _ = connection?.publish(topic: statusTopic, payload: Array("online".utf8), isRetained: true)
    }

    func connectionRefused(code: Int32) {
        if speaksVersion5, code == 132 || code == 1 { speaksVersion5 = false }
    }

    func published(packet: Int32) {
        if let id = inFlight.removeValue(forKey: packet) { delivered.append(id) }
    }

    func received(_ message: UnsafePointer<mosquitto_message>) {}
    func subscribed(granted: Int32) {}
}
