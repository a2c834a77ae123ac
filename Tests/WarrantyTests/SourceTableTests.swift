import Appliances
import Foundation
import Testing
import Warranty

/// A row of `Cases/sources.txt`.
struct SourceRow: Sendable, CustomTestStringConvertible {
    let line: Int
    let cells: [Substring]

    var testDescription: String { "line \(line): \(cells.joined(separator: " | "))" }

    /// All rows; a line that is indented goes on where the one before ended.
    static let all: [SourceRow] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Cases/sources.txt")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        var rows: [(line: Int, text: String)] = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.hasPrefix("    ") {
                rows[rows.count - 1].text += " " + line.drop { $0 == " " }
            } else if !line.isEmpty, !line.hasPrefix("#") {
                rows.append((number + 1, String(line)))
            }
        }
        return rows.map { SourceRow(line: $0.line, cells: $0.text.split(separator: " | ")) }
    }()

    func words(_ cell: Int) -> [Substring] { cells[cell].split(separator: " ") }

    /// The question.
    func question() throws -> WarrantyCase {
        let (kind, bought) = (words(0), words(2))
        let names = ["board": "main_control_board", "remote": "remote_control"]
        let name = String(cells[1])
        let component = try #require(Component(named: names[name] ?? name))
        let invoiced = CalendarDay(bought[0])
        let papers = bought[3].split(separator: "/").map(paper)
        return WarrantyCase(
            brand: "Haier", category: kind[0] == "RF" ? .refrigerator : .airConditioner,
            attributes: kind.dropFirst().map { word in
                Attribute.Value(word.first == "h" ? .household : .fluorineFree, word.last == "+")
            },
            component: component,
            purchase: Purchase(
                invoiceDay: invoiced, saleDay: bought[1] == "=" ? invoiced : CalendarDay(bought[1]),
                invoice: papers[0], certificate: papers[1], city: bought[2] == "-" ? "" : String(bought[2])),
            failureDay: try day(String(cells[3])), pauses: try pauses(), findings: findings())
    }

    private func paper(_ letter: Substring) -> Purchase.Paper {
        letter == "v" ? .valid : letter == "m" ? .missing : .altered
    }

    private func pauses() throws -> [WarrantyPause] {
        guard cells[4] != "-" else { return [] }
        return try cells[4].split(separator: ";").map { text in
            let days = text.dropLast().split(separator: "..")
            return try pause(String(days[0]), String(days[1]), text.last == "r" ? .repair : .waitingParts)
        }
    }

    private func findings() -> [WarrantyCase.Finding] {
        cells[5].split(separator: ";").compactMap { name in
            WarrantyCase.Finding.Kind(rawValue: String(name)).map { WarrantyCase.Finding($0, decidedBy: .engineer) }
        }
    }
}

@Suite("The sources, case by case")
struct SourceTableTests {
    @Test("hold 635 cases") func count() { #expect(SourceRow.all.count == 635) }

    @Test("are decided as they say", arguments: SourceRow.all)
    func decides(row: SourceRow) throws {
        let decision = decide(try row.question())
        let expected = row.words(6)
        let outcome: EntitlementDecision.Outcome =
            expected[0] == "free" ? .free : expected[0] == "paid" ? .chargeable : .undetermined
        #expect(decision.outcome == outcome)
        #expect(decision.validUntil == CalendarDay(expected[1]))
        let letters: [EntitlementDecision.Option: Character] = [.return: "r", .exchange: "x", .repair: "m"]
        #expect(String(decision.options.compactMap { letters[$0] }) == expected[2])
        #expect(decision.needs.map(\.rawValue).joined(separator: ",") == (expected[3] == "-" ? "" : expected[3]))
        let clauses = Set(decision.reasons.map(\.clause))
        for clause in expected[4].split(separator: ",") where clause != "-" {
            #expect(clauses.contains(String(clause)), "\(clause) is not among \(clauses.sorted())")
        }
    }

    @Test("give each charge to the one who pays")
    func payers() throws {
        for row in SourceRow.all {
            let decision = decide(try row.question())
            let payer: Payer =
                switch decision.outcome {
                case .free: .company
                case .chargeable: .customer
                case .undetermined, .partlyFree: .undetermined
                }
            #expect(decision.payers.map(\.payer) == [payer, payer, payer], "line \(row.line)")
            #expect(decision.payers.map(\.line) == [.parts, .labour, .travel], "line \(row.line)")
        }
    }
}
