import Appliances
import Devices
import Foundation
import Telemetry

/// The canonical form as the gateway reads it.
struct CanonicalEntrant: Entrant {
    private let messages: [[UInt8]]
    private var form = CanonicalForm()
    private var records = Records()

    init(_ messages: [[UInt8]]) { self.messages = messages }

    mutating func sum(ofMessage number: Int) throws -> Double {
        let message = messages[number]
        try form.read(message.span, into: &records)
        var sum = 0.0
        for record in records.records {
            sum += Double(record.boot ?? 0) + Double(record.sequence ?? 0)
            for reading in records.readings[record.readings] { sum += reading.value }
        }
        return sum
    }
}

/// Messages of other devices as the gateway reads them, by a profile.
struct ProfileEntrant: Entrant {
    private let topic: [UInt8]
    private let messages: [[UInt8]]
    private var reader: DeviceReader
    private var decoding = Decoding()
    private let arrival = Timestamp(milliseconds: 1_795_305_600_000)

    init(_ profile: DeviceProfile, topic: String, _ messages: [[UInt8]]) {
        self.topic = Array(topic.utf8)
        self.messages = messages
        reader = DeviceReader([profile])
    }

    mutating func sum(ofMessage number: Int) throws -> Double {
        let (topic, message) = (topic, messages[number])
        reader.read(topic: topic.span, payload: message.span, arrival: arrival, into: &decoding)
        var sum = 0.0
        for reading in decoding.readings { sum += reading.value }
        return sum
    }
}

/// A message as somebody would declare it for Foundation's decoder.
protocol SummedMessage: Decodable {
    /// The sum of its values.
    var sum: Double { get }
}

/// Foundation's decoder on the same bytes.
struct FoundationEntrant<Message: SummedMessage>: Entrant {
    private let decoder = JSONDecoder()
    private let messages: [Data]

    init(_ messages: [[UInt8]]) { self.messages = messages.map { Data($0) } }

    mutating func sum(ofMessage number: Int) throws -> Double {
        try decoder.decode(Message.self, from: messages[number]).sum
    }
}
