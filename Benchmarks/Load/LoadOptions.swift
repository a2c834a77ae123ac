/// What the load should be, as the command line says it.
struct LoadOptions {
    /// The broker's port on the loopback address.
    var port: UInt16 = 1883
    /// How many publishers there are; each device stays with one of them.
    var connections = 20
    /// How many appliances speak.
    var devices = 1_000
    /// How many messages are sent in all.
    var messages = 100_000
    /// Records in one message: 1 as a device sends it, more as a hub's batch.
    var recordsPerMessage = 1
    /// The most messages that one publisher leaves unacknowledged.
    var window = 200
    /// Messages a second over all publishers; 0 as fast as the broker takes them.
    var rate = 0
    /// The time of every device's first record, epoch milliseconds; nil so that the last one is now.
    var startMilliseconds: Int?
    /// How much later each next record of a device is, in milliseconds.
    var stepMilliseconds = 1_000
    /// The hub that speaks in batches.
    var hub = "hub-1"
    /// Where to write the registry instead of sending anything.
    var registry: String?

    /// The options of a command line without the program's name.
    init(_ arguments: [String]) throws(UsageError) {
        var rest = arguments[...]
        while let key = rest.popFirst() {
            guard let value = rest.popFirst() else { throw UsageError("\(key) needs a value") }
            try take(key, value)
        }
        try check()
    }

    private mutating func take(_ key: String, _ value: String) throws(UsageError) {
        switch key {
        case "--port": port = UInt16(try number(key, value, 1...65_535))
        case "--connections": connections = try number(key, value, 1...1_000)
        case "--devices": devices = try number(key, value, 1...999_999)
        case "--messages": messages = try number(key, value, 1...1_000_000_000)
        case "--records-per-message": recordsPerMessage = try number(key, value, 1...200)
        case "--window": window = try number(key, value, 1...60_000)
        case "--rate": rate = try number(key, value, 0...10_000_000)
        case "--start-ms": startMilliseconds = try number(key, value, Self.writableMilliseconds)
        case "--step-ms": stepMilliseconds = try number(key, value, 1...86_400_000)
        case "--hub": hub = value
        case "--registry": registry = value
        default: throw UsageError("no option named \(key); --help lists them")
        }
    }

    private func number(_ key: String, _ value: String, _ range: ClosedRange<Int>) throws(UsageError) -> Int {
        guard let number = Int(value), range.contains(number) else {
            throw UsageError("\(key) \(value): a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// Refuses what would break the fixed widths or the order of a device's records.
    private func check() throws(UsageError) {
        guard connections <= devices else {
            throw UsageError("--connections \(connections) is more than --devices \(devices)")
        }
        guard stepsPerDevice <= RecordTemplate.stepsMax else {
            throw UsageError("more than \(RecordTemplate.stepsMax) records of one device; take more --devices")
        }
        let last = (startMilliseconds ?? 0) + stepsPerDevice * stepMilliseconds
        guard last <= Self.writableMilliseconds.upperBound else {
            throw UsageError("--start-ms and --step-ms lead past the year 2286")
        }
        let name = hub.utf8
        guard !name.isEmpty, name.count <= 64, name.allSatisfy(isPlain) else {
            throw UsageError("--hub \(hub): 1 to 64 letters, digits, _ or -")
        }
    }

    private func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// The most records that any one device sends.
    ///
    /// Publishers may own a device more or less and send a message more or less, so
    /// this rounds up twice.
    var stepsPerDevice: Int {
        let messagesOfOne = (messages + connections - 1) / connections
        let devicesOfOne = devices / connections
        return (messagesOfOne * recordsPerMessage + devicesOfOne - 1) / devicesOfOne
    }

    /// Epoch milliseconds of thirteen digits: September 2001 to November 2286.
    private static let writableMilliseconds = 1_000_000_000_000...9_999_999_999_999

    /// What `--help` prints.
    static let usage = """
        foretell-load: publishes canonical appliance telemetry at QoS 1, MQTT 3.1.1, on 127.0.0.1

          --port N                 the broker's port (1883)
          --connections N          publishers; every device stays with one (20)
          --devices N              appliances, dev-000000 and on (1000)
          --messages N             messages in all (100000)
          --records-per-message N  1: .../DEVICE/telemetry; more: a hub's .../HUB/batch (1)
          --window N               unacknowledged messages per connection, at most (200)
          --rate N                 messages a second; 0: as fast as possible (0)
          --start-ms N             time of the first records, epoch ms (so that the last are now)
          --step-ms N              time from a device's record to its next (1000)
          --hub ID                 the hub that batches come from (hub-1)
          --registry FILE          write the registry of these devices and end

        Prints one line of JSON when every message is acknowledged.
        """
}

/// A command line that cannot be obeyed, and why.
struct UsageError: Error {
    /// What is wrong, for a person.
    let text: String

    /// Wrong because of this.
    init(_ text: String) { self.text = text }
}
