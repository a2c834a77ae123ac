import ArgumentParser
import ConfigFiles
import Devices
import FaultRules
import Gateway

/// `foretell check`.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Reads every file of the configuration and shows all errors at once.",
        discussion: """
            The examples of every device profile are run, too. Errors read
            `file:line: what is wrong; what would be right`. Exit status 2 where there are any.

            Examples:
              foretell check
              foretell check --config /etc/foretell --set registry=appliances.csv
            """)

    @OptionGroup var options: ConfigOptions

    @Argument(help: "The folder of the configuration, as another way to say --config.")
    var folder: String?

    func run() throws {
        var options = options
        options.config = folder ?? options.config
        let house = try House(options, comparesTopics: true)
        let policy = house.policy
        let (examples, failures) = try tryExamples(policy.profiles)
        print(
            "\(options.config): in order: \(policy.rules.rules.count) rules, "
                + "\(policy.warranties.count) warranty policies, \(policy.plans.count) maintenance plans, "
                + "\(policy.triage.count) triage tables, \(policy.checklists.count) checklists, "
                + "\(policy.appliances.count) appliances, \(policy.profiles.count) device profiles, "
                + "\(examples) examples")
        if failures > 0 { throw ExitCode(2) }
    }

    /// Runs the examples of profiles; shows what is not as promised.
    private func tryExamples(_ profiles: [DeviceProfile]) throws -> (count: Int, failures: Int) {
        let trial = ProfileTrial(profiles)
        let findings = profiles.flatMap(trial.findings)
        let failed = findings.filter { !$0.complaints.isEmpty }
        for finding in failed {
            complain(
                "profile \(finding.profile), line \(finding.line): \(finding.example): "
                    + finding.complaints.joined(separator: "; "))
        }
        return (findings.count, failed.count)
    }
}
