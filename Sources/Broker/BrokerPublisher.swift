import Appliances
import CMosquitto
import Glibc
package import Logging

/// Publishes many messages at QoS 1 and gives up none: for simulated fleets and recordings.
///
/// What the broker had not confirmed when a link was lost is published again in the same
/// order over the next one.
package final class BrokerPublisher {
    private let settings: BrokerSettings
    private let logger: Logger
    private let window: Int
    private var chance = SystemRandomNumberGenerator()
    private var backoff: Backoff
    private var connection: Connection?
    private var speaksVersion5 = true
    private var waiting: [(packet: Int32?, topic: String, payload: [UInt8])] = []
    private var confirmed = Set<Int32>()

    /// Whether the broker has accepted us.
    package var isUp: Bool { connection?.isUp ?? false }

    /// How many messages the broker has confirmed.
    package private(set) var confirmedCount = 0

    /// A publisher that keeps at most `window` messages unconfirmed.
    package init(_ settings: BrokerSettings, window: Int = 100, logger: Logger) {
        self.settings = settings
        self.window = window
        self.logger = logger
        backoff = Backoff(settings)
    }

    /// Publishes a message; waits while too many are unconfirmed. False once `isCancelled` says so.
    package func publish(topic: String, payload: [UInt8], isCancelled: () -> Bool) -> Bool {
        while waiting.count >= window {
            if isCancelled() { return false }
            turn(milliseconds: 50)
        }
        waiting.append((nil, topic, payload))
        send()
        if waiting.count % 16 == 0 { turn(milliseconds: 0) }
        return true
    }

    /// Waits until the broker has confirmed everything; false once `isCancelled` says so.
    package func finish(isCancelled: () -> Bool) -> Bool {
        while !waiting.isEmpty {
            if isCancelled() { return false }
            turn(milliseconds: 50)
        }
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
        waiting.removeAll { message in
            guard let packet = message.packet, confirmed.remove(packet) != nil else { return false }
            confirmedCount += 1
            return true
        }
    }

    /// Hands to the library what it does not have yet.
    private func send() {
        guard let connection, connection.isUp else { return }
        for place in waiting.indices where waiting[place].packet == nil {
            waiting[place].packet = connection.publish(
                topic: waiting[place].topic, payload: waiting[place].payload, isRetained: false)
        }
    }

    private func connect() {
        do throws(BrokerFault) {
            var setup = Connection.Setup(clientID: settings.clientID, isClean: true)
            setup.sendMaximum = window
            let made = try Connection(settings, setup, version5: speaksVersion5, owner: self)
            connection = made
            try made.connect()
        } catch {
            lose(error.description)
        }
    }

    private func lose(_ reason: String) {
        connection = nil
        confirmed.removeAll()
        for place in waiting.indices { waiting[place].packet = nil }
        let pause = backoff.next(using: &chance)
        logger.debug("publisher link down", metadata: ["reason": "\(reason)", "retry_ms": "\(pause)"])
        _ = Poll.wait([], milliseconds: pause)
    }
}

extension BrokerPublisher: Connection.Owner {
    func connectionIsUp(resumed: Bool) {
        backoff.reset()
        send()
    }

    func connectionRefused(code: Int32) {
        if speaksVersion5, code == 132 || code == 1 { speaksVersion5 = false }
    }

    func published(packet: Int32) { confirmed.insert(packet) }
    func received(_ message: UnsafePointer<mosquitto_message>) {}
    func subscribed(granted: Int32) {}
}
