import Appliances
import ArgumentParser
import ConfigFiles
import FaultRules
import Gateway
import Foundation

/// `foretell rule`.
struct RuleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rule", abstract: "Fault rules: what they say for an appliance, and what a change touches.",
        discussion: "Example:\n  foretell rule list --state state",
        subcommands: [
            RuleList.self, RuleExplain.self, RuleWhereUsed.self, RuleCost.self, RuleTestCommand.self, RuleTry.self,
            RuleBacktest.self, RuleSweep.self, RuleTune.self, RuleStage.self, RuleScore.self, RuleStorm.self,
        ])
}

extension House {
    /// The rule of a name; fails with the nearest one.
    func rule(named name: String) throws -> FaultRule {
        let rules = policy.rules.rules
        if let rule = rules.first(where: { $0.name == name }) { return rule }
        throw Failure.badInput("no rule is named \(visible(name))\(suggestion(for: name, in: rules.map(\.name)))")
    }

    /// The appliance of a name; fails with the nearest one.
    func appliance(named name: String) throws -> Appliance {
        let appliances = policy.appliances
        if let appliance = appliances.first(where: { $0.id.text == name }) { return appliance }
        // Among very many the nearest is no hint: numbers of appliances differ in one digit.
        let near = appliances.count <= 10_000 ? nearest(to: name, in: appliances.map(\.id.text)) : nil
        let hint = near.map { "; did you mean \($0)?" } ?? "; see the registry for those that are known"
        throw Failure.badInput("no appliance is named \(visible(name))\(hint)")
    }

    /// The day that an option names; today in the house's zone where it names none.
    func day(_ option: String?) throws -> CalendarDay {
        guard let option else {
            let now = Timestamp(milliseconds: Int64(Date.now.timeIntervalSince1970 * 1_000))
            return CalendarDay(now, utcOffsetSeconds: policy.utcOffsetSeconds)
        }
        guard let day = CalendarDay(option) else {
            throw Failure.badInput("--on \(option) is no day; 2026-11-24 would be")
        }
        return day
    }
}

/// An override as the commands show it.
struct ShownOverride: Encodable {
    let place: String
    let match: String
    let value: String
    let by: String
    let reason: String
    let until: String?

    init(_ override: Override, sets parameter: String) {
        place = override.place
        match = override.match.description
        // `for.major` says more than `for`, as where it is resolved.
        let settings = override.settings.filter { $0.sets(parameter) }
        value = (settings.first { $0.parameter == parameter } ?? settings.first)?.text ?? ""
        by = override.by
        reason = override.reason
        until = override.until?.description
    }

    /// Where it stands, for whom it is and until when.
    var origin: String { "\(place) (\(match))\(until.map { " until \($0)" } ?? "")" }
}

/// Texts in columns, each as wide as its widest cell; the last one as it is.
func columns(_ rows: [[String]], indent: Int = 2) -> [String] {
    let widths = (0..<(rows.map(\.count).max() ?? 0)).map { column in
        rows.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
        let cells = row.enumerated().map { column, cell in
            column == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[column] - cell.count)
        }
        return String(repeating: " ", count: indent) + cells.joined(separator: "  ")
    }
}
