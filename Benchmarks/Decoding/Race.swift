/// One way of reading messages.
protocol Entrant {
    /// Reads the message of this number.
    ///
    /// - Returns: the sum of its values, so that no reading can be left out as unused, and both ways can be
    ///   compared.
    mutating func sum(ofMessage number: Int) throws -> Double
}

/// Two ways of reading the same messages, which take turns so that what disturbs one disturbs the other.
struct Race<Ours: Entrant, Theirs: Entrant> {
    private var ours: Ours
    private var theirs: Theirs
    private let messages: [[UInt8]]
    /// How many readings each message has.
    private let readings: Int

    private let rounds = 60
    /// How long one turn of each goes on, in CPU seconds, about.
    private let turnSeconds = 0.02

    init(ours: Ours, theirs: Theirs, messages: [[UInt8]], readings: Int) {
        (self.ours, self.theirs, self.messages, self.readings) = (ours, theirs, messages, readings)
    }

    /// Measures both; of each the best of its turns counts.
    mutating func run() throws -> Outcome {
        try compare()
        let (ownCount, otherCount) = (try count(&ours), try count(&theirs))
        var (own, other) = (Double.infinity, Double.infinity)
        for _ in 0..<rounds {
            own = min(own, try seconds(&ours, ownCount) / Double(ownCount))
            other = min(other, try seconds(&theirs, otherCount) / Double(otherCount))
        }
        return Outcome(
            bytes: messages[0].count, readings: readings, ownSeconds: own, otherSeconds: other,
            allocations: try allocations())
    }

    /// Both must have read the same; this also warms them up.
    private mutating func compare() throws {
        for _ in 0..<4 {
            for number in messages.indices {
                let (own, other) = (try ours.sum(ofMessage: number), try theirs.sum(ofMessage: number))
                guard abs(own - other) <= 1e-9 * max(1, abs(other)) else {
                    throw Difference(message: String(decoding: messages[number], as: UTF8.self), sums: [own, other])
                }
            }
        }
    }

    /// How many messages make a turn.
    private func count(_ entrant: inout some Entrant) throws -> Int {
        let probe = 500
        let spent = try seconds(&entrant, probe)
        return max(probe, Int(turnSeconds / spent * Double(probe)))
    }

    private func seconds(_ entrant: inout some Entrant, _ count: Int) throws -> Double {
        let before = CPUClock.seconds
        var sum = 0.0
        var number = 0
        for _ in 0..<count {
            sum += try entrant.sum(ofMessage: number)
            number = number + 1 == messages.count ? 0 : number + 1
        }
        let spent = CPUClock.seconds - before
        BlackHole.take(sum)
        return spent
    }

    /// How often our way asks for memory, for one message; nil where nobody counts.
    private mutating func allocations() throws -> Double? {
        let count = 1_024
        guard let before = AllocationCount.soFar else { return nil }
        var sum = 0.0
        for number in 0..<count { sum += try ours.sum(ofMessage: number % messages.count) }
        guard let after = AllocationCount.soFar else { return nil }
        BlackHole.take(sum)
        return Double(after - before) / Double(count)
    }
}

/// Two ways that read one message differently: then there is nothing to measure.
struct Difference: Error {
    let message: String
    let sums: [Double]
}
