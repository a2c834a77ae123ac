/// A fast 64-bit hash of bytes for tables that stay inside one process.
///
/// Eight bytes at a step, in the manner of wyhash; the ids that leave the process are
/// made with `StableHash`.
package func byteHash(_ bytes: Span<UInt8>, seed: UInt64 = 0) -> UInt64 {
    let raw = bytes.bytes
    var hash = seed ^ (UInt64(truncatingIfNeeded: raw.byteCount) &* 0x9e37_79b9_7f4a_7c15)
    var place = 0
    while place + 8 <= raw.byteCount {
        hash = fold(hash, raw.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self))
        place += 8
    }
    return fold(hash, raw.rest(from: place))
}

/// Whether two runs of bytes are the same, eight at a step.
@inline(__always)
func areEqual(_ left: RawSpan, _ right: RawSpan) -> Bool {
    let count = left.byteCount
    guard right.byteCount == count else { return false }
    var place = 0
    while place + 8 <= count {
        guard left.word(at: place) == right.word(at: place) else { return false }
        place += 8
    }
    return left.rest(from: place) == right.rest(from: place)
}

extension RawSpan {
    /// The eight bytes at a place.
    @inline(__always)
    fileprivate func word(at place: Int) -> UInt64 { unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self) }

    /// The fewer than eight bytes from a place to the end, as a word; read together with those before them where
    /// there are enough.
    @inline(__always)
    fileprivate func rest(from place: Int) -> UInt64 {
        let left = byteCount - place
        if left == 0 { return 0 }
        if byteCount >= 8 { return word(at: byteCount - 8) >> UInt64(64 - left * 8) }
        if left >= 4 {
            let low = UInt64(unsafeLoadUnaligned(fromByteOffset: place, as: UInt32.self))
            let high = UInt64(unsafeLoadUnaligned(fromByteOffset: byteCount - 4, as: UInt32.self))
            return high << UInt64((left - 4) * 8) | low
        }
        let (first, last) = (byte(at: place), byte(at: byteCount - 1))
        return first | byte(at: place + left / 2) << UInt64(left / 2 * 8) | last << UInt64((left - 1) * 8)
    }

    @inline(__always)
    private func byte(at place: Int) -> UInt64 { UInt64(unsafeLoad(fromByteOffset: place, as: UInt8.self)) }
}

/// Mixes one word into a hash: the two halves of a 128-bit product.
@inline(__always)
private func fold(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word ^ 0xa076_1d64_78bd_642f).multipliedFullWidth(by: 0xe703_7ed1_a0b4_28db)
    return product.high ^ product.low
}
