package import Appliances
import CMosquitto
import Glibc
package import Logging
package import Telemetry

/// The gateway's link for telemetry over libmosquitto, owned by one thread.
///
/// Reads into a batch, and lets acknowledgements leave only when told that the batch is
/// committed. MQTT 5 with a session that the broker keeps; 3.1.1 where the broker knows
/// no better.
package final class BrokerLink: TelemetryLink {
    private let logger: Logger
    /// Whether the broker keeps messages for us while we are away.
    private let keepsSession: Bool
    /// What is subscribed to.
    private let filters: [String]
    private var owners: FilterOwners
    /// Whether this process has subscribed before.
    private var hasSubscribed = false
    /// What the broker may still hold a subscription to.
    private let forgotten: [String]
    /// How many messages were handed over, copies that do not count among them.
    private var received = 0
    /// Under which name the gateway is a Sparkplug host; nil where it is none.
    private let sparkplugHost: String?
    /// Where it says so: what it says itself is no message to it.
    private let ownState: [UInt8]
    /// When the present link was asked for, which the host's will names.
    private var dialled = Timestamp.epoch
    private var dialer: Dialer
    private var connection: Connection?
    private let bell = Bell()
    private var incoming = MessageBatch()
    private var holdsAcknowledgements = false
    private var wasFull = false
    private var now: Int64 = 0

    /// A link that is made with the first ``gather(into:patience:)``.
    ///
    /// Without `keepsSession` the broker forgets us when we leave: for those who only listen for a while.
    /// Beside the canonical form it subscribes to `filters`, retained messages included, and ends its subscriptions
    /// to what is `forgotten`. As a `sparkplugHost` it says on `spBv1.0/STATE/{host}` that it listens, and its
    /// will that it does not (Sparkplug 3.0, 5.14): on this connection, because it is the one that listens.
    package init(
        _ settings: BrokerSettings, keepsSession: Bool = true, filters: [String] = [], forgotten: [String] = [],
        sparkplugHost: String? = nil, logger: Logger
    ) {
        dialer = Dialer(settings)
        self.filters = filters
        owners = FilterOwners(filters)
        self.forgotten = forgotten
        self.sparkplugHost = sparkplugHost
        ownState = sparkplugHost.map { Array(Topic.sparkplugState($0).utf8) } ?? []
        self.keepsSession = keepsSession
        self.logger = logger
    }

    /// Whether the broker has accepted us.
    package var isUp: Bool { connection?.isUp ?? false }

    /// Waits for messages, then takes what is there within the limits of a batch.
    package func gather(into batch: inout MessageBatch, patience: TimeSpan) {
        incoming.removeAll()
        swap(&incoming, &batch)
        incoming.removeAll()
        if let connection = linked(patience) {
            if !gather(connection, patience) { lose("the link to the broker is lost") }
        }
        swap(&incoming, &batch)
    }

    /// Ends the waiting of a gather at once.
    package var wake: @Sendable () -> Void { { [bell] in bell.ring() } }

    /// The connection; nil, after a pause, while there is none.
    private func linked(_ patience: TimeSpan) -> Connection? {
        if let connection { return connection }
        guard dialer.wait == 0 else {
            let pause = min(dialer.wait, patience.milliseconds)
            if Poll.wait([(bell.descriptor, Int16(POLLIN))], milliseconds: pause) != nil { bell.silence() }
            return nil
        }
        do throws(BrokerFault) {
            var setup = Connection.Setup(clientID: dialer.settings.clientID, isClean: !keepsSession)
            dialled = Timestamp(milliseconds: Poll.wall)
            setup.will = sparkplugHost.map { (Topic.sparkplugState($0), Topic.sparkplugWord(isOnline: false, dialled)) }
            connection = try dialer.dial(setup, owner: self)
            return connection
        } catch {
            lose(error.description)
            return nil
        }
    }

    /// Fills the batch; false where the link is lost.
    private func gather(_ connection: Connection, _ patience: TimeSpan) -> Bool {
        // Behind a full batch more may wait in the TLS library, which no poll of the socket shows.
        if wasFull, !drain(connection) { return false }
        var deadline = Poll.monotonic + patience.milliseconds
        var isFilling = false
        while true {
            let socket = connection.socket
            guard socket >= 0 else { return false }
            var events = Int16(POLLIN)
            if !holdsAcknowledgements, connection.wantsWrite { events |= Int16(POLLOUT) }
            let ready = Poll.wait(
                [(socket, events), (bell.descriptor, Int16(POLLIN))], milliseconds: deadline - Poll.monotonic)
            if let ready, ready[1] != 0 {
                bell.silence()
                deadline = Poll.monotonic
            }
            if let ready, ready[0] & Int16(POLLOUT) != 0, !connection.flush() { return false }
            if let ready, ready[0] & ~Int16(POLLOUT) != 0, !drain(connection) { return false }
            if !incoming.isEmpty, !isFilling {
                isFilling = true
                deadline = min(deadline, Poll.monotonic + Limits.batchSpanMax.milliseconds)
            }
            wasFull = incoming.isFull
            if wasFull || Poll.monotonic >= deadline { break }
        }
        return connection.keepAlive()
    }

    /// Reads until nothing is left or the batch is full.
    ///
    /// A read that brought no message ends it: `errno` tells nothing here, because every
    /// queued acknowledgement also writes to a pipe that nobody drains (design/ingest, 5).
    private func drain(_ connection: Connection) -> Bool {
        now = Poll.wall
        while !incoming.isFull, connection.socket >= 0 {
            let before = (incoming.bytes.count, received)
            guard connection.read() else { return false }
            if (incoming.bytes.count, received) == before { return true }
        }
        return connection.socket >= 0
    }

    /// Lets the acknowledgements leave.
    package func acknowledge() {
        holdsAcknowledgements = false
        guard let connection else { return }
        if !connection.flush() { lose("the link to the broker is lost") }
    }

    /// Drops the link; the acknowledgements that wait in the handle are dropped with it.
    package func refuse() {
        lose("a batch could not be stored; the broker will send it again")
    }

    /// Leaves the broker, which keeps our session.
    package func close() {
        sayAsHost(isOnline: false)
        connection?.disconnect()
        connection = nil
        dialer.hangUp()
    }

    /// Says, retained, whether the Sparkplug host listens; nodes that wait for it then send their births.
    private func sayAsHost(isOnline: Bool) {
        guard let sparkplugHost, let connection, connection.isUp else { return }
        let word = Topic.sparkplugWord(isOnline: isOnline, dialled)
        _ = try? connection.publish(
            topic: Topic.sparkplugState(sparkplugHost), payload: Array(word.utf8), isRetained: true)
    }

    private func lose(_ reason: String) {
        connection = nil
        holdsAcknowledgements = false
        let pause = dialer.failed()
        logger.warning("broker link down", metadata: ["reason": "\(reason)", "retry_ms": "\(pause)"])
    }
}

