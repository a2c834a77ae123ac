/// Makes machines out of patterns: letters, `.`, `\d`, `\w`, `\s`, `\.`, `[a-z]`, `[^a-z]`, `( )`, `|`, `*`, `+`, `?`.
///
/// A small part of what other regular expressions have, and all of it in linear time. The slash, which parts
/// levels and segments, is taken only where it is named: not by `.`, `[^a-z]` or within a range.
struct PatternParser {
    /// What is wrong with a pattern.
    struct Fault: Error, Equatable {
        let text: String
    }

    private var states: [ByteAutomaton.State] = []
    private let bytes: [UInt8]
    private var place = 0
    private var depth = 0

    /// A part of a machine: where it begins, and the states whose way on is still open.
    struct Part {
        var first: Int
        var open: [Int]
    }

    init(_ pattern: String) { bytes = Array(pattern.utf8) }

    /// The machine of a pattern.
    static func automaton(_ pattern: String) throws(Fault) -> ByteAutomaton {
        var parser = PatternParser(pattern)
        let whole = try parser.choice()
        guard parser.place == parser.bytes.count else { throw Fault(text: "a `)` has no `(` before it") }
        return try parser.finish(whole)
    }

    mutating func finish(_ part: Part) throws(Fault) -> ByteAutomaton {
        let end = try add(.end)
        close(part.open, at: end)
        return ByteAutomaton(states: states, first: part.first)
    }

    private var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func choice() throws(Fault) -> Part {
        depth += 1
        guard depth <= 16 else { throw Fault(text: "parentheses stand more than 16 deep") }
        defer { depth -= 1 }
        var part = try sequence()
        while peek == UInt8(ascii: "|") {
            place += 1
            let other = try sequence()
            let split = try add(.split(part.first, other.first))
            part = Part(first: split, open: part.open + other.open)
        }
        return part
    }

    private mutating func sequence() throws(Fault) -> Part {
        var part: Part?
        while let byte = peek, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
            let next = try repeated()
            part = part.map { join($0, next) } ?? next
        }
        if let part { return part }
        return try nothing()
    }

    /// A part that reads nothing.
    mutating func nothing() throws(Fault) -> Part {
        let place = try add(.split(states.count, states.count))
        return Part(first: place, open: [place])
    }

    private mutating func repeated() throws(Fault) -> Part {
        var part = try atom()
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "*"): part = try loop(part, least: 0)
            case UInt8(ascii: "+"): part = try loop(part, least: 1)
            case UInt8(ascii: "?"):
                let split = try add(.split(part.first, -1))
                part = Part(first: split, open: part.open + [split])
            default: return part
            }
            place += 1
        }
        return part
    }

    /// A part any number of times; `least` is 0 or 1.
    mutating func loop(_ part: Part, least: Int) throws(Fault) -> Part {
        let split = try add(.split(part.first, -1))
        close(part.open, at: split)
        return Part(first: least == 0 ? split : part.first, open: [split])
    }

    private mutating func atom() throws(Fault) -> Part {
        guard let byte = peek else { throw Fault(text: "it ends where a letter is expected") }
        place += 1
        switch byte {
        case UInt8(ascii: "("):
            let inner = try choice()
            guard peek == UInt8(ascii: ")") else { throw Fault(text: "a `(` is not closed") }
            place += 1
            return inner
        case UInt8(ascii: "["): return try one(of: try classSet())
        case UInt8(ascii: "."):
            var set = ByteSet.any
            set.remove(slash)
            return try one(of: set)
        case UInt8(ascii: "\\"): return try one(of: try escape())
        case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"):
            throw Fault(text: "`\(Character(Unicode.Scalar(byte)))` has nothing before it to repeat")
        case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "^"), UInt8(ascii: "$"):
            throw Fault(
                text: "`\(Character(Unicode.Scalar(byte)))` is not part of patterns; write `\\` before it for the sign")
        default: return try one(of: ByteSet([byte]))
        }
    }

    /// A part that reads one byte of a set.
    mutating func one(of set: ByteSet) throws(Fault) -> Part {
        let place = try add(.byte(set, next: -1))
        return Part(first: place, open: [place])
    }

    private mutating func escape() throws(Fault) -> ByteSet {
        guard let byte = peek else { throw Fault(text: "it ends after a `\\`") }
        place += 1
        switch byte {
        case UInt8(ascii: "d"): return ByteSet(UInt8(ascii: "0")...UInt8(ascii: "9"))
        case UInt8(ascii: "w"):
            let letters = (UInt8(ascii: "A")...UInt8(ascii: "Z")).map { $0 } + (UInt8(ascii: "a")...UInt8(ascii: "z"))
            return ByteSet(letters + (UInt8(ascii: "0")...UInt8(ascii: "9")) + [UInt8(ascii: "_")])
        case UInt8(ascii: "s"): return ByteSet([0x20, 0x09])
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            throw Fault(
                text: "`\\\(Character(Unicode.Scalar(byte)))` is not part of patterns; there are \\d, \\w and \\s")
        default: return ByteSet([byte])
        }
    }

    private mutating func classSet() throws(Fault) -> ByteSet {
        var set = ByteSet()
        var isInverted = false
        if peek == UInt8(ascii: "^") {
            isInverted = true
            place += 1
        }
        while let byte = peek, byte != UInt8(ascii: "]") {
            place += 1
            if byte == UInt8(ascii: "\\") {
                let more = try escape()
                for byte in UInt8.min...UInt8.max where more.contains(byte) { set.insert(byte) }
                continue
            }
            guard peek == UInt8(ascii: "-"), place + 1 < bytes.count, bytes[place + 1] != UInt8(ascii: "]") else {
                set.insert(byte)
                continue
            }
            let last = bytes[place + 1]
            guard last >= byte else { throw Fault(text: "a range in `[ ]` runs backwards") }
            for each in byte...last where each != slash || byte == slash || last == slash { set.insert(each) }
            place += 2
        }
        guard peek == UInt8(ascii: "]") else { throw Fault(text: "a `[` is not closed") }
        place += 1
        guard isInverted else { return set }
        var others = set.inverted
        others.remove(slash)
        return others
    }

    mutating func join(_ left: Part, _ right: Part) -> Part {
        close(left.open, at: right.first)
        return Part(first: left.first, open: right.open)
    }

    private mutating func close(_ open: [Int], at target: Int) { PatternParser.close(open, at: target, &states) }

    private static func close(_ open: [Int], at target: Int, _ states: inout [ByteAutomaton.State]) {
        for place in open {
            switch states[place] {
            case .byte(let set, _): states[place] = .byte(set, next: target)
            case .split(let left, let right):
                states[place] = right == -1 ? .split(left, target) : .split(target, target)
            case .end: continue
            }
        }
    }

    private mutating func add(_ state: ByteAutomaton.State) throws(Fault) -> Int {
        guard states.count < ByteAutomaton.statesMax else {
            throw Fault(text: "it has more than \(ByteAutomaton.statesMax) parts")
        }
        states.append(state)
        return states.count - 1
    }
}

private let slash = UInt8(ascii: "/")
