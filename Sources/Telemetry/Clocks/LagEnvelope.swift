import Appliances

/// The shortest lag of a wrong clock's live messages in a sliding hour.
///
/// Delay only ever makes a lag longer, so the shortest is the nearest to the clock's own error. Two
/// halves instead of a queue: what it says is the least of the last 30 to 60 minutes, or of the last
/// two messages where fewer come.
struct LagEnvelope: Sendable, Equatable {
    private static let half = TimeSpan.minutes(30)

    private var present = TimeSpan.zero
    private var before = TimeSpan.zero
    private var since = Timestamp.epoch

    /// An envelope of nothing, for a clock that needs none.
    init() {}

    /// The envelope of one message.
    init(_ lag: TimeSpan, at arrival: Timestamp) {
        (present, before, since) = (lag, lag, arrival)
    }

    /// The shortest lag.
    var least: TimeSpan { min(present, before) }

    mutating func note(_ lag: TimeSpan, at arrival: Timestamp) {
        guard arrival - since >= LagEnvelope.half else {
            present = min(present, lag)
            return
        }
        (before, present, since) = (present, lag, arrival)
    }

    static let wordCount = 3

    var words: [UInt64] {
        [present.milliseconds, before.milliseconds, since.milliseconds].map { UInt64(bitPattern: $0) }
    }

    init(words: ArraySlice<Int64>) {
        let words = Array(words)
        (present, before) = (TimeSpan(milliseconds: words[0]), TimeSpan(milliseconds: words[1]))
        since = Timestamp(milliseconds: words[2])
    }
}
