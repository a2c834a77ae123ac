import ArgumentParser
import FaultRules
import Gateway

/// `foretell rule list`.
struct RuleList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the rules with their stages and how often repairs confirmed them.",
        discussion: "Example:\n  foretell rule list --state state")

    @OptionGroup var config: ConfigOptions
    @OptionGroup var state: StateOption
    @Flag(help: "One JSON object a line.") var json = false

    private struct Line: Encodable {
        let rule: String
        let version: Int
        let stage: String
        let verdicts: Int
        let precision: Double?
        let lowerBound: Double?

        private enum CodingKeys: String, CodingKey {
            case rule, version, stage, verdicts, precision
            case lowerBound = "lower_bound"
        }
    }

    func run() throws {
        let desk = try LifeDesk(config, state)
        var rows = [["rule", "version", "stage", "verdicts", "precision"]]
        for rule in desk.house.policy.rules.rules {
            let score = desk.score(of: rule)
            let stage = desk.stages.stage(of: rule).word
            let verdicts = score?.verdicts ?? 0
            guard !json else {
                let line = Line(
                    rule: rule.name, version: rule.version, stage: stage, verdicts: verdicts,
                    precision: score?.precision, lowerBound: verdicts > 0 ? score?.lowerBound : nil)
                print(try jsonLine(line))
                continue
            }
            rows.append([rule.name, "v\(rule.version)", stage, "\(verdicts)", score?.precisionText ?? "–"])
        }
        if !json { print(columns(rows, indent: 0).joined(separator: "\n")) }
    }
}

extension Score {
    /// The precision and what it is at least, as people read it.
    var precisionText: String {
        guard let precision else { return "–" }
        return "\(shareText(precision)), at least \(shareText(lowerBound))"
    }
}
