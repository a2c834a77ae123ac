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
    var rest: UInt64 = 0
    var shift: UInt64 = 0
    while place < raw.byteCount {
        rest |= UInt64(bytes[place]) << shift
        shift += 8
        place += 1
    }
    return fold(hash, rest)
}

/// Mixes one word into a hash: the two halves of a 128-bit product.
@inline(__always)
private func fold(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word ^ 0xa076_1d64_78bd_642f).multipliedFullWidth(by: 0xe703_7ed1_a0b4_28db)
    return product.high ^ product.low
}
