/// Finds a topic that two sources would both take.
///
/// Exact, and not by rule of thumb: both patterns are walked at once over every kind of byte, until both have
/// read a whole topic of theirs that no exception takes out.
package enum TopicOverlap {
    /// How many places of the walk are looked at; beyond that the two are taken to overlap.
    static let stepsMax = 20_000

    /// A topic and what is excepted from it.
    package struct Claim: Sendable {
        let topics: Machine
        let exceptions: [Machine]

        /// A claim; nil where the patterns are too large to be compared.
        package init?(_ topic: TopicPattern, except exceptions: [TopicPattern]) {
            guard let topics = Machine(topic) else { return nil }
            self.topics = topics
            let machines = exceptions.map { Machine($0) }
            self.exceptions = machines.compactMap(\.self)
            guard machines.count == self.exceptions.count else { return nil }
        }
    }

    /// What reads the topics of one pattern.
    struct Machine: Sendable {
        let topic: TopicPattern
        let automaton: ByteAutomaton
        let takesBrokersOwn: Bool
        let tellingBytes: [UInt8]

        init?(_ topic: TopicPattern) {
            guard let automaton = try? PatternParser.automaton(topic.expression) else { return nil }
            self.topic = topic
            self.automaton = automaton
            tellingBytes = automaton.tellingBytes
            takesBrokersOwn = topic.takesBrokersOwn
        }

        func step(_ standing: ByteAutomaton.Standing, _ byte: UInt8, isFirst: Bool) -> ByteAutomaton.Standing {
            guard isFirst, byte == UInt8(ascii: "$"), !takesBrokersOwn else { return automaton.step(standing, byte) }
            return ByteAutomaton.Standing(words: standing.words.map { _ in 0 })
        }
    }

    /// Where the walk stands in each machine.
    private struct Place: Hashable {
        var standings: [ByteAutomaton.Standing]
    }

    /// The shortest topic that both take; nil where there is none.
    package static func topic(_ left: Claim, _ right: Claim) -> String? {
        // Most pairs differ in a fixed level; the walk is for the others.
        guard left.topics.topic.mayShare(with: right.topics.topic) else { return nil }
        let machines = [left.topics, right.topics] + left.exceptions + right.exceptions
        let bytes = tellingBytes(of: machines)
        var seen: Set<Place> = []
        var queue: [(place: Place, text: [UInt8])] = [(Place(standings: machines.map(\.automaton.start)), [])]
        var next = 0
        while next < queue.count, next < stepsMax {
            let (place, text) = queue[next]
            next += 1
            // A topic has a byte at least.
            if !text.isEmpty, isCommon(place, machines) { return String(decoding: text, as: UTF8.self) }
            for byte in bytes {
                let standings = zip(machines, place.standings).map { $0.step($1, byte, isFirst: text.isEmpty) }
                guard !standings[0].isEmpty, !standings[1].isEmpty else { continue }
                guard seen.insert(Place(standings: standings)).inserted else { continue }
                queue.append((Place(standings: standings), text + [byte]))
            }
        }
        return next < queue.count ? "a topic too long to show" : nil
    }

    private static func isCommon(_ place: Place, _ machines: [Machine]) -> Bool {
        let accepted = zip(machines, place.standings).map { $0.automaton.accepts($1) }
        return accepted[0] && accepted[1] && !accepted.dropFirst(2).contains(true)
    }

    /// One byte of each run that no machine tells apart; a letter where there is one, for people.
    private static func tellingBytes(of machines: [Machine]) -> [UInt8] {
        // `$` is told apart at the first place of a topic; no topic holds a zero byte.
        let dollar = UInt8(ascii: "$")
        let edges = Set(machines.flatMap(\.tellingBytes)).subtracting([0]).union([1, dollar, dollar + 1])
            .sorted()
        let runs = zip(edges, edges.dropFirst().map { $0 - 1 } + [UInt8.max]).map { $0...$1 }
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let shown = UInt8(ascii: "!")...UInt8(ascii: "~")
        return runs.map { run in
            [letters, shown].first(where: run.overlaps).map { run.clamped(to: $0).lowerBound } ?? run.lowerBound
        }
    }
}
