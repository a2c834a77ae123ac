import FaultRules

/// The curve of a sweep: detection against nuisance, in plain characters or as a picture.
package struct SweepPlot: Sendable {
    /// One point of the curve.
    package struct Mark: Sendable {
        /// Episodes a day and appliance that belong to no fault: to the right.
        package let nuisance: Double
        /// The share of faults found: upwards, 0 to 1.
        package let detection: Double
        /// What it stands for, such as `max_starts 6, for 30m`.
        package let name: String
        /// Whether it is what is in force.
        package let isCurrent: Bool
        /// Whether no other point is better in both.
        package let isOnFront: Bool

        /// A point.
        package init(nuisance: Double, detection: Double, name: String, isCurrent: Bool, isOnFront: Bool) {
            self.nuisance = nuisance
            self.detection = detection
            self.name = name
            self.isCurrent = isCurrent
            self.isOnFront = isOnFront
        }
    }

    /// What it shows.
    package let title: String
    /// The points.
    package let marks: [Mark]

    /// A plot of these points.
    package init(title: String, marks: [Mark]) {
        self.title = title
        self.marks = marks
    }

    /// The plot of a report.
    package init(_ report: SweepReport) {
        let parameters = report.grid.axes.map(\.parameter)
        self.init(
            title: "\(report.grid.rule.name): detection against nuisance",
            marks: report.rows.map { row in
                Mark(
                    nuisance: row.nuisance, detection: row.score.detection ?? 0,
                    name: zip(parameters, row.point.texts).map { "\($0) \($1)" }.joined(separator: ", "),
                    isCurrent: row.point.isCurrent, isOnFront: row.isOnFront)
            })
    }

    /// A round number that no point's nuisance exceeds: where the axis ends.
    var nuisanceEnd: Double {
        let most = marks.map(\.nuisance).max() ?? 0
        guard most > 0, most.isFinite else { return 1 }
        var decade = 1e-6
        while decade < 1e9 {
            for face in [1.0, 2, 3, 4, 5, 6, 8] where decade * face >= most { return decade * face }
            decade *= 10
        }
        return most
    }

    /// The points with those that matter last, so that they are drawn over the others.
    var drawn: [Mark] {
        marks.filter { !$0.isCurrent && !$0.isOnFront } + marks.filter { !$0.isCurrent && $0.isOnFront }
            + marks.filter(\.isCurrent)
    }

    /// The plot in plain characters: `@` what is in force, `*` the Pareto front, `o` the rest; 30 to 100 columns wide,
    /// with a field of 4 to 50 lines.
    package func text(width: Int = 78, height: Int = 20) -> String {
        let (columns, lines) = (min(max(width, 30), 100) - 7, min(max(height, 4), 50))
        let end = nuisanceEnd
        var field = Array(repeating: Array(repeating: Character(" "), count: columns), count: lines)
        for mark in drawn {
            let column = Int((mark.nuisance / end * Double(columns - 1)).rounded())
            let line = Int(((1 - mark.detection) * Double(lines - 1)).rounded())
            guard field.indices.contains(line), field[line].indices.contains(column) else { continue }
            field[line][column] = mark.isCurrent ? "@" : mark.isOnFront ? "*" : "o"
        }
        var rows = [title]
        for (line, characters) in field.enumerated() {
            rows.append(label(of: line, of: lines) + " |" + trimmed(characters))
        }
        rows.append("     +" + String(repeating: "-", count: columns))
        let right = plainNumber(end)
        let axis = "nuisance: episodes a day and appliance without a fault"
        let gap = max(2, columns - 1 - right.count - axis.count)
        let (before, after) = (gap / 2, gap - gap / 2)
        rows.append(
            "      0" + String(repeating: " ", count: before) + axis.prefix(columns - 1 - right.count - 2)
                + String(repeating: " ", count: after) + right)
        rows.append("      @ in force   * Pareto front   o the rest")
        return rows.joined(separator: "\n") + "\n"
    }

    /// The share at every fourth part of the axis.
    private func label(of line: Int, of lines: Int) -> String {
        for share in [100, 75, 50, 25, 0] {
            let place = Int((Double(100 - share) / 100 * Double(lines - 1)).rounded())
            guard place == line else { continue }
            let digits = "\(share)%"
            return String(repeating: " ", count: 4 - digits.count) + digits
        }
        return "    "
    }

    private func trimmed(_ characters: [Character]) -> String {
        String(characters[..<((characters.lastIndex { $0 != " " } ?? -1) + 1)])
    }
}
