/// A healthy refrigerator, one record at a time.
///
/// Values creep as a real one's do: a tenth or three a record, the compressor on for
/// about twelve records and off for about twelve, the door open now and then for one.
/// Every value keeps its number of digits, so a template can hold its place.
struct Fridge {
    /// Whether the compressor runs.
    private(set) var isRunning: Bool
    /// Whether the door is open.
    private(set) var isDoorOpen = false
    /// The cabinet, in tenths of a degree: 2.8 to 5.5 °C.
    private(set) var cabinet = 42
    /// The evaporator, in tenths of a degree below zero: -19.0 to -27.0 °C.
    private(set) var frost = 230
    /// The room, in tenths of a degree: 21.0 to 28.0 °C.
    private(set) var room = 245
    /// The compressor's current, in tenths of an ampere: 0 or 0.7 to 1.2 A.
    private(set) var current = 0
    /// The appliance's power, in tenths of a watt: about 12 or about 93 W.
    private(set) var power = 120
    /// The evaporator fan, in revolutions per minute: about 1120 or about 1430.
    private(set) var fan = 1_120
    private var recordsToToggle: Int
    private var noise: UInt32

    /// A refrigerator somewhere in its cycle; the same number makes the same life.
    init(number: Int) {
        noise = UInt32(truncatingIfNeeded: (number + 1) &* 0x9E37_79B9) | 1
        isRunning = number & 1 == 0
        recordsToToggle = 1 + number % 12
        for _ in 0..<24 { step() }
    }

    /// Lives until the next record.
    mutating func step() {
        let dice = roll()
        recordsToToggle -= 1
        if recordsToToggle <= 0 { toggle(dice) }
        let drift = dice & 7 < 5 ? 1 : 0
        cabinet = min(max(cabinet + (isRunning ? -drift : drift), 28), 55)
        let chill = Int((dice >> 3) & 3)
        frost = min(max(frost + (isRunning ? chill : -chill), 190), 270)
        room = min(max(room + nudge(dice >> 5), 210), 280)
        isDoorOpen = dice >> 24 == 0
        fan = min(max(fan + 10 * nudge(dice >> 9), isRunning ? 1_400 : 1_090), isRunning ? 1_460 : 1_150)
        if isRunning {
            current = min(max(current + nudge(dice >> 13), 7), 12)
            power = min(max(power + Int((dice >> 17) & 3) + Int((dice >> 19) & 3) - 3, 870), 989)
        } else {
            power = min(max(power + nudge(dice >> 17), 105), 139)
        }
    }

    private mutating func toggle(_ dice: UInt32) {
        isRunning.toggle()
        recordsToToggle = 11 + Int(dice >> 21) % 3
        current = isRunning ? 9 : 0
        power = isRunning ? 930 : 120
        fan = isRunning ? 1_430 : 1_120
    }

    /// One up or one down, each once in sixteen records.
    private func nudge(_ dice: UInt32) -> Int {
        switch dice & 15 {
        case 0: 1
        case 1: -1
        default: 0
        }
    }

    /// Thirty-two fresh bits (xorshift).
    private mutating func roll() -> UInt32 {
        noise ^= noise << 13
        noise ^= noise >> 17
        noise ^= noise << 5
        return noise
    }
}
