import Appliances

/// The suspicion that old times are no backlog but those of a slow clock.
///
/// A backlog is sent faster than it came about, so its lag shrinks; a slow clock's stays the same.
/// Proven by three messages over ten minutes whose lags differ by no more than a minute, with none of
/// the usual lag between them. A clock that is wrong already and whose times went back was most likely
/// set, as at each start of a device without a battery: two messages over half a minute are enough.
struct LagSuspicion: Sendable, Equatable {
    private static let spread = TimeSpan.minutes(1)
    private static let usual = (messages: Int64(3), span: TimeSpan.minutes(10))
    private static let quick = (messages: Int64(2), span: TimeSpan.seconds(30))

    private var count: Int64 = 0
    private var first = Timestamp.epoch
    private var last = Timestamp.epoch
    private(set) var least = TimeSpan.zero
    private var most = TimeSpan.zero

    /// No suspicion.
    init() {}

    /// A message of the usual lag came.
    mutating func clear() {
        guard count > 0 else { return }
        self = LagSuspicion()
    }

    mutating func note(_ lag: TimeSpan, at arrival: Timestamp) {
        let (low, high) = (min(least, lag), max(most, lag))
        // Another lag: what was counted so far proves nothing.
        let isSame = high.milliseconds - low.milliseconds <= LagSuspicion.spread.milliseconds
        guard count > 0, isSame else {
            (count, first, last, least, most) = (1, arrival, arrival, lag, lag)
            return
        }
        count += 1
        (last, least, most) = (arrival, low, high)
    }

    /// Whether it is a slow clock; `quickly` where its times went back.
    func isProven(quickly: Bool) -> Bool {
        let need = quickly ? LagSuspicion.quick : LagSuspicion.usual
        return count >= need.messages && last - first >= need.span
    }

    static let wordCount = 5

    var words: [UInt64] {
        [count, first.milliseconds, last.milliseconds, least.milliseconds, most.milliseconds]
            .map { UInt64(bitPattern: $0) }
    }

    init(words: ArraySlice<Int64>) {
        let words = Array(words)
        count = words[0]
        (first, last) = (Timestamp(milliseconds: words[1]), Timestamp(milliseconds: words[2]))
        (least, most) = (TimeSpan(milliseconds: words[3]), TimeSpan(milliseconds: words[4]))
    }
}
