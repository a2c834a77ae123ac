import Appliances
import Maintenance
import Telemetry

/// The maintenance cards of all appliances, and the day up to which reminders were written.
struct CareBook {
    private(set) var cards: [MaintenanceCard]
    /// The day, counted from the epoch, of the last round; nil before the first.
    var lastDay: Int?
    /// For each category, the plans by run hours with the channel that says whether it runs.
    private let runPlans: [[(plan: Int, channel: ChannelID)]]
    private let rows: [Int]
    /// What each plan's cells mean, by the plan's id.
    private let meanings: [UInt64]

    /// Empty cards; channels that plans name are added to the list.
    init(_ policy: HousePolicy, channels: inout ChannelList) {
        cards = policy.appliances.map { _ in MaintenanceCard(plans: policy.plans.count) }
        var byCategory: [[(plan: Int, channel: ChannelID)]] = Category.allCases.map { _ in [] }
        for (plan, what) in policy.plans.enumerated() {
            guard case .runHours(_, let name) = what.cycle, let channel = channels.id(of: name),
                let row = Category.allCases.firstIndex(of: what.category)
            else { continue }
            byCategory[row].append((plan, channel))
        }
        runPlans = byCategory
        meanings = policy.plans.map { StableHash(of: "plan", $0.id).value }
        rows = policy.appliances.map { Category.allCases.firstIndex(of: $0.category) ?? 0 }
    }

    /// Notes run time from an appliance's readings.
    mutating func note(_ readings: ArraySlice<Reading>, of number: Int, at time: Timestamp) {
        for (plan, channel) in runPlans[rows[number]] {
            for reading in readings where reading.channel == channel {
                cards[number].note(running: reading.value > 0, plan: plan, at: time)
            }
        }
    }

    /// Whether a day has begun for which no round was made; a clock that was set back begins none.
    func isNewDay(_ moment: Timestamp, _ policy: HousePolicy) -> Bool {
        CalendarDay(moment, utcOffsetSeconds: policy.utcOffsetSeconds).daysSinceEpoch > lastDay ?? .min
    }

    /// Makes the round of a new day: hands over each appliance whose card changed, with the
    /// reminders that are due, which may be none.
    mutating func remind(at moment: Timestamp, _ policy: HousePolicy, _ take: (Int, [Reminder]) -> Void) {
        let day = CalendarDay(moment, utcOffsetSeconds: policy.utcOffsetSeconds)
        lastDay = day.daysSinceEpoch
        guard !policy.plans.isEmpty else { return }
        for number in cards.indices {
            let before = cards[number]
            let due = cards[number].due(plans: policy.plans, of: policy.appliances[number], on: day)
            if cards[number] != before { take(number, due) }
        }
    }

    /// A card as words for a snapshot: the first day, then for each plan its meaning and its cells.
    ///
    /// Named by the plan's id and not by its place, so that another plan in the file resets nobody's hours.
    func words(of number: Int) -> [UInt64] {
        let cells = cards[number].cells.map(\.bitPattern)
        var words = Array(cells.prefix(CareBook.headCells))
        for (plan, meaning) in meanings.enumerated() {
            let first = CareBook.headCells + plan * CareBook.planCells
            words += [meaning] + cells[first..<first + CareBook.planCells]
        }
        return words
    }

    /// Takes up a card from a snapshot, as far as the present plans ask for it.
    mutating func restore(_ words: ArraySlice<UInt64>, of number: Int) {
        let words = Array(words)
        guard words.count >= CareBook.headCells else { return }
        var cells = Array(words.prefix(CareBook.headCells))
        var known: [UInt64: ArraySlice<UInt64>] = [:]
        for first in stride(from: CareBook.headCells, to: words.count, by: CareBook.planCells + 1) {
            known[words[first]] = words[(first + 1)...].prefix(CareBook.planCells)
        }
        for meaning in meanings { cells += known[meaning] ?? ArraySlice(repeating: 0, count: CareBook.planCells) }
        let card = MaintenanceCard(cells: cells.map { Double(bitPattern: $0) }, plans: meanings.count)
        cards[number] = card ?? MaintenanceCard(plans: meanings.count)
    }

    /// How many cells a card begins with, and how many each plan has.
    private static let headCells = MaintenanceCard(plans: 0).cells.count
    private static let planCells = MaintenanceCard(plans: 1).cells.count - headCells
}
