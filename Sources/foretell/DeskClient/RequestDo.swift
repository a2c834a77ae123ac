import Appliances
import ArgumentParser
import ConfigFiles
import Foundation
import ServiceDesk

/// `foretell request do`.
struct RequestDo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "do", abstract: "Does something to a request, at the gateway that runs.",
        discussion: """
            The command is JSON, or a name with values: key=text, key:=JSON, and a dot between keys one within
            another. `foretell request commands` lists them. Exit status 1 where a guard is in the way; each is named.

            Examples:
              foretell request do SR-0123456789ABC close --token-file quality.token
              foretell request do SR-0123456789ABC decline reason=ill
              foretell request do SR-0123456789ABC assign engineer=E-101
              foretell request do SR-0123456789ABC '{"consent": {"amount": "300.00 CNY"}}'
            """)

    @OptionGroup var client: DeskClient
    @Argument(help: "The request's number.") var number: String
    @Argument(help: "The command as JSON, or its name.") var command: String
    @Argument(help: "Values of a command that is named.") var values: [String] = []

    func run() async throws {
        let body = try written(command, values)
        guard isPlainIdentifier(number) else { throw Failure.badInput("\(visible(number)) is no request's number") }
        try client.show(try await client.post("requests/\(number)/commands", body))
    }

    /// The command as it is sent.
    private func written(_ command: String, _ values: [String]) throws -> Data {
        if command.first == "{" {
            guard values.isEmpty else { throw Failure.badInput("values go with a name, not with JSON") }
            return Data(command.utf8)
        }
        guard DeskCommand.names.contains(command) else {
            throw Failure.badInput(
                "\(visible(command)) is no command\(suggestion(for: command, in: DeskCommand.names)); "
                    + "see foretell request commands")
        }
        var tree: [String: Any] = [:]
        for value in values {
            guard let sign = value.firstIndex(of: "="), sign > value.startIndex else {
                throw Failure.badInput("\(visible(value)) is no value; key=text or key:=JSON would be")
            }
            var name = value[..<sign]
            let text = String(value[value.index(after: sign)...])
            var said: Any = ["true", "false"].contains(text) ? text == "true" : text as Any
            if name.last == ":" {
                name = name.dropLast()
                let data = Data(text.utf8)
                guard let read = try? JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed) else {
                    throw Failure.badInput("\(visible(String(name))): \(visible(text)) is no JSON")
                }
                said = read
            }
            tree = try planted(said, at: name.split(separator: ".", omittingEmptySubsequences: false), in: tree)
        }
        return try JSONSerialization.data(withJSONObject: [command: tree], options: .sortedKeys)
    }

    /// The tree with a value in its place.
    private func planted(_ value: Any, at path: [Substring], in tree: [String: Any]) throws -> [String: Any] {
        var tree = tree
        guard let name = path.first.map(String.init), !name.isEmpty else {
            throw Failure.badInput("a value has no name")
        }
        if path.count == 1 {
            guard tree[name] == nil else { throw Failure.badInput("\(visible(name)) is there twice") }
            tree[name] = value
        } else {
            let below = tree[name] as? [String: Any]
            guard tree[name] == nil || below != nil else { throw Failure.badInput("\(visible(name)) is there twice") }
            tree[name] = try planted(value, at: Array(path.dropFirst()), in: below ?? [:])
        }
        return tree
    }
}

/// `foretell request open`.
struct RequestOpen: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Takes a demand down, at the gateway that runs.",
        discussion: """
            The demand is JSON; - reads it from standard input. What names it on its way is its `key`, or --key.

            Example:
              foretell request open '{"channel": "hotline", "customer": "C-00017", "symptom": "loud"}' --key 4711
            """)

    @OptionGroup var client: DeskClient
    @Argument(help: "The demand as JSON; - for standard input.") var demand: String

    func run() async throws {
        let body = demand == "-" ? try input("-") : Data(demand.utf8)
        try client.show(try await client.post("requests", body))
    }
}

/// `foretell request commands`.
struct RequestCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "commands", abstract: "Lists what can be done to a request, by whom and in which states.",
        discussion: "Each with an example as `do` takes it.\n\nExample:\n  foretell request commands --role engineer")

    @Option(help: "Only what this role may do.") var role: String?
    @Flag(help: "One JSON object a line.") var json = false

    /// A command as it is listed.
    private struct Row: Encodable {
        let name: String
        let clause: String
        let roles: [Role]
        let states: [RequestState]
        let example: DeskCommand
    }

    func run() throws {
        let known = Role.allCases.map(\.rawValue)
        if let role, Role(rawValue: role) == nil {
            throw Failure.badInput("--role cannot be \(visible(role))\(suggestion(for: role, in: known))")
        }
        for command in DeskCommand.examples {
            let (roles, clause) = command.allowed
            guard role.map({ role in roles.contains { $0.rawValue == role } }) ?? true else { continue }
            let example = try jsonLine(command)
            // One key names it.
            let name = String(example.dropFirst(2).prefix { $0 != "\"" })
            if json {
                print(
                    try jsonLine(
                        Row(name: name, clause: clause, roles: roles, states: command.states, example: command)))
            } else {
                print("\(name)  \(clause)")
                print("  by     \(roles.map(\.rawValue).joined(separator: ", "))")
                print("  while  \(command.states.map(\.rawValue).joined(separator: ", "))")
                print("  \(example)")
            }
        }
    }
}
