package import Appliances

/// How a time is written.
package enum WrittenTime: Sendable, Equatable {
    /// RFC 3339.
    case rfc3339
    /// A number since 1970, in this many milliseconds each.
    case epoch(perMillisecond: Double)
    /// A number since 1970 whose size tells whether it counts seconds, milliseconds, micro- or nanoseconds.
    case epochBySize
    /// A written time.
    case pattern([Part])

    /// One part of a written time.
    package enum Part: Sendable, Equatable {
        /// So many digits of a quantity.
        case digits(Quantity, Int)
        /// An offset such as `+08:00`, or `Z`.
        case offset
        /// A text as it is.
        case text([UInt8])
    }

    /// What digits count.
    package enum Quantity: Character, Sendable {
        /// Years.
        case year = "y"
        /// Months.
        case month = "M"
        /// Days.
        case day = "d"
        /// Hours.
        case hour = "H"
        /// Minutes.
        case minute = "m"
        /// Seconds.
        case second = "s"
        /// Thousandths of a second.
        case thousandth = "S"

        /// How many letters, and digits, it has.
        var digits: Int {
            switch self {
            case .year: 4
            case .month, .day, .hour, .minute, .second: 2
            case .thousandth: 3
            }
        }
    }

    /// The words for formats that are no patterns.
    package static let words = ["rfc3339", "unix", "unix_ms", "unix_us", "unix_ns", "unix_auto"]

    /// Reads the name of a format, or a pattern such as `yyyy-MM-dd'T'HH:mm:ss`.
    package init(_ text: String) throws(PatternFault) {
        switch text {
        case "rfc3339": self = .rfc3339
        case "unix": self = .epoch(perMillisecond: 0.001)
        case "unix_ms": self = .epoch(perMillisecond: 1)
        case "unix_us": self = .epoch(perMillisecond: 1_000)
        case "unix_ns": self = .epoch(perMillisecond: 1_000_000)
        case "unix_auto": self = .epochBySize
        default: self = .pattern(try WrittenTime.parts(of: text))
        }
    }

    private static func parts(of text: String) throws(PatternFault) -> [Part] {
        var parts: [Part] = []
        var rest = text[...]
        while let first = rest.first {
            if first == "'" {
                guard let end = rest.dropFirst().firstIndex(of: "'") else {
                    throw PatternFault("`\(text)` has a `'` that is not closed")
                }
                parts.append(.text(Array(rest[rest.index(after: rest.startIndex)..<end].utf8)))
                rest = rest[rest.index(after: end)...]
                continue
            }
            let run = rest.prefix { $0 == first }
            rest = rest.dropFirst(run.count)
            if let quantity = Quantity(rawValue: first), run.count == quantity.digits {
                parts.append(.digits(quantity, run.count))
            } else if run == "XXX" {
                parts.append(.offset)
            } else if first.isASCII, first.isLetter {
                throw PatternFault(
                    "`\(text)` is no format of times; there are \(words.joined(separator: ", ")), "
                        + "and patterns such as yyyy-MM-dd'T'HH:mm:ss")
            } else {
                parts.append(.text(Array(run.utf8)))
            }
        }
        guard parts.contains(where: { if case .digits(.year, 4) = $0 { true } else { false } }) else {
            throw PatternFault("`\(text)` is no format of times; a pattern has at least yyyy")
        }
        return parts
    }

    /// The time of a number; nil where it is none of the years 1970 to 9999.
    package func time(of number: Double) -> Timestamp? {
        switch self {
        case .epoch(let perMillisecond): return WrittenTime.moment(number / perMillisecond)
        case .epochBySize:
            // Seconds reach 10^11 in the year 5138; each finer unit begins a thousand times higher.
            let milliseconds =
                number < 1e11 ? number * 1_000 : number < 1e14 ? number : number < 1e17 ? number / 1_000 : number / 1e6
            return WrittenTime.moment(milliseconds)
        case .rfc3339, .pattern: return nil
        }
    }

    private static func moment(_ milliseconds: Double) -> Timestamp? {
        // 9999-12-31: later times have no text.
        guard milliseconds >= 0, milliseconds < 253_402_300_800_000 else { return nil }
        return Timestamp(milliseconds: Int64(milliseconds.rounded()))
    }

    /// The time of a text; nil where it is none.
    package func time(of text: Span<UInt8>, zoneSeconds: Int) -> Timestamp? {
        switch self {
        case .rfc3339: return Timestamp(rfc3339: text)
        case .epoch, .epochBySize: return plainNumber(text).flatMap(time)
        case .pattern(let parts): return WrittenTime.read(text, parts, zoneSeconds)
        }
    }

    private static func read(_ text: Span<UInt8>, _ parts: [Part], _ zoneSeconds: Int) -> Timestamp? {
        var place = 0
        var numbers: [Quantity: Int] = [:]
        var offset = zoneSeconds
        for part in parts {
            switch part {
            case .digits(let quantity, let count):
                guard place + count <= text.count else { return nil }
                var number = 0
                for index in place..<place + count {
                    guard text[index] &- 48 <= 9 else { return nil }
                    number = number * 10 + Int(text[index] - 48)
                }
                numbers[quantity] = number
                place += count
            case .text(let bytes):
                guard place + bytes.count <= text.count else { return nil }
                for byte in bytes {
                    guard text[place] == byte else { return nil }
                    place += 1
                }
            case .offset:
                guard let seconds = offsetSeconds(text, &place) else { return nil }
                offset = seconds
            }
        }
        guard place == text.count else { return nil }
        return moment(numbers, offset)
    }

    private static func moment(_ numbers: [Quantity: Int], _ offset: Int) -> Timestamp? {
        guard
            let day = CalendarDay(
                year: numbers[.year] ?? 0, month: numbers[.month] ?? 1, day: numbers[.day] ?? 1),
            let hour = Optional(numbers[.hour] ?? 0), hour < 24, let minute = Optional(numbers[.minute] ?? 0),
            minute < 60, let second = Optional(numbers[.second] ?? 0), second <= 60
        else { return nil }
        let seconds = day.daysSinceEpoch * 86_400 + hour * 3_600 + minute * 60 + second - offset
        // Before 1970 no device has measured anything: its clock has not been set yet.
        guard seconds >= 0 else { return nil }
        return Timestamp(milliseconds: Int64(seconds) * 1_000 + Int64(numbers[.thousandth] ?? 0))
    }

    private static func offsetSeconds(_ text: Span<UInt8>, _ place: inout Int) -> Int? {
        guard place < text.count else { return nil }
        let sign = text[place]
        place += 1
        if sign | 32 == UInt8(ascii: "z") { return 0 }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
        guard let hours = twoDigits(text, place), hours < 24 else { return nil }
        place += 2
        var minutes = 0
        let colon = place < text.count && text[place] == UInt8(ascii: ":") ? 1 : 0
        if let more = twoDigits(text, place + colon) {
            minutes = more
            place += colon + 2
        }
        guard minutes < 60 else { return nil }
        return (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 3_600 + minutes * 60)
    }

    private static func twoDigits(_ text: Span<UInt8>, _ place: Int) -> Int? {
        guard place + 1 < text.count, text[place] &- 48 <= 9, text[place + 1] &- 48 <= 9 else { return nil }
        return Int(text[place] - 48) * 10 + Int(text[place + 1] - 48)
    }
}

