import Appliances
package import FaultRules

/// One parameter that a sweep varies, and over which values.
package struct SweepAxis: Hashable, Sendable {
    /// The parameter.
    package let parameter: String
    /// The values in canonical units, rising.
    package let values: [Double]
    /// The values as the rule's file would write them.
    package let texts: [String]
    /// The value of the file, in the canonical unit; of durations of several levels, that of the mildest.
    package let current: Double
    /// The value of the file as it writes it.
    package let currentText: String

    /// Reads `max_starts=4..12`, `limit=6..10/0.5`, `for=10m..60m` or `for=15m,30m,45m` for a rule.
    ///
    /// Numbers without a unit are in the unit of the rule's file. A step that is not written is the smallest
    /// round one that makes no more than ``stepsMax`` values: 1 for `4..12`, 5m for `10m..60m`. It is whole where
    /// both ends and the value in force are.
    ///
    /// `step` is the step where none stands behind a `/`.
    ///
    /// - Throws: what is wrong; what would be right.
    package init(_ text: String, step: String? = nil, of rule: FaultRule) throws(SweepFault) {
        guard let equals = text.firstIndex(of: "=") else {
            throw SweepFault(text: "--vary \(text) must be such as max_starts=4..12 or for=10m..60m/5m")
        }
        let name = String(text[..<equals])
        guard let parameter = rule.parameters(meant: name).first else {
            let known = rule.parameters.map(\.name).joined(separator: ", ")
            throw SweepFault(
                text: known.isEmpty
                    ? "the rule \(rule.name) has no parameters"
                    : "the rule \(rule.name) has no parameter `\(name)`; it has \(known)")
        }
        let scale = ParameterScale(parameter)
        let numbers = try SweepAxis.numbers(text[text.index(after: equals)...], step, parameter, scale)
        for number in numbers {
            guard let range = parameter.range, !range.contains(scale.value(number)) else { continue }
            // A bound reached by steps of a tenth may miss it by a rounding.
            let slack = 1e-9 * max(1, abs(range.lowerBound), abs(range.upperBound))
            if scale.value(number) >= range.lowerBound - slack, scale.value(number) <= range.upperBound + slack {
                continue
            }
            throw SweepFault(
                text: "\(name)=\(parameter.written(scale.value(number))) lies outside its range from "
                    + "\(parameter.written(range.lowerBound)) to \(parameter.written(range.upperBound))")
        }
        self.parameter = name
        values = numbers.map { number in
            let value = scale.value(number)
            return parameter.range.map { min(max(value, $0.lowerBound), $0.upperBound) } ?? value
        }
        texts = values.map(parameter.written)
        current = parameter.value
        currentText = parameter.written(parameter.value)
    }

    /// How many values a step that is not written makes at most.
    package static let stepsMax = 13
    /// How many values an axis may have.
    package static let valuesMax = 200

    private static func numbers(
        _ text: Substring, _ step: String?, _ parameter: FaultRule.Parameter, _ scale: ParameterScale
    ) throws(SweepFault) -> [Double] {
        func number(_ text: some StringProtocol) throws(SweepFault) -> Double {
            if let number = scale.read(text) { return number }
            throw SweepFault(
                text: "`\(text)` is no value of \(parameter.name), which is written such as \(parameter.text)")
        }
        let bounds = text.split(separator: "..", omittingEmptySubsequences: false)
        guard bounds.count == 2 else {
            var listed: [Double] = []
            for word in text.split(separator: ",", omittingEmptySubsequences: false) { listed.append(try number(word)) }
            return Set(listed).sorted()
        }
        let end = bounds[1].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let (from, to) = (try number(bounds[0]), try number(end[0]))
        guard from < to else {
            throw SweepFault(text: "--vary \(parameter.name)=\(text) begins above its end; write the least value first")
        }
        var pace = end.count == 2 ? try difference(end[1], parameter, scale) : nil
        if pace == nil, let step { pace = try difference(step, parameter, scale) }
        let isSpan = parameter.unit.toCanonical.unit == .second
        let isWhole = [from, to, isSpan ? from : scale.number(parameter.value)].allSatisfy { $0 == $0.rounded() }
        let width = pace ?? roundStep(to - from, isWhole: isWhole, isSpan: isSpan)
        guard (to - from) / width < Double(valuesMax) else {
            throw SweepFault(
                text: "--vary \(parameter.name)=\(text) makes more than \(valuesMax) values; take a longer step")
        }
        var values: [Double] = []
        // Multiplied and not summed up, so that no rounding grows.
        while from + Double(values.count) * width <= to + width * 1e-9 {
            values.append(from + Double(values.count) * width)
        }
        // The end is looked at even where no step meets it.
        if let last = values.last, to - last > width * 1e-6 { values.append(to) }
        return values
    }

    /// A step: a difference of two values, so the zero of the scale does not count.
    private static func difference(
        _ text: some StringProtocol, _ parameter: FaultRule.Parameter, _ scale: ParameterScale
    ) throws(SweepFault) -> Double {
        if let number = scale.read(text), number > 0 { return number }
        throw SweepFault(text: "the step `\(text)` of \(parameter.name) must be more than 0, such as /1")
    }

    /// The smallest round step that makes no more than ``stepsMax`` values; a whole one where `isWhole`.
    private static func roundStep(_ width: Double, isWhole: Bool, isSpan: Bool) -> Double {
        // Lengths of time are round at other numbers than counts are.
        let faces = !isWhole ? [1.0, 2, 2.5, 5] : isSpan ? [1, 2, 5, 10, 15, 30] : [1, 2, 5]
        let most = Double(stepsMax - 1) * (1 + 1e-9)
        var decade = isWhole ? 1.0 : 1e-6
        while decade < 1e12 {
            for face in faces where width / (decade * face) <= most { return decade * face }
            decade *= isWhole && isSpan ? 60 : 10
        }
        return width
    }
}

