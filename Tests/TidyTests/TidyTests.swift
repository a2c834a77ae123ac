import Testing

/// The house rules, held against the tree as it lies on disk.
@Suite("The house")
struct TidyTests {
    @Test("imports only what the table allows")
    func imports() {
        report(SourceTree.swift(under: "Sources/").flatMap(ImportTable.findings))
    }

    @Test("keeps clocks, chance, waiting and printing out of its pure modules")
    func purity() {
        report(SourceTree.swift(under: "Sources/").flatMap(PurityRules.findings))
    }

    @Test("keeps functions, files and lines short")
    func sizes() {
        let swift = SourceTree.swift(under: "Sources/", "Tests/", "Benchmarks/", "Package.swift")
        let shell = SourceTree.files.filter { $0.path.hasPrefix("scripts/") || $0.path.hasPrefix(".ci/") }
        report((swift + shell).flatMap(SizeRules.findings))
    }

    @Test("documents every package declaration")
    func documentation() {
        report(SourceTree.swift(under: "Sources/").flatMap(DocumentationRules.findings))
    }

    @Test("puts nothing off, and names no file emptily and no path of one machine")
    func wording() {
        report(SourceTree.files.flatMap(WordingRules.findings))
    }

    @Test("never lets a size limit grow")
    func ratchet() {
        #expect(SizeRules.functionLinesMax <= 60)
        #expect(SizeRules.fileLinesMax <= 500)
        #expect(SizeRules.columnsMax <= 120)
    }

    @Test("finds its own sources")
    func tree() {
        // A rule that reads nothing is always content.
        #expect(SourceTree.files.contains { $0.path == "Package.swift" })
        #expect(SourceTree.files.contains { $0.path == "Tests/TidyTests/TidyTests.swift" })
        #expect(!SourceTree.swift(under: "Sources/Appliances/").isEmpty)
    }

    private func report(_ findings: [Finding]) {
        guard !findings.isEmpty else { return }
        let lines = findings.map(\.description).joined(separator: "\n")
        Issue.record("\(findings.count) finding(s):\n\(lines)")
    }
}
