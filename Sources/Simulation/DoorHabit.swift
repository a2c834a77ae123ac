/// How one household opens its refrigerator: about 36 short openings a day, few at night.
struct DoorHabit: Sendable {
    /// What the door is doing in the present tick.
    enum Door: Equatable, Sendable {
        case closed
        /// Somebody takes something out or puts shopping away.
        case opened
        /// Nobody will close it for a long time.
        case forgotten
    }

    /// The shortest pause between two openings, in seconds.
    ///
    /// Longer than the longest usual step, so two openings never look like one to
    /// somebody who only sees one sample a step.
    static let pauseSeconds = 180

    private var generator: SeededGenerator
    private let openingsPerDay: Double
    private var openSeconds = 0
    private var pausedSeconds = 0

    init(generator: SeededGenerator) {
        self.generator = generator
        openingsPerDay = self.generator.vary(36, by: 0.3)
    }

    /// Lets one tick pass that ends at a local hour of the day, and says what the door did.
    mutating func tick(hour: Int) -> Door {
        if openSeconds > 0 {
            openSeconds -= Refrigerator.tickSeconds
            pausedSeconds = openSeconds > 0 ? 0 : DoorHabit.pauseSeconds
            return .opened
        }
        if pausedSeconds > 0 {
            pausedSeconds -= Refrigerator.tickSeconds
            return .closed
        }
        let openingsPerHour = openingsPerDay * DoorHabit.hourShares[hour]
        let chance = openingsPerHour * Double(Refrigerator.tickSeconds) / 3_600
        guard generator.unit() < chance else { return .closed }
        openSeconds = length()
        return .closed
    }

    /// The length of an opening in seconds: mostly 10 to 60, one in fifty up to four minutes.
    private mutating func length() -> Int {
        guard generator.below(50) > 0 else { return 90 + 30 * generator.below(6) }
        let usual = [10, 10, 10, 10, 10, 20, 20, 20, 30, 30, 40, 50, 60]
        return usual[generator.below(usual.count)]
    }

    /// The share of a day's openings that falls into each local hour; together 1.
    private static let hourShares: [Double] = [
        0.005, 0.003, 0.002, 0.002, 0.005, 0.020, 0.055, 0.075, 0.060, 0.040, 0.040, 0.060,
        0.075, 0.050, 0.035, 0.035, 0.045, 0.070, 0.095, 0.085, 0.060, 0.045, 0.025, 0.013,
    ]
}
