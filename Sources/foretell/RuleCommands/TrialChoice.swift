import Appliances
import ArgumentParser
import ConfigFiles
import FaultRules
import Foundation
import Gateway
import Ledger
import RuleTrials
import ServiceDesk
import Telemetry

extension Appliances.Category: ExpressibleByArgument {}

/// Over which past rules are tried.
struct PastOptions: ParsableArguments {
    @Option(help: "A recording: its description (.yaml).") var recording: String?
    @Option(help: "The folder of the recording's files; the description's own where missing.") var data: String?
    @Flag(help: "What the gateway itself has stored, in --state.") var history = false
    @OptionGroup var state: StateOption
    @Option(help: "Only what was measured from then on: RFC 3339, or a day in UTC.") var from: String?
    @Option(help: "Only what was measured before then: RFC 3339, or a day in UTC.") var to: String?
    @Option(help: "What the devices are that the registry does not know; without it they are left out.")
    var category: Appliances.Category?

    /// The past that was asked for.
    func past() throws -> Past {
        let span = try moment(from, "--from", or: RecordBlock.always.lowerBound)
        let end = try moment(to, "--to", or: RecordBlock.always.upperBound)
        guard span < end else { throw Failure.badInput("--to must be later than --from") }
        guard history != (recording != nil) else {
            throw Failure.badInput("say over which past: --recording DESCRIPTION, or --history with --state")
        }
        guard let recording else { return Past(kind: .history(state.folder), span: span..<end) }
        let url = URL(filePath: recording)
        let description = try readConfigFile(url, as: recording, readRecording).get()
        let folder = data.map { URL(filePath: $0) } ?? url.deletingLastPathComponent()
        return Past(kind: .recording(description, folder), span: span..<end)
    }

    private func moment(_ text: String?, _ option: String, or standard: Timestamp) throws -> Timestamp {
        guard let text else { return standard }
        if let moment = Timestamp(rfc3339: text) ?? Timestamp(rfc3339: text + "T00:00:00Z") { return moment }
        throw Failure.badInput("\(option) \(text) is no time; 2026-11-01 or 2026-11-01T08:00:00+08:00 would be")
    }
}

/// A past over which rules are tried.
struct Past: Sendable {
    /// Where it stands.
    enum Kind: Sendable {
        /// In the files of a recording.
        case recording(RecordingDescription, URL)
        /// In the history of a state folder.
        case history(URL)
    }

    let kind: Kind
    let span: Range<Timestamp>

    /// How reports call it.
    var name: String {
        switch kind {
        case .recording(let description, _): description.name
        case .history: "history"
        }
    }

    /// The requests that the desk has really had; nil where there is no desk.
    var realRequests: [RealRequest]? {
        guard case .history(let folder) = kind, let requests = try? DeskReader(folder: folder).requests() else {
            return nil
        }
        return requests.filter { span.contains($0.opened) }.compactMap { request in
            guard let device = request.device, let component = request.component else { return nil }
            return RealRequest(device: device, component: component, opened: request.opened)
        }
    }
}

/// The appliances of a past: those of the registry, and, where it is said what they are, all others.
struct Roster: Sendable {
    private let registered: [DeviceID: Appliance]
    private let category: Appliances.Category?
    private let model: String
    private let site: SiteID?

    init(_ appliances: [Appliance], category: Appliances.Category?, recording: RecordingDescription? = nil) {
        registered = Dictionary(appliances.map { ($0.id, $0) }) { first, _ in first }
        self.category = category ?? recording?.category
        model = recording?.model ?? ""
        site = recording?.site ?? SiteID("site-1")
    }

    /// The appliance of that name; nil where nobody knows what it is.
    func appliance(_ device: DeviceID) -> Appliance? {
        if let appliance = registered[device] { return appliance }
        guard let category, let site else { return nil }
        return Appliance(id: device, site: site, category: category, model: model)
    }
}

/// The rules that a command is asked about.
struct TrialChoice {
    /// The rules, as they are to be tried.
    let chosen: [FaultRule]
    /// Those of them that were given as files, as they are in force; empty where none is.
    let replaced: [FaultRule]
    private let house: House

    /// Finds rules by name, by file, or all of them by `all`.
    init(_ words: [String], in house: House) throws {
        var (chosen, replaced): ([FaultRule], [FaultRule]) = ([], [])
        let inForce = house.policy.rules.rules
        for word in words {
            if word == "all" {
                chosen += inForce
            } else if word.contains("/") || word.hasSuffix(".yaml") || word.hasSuffix(".yml") {
                let file = RuleFile(URL(filePath: word), as: word, channels: ChannelList())
                guard file.problems.isEmpty, let rule = file.rule else { throw ConfigProblems(file.problems) }
                chosen.append(rule)
                replaced += inForce.filter { $0.name == rule.name }
            } else {
                chosen.append(try house.rule(named: word))
            }
        }
        for (place, rule) in chosen.enumerated() where chosen[..<place].contains(where: { $0.name == rule.name }) {
            throw Failure.badInput("the rule \(rule.name) is asked for twice; name it once")
        }
        self.chosen = chosen
        self.replaced = replaced
        self.house = house
    }

    /// Compiles a trial of some rules, with the others in force beside them.
    func compile(
        _ rules: [FaultRule], overrides: [Override]? = nil, channels: ChannelList
    ) throws -> TrialRules {
        let set = house.policy.rules
        let compiled = TrialRules.compile(
            rules, others: set.rules, overrides: overrides ?? set.overrides, channels: channels)
        switch compiled {
        case .success(let rules): return rules
        case .failure(let wrong):
            let lines = wrong.faults.map { number, fault in
                let name = rules.indices.contains(number) ? rules[number].name : "a rule that it names"
                let column = fault.offset.map { ":\($0 + 1)" } ?? ""
                return "\(name): \(fault.formula)\(column): \(fault.text)"
            }
            throw Failure.badInput(lines.joined(separator: "\n"))
        }
    }
}
