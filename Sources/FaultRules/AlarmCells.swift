/// How one rule's alarm lives in cells.
enum AlarmCells {
    /// The level reached; 0 for none.
    static let level = 0
    /// When the episode began.
    static let begun = 1
    /// Up to when it was judged, on the device's axis.
    static let judged = 2
    /// When, on the arrival axis, it is to be judged without a record; infinity for never.
    static let wake = 3
    static let head = 4

    // For each level:
    /// What `raise` said last: 1, 0, or NaN for unknown.
    static let raise = 0
    /// How long `raise` has held, in ms.
    static let raised = 1
    /// What `reset` said last.
    static let reset = 2
    /// How long `reset` has held.
    static let quiet = 3
    /// How long `raise` has been unknown.
    static let unknown = 4
    /// How long `reset` has been unknown.
    static let quietUnknown = 5
    /// 1 from when the level was reached until it is left, also below a worse one.
    static let latched = 6
    static let perStep = 7

    /// The cells that begin with 0.
    static let zeroes = [raised, quiet, unknown, quietUnknown, latched]

    static func count(steps: Int) -> Int { head + steps * perStep }
}
