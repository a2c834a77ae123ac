import Appliances
import ArgumentParser
import Daybook
import FaultRules
import Foundation
import Ledger
import ServiceDesk
import Telemetry

/// `foretell request`.
struct RequestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request", abstract: "Service requests: those that are open, one with its reasons, and its end.",
        discussion: """
            What reads the ledger works beside a gateway and without one; `open` and `do` ask a gateway that runs with
            console.port.
            Exit status: 0 done, 1 the answer is no (no such number, or guards in the way, each with its clause), 2 bad
            usage or input, 70 our own fault.

            Examples:
              foretell request list
              foretell request show SR-0123456789ABC
              foretell request due --role dispatcher
              foretell request do SR-0123456789ABC escalate reason="asks for somebody above" --token-file token
            """,
        subcommands: [
            List.self, Show.self, RequestLink.self, RequestPlan.self, RequestDue.self, RequestReconcile.self,
            RequestRate.self, RequestClose.self, RequestOpen.self, RequestDo.self, RequestCommands.self,
            RequestTriage.self, RequestCharges.self, RequestChecklist.self,
        ])

    /// `foretell request list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists requests, oldest first.",
            discussion: "Example:\n  foretell request list --json")

        @OptionGroup var state: StateOption
        @Flag(help: "One JSON object a line.") var json = false

        func run() throws {
            for request in try openReader(state).requests() {
                if json {
                    print(try jsonLine(request))
                } else {
                    print(
                        "\(request.number)  \(request.opened)  \(request.device?.text ?? "-")  "
                            + "\(request.priority.rawValue)  \(request.component?.rawValue ?? "-")  "
                            + "\(request.fault)  \(request.state.rawValue)")
                }
            }
        }
    }

    /// `foretell request show`.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows one request with its evidence and the reasons of every decision.",
            discussion: """
                With the service history of its appliance: the requests that were received before it (Z-6).

                Example:
                  foretell request show SR-0123456789ABC
                """)

        @OptionGroup var state: StateOption
        @Flag(help: "As JSON.") var json = false
        @Argument(help: "The request's number.") var number: String

        func run() throws {
            let reader = try openReader(state)
            guard let request = try reader.request(number) else {
                throw Failure.answerIsNo("there is no request \(number); see foretell request list")
            }
            let all = request.device == nil ? [] : try reader.requests()
            let history = request.history(among: all, utcOffsetSeconds: ServiceRules().utcOffsetSeconds)
            if json { return print(try jsonLine(ToldRequest(request, history: history))) }
            print((lines(of: request) + history.map { "  history      \($0.line)" }).joined(separator: "\n"))
        }
    }
}

/// `foretell episode`.
struct EpisodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "episode", abstract: "Episodes: each time that a rule found a fault.",
        discussion: "Example:\n  foretell episode list --state state", subcommands: [List.self])

    /// `foretell episode list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists episodes, oldest first.", discussion: "Example:\n  foretell episode list --json")

        @OptionGroup var state: StateOption
        @Flag(help: "One JSON object a line.") var json = false

        func run() throws {
            for episode in try openReader(state).episodes() {
                if json {
                    print(try jsonLine(episode))
                } else {
                    let end = episode.reset?.description ?? "goes on"
                    print(
                        "\(episode.id)  \(episode.raised)  \(end)  \(episode.device)  \(episode.rule)  \(episode.level)"
                    )
                }
            }
        }
    }
}

/// `foretell quarantine`.
struct QuarantineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine", abstract: "What was not understood, and why.",
        discussion: "Example:\n  foretell quarantine list --limit 20", subcommands: [List.self])

    /// `foretell quarantine list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists samples, newest first, and how often each reason occurred.",
            discussion: "Example:\n  foretell quarantine list --limit 20")

        @OptionGroup var state: StateOption
        @Option(help: "How many samples at most.") var limit = 50
        @Flag(help: "One JSON object a line, samples only.") var json = false

        func run() throws {
            let reader = try openReader(state)
            for sample in try reader.quarantine(limit: max(0, limit)) {
                if json {
                    print(try jsonLine(sample))
                } else {
                    // No control character of a stranger's message reaches the terminal raw.
                    print("\(sample.at)  \(sample.reason)  \(visible(sample.topic))  \(visible(sample.detail))")
                    print("    \(visible(String(sample.sample.prefix(120))))")
                }
            }
            guard !json else { return }
            for (name, count) in try reader.tallies() where name.hasPrefix("rejected.") { print("\(name)  \(count)") }
        }
    }
}

/// `foretell history`.
struct HistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "The readings of the past.",
        discussion: "Example:\n  foretell history export --device RF-000017", subcommands: [Compact.self, Export.self])

    /// `foretell history compact`.
    struct Compact: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Moves every sealed batch into history now; the gateway must be stopped.",
            discussion: "Example:\n  foretell history compact --state state")

        @OptionGroup var state: StateOption

        func run() throws {
            _ = try openReader(state)
            let folder = try openFolder(state.folder)
            do {
                try HistoryCompactor.compactAll(folder) { complain($0) }
            } catch let fault as LedgerFault {
                throw Failure.badInput(fault.description)
            }
            let history = try openReader(state).history()
            print("history: \(history.readings) readings in \(history.bytes) bytes")
        }
    }
}

extension HistoryCommand {
    /// `foretell history export`.
    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints the past as JSON lines: a record a line, by device and time.",
            discussion:
                "What is not compacted yet is not part of it.\n\nExample:\n  foretell history export --device RF-000017"
        )

        @OptionGroup var state: StateOption
        @Option(help: "Only this device.") var device: String?

        func run() throws {
            do {
                let reader = try HistoryReader(folder: state.folder)
                for name in try device.map({ [$0] }) ?? reader.devices() {
                    try reader.records(of: name) { times, readings in
                        let values = readings.map { "\"\($0.channel)\":\($0.value)" }.joined(separator: ",")
                        let own = times.device.map { "\"\($0)\"" } ?? "null"
                        print(
                            "{\"device\":\"\(name)\",\"time\":\"\(times.time)\",\"arrival\":\"\(times.arrival)\","
                                + "\"device_time\":\(own),\"readings\":{\(values)}}")
                    }
                }
            } catch let fault as LedgerFault {
                throw Failure.badInput(fault.description)
            }
        }
    }
}

/// Opens a ledger for reading, with an error for people where there is none.
func openReader(_ state: StateOption) throws -> DeskReader {
    do {
        return try DeskReader(folder: state.folder)
    } catch let fault as LedgerFault {
        throw Failure.badInput(fault.description)
    }
}

/// The text in quotes, with everything that does not show written out, such as `\u{202E}`.
func visible(_ text: String) -> String {
    let shown = text.unicodeScalars.map { scalar in
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
            "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        default: String(scalar)
        }
    }
    return "\"\(shown.joined())\""
}

/// A value as one line of JSON with sorted keys.
func jsonLine(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}
