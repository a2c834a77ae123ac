import Simulation

/// Texts in which chance has changed something, as slips, broken editors and bad merges do.
struct Mutation {
    var chance: SeededGenerator
    /// Pieces of the language, put where they may make sense.
    let pieces: [String]

    /// From this seed on, with pieces from these texts.
    init(seed: UInt64, pieces: [String]) {
        chance = SeededGenerator(seed: seed)
        self.pieces = pieces
    }

    /// One to four changes of a text, one after the other.
    mutating func change(_ sound: String) -> String {
        var text = Array(sound)
        for _ in 0...chance.below(4) { change(&text) }
        return String(text)
    }

    private mutating func change(_ text: inout [Character]) {
        switch chance.below(9) {
        case 0: text.removeSubrange(stretch(of: text, atMost: 6))
        case 1:
            let some = stretch(of: text, atMost: 24)
            text.insert(contentsOf: Array(text[some]), at: some.lowerBound)
        case 2:
            guard text.count > 1 else { return }
            let first = chance.below(text.count - 1)
            text.swapAt(first, first + 1)
        case 3: text.insert(pick(Mutation.signs), at: place(in: text))
        case 4: changeLines(&text)
        case 5: changeNumber(&text)
        case 6: changeWords(&text)
        case 7: text.insert(contentsOf: Array(pick(pieces)), at: place(in: text))
        default: nest(&text)
        }
    }

    mutating func pick<Element>(_ some: [Element]) -> Element { some[chance.below(some.count)] }

    /// A place between two signs, or at either end.
    private mutating func place(in text: [Character]) -> Int { chance.below(text.count + 1) }

    private mutating func stretch(of text: [Character], atMost most: Int) -> Range<Int> {
        let first = place(in: text)
        return first..<min(text.count, first + 1 + chance.below(most))
    }

    private static let signs: [Character] = Array("()[]{}<>=!+-*/.,:;\"'#&*|%@`~^?\\\t \n0e1ß°µ²🧊\u{0}\u{feff}\u{202e}")
    private static let numbers = [
        "0", "9", "-1", "1e9", "1e308", "1e-308", "nan", "inf", ".", "99999999999999999999", "", "0x1f", "-0", "١",
    ]

    private mutating func changeLines(_ text: inout [Character]) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
        guard !lines.isEmpty else { return }
        let (one, other) = (chance.below(lines.count), chance.below(lines.count))
        switch chance.below(4) {
        case 0: lines.remove(at: one)
        case 1: lines.insert(lines[one], at: other)
        case 2: lines[one] = Array(repeating: " ", count: chance.below(9)) + lines[one]
        default: lines.swapAt(one, other)
        }
        text = Array(lines.joined(separator: ["\n"]))
    }

    private mutating func changeNumber(_ text: inout [Character]) {
        let digits = text.indices.filter { text[$0].isNumber }
        guard !digits.isEmpty else { return }
        let digit = pick(digits)
        text.replaceSubrange(digit...digit, with: Array(pick(Mutation.numbers)))
    }

    private mutating func changeWords(_ text: inout [Character]) {
        var words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard !words.isEmpty else { return }
        words[chance.below(words.count)] = words[chance.below(words.count)]
        text = Array(words.joined(separator: [" "]))
    }

    /// Deep in parentheses: a reader that calls itself must know where to stop.
    private mutating func nest(_ text: inout [Character]) {
        let (open, close) = pick([("(", ")"), ("not ", ""), ("-", ""), ("avg(", ")[1h]"), ("[", "]"), ("{a: ", "}")])
        let depth = 1 << chance.below(11)
        let some = stretch(of: text, atMost: 40)
        let nested = String(repeating: open, count: depth) + String(text[some]) + String(repeating: close, count: depth)
        text.replaceSubrange(some, with: Array(nested))
    }
}
