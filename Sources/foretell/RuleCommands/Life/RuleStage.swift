import Appliances
import ArgumentParser
import ConfigFiles
import FaultRules
import Foundation
import Ledger

/// `foretell rule stage`.
struct RuleStage: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stage", abstract: "Shows a rule's stages so far, or moves it to another one.",
        discussion: """
            A rule lives through draft, shadow, canary 5, canary 25, canary 100, active and retired. Each step
            forward has conditions; a step back has none. A gateway that runs takes the change up within a second.
            Exit status 1 where a condition is not met and --force is not given.

            Examples:
              foretell rule stage warm_cabinet
              foretell rule stage warm_cabinet shadow --by lin --reason "tests are complete"
              foretell rule stage warm_cabinet canary 5 --by lin --reason "quiet in shadow" --report trial.jsonl \\
                --capacity 20
              foretell rule stage warm_cabinet shadow --by lin --reason "engineers find nothing"
            """)

    @OptionGroup var config: ConfigOptions
    @OptionGroup var state: StateOption

    @Argument(help: "The rule.") var rule: String
    @Argument(help: "The stage to move to.") var stage: [String] = []
    @Option(help: "Who decides.") var by: String?
    @Option(help: "Why.") var reason: String?
    @Option(help: "What a back-test of the rule said: the file is kept.") var report: String?
    @Option(help: "Requests a week that the service centres can take on from this rule.") var capacity: Double?
    @Option(help: "How many shadow episodes are asked for.")
    var shadowEpisodes = StageDossier.shadowEpisodesDefault
    @Flag(help: "States that the fault is too rare to be seen in shadow.") var expectsNone = false
    @Flag(help: "Moves it although a condition is not met; the audit log says so.") var force = false
    @Flag(help: "The history as one JSON object a line.") var json = false

    func run() throws {
        guard !stage.isEmpty else { return try showHistory() }
        let word = stage.joined(separator: " ")
        guard let target = Stage(word: word) else {
            throw Failure.badInput(
                "no stage is named \(visible(word))\(suggestion(for: word, in: Stage.all.map(\.word)))")
        }
        let (by, reason) = (try line(by, of: "--by"), try line(reason, of: "--reason"))
        let store = try openLifeStore(state)
        defer { try? store.close() }
        let moment = momentOfDecision()
        let digest = try report.map { try attach($0, to: store, at: moment) }
        let (version, from, gates) = try examine(target, digest, at: moment)
        guard from != target else { throw Failure.answerIsNo("\(rule) is at \(target.word) already") }
        for gate in gates { print("\(gate.isPassed ? "met    " : "NOT MET")  \(gate.name): \(gate.figures)") }
        let change = StageChange(
            rule: rule, version: version, from: from, to: target, by: by, reason: reason, at: moment, gates: gates,
            report: digest)
        guard force || !change.isForced else {
            throw Failure.answerIsNo(
                "\(rule) stays at \(from.word): a condition is not met; --force moves it all the same")
        }
        try store.record(change)
        print("\(rule) v\(version): \(from.word) → \(target.word)\(change.isForced ? ", forced" : "")")
    }

    private func showHistory() throws {
        let changes = try openLife(state).stages().history(of: rule)
        guard !json else {
            for change in changes { print(try jsonLine(change)) }
            return
        }
        if let rule = try? House(config).rule(named: rule) {
            print("\(rule.name) v\(rule.version): \(StageBook(changes).stage(of: rule).word)")
            if changes.isEmpty { print("  as its file says; nobody has changed it") }
        } else if changes.isEmpty {
            throw Failure.answerIsNo("nobody has changed the stage of \(visible(rule))")
        }
        for change in changes {
            let forced = change.isForced ? ", forced" : ""
            let report = change.report.map { ", report \($0)" } ?? ""
            print(
                "  \(change.at)  v\(change.version)  \(change.from.word) → \(change.to.word)\(forced)  "
                    + "by \(change.by): \(change.reason)\(report)")
            for gate in change.gates {
                print("    \(gate.isPassed ? "met" : "NOT MET")  \(gate.name): \(gate.figures)")
            }
        }
    }

    /// The version and the stage before, and the conditions as they stand.
    private func examine(
        _ target: Stage, _ digest: String?, at moment: Timestamp
    ) throws -> (version: Int, from: Stage, gates: [Gate]) {
        let desk: LifeDesk
        do {
            desk = try LifeDesk(config, state)
        } catch let problems as ConfigProblems {
            // A rule must be stoppable also while somebody's file is broken.
            guard let last = try openLife(state).stages().history(of: rule).last else { throw problems }
            var dossier = StageDossier()
            dossier.problems = problems.all.count
            return (last.version, last.to, dossier.gates(from: last.to, to: target))
        }
        let rule = try desk.house.rule(named: rule)
        let from = desk.stages.stage(of: rule)
        let dossier = try dossier(of: rule, desk, digest, at: moment)
        return (rule.version, from, dossier.gates(from: from, to: target))
    }

    private func dossier(
        of rule: FaultRule, _ desk: LifeDesk, _ digest: String?, at moment: Timestamp
    ) throws -> StageDossier {
        var dossier = StageDossier()
        dossier.examination = try examination(of: rule, config)
        // A report that was attached to this version before is still there.
        dossier.report =
            digest ?? desk.stages.history(of: rule.name).last { $0.version == rule.version && $0.report != nil }?.report
        let findings = try desk.findings(of: rule)
        (dossier.shadowEpisodes, dossier.shadowEpisodesMin) = (findings.shadows, shadowEpisodes)
        dossier.expectsNone = expectsNone
        let since =
            desk.stages.evaluatedSince(rule.name, version: rule.version) ?? findings.episodes.map(\.raised).min()
        if let since {
            // Over less than a day nothing can be said of a week.
            let days = max((moment - since).seconds / 86_400, 1)
            dossier.requestsPerWeek = Double(findings.episodes.count) / days * 7
        }
        dossier.capacityPerWeek = capacity
        let score = desk.score(of: rule)
        (dossier.verdicts, dossier.right) = (score?.verdicts ?? 0, score?.right ?? 0)
        dossier.floor = rule.floor
        return dossier
    }

    private func attach(_ path: String, to store: LifeStore, at moment: Timestamp) throws -> String {
        guard let data = FileManager.default.contents(atPath: path), data.count <= 64 * 1_048_576 else {
            throw Failure.badInput("\(path): cannot be read; write it with foretell rule backtest --json")
        }
        guard String(decoding: data, as: UTF8.self).contains(rule) else {
            throw Failure.badInput("\(path): says nothing of \(rule); it must be a back-test of this rule")
        }
        return try store.attach(data, named: URL(filePath: path).lastPathComponent, to: rule, at: moment)
    }
}
