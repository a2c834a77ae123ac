import Appliances
import ArgumentParser
import FaultRules
import Gateway

/// `foretell rule explain`.
struct RuleExplain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Every value of a rule that counts for one appliance, and whence it comes.",
        discussion: """
            A value is the rule's default, or that of the strongest override that fits: default < family <
            model < batch/firmware < region/season < centre < home < device.

            Examples:
              foretell rule explain warm_cabinet RF-000123
              foretell rule explain warm_cabinet RF-000123 --on 2027-07-01 --json
            """)

    @OptionGroup var options: ConfigOptions
    @Option(help: "On which day, such as 2026-11-24; today where missing.") var on: String?
    @Flag(help: "As one JSON object.") var json = false
    @Argument(help: "The rule's name.") var rule: String
    @Argument(help: "The appliance's name.") var device: String

    func run() throws {
        let house = try House(options)
        let rule = try house.rule(named: rule)
        let appliance = try house.appliance(named: device)
        let answer = Explanation(
            rule, appliance, on: try house.day(on), overrides: house.policy.rules.overrides)
        print(json ? try jsonLine(answer) : answer.lines.joined(separator: "\n"))
    }
}

/// What a rule is for one appliance.
private struct Explanation: Encodable {
    struct Value: Encodable {
        let name: String
        let value: Double
        let unit: String
        let text: String
        let standard: String
        let override: ShownOverride?
        let beats: [ShownOverride]
    }

    let rule: String
    let version: Int
    let device: String
    let on: String
    let stage: String
    let evaluated: Bool
    let acts: Bool
    let applies: Bool
    let objections: [String]
    let needs: [String]
    let parameters: [Value]

    init(_ rule: FaultRule, _ appliance: Appliance, on day: CalendarDay, overrides: [Override]) {
        self.rule = rule.name
        version = rule.version
        device = appliance.id.text
        on = day.description
        stage = rule.stage.word
        evaluated = rule.stage.isEvaluated
        objections = rule.reach.objections(to: appliance)
        applies = objections.isEmpty
        acts = applies && rule.stage.acts(rule: rule.name, device: appliance.id)
        needs = rule.reach.channels
        let resolution = resolve(rule: rule, appliance: appliance, on: day, overrides: overrides)
        parameters = zip(rule.parameters, resolution.entries).map { parameter, entry in
            var winner: ShownOverride?
            if case .override(let override) = entry.reason {
                winner = ShownOverride(override, sets: parameter.name)
            }
            return Value(
                name: parameter.name, value: entry.value, unit: parameter.unit.toCanonical.unit.rawValue,
                text: parameter.written(entry.value), standard: parameter.written(parameter.value),
                override: winner, beats: entry.beaten.map { ShownOverride($0, sets: parameter.name) })
        }
    }

    var lines: [String] {
        let reach = applies ? "yes" : "no: \(objections.joined(separator: "; "))"
        let channels = needs.isEmpty || !applies ? "" : ", once it reports \(needs.joined(separator: ", "))"
        let head = [
            "\(rule) version \(version) for \(device) on \(on)",
            "  stage    \(stage): \(consequence)",
            "  applies  \(reach)\(channels)",
        ]
        let rows = columns(parameters.map { [$0.name, $0.text, $0.override?.origin ?? "default"] })
        return head + zip(parameters, rows).flatMap { value, row in [row] + reasons(of: value) }
    }

    private var consequence: String {
        if !evaluated { return "not evaluated for any appliance" }
        if !applies { return "not evaluated for this appliance" }
        return acts ? "acts for this appliance" : "evaluated without consequence for this appliance"
    }

    private func reasons(of value: Value) -> [String] {
        guard let winner = value.override else { return [] }
        let beaten = value.beats.map { "      beats \($0.origin) by \($0.by): \($0.value)" }
        return ["      by \(winner.by): \(winner.reason)"] + beaten + ["      beats the default: \(value.standard)"]
    }
}
