/// A moment in time, in whole milliseconds since 1970-01-01T00:00:00Z.
///
/// Device time, arrival time and corrected time are all `Timestamp`s; the name of
/// the property says which. Nothing here reads a clock: moments come in through
/// messages or from the gateway's clock.
package struct Timestamp: Hashable, Comparable, Sendable {
    /// Milliseconds since the epoch, UTC, leap seconds not counted.
    package var milliseconds: Int64

    /// The moment so many milliseconds after the epoch.
    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// The epoch itself; stands for "never" where nothing has happened yet.
    package static let epoch = Timestamp(milliseconds: 0)

    /// Days since the epoch and milliseconds into that day, in whole numbers: exact for every moment.
    var dayAndMillisecond: (day: Int, millisecond: Int) {
        let (days, rest) = milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
        return rest < 0 ? (Int(days) - 1, Int(rest) + 86_400_000) : (Int(days), Int(rest))
    }

    /// Earlier comes first.
    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// The moment `span` later; `span` may be negative.
    package static func + (moment: Timestamp, span: TimeSpan) -> Timestamp {
        Timestamp(milliseconds: moment.milliseconds + span.milliseconds)
    }

    /// The moment `span` earlier.
    package static func - (moment: Timestamp, span: TimeSpan) -> Timestamp {
        Timestamp(milliseconds: moment.milliseconds - span.milliseconds)
    }

    /// The time from `earlier` to this moment.
    package static func - (later: Timestamp, earlier: Timestamp) -> TimeSpan {
        TimeSpan(milliseconds: later.milliseconds - earlier.milliseconds)
    }
}

/// A length of time in whole milliseconds.
///
/// Eight bytes where the standard `Duration` has sixteen: spans are compared for
/// every reading of every rule.
package struct TimeSpan: Hashable, Comparable, Sendable {
    /// The length in milliseconds; negative spans point to the past.
    package var milliseconds: Int64

    /// A span of so many milliseconds.
    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// No time at all.
    package static let zero = TimeSpan(milliseconds: 0)
    /// So many seconds.
    package static func seconds(_ count: Int64) -> TimeSpan { TimeSpan(milliseconds: count * 1_000) }
    /// So many minutes.
    package static func minutes(_ count: Int64) -> TimeSpan { TimeSpan(milliseconds: count * 60_000) }
    /// So many hours.
    package static func hours(_ count: Int64) -> TimeSpan { TimeSpan(milliseconds: count * 3_600_000) }
    /// So many days of 24 hours.
    package static func days(_ count: Int64) -> TimeSpan { TimeSpan(milliseconds: count * 86_400_000) }

    /// Shorter comes first.
    package static func < (left: TimeSpan, right: TimeSpan) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// The length in seconds.
    package var seconds: Double { Double(milliseconds) / 1_000 }

    /// Reads `250ms`, `30 s`, `10m`, `2h`, `3d` or `1w`; nil where the text is none of these.
    ///
    /// Bounds: a whole or decimal number, not negative, at most a hundred years.
    package init?(_ text: some StringProtocol) {
        // Space may stand around the number and its unit, not within: `1 0s` is a slip, `1m s` too.
        let isSpace = { (character: Character) in character == " " || character == "\u{a0}" }
        let number = text.drop(while: isSpace).prefix { $0.isNumber || $0 == "." }
        guard let count = Double(number), count.isFinite, count >= 0 else { return nil }
        let units: KeyValuePairs = [
            "ms": 1.0, "s": 1_000, "sec": 1_000, "m": 60_000, "min": 60_000,
            "h": 3_600_000, "d": 86_400_000, "w": 604_800_000,
        ]
        let rest = text[number.endIndex...].drop(while: isSpace)
        let suffix = rest.prefix { !isSpace($0) }
        guard rest[suffix.endIndex...].allSatisfy(isSpace),
            let unit = units.first(where: { $0.key == suffix })?.value
        else { return nil }
        let length = count * unit
        guard length <= 3_155_760_000_000 else { return nil }
        milliseconds = Int64(length.rounded())
    }
}

extension TimeSpan: CustomStringConvertible {
    /// The shortest exact form that ``init(_:)`` reads back, such as `90m` or `2h`.
    package var description: String {
        let forms: [(Int64, String)] = [
            (86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1_000, "s"),
        ]
        for (unit, suffix) in forms where milliseconds != 0 && milliseconds % unit == 0 {
            return "\(milliseconds / unit)\(suffix)"
        }
        return milliseconds == 0 ? "0s" : "\(milliseconds)ms"
    }
}
