import Appliances
import ArgumentParser
import ConfigFiles
import Dispatching
import Gateway
import Ledger
import ServiceDesk

/// `foretell stock`.
struct StockCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stock", abstract: "Lists which parts lie where: counted, used since, laid aside, free.",
        discussion: """
            What was counted is what config/service/stock.yaml says, and when; what was used since and what open
            requests have laid aside is what the ledger says. Exit status 1 where more was used or laid aside than
            was counted (SHORT), or a count lies ahead (AHEAD): somebody must count that shelf.

            Examples:
              foretell stock
              foretell stock --json
            """)

    @OptionGroup var config: ConfigOptions
    @OptionGroup var state: StateOption
    @Flag(help: "One JSON object a line.") var json = false

    func run() throws {
        let policy = try House(config).policy
        let reader = try openReader(state)
        guard let staff = policy.staff, let stock = try countedDown(policy, by: reader) else {
            throw Failure.badInput("\(config.config)/service/stock.yaml is not there; it says which parts lie where")
        }
        let requests = try reader.openRequests(most: .max)
        let rows = stock.reserving(StockBook.reservations(of: requests, among: staff)).rows
        let now = momentOfDecision()
        let isWrong = { (row: StockBook.Row) in row.free < 0 || row.isAhead(of: now) }
        for line in try json ? rows.map(jsonLine) : table(of: rows, at: now) { print(line) }
        if rows.contains(where: isWrong) { throw ExitCode(1) }
    }

    private func table(of rows: [StockBook.Row], at now: Timestamp) -> [String] {
        let head = ["part", "shelf", "counted", "used", "aside", "free", "counted at"]
        let cells = rows.map { row in
            [
                row.part, row.name.isEmpty ? row.shelf.rawValue : "\(row.shelf.rawValue) \(row.name)",
                "\(row.counted)", "\(row.used)", "\(row.laidAside)", "\(row.free)",
                (row.at?.description ?? "nobody says when") + (row.isAhead(of: now) ? "  AHEAD" : "")
                    + (row.free < 0 ? "  SHORT" : ""),
            ]
        }
        let widths = head.indices.map { column in ([head] + cells).map { $0[column].count }.max() ?? 0 }
        return ([head] + cells).map { line in
            let last = line.count - 1
            return line.enumerated().map { column, text in
                let space = String(repeating: " ", count: widths[column] - text.count)
                // Words stand to the left, numbers to the right; nothing is added after the last.
                return column == last ? text : column < 2 ? text + space : space + text
            }.joined(separator: "  ")
        }
    }
}

extension StockBook.Row {
    /// Whether it was counted at a time that has not come yet: until then nothing that is used would count.
    fileprivate func isAhead(of now: Timestamp) -> Bool { at.map { $0 > now } ?? false }
}

/// What lies where by the configuration, less what was used since by the ledger; nil where nobody keeps a stock.
func countedDown(_ policy: HousePolicy, by reader: DeskReader) throws -> StockBook? {
    guard let staff = policy.staff, let stock = policy.stock else { return nil }
    return stock.without(try reader.partsTaken(since: stock.countedSince), among: staff)
}
