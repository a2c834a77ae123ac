/// Proposes values of parameters from labelled replays; puts none of them into force (design page rules).
package struct Tuner: Sendable {
    /// What one setting of the parameters would have done.
    package struct Point: Hashable, Sendable {
        /// The parameters and their values as a rule file writes them.
        package let values: [Value]
        /// Whether this is what is in force.
        package let isCurrent: Bool
        /// Faults that were found.
        package let detected: Int
        /// Faults that there were.
        package let faults: Int
        /// Episodes that no fault stands behind.
        package let nuisances: Int
        /// Those for each appliance and year.
        package let nuisanceRate: Double
        /// The harmonic mean of detection and precision; nil where there is nothing to find.
        package let f1: Double?

        /// What one setting would have done.
        package init(
            values: [Value], isCurrent: Bool, detected: Int, faults: Int, nuisances: Int, nuisanceRate: Double,
            f1: Double?
        ) {
            self.values = values
            self.isCurrent = isCurrent
            self.detected = detected
            self.faults = faults
            self.nuisances = nuisances
            self.nuisanceRate = nuisanceRate
            self.f1 = f1
        }
    }

    /// One parameter's value.
    package struct Value: Hashable, Sendable {
        /// The parameter.
        package let parameter: String
        /// Its value as a rule file writes it, such as `8 °C`.
        package let text: String

        /// A parameter's value.
        package init(parameter: String, text: String) {
            self.parameter = parameter
            self.text = text
        }
    }

    /// What is proposed.
    package struct Proposal: Hashable, Sendable {
        /// The rule.
        package let rule: String
        /// The setting.
        package let point: Point
        /// Why, with the numbers, in one sentence without its full stop.
        package let reason: String
        /// What it would have changed against what is in force; empty where that was not replayed.
        package let difference: String
    }

    /// What is nothing to propose, in one sentence without its full stop.
    package struct NoProposal: Error, Hashable, Sendable {
        /// Why not.
        package let reason: String
    }

    /// Looks for the setting with the best F1 whose nuisance is within a limit.
    ///
    /// Of equals the one with fewer nuisances, then what is in force, then the first.
    ///
    /// - Parameters:
    ///   - rule: the rule's name.
    ///   - points: what was replayed.
    ///   - limit: how many episodes without a fault an appliance may have in a year.
    /// - Returns: the setting with its reason, or why there is none to propose.
    package static func propose(
        _ rule: String, from points: [Point], nuisanceLimit limit: Double
    ) -> Result<Proposal, NoProposal> {
        guard points.contains(where: { $0.f1 != nil }) else {
            return .failure(NoProposal(reason: "the replay holds no labelled fault, so nothing can be told apart"))
        }
        let allowed = points.filter { $0.nuisanceRate <= limit }
        guard let best = allowed.enumerated().min(by: isBetter)?.element else {
            let least = points.map(\.nuisanceRate).min() ?? 0
            return .failure(
                NoProposal(
                    reason:
                        "no setting stays within \(rounded(limit)) nuisances a year and appliance; the quietest has "
                        + rounded(least)))
        }
        let current = points.first(where: \.isCurrent)
        guard !best.isCurrent else {
            return .failure(NoProposal(reason: "what is in force is the best of \(points.count) settings"))
        }
        let reason =
            "F1 \(rounded(best.f1 ?? 0)) is the best of \(points.count) settings, with \(rounded(best.nuisanceRate)) "
            + "nuisances a year and appliance where \(rounded(limit)) are allowed"
        return .success(
            Proposal(rule: rule, point: best, reason: reason, difference: current.map { best.difference(to: $0) } ?? "")
        )
    }

    private static func isBetter(_ left: (offset: Int, element: Point), _ right: (offset: Int, element: Point)) -> Bool
    {
        let (mine, other) = (left.element, right.element)
        if (mine.f1 ?? 0) != (other.f1 ?? 0) { return mine.f1 ?? 0 > other.f1 ?? 0 }
        if mine.nuisances != other.nuisances { return mine.nuisances < other.nuisances }
        if mine.isCurrent != other.isCurrent { return mine.isCurrent }
        return left.offset < right.offset
    }
}

extension Tuner.Point {
    /// What changes against another setting, such as `+2 faults found, −31 nuisances`.
    fileprivate func difference(to current: Tuner.Point) -> String {
        "\(signed(detected - current.detected)) faults found of \(faults), "
            + "\(signed(nuisances - current.nuisances)) nuisances"
    }
}

extension Tuner.Proposal {
    /// Writes the overrides that a person may put into `config/overrides`, as YAML.
    ///
    /// - Parameters:
    ///   - author: who would put them into force.
    ///   - until: the last day on which they hold, such as `2027-05-31`.
    /// - Returns: a file's text.
    package func yaml(by author: String, until: String) -> String {
        let settings = point.values.map { "      \(rule).\($0.parameter): \($0.text)" }.joined(separator: "\n")
        return """
            overrides:
              - match: all
                set:
            \(settings)
                by: \(author)
                reason: "\(reason)"
                until: \(until)

            """
    }
}

private func signed(_ count: Int) -> String { count < 0 ? "−\(-count)" : "+\(count)" }

/// A number with two decimals.
private func rounded(_ value: Double) -> String {
    let hundredths = Int((min(max(value, 0), 1e9) * 100).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
}
