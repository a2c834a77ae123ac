import ConfigFiles
import FaultRules
import Foundation
import Telemetry
import Testing

/// A shipped rule file in which chance has changed something, as slips and broken editors do.
private struct Mutation {
    let text: String

    private static let units = [
        "°C", "K", "°F", "W", "kW", "A", "mA", "V", "s", "min", "h", "d", "%", "rpm", "Hz", "Pa", "starts/h", "",
    ]

    /// One to three changes of one kind after the other.
    init(of sound: String, seed: UInt64) {
        var dice = Dice(seed: seed)
        var text = Array(sound)
        for _ in 0..<dice.roll(1...3) {
            switch dice.roll(0...7) {
            case 0: Mutation.deleteSigns(&text, &dice)
            case 1: Mutation.doubleSigns(&text, &dice)
            case 2: Mutation.swapSigns(&text, &dice)
            case 3: Mutation.putSign(&text, &dice)
            case 4: Mutation.changeLines(&text, &dice)
            case 5: Mutation.changeNumber(&text, &dice)
            case 6: Mutation.changeUnit(&text, &dice)
            default: Mutation.changeWord(&text, &dice)
            }
        }
        self.text = String(text)
    }

    /// A place in the text; zero where there is none.
    private static func place(in text: [Character], _ dice: inout Dice) -> Int {
        text.isEmpty ? 0 : Int(dice.roll(0...Int64(text.count - 1)))
    }

    private static func deleteSigns(_ text: inout [Character], _ dice: inout Dice) {
        let first = place(in: text, &dice)
        text.removeSubrange(first..<min(text.count, first + Int(dice.roll(1...4))))
    }

    private static func doubleSigns(_ text: inout [Character], _ dice: inout Dice) {
        let first = place(in: text, &dice)
        let some = text[first..<min(text.count, first + Int(dice.roll(1...12)))]
        text.insert(contentsOf: some, at: first)
    }

    private static func swapSigns(_ text: inout [Character], _ dice: inout Dice) {
        guard text.count > 1 else { return }
        let first = Int(dice.roll(0...Int64(text.count - 2)))
        text.swapAt(first, first + 1)
    }

    private static func putSign(_ text: inout [Character], _ dice: inout Dice) {
        let signs: [Character] = Array("()[]{}<>=!+-*/.,:;\"'#&*|%@`~^?\\\t \n0eß°🧊\u{0}\u{feff}")
        text.insert(signs[place(in: signs, &dice)], at: place(in: text, &dice))
    }

    private static func changeLines(_ text: inout [Character], _ dice: inout Dice) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let (one, other) = (place(in: text, &dice) % lines.count, place(in: text, &dice) % lines.count)
        switch dice.roll(0...2) {
        case 0: lines.remove(at: one)
        case 1: lines.insert(lines[one], at: other)
        default: lines.swapAt(one, other)
        }
        text = Array(lines.joined(separator: "\n"))
    }

    private static func changeNumber(_ text: inout [Character], _ dice: inout Dice) {
        let digits = text.indices.filter { text[$0].isNumber }
        guard !digits.isEmpty else { return }
        let digit = digits[Int(dice.roll(0...Int64(digits.count - 1)))]
        let others = ["0", "9", "-1", "1e9", "nan", ".", "99999999999999999999", "", "0x1f"]
        text.replaceSubrange(digit...digit, with: others[Int(dice.roll(0...Int64(others.count - 1)))])
    }

    private static func changeUnit(_ text: inout [Character], _ dice: inout Dice) {
        let units = units
        let (one, other) = (units[Int(dice.roll(0...16))], units[Int(dice.roll(0...17))])
        let whole = String(text)
        guard let place = whole.range(of: " \(one)") else { return }
        text = Array(whole.replacingCharacters(in: place, with: " \(other)"))
    }

    private static func changeWord(_ text: inout [Character], _ dice: inout Dice) {
        var words = String(text).split(separator: " ", omittingEmptySubsequences: false)
        let (one, other) = (place(in: text, &dice) % words.count, place(in: text, &dice) % words.count)
        words[one] = words[other]
        text = Array(words.joined(separator: " "))
    }
}

@Suite("Mutated rule files")
struct MutatedRuleTests {
    @Test("never crash, name a line for everything that is wrong, and are sound where they are taken")
    func mutations() throws {
        let channels = ChannelList()
        let shipped = try ShippedRules.all()
        var (taken, refused) = (0, 0)
        for seed in 0..<100 as Range<UInt64> {
            var dice = Dice(seed: seed &* 7_919)
            let victim = Int(dice.roll(0...Int64(shipped.count - 1)))
            let mutation = Mutation(of: shipped[victim].text, seed: seed)
            var files = shipped.map(\.file)
            files[victim] = RuleFile(text: mutation.text, as: shipped[victim].file.path, channels: channels)
            switch compileRules(files, channels: channels) {
            case .success(let set):
                taken += 1
                // Rules that flap have another one beside them.
                #expect(set.rules.count >= files.count, "seed \(seed)")
            case .failure(let problems):
                refused += 1
                // A line more than the text has: what is missing at its end is missing there.
                let lines = mutation.text.unicodeScalars.split(
                    separator: "\n", omittingEmptySubsequences: false
                ).count
                #expect(!problems.all.isEmpty, "seed \(seed)")
                for problem in problems.all where problem.file == files[victim].path {
                    #expect((1...lines + 1).contains(problem.line), "seed \(seed): \(problem)")
                }
                #expect(problems.all.allSatisfy { $0.line > 0 && !$0.text.isEmpty }, "seed \(seed): \(problems)")
            }
        }
        // Chance that only ever breaks, or only ever spares, would show nothing.
        #expect(taken >= 10 && refused >= 40, "\(taken) taken, \(refused) refused")
    }

    @Test("give the same answer each time")
    func repeatable() throws {
        let channels = ChannelList()
        let shipped = try ShippedRules.all()
        for seed in 0..<20 as Range<UInt64> {
            let text = Mutation(of: shipped[Int(seed) % shipped.count].text, seed: seed).text
            let problems = (0..<2).map { _ in
                RuleFile(text: text, as: "r.yaml", channels: channels).problems.map(\.description)
            }
            #expect(problems[0] == problems[1])
        }
    }
}

/// The rule files under `config/rules`, by path.
enum ShippedRules {
    /// Every file with its text, read once for all tests.
    static func all() throws -> [(file: RuleFile, text: String)] {
        let folder = root.appending(path: "config/rules")
        let paths = (FileManager.default.subpaths(atPath: folder.path) ?? []).filter { $0.hasSuffix(".yaml") }.sorted()
        return try paths.map { path in
            let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
            return (RuleFile(text: text, as: "config/rules/\(path)", channels: ChannelList()), text)
        }
    }

    /// The rule of a path without its ending, such as `refrigerator/warm_cabinet`.
    static func rule(_ path: String) throws -> FaultRule {
        let name = "config/rules/\(path).yaml"
        let file = RuleFile(root.appending(path: name), as: name, channels: ChannelList())
        guard file.problems.isEmpty, let rule = file.rule else { throw ConfigProblems(file.problems) }
        return rule
    }

    private static var root: URL {
        URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
    }
}
