import Appliances
import ArgumentParser
import ConfigFiles
import FaultRules
import Foundation
import Gateway
import RuleTrials

/// `foretell rule sweep`.
struct RuleSweep: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: "What one rule finds over a past for many values of its parameters.",
        discussion: """
            Each point sets its values for all appliances, whatever overrides say; the point in force keeps them. With
            --truth or --real each point is scored: detection is the share of faults found, nuisance counts the
            episodes a day and appliance that belong to no fault. A truth is a CSV file: `device,raised` is
            matched one to one within --within; of `device,from,to` one episode raised inside is enough.
            `@` marks what is in force, `*` the Pareto front.

            Examples:
              foretell rule sweep compressor_short_cycle --vary max_starts=4..12 --vary for=10m..60m --history --real
              foretell rule sweep over_temperature --vary for=15m..90m/15m --truth faults.csv --per device \\
                --recording config/recordings/coldstore.yaml --data ../coldstore --svg curve.svg
            """)

    @OptionGroup var options: ConfigOptions
    @OptionGroup var past: PastOptions
    @Option(help: ArgumentHelp("A parameter and its values: A..B, A..B/STEP or A,B,C.", valueName: "name=values"))
    var vary: [String] = []
    @Option(help: "The step of the --vary at the same place, in the file's unit.") var step: [String] = []
    @Option(help: "What really was wrong: CSV, device,raised or device,from,to.") var truth: String?
    @Flag(help: "What the desk was really asked for, up to 30 days after an episode; with --history.") var real = false
    @Option(help: "How far an episode may lie from a `raised` of the truth.") var within = "60m"
    @Option(help: "`device`: proposes the best values of each device, as overrides.") var per: Breakdown?
    @Option(help: "Who puts such overrides into force.") var by = "operations"
    @Option(help: "Writes the curve to this file.") var svg: String?
    @Flag(help: "One point a line, as JSON.") var json = false
    @Argument(help: "The rule's name or file.") var rule: String

    /// For what the best values are chosen.
    enum Breakdown: String, ExpressibleByArgument {
        case device
    }

    /// What the sweep found: the report, and what each appliance brought to it.
    struct Measured {
        let report: SweepReport
        let grid: SweepGrid
        let past: String
        let devices: [(DeviceID, [TrialScore])]
    }

    func run() throws {
        let measured = try measure()
        if json { showJSON(measured.report) } else { show(measured.report) }
        if let svg {
            do {
                try SweepPlot(measured.report).svg.write(toFile: svg, atomically: true, encoding: .utf8)
            } catch {
                throw Failure.badInput("\(svg): cannot be written; is its folder there?")
            }
        }
        if per == .device {
            propose(SweepProposal(measured.grid, measured.devices), measured.report, measured.past)
        }
    }

    /// Runs every point over the past, and scores each appliance as soon as it is through, so that no episode
    /// waits for the end.
    func measure() throws -> Measured {
        let house = try House(options)
        let choice = try TrialChoice([rule], in: house)
        guard let rule = choice.chosen.first, choice.chosen.count == 1 else {
            throw Failure.badInput("a sweep is of one rule")
        }
        let past = try past.past()
        let grid = try grid(of: rule)
        var channels = house.policy.rules.channels
        var variants: [TrialRules] = []
        for point in grid.points.indices {
            let overrides = grid.overrides(at: point, of: house.policy.rules.overrides)
            let trial = try choice.compile([grid.rule(at: point)], overrides: overrides, channels: channels)
            channels = trial.ruleSet.channels
            variants.append(trial)
        }
        let truth = try faults(past, variants[0].components)
        let feed = PastFeed(
            past: past, roster: roster(house, past), variants: variants, channels: channels,
            utcOffsetSeconds: house.policy.utcOffsetSeconds)
        let nothing = FaultTruth([], form: .stretches)
        let parts = try feed.run("sweep") { appliance, trials in
            let scores = trials.map { (truth ?? nothing).score($0.episodes, of: appliance.id) }
            return (device: appliance.id, scores: scores, account: trials.first?.account ?? FeedAccount())
        }
        let report = SweepReport(grid, parts.map { ($0.scores, $0.account) }, hasTruth: truth != nil)
        return Measured(report: report, grid: grid, past: past.name, devices: parts.map { ($0.device, $0.scores) })
    }

    private func grid(of rule: FaultRule) throws -> SweepGrid {
        guard step.count <= vary.count else { throw Failure.badInput("there are more --step than --vary") }
        guard truth != nil || real || (svg == nil && per == nil) else {
            throw Failure.badInput("--svg and --per need faults to score against: --truth FILE, or --real")
        }
        do {
            let axes = try vary.enumerated().map { place, text in
                try SweepAxis(text, step: step.indices.contains(place) ? step[place] : nil, of: rule)
            }
            return try SweepGrid(rule, axes)
        } catch let fault as SweepFault {
            throw Failure.badInput(fault.text)
        }
    }

    private func roster(_ house: House, _ past: Past) -> Roster {
        guard case .recording(let description, _) = past.kind else {
            return Roster(house.policy.appliances, category: self.past.category)
        }
        return Roster(house.policy.appliances, category: self.past.category, recording: description)
    }

    /// What was wrong; nil where it was not said.
    private func faults(_ past: Past, _ components: [Component]) throws -> FaultTruth? {
        guard !real || truth == nil else { throw Failure.badInput("--truth and --real exclude each other") }
        if real {
            guard let requests = past.realRequests else {
                throw Failure.badInput("--real needs --history, with the desk of the same --state")
            }
            return FaultTruth(requests, of: components)
        }
        guard let truth else { return nil }
        guard let tolerance = TimeSpan(within) else {
            throw Failure.badInput("--within \(within) is no length of time; 60m would be")
        }
        guard let data = FileManager.default.contents(atPath: truth) else {
            throw Failure.badInput("\(truth): cannot be read; is it there?")
        }
        let rows = try readTruth([UInt8](data), file: truth).get()
        let faults = rows.rows.filter { past.span.overlaps($0.from..<$0.to) || past.span.contains($0.from) }.map {
            FaultTruth.Fault(device: $0.device, from: $0.from, to: $0.to)
        }
        return FaultTruth(faults, form: rows.areMoments ? .moments(within: tolerance) : .stretches)
    }

    private func show(_ report: SweepReport) {
        let found = report.hasTruth ? ["detection", "nuisance", "F1", "lead"] : ["a day and appliance"]
        let head = [""] + report.grid.axes.map(\.parameter) + ["episodes", "requests a day"] + found
        let rows = report.rows.map { row -> [String] in
            let mark = (row.point.isCurrent ? "@" : "") + (row.isOnFront ? "*" : "")
            let counts = ["\(row.score.episodes)", fixedNumber(row.requestsPerDay, places: 2)]
            let scores =
                report.hasTruth
                ? [
                    row.score.detection.map { fixedNumber($0 * 100, places: 1) + " %" } ?? "-",
                    fixedNumber(row.nuisance, places: 4), fixedNumber(row.score.f1, places: 3),
                    row.score.medianLead.map(wholeHours) ?? "-",
                ] : [fixedNumber(row.nuisance, places: 4)]
            return [mark] + row.point.texts + counts + scores
        }
        print(columns([head] + rows, indent: 0).joined(separator: "\n"))
        guard report.hasTruth else { return }
        if let best = report.best {
            let values = zip(report.grid.axes, best.point.texts).map { "\($0.parameter) \($1)" }
            print("\nbest by F1: \(values.joined(separator: ", ")): \(fixedNumber(best.score.f1, places: 3))")
        }
        print("\n" + SweepPlot(report).text())
    }

    private func showJSON(_ report: SweepReport) {
        for row in report.rows {
            let values = zip(report.grid.axes, row.point.texts).map { "\"\($0.parameter)\":\"\($1)\"" }
            let lead = row.score.medianLead.map { "\($0.seconds)" } ?? "null"
            let scores =
                report.hasTruth
                ? ",\"detection\":\(number(row.score.detection)),\"nuisance\":\(number(row.nuisance)),"
                    + "\"precision\":\(number(row.score.precision)),\"f1\":\(number(row.score.f1)),"
                    + "\"lead_s\":\(lead),\"pareto\":\(row.isOnFront)"
                : ""
            print(
                "{\"values\":{\(values.joined(separator: ","))},\"current\":\(row.point.isCurrent),"
                    + "\"episodes\":\(row.score.episodes),\"requests\":\(row.score.requests),"
                    + "\"requests_per_day\":\(number(row.requestsPerDay))\(scores)}")
        }
    }

    private func number(_ value: Double?) -> String { value.map(plainNumber) ?? "null" }

    private func propose(_ proposal: SweepProposal, _ report: SweepReport, _ past: String) {
        let basis = [report.account.first, report.account.last].compactMap { moment in
            moment.map { "\(CalendarDay($0, utcOffsetSeconds: 0))" }
        }
        let yaml = proposal.yaml(by: by, on: "\(past), \(basis.joined(separator: " to "))")
        // Beside JSON lines the proposal would be none of them.
        guard !json else { return complain(yaml) }
        print("# F1 with the best values of each device: \(fixedNumber(proposal.total.f1, places: 3))")
        print(yaml, terminator: "")
    }
}
