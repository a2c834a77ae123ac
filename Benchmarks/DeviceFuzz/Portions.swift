import Appliances
import Devices

/// Messages out of the bytes of an input, and the way back for those to begin with.
///
/// Of each message: a byte of marks, its topic (a place in a table, or a length and the text), the length of its
/// payload and the payload; whatever the bytes are, they are messages.
struct Portions {
    /// The topics that an input names by their places.
    let topics: [String]
    private var rest: ArraySlice<UInt8>
    private var arrival = Timestamp(milliseconds: 1_795_305_600_000)

    private enum Mark {
        static let retained: UInt8 = 1
        static let written: UInt8 = 2
        static let timeless: UInt8 = 4
    }

    init(_ input: [UInt8], topics: [String]) {
        self.topics = topics
        rest = input[...]
    }

    /// The next message; nil at the end.
    mutating func next() -> SampleMessage? {
        guard let marks = rest.popFirst() else { return nil }
        let topic: String
        if marks & Mark.written != 0 {
            topic = String(decoding: take(Int(rest.popFirst() ?? 0)), as: UTF8.self)
        } else {
            topic = topics[number() % topics.count]
        }
        let payload = Array(take(number()))
        arrival = arrival + .seconds(30)
        return SampleMessage(
            topic: topic, payload: payload, isRetained: marks & Mark.retained != 0,
            at: marks & Mark.timeless == 0 ? arrival : nil)
    }

    private mutating func number() -> Int { Int(rest.popFirst() ?? 0) | Int(rest.popFirst() ?? 0) << 8 }

    private mutating func take(_ count: Int) -> ArraySlice<UInt8> {
        let taken = rest.prefix(count)
        rest = rest.dropFirst(count)
        return taken
    }

    /// The bytes of messages.
    static func bytes(of messages: [SampleMessage], topics: [String]) -> [UInt8] {
        messages.flatMap { message in
            let place = topics.firstIndex(of: message.topic)
            var bytes = [(message.isRetained ? Mark.retained : 0) | (place == nil ? Mark.written : 0)]
            if let place {
                bytes += pair(place)
            } else {
                bytes += [UInt8(min(255, message.topic.utf8.count))] + message.topic.utf8.prefix(255)
            }
            return bytes + pair(min(65_535, message.payload.count)) + message.payload.prefix(65_535)
        }
    }

    private static func pair(_ number: Int) -> [UInt8] { [UInt8(number & 255), UInt8(number >> 8 & 255)] }
}
