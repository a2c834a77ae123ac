extension JSONReader {
    /// Reads a number in JSON's own grammar: no plus, no leading zero, no bare point.
    ///
    /// Up to 2^53 and 22 decimal places the result is exact by one division (Clinger's fast
    /// path); the rest goes through the standard library. What overflows is rejected; what
    /// underflows is zero, as everywhere.
    @inline(__always)
    mutating func number(_ bytes: Span<UInt8>) throws(Rejection) -> Double {
        skipSpace(bytes)
        let start = place
        // Its own variable for as long as the number goes on: the reader's place would go through memory.
        var end = start
        let isNegative = end < bytes.count && bytes[end] == UInt8(ascii: "-")
        if isNegative { end += 1 }
        let first = end
        var mantissa = try JSONReader.digits(bytes, &end, 0)
        if end - first > 1, bytes[first] == UInt8(ascii: "0") { throw .notJSON }
        var exponent = 0
        if end < bytes.count, bytes[end] == UInt8(ascii: ".") {
            end += 1
            let point = end
            mantissa = try JSONReader.digits(bytes, &end, mantissa)
            exponent = point - end
        }
        place = end
        if end < bytes.count, bytes[end] | 32 == UInt8(ascii: "e") {
            exponent += try exponentPart(bytes)
        } else if end - first <= 15 {
            // Most numbers: the checks below hold of so few digits.
            let magnitude = exponent == 0 ? Double(mantissa) : Double(mantissa) / JSONReader.powersOfTen[-exponent]
            return isNegative ? -magnitude : magnitude
        }
        guard place - first <= 19, mantissa < 1 << 53, exponent >= -22, exponent <= 22 else {
            return try slowNumber(bytes.extracting(start..<place))
        }
        let magnitude = JSONReader.scaled(Double(mantissa), exponent)
        return isNegative ? -magnitude : magnitude
    }

    /// Reads a whole number from 0 to below 2^53; nil where the number there is none of these.
    ///
    /// 2^53 itself is not among them: 2^53 + 1 reads as the same double, and two records
    /// would have one number.
    mutating func wholeNumber(_ bytes: Span<UInt8>) throws(Rejection) -> Int64? {
        let value = try number(bytes)
        guard value >= 0, value < 9_007_199_254_740_992, value == value.rounded(.down) else {
            return nil
        }
        return Int64(value)
    }

    @inline(__always)
    private static func digits(
        _ bytes: Span<UInt8>, _ place: inout Int, _ before: UInt64
    ) throws(Rejection) -> UInt64 {
        var value = before
        let start = place
        while place < bytes.count {
            let digit = bytes[place] &- UInt8(ascii: "0")
            if digit > 9 { break }
            value = value &* 10 &+ UInt64(digit)
            place += 1
        }
        guard place > start else { throw .notJSON }
        return value
    }

    private mutating func exponentPart(_ bytes: Span<UInt8>) throws(Rejection) -> Int {
        place += 1
        var sign = 1
        if place < bytes.count, bytes[place] == UInt8(ascii: "-") || bytes[place] == UInt8(ascii: "+") {
            sign = bytes[place] == UInt8(ascii: "-") ? -1 : 1
            place += 1
        }
        let start = place
        var value = 0
        while place < bytes.count, bytes[place] &- UInt8(ascii: "0") <= 9 {
            value = min(value * 10 + Int(bytes[place] - UInt8(ascii: "0")), 100_000)
            place += 1
        }
        guard place > start else { throw .notJSON }
        return sign * value
    }

    @inline(never)
    private func slowNumber(_ bytes: Span<UInt8>) throws(Rejection) -> Double {
        guard let text = String(copying: bytes), let value = Double(text) else { throw .notJSON }
        guard value.isFinite else { throw .numberNotFinite }
        return value
    }

    @inline(__always)
    private static func scaled(_ value: Double, _ exponent: Int) -> Double {
        if exponent < 0 { return value / powersOfTen[-exponent] }
        return exponent > 0 ? value * powersOfTen[exponent] : value
    }

    /// 10^0 to 10^22, each exact in a double.
    private static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ]
}
