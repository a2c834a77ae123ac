import Appliances
import CMosquitto
import Glibc
package import Logging
package import Telemetry

/// Publishes many messages at QoS 1 and gives up none: for simulated fleets and recordings.
///
/// What the broker had not confirmed when a link was lost is published again in the same
/// order over the next one.
package final class BrokerPublisher {
    private let logger: Logger
    private let window: Int
    private var dialer: Dialer
    private var connection: Connection?
    private var waiting: [(packet: Int32?, topic: String, payload: [UInt8])] = []
    private var confirmed = Set<Int32>()
    /// What was taken over one link and cannot be published over the next; ``finish(isCancelled:)`` tells it.
    private var lateFault: BrokerFault?
    private var hasToldOfRefusal = false

    /// Whether the broker has accepted us.
    package var isUp: Bool { connection?.isUp ?? false }

    /// A publisher that keeps at most `window` messages unconfirmed.
    package init(_ settings: BrokerSettings, window: Int = 100, logger: Logger) {
        dialer = Dialer(settings)
        self.window = window
        self.logger = logger
    }

    /// Says why a message can never be published to any broker.
    ///
    /// Bounds: a topic of 1…65,535 bytes without `+`, `#` and control characters; a payload of at most
    /// 268,435,455 bytes, which is MQTT's longest packet.
    package static func check(topic: String, payload: [UInt8]) throws(BrokerFault) {
        guard (1...65_535).contains(topic.utf8.count) else {
            let what = "a topic of \(topic.utf8.count) bytes cannot be published; it has from 1 to 65535"
            throw BrokerFault(what: what, code: 0)
        }
        let isControl = { (scalar: Unicode.Scalar) in scalar.value < 0x20 || 0x7f...0x9f ~= scalar.value }
        guard !topic.unicodeScalars.contains(where: { $0 == "+" || $0 == "#" || isControl($0) }) else {
            let what = "a topic with `+`, `#` or a control character cannot be published; name one place"
            throw BrokerFault(what: what, code: 0)
        }
        guard payload.count <= 268_435_455 else {
            let what = "a payload of \(payload.count) bytes cannot be published; it has at most 268435455"
            throw BrokerFault(what: what, code: 0)
        }
    }

    /// Publishes a message; waits while there is no link or too many are unconfirmed.
    ///
    /// - Returns: false once `isCancelled` says so.
    /// - Throws: where this message can never be published; those before it are not concerned.
    package func publish(topic: String, payload: [UInt8], isCancelled: () -> Bool) throws(BrokerFault) -> Bool {
        try BrokerPublisher.check(topic: topic, payload: payload)
        // Only with its welcome does a broker say how long a message may be.
        while waiting.count >= window || !isUp {
            if isCancelled() { return false }
            turn(milliseconds: 50)
        }
        waiting.append((nil, topic, payload))
        try send()
        if waiting.count % 16 == 0 { turn(milliseconds: 0) }
        return true
    }

    /// Waits until the broker has confirmed everything; false once `isCancelled` says so.
    ///
    /// - Throws: where a broker that came back no longer takes what it had not confirmed.
    package func finish(isCancelled: () -> Bool) throws(BrokerFault) -> Bool {
        while !waiting.isEmpty {
            if isCancelled() { return false }
            turn(milliseconds: 50)
        }
        if let lateFault { throw lateFault }
        return true
    }

    /// Keeps the link alive for so long while there is nothing to publish.
    package func rest(milliseconds: Int64) {
        let end = Poll.monotonic + milliseconds
        repeat {
            turn(milliseconds: max(0, min(50, end - Poll.monotonic)))
        } while Poll.monotonic < end
    }

    /// Leaves the broker.
    package func close() {
        connection?.disconnect()
        connection = nil
    }

    private func turn(milliseconds: Int64) {
        guard let connection else { return connect() }
        guard connection.socket >= 0 else { return lose("the link is lost") }
        guard connection.flush() else { return lose("the link is lost") }
        var patience = milliseconds
        while Poll.wait([(connection.socket, Int16(POLLIN))], milliseconds: patience) != nil {
            patience = 0
            guard connection.read(), connection.socket >= 0 else { return lose("the link is lost") }
        }
        guard connection.keepAlive() else { return lose("the link is lost") }
        settle()
    }

    /// Takes confirmed messages off the front.
    private func settle() {
        waiting.removeAll { message in message.packet.map { confirmed.remove($0) != nil } ?? false }
    }

    /// Hands to the library what it does not have yet; takes out the first that can never be published.
    private func send() throws(BrokerFault) {
        guard let connection, connection.isUp else { return }
        for place in waiting.indices where waiting[place].packet == nil {
            do throws(BrokerFault) {
                waiting[place].packet = try connection.publish(
                    topic: waiting[place].topic, payload: waiting[place].payload, isRetained: false)
            } catch {
                waiting.remove(at: place)
                throw error
            }
        }
    }

    /// Hands over what the lost link had; what the new one cannot take does not hold up the others.
    private func sendAgain() {
        while true {
            do throws(BrokerFault) {
                return try send()
            } catch {
                lateFault = lateFault ?? error
            }
        }
    }

    private func connect() {
        do throws(BrokerFault) {
            var setup = Connection.Setup(clientID: dialer.settings.clientID, isClean: true)
            setup.sendMaximum = window
            connection = try dialer.dial(setup, owner: self)
        } catch {
            lose(error.description)
        }
    }

    private func lose(_ reason: String) {
        connection = nil
        confirmed.removeAll()
        for place in waiting.indices { waiting[place].packet = nil }
        let pause = dialer.failed()
        logger.debug("publisher link down", metadata: ["reason": "\(reason)", "retry_ms": "\(pause)"])
        _ = Poll.wait([], milliseconds: pause)
    }
}

extension BrokerPublisher: Connection.Owner {
    func connectionIsUp(resumed: Bool) {
        dialer.succeeded()
        sendAgain()
    }

    func connectionRefused(code: Int32) {
        dialer.refused(code: code)
    }

    func published(packet: Int32, isTaken: Bool) {
        confirmed.insert(packet)
        guard !isTaken, !hasToldOfRefusal else { return }
        // Once is enough: where a right is missing, it is missing for every message.
        hasToldOfRefusal = true
        let topic = waiting.first { $0.packet == packet }?.topic ?? ""
        logger.error("broker refuses a message; may this client publish to it?", metadata: ["topic": "\(topic)"])
    }

    func received(_ message: UnsafePointer<mosquitto_message>, subscriptions: Connection.Subscriptions) {}
    func subscribed(granted: Int32) {}
}
