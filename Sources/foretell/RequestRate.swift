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
            and a customer who was reached and is satisfied. With --role, for those who judge the work, also what
            customers said of it by engineer and cause: mean scores of 1 to 5, and complaints (Z-18).

            Examples:
              foretell request rate --from 2026-11-01 --through 2026-11-30
              foretell request rate --from 2026-11-01 --through 2026-11-30 --json
              foretell request rate --from 2026-11-01 --through 2026-11-30 --role quality
            """)

    @OptionGroup var config: ConfigOptions
    @OptionGroup var state: StateOption
    @Option(help: "The first day.") var from: String
    @Option(help: "The last day.") var through: String
    @Option(help: "As whom: after_sales_manager, centre_leader or quality also see scores and complaints.")
    var role: String?
    @Flag(help: "As one JSON object.") var json = false

    func run() throws {
        let (first, last) = (try day(from, of: "--from"), try day(through, of: "--through"))
        guard first <= last else { throw Failure.badInput("--from must not be after --through") }
        let mayRead = try seesScores()
        let rules = try House(config).policy.service
        let requests = try openReader(state).requests()
        let rate = FirstVisitRate(of: requests, from: first, through: last, under: rules)
        let scores = mayRead ? ServiceScores(of: requests, from: first, through: last, under: rules) : nil
        if json { return print(try jsonLine(RateAndScores(rate: rate, scores: scores))) }
        print("engineer          first  requests  rate")
        for share in rate.engineers { print(line(share, named: share.engineer)) }
        print(line(rate.total, named: "all"))
        guard let scores else { return }
        print("\nengineer          cause                     first  requests  complaints  scored  mean scores")
        for one in scores.lines { print(line(one)) }
    }

    /// Whether the role may see what is said of people; any other one than those is told so.
    private func seesScores() throws -> Bool {
        guard let role else { return false }
        let readers = ServiceScores.readers.map(\.rawValue)
        guard readers.contains(role) else {
            throw Failure.badInput("--role must be one of \(readers.joined(separator: ", ")), not \(visible(role))")
        }
        return true
    }

    private func line(_ one: ServiceScores.Line) -> String {
        let names = zip(["attitude", "skill", "charges", "overall"], one.tenths)
        let means = names.map { "\($0) \($1 / 10).\($1 % 10)" }.joined(separator: " ")
        return padded(one.engineer, to: -16) + "  " + padded(one.cause.isEmpty ? "all" : one.cause, to: -24) + "  "
            + padded("\(one.mended)", to: 5) + "  " + padded("\(one.requests)", to: 8) + "  "
            + padded("\(one.complaints)", to: 10) + "  " + padded("\(one.scored)", to: 6) + "  "
            + (means.isEmpty ? "-" : means)
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

/// The rate, and for those who may see them what customers said, as one object.
private struct RateAndScores: Encodable {
    let rate: FirstVisitRate
    let scores: ServiceScores?

    private enum CodingKeys: String, CodingKey { case scores }

    func encode(to encoder: any Encoder) throws {
        try rate.encode(to: encoder)
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encodeIfPresent(scores?.lines, forKey: .scores)
    }
}
