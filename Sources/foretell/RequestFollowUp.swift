import Appliances
import ArgumentParser
import ConfigFiles
import Gateway
import Ledger
import ServiceDesk

/// `foretell request due`.
struct RequestDue: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "due", abstract: "Lists what must be done by when, and by whom; the earliest first.",
        discussion: """
            Calls back, visits, cards, reconciliations, parts, appliances that were taken along. Exit status 1
            where something is overdue.

            Examples:
              foretell request due
              foretell request due --role quality --json
            """)

    @OptionGroup var config: ConfigOptions
    @OptionGroup var state: StateOption
    @Option(help: "Only what this role must do.") var role: String?
    @Flag(help: "One JSON object a line.") var json = false

    func run() throws {
        let known = Role.allCases.map(\.rawValue)
        if let role, Role(rawValue: role) == nil {
            throw Failure.badInput("--role cannot be \(visible(role))\(suggestion(for: role, in: known))")
        }
        let rules = try House(config).policy.service
        let now = momentOfDecision()
        let items = try due(under: rules)
        for item in items {
            let mark = item.isOverdue(at: now) ? "OVERDUE" : "due    "
            print(
                json
                    ? try jsonLine(item)
                    : "\(mark)  \(item.due)  \(item.request)  \(item.kind.rawValue)"
                        + (item.what.isEmpty ? "" : " \(item.what)") + "  \(item.role.rawValue)  \(item.clause)")
        }
        if items.contains(where: { $0.isOverdue(at: now) }) { throw ExitCode(1) }
    }

    /// As the gateway has written it down; worked out of the requests where none has, or under other thresholds.
    private func due(under rules: ServiceRules) throws -> [DueItem] {
        let reader = try openReader(state)
        if let known = try reader.due(under: rules, by: role.flatMap { Role(rawValue: $0) }) { return known }
        let items = try reader.requests().flatMap { $0.due(under: rules) }
            .filter { item in role.map { $0 == item.role.rawValue } ?? true }
        return items.sorted { ($0.due, $0.request) < ($1.due, $1.request) }
    }
}

/// `foretell request reconcile`.
struct RequestReconcile: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile", abstract: "Compares the visits of a day with their cards and calls back.",
        discussion: """
            Cards that are missing, late, signed by somebody else or not reconciled, and satisfied cards where
            the customer says otherwise or the fault has come again (M-73 to M-76). Exit status 1 where
            something does not agree.

            Examples:
              foretell request reconcile
              foretell request reconcile --day 2026-11-25 --json
            """)

    @OptionGroup var config: ConfigOptions
    @OptionGroup var state: StateOption
    @Option(help: "The day of the visits; today where nothing is said.") var day: String?
    @Flag(help: "As one JSON object.") var json = false

    func run() throws {
        let rules = try House(config).policy.service
        let today = CalendarDay(momentOfDecision(), utcOffsetSeconds: rules.utcOffsetSeconds)
        let wanted = try day.map { text in
            guard let day = CalendarDay(text) else {
                throw Failure.badInput("--day \(visible(text)) is no day; 2026-11-25 would be")
            }
            return day
        }
        let found = Reconciliation(of: try openReader(state).requests(), on: wanted ?? today, under: rules)
        if json {
            print(try jsonLine(found))
        } else {
            for one in found.mismatches {
                print(
                    "\(one.request)  \(one.engineer)  \(one.kind.clause)  \(one.kind.rawValue)"
                        + (one.found.isEmpty ? "" : "  \(one.found)"))
            }
            print("\(found.day): \(found.visits) visits, \(found.mismatches.count) mismatches")
        }
        if !found.mismatches.isEmpty { throw ExitCode(1) }
    }
}