extension BrokerLink: Connection.Owner {
    func connectionIsUp(resumed: Bool) {
        dialer.succeeded()
        incoming.noteLink(resumed: resumed, at: Timestamp(milliseconds: Poll.wall))
        // What a device said before is asked for once in a process: a link that is made anew must not make news of it.
        let retained = hasSubscribed ? Connection.Retained.whenNew : .always
        hasSubscribed = true
        for filter in [Topic.telemetryFilter, Topic.batchFilter] {
            connection?.subscribe(filter, number: owners.number(ofCanonical: filter))
        }
        for filter in filters {
            connection?.subscribe(filter, number: FilterOwners.number(of: filter), retained: retained)
        }
        for filter in forgotten { connection?.unsubscribe(filter) }
        sayAsHost(isOnline: true)
        logger.info(
            "broker link up",
            metadata: [
                "broker": "\(dialer.settings.host):\(dialer.settings.port)", "session": resumed ? "resumed" : "new",
                "mqtt": dialer.speaksVersion5 ? "5.0" : "3.1.1",
            ])
    }

    func connectionRefused(code: Int32) {
        dialer.refused(code: code)
        logger.warning("broker refuses", metadata: ["code": "\(code)"])
    }

    func received(_ message: UnsafePointer<mosquitto_message>, subscriptions: Connection.Subscriptions) {
        received += 1
        let topic = UnsafeBufferPointer(
            start: UnsafeRawPointer(message.pointee.topic).assumingMemoryBound(to: UInt8.self),
            count: strlen(message.pointee.topic))
        let payload = UnsafeBufferPointer(
            start: message.pointee.payload?.assumingMemoryBound(to: UInt8.self),
            count: Int(message.pointee.payloadlen))
        let isAcknowledged = message.pointee.qos > 0
        guard owners.takes(topic, subscriptions), !topic.elementsEqual(ownState) else { return }
        holdsAcknowledgements = holdsAcknowledgements || isAcknowledged
        incoming.append(
            topic: topic, payload: payload,
            packet: isAcknowledged ? UInt16(truncatingIfNeeded: message.pointee.mid) : 0,
            isRetained: message.pointee.retain, arrival: Timestamp(milliseconds: now))
    }

    func published(packet: Int32, isTaken: Bool) {}

    func subscribed(granted: Int32) {
        guard granted > 1 else { return }
        logger.error("broker denies the subscription", metadata: ["code": "\(granted)"])
    }
}