/// The number that a text is, blanks around it allowed; nil where it is none, or not finite.
///
/// As in JSON, but with a plus, leading zeros and a bare point; a comma, a unit or a hexadecimal is none.
func plainNumber(_ text: Span<UInt8>) -> Double? {
    var (first, end) = (0, text.count)
    while first < end, text[first] == 0x20 || text[first] == 0x09 { first += 1 }
    while end > first, text[end - 1] == 0x20 || text[end - 1] == 0x09 { end -= 1 }
    guard end > first, end - first <= 64 else { return nil }
    var whole: UInt64 = 0
    var places = 0
    var hasPoint = false
    let start = text[first] == UInt8(ascii: "-") || text[first] == UInt8(ascii: "+") ? first + 1 : first
    guard start < end else { return nil }
    for place in start..<end {
        let byte = text[place]
        if byte == UInt8(ascii: "."), !hasPoint {
            hasPoint = true
            continue
        }
        let digit = byte &- UInt8(ascii: "0")
        // Exponents and whatever is too long for the short way.
        guard digit <= 9, place - start < 15 else { return slowNumber(text.extracting(first..<end)) }
        whole = whole * 10 + UInt64(digit)
        if hasPoint { places += 1 }
    }
    guard end - start > (hasPoint ? 1 : 0) else { return nil }
    let magnitude = Double(whole) / powersOfTen[places]
    return text[first] == UInt8(ascii: "-") ? -magnitude : magnitude
}

private let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
]

private func slowNumber(_ text: Span<UInt8>) -> Double? {
    for place in text.indices {
        switch text[place] {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"),
            UInt8(ascii: "+"), UInt8(ascii: "-"):
            continue
        default: return nil
        }
    }
    let bytes = text.indices.map { text[$0] }
    guard let value = Double(String(decoding: bytes, as: UTF8.self)), value.isFinite else { return nil }
    return value
}
