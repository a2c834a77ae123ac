import Appliances
import Foundation
import Testing

/// `docs/channels.md` against the code; what a failure prints can be pasted into the page.
@Suite("The page of channels")
struct ChannelPageTests {
    private static func text(_ path: String) -> String {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return (try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)) ?? ""
    }

    /// The lines of the page that speak of a channel.
    private static let rows: [String] = {
        // Only names of channels have a dot, but for one, which stands in the catalogue alone.
        text("docs/channels.md").split(separator: "\n").map(String.init).filter { row in
            row.hasPrefix("| `") && (name(in: row).contains(".") || name(in: row) == "availability")
        }
    }()

    private static let patternRows = rows.filter { $0.contains("{name}") }

    private static func name(in row: String) -> String {
        row.split(separator: "`", omittingEmptySubsequences: false).dropFirst().first.map(String.init) ?? ""
    }

    /// The line of the page that tells of a channel.
    private static func row(_ channel: Channel, as name: String? = nil) -> String {
        let range =
            channel.kind == .text
            ? "words" : "\(edge(channel.range.lowerBound))…\(edge(channel.range.upperBound))"
        return "| `\(name ?? channel.name)` | \(channel.unit.rawValue) | \(channel.kind.rawValue) | \(range) |"
    }

    private static func edge(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
    }

    @Test("lists exactly the catalogue, in its order")
    func catalogue() {
        let expected = Channel.catalogue.map { ChannelPageTests.row($0) }
        let found = ChannelPageTests.rows.filter { !$0.contains("{name}") }
        let missing = expected.filter { !found.contains($0) }
        let surplus = found.filter { !expected.contains($0) }
        #expect(missing.isEmpty, "docs/channels.md lacks:\n\(missing.joined(separator: "\n"))")
        #expect(surplus.isEmpty, "docs/channels.md has too much:\n\(surplus.joined(separator: "\n"))")
        let isInOrder = !missing.isEmpty || !surplus.isEmpty || found == expected
        #expect(isInOrder, "docs/channels.md has the lines of the catalogue in another order")
    }

    @Test("says of each pattern what a channel formed by it is")
    func patterns() throws {
        #expect(!ChannelPageTests.patternRows.isEmpty)
        for row in ChannelPageTests.patternRows {
            let pattern = ChannelPageTests.name(in: row)
            let channel = try #require(
                Channel.patterned(pattern.replacingOccurrences(of: "{name}", with: "x")), "\(pattern) forms no channel")
            #expect(row == ChannelPageTests.row(channel, as: pattern))
        }
    }

    /// Tried with every word that stands in quotes where patterns are read, so that a new one is found.
    @Test("lists every pattern")
    func allPatterns() {
        let source = ChannelPageTests.text("Sources/Appliances/Channel.swift")
        let quoted = source.components(separatedBy: "func patterned").last?.split(
            separator: "\"", omittingEmptySubsequences: false)
        let words = (quoted ?? []).enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) } + ["x"]
        #expect(words.count > 1)
        var names = words
        var missing: [String] = []
        for _ in 2...4 {
            names = names.flatMap { name in words.map { "\(name).\($0)" } }
            missing += names.filter { $0.split(separator: ".").count { $0 == "x" } == 1 }
                .filter { Channel.patterned($0) != nil && !isListed($0) }
        }
        #expect(missing.isEmpty, "docs/channels.md lacks the patterns of \(missing.joined(separator: ", "))")
    }

    private func isListed(_ name: String) -> Bool {
        ChannelPageTests.patternRows.contains {
            let row = ChannelPageTests.name(in: $0).split(separator: ".")
            let words = name.split(separator: ".")
            return row.count == words.count && zip(row, words).allSatisfy { $0 == "{name}" || $0 == $1 }
        }
    }
}
