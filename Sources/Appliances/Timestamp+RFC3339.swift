extension Timestamp: CustomStringConvertible {
    /// RFC 3339 in UTC with milliseconds where there are any: `2026-11-22T00:15:30.250Z`.
    package var description: String {
        let (days, rest) = dayAndMillisecond
        let (hour, minute) = (rest / 3_600_000, rest / 60_000 % 60)
        let (second, fraction) = (rest / 1_000 % 60, rest % 1_000)
        let time = [hour, minute, second].map { zeroPadded($0, to: 2) }.joined(separator: ":")
        let tail = fraction == 0 ? "" : "." + zeroPadded(fraction, to: 3)
        return "\(CalendarDay(daysSinceEpoch: days))T\(time)\(tail)Z"
    }

    /// Reads an RFC 3339 date-time; nil where it is not one.
    ///
    /// Strict: the day must exist, the offset must be there (`Z` or `±hh:mm`), the
    /// hour ends at 23 and the second at 59, or 60 for a leap second, which becomes
    /// the first moment of the next minute. Digits beyond the millisecond are cut.
    package init?(rfc3339 text: String) {
        var copy = text
        let moment = copy.withUTF8 { Timestamp(rfc3339: $0.span) }
        guard let moment else { return nil }
        self = moment
    }

    /// Reads an RFC 3339 date-time from bytes; nil where it is not one.
    ///
    /// The hot path reads every device's clock with this: no allocation, no locale.
    package init?(rfc3339 bytes: Span<UInt8>) {
        guard bytes.count >= 20, bytes.count <= 40,
            let day = Timestamp.day(of: bytes),
            let hour = Timestamp.twoDigits(bytes, 11), hour <= 23,
            let minute = Timestamp.twoDigits(bytes, 14), minute <= 59,
            let second = Timestamp.twoDigits(bytes, 17), second <= 60,
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":")
        else { return nil }
        var place = 19
        var fraction = 0
        if bytes[place] == UInt8(ascii: ".") {
            let first = place + 1
            var scale = 100
            place = first
            while place < bytes.count, bytes[place] &- 48 <= 9 {
                fraction += Int(bytes[place] - 48) * scale
                scale /= 10
                place += 1
            }
            guard place > first else { return nil }
        }
        guard let offset = Timestamp.offsetSeconds(bytes, at: place) else { return nil }
        let seconds = Int64(day) * 86_400 + Int64(hour * 3_600 + minute * 60 + second - offset)
        milliseconds = seconds * 1_000 + Int64(fraction)
        // An offset may carry the moment out of the years 1 to 9999, for which there is no text.
        guard Timestamp.withFourDigitYear.contains(milliseconds) else { return nil }
    }

    /// The moments whose year in UTC has four digits: 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999Z.
    private static let withFourDigitYear: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999

    private static func day(of bytes: Span<UInt8>) -> Int? {
        guard let century = twoDigits(bytes, 0), let year = twoDigits(bytes, 2),
            let month = twoDigits(bytes, 5), let day = twoDigits(bytes, 8),
            bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            bytes[10] | 32 == UInt8(ascii: "t")
        else { return nil }
        return CalendarDay(year: century * 100 + year, month: month, day: day)?.daysSinceEpoch
    }

    private static func offsetSeconds(_ bytes: Span<UInt8>, at place: Int) -> Int? {
        guard place < bytes.count else { return nil }
        let sign = bytes[place]
        if sign | 32 == UInt8(ascii: "z") { return place + 1 == bytes.count ? 0 : nil }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), place + 6 == bytes.count,
            let hours = twoDigits(bytes, place + 1), hours <= 23,
            let minutes = twoDigits(bytes, place + 4), minutes <= 59,
            bytes[place + 3] == UInt8(ascii: ":")
        else { return nil }
        let seconds = hours * 3_600 + minutes * 60
        return sign == UInt8(ascii: "-") ? -seconds : seconds
    }

    @inline(__always)
    private static func twoDigits(_ bytes: Span<UInt8>, _ place: Int) -> Int? {
        guard place + 1 < bytes.count else { return nil }
        let (tens, ones) = (bytes[place] &- 48, bytes[place + 1] &- 48)
        guard tens <= 9, ones <= 9 else { return nil }
        return Int(tens) * 10 + Int(ones)
    }
}