/// What is wrong with what a sweep was asked for.
package struct SweepFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong; what would be right.
    package let text: String

    /// A fault.
    package init(text: String) { self.text = text }

    /// What is wrong; what would be right.
    package var description: String { text }
}

/// Every combination of the values of some parameters of one rule.
package struct SweepGrid: Sendable {
    /// One combination.
    package struct Point: Hashable, Sendable {
        /// A value for each axis, in canonical units.
        package let values: [Double]
        /// The values as the rule's file would write them.
        package let texts: [String]
        /// Whether it is what is in force now, with its overrides; any other point counts for every appliance.
        package let isCurrent: Bool
    }

    /// The rule.
    package let rule: FaultRule
    /// The parameters.
    package let axes: [SweepAxis]
    /// The combinations, the last parameter changing fastest; where the file's own is none of them it stands first.
    package let points: [Point]

    /// How many combinations one sweep tries at most.
    package static let pointsMax = 1_000

    /// The grid of some axes.
    ///
    /// - Throws: what is wrong; what would be right.
    package init(_ rule: FaultRule, _ axes: [SweepAxis]) throws(SweepFault) {
        guard !axes.isEmpty else { throw SweepFault(text: "a sweep needs --vary, such as --vary max_starts=4..12") }
        for (place, axis) in axes.enumerated()
        where axes[..<place].contains(where: { $0.parameter == axis.parameter }) {
            throw SweepFault(text: "\(axis.parameter) is varied twice; write one --vary for it")
        }
        // Stops at the first axis that makes it too many: the product of all may be no number any more.
        var count = 1
        for axis in axes where count <= SweepGrid.pointsMax { count *= axis.values.count }
        guard count <= SweepGrid.pointsMax else {
            throw SweepFault(text: "more than \(SweepGrid.pointsMax) combinations; take longer steps")
        }
        var combined: [(values: [Double], texts: [String])] = [([], [])]
        for axis in axes {
            combined = combined.flatMap { before in
                axis.values.indices.map { (before.values + [axis.values[$0]], before.texts + [axis.texts[$0]]) }
            }
        }
        let current = axes.map(\.currentText)
        var points = combined.map { Point(values: $0.values, texts: $0.texts, isCurrent: $0.texts == current) }
        if !points.contains(where: \.isCurrent) {
            points.insert(Point(values: axes.map(\.current), texts: current, isCurrent: true), at: 0)
        }
        self.rule = rule
        self.axes = axes
        self.points = points
    }

    /// The rule as a point has it; at the point in force as its file has it, whatever its levels differ in.
    package func rule(at point: Int) -> FaultRule {
        if points[point].isCurrent { return rule }
        return rule.setting(zip(axes, points[point].values).map { (parameter: $0.parameter, value: $1) })
    }
}

extension SweepGrid {
    /// The overrides that count at a point.
    package func overrides(at point: Int, of all: [Override]) -> [Override] {
        points[point].isCurrent ? all : rule.leaving(all, without: axes.map(\.parameter))
    }
}
