import CMosquitto
import Glibc

/// One libmosquitto client in a loop of its own, as the gateway's link runs it.
///
/// `threaded_set` makes the library queue each PUBACK instead of writing it at once;
/// `loop_write` after the drain lets them leave. The gateway commits in between.
final class Subscriber {
    private let client: OpaquePointer
    private let expected: Int
    private var messages = 0
    private var begin = (wall: 0.0, processor: 0.0)

    /// What the gateway allows the broker to have under way, and drains at once.
    private static let batchMax = 1_000
    /// How long to wait for the socket, in milliseconds.
    private static let pollMilliseconds: Int32 = 50
    /// How long without a message ends the run, in seconds; more before the first.
    private static let idleSeconds = 5.0, firstSeconds = 60.0

    /// A connected client; nil where there is no broker.
    init?(port: Int32, expected: Int) {
        guard let client = mosquitto_new("foretell-bare-\(getpid())", true, nil) else { return nil }
        self.client = client
        self.expected = expected
        mosquitto_user_data_set(client, Unmanaged.passUnretained(self).toOpaque())
        mosquitto_threaded_set(client, true)
        mosquitto_int_option(client, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5)
        mosquitto_int_option(client, MOSQ_OPT_RECEIVE_MAXIMUM, Int32(Self.batchMax))
        mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1)
        mosquitto_connect_callback_set(client) { client, _, code in
            if code == 0 { mosquitto_subscribe(client, nil, "foretell/v1/#", 1) }
        }
        mosquitto_message_callback_set(client) { _, context, _ in
            guard let context else { return }
            Unmanaged<Subscriber>.fromOpaque(context).takeUnretainedValue().count()
        }
        guard mosquitto_connect(client, "127.0.0.1", port, 60) == MOSQ_ERR_SUCCESS.rawValue else { return nil }
    }

    /// Receives until the expected number has come or the broker has fallen silent.
    func run() -> Tally {
        var heard = wallSeconds()
        var seen = 0
        var spent: Double?
        while messages < expected, turn() {
            let now = wallSeconds()
            if messages > seen {
                (seen, heard, spent) = (messages, now, nil)
                continue
            }
            // Asked for only when all is quiet, so that asking costs the measure nothing.
            spent = spent ?? processorSeconds()
            if now - heard > (seen > 0 ? Self.idleSeconds : Self.firstSeconds) { break }
        }
        if messages > seen { (heard, spent) = (wallSeconds(), nil) }
        guard messages > 0 else { return Tally(messages: 0, seconds: 0, cpuSeconds: 0) }
        let processor = (spent ?? processorSeconds()) - begin.processor
        mosquitto_disconnect(client)
        mosquitto_loop_write(client, 1)
        return Tally(messages: messages, seconds: heard - begin.wall, cpuSeconds: processor)
    }

    /// Waits, drains, then lets the acknowledgements go; false when the connection is lost.
    private func turn() -> Bool {
        let handle = mosquitto_socket(client)
        guard handle >= 0 else { return false }
        let wanted = mosquitto_want_write(client) ? POLLIN | POLLOUT : POLLIN
        var waiting = pollfd(fd: handle, events: Int16(wanted), revents: 0)
        poll(&waiting, 1, Self.pollMilliseconds)
        if waiting.revents & ~Int16(POLLOUT) != 0, !drain() { return false }
        // Writes all that is queued or as much as the socket takes; the rest waits for POLLOUT.
        if mosquitto_want_write(client), mosquitto_loop_write(client, 1) != MOSQ_ERR_SUCCESS.rawValue {
            return false
        }
        return mosquitto_loop_misc(client) == MOSQ_ERR_SUCCESS.rawValue
    }

    /// Reads until a call brings no message (`EAGAIN` tells nothing here) or the batch is full.
    private func drain() -> Bool {
        let first = messages
        var before = -1
        while messages != before, messages - first < Self.batchMax, messages < expected {
            before = messages
            guard mosquitto_loop_read(client, 1) == MOSQ_ERR_SUCCESS.rawValue else { return false }
        }
        return true
    }

    private func count() {
        if messages == 0 { begin = (wallSeconds(), processorSeconds()) }
        messages += 1
    }
}

/// What the monotonic clock shows.
private func wallSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// The processor time of this process, in user and system mode.
private func processorSeconds() -> Double {
    var usage = rusage()
    getrusage(RUSAGE_SELF.rawValue, &usage)
    let times = [usage.ru_utime, usage.ru_stime]
    return times.reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) * 1e-6 }
}

/// What was received, and what that took.
struct Tally {
    /// Messages received.
    let messages: Int
    /// From the first message to the last.
    let seconds: Double
    /// Processor time of this process from the first message to the last.
    let cpuSeconds: Double

    /// One line for scripts.
    var json: String {
        "{\"messages\":\(messages),\"seconds\":\(rounded(seconds)),\"cpu_seconds\":\(rounded(cpuSeconds))}"
    }

    private func rounded(_ value: Double) -> Double { (value * 1e4).rounded() / 1e4 }
}
