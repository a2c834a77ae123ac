import Appliances
import ArgumentParser
import FaultRules
import Foundation
import Gateway
import RuleTrials

/// `foretell rule backtest`.
struct RuleBacktest: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtest",
        abstract: "What rules would have found in a past, and how many requests they would have opened.",
        discussion: """
            A rule is named, or given as a file: a changed version, which is held against the one in force. `all`
            stands for every rule. The rules that they name are evaluated beside them. Stages do not count: what a rule
            in shadow finds is counted as if it were active. Baselines begin to learn where the past begins.

            Examples:
              foretell rule backtest warm_cabinet --history --from 2026-10-01 --to 2026-11-01
              foretell rule backtest over_temperature --recording config/recordings/coldstore.yaml --data ../coldstore
              foretell rule backtest changed.yaml --history --json
            """)

    @OptionGroup var options: ConfigOptions
    @OptionGroup var past: PastOptions
    @Flag(help: "One episode a line, as JSON.") var json = false
    @Argument(help: "Names or files of rules, or `all`.") var rules: [String]

    func run() throws {
        let house = try House(options)
        let choice = try TrialChoice(rules, in: house)
        let past = try past.past()
        var variants = [try choice.compile(choice.chosen, channels: house.policy.rules.channels)]
        if !choice.replaced.isEmpty {
            // What was not given as a file is the same on both sides.
            let others = choice.chosen.filter { rule in !choice.replaced.contains { $0.name == rule.name } }
            variants.append(try choice.compile(choice.replaced + others, channels: variants[0].ruleSet.channels))
        }
        let feed = PastFeed(
            past: past, roster: roster(house, past), variants: variants,
            channels: variants[variants.count - 1].ruleSet.channels, utcOffsetSeconds: house.policy.utcOffsetSeconds)
        let parts = try feed.run("backtest") { _, trials in trials.map { ($0.episodes, $0.account) } }
        let reports = variants.indices.map { variant in BackTestReport(parts.map { $0[variant] }) }
        if json {
            for episode in reports[0].episodes { print(episode.json) }
        } else {
            show(reports, variants[0], past.realRequests, house.policy.utcOffsetSeconds)
        }
    }

    private func roster(_ house: House, _ past: Past) -> Roster {
        guard case .recording(let description, _) = past.kind else {
            return Roster(house.policy.appliances, category: self.past.category)
        }
        return Roster(house.policy.appliances, category: self.past.category, recording: description)
    }

    private func show(
        _ reports: [BackTestReport], _ rules: TrialRules, _ desk: [RealRequest]?, _ utcOffsetSeconds: Int
    ) {
        let report = reports[0]
        let counts = report.counts(rules.reported.map(\.name))
        let head = ["rule", "episodes"] + Level.allCases.map(\.word) + ["requests", "devices"]
        let rows = counts.map { count in
            [count.rule] + ([count.episodes] + count.levels + [count.requests, count.devices]).map(\.description)
        }
        print(columns([head] + rows, indent: 0).joined(separator: "\n"))
        let account = report.account
        if let first = account.first, let last = account.last {
            let late = account.late > 0 ? " (\(account.late) too late to count)" : ""
            print("\n\(first) to \(last): \(report.appliances) appliances, \(account.records) records\(late)")
        }
        let busiest = report.busiestDay(utcOffsetSeconds: utcOffsetSeconds).map {
            "; most on \($0.day): \($0.requests)"
        }
        print(
            "requests: \(report.requests.count) in \(fixedNumber(account.days, places: 1)) days, "
                + "\(fixedNumber(report.requestsPerDay, places: 2)) a day\(busiest ?? "")")
        let real = desk?.filter { rules.components.contains($0.component) }
        if let real {
            let overlap = RequestOverlap(of: report.requests, with: real)
            let lead = overlap.medianLead.map { ", median lead \(wholeHours($0))" } ?? ""
            print(
                "real requests for these parts: \(real.count), \(overlap.found) foretold\(lead), "
                    + "\(overlap.missed) missed; \(overlap.isFollowed.count { !$0 }) requests without a real one")
        }
        if reports.count > 1 {
            print("against the rules in force: \(report.difference(from: reports[1], real: real).text)")
        }
    }
}

/// A length for people: whole days from two days on, whole hours from two hours on, otherwise whole minutes.
func wholeHours(_ span: TimeSpan) -> String {
    let units: [(least: TimeSpan, unit: TimeSpan)] = [(.days(2), .days(1)), (.hours(2), .hours(1))]
    let size = TimeSpan(milliseconds: Int64(span.milliseconds.magnitude))
    let unit = units.first { size >= $0.least }?.unit ?? .minutes(1)
    let count = (size.seconds / unit.seconds).rounded()
    let text = TimeSpan(milliseconds: Int64(count) * unit.milliseconds).description
    return span < .zero && count > 0 ? "-\(text)" : text
}
