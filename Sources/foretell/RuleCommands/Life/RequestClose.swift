import Appliances
import ArgumentParser
import ConfigFiles
import Daybook
import FaultRules
import Foundation
import Gateway
import Ledger
import ServiceDesk

/// `foretell request close`.
struct RequestClose: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "Says what a repair found, which judges the rules that had foretold it.",
        discussion: """
            Outcomes: confirmed, other_part, no_fault_found, user_caused, sensor_fault, not_visited. The verdict is
            on every episode that was put to the request, and on those of the same part of the same appliance up to
            30 days before. A gateway that runs ends the request within a second. Closing a request twice corrects
            the first time. A ticket that this desk never had is named with --device and --component.

            Examples:
              foretell request close SR-0123456789ABC --outcome confirmed --by wang
              foretell request close SR-0123456789ABC --outcome other_part --part thermostat --by wang
              foretell request close H-4711 --device fridge-17 --component compressor --outcome confirmed --by wang
            """)

    @OptionGroup var config: ConfigOptions
    @OptionGroup var state: StateOption
    @Argument(help: "The request's number, or that of a hotline ticket.") var number: String
    @Option(help: "What was found.") var outcome: String
    @Option(help: "The part that had failed, where it is not the one that was asked for.") var part: String?
    @Option(help: "Who says so.") var by: String
    @Option(help: "For a hotline ticket: the appliance.") var device: String?
    @Option(help: "For a hotline ticket: the part for which it was asked.") var component: String?
    @Option(help: "For a hotline ticket: when it was asked for; now where nothing is said.") var opened: String?

    func run() throws {
        let words = RepairOutcome.allCases.map(\.rawValue)
        guard let found = RepairOutcome(rawValue: outcome) else {
            throw Failure.badInput("no outcome is named \(visible(outcome))\(suggestion(for: outcome, in: words))")
        }
        let part = try part.map { try readComponent($0, of: "--part") }
        if part != nil, found != .confirmed, found != .otherPart {
            throw Failure.badInput("--part goes with confirmed and other_part; \(found.rawValue) names no part")
        }
        let desk = try openReader(state)
        let request = try desk.requests().first { $0.number == number }
        let repair = try repair(found, part, request)
        let life = try openLife(state).all()
        let open = Verdict.latest(life.verdicts).filter { !$0.outcome.isCensored && $0.repair != repair.number }
        let shadows = try desk.shadowEpisodes()
        let verdicts = repair.verdicts(
            on: try desk.episodes(), attached: Set(request?.evidence.map(\.episode) ?? []),
            judged: Set(open.map(\.episode)), acted: { !shadows.contains($0.id) })
        let store = try openLifeStore(state)
        defer { try? store.close() }
        try store.record(repair, verdicts)
        for verdict in verdicts {
            print("\(verdict.episode)  \(verdict.rule) v\(verdict.version)  \(verdict.outcome.rawValue)")
        }
        print("\(number): \(found.rawValue), \(verdicts.count) episodes judged; \(ending(of: request))")
    }

    private func ending(of request: ServiceRequest?) -> String {
        guard let request else { return "this desk has no such request to end" }
        guard request.visits.isEmpty else { return "the desk sees the request through to its last call back" }
        return request.state.isOpen
            ? "the gateway ends the request while it runs" : "the request was \(request.state.rawValue) before"
    }

    private func repair(_ found: RepairOutcome, _ part: Component?, _ request: ServiceRequest?) throws -> Repair {
        let house = try House(config)
        let moment = momentOfDecision()
        let by = try line(by, of: "--by")
        if let request {
            guard device == nil, component == nil, opened == nil else {
                throw Failure.badInput("\(number) is a request of this desk: leave out --device, --component, --opened")
            }
            guard let device = request.device, let asked = request.component else {
                throw Failure.answerIsNo("\(number) names no appliance of the registry or no part; no rule is judged")
            }
            let appliance = house.policy.appliances.first { $0.id == device }
            return Repair(
                number: number, device: device, model: appliance?.model ?? "", requested: asked,
                part: part, outcome: found, opened: request.opened, closed: max(moment, request.opened), by: by)
        }
        guard let device, let component else {
            throw Failure.answerIsNo(
                "there is no request \(visible(number)); a hotline ticket needs --device and --component")
        }
        guard isPlainIdentifier(number) else {
            throw Failure.badInput("\(visible(number)) is no number of a ticket; letters, digits, - and _ are")
        }
        let appliance = try house.appliance(named: device)
        let asked = try opened.map { text in
            guard let time = Timestamp(rfc3339: text) else {
                throw Failure.badInput("--opened \(text) is no time; 2026-11-24T08:00:00Z would be")
            }
            return time
        }
        return Repair(
            number: number, device: appliance.id, model: appliance.model,
            requested: try readComponent(component, of: "--component"), part: part, outcome: found,
            opened: asked ?? moment, closed: moment, by: by)
    }

    private func readComponent(_ word: String, of option: String) throws -> Component {
        guard let component = Component(rawValue: word) else {
            let known = Component.allCases.map(\.rawValue)
            throw Failure.badInput("\(option): no part is named \(visible(word))\(suggestion(for: word, in: known))")
        }
        return component
    }
}
