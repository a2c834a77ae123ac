/// What the tests of one rule have shown.
package struct RuleTestReport: Sendable {
    /// The rule's name.
    package let rule: String
    /// The file in which rule and tests stand.
    package let file: String
    /// What came of each test, in the order of the file.
    package var results: [RuleTestResult] = []
    /// With how many seeds each metamorphosis was tried on each test.
    package var seedCount = 0
    /// What a metamorphosis changed, with the place of its test in ``results``.
    package var differences: [(test: Int, failure: MetamorphicFailure)] = []
    /// What the tests have reached; nil where nobody asked.
    package var coverage: RuleCoverage?
    /// How many mistakes the tests find; nil where nobody asked.
    package var mutation: MutationScore?

    /// A report of a rule of which no test has run yet.
    package init(rule: String, file: String) {
        self.rule = rule
        self.file = file
    }

    /// Whether every test passed, and no metamorphosis changed anything.
    package var isPassed: Bool { differences.isEmpty && results.allSatisfy(\.isPassed) }

    /// How many tests passed.
    package var passedCount: Int { results.count(where: \.isPassed) }

    /// The report as plain text, a line each.
    package var lines: [String] {
        guard !results.isEmpty else { return ["\(rule): no tests; write them under `tests` in \(file)"] }
        var lines = ["\(rule): \(passedCount) of \(counted(results.count, "test")) passed\(metamorphic)"]
        for (number, result) in results.enumerated() {
            let own = differences.filter { $0.test == number }.map(\.failure)
            if result.isPassed && own.isEmpty { continue }
            lines.append("  FAIL  \(result.name)")
            lines += result.failures.map { "    \(file):\($0.line): \($0.text)" }
            lines += own.map { "    \(file):\(result.line): \($0.sentence)" }
        }
        return lines + coverageLines + mutationLines
    }

    private var metamorphic: String {
        guard seedCount > 0 else { return "" }
        let tried = "\(Metamorphosis.allCases.count) metamorphoses of each with \(counted(seedCount, "seed"))"
        return ", \(tried): \(differences.isEmpty ? "no difference" : counted(differences.count, "difference"))"
    }

    private var coverageLines: [String] {
        guard let coverage else { return [] }
        let reached = coverage.items.count - coverage.missing.count
        return ["  coverage \(percent(coverage.share)): \(reached) of \(counted(coverage.items.count, "part"))"]
            + coverage.missing.map { "    not reached: \($0)" }
    }

    private var mutationLines: [String] {
        guard let mutation else { return [] }
        return ["  mutation score \(percent(mutation.share)): \(mutation.killed) of \(mutation.total) mistakes found"]
            + mutation.survivors.map { "    not found: \($0.place): \($0.text)" }
    }

    private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded(.down))) %" }
}

extension MetamorphicFailure {
    /// `gateway killed, seed 3: gave …`.
    var sentence: String { "\(metamorphosis.name), seed \(seed): \(text)" }
}
