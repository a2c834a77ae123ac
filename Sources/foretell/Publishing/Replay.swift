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
            {"topic": …, "payload": …}, where a payload is an object, an array or a string; with --speed each
            line also has "at", its time in RFC 3339 or in ms since 1970. Prints one JSON line at the end
            that accounts for every row. Run the gateway with `--clock telemetry`.

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
        defer { publisher.close() }
        if file.hasSuffix(".jsonl") { try replayCapture(publisher) } else { try replayRecording(publisher) }
    }

    /// Publishes one message of a place, `file:line`.
    private func publish(
        _ publisher: BrokerPublisher, _ topic: String, _ payload: [UInt8], of place: @autoclosure () -> String
    ) throws {
        let isPublished: Bool
        do throws(BrokerFault) {
            isPublished = try publisher.publish(
                topic: topic, payload: payload, isCancelled: { Interrupt.isAsked })
        } catch {
            // What stands above it has been taken, and is not lost for it.
            _ = try? publisher.finish(isCancelled: { Interrupt.isAsked })
            throw Failure.badInput("\(place()): \(error)")
        }
        guard isPublished else { throw ExitCode(130) }
    }

    private func finish(_ publisher: BrokerPublisher) throws {
        let isDone: Bool
        do throws(BrokerFault) {
            isDone = try publisher.finish(isCancelled: { Interrupt.isAsked })
        } catch {
            throw Failure.badInput("\(file): \(error)")
        }
        guard isDone else { throw ExitCode(130) }
    }

    private func replayRecording(_ publisher: BrokerPublisher) throws {
        let url = URL(filePath: file)
        let description = try readConfigFile(url, as: file, readRecording).get()
        let folder = data.map { URL(filePath: $0) } ?? url.deletingLastPathComponent()
        var reader = try RecordingReader(description, in: folder)
        let progress = Progress("replay")
        var sequences: [DeviceID: Int] = [:]
        var begun: Pacer?
        while let row = reader.next() {
            let pacer = begun ?? Pacer(speed: speed, from: row.at)
            begun = pacer
            pacer.wait(until: row.at, publisher)
            try publish(row, description, &sequences, publisher)
            progress.show(share: 0, "\(row.at)  \(reader.tally.rows) rows")
        }
        try finish(publisher)
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
        var place: String { "\(description.sources[row.source].files.joined(separator: ", ")):\(row.line)" }
        var batch: [UInt8] = [UInt8(ascii: "[")]
        for (index, (device, readings)) in row.records.enumerated() {
            sequences[device, default: 0] += 1
            let record = TelemetryRecord(
                device: device, site: description.site, at: row.at, boot: 1, seq: sequences[device] ?? 0,
                readings: readings.map { ($0.channel, $0.value, false) })
            if description.hub != nil {
                if index > 0 { batch.append(UInt8(ascii: ",")) }
                record.json(device: true, into: &batch)
            } else {
                var payload: [UInt8] = []
                record.json(into: &payload)
                try publish(publisher, Topic.telemetry(description.site, device), payload, of: place)
            }
        }
        guard let hub = description.hub, !row.records.isEmpty else { return }
        batch.append(UInt8(ascii: "]"))
        try publish(publisher, Topic.batch(description.site, hub), batch, of: place)
    }

    private func replayCapture(_ publisher: BrokerPublisher) throws {
        let messages = try CapturedMessage.all(of: file, needTimes: speed != nil)
        let pacer = Pacer(speed: speed, from: messages.first?.at ?? .epoch)
        for message in messages {
            if let at = message.at { pacer.wait(until: at, publisher) }
            try publish(publisher, message.topic, message.payload, of: "\(file):\(message.line)")
        }
        try finish(publisher)
        print("{\"messages\":\(messages.count)}")
    }
}
