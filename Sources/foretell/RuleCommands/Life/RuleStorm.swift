import Appliances
import ArgumentParser
import FaultRules
import Ledger

/// `foretell rule storm`.
struct RuleStorm: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "storm", abstract: "Incidents: too many findings of one rule at once, and what becomes of them.",
        discussion: """
            While an incident is open, the requests that its rule would have opened are held. Released ones go to
            the desk, dropped ones are evidence only; a gateway that runs does it within a second.

            Examples:
              foretell rule storm
              foretell rule storm warm_cabinet --release --by lin --reason "a defect of batch 2024-31"
              foretell rule storm warm_cabinet --drop --by lin --reason "a wrong threshold"
            """)

    @OptionGroup var state: StateOption
    @Argument(help: "The rule.") var rule: String?
    @Flag(help: "The held predictions go to the desk.") var release = false
    @Flag(help: "The held predictions are dropped.") var drop = false
    @Option(help: "Who decides.") var by: String?
    @Option(help: "Why.") var reason: String?
    @Flag(help: "One JSON object a line.") var json = false

    private struct Line: Encodable {
        let incident: Incident
        let order: StormOrder?
    }

    func run() throws {
        let incidents = try openLife(state).incidents().filter { $0.incident.rule == rule ?? $0.incident.rule }
        guard release || drop else { return try show(incidents) }
        guard let rule, release != drop else {
            throw Failure.badInput("name the rule, and one of --release and --drop")
        }
        let open = incidents.filter { $0.order == nil }.map(\.incident)
        guard !open.isEmpty else { throw Failure.answerIsNo("\(visible(rule)) has no open incident") }
        let (by, reason) = (try line(by, of: "--by"), try line(reason, of: "--reason"))
        let store = try openLifeStore(state)
        defer { try? store.close() }
        for incident in open {
            let ending = release ? StormOrder.Ending.released : .dropped
            try store.record(
                StormOrder(
                    incident: incident.id, ending: ending, by: by, reason: reason, at: momentOfDecision()))
            print("\(incident.id): \(incident.held) held predictions \(ending.rawValue)")
        }
    }

    private func show(_ incidents: [(incident: Incident, order: StormOrder?)]) throws {
        for (incident, order) in incidents {
            guard !json else {
                print(try jsonLine(Line(incident: incident, order: order)))
                continue
            }
            let state = order.map { "\($0.ending.rawValue) by \($0.by): \($0.reason)" } ?? "OPEN, \(incident.held) held"
            print("\(incident.id)  \(incident.statement)  \(state)")
            print("    \(incident.devices.map(\.text).joined(separator: " "))")
        }
        if incidents.isEmpty, !json { print("no incident") }
    }
}
