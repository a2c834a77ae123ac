import Appliances
import CMosquitto
import Glibc
import Logging
import Telemetry

/// One libmosquitto handle with a socket of its own, driven by its owner's loop.
///
/// libmosquitto acknowledges a message before it hands it over. In threaded mode the
/// acknowledgement only waits in the handle's queue and leaves with the next
/// ``flush()``: that is how nothing leaves before the commit (design/ingest, 1–3).
final class Connection {
    /// What the handle reports; all of it from within ``read()``, on the owner's own thread.
    protocol Owner: AnyObject {
        func connectionIsUp(resumed: Bool)
        func connectionRefused(code: Int32)
        /// A message came, for these subscriptions; none where the broker does not say for which.
        func received(_ message: UnsafePointer<mosquitto_message>, subscriptions: Subscriptions)
        /// The broker has answered for a message; `isTaken` is false where it has refused it.
        func published(packet: Int32, isTaken: Bool)
        func subscribed(granted: Int32)
    }

    /// The numbers of the subscriptions for which a message came, as it names them.
    struct Subscriptions {
        fileprivate let properties: OpaquePointer?

        /// Hands out each number.
        func forEach(_ take: (Int32) -> Void) {
            let name = Int32(MQTT_PROP_SUBSCRIPTION_IDENTIFIER.rawValue)
            var next = properties
            var number: UInt32 = 0
            var isLater = false
            while let present = next, let found = mosquitto_property_read_varint(present, name, &number, isLater) {
                take(Int32(clamping: number))
                next = OpaquePointer(UnsafeRawPointer(found))
                isLater = true
            }
        }
    }

    /// What a connection is set up with, beside the broker's address.
    struct Setup {
        var clientID: String
        /// Whether the broker shall forget us when we leave.
        var isClean: Bool
        /// What the broker shall publish, retained, when we are lost.
        var will: (topic: String, payload: String)?
        var sendMaximum = 200
    }

    private static let packetBytesMax: UInt32 = 4_194_304
    /// How long a connection may take to be made, in ms: libmosquitto itself would wait for minutes,
    /// and its owner's timers with it (reliability F4).
    private static let connectMax: Int64 = 2_000

    private let handle: OpaquePointer
    private let settings: BrokerSettings
    private let setup: Setup
    private unowned let owner: any Owner
    /// Whether MQTT 5 is spoken rather than 3.1.1.
    let isVersion5: Bool
    /// Whether the broker has accepted us.
    private(set) var isUp = false

    /// A handle that is not connected yet.
    init(_ settings: BrokerSettings, _ setup: Setup, version5: Bool, owner: any Owner) throws(BrokerFault) {
        _ = Connection.library
        guard let handle = mosquitto_new(setup.clientID, setup.isClean, nil) else {
            throw BrokerFault(what: "the client id \(setup.clientID) cannot be used", code: 0)
        }
        self.handle = handle
        self.settings = settings
        self.setup = setup
        self.owner = owner
        isVersion5 = version5
        mosquitto_user_data_set(handle, Unmanaged.passUnretained(self).toOpaque())
        let version = version5 ? MQTT_PROTOCOL_V5 : MQTT_PROTOCOL_V311
        mosquitto_int_option(handle, MOSQ_OPT_PROTOCOL_VERSION, version)
        mosquitto_int_option(handle, MOSQ_OPT_RECEIVE_MAXIMUM, Int32(settings.receiveMaximum))
        mosquitto_int_option(handle, MOSQ_OPT_SEND_MAXIMUM, Int32(setup.sendMaximum))
        mosquitto_int_option(handle, MOSQ_OPT_TCP_NODELAY, 1)
        mosquitto_threaded_set(handle, true)
        setCallbacks()
        try secure()
    }

    deinit {
        mosquitto_destroy(handle)
    }

    /// The library is set up once and never torn down: the process ends with it.
    private static let library: Void = {
        mosquitto_lib_init()
        // 2.0.15 and later no longer do this themselves (design/ingest, 9).
        signal(SIGPIPE, SIG_IGN)
    }()

