/// One record as JSON, written once, with the places of the digits that change.
///
/// Printing a record afresh costs more than the gateway spends on reading it; a
/// generator that shares its cores must not. So the text is copied and only digits are
/// put in. `true` and `false` differ in length, hence one template for each pair.
struct RecordTemplate {
    /// The most records of one device: its `seq` keeps seven digits.
    static let stepsMax = 9_000_000
    private static let firstSequence = 1_000_000

    private let text: UnsafeMutableBufferPointer<UInt8>
    private let device: Int?
    private let at: Int
    private let sequence: Int
    private let current: Int
    private let power: Int
    private let cabinet: Int
    private let frost: Int
    private let fan: Int
    private let room: Int

    /// The length of a record in bytes.
    var count: Int { text.count }

    /// The template of a record that names its device or leaves that to the topic.
    init(namesDevice: Bool, isRunning: Bool, isDoorOpen: Bool) {
        var draft = Draft()
        draft.write("{")
        device = namesDevice ? draft.write("\"device\":\"dev-", thenDigits: "000000") : nil
        if namesDevice { draft.write("\",") }
        at = draft.write("\"at\":", thenDigits: "0000000000000")
        sequence = draft.write(",\"boot\":1,\"seq\":", thenDigits: "0000000")
        draft.write(",\"readings\":{\"compressor.running\":\(isRunning)")
        current = draft.write(",\"compressor.current\":", thenDigits: "0.0")
        power = draft.write(",\"power.active\":", thenDigits: "00.0")
        cabinet = draft.write(",\"fridge.temperature\":", thenDigits: "0.0")
        frost = draft.write(",\"evaporator.temperature\":-", thenDigits: "00.0")
        draft.write(",\"fridge.door.open\":\(isDoorOpen)")
        fan = draft.write(",\"fan.evaporator.speed\":", thenDigits: "0000")
        room = draft.write(",\"ambient.temperature\":", thenDigits: "00.0")
        draft.write("}}")
        // Never freed: there are four templates and they live as long as the process.
        text = .allocate(capacity: draft.bytes.count)
        _ = text.initialize(fromContentsOf: draft.bytes)
    }

    /// Writes the record of a device's step at `place` and returns its length.
    func write(
        _ fridge: borrowing Fridge, device number: Int, step: Int, at milliseconds: Int,
        to place: UnsafeMutablePointer<UInt8>
    ) -> Int {
        guard let start = text.baseAddress else { return 0 }
        place.update(from: start, count: text.count)
        if let device { putDigits(number, 6, at: place + device) }
        putDigits(milliseconds, 13, at: place + at)
        putDigits(Self.firstSequence + step, 7, at: place + sequence)
        putTenths(fridge.current, 1, at: place + current)
        putTenths(fridge.power, 2, at: place + power)
        putTenths(fridge.cabinet, 1, at: place + cabinet)
        putTenths(fridge.frost, 2, at: place + frost)
        putDigits(fridge.fan, 4, at: place + fan)
        putTenths(fridge.room, 2, at: place + room)
        return text.count
    }

    /// A text that grows and remembers where its digits begin.
    private struct Draft {
        var bytes: [UInt8] = []

        mutating func write(_ words: String) { bytes += Array(words.utf8) }

        mutating func write(_ words: String, thenDigits digits: String) -> Int {
            write(words)
            defer { write(digits) }
            return bytes.count
        }
    }
}

/// Puts a number of so many decimal digits, the highest first.
@inline(__always)
func putDigits(_ number: Int, _ digits: Int, at place: UnsafeMutablePointer<UInt8>) {
    var rest = UInt64(bitPattern: Int64(number))
    var index = digits
    while index > 0 {
        index -= 1
        place[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
    }
}

/// Puts a number of tenths: so many digits, a point, one digit.
@inline(__always)
private func putTenths(_ tenths: Int, _ digits: Int, at place: UnsafeMutablePointer<UInt8>) {
    putDigits(tenths / 10, digits, at: place)
    putDigits(tenths % 10, 1, at: place + digits + 1)
}
