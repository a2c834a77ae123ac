package import Appliances
package import Telemetry

/// What a reader made of one message.
///
/// Refilled for every message, so that reading one allocates little once the arrays have grown.
package struct Decoding: Sendable {
    /// What became of the message as a whole.
    package enum Outcome: Sendable, Equatable {
        /// A profile read it.
        case read(profile: Int)
        /// No profile takes it.
        case unclaimed
        /// It came within the repeat window of the same message of the same device.
        case repeated(profile: Int)
        /// The deletion of a retained message: it says nothing.
        case empty
        /// A profile takes it, and its payload cannot be read.
        case rejected(profile: Int, Rejection)
    }

    /// What became of the message.
    package internal(set) var outcome = Outcome.unclaimed
    /// The keys of the devices it speaks of, in the order in which they come.
    package internal(set) var devices: [String] = []
    /// The readings in their order.
    package internal(set) var readings: [DecodedReading] = []
    /// What gave no reading, and why.
    package internal(set) var faults: [PointFault] = []
    /// Sparkplug nodes that must be asked for their birth, as `group/node`.
    package internal(set) var rebirths: [String] = []
    /// How many paths the profile's table does not have.
    package internal(set) var unknownPaths = 0
    /// Whether a byte order mark or zero bytes at the end were cut off.
    package internal(set) var isNormalised = false

    /// Nothing read yet.
    package init() {}

    mutating func removeAll() {
        outcome = .unclaimed
        devices.removeAll(keepingCapacity: true)
        readings.removeAll(keepingCapacity: true)
        faults.removeAll(keepingCapacity: true)
        rebirths.removeAll(keepingCapacity: true)
        (unknownPaths, isNormalised) = (0, false)
    }

    /// The place of a device among those of the message.
    mutating func place(of device: String) -> Int {
        if let last = devices.indices.last, devices[last] == device { return last }
        if let place = devices.firstIndex(of: device) { return place }
        devices.append(device)
        return devices.count - 1
    }
}

/// One reading, in its channel's canonical unit.
package struct DecodedReading: Sendable, Equatable {
    /// Whose it is: its place in ``Decoding/devices``.
    package let device: Int
    /// The channel: its place in ``DeviceReader/channels``.
    package let channel: Int
    /// The value; true is 1 and false is 0.
    package let value: Double
    /// The device's own time; nil where it has none that is believed.
    package let time: Timestamp?
    /// How much it is worth.
    package let quality: Quality
    private let words: Words?

    /// The word, on a channel of words.
    package var word: String? { words?.word }
    /// The part that a flag or a code speaks of.
    package var component: String? { words?.component }
    /// Spare parts that mend what a code speaks of.
    package var parts: [String] { words?.parts ?? [] }

    /// What most readings have nothing of, kept apart so that they stay small.
    private final class Words: Sendable, Equatable {
        let word: String?
        let component: String?
        let parts: [String]

        init(_ word: String?, _ component: String?, _ parts: [String]) {
            (self.word, self.component, self.parts) = (word, component, parts)
        }

        static func == (left: Words, right: Words) -> Bool {
            left.word == right.word && left.component == right.component && left.parts == right.parts
        }
    }

    /// A reading without words.
    init(device: Int, channel: Int, value: Double, time: Timestamp?, quality: Quality) {
        (self.device, self.channel, self.value, self.time, self.quality) = (device, channel, value, time, quality)
        words = nil
    }

    /// One without words of the same device and time.
    @inline(__always)
    func with(_ value: Double, on channel: Int) -> DecodedReading {
        DecodedReading(device: device, channel: channel, value: value, time: time, quality: quality)
    }

    init(
        device: Int, channel: Int, value: Double, word: String?, time: Timestamp?, quality: Quality,
        component: String?, parts: [String]
    ) {
        (self.device, self.channel, self.value, self.time, self.quality) = (device, channel, value, time, quality)
        words = word == nil && component == nil && parts.isEmpty ? nil : Words(word, component, parts)
    }
}
