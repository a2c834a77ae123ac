import Appliances
import Telemetry

/// Rules compiled for one category of appliances: a flat list of instructions over cells.
///
/// Equal formulas of different rules are one instruction, so that each window is kept
/// once. Every instruction that remembers something has a hash of its meaning; a
/// snapshot names cells by it, and so what a rule remembers survives the change of another.
struct RuleProgram: Sendable {
    /// What an instruction does; its operands are the results of earlier ones.
    enum Operation: Sendable {
        case constant
        /// The last value of a slot; unknown when older than `number` ms (0: never).
        case channel
        case add, subtract, multiply, divide
        case less, lessOrEqual, equal
        case not, and, or
        case hysteresis
        case average, minimum, maximum, count, duty, starts, onTime, offTime
        /// Seconds since the last record.
        case silence
        /// Seconds since the last value of a slot.
        case channelSilence
    }

    /// One step of the program; its result has the same place as the instruction.
    struct Instruction: Sendable {
        var operation: Operation
        var left: Int32 = 0
        var right: Int32 = 0
        /// Where its cells begin.
        var cell: Int32 = 0
        /// A constant, a length in ms or an age in ms.
        var number: Double = 0
        /// The slots whose values a window or a run is made of, a bit each; settings are left out.
        var sources: UInt64 = 0
        /// How old, in ms, the values of ``sources`` may be before the result is unknown.
        var age: Double = 0
    }

    /// Cells that a snapshot keeps, by the hash of what they mean.
    struct Memory: Sendable {
        let meaning: UInt64
        let cells: Range<Int>
    }

    /// One level of one rule, by the places of its results.
    struct Step: Sendable {
        let level: Level
        let raise: Int
        let reset: Int
        let hold: Double
        let keep: Double
    }

    /// One rule's alarm.
    ///
    /// Shared and never changed: the hot path hands it about by reference.
    final class Alarm: Sendable {
        /// The rule's place in the rule set.
        let rule: Int
        let steps: [Step]
        /// Where its cells begin: ``AlarmCells``.
        let cell: Int
        let holdUnknown: Double
        /// The signals to show as evidence: name and place of the result.
        let evidence: [(name: String, place: Int)]
        let staleWatches: [StaleWatch]
        let silenceWatches: [SilenceWatch]

        init(
            rule: Int, steps: [Step], cell: Int, holdUnknown: Double, evidence: [(name: String, place: Int)],
            staleWatches: [StaleWatch], silenceWatches: [SilenceWatch]
        ) {
            self.rule = rule
            self.steps = steps
            self.cell = cell
            self.holdUnknown = holdUnknown
            self.evidence = evidence
            self.staleWatches = staleWatches
            self.silenceWatches = silenceWatches
        }
    }

    /// `silence > limit`, whose time can be foretold.
    struct SilenceWatch: Hashable, Sendable {
        /// The place of the limit in seconds.
        let limit: Int
        /// The slot whose silence it is; nil for any record.
        let slot: Int?
    }

    /// A slot's value that becomes unknown at an age in ms: what was counted must stop there.
    struct StaleWatch: Hashable, Sendable {
        let slot: Int
        let age: Double
    }

    var instructions: [Instruction] = []
    var memories: [Memory] = []
    var alarms: [Alarm] = []
    /// The slot of each channel; -1 where no rule uses it.
    var slots: [Int16] = []
    /// How many cells one appliance has.
    var cellCount = 0

    /// The first cells of every appliance.
    enum Cell {
        /// The time of the last record.
        static let lastTime = 0
        /// When the last record arrived.
        static let lastArrival = 1
        /// When, on the arrival axis, something may happen without a record.
        static let wake = 2
        static let count = 3
    }

    /// How many channels the rules of one category may read: a record's slots are bits of one word.
    static let slotsMax = 64

    /// A slot's cells: value, time.
    static func cells(ofSlot slot: Int) -> Int { Cell.count + slot * 2 }
}
