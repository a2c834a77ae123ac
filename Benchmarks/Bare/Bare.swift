import CMosquitto
import Glibc

/// A subscriber that does nothing with what it receives: the floor that the gateway is measured against.
///
/// Same library, same loop, same protocol settings as the gateway; no parsing, no
/// rules, no disk. What it costs is what libmosquitto and the kernel cost.
@main
struct Bare {
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.contains("--help") {
            print(usage)
            return
        }
        guard let (port, messages) = options(arguments) else { stop(usage, code: 2) }
        signal(SIGPIPE, SIG_IGN)
        mosquitto_lib_init()
        guard let subscriber = Subscriber(port: port, expected: messages) else {
            stop("foretell-bare: no broker on 127.0.0.1:\(port)", code: 1)
        }
        print(subscriber.run().json)
    }

    private static let usage = """
        foretell-bare: subscribes to foretell/v1/# at QoS 1 on 127.0.0.1, MQTT 5, and only counts

          --port N       the broker's port (1883)
          --messages N   ends after so many, or when 5 s pass without one (100000)

        Prints one line of JSON; seconds and cpu_seconds run from the first message to the last.
        """

    /// The port and the number of messages; nil where the command line makes no sense.
    private static func options(_ arguments: [String]) -> (port: Int32, messages: Int)? {
        var port: Int32 = 1_883
        var messages = 100_000
        var rest = arguments[...]
        while let key = rest.popFirst() {
            guard let value = rest.popFirst().flatMap({ Int($0) }), value > 0 else { return nil }
            switch key {
            case "--port" where value <= 65_535: port = Int32(value)
            case "--messages": messages = value
            default: return nil
            }
        }
        return (port, messages)
    }
}

/// Ends the process with a sentence on standard error.
private func stop(_ text: String, code: Int32) -> Never {
    let line = Array("\(text)\n".utf8)
    _ = write(2, line, line.count)
    exit(code)
}
