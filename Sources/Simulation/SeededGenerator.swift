private import Appliances

/// A seeded generator (SplitMix64), so that a fleet is the same on every machine.
///
/// The standard library's `random(in:)`, `randomElement` and `shuffle` are not used on
/// it anywhere: their algorithms may change between compilers, and a recorded fleet
/// would change with them. Draw with ``unit()`` and ``below(_:)``.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// The generator that begins at this seed; every seed is a good one.
    package init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        return StableHash.avalanche(state)
    }

    /// A number from 0, inclusive, to 1, exclusive.
    package mutating func unit() -> Double {
        // 53 bits are all that a Double holds exactly below 1.
        Double(next() >> 11) * 0x1p-53
    }

    /// A whole number from 0 up to but not including `bound`, which is at least 1.
    package mutating func below(_ bound: Int) -> Int {
        precondition(bound >= 1, "There is no whole number from 0 below \(bound).")
        return Int(unit() * Double(bound))
    }

    /// A number spread evenly around `centre`, at most `share` of it away (0.2 is ±20 %).
    mutating func vary(_ centre: Double, by share: Double) -> Double {
        centre * (1 + share * (2 * unit() - 1))
    }
}
