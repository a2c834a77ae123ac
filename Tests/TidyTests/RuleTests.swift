import Testing

/// A piece of text that breaks one rule in one line, and what the rule has to say of it.
struct BadSnippet: Sendable, CustomTestStringConvertible {
    let path: String
    let text: String
    let line: Int
    let says: String

    init(_ path: String, _ text: String, line: Int = 1, says: String) {
        self.path = path
        self.text = text
        self.line = line
        self.says = says
    }

    var file: SourceFile { SourceFile(path: path, text: text) }
    var testDescription: String { "\(path): \(says)" }
}

/// The rules themselves: each must catch what breaks it and nothing else.
@Suite("A house rule")
struct RuleTests {
    typealias Rule = (SourceFile) -> [Finding]

    private func expect(_ rule: Rule, catches snippet: BadSnippet) {
        let findings = rule(snippet.file)
        #expect(findings.map(\.line) == [snippet.line])
        #expect(findings.first?.description.contains(snippet.says) == true)
    }

    @Test(
        "catches a forbidden import",
        arguments: [
            BadSnippet("Sources/Appliances/A.swift", "import Glibc", says: "it imports nothing"),
            BadSnippet("Sources/Appliances/A.swift", "\npackage import Telemetry", line: 2, says: "Telemetry"),
            BadSnippet("Sources/Telemetry/A.swift", "import struct Foundation.Date", says: "Foundation"),
            BadSnippet("Sources/FaultRules/A.swift", "@preconcurrency import GRDB", says: "GRDB"),
            BadSnippet("Sources/ServiceDesk/A.swift", "import FaultRules", says: "Gateway/ProactiveIntake"),
            BadSnippet("Sources/Daybook/A.swift", "import Ledger", says: "Daybook may not import Ledger"),
            BadSnippet("Sources/Gateway/A.swift", "private import Ledger", says: "DeskLedger"),
            BadSnippet("Sources/Ledger/A.swift", "import CMosquitto", says: "CMosquitto"),
            BadSnippet("Sources/Pantry/A.swift", "import Appliances", says: "no row"),
        ])
    func catchesImport(snippet: BadSnippet) {
        expect(ImportTable.findings, catches: snippet)
    }

    @Test(
        "catches what is not pure",
        arguments: [
            BadSnippet("Sources/Warranty/A.swift", "let now = Date()", says: "Timestamp"),
            BadSnippet("Sources/Warranty/A.swift", "let id = \"\\(UUID())\"", says: "UUID("),
            BadSnippet("Sources/Simulation/A.swift", "let x = Double.random(in: 0...1)", says: "generator"),
            BadSnippet("Sources/Simulation/A.swift", "let x = xs.randomElement()", says: "generator"),
            BadSnippet("Sources/Simulation/A.swift", "let x = xs.shuffled()", says: "generator"),
            BadSnippet("Sources/Daybook/A.swift", "\nlet x = await load()", line: 2, says: "Gateway waits"),
            BadSnippet("Sources/Telemetry/A.swift", "print(reading)", says: "print("),
            BadSnippet("Sources/Telemetry/A.swift", "package import Foundation", says: "import Foundation"),
            BadSnippet("Sources/Telemetry/A.swift", "fatalError()", says: "precondition"),
            BadSnippet("Sources/Ledger/A.swift", "let db = try! open()", says: "try! has no place in Sources"),
            BadSnippet("Sources/Broker/A.swift", "let a = b as! C", says: "as!"),
        ])
    func catchesImpurity(snippet: BadSnippet) {
        expect(PurityRules.findings, catches: snippet)
    }

    @Test(
        "leaves alone what only looks impure",
        arguments: [
            "// A Date() in a comment.", "/* print( */", "let s = \"await Date()\"", "let v = validDate(day)",
            "let s = #\"print(\"UUID()\")\"#", "let s = \"\"\"\n    Date()\n    \"\"\"",
            "mutating func update(x: Int) {}", "let awaited = 3", "let randomness = rng.randomly",
        ])
    func leavesAlone(text: String) {
        #expect(PurityRules.findings(in: SourceFile(path: "Sources/Telemetry/A.swift", text: text)).isEmpty)
    }

    @Test("lets the shell wait, print and read the clock")
    func shell() {
        let text = "import Foundation\nprint(await Date())\n"
        #expect(PurityRules.findings(in: SourceFile(path: "Sources/Gateway/A.swift", text: text)).isEmpty)
    }

