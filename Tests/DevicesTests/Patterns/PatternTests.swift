@testable import Devices
import Testing

@Suite("A pattern")
struct PatternTests {
    @Test(
        "takes the whole text or none of it",
        arguments: [
            (pattern: "shelly", takes: ["shelly"], leaves: ["shell", "shellyy", "Shelly", "", "a shelly"]),
            (pattern: "", takes: [""], leaves: ["a", " "]),
            (pattern: "a.c", takes: ["abc", "a.c", "a c"], leaves: ["ac", "abbc", "a/c"]),
            (pattern: "a\\.c", takes: ["a.c"], leaves: ["abc"]),
            (pattern: "\\d+", takes: ["0", "42", "0123456789"], leaves: ["", "4a", "-1", "4.2"]),
            (pattern: "\\w+", takes: ["Az_09"], leaves: ["a-b", "", "a b", "ä"]),
            (pattern: "a\\sb", takes: ["a b", "a\tb"], leaves: ["ab", "a_b"]),
            (pattern: "[a-c]", takes: ["a", "b", "c"], leaves: ["d", "A", "ab", "-", ""]),
            (pattern: "[^a-c]", takes: ["d", "-", "^"], leaves: ["a", "b", "c", "", "dd"]),
            (pattern: "[-a]", takes: ["-", "a"], leaves: ["b"]), (pattern: "[a-]", takes: ["-", "a"], leaves: ["b"]),
            (pattern: "[\\d.]+", takes: ["1.5", "."], leaves: ["1,5"]),
            (pattern: "[a^]", takes: ["a", "^"], leaves: ["b"]), (pattern: "[]", takes: [], leaves: ["", "]"]),
            (pattern: "[\\]x]", takes: ["]", "x"], leaves: ["\\"]),
            (pattern: "ab|cd", takes: ["ab", "cd"], leaves: ["abcd", "ad", "abd", ""]),
            (pattern: "a(b|c)d", takes: ["abd", "acd"], leaves: ["ad", "abcd"]),
            (pattern: "a(|b)", takes: ["a", "ab"], leaves: ["abb", "b"]), (pattern: "()", takes: [""], leaves: ["a"]),
            (pattern: "ab*", takes: ["a", "ab", "abbb"], leaves: ["abab", "b"]),
            (pattern: "(ab)*", takes: ["", "ab", "abab"], leaves: ["aba"]),
            (pattern: "ab+", takes: ["ab", "abb"], leaves: ["a"]),
            (pattern: "ab?", takes: ["a", "ab"], leaves: ["abb"]),
            (pattern: "a**", takes: ["", "aaa"], leaves: ["b"]),
            (pattern: "a+?", takes: ["", "a", "aa"], leaves: ["b"]),
            (pattern: "a?+", takes: ["", "aa"], leaves: ["b"]),
            (pattern: "(a|b+)*c", takes: ["c", "abbac"], leaves: ["ab"]),
            (pattern: "(|a)+b", takes: ["b", "ab", "aab"], leaves: ["a", ""]),
            (pattern: "温.*", takes: ["温度"], leaves: ["湿度"]),
        ])
    func language(pattern: String, takes: [String], leaves: [String]) throws {
        let machine = try PatternParser.automaton(pattern)
        for text in takes { #expect(machine.matches(text), "\(pattern) takes '\(text)'") }
        for text in leaves { #expect(!machine.matches(text), "\(pattern) leaves '\(text)'") }
    }

    @Test("never takes a slash unless it names one", arguments: ["a.b", "a[^x]b", "a[ -~]b", "a[+-9]b", "a[^\\w]b"])
    func slash(pattern: String) throws {
        #expect(try !PatternParser.automaton(pattern).matches("a/b"))
        #expect(try PatternParser.automaton(pattern).matches("a.b"))
        #expect(try PatternParser.automaton("a[x/]b").matches("a/b"))
    }

    @Test(
        "that is none says why",
        arguments: [
            ("(a", "a `(` is not closed"), ("a)", "a `)` has no `(` before it"), ("[a", "a `[` is not closed"),
            ("[z-a]", "a range in `[ ]` runs backwards"), ("*", "`*` has nothing before it to repeat"),
            ("a|+", "`+` has nothing before it to repeat"), ("(?a)", "`?` has nothing before it to repeat"),
            ("a\\", "it ends after a `\\`"), ("\\b", "`\\b` is not part of patterns; there are \\d, \\w and \\s"),
            ("a{2}", "`{` is not part of patterns; write `\\` before it for the sign"),
            ("^a", "`^` is not part of patterns; write `\\` before it for the sign"),
            ("a$", "`$` is not part of patterns; write `\\` before it for the sign"),
            (String(repeating: "(", count: 17), "parentheses stand more than 16 deep"),
            (String(repeating: "a", count: 512), "it has more than 512 parts"),
        ])
    func faults(pattern: String, says: String) {
        #expect(throws: PatternParser.Fault(text: says)) { try PatternParser.automaton(pattern) }
    }

    @Test("may be as large and as deep as its bounds say")
    func bounds() throws {
        let long = String(repeating: "a", count: ByteAutomaton.statesMax - 1)
        #expect(try PatternParser.automaton(long).matches(long))
        let deep = String(repeating: "(", count: 15) + "a" + String(repeating: ")", count: 15)
        #expect(try PatternParser.automaton(deep).matches("a"))
    }

    @Test(
        "reads each byte of a text once, also where others would try again and again",
        arguments: ["(a*)*b", "(a|a)*b", "(a|aa)+b", "(a+)+b", "a*a*a*a*a*a*a*a*b", "(a?)*(a?)*b", "((a*)*)*b"])
    func linearTime(pattern: String) throws {
        let machine = try PatternParser.automaton(pattern)
        // By trying again this would take 2^8192 steps, and never end.
        let text = String(repeating: "a", count: 8_192)
        #expect(!machine.matches(text) && machine.matches(text + "b"))
        // However far it has read, no more of its states are in force than it has.
        var standing = machine.start
        for byte in text.utf8.prefix(64) { standing = machine.step(standing, byte) }
        let inForce = standing.words.reduce(0) { $0 + $1.nonzeroBitCount }
        #expect(inForce <= machine.states.count)
    }

    @Test("takes what the same pattern by trial takes", arguments: 1...40 as ClosedRange<UInt64>)
    func trial(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        let written = PatternTests.pattern(&chance, depth: 3)
        let machine = try PatternParser.automaton(written.text)
        for _ in 0..<60 {
            let text = (0..<chance.roll(0...6)).map { _ in chance.pick(["a", "b", "c"]) }.joined()
            let bytes = Array(text.utf8)
            let ends = written.ends(bytes, [0])
            #expect(machine.matches(text) == ends.contains(bytes.count), "\(written.text) on '\(text)'")
        }
    }

    /// A pattern and what it takes, told by trying every way: from places in a text to the places behind them.
    private struct Written {
        var text: String
        var ends: ([UInt8], Set<Int>) -> Set<Int>
    }

    private static func pattern(_ chance: inout Chance, depth: Int) -> Written {
        guard depth > 0, chance.roll(0...4) > 0 else {
            let letter = chance.pick(["a", "b", "."])
            return Written(text: letter) { bytes, begins in
                Set(
                    begins.filter { $0 < bytes.count && (letter == "." || bytes[$0] == letter.utf8.first) }.map {
                        $0 + 1
                    })
            }
        }
        let left = pattern(&chance, depth: depth - 1)
        switch chance.roll(0...4) {
        case 0:
            let right = pattern(&chance, depth: depth - 1)
            return Written(text: "(\(left.text)|\(right.text))") { left.ends($0, $1).union(right.ends($0, $1)) }
        case 1: return Written(text: "(\(left.text))*") { closure(left, $0, $1).union($1) }
        case 2: return Written(text: "(\(left.text))+") { closure(left, $0, left.ends($0, $1)) }
        case 3: return Written(text: "(\(left.text))?") { left.ends($0, $1).union($1) }
        default:
            let right = pattern(&chance, depth: depth - 1)
            return Written(text: left.text + right.text) { right.ends($0, left.ends($0, $1)) }
        }
    }

    private static func closure(_ one: Written, _ bytes: [UInt8], _ begins: Set<Int>) -> Set<Int> {
        var all = begins
        while true {
            let more = all.union(one.ends(bytes, all))
            if more == all { return all }
            all = more
        }
    }
}
