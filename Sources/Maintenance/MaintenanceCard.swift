package import Appliances

/// What is kept of one appliance to know when its maintenance is due.
///
/// Plans are told apart by their place in the list of plans, which must be the same in
/// every call and after a restart. Fixed size: nothing grows with the readings.
package struct MaintenanceCard: Hashable, Sendable {
    /// What one plan has counted.
    fileprivate struct Tally: Hashable {
        /// What the newest reading said.
        enum Phase: Int { case neverSeen, stopped, running }
        var phase: Phase = .neverSeen
        var newest: Int64 = 0
        var runMilliseconds: Int64 = 0
        var cycle = 0
    }

    /// The longest time that one reading speaks for: readings come every minute or few,
    /// and after a longer silence nobody knows what ran.
    package static let longestGap = TimeSpan.minutes(15)

    private var firstDay: Int?
    private var tallies: [Tally]

    /// A card on which nothing is written yet, for so many plans.
    package init(plans: Int) { tallies = Array(repeating: Tally(), count: plans) }

    // MARK: Run hours

    /// Takes a reading of the channel of the plan at this place.
    ///
    /// Time in which the channel was true accrues up to the next reading, at most
    /// ``longestGap``. A reading older than the newest changes nothing: a replayed day
    /// was counted when it came first.
    package mutating func note(running: Bool, plan: Int, at moment: Timestamp) {
        precondition(tallies.indices.contains(plan), "This card has no plan at place \(plan).")
        // Beyond 53 bits a cell would no longer hold the moment exactly.
        guard moment.milliseconds.magnitude < MaintenanceCard.exactBound else { return }
        var tally = tallies[plan]
        if tally.phase != .neverSeen {
            let gap = moment.milliseconds - tally.newest
            guard gap >= 0 else { return }
            if tally.phase == .running {
                tally.runMilliseconds += min(gap, MaintenanceCard.longestGap.milliseconds)
            }
        }
        tally.phase = running ? .running : .stopped
        tally.newest = moment.milliseconds
        tallies[plan] = tally
    }

    /// The time that the plan at this place has counted.
    package func runTime(plan: Int) -> TimeSpan { TimeSpan(milliseconds: tallies[plan].runMilliseconds) }

    // MARK: Reminders

    /// The reminders that have fallen due by this day and were not given before.
    ///
    /// Of several cycles that have passed only the latest is reminded of: nobody cleans
    /// a condenser four times because the gateway was away for two years.
    ///
    /// - Returns: At most one reminder for each plan of the appliance's category, in the order of the plans.
    package mutating func due(
        plans: [MaintenancePlan], of appliance: Appliance, on day: CalendarDay
    ) -> [Reminder] {
        precondition(plans.count == tallies.count, "A card for \(tallies.count) plans met \(plans.count).")
        let begin = purchaseDay(of: appliance) ?? firstDay.map { CalendarDay(daysSinceEpoch: $0) } ?? day
        if firstDay == nil { firstDay = day.daysSinceEpoch }
        var reminders: [Reminder] = []
        for (place, plan) in plans.enumerated() where plan.category == appliance.category {
            let (cycle, due) = latestCycle(of: plan, at: place, from: begin, on: day)
            guard cycle > tallies[place].cycle else { continue }
            tallies[place].cycle = cycle
            reminders.append(Reminder(of: plan, on: appliance.id, cycle: cycle, due: due))
        }
        return reminders
    }

    private func purchaseDay(of appliance: Appliance) -> CalendarDay? {
        appliance.purchase.invoiceDay ?? appliance.purchase.saleDay
    }

    private func latestCycle(
        of plan: MaintenancePlan, at place: Int, from begin: CalendarDay, on day: CalendarDay
    ) -> (cycle: Int, due: CalendarDay) {
        switch plan.cycle {
        case .calendar(let months):
            let cycle = fullCycles(of: months, from: begin, to: day)
            return (cycle, begin.adding(months: cycle * months))
        case .runHours(let hours, _):
            let cycle = tallies[place].runMilliseconds / TimeSpan.hours(Int64(hours)).milliseconds
            return (Int(cycle), day)
        }
    }
}

/// How many cycles of so many months lie wholly between two days; 0 where `day` is before `begin`.
private func fullCycles(of months: Int, from begin: CalendarDay, to day: CalendarDay) -> Int {
    let (from, to) = (begin.numbers, day.numbers)
    // The months between the two numbers of the month; one too many where the day of the
    // month is not reached yet, which `adding(months:)` knows for short months.
    let touched = (to.year - from.year) * 12 + to.month - from.month
    guard day >= begin else { return 0 }
    let cycles = touched / months
    return begin.adding(months: cycles * months) <= day ? cycles : cycles - 1
}

// MARK: Snapshot

extension MaintenanceCard {
    private static let exactBound: UInt64 = 1 << 53
    private static let cellsPerPlan = 4

    /// All of it as numbers, for the snapshot; each is whole and held exactly.
    package var cells: [Double] {
        var cells = [firstDay == nil ? 0 : 1, Double(firstDay ?? 0)]
        for tally in tallies {
            cells += [
                Double(tally.phase.rawValue), Double(tally.newest), Double(tally.runMilliseconds),
                Double(tally.cycle),
            ]
        }
        return cells
    }

    /// The card of these numbers; nil where they are not those of a card for so many plans.
    package init?(cells: [Double], plans: Int) {
        let whole = cells.compactMap { Int64(exactly: $0) }
        guard whole.count == cells.count, whole.count == 2 + MaintenanceCard.cellsPerPlan * plans,
            (0...1).contains(whole[0])
        else { return nil }
        firstDay = whole[0] == 1 ? Int(whole[1]) : nil
        tallies = []
        for place in 0..<plans {
            let row = whole[(2 + MaintenanceCard.cellsPerPlan * place)...]
            guard let tally = Tally(row) else { return nil }
            tallies.append(tally)
        }
    }
}

extension MaintenanceCard.Tally {
    /// The tally of the next four numbers; nil where they are none.
    fileprivate init?(_ row: ArraySlice<Int64>) {
        let first = row.startIndex
        guard let phase = Phase(rawValue: Int(row[first])), row[first + 2] >= 0, row[first + 3] >= 0
        else { return nil }
        self.phase = phase
        newest = row[first + 1]
        runMilliseconds = row[first + 2]
        cycle = Int(row[first + 3])
    }
}
