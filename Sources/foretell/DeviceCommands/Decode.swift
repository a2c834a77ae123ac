import Appliances
import ArgumentParser
import ConfigFiles
import Devices
import Foundation
import Gateway
import Telemetry

/// Where the device profiles lie.
struct DeviceOptions: ParsableArguments {
    @Option(name: .long, help: "The folder of device profiles.")
    var devices = "devices"

    /// Every profile; throws all problems of all files at once.
    func profiles() throws -> [DeviceProfile] {
        let folder = DeviceFolder(URL(filePath: devices), shownAs: devices, comparesTopics: false)
        guard folder.problems.isEmpty else { throw ConfigProblems(folder.problems) }
        return folder.profiles
    }
}

/// `foretell decode`.
struct Decode: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows how a message is understood: one reading a line, as JSON.",
        discussion: """
            What is rejected goes to standard error with its reason; exit status 1 where nothing is left.
            A file that ends in .jsonl is a stream of messages, decoded in order: a line is an object with
            topic, payload or payload_hex, and where it matters retain, qos and at. The registry is not
            asked: this shows what a message says, not who may say it.

            Examples:
              foretell decode --topic tele/fridge/SENSOR message.json
              foretell decode capture.jsonl
              mosquitto_sub -C 1 -t 'tele/+/SENSOR' | foretell decode --topic tele/fridge/SENSOR
            """)

    @OptionGroup var options: DeviceOptions

    @Option(help: "The topic on which the message came; in a stream, of lines that have none.")
    var topic: String?

    @Flag(help: "The broker handed the message out as its last state.")
    var retain = false

    @Option(
        name: [.customLong("at"), .customLong("arrival")],
        help: "When it arrived, RFC 3339; without it no time of the device is doubted.")
    var at: String?

    @Argument(help: "The file with the payload; standard input where it is missing.")
    var file: String?

    func run() throws {
        let arrival = try at.map { text in
            guard let moment = Timestamp(rfc3339: text) else {
                throw Failure.badInput("--at \(text) is no time; 2026-11-22T08:15:30Z would be")
            }
            return moment
        }
        var session = DecodeSession(try options.profiles(), now: GatewayShell.wallClock())
        for message in try messages(arrival) { session.show(message) }
        if session.shown == 0 { throw ExitCode(1) }
    }

    private func messages(_ arrival: Timestamp?) throws -> [SampleMessage] {
        let bytes = try payload()
        if let file, file.hasSuffix(".jsonl") {
            switch readMessageStream(bytes, file: file, topic: topic, arrival: arrival) {
            case .success(let messages): return messages
            case .failure(let problems): throw problems
            }
        }
        guard let topic else {
            throw Failure.badInput("--topic is missing: on which topic did the message come?")
        }
        guard isTopicOfOneMessage(topic) else {
            throw Failure.badInput("--topic \(topic) is no topic of one message: it may not hold + or #")
        }
        return [SampleMessage(topic: topic, payload: bytes, isRetained: retain, at: arrival)]
    }

    private func payload() throws -> [UInt8] {
        guard let file else { return Array(FileHandle.standardInput.readDataToEndOfFile()) }
        guard let data = FileManager.default.contents(atPath: file) else {
            throw Failure.badInput("\(file): cannot be read; is it there?")
        }
        return Array(data)
    }
}
