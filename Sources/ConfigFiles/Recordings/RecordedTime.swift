package import Appliances

/// How a recording writes its times.
package enum RecordedTime: Hashable, Sendable {
    /// RFC 3339, such as `2022-07-07T12:00:00.000Z`.
    case rfc3339
    /// Seconds since 1970-01-01T00:00:00Z, whole or decimal.
    case epochSeconds
    /// Milliseconds since 1970-01-01T00:00:00Z.
    case epochMilliseconds
    /// A clock at a fixed offset, written as the pattern says.
    case clock(ClockPattern, offsetSeconds: Int)

    /// The moment; nil where the bytes do not say one in this form or it lies beyond the year 9999.
    package func moment(_ text: ArraySlice<UInt8>) -> Timestamp? {
        switch self {
        case .rfc3339: Timestamp(rfc3339: text.span)
        case .epochSeconds: RecordedTime.epoch(text, factor: 1_000)
        case .epochMilliseconds: RecordedTime.epoch(text, factor: 1)
        case .clock(let pattern, let offset):
            pattern.milliseconds(text.span).map {
                Timestamp(milliseconds: $0 - Int64(offset) * 1_000)
            }
        }
    }

    private static func epoch(_ text: ArraySlice<UInt8>, factor: Double) -> Timestamp? {
        guard let number = decimalNumber(text) else { return nil }
        let milliseconds = (number * factor).rounded()
        // The same years as the other forms can say: 0001 to 9999.
        guard (-62_135_596_800_000...253_402_300_799_999).contains(milliseconds) else { return nil }
        return Timestamp(milliseconds: Int64(milliseconds))
    }
}

/// A form of date and time, such as `yyyy-MM-dd HH:mm:ss`.
///
/// `yyyy`, `MM`, `dd`, `HH`, `mm`, `ss` stand for so many digits, `SSS` for milliseconds, `yy` for
/// the year of this century, `M`, `d` and `H` for one or two digits. `T`, `Z` and everything that
/// is no letter stand for themselves. What is left out of the time of day is zero.
package struct ClockPattern: Hashable, Sendable {
    private enum Field: Int { case year, month, day, hour, minute, second, millisecond }

    private enum Part: Hashable {
        case number(Field, digits: ClosedRange<Int>)
        case literal(UInt8)
    }

    private let parts: [Part]
    private let addsCentury: Bool

    /// The pattern, or what is wrong with it.
    package static func read(_ text: String) -> Result<ClockPattern, PatternFault> {
        var parts: [Part] = []
        var fields: Set<Field> = []
        var rest = Array(text.utf8)[...]
        while let letter = rest.first {
            let run = rest.prefix { $0 == letter }
            if let part = number(letter, count: run.count) {
                guard case .number(let field, _) = part, fields.insert(field).inserted else {
                    return .failure(PatternFault(text: "says the same thing twice"))
                }
                parts.append(part)
            } else if isLiteral(letter) {
                parts += run.map { .literal($0) }
            } else {
                let word = String(decoding: run, as: UTF8.self)
                return .failure(PatternFault(text: "`\(word)` is not known; known are yyyy MM dd HH mm ss SSS"))
            }
            rest = rest.dropFirst(run.count)
        }
        guard fields.isSuperset(of: [.year, .month, .day]) else {
            return .failure(PatternFault(text: "lacks yyyy, MM or dd"))
        }
        return .success(ClockPattern(parts: parts, addsCentury: parts.contains(.number(.year, digits: 2...2))))
    }

    private static func number(_ letter: UInt8, count: Int) -> Part? {
        switch (letter, count) {
        case (UInt8(ascii: "y"), 4), (UInt8(ascii: "y"), 2): .number(.year, digits: count...count)
        case (UInt8(ascii: "M"), 1...2): .number(.month, digits: count...2)
        case (UInt8(ascii: "d"), 1...2): .number(.day, digits: count...2)
        case (UInt8(ascii: "H"), 1...2): .number(.hour, digits: count...2)
        case (UInt8(ascii: "m"), 2): .number(.minute, digits: 2...2)
        case (UInt8(ascii: "s"), 2): .number(.second, digits: 2...2)
        case (UInt8(ascii: "S"), 3): .number(.millisecond, digits: 3...3)
        default: nil
        }
    }

    private static func isLiteral(_ byte: UInt8) -> Bool {
        let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 32)
        return !isLetter || byte == UInt8(ascii: "T") || byte == UInt8(ascii: "Z")
    }

    /// Milliseconds on this clock since its own 1970-01-01 00:00; nil where the bytes do not fit.
    package func milliseconds(_ bytes: Span<UInt8>) -> Int64? {
        var numbers = (year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0, millisecond: 0)
        var place = 0
        for part in parts {
            switch part {
            case .literal(let byte):
                guard place < bytes.count, bytes[place] == byte else { return nil }
                place += 1
            case .number(let field, let digits):
                guard let value = ClockPattern.number(bytes, &place, digits) else { return nil }
                switch field {
                case .year: numbers.year = addsCentury ? 2_000 + value : value
                case .month: numbers.month = value
                case .day: numbers.day = value
                case .hour: numbers.hour = value
                case .minute: numbers.minute = value
                case .second: numbers.second = value
                case .millisecond: numbers.millisecond = value
                }
            }
        }
        // A leap second becomes the next minute's first, as in RFC 3339 times.
        guard place == bytes.count, numbers.hour <= 23, numbers.minute <= 59, numbers.second <= 60,
            let day = CalendarDay(year: numbers.year, month: numbers.month, day: numbers.day)
        else { return nil }
        let minutes = day.daysSinceEpoch * 1_440 + numbers.hour * 60 + numbers.minute
        return Int64(minutes * 60 + numbers.second) * 1_000 + Int64(numbers.millisecond)
    }

    /// The number there of as many digits as may be, and the place behind it.
    private static func number(_ bytes: Span<UInt8>, _ place: inout Int, _ digits: ClosedRange<Int>) -> Int? {
        let start = place
        var value = 0
        while place < bytes.count, place - start < digits.upperBound, bytes[place] &- 48 <= 9 {
            value = value * 10 + Int(bytes[place] - 48)
            place += 1
        }
        return place - start >= digits.lowerBound ? value : nil
    }
}

/// What is wrong with a pattern, to stand behind its name in a message.
package struct PatternFault: Error, Hashable, Sendable {
    /// The fault, such as `lacks yyyy, MM or dd`.
    package let text: String
}

/// The seconds east of UTC that `+02:00`, `-04:00`, `Z` or `UTC` say; nil for anything else.
package func offsetSeconds(_ text: String) -> Int? {
    if text == "Z" || text == "UTC" { return 0 }
    // Borrows the strict reading of RFC 3339: the epoch on a clock at that offset.
    guard text.utf8.count == 6, let moment = Timestamp(rfc3339: "1970-01-01T00:00:00" + text) else { return nil }
    return Int(-moment.milliseconds / 1_000)
}

/// A finite decimal number, such as `-18.5` or `1e3`; nil for hexadecimal, words and blanks.
package func decimalNumber(_ bytes: ArraySlice<UInt8>) -> Double? {
    let isPlain = bytes.allSatisfy { byte in
        byte &- 48 <= 9 || byte | 32 == UInt8(ascii: "e") || byte == UInt8(ascii: ".")
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
    }
    guard isPlain, let value = Double(String(decoding: bytes, as: UTF8.self)), value.isFinite else { return nil }
    return value
}
