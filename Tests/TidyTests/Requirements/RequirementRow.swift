/// One row of `docs/requirements.md`: a number, where it is enforced, recorded or shown, and the tests that prove it.
struct RequirementRow: Equatable {
    /// Counted from 1.
    let line: Int
    /// As in the sources, such as `M-32`.
    let number: String
    /// `E` for enforced, `R` for recorded, `Q` for words in the checklist, and mixtures.
    let mark: String
    /// Where it stands; `not yet` where something is missing.
    let place: String
    /// What stands between backticks in the last column: tests, and files of cases that they read.
    let named: [String]

    var isEnforced: Bool { mark.split { !$0.isLetter }.contains("E") }
    var isRecorded: Bool { mark.split { !$0.isLetter }.contains("R") }
    /// Whether it is among what an engineer goes through on a visit.
    var isOnChecklist: Bool { place.contains("visit checklist") }
    var isOpen: Bool { place.contains("not yet") }
    /// `Suite.function`, or a suite alone.
    var tests: [String] { named.filter { !$0.contains("/") } }
    /// Paths of files with cases.
    var files: [String] { named.filter { $0.contains("/") } }
}

extension RequirementRow {
    /// How many cells a row has: number, mark, what it asks, where, test.
    static let cellCount = 5

    /// The rows of the tables, and the lines that would be rows with another number of cells.
    static func rows(in file: SourceFile) -> (rows: [RequirementRow], misshapen: [Int]) {
        var (rows, misshapen): ([RequirementRow], [Int]) = ([], [])
        for (index, line) in file.lines.enumerated() where line.hasPrefix("|") {
            let cells = line.dropFirst().split(separator: "|", omittingEmptySubsequences: false).map(\.trimmed)
            guard let number = cells.first, number.isRequirementNumber else { continue }
            guard cells.count == cellCount + 1, cells.last?.isEmpty == true else {
                misshapen.append(index + 1)
                continue
            }
            rows.append(
                RequirementRow(
                    line: index + 1, number: number, mark: cells[1], place: cells[3], named: cells[4].inBackticks))
        }
        return (rows, misshapen)
    }
}

extension StringProtocol {
    fileprivate var trimmed: String {
        let tail = drop { $0.isWhitespace }
        return String(tail.reversed().drop { $0.isWhitespace }.reversed())
    }
}

extension String {
    /// A letter, a hyphen and a number, such as `H-18a`.
    fileprivate var isRequirementNumber: Bool { wholeMatch(of: /[A-Z]-[0-9]+[a-z]?/) != nil }

    /// What stands between backticks.
    fileprivate var inBackticks: [String] {
        let pieces = split(separator: "`", omittingEmptySubsequences: false)
        return pieces.enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }
}
