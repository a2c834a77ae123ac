/// A regular expression over bytes as a machine of states, any number of which are in force at once.
///
/// Reading takes time in proportion to the text whatever the expression is, because nothing is ever tried
/// twice: a hub's message can hold up nobody. Two machines can be asked whether some text fits both.
package struct ByteAutomaton: Sendable, Equatable {
    /// How many states a machine may have.
    package static let statesMax = 512

    /// One state: which bytes lead on, and to where; or where else one is at once.
    enum State: Sendable, Equatable {
        case byte(ByteSet, next: Int)
        case split(Int, Int)
        case end
    }

    private(set) var states: [State] = []
    private(set) var first = 0
    /// The states that read a byte.
    private let readers: [Int]

    /// The states in force, as bits.
    struct Standing: Hashable, Sendable {
        var words: [UInt64]

        var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

        func contains(_ state: Int) -> Bool { words[state >> 6] & (1 << UInt64(state & 63)) != 0 }

        mutating func insert(_ state: Int) { words[state >> 6] |= 1 << UInt64(state & 63) }
    }

    /// A machine from states that ``PatternParser`` has made; `end` is among them.
    init(states: [State], first: Int) {
        self.states = states
        self.first = first
        readers = states.indices.filter { if case .byte = states[$0] { true } else { false } }
    }

    /// Where the machine stands before the first byte.
    var start: Standing {
        var standing = Standing(words: Array(repeating: 0, count: (states.count + 63) / 64))
        enter(first, &standing)
        return standing
    }

    /// Where it stands after one more byte.
    func step(_ standing: Standing, _ byte: UInt8) -> Standing {
        var next = Standing(words: Array(repeating: 0, count: standing.words.count))
        for index in readers where standing.contains(index) {
            if case .byte(let set, let target) = states[index], set.contains(byte) { enter(target, &next) }
        }
        return next
    }

    /// Whether what was read so far is one of its texts.
    func accepts(_ standing: Standing) -> Bool {
        states.indices.contains { states[$0] == .end && standing.contains($0) }
    }

    private func enter(_ state: Int, _ standing: inout Standing) {
        var waiting = [state]
        while let index = waiting.popLast() {
            if standing.contains(index) { continue }
            standing.insert(index)
            if case .split(let left, let right) = states[index] { waiting += [left, right] }
        }
    }

    /// Whether these bytes, all of them, are one of its texts.
    package func matches(_ bytes: Span<UInt8>) -> Bool {
        var standing = start
        for place in bytes.indices {
            standing = step(standing, bytes[place])
            if standing.isEmpty { return false }
        }
        return accepts(standing)
    }

    /// As ``matches(_:)-(Span<UInt8>)``.
    package func matches(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return matches(bytes.span)
    }

    /// Every byte that some state tells from others, one of each kind, and one that none names.
    var tellingBytes: [UInt8] {
        var bytes: Set<UInt8> = []
        for case .byte(let set, _) in states { bytes.formUnion(set.edges) }
        return bytes.sorted()
    }
}

/// A set of bytes.
struct ByteSet: Sendable, Equatable {
    private var words: [4 of UInt64] = [0, 0, 0, 0]

    init() {}

    init(_ bytes: some Sequence<UInt8>) { for byte in bytes { insert(byte) } }

    /// Every byte.
    static let any = ByteSet(UInt8.min...UInt8.max)

    func contains(_ byte: UInt8) -> Bool { words[Int(byte >> 6)] & (1 << UInt64(byte & 63)) != 0 }

    mutating func insert(_ byte: UInt8) { words[Int(byte >> 6)] |= 1 << UInt64(byte & 63) }

    mutating func remove(_ byte: UInt8) { words[Int(byte >> 6)] &= ~(1 << UInt64(byte & 63)) }

    var inverted: ByteSet { ByteSet((UInt8.min...UInt8.max).filter { !contains($0) }) }

    /// The first bytes of the runs that are in the set, and of those that are not.
    var edges: [UInt8] {
        var edges: [UInt8] = [0]
        var byte = 1
        while byte < 256 {
            if contains(UInt8(byte)) != contains(UInt8(byte - 1)) { edges.append(UInt8(byte)) }
            byte += 1
        }
        return edges
    }

    static func == (left: ByteSet, right: ByteSet) -> Bool {
        (0..<4).allSatisfy { left.words[$0] == right.words[$0] }
    }
}
