/// Writes whole numbers in as few bits as their size needs.
struct BitWriter {
    private(set) var bytes: [UInt8] = []
    private var pending: UInt64 = 0
    private var held: UInt64 = 0

    /// Adds the lowest `count` bits, at most 56.
    @inline(__always)
    mutating func put(_ bits: UInt64, _ count: UInt64) {
        pending = pending << count | (bits & (1 << count - 1))
        held += count
        while held >= 8 {
            held -= 8
            bytes.append(UInt8(truncatingIfNeeded: pending >> held))
        }
    }

    /// Adds 64 bits.
    mutating func putWord(_ word: UInt64) {
        put(word >> 32, 32)
        put(word & 0xffff_ffff, 32)
    }

    /// Adds a signed number by a prefix code: small ones are short.
    ///
    /// 0 takes one bit, up to ±2 four, up to ±10 seven, up to ±74 eleven, up to ±4,170 eighteen.
    @inline(__always)
    mutating func putDelta(_ delta: Int64) {
        let folded = UInt64(bitPattern: (delta << 1) ^ (delta >> 63))
        switch folded {
        case 0: put(0, 1)
        case 1...4: put(0b10 << 2 | (folded - 1), 4)
        case 5...20: put(0b110 << 4 | (folded - 5), 7)
        case 21...148: put(0b1110 << 7 | (folded - 21), 11)
        case 149...8_340: put(0b1_1110 << 13 | (folded - 149), 18)
        default:
            put(0b1_1111, 5)
            putWord(folded)
        }
    }

    /// Fills the last byte with zeros and gives all bytes.
    mutating func finish() -> [UInt8] {
        if held > 0 { bytes.append(UInt8(truncatingIfNeeded: pending << (8 - held))) }
        held = 0
        return bytes
    }
}

/// Reads what a ``BitWriter`` wrote; every read past the end gives nil.
struct BitReader {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The next `count` bits, at most 56.
    mutating func take(_ count: Int) -> UInt64? {
        guard place + count <= bytes.count * 8 else { return nil }
        var value: UInt64 = 0
        var left = count
        // What a byte still has at once, not bit by bit: a back-test decodes tens of millions.
        while left > 0 {
            let room = 8 - place & 7
            let taken = min(left, room)
            let bits = UInt64(bytes[place >> 3]) >> UInt64(room - taken)
            value = value << UInt64(taken) | bits & (1 << UInt64(taken) - 1)
            place += taken
            left -= taken
        }
        return value
    }

    /// The next 64 bits.
    mutating func takeWord() -> UInt64? {
        guard let high = take(32), let low = take(32) else { return nil }
        return high << 32 | low
    }

    /// The next signed number.
    mutating func takeDelta() -> Int64? {
        var ones = 0
        while ones < 5 {
            guard let bit = take(1) else { return nil }
            if bit == 0 { break }
            ones += 1
        }
        let folded: UInt64? =
            switch ones {
            case 0: 0
            case 1: take(2).map { $0 + 1 }
            case 2: take(4).map { $0 + 5 }
            case 3: take(7).map { $0 + 21 }
            case 4: take(13).map { $0 + 149 }
            default: takeWord()
            }
        return folded.map { Int64(bitPattern: $0 >> 1) ^ -Int64(bitPattern: $0 & 1) }
    }
}
