package import Appliances
import FaultRules

/// What each point of a sweep finds, over all appliances.
package struct SweepReport: Sendable {
    /// One point with its score.
    package struct Row: Sendable {
        /// The combination.
        package let point: SweepGrid.Point
        /// How well it does.
        package let score: TrialScore
        /// Requests a day that it would have opened.
        package let requestsPerDay: Double
        /// Episodes a day and appliance that belong to no fault.
        package let nuisance: Double
        /// Whether no other point finds more with as little nuisance, or as much with less.
        package internal(set) var isOnFront = false
    }

    /// The grid.
    package let grid: SweepGrid
    /// A row for each point.
    package let rows: [Row]
    /// Whether it was scored against faults.
    package let hasTruth: Bool
    /// What was fed.
    package let account: FeedAccount
    /// How many days all appliances were listened to, together.
    package let applianceDays: Double

    /// The report of all appliances, each with a score for each point of the grid.
    package init(_ grid: SweepGrid, _ parts: [(scores: [TrialScore], account: FeedAccount)], hasTruth: Bool) {
        var total = FeedAccount()
        for part in parts { total.add(part.account) }
        let days = parts.map(\.account.days).sorted().reduce(0, +)
        var rows = grid.points.indices.map { place in
            var score = TrialScore()
            for part in parts { score.add(part.scores[place]) }
            return Row(
                point: grid.points[place], score: score,
                requestsPerDay: total.days > 0 ? Double(score.requests) / total.days : 0,
                nuisance: days > 0 ? Double(score.episodes - score.right) / days : 0)
        }
        if hasTruth { SweepReport.markFront(&rows) }
        self.grid = grid
        self.rows = rows
        self.hasTruth = hasTruth
        account = total
        applianceDays = days
    }

    private static func markFront(_ rows: inout [Row]) {
        let places = rows.map { (detection: $0.score.detection ?? 0, nuisance: $0.nuisance) }
        for (place, mine) in places.enumerated() {
            rows[place].isOnFront = !places.contains { other in
                other.detection >= mine.detection && other.nuisance <= mine.nuisance
                    && (other.detection > mine.detection || other.nuisance < mine.nuisance)
            }
        }
    }

    /// The row with the best F1, of several the one nearest to what is in force; nil without faults.
    package var best: Row? {
        guard hasTruth, let place = SweepReport.best(of: rows.map(\.score), in: grid) else { return nil }
        return rows[place]
    }

    /// The place of the best score; of equals that of the point nearest to what is in force, then the first. Nil
    /// where there is nothing to find and nothing was found.
    static func best(of scores: [TrialScore], in grid: SweepGrid) -> Int? {
        var best: (place: Int, f1: Double, distance: Double)?
        guard scores.contains(where: { $0.f1 != nil }) else { return nil }
        for (place, score) in scores.enumerated() {
            // Without faults, silence is all that can be asked for.
            let f1 = score.f1 ?? 1
            let distance = grid.distance(of: place)
            if let best, f1 < best.f1 || (f1 == best.f1 && distance >= best.distance) { continue }
            best = (place, f1, distance)
        }
        return best?.place
    }
}

extension SweepGrid {
    /// How far a point lies from what is in force: the widths of the axes count as 1 each.
    fileprivate func distance(of place: Int) -> Double {
        zip(axes, points[place].values).reduce(0) { sum, pair in
            let (axis, value) = pair
            let width = max(abs((axis.values.last ?? 0) - (axis.values.first ?? 0)), .leastNormalMagnitude)
            return sum + abs(value - axis.current) / width
        }
    }
}

/// What a sweep proposes for single devices: the best point of each, as overrides to be put into force by people.
package struct SweepProposal: Sendable {
    /// One device's best point.
    package struct Choice: Sendable {
        /// The appliance.
        package let device: DeviceID
        /// Its best point.
        package let point: SweepGrid.Point
        /// Its score there.
        package let score: TrialScore
        /// Its score with what is in force.
        package let now: TrialScore
    }

    /// The rule.
    package let rule: String
    /// The parameters.
    package let parameters: [String]
    /// A choice for each device that has a fault or an episode, by device.
    package let choices: [Choice]
    /// The score of all devices, each with its choice.
    package let total: TrialScore

    /// The best point of each device.
    package init(_ grid: SweepGrid, _ parts: [(device: DeviceID, scores: [TrialScore])]) {
        let current = grid.points.firstIndex(where: \.isCurrent) ?? 0
        var total = TrialScore()
        var choices: [Choice] = []
        for part in parts.sorted(by: { $0.device < $1.device }) {
            guard let best = SweepReport.best(of: part.scores, in: grid) else { continue }
            total.add(part.scores[best])
            choices.append(
                Choice(
                    device: part.device, point: grid.points[best], score: part.scores[best], now: part.scores[current]))
        }
        rule = grid.rule.name
        parameters = grid.axes.map(\.parameter)
        self.choices = choices
        self.total = total
    }

    /// The YAML of the overrides, one for each device whose best is not what is in force.
    ///
    /// It names who puts them into force, and in the reason on what they rest, such as `coldstore, 2021-07-01 to
    /// 2021-12-31`; both are one line without quotes.
    package func yaml(by author: String, on basis: String) -> String {
        let changed = choices.filter { !$0.point.isCurrent }
        guard !changed.isEmpty else { return "# No device does better with another value.\n" }
        var text = "overrides:\n"
        for choice in changed {
            let values = zip(parameters, choice.point.texts).map { "\(rule).\($0): \($1)" }.joined(separator: ", ")
            text += "  - match: {device: \(choice.device)}\n"
            text += "    set: {\(values)}\n"
            text += "    by: \(author)\n"
            text += "    reason: \"F1 \(fixedNumber(choice.score.f1, places: 2)) instead of "
            text += "\(fixedNumber(choice.now.f1, places: 2)) on \(basis)\"\n"
        }
        return text
    }
}
