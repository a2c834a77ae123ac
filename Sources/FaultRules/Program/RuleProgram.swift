import Appliances
import Telemetry

/// Rules compiled for appliances that share them: a flat list of instructions over each appliance's cells.
///
/// Equal formulas of different rules are one instruction, so that each window is kept
/// once. Every instruction that remembers something has a hash of its meaning; a
/// snapshot names cells by it, and so what a rule remembers survives the change of another.
///
/// Shared and never changed: the hot path hands it about by reference.
final class RuleProgram: Sendable {
    /// What an instruction does; its operands are the results of earlier ones.
    enum Operation: UInt8, Sendable {
        case constant
        /// The last value of a slot; unknown when older than `number` ms (0: never).
        case channel
        /// Seconds since the last record, since the last value of a slot, of the slot longest silent.
        case silence, channelSilence, eachSilence
        /// True with a record.
        case received
        /// Whether the alarm at `cell` stands; `left` is the number of its levels.
        case alarm
        case add, subtract, multiply, divide, lesser, greater, logarithm, size, band
        case less, lessOrEqual, equal
        case not, and, or
        case whenever
        case hysteresis, held, unchanged, sequence, absence, among, consecutive, since, flaps
        /// What several functions of one window share: sums and counts.
        case gather
        case average, sum, rate, delta, slope
        case deviation
        case minimum, maximum, percentile
        case count, duty, starts
        case onTime, offTime
        case fading, cusum, last
        /// The runs of a condition; aggregates over the last complete one.
        case cycle, cycleAverage, cycleSum, cycleMinimum, cycleMaximum, cycleFirst, cycleCount, beforeCycle
        /// Learns what is normal.
        case baseline
        /// One thing that a baseline knows; `option` says which.
        case normal
        case score
        case extrapolate
    }

    /// One step of the program; its result has the same place as the instruction.
    struct Instruction: Sendable {
        var operation: Operation
        /// Which of several results is meant, such as a quantile.
        var option: UInt8 = 0
        var left: Int32 = 0
        var right: Int32 = 0
        var third: Int32 = 0
        /// Where its cells begin, in bytes.
        var cell: Int32 = 0
        /// A constant, a length in ms or an age in ms.
        var number: Double = 0
        var second: Double = 0
        var limit: Double = 0
        /// The slots whose values a window or a run is made of, a bit each; settings are left out.
        var sources: UInt64 = 0
        /// How old, in ms, the values of ``sources`` may be before the result is unknown.
        var age: Double = 0
    }

    /// Cells that a snapshot keeps, by the hash of what they mean.
    struct Memory: Sendable {
        /// What the cells are for, as `foretell rule cost` says it.
        enum Kind: String, Sendable {
            case clock, channel, alarm, window, state, baseline
        }

        let meaning: UInt64
        /// Where they lie, in words of eight bytes.
        let words: Range<Int>
        let kind: Kind
        let text: String
        /// How far back, in ms, readings must reach to fill them anew.
        let reach: Double
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
        /// The place of what inhibits it; nil where nothing does.
        let inhibitor: Int?
        /// The signals to show as evidence: name and place of the result.
        let evidence: [(name: String, place: Int)]
        /// Other explanations: the place of each condition.
        let distinctions: [Int]
        let watches: [Watch]

        init(
            rule: Int, steps: [Step], cell: Int, holdUnknown: Double, inhibitor: Int?,
            evidence: [(name: String, place: Int)], distinctions: [Int], watches: [Watch]
        ) {
            self.rule = rule
            self.steps = steps
            self.cell = cell
            self.holdUnknown = holdUnknown
            self.inhibitor = inhibitor
            self.evidence = evidence
            self.distinctions = distinctions
            self.watches = watches
        }

        /// Whether time alone can begin something here, without anything being counted.
        var hasClock: Bool {
            watches.contains {
                if case .stale = $0 { return false }
                return true
            }
        }
    }

    /// What tells whether an alarm is quiet, without looking at the alarm itself: most are, at most records.
    struct Glance: Sendable {
        /// Where the cells of its first level begin; the others follow.
        let cell: Int32
        /// Where its head begins.
        let head: Int32
        /// The places of its raise conditions in ``raises``.
        let raises: Range<Int32>
        let hasClock: Bool
    }

    /// What can change by time alone, and when.
    enum Watch: Hashable, Sendable {
        /// A slot's value becomes unknown at an age in ms: what was counted must stop there.
        case stale(slot: Int, age: Double)
        /// A silence passes the limit, in seconds, at a place; of any record where the slot is nil.
        case silence(slot: Int?, limit: Int, isStrict: Bool)
        /// The longest silence of some slots, a bit each, passes a limit.
        case eachSilence(slots: UInt64, limit: Int, isStrict: Bool)
        /// The time at a cell lies a limit, in seconds, at a place back.
        case since(cell: Int, limit: Int, isStrict: Bool)
        /// The time at a cell lies so many ms back.
        case after(cell: Int, length: Double)
        /// Something is reckoned from a clock: it is looked at with every minute that passes.
        case eachMinute
    }

    let instructions: [Instruction]
    let memories: [Memory]
    let alarms: [Alarm]
    /// A glance at each alarm, and the places of all raise conditions.
    let glances: [Glance]
    let raises: [Int32]
    /// The slot of each channel; -1 where no rule uses it.
    let slots: [Int16]
    /// What the cells of an appliance hold before its first record, in words.
    let blank: [UInt64]

    init(_ draft: Draft) {
        instructions = draft.instructions
        memories = draft.memories
        alarms = draft.alarms
        slots = draft.slots
        blank = draft.blank
        var raises: [Int32] = []
        glances = draft.alarms.map { alarm in
            let first = Int32(raises.count)
            raises += alarm.steps.map { Int32($0.raise) }
            return Glance(
                cell: Int32(alarm.cell + AlarmCells.head), head: Int32(alarm.cell),
                raises: first..<Int32(raises.count), hasClock: alarm.hasClock)
        }
        self.raises = raises
    }

    /// A program while it is written.
    struct Draft {
        var instructions: [Instruction] = []
        var memories: [Memory] = []
        var alarms: [Alarm] = []
        var slots: [Int16] = []
        var blank: [UInt64] = []
    }

    /// The first cells of every appliance.
    enum Cell {
        /// The time of the last record.
        static let lastTime = 0
        /// When the last record arrived.
        static let lastArrival = 8
        /// When, on the arrival axis, something may happen without a record.
        static let wake = 16
        static let size = 24
    }

    /// How many channels the rules of one category may read: a record's slots are bits of one word.
    static let slotsMax = 64

    /// A slot's cells: value, time.
    @inline(__always)
    static func cells(ofSlot slot: Int) -> Int { Cell.size + slot * 16 }
}
