import Appliances
import ArgumentParser
import FaultRules

/// `foretell rule score`.
struct RuleScore: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score", abstract: "How well rules have done, by what repairs found.",
        discussion: """
            For each version of a rule, in total and by model: how many verdicts, how many of them right, what
            precision is at least with 90 % confidence, the share of confirmed repairs before which it spoke up,
            the median time from the alarm to the end of the repair, and wasted visits. Where nobody came is no
            verdict.

            Examples:
              foretell rule score
              foretell rule score warm_cabinet --json
            """)

    @OptionGroup var config: ConfigOptions
    @OptionGroup var state: StateOption
    @Argument(help: "The rule; all where none is named.") var rule: String?
    @Flag(help: "One JSON object a line.") var json = false

    private struct Line: Encodable {
        let rule: String
        let version: Int
        let model: String?
        let outcomes: [String: Int]
        let verdicts: Int
        let right: Int
        let precision: Double?
        let lowerBound: Double?
        let recall: Double?
        let confirmedRepairs: Int
        let medianLead: TimeSpan?
        let wastedVisits: Int

        private enum CodingKeys: String, CodingKey {
            case rule, version, model, outcomes, verdicts, right, precision
            case lowerBound = "lower_bound"
            case recall
            case confirmedRepairs = "confirmed_repairs"
            case medianLead = "median_lead"
            case wastedVisits = "wasted_visits"
        }

        init(_ score: Score) {
            (rule, version, model) = (score.rule, score.version, score.model)
            outcomes = Dictionary(uniqueKeysWithValues: RepairOutcome.allCases.map { ($0.rawValue, score.count($0)) })
            (verdicts, right, precision) = (score.verdicts, score.right, score.precision)
            lowerBound = score.verdicts > 0 ? score.lowerBound : nil
            (recall, confirmedRepairs) = (score.recall, score.confirmedRepairs)
            (medianLead, wastedVisits) = (score.medianLead, score.wastedVisits)
        }
    }

    func run() throws {
        let desk = try LifeDesk(config, state)
        let scores = desk.scorecard.scores.filter { $0.rule == rule ?? $0.rule }
        if let rule, scores.isEmpty { _ = try desk.house.rule(named: rule) }
        guard !json else {
            for score in scores { print(try jsonLine(Line(score))) }
            return
        }
        var rows = [["rule", "model", "verdicts", "right", "precision", "recall", "lead", "wasted", "not visited"]]
        rows += scores.map { score in
            let recall = score.recall.map { "\(shareText($0)) of \(score.confirmedRepairs)" } ?? "–"
            let model = score.model.map { $0.isEmpty ? "unknown" : $0 } ?? "all"
            return [
                "\(score.rule) v\(score.version)", model, "\(score.verdicts)", "\(score.right)", score.precisionText,
                recall, score.medianLead.map(shortText) ?? "–", "\(score.wastedVisits)",
                "\(score.count(.notVisited))",
            ]
        }
        print(columns(rows, indent: 0).joined(separator: "\n"))
    }

    /// A length as people say it: in days, or in hours below two.
    private func shortText(_ span: TimeSpan) -> String {
        let hours = Int((span.seconds / 3_600).rounded())
        return hours < 48 ? "\(hours) h" : "\(hours / 24) d"
    }
}
