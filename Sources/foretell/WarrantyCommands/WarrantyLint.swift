import Appliances
import ArgumentParser
import ConfigFiles
import Warranty

extension WarrantyCommand {
    /// `foretell warranty lint`.
    struct Lint: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Looks for purchases that no clause takes, or several do, and for what is taken for granted.",
            discussion: """
                Days, properties of the appliance and cities of purchase are swept for every policy in force.
                Each finding comes with a purchase that shows it. Exit status 1 where there is a gap or a
                contradiction; overlaps with the same result and assumptions are for people to know.

                Examples:
                  foretell warranty lint
                  foretell warranty lint --policy haier-air-conditioner
                  foretell warranty lint --json
                """)

        @Option(name: .long, help: "The folder of the configuration.") var config = "config"
        @Option(help: "Only this policy.") var policy: String?
        @Flag(help: "One JSON object a line.") var json = false

        func run() throws {
            var (policies, cities) = try House.warranties(in: config)
            if let policy {
                guard policies.contains(where: { $0.id == policy }) else {
                    let known = policies.map(\.id)
                    throw Failure.badInput("--policy \(policy) is not in force\(suggestion(for: policy, in: known))")
                }
                policies = policies.filter { $0.id == policy }
            }
            let named = Set(policies.flatMap(\.bands).flatMap(\.scope.cities))
            let elsewhere = ["Beijing"] + cities.cities
            let findings = lint(policies, elsewhere: elsewhere.first { !named.contains($0) } ?? "Beijing")
            for finding in findings { print(json ? try jsonLine(finding) : finding.lines.joined(separator: "\n")) }
            let holes = findings.count { $0.kind.isHole }
            if !json { print(summary(policies, findings.count, holes)) }
            if holes > 0 { throw ExitCode(1) }
        }

        private func summary(_ policies: [WarrantyPolicy], _ findings: Int, _ holes: Int) -> String {
            var line = "\(policies.count) policies, \(findings) findings, \(holes) of them gaps or contradictions"
            for policy in policies where !policy.isFromSources {
                line += "\n\(policy.edition) is not from the sources"
            }
            for policy in policies where !policy.completeFor.isEmpty {
                line +=
                    "\n\(policy.edition) means to be complete for \(words(policy.completeFor)); nothing else was swept"
            }
            return line
        }
    }
}

private func words(_ attributes: [Attribute.Value]) -> String {
    attributes.map { "\($0.attribute.rawValue) = \($0.value)" }.joined(separator: ", ")
}

extension PolicyFinding {
    /// The finding as people read it: what, where, and a purchase.
    fileprivate var lines: [String] {
        var place = [days]
        switch places {
        case .anywhere: break
        case .within(let cities): place.append("in " + cities.joined(separator: ", "))
        case .outside(let cities): place.append("outside " + cities.joined(separator: ", "))
        }
        if !attributes.isEmpty { place.append(words(attributes)) }
        let purchase = example.purchase
        let shown = [
            example.brand, example.category.rawValue, purchase.city, words(example.attributes),
            purchase.invoiceDay.map { "invoice of \($0)" } ?? "",
        ]
        return [
            "\(policy)  \(kind.rawValue)  \(place.joined(separator: "; ")): \(text.en)",
            "    such as \(shown.filter { !$0.isEmpty }.joined(separator: ", "))",
        ]
    }

    private var days: String {
        switch (from, through) {
        case (nil, nil): "bought on any day"
        case (let from?, nil): "bought from \(from) on"
        case (nil, let through?): "bought up to \(through)"
        case (let from?, let through?): from == through ? "bought on \(from)" : "bought from \(from) to \(through)"
        }
    }
}
