/// A 64-bit hash that is the same in every process and on every machine.
///
/// Ids of episodes, requests and notices are made from their inputs with it, so a
/// redelivered or replayed message makes the same id and never a second. FNV-1a with
/// a final avalanche; not for secrets.
package struct StableHash: Sendable {
    /// The hash of all that was fed.
    package var value: UInt64 { StableHash.avalanche(state) }
    private var state: UInt64 = 0xcbf2_9ce4_8422_2325

    /// A hash of nothing yet.
    package init() {}

    /// The hash of these texts, each ended by a zero byte so that boundaries count.
    package init(of parts: String...) {
        for part in parts { feed(part) }
    }

    /// Adds a text and its end.
    package mutating func feed(_ text: String) {
        for byte in text.utf8 { feed(byte) }
        feed(0 as UInt8)
    }

    /// Adds one byte.
    package mutating func feed(_ byte: UInt8) {
        state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }

    /// Adds eight bytes, the lowest first.
    package mutating func feed(_ word: UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) {
            feed(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
        }
    }

    /// Spreads every input bit over the word (the finalizer of SplitMix64).
    package static func avalanche(_ word: UInt64) -> UInt64 {
        var mixed = word
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// Thirteen characters that people can read out: Crockford's base 32, no I L O U.
    package var readable: String {
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        let bits = value
        return String((0..<13).map { alphabet[Int((bits >> UInt64(60 - 5 * $0)) & 31)] })
    }
}
