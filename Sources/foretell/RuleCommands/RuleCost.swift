import Appliances
import ArgumentParser
import FaultRules
import Foundation
import Gateway

/// `foretell rule cost`.
struct RuleCost: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cost",
        abstract: "How much memory rules take for one appliance, window by window.",
        discussion: """
            What several rules use is kept, and named here, once. Baselines are counted apart, and so are records that
            wait for earlier ones. Of each category one appliance is counted to which every rule applies.

            Examples:
              foretell rule cost
              foretell rule cost compressor_duty_drift
              foretell rule cost --json
            """)

    @OptionGroup var options: ConfigOptions
    @Flag(help: "One JSON object a line: a category or a part.") var json = false
    @Argument(help: "Only these rules, with those that they name; all where none is given.") var rules: [String] = []

    func run() throws {
        let house = try House(options)
        for rule in rules { _ = try house.rule(named: rule) }
        let set = rules.isEmpty ? house.policy.rules : house.policy.rules.only(rules)
        guard let site = SiteID("site"), let device = DeviceID("device") else { return }
        for category in Appliances.Category.allCases {
            let mine = set.rules.filter { $0.stage.isEvaluated && ($0.reach.category.map { $0 == category } ?? true) }
            // A category that only the rules for all categories know is not worth a table.
            guard mine.contains(where: { $0.reach.category != nil }) else { continue }
            let cost = set.cost(of: Appliance(id: device, site: site, category: category), on: try house.day(nil))
            if json { try showJSON(category, cost) } else { show(category, mine.count, cost) }
        }
    }

    private func show(_ category: Appliances.Category, _ rules: Int, _ cost: ProgramCost) {
        print(
            "\(category.rawValue): \(rules) rules, \(cost.bytes) bytes an appliance; beside them "
                + "\(cost.baselineBytes) of baselines and up to \(RuleEngine.heldBytesMax) of records that wait; "
                + "\(cost.instructions) instructions")
        let rows = cost.parts.map { part in
            ["\(part.bytes)", part.kind, part.meaning, part.rules.isEmpty ? "all" : part.rules.joined(separator: ", ")]
        }
        print(columns([["bytes", "kind", "what", "for"]] + rows).joined(separator: "\n"))
    }

    private struct Line: Encodable {
        let category: String
        let kind: String
        let what: String
        let rules: [String]
        let bytes: Int
    }

    private struct Total: Encodable {
        let category: String
        let bytes: Int
        let baselineBytes: Int
        let waitingBytesMax: Int
        let instructions: Int

        enum CodingKeys: String, CodingKey {
            case category, bytes, instructions
            case baselineBytes = "baseline_bytes"
            case waitingBytesMax = "waiting_bytes_max"
        }
    }

    private func showJSON(_ category: Appliances.Category, _ cost: ProgramCost) throws {
        let total = Total(
            category: category.rawValue, bytes: cost.bytes, baselineBytes: cost.baselineBytes,
            waitingBytesMax: RuleEngine.heldBytesMax, instructions: cost.instructions)
        print(try jsonLine(total))
        for part in cost.parts {
            let line = Line(
                category: category.rawValue, kind: part.kind, what: part.meaning, rules: part.rules, bytes: part.bytes)
            print(try jsonLine(line))
        }
    }
}
