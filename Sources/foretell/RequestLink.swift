import ArgumentParser
import Console
import Ledger
import ServiceDesk

/// `foretell request link`.
struct RequestLink: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link", abstract: "Prints the link by which a customer follows a request.",
        discussion: """
            The path of the page on the console (console.port). Whoever has it sees this request and acts for its
            customer: send it to nobody else. It counts as long as progress.key in the state folder stays.

            Examples:
              foretell request link SR-0123456789ABC
              foretell request link SR-0123456789ABC --base https://service.example
            """)

    @OptionGroup var state: StateOption
    @Option(help: "What stands before the path.") var base = ""
    @Argument(help: "The request's number.") var number: String

    func run() throws {
        // Asked first: a link to nothing would be found out by the customer alone.
        guard try openReader(state).requests().contains(where: { $0.number == number }) else {
            throw Failure.answerIsNo("there is no request \(visible(number)); see foretell request list")
        }
        print(try openLinks(state).address(for: number, at: base))
    }
}

/// The links of a state folder, with an error for people where there are none.
func openLinks(_ state: StateOption) throws -> ProgressLinks {
    do {
        return try ProgressLinks(folder: state.folder)
    } catch let fault as LinkFault {
        throw Failure.badInput(fault.description)
    }
}
