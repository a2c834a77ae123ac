import ArgumentParser
import FaultRules
import Gateway

/// `foretell check`.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Reads every file of the configuration and shows all errors at once.",
        discussion: """
            Errors read `file:line: what is wrong; what would be right`. Exit status 2 where there are any.

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
        let house = try House(options)
        let policy = house.policy
        print(
            "\(options.config): in order: \(policy.rules.rules.count) rules, "
                + "\(policy.warranties.count) warranty policies, \(policy.plans.count) maintenance plans, "
                + "\(policy.appliances.count) appliances")
    }
}