    /// Opens the socket and asks to be let in; the answer comes through ``read()``.
    func connect() throws(BrokerFault) {
        var properties: OpaquePointer?
        defer { mosquitto_property_free_all(&properties) }
        if isVersion5, !setup.isClean {
            let seconds = UInt32(clamping: settings.session.milliseconds / 1_000)
            mosquitto_property_add_int32(&properties, Int32(MQTT_PROP_SESSION_EXPIRY_INTERVAL.rawValue), seconds)
        }
        if isVersion5 {
            // More than any batch; without a bound a broker may hand over a quarter of a gigabyte.
            mosquitto_property_add_int32(
                &properties, Int32(MQTT_PROP_MAXIMUM_PACKET_SIZE.rawValue), Connection.packetBytesMax)
        }
        guard Poll.answers(host: settings.host, port: settings.port, milliseconds: Connection.connectMax) else {
            throw BrokerFault(what: "no answer from \(settings.host):\(settings.port)", code: 0)
        }
        let keepAlive = Int32(settings.keepAlive.milliseconds / 1_000)
        let code = mosquitto_connect_bind_v5(
            handle, settings.host, Int32(settings.port), keepAlive, nil, properties)
        guard code == MOSQ_ERR_SUCCESS.rawValue else {
            throw BrokerFault(what: "cannot connect to \(settings.host):\(settings.port)", code: code)
        }
    }

    /// The socket; -1 while there is none.
    var socket: Int32 { mosquitto_socket(handle) }

    /// Reads one packet; false where the link is lost.
    func read() -> Bool { mosquitto_loop_read(handle, 1) == MOSQ_ERR_SUCCESS.rawValue }

    /// Whether bytes wait to be written.
    var wantsWrite: Bool { mosquitto_want_write(handle) }

    /// Writes all that waits; false where the link is lost.
    func flush() -> Bool {
        while wantsWrite {
            guard socket >= 0, mosquitto_loop_write(handle, 1) == MOSQ_ERR_SUCCESS.rawValue else { return false }
            if wantsWrite, Poll.wait([(socket, Int16(POLLOUT))], milliseconds: 1_000) == nil { return false }
        }
        return true
    }

    /// Keeps the link alive; only queues.
    func keepAlive() -> Bool { mosquitto_loop_misc(handle) == MOSQ_ERR_SUCCESS.rawValue }

    /// Asks for a topic filter at QoS 1.
    ///
    /// With a `number` what comes says for which subscription it did. MQTT 3.1.1 knows neither numbers nor
    /// `retained`: its brokers send retained messages always, and, as Mosquitto does, each message once.
    func subscribe(_ filter: String, number: Int32? = nil, retained: Retained = .never) {
        guard isVersion5 else {
            mosquitto_subscribe(handle, nil, filter, 1)
            return
        }
        var properties: OpaquePointer?
        defer { mosquitto_property_free_all(&properties) }
        if let number {
            mosquitto_property_add_varint(
                &properties, Int32(MQTT_PROP_SUBSCRIPTION_IDENTIFIER.rawValue), UInt32(number))
        }
        mosquitto_subscribe_v5(handle, nil, filter, 1, retained.option, properties)
    }

    /// Which retained messages a subscription asks for.
    enum Retained {
        /// None.
        case never
        /// All, once the broker has the subscription, also where it had it before.
        case always
        /// All, where the broker did not have it.
        case whenNew

        fileprivate var option: Int32 {
            switch self {
            case .never: Int32(MQTT_SUB_OPT_SEND_RETAIN_NEVER.rawValue)
            case .always: Int32(MQTT_SUB_OPT_SEND_RETAIN_ALWAYS.rawValue)
            case .whenNew: Int32(MQTT_SUB_OPT_SEND_RETAIN_NEW.rawValue)
            }
        }
    }

    /// Ends the subscription to a filter that the broker may have kept with our session.
    func unsubscribe(_ filter: String) { mosquitto_unsubscribe(handle, nil, filter) }

