import ArgumentParser
import ConfigFiles
import Foundation
import Glibc

/// The command.
@main
struct Foretell: AsyncParsableCommand {
    /// The version that the command and the gateway say is theirs.
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "foretell",
        abstract: "Foretells faults of appliances from their telemetry and opens service requests.",
        discussion: """
            Exit status: 0 fine, 1 the answer is no, 2 bad usage or input, 70 our own fault.

            Examples:
              foretell check                     every file under config/, all errors at once
              foretell run                       the gateway, beside a broker on this machine
              foretell request list              what was opened
            """,
        version: version,
        subcommands: [
            Run.self, Check.self, Decode.self, ProfileCommand.self, DeviceCommand.self, Simulate.self, Replay.self,
            RequestCommand.self, StockCommand.self, NoticeCommand.self, CustomerCommand.self, EpisodeCommand.self,
            RuleCommand.self,
            WarrantyCommand.self,
            TokenCommand.self, QuarantineCommand.self, HistoryCommand.self, Summary.self, Doctor.self,
        ])

    /// Parses, runs, and turns every failure into the exit status that the command line promises.
    static func main() async {
        signal(SIGPIPE, SIG_IGN)
        // A file that grows too large is an error to handle, not a signal to die of (reliability, "Limits").
        signal(SIGXFSZ, SIG_IGN)
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            leave(error)
        }
    }

    private static func leave(_ error: any Error) -> Never {
        switch error {
        case let code as ExitCode: Glibc.exit(code.rawValue)
        case let problems as ConfigProblems:
            complain(problems.description)
            Glibc.exit(2)
        case let failure as Failure:
            complain(failure.text)
            Glibc.exit(failure.status)
        default: break
        }
        let status = exitCode(for: error)
        let message = fullMessage(for: error)
        if status == .success {
            print(message)
            Glibc.exit(0)
        }
        complain(message)
        Glibc.exit(status == .validationFailure ? 2 : 70)
    }
}

/// Why a command ends, and with which status.
struct Failure: Error {
    let text: String
    let status: Int32

    /// The answer is no.
    static func answerIsNo(_ text: String) -> Failure { Failure(text: text, status: 1) }
    /// Bad usage or input.
    static func badInput(_ text: String) -> Failure { Failure(text: text, status: 2) }
}

/// A line on standard error.
func complain(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
}

/// Lets what was printed leave, so that a reader of a pipe sees it at once.
func flushOutput() { fflush(nil) }
