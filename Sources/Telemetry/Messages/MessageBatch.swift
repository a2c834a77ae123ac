package import Appliances

/// Messages as they arrived, one after the other in one run of bytes.
///
/// The same bytes are what the journal stores: they are written once, when the broker
/// hands the message over, and never copied into objects. Form, little-endian:
///
/// ```
/// flags u8 · packet id u16 · topic length u16 · payload length u32 · arrival i64 · topic · payload
/// ```
package struct MessageBatch: Sendable {
    /// What the flags byte says.
    package struct Flags: OptionSet, Sendable {
        /// The bits.
        package let rawValue: UInt8
        /// These bits.
        package init(rawValue: UInt8) { self.rawValue = rawValue }
        /// The broker handed out its last state.
        package static let retained = Flags(rawValue: 1)
        /// The payload was over the limit; only its head is here.
        package static let cut = Flags(rawValue: 2)
        /// No message: the link was made and the broker had kept our session.
        package static let resumed = Flags(rawValue: 4)
        /// No message: the link was made and the broker knew nothing of us.
        package static let begun = Flags(rawValue: 8)
        /// The gateway rejected the message as a whole; it counts as one record.
        package static let refused = Flags(rawValue: 16)
        /// A message of another convention, as it came; what it says follows in messages that are derived.
        package static let foreign = Flags(rawValue: 32)
        /// Made by the gateway of the foreign message before it, in the canonical form.
        package static let derived = Flags(rawValue: 64)

        /// Notes about the link and messages of other conventions: they hold no records themselves.
        package static let withoutRecords: Flags = [.resumed, .begun, .foreign]
    }

    /// One message's place in the batch.
    package struct Message: Sendable {
        /// What is special about it.
        package let flags: Flags
        /// The packet id under which the broker sent it; 0 at QoS 0.
        package let packet: UInt16
        /// When the gateway had it.
        package let arrival: Timestamp
        /// Where the topic stands.
        package let topic: Range<Int>
        /// Where the payload stands.
        package let payload: Range<Int>
    }

    private static let headBytes = 17

    /// The batch in the journal's form.
    package private(set) var bytes: [UInt8] = []
    /// How many messages there are, notes about the link and what was made of messages not counted.
    package private(set) var count = 0

    /// An empty batch.
    package init() {}

    /// A batch read from the journal; nil where the bytes are not of this form.
    package init?(bytes: [UInt8]) {
        self.bytes = bytes
        var place = 0
        while place < bytes.count {
            guard let message = message(at: &place) else { return nil }
            if message.flags.isDisjoint(with: [.resumed, .begun, .derived]) { count += 1 }
        }
    }

    /// Whether there is nothing at all.
    package var isEmpty: Bool { bytes.isEmpty }

    /// Whether nothing more should be put in.
    package var isFull: Bool {
        count >= Limits.batchMessagesMax || bytes.count >= Limits.batchBytesMax
    }

    /// Empties the batch and keeps its room.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        count = 0
    }

    /// Notes that the link was made.
    package mutating func noteLink(resumed: Bool, at arrival: Timestamp) {
        head(resumed ? .resumed : .begun, 0, 0, 0, arrival)
    }

    /// Adds one message; a payload over the limit is cut to a sample.
    package mutating func append(
        topic: UnsafeBufferPointer<UInt8>, payload: UnsafeBufferPointer<UInt8>, packet: UInt16,
        isRetained: Bool, arrival: Timestamp
    ) {
        var flags: Flags = isRetained ? [.retained] : []
        var kept = payload
        if payload.count > Limits.payloadBytesMax {
            flags.insert(.cut)
            kept = UnsafeBufferPointer(rebasing: payload.prefix(Limits.sampleBytesMax))
        }
        head(flags, packet, topic.count, kept.count, arrival)
        bytes.append(contentsOf: topic)
        bytes.append(contentsOf: kept)
        count += 1
    }

    /// Adds one message from texts, for tests and recordings.
    package mutating func append(topic: String, payload: [UInt8], packet: UInt16 = 0, arrival: Timestamp) {
        var topic = topic
        topic.withUTF8 { name in
            payload.withUnsafeBufferPointer { body in
                append(topic: name, payload: body, packet: packet, isRetained: false, arrival: arrival)
            }
        }
    }

    /// Adds a message of another batch as it stands there; `marks` are set beside its own.
    package mutating func append(_ other: MessageBatch, from start: Int, through end: Int, marks: Flags = []) {
        let begin = bytes.count
        bytes.append(contentsOf: other.bytes[start..<end])
        bytes[begin] |= marks.rawValue
        if Flags(rawValue: bytes[begin]).isDisjoint(with: [.resumed, .begun, .derived]) { count += 1 }
    }

    /// Adds a record that was made of the foreign message before it.
    package mutating func append(derived payload: [UInt8], topic: String, arrival: Timestamp) {
        head(.derived, 0, topic.utf8.count, payload.count, arrival)
        bytes.append(contentsOf: topic.utf8)
        bytes.append(contentsOf: payload)
    }

    /// Whether a message is there that is neither canonical nor marked as foreign yet.
    package var holdsStrangers: Bool {
        var place = 0
        while let message = message(at: &place) {
            if isStranger(message) { return true }
        }
        return false
    }

    /// Whether a message is of another convention and nothing was made of it yet.
    package func isStranger(_ message: Message) -> Bool {
        message.flags.isDisjoint(with: .withoutRecords)
            && !Topic.isCanonical(bytes.span.extracting(message.topic))
    }

    /// The message at a place, which moves behind it; nil at the end or where the form is broken.
    package func message(at place: inout Int) -> Message? {
        guard place + MessageBatch.headBytes <= bytes.count else { return nil }
        let span = bytes.span
        let topicLength = Int(span.little(place + 3, as: UInt16.self))
        let payloadLength = Int(span.little(place + 5, as: UInt32.self))
        let topic = place + MessageBatch.headBytes
        let payload = topic + topicLength
        guard payload + payloadLength <= bytes.count else { return nil }
        let message = Message(
            flags: Flags(rawValue: bytes[place]), packet: span.little(place + 1, as: UInt16.self),
            arrival: Timestamp(milliseconds: span.little(place + 9, as: Int64.self)),
            topic: topic..<payload, payload: payload..<payload + payloadLength)
        place = payload + payloadLength
        return message
    }

    /// Sets when a message arrived: where telemetry is the clock, that is known only once it is read.
    package mutating func setArrival(_ arrival: Timestamp, ofMessageAt place: Int) {
        for offset in 0..<8 {
            bytes[place + 9 + offset] = UInt8(truncatingIfNeeded: arrival.milliseconds >> Int64(offset * 8))
        }
    }

    /// Marks a message as rejected as a whole, for whoever reads the batch again.
    package mutating func refuse(messageAt place: Int) {
        bytes[place] |= Flags.refused.rawValue
    }

    private mutating func head(
        _ flags: Flags, _ packet: UInt16, _ topicLength: Int, _ payloadLength: Int, _ arrival: Timestamp
    ) {
        bytes.append(flags.rawValue)
        bytes.appendLittle(packet)
        bytes.appendLittle(UInt16(topicLength))
        bytes.appendLittle(UInt32(payloadLength))
        bytes.appendLittle(arrival.milliseconds)
    }
}

extension Span<UInt8> {
    /// The number whose lowest byte stands at a place.
    @inline(__always)
    package func little<Number: FixedWidthInteger>(_ place: Int, as type: Number.Type) -> Number {
        precondition(place + Number.bitWidth / 8 <= count, "a number ends inside its bytes")
        var number: Number = 0
        for offset in 0..<Number.bitWidth / 8 {
            number |= Number(truncatingIfNeeded: self[place + offset]) << Number(offset * 8)
        }
        return number
    }
}

extension [UInt8] {
    /// Adds a number, its lowest byte first.
    @inline(__always)
    package mutating func appendLittle<Number: FixedWidthInteger>(_ number: Number) {
        for offset in 0..<Number.bitWidth / 8 {
            append(UInt8(truncatingIfNeeded: number >> Number(offset * 8)))
        }
    }
}
