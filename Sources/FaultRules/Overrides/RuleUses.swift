extension FaultRule {
    /// One formula in which something has a part.
    package struct Use: Hashable, Sendable {
        /// What messages call the formula, such as `raise of major`.
        package let formula: String
        /// The signal or level by which it has its part; nil where the formula names it itself.
        package let through: String?
    }

    /// Where a parameter has a part: the formulas that name it, and those that name a signal or a level in which
    /// it has a part, in the order in which a rule is read.
    package func uses(of parameter: String) -> [Use] {
        // The durations stand in no formula.
        if let (word, level) = FaultRule.duration(parameter) {
            let levels = level.map { [$0] } ?? steps.map(\.level.word)
            return levels.map { Use(formula: "\(word) of \($0)", through: nil) }
        }
        let formulas = formulas
        var reached: [String] = []
        // Signals may stand in any order, so as many rounds as the longest chain of them.
        for _ in formulas.indices {
            let more = formulas.filter { _, formula in
                formula.mentions.contains { $0.name == parameter || reached.contains($0.name) }
            }.compactMap { FaultRule.ownName(of: $0.name) }.filter { !reached.contains($0) }
            if more.isEmpty { break }
            reached += more
        }
        return formulas.compactMap { name, formula in
            if formula.mentions(parameter) { return Use(formula: name, through: nil) }
            let ways = formula.mentions.first { reached.contains($0.name) }
            return ways.map { Use(formula: name, through: $0.name) }
        }
    }

    /// Where the rule names another one, such as `inhibit_if 2` or `signal base, freeze_while`.
    package func mentions(ofRule other: String) -> [String] {
        // A signal or a parameter of its own by that name is what a formula means.
        guard !signals.contains(where: { $0.name == other }), parameter(other) == nil else { return [] }
        return formulas.flatMap { name, formula in
            let mentions = formula.mentions.filter { $0.name == other }
            let plain = mentions.contains { !$0.isFreezing } ? [name] : []
            return plain + (mentions.contains { $0.isFreezing } ? ["\(name), freeze_while"] : [])
        }
    }

    /// `for` and `keep`, with their level where one is named; nil for other parameters.
    private static func duration(_ parameter: String) -> (word: String, level: String?)? {
        let parts = parameter.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.first == "for" || parts.first == "keep" else { return nil }
        return (parts[0], parts.count > 1 ? parts[1] : nil)
    }

    /// What other formulas call one: `signal short` is `short`, `raise of major` is `major`.
    private static func ownName(of formula: String) -> String? {
        let words = formula.split(separator: " ")
        guard words.count > 1, words[0] == "signal" || words[0] == "raise" else { return nil }
        return words.last.map(String.init)
    }
}
