import ArgumentParser
import Daybook
import Foundation
import Gateway
import Ledger

/// `foretell notice`.
struct NoticeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notice", abstract: "Notices of the desk to customers and staff: where they are, and once more.",
        discussion: """
            They leave in their order; one that is refused for good is put aside until somebody retries it.

            Examples:
              foretell notice list --dead
              foretell notice retry 17 18
            """,
        subcommands: [List.self, Retry.self])

    /// `foretell notice list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists notices, each way that one goes by itself, in the order in which they leave.",
            discussion: "Example:\n  foretell notice list --dead --channel webhook")

        @OptionGroup var state: StateOption
        @Flag(help: "Only those that were put aside.") var dead = false
        @Option(help: "Only this way: mqtt, webhook or mail.") var channel: String?
        @Option(help: "Only those about this request.") var request: String?
        @Flag(help: "One JSON object a line.") var json = false

        func validate() throws {
            guard let channel, PostChannel(rawValue: channel) == nil else { return }
            let known = PostChannel.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--channel is \(known), not \(channel)")
        }

        func run() throws {
            let way = channel.flatMap { PostChannel(rawValue: $0) }
            for notice in try openReader(state).post(isDead: dead, channel: way, request: request) {
                if json {
                    print(try jsonLine(notice))
                } else {
                    let why = notice.why.isEmpty ? "" : "  \(visible(notice.why))"
                    print(
                        "\(notice.place)  \(notice.written)  \(notice.channel.rawValue)  \(notice.state)  "
                            + "\(notice.tries)  \(notice.request ?? "-")  \(notice.kind)  \(notice.recipient)\(why)")
                }
            }
        }
    }

    /// `foretell notice retry`.
    struct Retry: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lets notices that were put aside wait once more; the gateway must be stopped.",
            discussion: "Example:\n  foretell notice retry 17 18")

        @OptionGroup var state: StateOption
        @Argument(help: "The places of the notices, as foretell notice list shows them.") var places: [Int64]

        func run() throws {
            _ = try openReader(state)
            let folder: StateFolder
            do {
                folder = try StateFolder(state.folder)
            } catch let fault as LedgerFault {
                throw Failure.badInput("\(fault); stop the gateway first")
            }
            let waiting = try PostRetry.retry(places, in: folder, at: GatewayShell.wallClock())
            for place in waiting { print("\(place) waits") }
            let others = places.filter { !waiting.contains($0) }
            guard others.isEmpty else {
                let listed = others.map(String.init).joined(separator: ", ")
                throw Failure.answerIsNo("not put aside: \(listed); see foretell notice list --dead")
            }
        }
    }
}
