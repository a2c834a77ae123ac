import Appliances
import Devices
import Foundation
import Telemetry

/// Decodes one message after the other and prints what they say, as `foretell decode` does.
struct DecodeSession {
    private var reader: DeviceReader
    private var decoding = Decoding()
    private var form = CanonicalForm()
    private var records = Records()
    /// What stands for the arrival of messages of which nobody says when they arrived.
    private let now: Timestamp
    /// How many readings were printed.
    private(set) var shown = 0

    init(_ profiles: [DeviceProfile], now: Timestamp) {
        self.now = now
        // Local times are those of the place at which this is asked.
        reader = DeviceReader(profiles, siteZoneSeconds: 0)
    }

    /// Prints what a message says, and on standard error what of it was left out.
    mutating func show(_ message: SampleMessage) {
        let topic = Array(message.topic.utf8)
        if message.topic.hasPrefix("foretell/v1/") { return showCanonical(message, topic) }
        reader.read(
            topic: topic.span, payload: message.payload.span, isRetained: message.isRetained, arrival: message.at,
            into: &decoding)
        complain(of: message)
        for reading in decoding.readings {
            print(ShownReading(reading, decoding, reader).line(arrival: message.at ?? now))
            shown += 1
        }
    }

    private func complain(of message: SampleMessage) {
        switch decoding.outcome {
        case .read, .empty: break
        case .unclaimed:
            foretell.complain(
                "\(message.topic): unclaimed: no profile reads this topic; foretell device suggest drafts one")
        case .repeated(let profile):
            foretell.complain(
                "\(message.topic): repeated: the same message came just before (\(reader.profiles[profile].id))")
        case .rejected(let profile, let reason):
            foretell.complain(
                "\(message.topic): \(reason.rawValue): \(reason.explanation) (\(reader.profiles[profile].id))")
        }
        if decoding.isNormalised {
            foretell.complain("\(message.topic): normalised: a byte order mark or zero bytes at the end were cut off")
        }
        for fault in decoding.faults {
            let detail = fault.detail.isEmpty ? "" : ": \(fault.detail)"
            foretell.complain("\(message.topic): \(fault.path): \(fault.reason.rawValue)\(detail)")
        }
        for node in decoding.rebirths {
            foretell.complain("\(message.topic): rebirth: \(node) must be asked for its birth")
        }
    }

    private mutating func showCanonical(_ message: SampleMessage, _ topic: [UInt8]) {
        let meaning: Topic.Meaning
        do throws(Rejection) {
            meaning = try Topic.meaning(of: topic.span)
            try form.read(message.payload.span, into: &records)
        } catch {
            return foretell.complain("\(message.topic): \(error.rawValue): \(error.explanation)")
        }
        for fault in records.faults {
            foretell.complain(
                "record \(fault.record + 1): \(fault.name): \(fault.rejection.rawValue): \(fault.rejection.explanation)"
            )
        }
        for index in records.records.indices { show(index, message, meaning) }
    }

    /// Prints the readings of one canonical record.
    private mutating func show(_ index: Int, _ message: SampleMessage, _ meaning: Topic.Meaning) {
        let record = records.records[index]
        var rejection = record.rejection
        let named = record.device.flatMap { String(copying: message.payload.span.extracting($0)) }
        let device: String
        switch meaning {
        case .telemetry(_, let own):
            device = own.text
            if let named, named != own.text { rejection = .deviceDiffers }
        case .batch:
            device = named ?? ""
            if named == nil { rejection = rejection ?? .deviceMissing }
        }
        if let rejection {
            return foretell.complain("record \(index + 1): \(rejection.rawValue): \(rejection.explanation)")
        }
        let at = (record.deviceTime ?? message.at ?? now).description
        let quality = message.isRetained ? Quality.stale : Quality.good
        for reading in records.readings[record.readings] {
            let channel = form.channels[reading.channel]
            line(device, channel, channel.shown(reading.value), at, quality)
        }
        for word in records.words where word.record == index {
            line(device, form.channels[word.channel], quoted(word.text), at, quality)
        }
    }

    private mutating func line(_ device: String, _ channel: Channel, _ value: String, _ at: String, _ quality: Quality)
    {
        shown += 1
        print(
            "{\"device\":\(quoted(device)),\"channel\":\"\(channel.name)\",\"value\":\(value),"
                + "\"unit\":\"\(channel.unit.rawValue)\",\"at\":\"\(at)\",\"quality\":\"\(quality.rawValue)\"}")
    }
}
