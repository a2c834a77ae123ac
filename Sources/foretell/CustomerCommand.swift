import Appliances
import ArgumentParser
import Daybook
import Foundation
import Glibc
import Ledger
import Mailbox
import ServiceDesk

/// `foretell customer`.
struct CustomerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "customer", abstract: "The customers' own records: names, phones and addresses.",
        discussion: """
            While a gateway runs, its HTTP API (/api/v1/customers) writes and erases them.
            Exit status: 0 done, 1 there is no such customer, 2 bad usage or input.

            Examples:
              foretell customer set C-00017 < record.json
              foretell customer show C-00017 --masked
              foretell customer erase C-00017
            """,
        subcommands: [Show.self, Put.self, Erase.self])

    /// `foretell customer show`.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows one customer's record as JSON.",
            discussion: "Example:\n  foretell customer show C-00017 --masked")

        @OptionGroup var state: StateOption
        @Flag(help: "Only so much as the rest of the staff sees.") var masked = false
        @Argument(help: "The customer's number.") var number: String

        func run() throws {
            let found = try CustomerCommand.kept { try CustomerBook.look(up: number, in: state.folder) }
            guard let customer = found else {
                throw Failure.answerIsNo("there is no customer \(visible(number))")
            }
            print(try jsonLine(masked ? customer.masked : customer))
        }
    }

    /// `foretell customer set`.
    struct Put: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set", abstract: "Writes a customer's record down, or anew; the gateway must be stopped.",
            discussion: """
                Reads JSON from a file or from standard input, never from arguments: those everybody sees.

                Examples:
                  foretell customer set C-00017 < record.json
                  foretell customer set C-00017 record.json
                """)

        @OptionGroup var state: StateOption
        @Argument(help: "The customer's number.") var number: String
        @Argument(help: "The file; - for standard input.") var file = "-"

        func run() throws {
            var customer: Customer
            do {
                customer = try JSONDecoder().decode(Customer.self, from: try input(file))
            } catch is DecodingError {
                throw Failure.badInput("\(file): it is no record of a customer in JSON")
            }
            if customer.number.isEmpty { customer.number = number }
            guard customer.number == number else { throw Failure.badInput("number: it must be \(visible(number))") }
            let faults = customer.faults
            guard faults.isEmpty else { throw Failure.badInput(faults.map(\.line).joined(separator: "\n")) }
            try CustomerCommand.change(state) { [customer] in try $0.write(customer) }
            print("\(number) is written down")
        }
    }

    /// `foretell customer erase`.
    struct Erase: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Forgets a customer for good; the gateway must be stopped.",
            discussion: """
                The record, what came along with letters, and the words in requests; requests keep the number alone.
                The registry says which appliances are the customer's, so name the same --config as for run.

                Example:
                  foretell customer erase C-00017
                """)

        @OptionGroup var config: ConfigOptions
        @OptionGroup var state: StateOption
        @Argument(help: "The customer's number.") var number: String

        func run() throws {
            guard !number.isEmpty else { throw Failure.badInput("the customer's number must not be empty") }
            let devices = try House.appliances(config).filter { $0.owner == number }.map(\.id)
            let folder = try openFolder(state.folder)
            Glibc.umask(0o077)
            // The requests first, so that what fails in between may be asked for again.
            let erased = try erase(Erasure(of: number, devices: devices, at: momentOfDecision()), folder)
            let wasKnown = try withExtendedLifetime(folder) {
                try CustomerCommand.kept { try CustomerBook(folder: state.folder).erase(number) }
            }
            guard wasKnown || !erased.requests.isEmpty else {
                throw Failure.answerIsNo("there is no customer \(visible(number))")
            }
            let (requests, files) = (erased.requests, erased.attachments.count)
            print("\(number) is erased, with the words in \(requests.count) requests and \(files) attachments")
        }

        /// Erases in a ledger, where there is one.
        private func erase(_ erasure: Erasure, _ folder: StateFolder) throws -> Erased {
            guard FileManager.default.fileExists(atPath: state.folder.appending(path: StateFolder.deskName).path)
            else { return Erased() }
            return try CustomerCommand.kept {
                let ledger = try SQLiteLedger(folder, compacts: false)
                let attachments = state.folder.appending(path: "attachments")
                let erased = try ledger.erase(erasure) { try AttachmentStore(folder: attachments).remove($0) }
                try ledger.close()
                return erased
            }
        }
    }

    /// Changes the book of a folder that no gateway has.
    private static func change<Value>(_ state: StateOption, _ change: (CustomerBook) throws -> Value) throws -> Value {
        let folder = try openFolder(state.folder)
        Glibc.umask(0o077)
        return try withExtendedLifetime(folder) { try kept { try change(try CustomerBook(folder: state.folder)) } }
    }

    private static func kept<Value>(_ ask: () throws -> Value) throws -> Value {
        do {
            return try ask()
        } catch let fault as LedgerFault {
            throw Failure.badInput(fault.description)
        } catch let fault as StoreFault {
            throw Failure.badInput(fault.description)
        }
    }
}

/// What stands in a file, or comes in where that is `-`.
func input(_ file: String) throws -> Data {
    if file == "-" { return FileHandle.standardInput.readDataToEndOfFile() }
    guard let data = FileManager.default.contents(atPath: file) else {
        throw Failure.badInput("\(visible(file)) cannot be read")
    }
    return data
}
