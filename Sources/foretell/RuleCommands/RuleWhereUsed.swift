import Appliances
import ArgumentParser
import ConfigFiles
import FaultRules
import Gateway

/// `foretell rule where-used`.
struct RuleWhereUsed: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "where-used",
        abstract: "What a change of a rule, or of one of its parameters, would touch.",
        discussion: """
            The overrides that set it, the rules that name it, the appliances to which it applies by category and
            model, and the formulas in which its parameters have a part. Appliances are counted by the registry;
            which of them report the channels that a rule needs only their telemetry shows.

            Examples:
              foretell rule where-used warm_cabinet
              foretell rule where-used warm_cabinet.limit --json
            """)

    @OptionGroup var options: ConfigOptions
    @Flag(help: "As one JSON object.") var json = false
    @Argument(help: "The rule's name, or rule.parameter.") var name: String

    func run() throws {
        let house = try House(options)
        let words = name.split(separator: ".", maxSplits: 1).map(String.init)
        let rule = try house.rule(named: words.first ?? name)
        let answer = Uses(
            of: rule, parameter: try words.dropFirst().first.map { try parameter($0, of: rule) },
            policy: (house.policy.rules.rules, house.policy.rules.overrides, house.policy.appliances),
            on: try house.day(nil))
        print(json ? try jsonLine(answer) : answer.lines.joined(separator: "\n"))
    }

    private func parameter(_ name: String, of rule: FaultRule) throws -> String {
        let known = rule.parameters.map(\.name)
        if known.contains(name) || known.contains(where: { isDuration(name) && $0.hasPrefix("\(name).") }) {
            return name
        }
        throw Failure.badInput("\(rule.name) has no parameter \(visible(name))\(suggestion(for: name, in: known))")
    }
}

/// `for` and `keep` alone stand for the times of every level.
private func isDuration(_ name: String) -> Bool { name == "for" || name == "keep" }

/// What a change of a rule would touch.
private struct Uses: Encodable {
    struct Change: Encodable {
        let parameter: String
        let override: ShownOverride
        let counts: Bool
        let appliances: Int
    }

    struct Namer: Encodable {
        let rule: String
        let formulas: [String]
    }

    struct Count: Encodable {
        let category: String
        let model: String
        let appliances: Int
    }

    struct Part: Encodable {
        let parameter: String
        let standard: String
        let formulas: [String]
    }

    let rule: String
    let version: Int
    let stage: String
    let overrides: [Change]
    let rules: [Namer]
    let appliances: Int
    let models: [Count]
    let parameters: [Part]

    init(
        of rule: FaultRule, parameter: String?,
        policy: (rules: [FaultRule], overrides: [Override], appliances: [Appliance]), on day: CalendarDay
    ) {
        self.rule = rule.name
        version = rule.version
        stage = rule.stage.word
        let reached = policy.appliances.filter(rule.reach.covers)
        overrides = policy.overrides.flatMap { Uses.changes(by: $0, of: rule, parameter, for: reached, on: day) }
        rules = policy.rules.filter { $0.name != rule.name }.compactMap { other in
            let formulas = other.mentions(ofRule: rule.name)
            return formulas.isEmpty ? nil : Namer(rule: other.name, formulas: formulas)
        }
        appliances = reached.count
        models = Uses.counts(of: reached)
        let mine = rule.parameters.filter { asked in
            guard let parameter else { return true }
            return asked.name == parameter || isDuration(parameter) && asked.name.hasPrefix("\(parameter).")
        }
        parameters = mine.map { asked in
            Part(
                parameter: asked.name, standard: asked.written(asked.value),
                formulas: rule.uses(of: asked.name).map { use in
                    use.formula + (use.through.map { " through \($0)" } ?? "")
                })
        }
    }

    /// What one override sets of the rule, and for how many of its appliances in any season.
    private static func changes(
        by override: Override, of rule: FaultRule, _ parameter: String?, for reached: [Appliance],
        on day: CalendarDay
    ) -> [Change] {
        let settings = override.settings.filter { setting in
            guard setting.rule == rule.name else { return false }
            guard let parameter else { return true }
            return setting.sets(parameter) || isDuration(parameter) && setting.parameter.hasPrefix("\(parameter).")
        }
        if settings.isEmpty { return [] }
        let count = reached.count { appliance in
            Season.allCases.contains { override.match.holds(for: appliance, in: $0) }
        }
        return settings.map { setting in
            Change(
                parameter: setting.parameter, override: ShownOverride(override, sets: setting.parameter),
                counts: override.counts(on: day), appliances: count)
        }
    }

    private static func counts(of appliances: [Appliance]) -> [Count] {
        var counts: [Count] = []
        let kinds = appliances.map { ($0.category.rawValue, $0.model) }.sorted { $0 < $1 }
        var begin = 0
        for place in kinds.indices where place + 1 == kinds.count || kinds[place + 1] != kinds[place] {
            let (category, model) = kinds[place]
            counts.append(Count(category: category, model: model, appliances: place + 1 - begin))
            begin = place + 1
        }
        return counts
    }

    var lines: [String] {
        let changes = overrides.map { change in
            let end = change.counts ? "" : ", expired"
            let count = "\(change.appliances) \(change.appliances == 1 ? "appliance" : "appliances")"
            return [
                change.parameter, change.override.value, "\(change.override.origin)\(end)",
                "\(count), by \(change.override.by): \(change.override.reason)",
            ]
        }
        let kinds = models.map { [$0.category, $0.model.isEmpty ? "(no model)" : $0.model, "\($0.appliances)"] }
        let parts = parameters.map { part in
            [
                part.parameter, part.standard,
                part.formulas.isEmpty ? "in no formula" : part.formulas.joined(separator: ", "),
            ]
        }
        return ["\(rule) version \(version), \(stage)"]
            + section("parameters", parts) + section("overrides", changes)
            + section("rules that name it", rules.map { [$0.rule, $0.formulas.joined(separator: ", ")] })
            + section("appliances (\(appliances))", kinds)
    }

    private func section(_ title: String, _ rows: [[String]]) -> [String] {
        rows.isEmpty ? ["\(title): none"] : [title] + columns(rows)
    }
}
