import Testing

/// The table of requirements, held against the tests as they stand.
@Suite("The table of requirements")
struct RequirementsTests {
    @Test("has a row for every number, with a test that cites it, and lines for what stands on the checklist")
    func rows() throws {
        let table = try #require(SourceTree.files.first { $0.path == RequirementRules.path })
        let findings = RequirementRules.findings(in: table, files: SourceTree.files)
        guard !findings.isEmpty else { return }
        let lines = findings.map(\.description).joined(separator: "\n")
        Issue.record("\(findings.count) finding(s):\n\(lines)")
    }

    @Test("is about all that the sources ask for")
    func numbers() {
        let numbers = RequirementRules.numbers
        #expect(numbers.count == 193 && Set(numbers).count == 193)
        #expect(numbers.contains("H-18e") && numbers.contains("M-76") && !numbers.contains("N-23"))
    }
}

/// The rules of the table: each must catch what breaks it and nothing else.
@Suite("A rule of the table of requirements")
struct RequirementRuleTests {
    /// Tests of which one is proof of two numbers, one has no number, and one has a person's.
    private static let tests = SourceFile(
        path: "Tests/DeskTests/WayTests.swift",
        text: """
            import Testing

            @Suite("A way")
            struct WayTests {
                private let actor = "M-9"

                /// Says nothing of M-3.
                private func walk() {}

                @Test("is gone to its end (M-1)")
                func whole() throws {
                    // The last step is the customer's (M-2).
                    #expect(true)
                }

                @Test(
                    "is long",
                    arguments: [1, 2])
                func long(way: Int) {
                    #expect(actor("M-1") != "M-1")
                }

                @Test("is short (M-4)") func short() { #expect(true) }
            }
            """)
    private static let checklists = ["haier", "generic"].map { name in
        SourceFile(
            path: "config/service/checklists/\(name).yaml",
            text: """
                # M-2 is nobody's line.
                lines:
                  - {id: words, phase: during, clause: [M-3, M-4, M-44], en: Words, zh: words}
                """)
    }
    private static let cases = SourceFile(path: "Tests/DeskTests/cases.txt", text: "M-3 | free\n")

    private static let sound = """
        # Requirements

        | # | mark | asks | where | test |
        |---|---|---|---|---|
        | M-1 | E | a way | guard `stage` | `WayTests.whole` |
        | M-2 | R/E | its end | guard `paid` | `WayTests.whole`, `WayTests` |
        | M-3 | E+human | cases | `Way` | `WayTests.long`, `Tests/DeskTests/cases.txt` |
        | M-4 | Q/R | words | visit checklist | `WayTests.short` |
        """

    private func findings(_ text: String) -> [String] {
        RequirementRules.findings(
            in: SourceFile(path: "docs/requirements.md", text: text),
            files: [Self.tests, Self.cases] + Self.checklists,
            numbers: ["M-1", "M-2", "M-3", "M-4"]
        ).map(\.description)
    }

    @Test("is content with rows that are right") func sound() { #expect(findings(Self.sound) == []) }

    @Test(
        "catches what is missing, doubled, open, unknown or not cited",
        arguments: [
            ("| M-4 ", "| M-3 ", ["1: M-4 has no row", "8: M-3 has a row on line 7 already", "`WayTests.short` does"]),
            ("| M-4 ", "| M-44 ", ["1: M-4 has no row", "8: no source has M-44", "8: `WayTests.short` does not"]),
            ("| a way ", "", ["1: M-1 has no row", "5: the row has not 5 cells"]),
            ("| guard `stage` |", "| |", ["5: M-1 stands nowhere"]),
            ("| guard `stage` |", "| guard `stage`; the rest not yet |", ["5: M-1 is to be enforced and is not yet"]),
            ("| `WayTests.whole` |", "| |", ["5: M-1 is to be enforced and has no test"]),
            ("| `WayTests.short` |", "| |", ["8: M-4 is to be recorded and has no test"]),
            ("visit checklist |", "a card, not yet |", ["8: M-4 is to be recorded and is not yet"]),
            (
                "guard `paid` |", "visit checklist |",
                ["6: M-2 is on no line of `config/service/checklists/haier.yaml`", "6: M-2 is on no line of `config"]
            ),
            ("`WayTests.whole` |", "`WayTests.hole` |", ["5: there is no test `WayTests.hole`"]),
            ("`WayTests.whole` |", "`whole` |", ["5: there is no test `whole`"]),
            ("`WayTests.whole` |", "`WayTests.walk` |", ["5: there is no test `WayTests.walk`"]),
            ("`WayTests.whole` |", "`WayTests.long` |", ["5: `WayTests.long` does not cite M-1"]),
            ("`WayTests.whole` |", "`WayTests.short` |", ["5: `WayTests.short` does not cite M-1"]),
            ("cases.txt", "case.txt", ["7: there is no file `Tests/DeskTests/case.txt`", "`WayTests.long` does not"]),
        ])
    func catches(right: String, wrong: String, said: [String]) {
        let text = Self.sound.replacing(right, with: wrong, maxReplacements: 1)
        #expect(text != Self.sound)
        let found = findings(text)
        #expect(found.count == said.count, "\(found)")
        for (finding, words) in zip(found, said) { #expect(finding.contains(words), "\(finding)") }
    }

    @Test(
        "tells a citation from a piece of another, and from somebody's number",
        arguments: [
            ("(M-3)", true), ("M-3, M-4", true), ("/// M-3: nobody", true), ("\"M-3 fails\"", true),
            ("M-32", false), ("SM-3", false), ("A-M-3", false), ("Actor(.manager, \"M-3\")", false),
        ])
    func cites(line: String, isCitation: Bool) {
        #expect(line.cites("M-3") == isCitation)
    }
}
