import Appliances
import ArgumentParser
import Broker
import ConfigFiles
import Foundation
import Logging
import Simulation
import Telemetry

/// `foretell replay`.
struct Replay: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Publishes a recording to a broker, at any speed.",
        discussion: """
            A recording is described by a YAML file (see config/recordings), or is a capture: JSON lines of
            {"topic": …, "payload": …}, where a payload is an object, an array or a string. Prints one JSON
            line at the end that accounts for every row. Run the gateway with `--clock telemetry`.

            Examples:
              foretell replay config/recordings/coldstore.yaml --data ../recordings/coldstore
              foretell replay capture.jsonl --speed 60
            """)

    @Argument(help: "The description (.yaml) or capture (.jsonl).") var file: String
    @Option(help: "The folder of the recording's files; the description's own where missing.") var data: String?
    @Option(help: "How many times faster than life; as fast as it goes where missing.") var speed: Double?
    @Option(help: "The broker's host.") var brokerHost = "127.0.0.1"
    @Option(help: "The broker's port.") var brokerPort = 1_883
    @Option(help: "The name under which to publish.") var clientID = "foretell-replay"

    func run() throws {
        if let speed, !(speed > 0) { throw Failure.badInput("--speed is a number above 0, such as 60") }
        var settings = BrokerSettings()
        settings.host = brokerHost
        settings.port = brokerPort
        settings.clientID = clientID
        settings.reconnectMin = TimeSpan(milliseconds: 100)
        settings.reconnectMax = TimeSpan.seconds(1)
        let publisher = BrokerPublisher(settings, logger: Logger(label: "replay"))
        if file.hasSuffix(".jsonl") { try replayCapture(publisher) } else { try replayRecording(publisher) }
        publisher.close()
    }

    private func publish(_ publisher: BrokerPublisher, _ topic: String, _ payload: [UInt8]) throws {
        guard publisher.publish(topic: topic, payload: payload, isCancelled: { Interrupt.isAsked }) else {
            throw ExitCode(130)
        }
    }

    private func replayRecording(_ publisher: BrokerPublisher) throws {
        let url = URL(filePath: file)
        let description = try readConfigFile(url, as: file, readRecording).get()
        let folder = data.map { URL(filePath: $0) } ?? url.deletingLastPathComponent()
        var reader = try RecordingReader(description, in: folder)
        let progress = Progress("replay")
        var sequences: [DeviceID: Int] = [:]
        var first: Timestamp?
        while let row = reader.next() {
            let begin = first ?? row.at
            if first == nil { first = begin }
            // The end is not known before it comes, so the pace is kept row by row.
            Pacer(speed: speed, from: begin, to: row.at).wait(until: row.at, publisher)
            try publish(row, description, &sequences, publisher)
            progress.show(share: 0, "\(row.at)  \(reader.tally.rows) rows")
        }
        guard publisher.finish(isCancelled: { Interrupt.isAsked }) else { throw ExitCode(130) }
        for problem in reader.tally.problems { complain(problem.description) }
        let tally = reader.tally
        progress.end("\(tally.rows) rows, \(tally.records) records")
        print(
            "{\"rows\":\(tally.rows),\"given\":\(tally.given),\"passed_over\":\(tally.passedOver),"
                + "\"empty\":\(tally.empty),\"records\":\(tally.records),\"readings\":\(tally.readings),"
                + "\"missing\":\(tally.missing),"
                + "\"unreadable\":\(tally.unreadable),\"out_of_order\":\(tally.outOfOrder)}")
    }

    /// One row as one batch of its hub, or as one message for each device.
    private func publish(
        _ row: RecordedRow, _ description: RecordingDescription, _ sequences: inout [DeviceID: Int],
        _ publisher: BrokerPublisher
    ) throws {
        var batch: [UInt8] = [UInt8(ascii: "[")]
        for (place, (device, readings)) in row.records.enumerated() {
            sequences[device, default: 0] += 1
            let record = TelemetryRecord(
                device: device, site: description.site, at: row.at, boot: 1, seq: sequences[device] ?? 0,
                readings: readings.map { ($0.channel, $0.value, false) })
            if description.hub != nil {
                if place > 0 { batch.append(UInt8(ascii: ",")) }
                record.json(device: true, into: &batch)
            } else {
                var payload: [UInt8] = []
                record.json(into: &payload)
                try publish(publisher, Topic.telemetry(description.site, device), payload)
            }
        }
        guard let hub = description.hub, !row.records.isEmpty else { return }
        batch.append(UInt8(ascii: "]"))
        try publish(publisher, Topic.batch(description.site, hub), batch)
    }

    private func replayCapture(_ publisher: BrokerPublisher) throws {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw Failure.badInput("\(file): cannot be read as UTF-8; is it there?")
        }
        var problems: [ConfigProblem] = []
        var messages: [(topic: String, payload: [UInt8])] = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where !line.isEmpty {
            if let message = Replay.message(line) {
                messages.append(message)
            } else {
                let wrong = "must be {\"topic\": …, \"payload\": …}"
                problems.append(ConfigProblem(file: file, line: number + 1, text: wrong))
            }
        }
        guard problems.isEmpty else { throw ConfigProblems(problems) }
        for message in messages { try publish(publisher, message.topic, message.payload) }
        guard publisher.finish(isCancelled: { Interrupt.isAsked }) else { throw ExitCode(130) }
        print("{\"messages\":\(messages.count)}")
    }

    /// The message of one line of a capture; nil where it is none.
    private static func message(_ line: Substring) -> (topic: String, payload: [UInt8])? {
        guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
            let topic = object["topic"] as? String, let payload = object["payload"]
        else { return nil }
        if let text = payload as? String { return (topic, Array(text.utf8)) }
        guard let data = try? JSONSerialization.data(withJSONObject: payload, options: [.sortedKeys]) else {
            return nil
        }
        return (topic, Array(data))
    }
}
