import Appliances
import ArgumentParser
import FaultRules
import RuleTrials

/// `foretell rule tune`.
struct RuleTune: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tune", abstract: "Proposes values for a rule's parameters from a labelled replay.",
        discussion: """
            Sweeps the parameters as foretell rule sweep does, with its options, and prints the best setting whose
            nuisance stays within a limit, with the reason and as an override. It puts nothing into force: a person
            copies the override into config/overrides, or does not. Exit status 1 where there is nothing to propose.

            Example:
              foretell rule tune compressor_short_cycle --vary max_starts=4..12 --history --real --nuisance 0.5 \\
                --by lin --until 2027-05-31
            """)

    @OptionGroup var sweep: RuleSweep
    @Option(help: "How many findings without a fault an appliance may have in a year.") var nuisance = 0.5
    @Option(help: "The last day on which it would hold.") var until: String

    func run() throws {
        guard CalendarDay(until) != nil else {
            throw Failure.badInput("--until \(until) is no day; 2027-05-31 would be")
        }
        let by = try line(sweep.by, of: "--by")
        let report = try sweep.measure().report
        let rule = report.grid.rule.name
        switch Tuner.propose(rule, from: report.tuningPoints, nuisanceLimit: nuisance) {
        case .success(let proposal):
            print("# \(proposal.reason)")
            if !proposal.difference.isEmpty { print("# against what is in force: \(proposal.difference)") }
            print(proposal.yaml(by: by, until: until), terminator: "")
        case .failure(let nothing): throw Failure.answerIsNo("\(rule): \(nothing.reason)")
        }
    }
}

extension SweepReport {
    /// The rows as the tuner weighs them: nuisances by the year, because nobody counts them by the day.
    fileprivate var tuningPoints: [Tuner.Point] {
        rows.map { row in
            let values = zip(grid.axes, row.point.texts).map { Tuner.Value(parameter: $0.parameter, text: $1) }
            return Tuner.Point(
                values: values, isCurrent: row.point.isCurrent, detected: row.score.found, faults: row.score.faults,
                nuisances: row.score.episodes - row.score.right, nuisanceRate: row.nuisance * 365.25,
                f1: hasTruth ? row.score.f1 : nil)
        }
    }
}
