extension CBORReader {
    /// A float, or one of the words for true, false and nothing.
    func simple(_ number: UInt64, width: Int) throws(CBORFault) -> PlainValue {
        switch (width, number) {
        case (0, 20): return .flag(false)
        case (0, 21): return .flag(true)
        // Null and undefined: neither is a value.
        case (0, 22), (0, 23): return .null
        case (2, _): return try finite(Double(Float16(bitPattern: UInt16(truncatingIfNeeded: number))))
        case (4, _): return try finite(Double(Float(bitPattern: UInt32(truncatingIfNeeded: number))))
        case (8, _): return try finite(Double(bitPattern: number))
        default: throw .malformed
        }
    }

    /// Reads the item that a tag speaks of: a number where the tag makes one, else the item itself.
    mutating func tagged(_ tag: UInt64, _ bytes: Span<UInt8>) throws(CBORFault) -> PlainValue {
        try enter()
        defer { leave() }
        switch tag {
        case 2: return try finite(try magnitude(bytes))
        case 3: return try finite(-1 - (try magnitude(bytes)))
        case 4: return try fraction(bytes, scaled: Self.decimal)
        case 5:
            return try fraction(bytes) { Double(sign: .plus, exponent: $1, significand: $0) }
        // The epoch time of tag 1 is a number already; what other tags mean, no channel asks for.
        default: return try value(bytes)
        }
    }

    /// The whole number that the bytes of a string are (RFC 8949, 3.4.3).
    private mutating func magnitude(_ bytes: Span<UInt8>) throws(CBORFault) -> Double {
        let head = try head(bytes)
        guard head.major == 2 else { throw .malformed }
        return try string(head, bytesMax: Self.textBytesMax / 2, bytes).reduce(0) { $0 * 256 + Double($1) }
    }

    /// Reads an exponent and a mantissa (RFC 8949, 3.4.4).
    private mutating func fraction(
        _ bytes: Span<UInt8>, scaled: (Double, Int) -> Double
    ) throws(CBORFault) -> PlainValue {
        guard case .list(let parts) = try value(bytes), parts.count == 2,
            let power = parts[0].number, let mantissa = parts[1].number, mantissa == mantissa.rounded()
        else { throw .malformed }
        // No double needs more, whatever the mantissa.
        guard let exponent = Int(exactly: power), (-5_000...5_000).contains(exponent) else { throw .numberNotFinite }
        return try finite(scaled(mantissa, exponent))
    }

    private static func decimal(_ mantissa: Double, _ exponent: Int) -> Double {
        // The mantissa's own text may have an exponent: 1e+20.
        let parts = "\(mantissa)".split(separator: "e")
        let power = exponent + (parts.count == 2 ? Int(parts[1]) ?? 0 : 0)
        return Double("\(parts[0])e\(power)") ?? .nan
    }

    private func finite(_ number: Double) throws(CBORFault) -> PlainValue {
        guard number.isFinite else { throw .numberNotFinite }
        return .number(number)
    }
}
