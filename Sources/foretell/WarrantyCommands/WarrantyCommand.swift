import Appliances
import ArgumentParser
import ConfigFiles
import Foundation
import Warranty

/// `foretell warranty`.
struct WarrantyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "warranty", abstract: "Who pays for a repair, and why; and holes in the policies.",
        discussion: "Example:\n  foretell warranty lint",
        subcommands: [Decide.self, Explain.self, Lint.self])

    /// `foretell warranty decide`.
    struct Decide: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Decides a case: JSON in, the answer with its reasons as JSON out.",
            discussion: """
                docs/warranty.md shows a case and explains its fields. An impossible case is an error that
                names the field; exit status 2. With --lines each line is a case of its own; those that are
                wrong are told and passed over.

                Examples:
                  foretell warranty decide < case.json
                  foretell warranty decide --expected-failure 2026-12-24 case.json
                  foretell warranty decide --lines cases.jsonl
                """)

        @OptionGroup var source: CaseSource

        func run() throws {
            let isComplete = try source.forEach { outlook in
                print(source.asksTwice ? try jsonLine(outlook) : try jsonLine(outlook.now))
            }
            if !isComplete { throw ExitCode(2) }
        }
    }

    /// `foretell warranty explain`.
    struct Explain: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Decides a case and says why, in words.",
            discussion: """
                The same value as `foretell warranty decide` gives, for people.

                Examples:
                  foretell warranty explain < case.json
                  foretell warranty explain --language zh case.json
                """)

        @OptionGroup var source: CaseSource
        @Option(help: "en or zh.") var language = Language.en

        func run() throws {
            let isComplete = try source.forEach { outlook in
                print(lines(outlook.now).joined(separator: "\n"))
                guard let then = outlook.atFailure else { return }
                print((["\(then.day):"] + lines(then)).joined(separator: "\n"))
                if let end = outlook.lapses {
                    let words = Localised(
                        en: "The warranty ends on \(end), before the failure: come sooner.",
                        zh: "保修将于\(end)到期，早于预计故障日期：请提前上门。")
                    print(words[language])
                }
            }
            if !isComplete { throw ExitCode(2) }
        }

        private func lines(_ decision: EntitlementDecision) -> [String] {
            [decision.headline(in: language)] + decision.reasonLines(in: language).map { "  " + $0 }
        }
    }
}

extension Language: ExpressibleByArgument {}

/// Where cases come from and by which policies they are decided.
struct CaseSource: ParsableArguments {
    @Option(name: .long, help: "The folder of the configuration.") var config = "config"

    @Option(
        help: ArgumentHelp(
            "Decides for this day, too: `failure_date` is then today, and this the day that is foretold.",
            valueName: "date"))
    var expectedFailure: String?

    @Flag(help: "Each line is a case.") var lines = false

    @Argument(help: "The file with the case; standard input where it is missing.") var file: String?

    /// Whether each answer is one for two days.
    var asksTwice: Bool { expectedFailure != nil }

    private var name: String { file ?? "standard input" }

    /// Decides one case after the other; false where one of several could not be read.
    func forEach(_ show: (EntitlementOutlook) throws -> Void) throws -> Bool {
        let failure = try expectedFailure.map { text in
            guard let day = CalendarDay(text) else {
                throw Failure.badInput("--expected-failure \(text) is no day; 2026-12-24 would be")
            }
            return day
        }
        let (policies, cities) = try House.warranties(in: config)
        let text = try input()
        guard lines else {
            let found = try readConfigText(text, notes: ConfigNode.Notes(file: name)) {
                readWarrantyCase($0, cities: cities)
            }.get()
            try show(entitlementOutlook(of: found, failingOn: failure, under: policies))
            return true
        }
        var isComplete = true
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            guard line.contains(where: { !$0.isWhitespace }) else { continue }
            let notes = ConfigNode.Notes(file: name)
            switch readConfigText(String(line), notes: notes, { readWarrantyCase($0, cities: cities) }) {
            case .success(let found):
                try show(entitlementOutlook(of: found, failingOn: failure, under: policies))
            case .failure(let problems):
                isComplete = false
                for problem in problems.all {
                    complain(ConfigProblem(file: problem.file, line: number + 1, text: problem.text).description)
                }
            }
        }
        return isComplete
    }

    private func input() throws -> String {
        var bytes: Data? = nil
        if let file {
            bytes = FileManager.default.contents(atPath: file)
        } else {
            bytes = FileHandle.standardInput.readDataToEndOfFile()
        }
        guard let bytes, let text = String(data: bytes, encoding: .utf8) else {
            throw Failure.badInput("\(name): cannot be read as UTF-8; is it there?")
        }
        return text
    }
}