    /// Queues a message at QoS 1.
    ///
    /// - Returns: its packet id; nil where it cannot be queued now.
    /// - Throws: where it can never be published, such as a topic with a wildcard.
    func publish(topic: String, payload: [UInt8], isRetained: Bool) throws(BrokerFault) -> Int32? {
        var packet: Int32 = 0
        let code = mosquitto_publish(handle, &packet, topic, Int32(payload.count), payload, 1, isRetained)
        let hopeless = [MOSQ_ERR_INVAL, MOSQ_ERR_MALFORMED_UTF8, MOSQ_ERR_PAYLOAD_SIZE, MOSQ_ERR_OVERSIZE_PACKET]
        if hopeless.contains(where: { $0.rawValue == code }) {
            throw BrokerFault(what: "\(topic) cannot be published", code: code)
        }
        return code == MOSQ_ERR_SUCCESS.rawValue ? packet : nil
    }

    /// Says good-bye, after everything that waits.
    func disconnect() {
        mosquitto_disconnect(handle)
        _ = flush()
    }

    private func secure() throws(BrokerFault) {
        if let username = settings.username {
            let password = try settings.passwordFile.map { path throws(BrokerFault) in try firstLine(of: path) }
            mosquitto_username_pw_set(handle, username, password)
        }
        if let tls = settings.tls {
            let code = mosquitto_tls_set(handle, tls.authority, nil, tls.certificate, tls.key, nil)
            guard code == MOSQ_ERR_SUCCESS.rawValue else {
                throw BrokerFault(what: "the TLS files cannot be used; are they there and readable?", code: code)
            }
        }
        if let will = setup.will {
            let bytes = Array(will.payload.utf8)
            mosquitto_will_set(handle, will.topic, Int32(bytes.count), bytes, 1, true)
        }
    }

    private func setCallbacks() {
        mosquitto_connect_with_flags_callback_set(handle) { _, me, code, flags in
            Connection.from(me)?.connected(code: code, flags: flags)
        }
        mosquitto_disconnect_callback_set(handle) { _, me, _ in
            Connection.from(me)?.isUp = false
        }
        mosquitto_message_v5_callback_set(handle) { _, me, message, properties in
            guard let message else { return }
            Connection.from(me)?.owner.received(message, subscriptions: Subscriptions(properties: properties))
        }
        // The plain callback hides that MQTT 5 brokers refuse, such as for want of a right.
        mosquitto_publish_v5_callback_set(handle) { _, me, packet, reason, _ in
            Connection.from(me)?.owner.published(packet: packet, isTaken: reason < 0x80)
        }
        mosquitto_subscribe_callback_set(handle) { _, me, _, count, granted in
            for place in 0..<Int(count) {
                Connection.from(me)?.owner.subscribed(granted: granted?[place] ?? 0x80)
            }
        }
    }

    private static func from(_ me: UnsafeMutableRawPointer?) -> Connection? {
        me.map { Unmanaged<Connection>.fromOpaque($0).takeUnretainedValue() }
    }

    private func connected(code: Int32, flags: Int32) {
        guard code == 0 else { return owner.connectionRefused(code: code) }
        isUp = true
        owner.connectionIsUp(resumed: flags & 1 == 1)
    }
}

/// Why the broker cannot be reached or does not let us in.
package struct BrokerFault: Error, Sendable, CustomStringConvertible {
    /// What was tried.
    package let what: String
    /// libmosquitto's code, or the broker's; 0 where there is none.
    package let code: Int32

    /// What was tried, and why it failed.
    package var description: String {
        guard code > 0 else { return what }
        let system = code == MOSQ_ERR_ERRNO.rawValue ? String(cString: Glibc.strerror(errno)) : nil
        return "\(what): \(system ?? String(cString: mosquitto_strerror(code)))"
    }
}

/// The first line of a file, for a secret that must not stand in settings.
private func firstLine(of path: String) throws(BrokerFault) -> String {
    guard let file = fopen(path, "r") else {
        throw BrokerFault(what: "\(path) cannot be read; it must hold the password in its first line", code: 0)
    }
    defer { fclose(file) }
    var buffer = [CChar](repeating: 0, count: 1_024)
    guard fgets(&buffer, Int32(buffer.count), file) != nil else {
        throw BrokerFault(what: "\(path) is empty; it must hold the password in its first line", code: 0)
    }
    let bytes = buffer.prefix { $0 != 0 && $0 != 10 && $0 != 13 }.map { UInt8(bitPattern: $0) }
    return String(decoding: bytes, as: UTF8.self)
}
