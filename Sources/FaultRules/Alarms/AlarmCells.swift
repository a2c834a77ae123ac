/// How one rule's alarm lives in cells, in bytes from its first.
enum AlarmCells {
    /// When the episode began.
    static let begun = 0
    /// Up to when it was judged, on the device's axis.
    static let judged = 8
    /// When, on the arrival axis, it is to be judged without a record; infinity for never.
    static let wake = 16
    static let head = 24

    // For each level:
    /// How long `raise` has held, in ms.
    static let raised = 0
    /// How long `reset` has held.
    static let quiet = 4
    /// How long one of the two has been unknown.
    static let unknown = 8
    /// What `raise` said last.
    static let raise = 12
    /// What `reset` said last.
    static let reset = 13
    /// 1 from when the level was reached until it is left, also below a worse one.
    static let latched = 14
    /// 1 from when the level was first reached until the episode ends.
    static let reached = 15
    static let perStep = 16

    static func size(steps: Int) -> Int { head + steps * perStep }

    /// The cells before the first record.
    static func blank(steps: Int) -> [UInt64] {
        let unsaid = UInt64(Tristate.unknown) << 32 | UInt64(Tristate.unknown) << 40
        return [Double.nan.bitPattern, Double.nan.bitPattern, Double.infinity.bitPattern]
            + Array(repeating: [0, unsaid], count: steps).flatMap { $0 }
    }
}
