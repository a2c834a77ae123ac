import Appliances
import ArgumentParser
import Foundation
import Telemetry

/// `foretell decode`.
struct Decode: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows how a message is understood: one reading a line, as JSON.",
        discussion: """
            What is rejected goes to standard error with its reason; exit status 1 where nothing is left.
            The registry is not asked: this shows what a message says, not who may say it.

            Examples:
              foretell decode --topic foretell/v1/home-1/fridge-1/telemetry message.json
              mosquitto_sub -C 1 -t '#' | foretell decode --topic foretell/v1/home-1/fridge-1/telemetry
            """)

    @Option(help: "The topic on which the message came.")
    var topic: String

    @Option(help: "When it arrived, RFC 3339; used where the message has no time of its own.")
    var arrival: String?

    @Argument(help: "The file with the payload; standard input where it is missing.")
    var file: String?

    func run() throws {
        let payload = try payload()
        let name = Array(topic.utf8)
        let meaning: Topic.Meaning
        var form = CanonicalForm()
        var records = Records()
        do throws(Rejection) {
            meaning = try Topic.meaning(of: name.span)
            try form.read(payload.span, into: &records)
        } catch {
            throw Failure.answerIsNo("\(topic): \(error.rawValue): \(error.explanation)")
        }
        for fault in records.faults {
            complain(
                "record \(fault.record + 1): \(fault.name): \(fault.rejection.rawValue): \(fault.rejection.explanation)"
            )
        }
        var count = 0
        for index in records.records.indices { count += show(index, records, payload, meaning, form.channels) }
        if count == 0 { throw ExitCode(1) }
    }

    private func payload() throws -> [UInt8] {
        guard let file else { return Array(FileHandle.standardInput.readDataToEndOfFile()) }
        guard let data = FileManager.default.contents(atPath: file) else {
            throw Failure.badInput("\(file): cannot be read; is it there?")
        }
        return Array(data)
    }

    /// Prints the readings of one record; returns how many there were.
    private func show(
        _ index: Int, _ records: Records, _ payload: [UInt8], _ meaning: Topic.Meaning, _ channels: ChannelList
    ) -> Int {
        let record = records.records[index]
        var rejection = record.rejection
        let named = record.device.flatMap { String(copying: payload.span.extracting($0)) }
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
            complain("record \(index + 1): \(rejection.rawValue): \(rejection.explanation)")
            return 0
        }
        let at = record.deviceTime?.description ?? arrival ?? ""
        for reading in records.readings[record.readings] {
            let channel = channels[reading.channel]
            let value = channel.kind == .state ? (reading.value == 1 ? "true" : "false") : number(reading.value)
            line(device, channel, value, at)
        }
        let words = records.words.filter { $0.record == index }
        for word in words { line(device, channels[word.channel], "\"\(escaped(word.text))\"", at) }
        return record.readings.count + words.count
    }

    private func line(_ device: String, _ channel: Channel, _ value: String, _ at: String) {
        print(
            "{\"device\":\"\(device)\",\"channel\":\"\(channel.name)\",\"value\":\(value),"
                + "\"unit\":\"\(channel.unit.rawValue)\",\"at\":\"\(at)\",\"quality\":\"good\"}")
    }

    private func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
    }

    private func escaped(_ text: String) -> String {
        text.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\")
            .split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\"")
    }
}
