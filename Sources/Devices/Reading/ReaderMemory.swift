import Appliances
import Telemetry

/// What a reader remembers between messages, apart from Homie and Sparkplug; all of it bounded.
struct ReaderMemory: Sendable {
    /// How many devices each of its parts remembers; beyond that the oldest half is forgotten.
    static let devicesMax = 16_384

    /// The last payload of each device and source, for repeat windows.
    private var payloads = BoundedTable<(hash: UInt64, at: Timestamp)>()
    /// The highest order of each device's availability.
    private var orders = BoundedTable<Double>()
    /// The fault code that stands, by device and channel.
    private var codes = BoundedTable<String>()
    /// The profile that was told for certain, of a family.
    private var families = BoundedTable<Int>()

    /// Whether the same payload came within the window; notes it otherwise.
    mutating func isRepeat(_ hash: UInt64, of key: String, at arrival: Timestamp, within window: TimeSpan) -> Bool {
        if let last = payloads[key], last.hash == hash, arrival >= last.at, arrival - last.at <= window { return true }
        payloads[key] = (hash, arrival)
        return false
    }

    /// Whether an order is higher than all before it; notes it.
    mutating func isNewer(_ order: Double, of key: String) -> Bool {
        if let last = orders[key], order <= last { return false }
        orders[key] = order
        return true
    }

    /// The code that stood until now; notes the new one, nil for none. An empty text where nothing was known.
    mutating func change(code: String?, of key: String) -> String? {
        let last = codes[key]
        codes[key] = code ?? "\u{0}"
        return last == "\u{0}" ? nil : (last ?? "")
    }

    /// The profile of a family that a device's messages have shown.
    func profile(of key: String) -> Int? { families[key] }

    /// Notes it.
    mutating func note(profile: Int, of key: String) { families[key] = profile }
}

/// A table that forgets the older half of what it knows when it is full.
struct BoundedTable<Value: Sendable>: Sendable {
    private var young: [String: Value] = [:]
    private var old: [String: Value] = [:]

    /// The value of a key; only ever looked up, never walked through.
    subscript(key: String) -> Value? {
        get { young[key] ?? old[key] }
        set {
            if young.count >= ReaderMemory.devicesMax / 2, young[key] == nil {
                old = young
                young = [:]
            }
            young[key] = newValue
        }
    }
}
