import Glibc

/// Puts a broker under the load of many appliances, and says what that took.
@main
struct Load {
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.contains("--help") {
            print(LoadOptions.usage)
            return
        }
        do {
            let options = try LoadOptions(arguments)
            if let path = options.registry {
                try writeRegistry(of: options, to: path)
            } else {
                print(try Load(options).run().json)
            }
        } catch let error as UsageError {
            stop(error.text, code: 2)
        } catch let error as BrokerError {
            stop(error.text, code: 1)
        } catch {
            stop("\(error)", code: 70)
        }
    }

    private let options: LoadOptions
    private let template: MessageTemplate
    private let publishers: [Publisher]

    /// How long the broker may stay silent, in seconds.
    private static let patienceSeconds = 30.0

    /// A load whose publishers are connected.
    private init(_ options: LoadOptions) throws {
        self.options = options
        let spread = options.stepsPerDevice * options.stepMilliseconds
        let start = options.startMilliseconds ?? (Int(seconds(CLOCK_REALTIME) * 1_000) - spread)
        let template = try MessageTemplate(options, start: start)
        self.template = template
        publishers = try (0..<options.connections).map {
            try Publisher(options, share: $0, sizeMax: template.sizeMax)
        }
    }

    /// Sends everything and waits until all of it is acknowledged.
    private func run() throws(BrokerError) -> Tally {
        let began = seconds(CLOCK_MONOTONIC)
        let worked = seconds(CLOCK_PROCESS_CPUTIME_ID)
        var sent = 0
        var heard = began
        var sockets = publishers.map { pollfd(fd: $0.socket, events: Int16(POLLIN), revents: 0) }
        while true {
            let now = seconds(CLOCK_MONOTONIC)
            var unpaced = options.rate == 0 ? Int.max : Int((now - began) * Double(options.rate)) - sent
            for (index, publisher) in publishers.enumerated() {
                if sockets[index].revents != 0, try publisher.read() > 0 { heard = now }
                let made = publisher.fill(template, allowance: unpaced)
                unpaced -= made
                sent += made
                try publisher.write()
                sockets[index].events = Int16(publisher.wantsToWrite ? POLLIN | POLLOUT : POLLIN)
            }
            if publishers.allSatisfy(\.isDone) { break }
            if sent > 0, now - heard > Self.patienceSeconds { throw BrokerError("the broker is silent") }
            wait(&sockets)
        }
        let tally = Tally(
            messages: sent, records: sent * options.recordsPerMessage,
            seconds: seconds(CLOCK_MONOTONIC) - began,
            cpuSeconds: seconds(CLOCK_PROCESS_CPUTIME_ID) - worked)
        for publisher in publishers { publisher.disconnect() }
        return tally
    }

    /// Waits for the broker, and then a little more so that acknowledgements come in heaps.
    private func wait(_ sockets: inout [pollfd]) {
        poll(&sockets, nfds_t(sockets.count), options.rate > 0 ? 1 : 1_000)
        if sockets.contains(where: { $0.revents & Int16(POLLOUT) != 0 }) { return }
        usleep(1_000)
        poll(&sockets, nfds_t(sockets.count), 0)
    }
}

/// What a load came to.
private struct Tally {
    let messages: Int
    let records: Int
    let seconds: Double
    let cpuSeconds: Double

    /// One line for scripts.
    var json: String {
        "{\"messages\":\(messages),\"records\":\(records),"
            + "\"seconds\":\(rounded(seconds)),\"cpu_seconds\":\(rounded(cpuSeconds))}"
    }

    private func rounded(_ value: Double) -> Double { (value * 1e4).rounded() / 1e4 }
}

/// What a clock shows, in seconds.
private func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// Ends the process with a sentence on standard error.
private func stop(_ text: String, code: Int32) -> Never {
    let line = Array("foretell-load: \(text)\n".utf8)
    _ = write(2, line, line.count)
    exit(code)
}
