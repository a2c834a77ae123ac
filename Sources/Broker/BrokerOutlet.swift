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

    private let logger: Logger
    private var dialer: Dialer
    private var connection: Connection?
    private var inFlight: [Int32: String] = [:]
    private var delivered: [String] = []
    /// Where hubs say that they have started; nil where nobody listens for them.
    private let greetingTopic: String?
    private var hasNewcomer = false

    /// An outlet that connects with the first ``turn()``.
    ///
    /// On `greetingTopic`, such as `homeassistant/status`, hubs say `online` when they have started.
    package init(_ settings: BrokerSettings, greetingTopic: String? = nil, logger: Logger) {
        dialer = Dialer(settings)
        self.greetingTopic = greetingTopic
        self.logger = logger
    }

    private var statusTopic: String { Topic.gatewayStatus(dialer.settings.clientID) }

    /// Whether another message can be sent now.
    package var isUp: Bool { connection?.isUp == true && inFlight.count < BrokerOutlet.inFlightMax }

    /// Sends one message; false where it must wait.
    package func send(_ message: Outgoing) -> Bool {
        guard isUp, let connection else { return false }
        // What is on its way is not sent a second time, however long the broker takes.
        if inFlight.values.contains(message.id) { return true }
        do throws(BrokerFault) {
            let packet = try connection.publish(
                topic: message.topic, payload: message.payload, isRetained: message.isRetained)
            guard let packet else { return false }
            inFlight[packet] = message.id
        } catch {
            // It counts as tried, so that it does not hold up those behind it.
            logger.error("a notice cannot be published", metadata: ["notice": "\(message.id)", "why": "\(error)"])
        }
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

    /// Whether the link was made, or a hub has started, since the last call.
    package func takeNewcomer() -> Bool {
        defer { hasNewcomer = false }
        return hasNewcomer
    }

    /// Says that the gateway is gone on purpose, and leaves.
    package func close() {
        if let connection, connection.isUp {
            say("offline")
            connection.disconnect()
        }
        connection = nil
        dialer.hangUp()
    }

    /// Publishes whether the gateway is there; the will says it where it cannot.
    private func say(_ status: String) {
        _ = try? connection?.publish(topic: statusTopic, payload: Array(status.utf8), isRetained: true)
    }

    private func connect() {
        guard dialer.wait == 0 else { return }
        do throws(BrokerFault) {
            let setup = Connection.Setup(
                clientID: dialer.settings.clientID + "-out", isClean: true, will: (statusTopic, "offline"))
            connection = try dialer.dial(setup, owner: self)
        } catch {
            lose(error.description)
        }
    }

    private func lose(_ reason: String) {
        connection = nil
        inFlight.removeAll()
        let pause = dialer.failed()
        logger.debug("outgoing link down", metadata: ["reason": "\(reason)", "retry_ms": "\(pause)"])
    }
}

extension BrokerOutlet: Connection.Owner {
    func connectionIsUp(resumed: Bool) {
        dialer.succeeded()
        say("online")
        hasNewcomer = true
        if let greetingTopic { connection?.subscribe(greetingTopic) }
    }

    func connectionRefused(code: Int32) {
        dialer.refused(code: code)
    }

    func published(packet: Int32, isTaken: Bool) {
        guard let id = inFlight.removeValue(forKey: packet) else { return }
        if isTaken {
            delivered.append(id)
        } else {
            // It stays in the outbox, and is tried again after its pause.
            logger.error("broker refuses a notice; may this client publish to it?", metadata: ["notice": "\(id)"])
        }
    }

    func received(_ message: UnsafePointer<mosquitto_message>, subscriptions: Connection.Subscriptions) {
        // A retained greeting is of before; who starts now says so himself.
        guard !message.pointee.retain, let payload = message.pointee.payload else { return }
        let word = UnsafeRawBufferPointer(start: payload, count: Int(message.pointee.payloadlen))
        if word.elementsEqual("online".utf8) { hasNewcomer = true }
    }

    func subscribed(granted: Int32) {
        guard granted > 1 else { return }
        logger.error("broker denies the subscription to hubs' greetings", metadata: ["code": "\(granted)"])
    }
}