    private static let body = String(repeating: "    x += 1\n", count: 59)

    @Test(
        "catches what is too long",
        arguments: [
            BadSnippet("Sources/A/A.swift", "func f(g: () -> Void = {}) {\n\(body)}", says: "f has 61 lines"),
            BadSnippet("Sources/A/A.swift", "struct S {\ninit?() {\n\(body)}\n}", line: 2, says: "init has 61 lines"),
            BadSnippet("Tests/A/A.swift", "var v: (a: Int,\nb: Int) {\n\(body)}", says: "v has 62 lines"),
            BadSnippet("Sources/A/A.swift", "func f() { let s = \"}\"\n\(body)}", says: "f has 61 lines"),
            BadSnippet("scripts/a", "\n" + String(repeating: "é", count: 121), line: 2, says: "121 columns"),
            BadSnippet(
                "Sources/A/A.swift", String(repeating: "\n", count: 501), line: 501, says: "501 lines, more than 500"),
        ])
    func catchesSize(snippet: BadSnippet) {
        expect(SizeRules.findings, catches: snippet)
    }

    @Test("measures functions, not types, requirements or stored closures")
    func measures() {
        let text = """
            protocol P { var a: Int { get }
                func b()
                init() }
            struct S { var c: Int
                var d = { 1 }()
                func e(_ f: () -> Int = { 2 }) -> Int {
                    if let g = h { return self.init(g) }
                    return 3
                }
                var i: Int { 4 }
            }
            """
        let file = SourceFile(path: "Sources/A/A.swift", text: text)
        let found = FunctionReader.functions(in: file.code)
        #expect(found.map(\.name) == ["e", "i"])
        #expect(found.map(\.length) == [4, 1])
    }

    @Test(
        "catches a package declaration without documentation",
        arguments: [
            BadSnippet("Sources/A/A.swift", "package struct Bare {}", says: "Bare has no documentation"),
            BadSnippet("Sources/A/A.swift", "/// Said.\n\npackage let a = 1", line: 3, says: "a has no"),
            BadSnippet("Sources/A/A.swift", "// Why.\npackage static func f() {}", line: 2, says: "f has no"),
            BadSnippet("Sources/A/A.swift", "@inlinable package init?() {}", says: "init has no"),
            BadSnippet("Sources/A/A.swift", "private(set) package var b = 1", says: "b has no"),
            BadSnippet("Sources/A/A.swift", "nonisolated package var c: Int { 1 }", says: "c has no"),
        ])
    func catchesSilence(snippet: BadSnippet) {
        expect(DocumentationRules.findings, catches: snippet)
    }

    @Test(
        "is content with documentation, and with what needs none",
        arguments: [
            "/// Said.\npackage struct Fine {}", "/// Said.\n@discardableResult\n@inlinable\npackage func f() {}",
            "package import Appliances", "struct Own {}", "private let package = 1", "let s = \"package let a\"",
            "case package", "let x = Entry(package: 1, var: 2)",
        ])
    func isContent(text: String) {
        #expect(DocumentationRules.findings(in: SourceFile(path: "Sources/A/A.swift", text: text)).isEmpty)
    }

    @Test(
        "catches empty names, postponed decisions and paths of one machine",
        arguments: [
            BadSnippet("Sources/A/RuleManager.swift", "", says: "Manager"),
            BadSnippet("Tests/A/TimeHelpers.swift", "", says: "Helper"),
            BadSnippet("Sources/A/StringUtil.swift", "", says: "Util"),
            BadSnippet("docs/a.md", "Fine.\nTODO: the rest.", line: 2, says: "TODO"),
            BadSnippet("config/a.yaml", "a: 1  # FIXME", says: "FIXME"),
            BadSnippet("scripts/a", "cd /work/main", says: "/work/"),
            BadSnippet("Sources/A/A.swift", "let a = \"/root/x\"", says: "/root/"),
            BadSnippet("Tests/A/A.swift", "let a = \"/home/me/x\"", says: "/home/"),
        ])
    func catchesWording(snippet: BadSnippet) {
        expect(WordingRules.findings, catches: snippet)
    }

    @Test(
        "leaves alone words and paths that only look so",
        arguments: ["a TODOS list", "see docs/work/plan.md", "$dir/root/x", "https://example.org/home/"])
    func leavesWordsAlone(text: String) {
        #expect(WordingRules.findings(in: SourceFile(path: "docs/a.md", text: text)).isEmpty)
    }
}
