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
    /// Which plans in which order the cards are for; cards of other plans are not taken up.
    let fingerprint: UInt64

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
        fingerprint = StableHash(of: policy.plans.map(\.id).joined(separator: " ")).value
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

    /// Takes up a card from a snapshot; a card for other plans is begun anew.
    mutating func restore(_ cells: [Double], of number: Int, plans: Int) {
        cards[number] = MaintenanceCard(cells: cells, plans: plans) ?? MaintenanceCard(plans: plans)
    }
}
