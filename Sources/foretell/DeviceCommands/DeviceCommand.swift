import Appliances
import ArgumentParser
import ConfigFiles
import Devices
import Foundation
import Ledger

/// `foretell device`.
struct DeviceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "device", abstract: "Devices that are heard and not known yet.",
        discussion: "Example:\n  foretell device unknown",
        subcommands: [Unknown.self, Suggest.self])

    /// `foretell device unknown`.
    struct Unknown: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists what no profile claims, and devices that no appliance of the registry has as its source.",
            discussion: """
                A device that a profile understands becomes an appliance's by its key in the column `sources` of
                the registry. For a topic that no profile claims, `foretell device suggest` drafts one; set
                devices.listen to ["#"] to hear of all topics.

                Examples:
                  foretell device unknown
                  foretell device unknown --json
                """)

        @OptionGroup var state: StateOption
        @Flag(help: "One JSON object a line.") var json = false

        func run() throws {
            for stranger in try openReader(state).unknownDevices() {
                if json {
                    print(try jsonLine(Row(stranger)))
                } else {
                    show(stranger)
                }
            }
        }

        private func show(_ stranger: DeskReader.UnknownDevice) {
            let who =
                stranger.profile.isEmpty
                ? "no profile" : "profile \(stranger.profile), device \(visible(stranger.device)): not in the registry"
            print("\(stranger.last)  \(stranger.count) ×  \(visible(stranger.topic))  \(who)")
            let sample = String(decoding: stranger.sample.prefix(120), as: UTF8.self)
            print("    \(visible(sample))")
        }

        /// A row as other tools read it: the sample as text where it is one, and in hexadecimal digits.
        private struct Row: Encodable {
            let topic, profile, device, first, last: String
            let count: Int
            let retained: Bool
            let payload: String?
            let payloadHex: String

            enum CodingKeys: String, CodingKey {
                case topic, profile, device, first, last, count, retained, payload
                case payloadHex = "payload_hex"
            }

            init(_ stranger: DeskReader.UnknownDevice) {
                (topic, profile, device) = (stranger.topic, stranger.profile, stranger.device)
                (first, last, count, retained) = (stranger.first, stranger.last, stranger.count, stranger.isRetained)
                payload = String(validating: stranger.sample, as: UTF8.self)
                payloadHex = stranger.sample.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            }
        }
    }

    /// `foretell device suggest`.
    struct Suggest: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Drafts a profile from what was seen: messages, or what devices say of themselves.",
            discussion: """
                Reads a stream of messages, or what a gateway has kept as unknown. Home Assistant's discovery,
                Homie's attributes and Sparkplug's births say which value is what; templates are read and never
                executed. The draft is a profile to go over: what was guessed says so.

                Examples:
                  foretell device suggest capture.jsonl --id my-freezer >devices/refrigerator/my-freezer/profile.yaml
                  foretell device suggest --state state --topic 'plant/+/state' --id plant-hub
                """)

        @OptionGroup var state: StateOption
        @Option(help: "The id of the profile to draft.") var id = "my-device"
        @Option(help: "Only topics that this MQTT filter takes.") var topic: String?
        @Argument(help: "A stream of messages (.jsonl); without it what the gateway has kept as unknown.")
        var file: String?

        func run() throws {
            let filter = try topic.map { text in
                do throws(Devices.PatternFault) {
                    return try TopicPattern(text)
                } catch {
                    throw Failure.badInput("--topic: \(error.text)")
                }
            }
            let wanted = try messages().filter { filter?.match(Array($0.topic.utf8)) != nil || filter == nil }
            guard !wanted.isEmpty else {
                throw Failure.answerIsNo("nothing was seen that a draft could be made of; see foretell device unknown")
            }
            print(ProfileSuggestion.draft(from: wanted, id: id), terminator: "")
        }

        private func messages() throws -> [SampleMessage] {
            guard let file else {
                return try openReader(state).unknownDevices().filter { $0.profile.isEmpty }.map {
                    SampleMessage(topic: $0.topic, payload: $0.sample, isRetained: $0.isRetained)
                }
            }
            guard let data = FileManager.default.contents(atPath: file) else {
                throw Failure.badInput("\(file): cannot be read; is it there?")
            }
            switch readMessageStream(Array(data), file: file) {
            case .success(let messages): return messages
            case .failure(let problems): throw problems
            }
        }
    }
}
