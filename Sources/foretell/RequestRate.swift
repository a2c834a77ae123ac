import Appliances
import ArgumentParser
import ConfigFiles
import Gateway
import Ledger
import ServiceDesk

/// `foretell request rate`.
struct RequestRate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rate", abstract: "How often appliances were mended at the first visit, by engineer (Z-22).",
        discussion: """
            Of the requests that were closed in these days and had something to be mended: those that took one visit
            and a customer who was reached and is satisfied.

            Examples:
              foretell request rate --from 2026-11-01 --through 2026-11-30
              foretell request rate --from 2026-11-01 --through 2026-11-30 --json
            """)

    @OptionGroup var config: ConfigOptions
    @OptionGroup var state: StateOption
    @Option(help: "The first day.") var from: String
    @Option(help: "The last day.") var through: String
    @Flag(help: "As one JSON object.") var json = false

    func run() throws {
        let (first, last) = (try day(from, of: "--from"), try day(through, of: "--through"))
        guard first <= last else { throw Failure.badInput("--from must not be after --through") }
        let rules = try House(config).policy.service
        let rate = FirstVisitRate(of: try openReader(state).requests(), from: first, through: last, under: rules)
        if json { return print(try jsonLine(rate)) }
        print("engineer          first  requests  rate")
        for share in rate.engineers { print(line(share, named: share.engineer)) }
        print(line(rate.total, named: "all"))
    }

    private func line(_ share: FirstVisitRate.Share, named name: String) -> String {
        let rate = share.percent.map { "\($0) %" } ?? "-"
        return padded(name, to: -16) + "  " + padded("\(share.mended)", to: 5) + "  "
            + padded("\(share.requests)", to: 8) + "  " + rate
    }

    /// With spaces before it, or behind it where the width is negative.
    private func padded(_ text: String, to width: Int) -> String {
        let spaces = String(repeating: " ", count: max(0, abs(width) - text.count))
        return width < 0 ? text + spaces : spaces + text
    }

    private func day(_ text: String, of option: String) throws -> CalendarDay {
        guard let day = CalendarDay(text) else {
            throw Failure.badInput("\(option) \(visible(text)) is no day; 2026-11-25 would be")
        }
        return day
    }
}
