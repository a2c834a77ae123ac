import Appliances
import ArgumentParser
import ConfigFiles
import Console
import Foundation
import ServiceDesk

/// `foretell token`.
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Who may use the HTTP API, and as what.",
        discussion: """
            A token is shown once, when it is made; only its hash is kept. Changes count from the next request on.
            Exit status: 0 done, 1 there is no such token, 2 bad usage or input.

            Examples:
              foretell token make --role dispatcher --number D-12
              foretell token list
              foretell token revoke T-1a2b3c4d
            """,
        subcommands: [Make.self, List.self, Revoke.self])

    /// `foretell token make`.
    struct Make: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a token and shows it, once.",
            discussion: """
                The token stands for a member of staff, or a customer, in one role. It counts from the next
                request on, at the gateways of its service centre, or at all where none is named.

                Examples:
                  foretell token make --role dispatcher --number D-12
                  foretell token make --role engineer --number E-7 --centre jinan-2
                """)

        @OptionGroup var state: StateOption
        @Option(help: "As what.") var role: String
        @Option(help: "Whose: the number of a member of staff or of a customer, never a name.") var number: String
        @Option(help: "The service centre for which it counts.") var centre = ""

        func run() throws {
            let known = Role.allCases.filter { $0 != .gateway }.map(\.rawValue)
            guard known.contains(role), let role = Role(rawValue: role) else {
                throw Failure.badInput(
                    "--role cannot be \(visible(role))\(suggestion(for: role, in: known)); it may be "
                        + known.joined(separator: ", "))
            }
            guard isPlainIdentifier(number) else {
                throw Failure.badInput("--number must be 1 to 64 letters, digits, - or _; \(visible(number)) is not")
            }
            do {
                // Not taken: the gateway that runs has it.
                try FileManager.default.createDirectory(
                    at: state.folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
                let (token, text) = try TokenBook(folder: state.folder).make(
                    Actor(role, number), centre: centre, at: momentOfDecision())
                print("\(token.id)  \(role.rawValue)  \(number)")
                print(text)
            } catch let fault as TokenFault {
                throw Failure.badInput(fault.description)
            }
        }
    }

    /// `foretell token list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists tokens; what they are nobody can see any more.",
            discussion: "Example:\n  foretell token list --json")

        @OptionGroup var state: StateOption
        @Flag(help: "One JSON object a line.") var json = false

        func run() throws {
            for token in try TokenBook(folder: state.folder).all() {
                print(
                    json
                        ? try jsonLine(token)
                        : "\(token.id)  \(token.made)  \(token.actor.role.rawValue)  \(token.actor.number)  "
                            + (token.centre.isEmpty ? "-" : token.centre))
            }
        }
    }

    /// `foretell token revoke`.
    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes a token back, from the next request on.",
            discussion: "Example:\n  foretell token revoke T-1a2b3c4d")

        @OptionGroup var state: StateOption
        @Argument(help: "The token's name, as list shows it.") var id: String

        func run() throws {
            guard try TokenBook(folder: state.folder).revoke(id) else {
                throw Failure.answerIsNo("there is no token \(visible(id)); see foretell token list")
            }
            print("\(id) is revoked")
        }
    }
}
