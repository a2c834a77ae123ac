/// Every rule of the sources has its row; every rule that the software enforces or records a test that says so; every
/// rule of the visit checklist a line in each of them.
enum RequirementRules {
    static let path = "docs/requirements.md"

    /// Where the checklists of visits stand, one for each brand.
    static let checklists = "config/service/checklists/"

    /// All numbers of the source documents, their contradictions and what is never automated.
    static let numbers: [String] = {
        let counts = [("H", 27), ("M", 76), ("Z", 27), ("N", 22), ("X", 13), ("C", 20), ("D", 3)]
        let plain = counts.flatMap { letter, count in (1...count).map { "\(letter)-\($0)" } }
        return plain + ["a", "b", "c", "d", "e"].map { "H-18\($0)" }
    }()

    /// What is wrong with the table, given the files of the project and the numbers that must be in it.
    static func findings(
        in table: SourceFile, files: [SourceFile], numbers: [String] = RequirementRules.numbers
    ) -> [Finding] {
        let (rows, misshapen) = RequirementRow.rows(in: table)
        let tests = Dictionary(
            grouping: files.filter { $0.path.hasPrefix("Tests/") && $0.path.hasSuffix(".swift") }
                .flatMap(TestPlace.places), by: \.name)
        let shapes = misshapen.map {
            Finding(
                path: table.path, line: $0, wrong: "the row has not \(RequirementRow.cellCount) cells",
                right: "number, mark, what it asks, where and test, and no other | in them")
        }
        let found =
            shapes + list(rows, numbers, table)
            + rows.flatMap { row in
                open(row, table) + named(row, tests, files, table) + unlisted(row, files, table)
            }
        return found.sorted { $0.line < $1.line }
    }

    private static func list(_ rows: [RequirementRow], _ numbers: [String], _ table: SourceFile) -> [Finding] {
        var lines: [String: Int] = [:]
        var findings: [Finding] = []
        for row in rows {
            if let first = lines[row.number] {
                findings.append(
                    Finding(
                        path: table.path, line: row.line, wrong: "\(row.number) has a row on line \(first) already",
                        right: "one row for each number"))
            } else if !numbers.contains(row.number) {
                findings.append(
                    Finding(
                        path: table.path, line: row.line, wrong: "no source has \(row.number)",
                        right: "the number as the sources count it"))
            }
            lines[row.number] = lines[row.number] ?? row.line
        }
        return findings
            + numbers.filter { lines[$0] == nil }.map {
                Finding(path: table.path, line: 1, wrong: "\($0) has no row", right: "one row for each number")
            }
    }

    private static func open(_ row: RequirementRow, _ table: SourceFile) -> [Finding] {
        func finding(_ wrong: String, _ right: String) -> Finding {
            Finding(path: table.path, line: row.line, wrong: "\(row.number) \(wrong)", right: right)
        }
        var findings: [Finding] = []
        if row.place.isEmpty { findings.append(finding("stands nowhere", "a file, a guard or a setting")) }
        guard row.isEnforced || row.isRecorded else { return findings }
        let duty = row.isEnforced ? "enforced" : "recorded"
        if row.isOpen {
            findings.append(finding("is to be \(duty) and is not yet in full", "where all of it is \(duty)"))
        } else if row.tests.isEmpty {
            findings.append(finding("is to be \(duty) and has no test", "the test that proves it, in backticks"))
        }
        return findings
    }

    /// What stands on the visit checklist is a clause of a line in every one of them.
    private static func unlisted(_ row: RequirementRow, _ files: [SourceFile], _ table: SourceFile) -> [Finding] {
        guard row.isOnChecklist else { return [] }
        return files.filter { $0.path.hasPrefix(checklists) && $0.path.hasSuffix(".yaml") }.filter { file in
            !file.lines.contains { $0.contains("clause:") && $0.cites(row.number) }
        }.map {
            Finding(
                path: table.path, line: row.line, wrong: "\(row.number) is on no line of `\($0.path)`",
                right: "a line with its clause, or another place")
        }
    }

    private static func named(
        _ row: RequirementRow, _ tests: [String: [TestPlace]], _ files: [SourceFile], _ table: SourceFile
    ) -> [Finding] {
        func finding(_ wrong: String, _ right: String) -> Finding {
            Finding(path: table.path, line: row.line, wrong: wrong, right: right)
        }
        let cases = files.filter { row.files.contains($0.path) }
        let unknown = row.files.filter { path in !cases.contains { $0.path == path } }.map {
            finding("there is no file `\($0)`", "the path of a file from the project's root")
        }
        let isCitedInCases = cases.contains { $0.lines.contains { $0.cites(row.number) } }
        return unknown
            + row.tests.flatMap { name in
                guard let places = tests[name] else {
                    return [finding("there is no test `\(name)`", "`Suite.function` as it stands under Tests")]
                }
                if isCitedInCases || places.contains(where: { $0.cites(row.number) }) { return [] }
                return [
                    finding(
                        "`\(name)` does not cite \(row.number)", "the number in its name or a comment, if it proves it")
                ]
            }
    }
}
