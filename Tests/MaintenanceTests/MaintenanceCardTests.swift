import Appliances
import Foundation
import Maintenance
import Testing

/// A generator of our own, because the standard algorithms may change between compilers.
private struct SplitMix64 {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// A number from 0 up to but not including `bound`.
    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        return Int(StableHash.avalanche(state) % UInt64(bound))
    }
}

private let start = Timestamp(milliseconds: 1_795_305_600_000)

private let plans = [
    MaintenancePlan(
        id: "clean_condenser", category: .refrigerator,
        title: Localised(en: "Please clean the condenser", zh: "请清洁冷凝器"), cycle: .calendar(months: 6)),
    MaintenancePlan(
        id: "clean_filter", category: .airConditioner,
        title: Localised(en: "Please clean the filter", zh: "请清洁滤网"), cycle: .calendar(months: 1)),
    MaintenancePlan(
        id: "check_compartment", category: .refrigerator,
        title: Localised(en: "Please free the compartment of dust", zh: "请清除灰尘"),
        cycle: .runHours(hours: 100, channel: "compressor.running")),
]

private func fridge(invoice: String? = nil, sale: String? = nil) throws -> Appliance {
    let id = try #require(DeviceID("fridge-1"))
    let site = try #require(SiteID("home-1"))
    return Appliance(
        id: id, site: site, category: .refrigerator,
        purchase: Purchase(
            invoiceDay: invoice.flatMap { CalendarDay($0) }, saleDay: sale.flatMap { CalendarDay($0) }))
}

private func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }

@Suite("A maintenance card counts run time")
struct RunTimeTests {
    /// A story, each reading as its second and `#` for running or `.` for not.
    @Test(
        "from reading to reading, at most a quarter of an hour",
        arguments: [
            (story: "0# 60# 120. 180.", seconds: 120),
            ("0. 60#", 0),
            ("0# 900.", 900),
            ("0# 901.", 900),
            ("0# 86400# 86460.", 960),
            // The older readings come again, or late: they were counted or never will be.
            ("0# 120. 0# 60# 120. 180.", 120),
            ("100# 40. 160.", 60),
            ("0# 0# 0. 60#", 0),
            ("", 0),
        ])
    func counts(story: String, seconds: Int64) throws {
        var card = MaintenanceCard(plans: 1)
        for reading in story.split(separator: " ") {
            let second = try #require(Int64(reading.dropLast()))
            card.note(running: reading.hasSuffix("#"), plan: 0, at: start + .seconds(second))
        }
        #expect(card.runTime(plan: 0) == .seconds(seconds))
    }

    @Test("for each plan on its own")
    func apart() {
        var card = MaintenanceCard(plans: 2)
        for minute in 0..<3 {
            card.note(running: true, plan: 0, at: start + .minutes(Int64(minute)))
            card.note(running: false, plan: 1, at: start + .minutes(Int64(minute)))
        }
        #expect(card.runTime(plan: 0) == .minutes(2))
        #expect(card.runTime(plan: 1) == .zero)
    }

    @Test("and passes over moments that no cell could hold", arguments: [Int64.min, -1 << 53, 1 << 53, .max])
    func extremes(milliseconds: Int64) {
        var card = MaintenanceCard(plans: 1)
        card.note(running: true, plan: 0, at: Timestamp(milliseconds: milliseconds))
        #expect(card == MaintenanceCard(plans: 1))
    }
}

@Suite("A maintenance card reminds")
struct MaintenanceCardTests {
    @Test(
        "on the day of the cycle, counted from the purchase",
        arguments: [
            (invoice: "2025-11-22", on: "2026-05-21", cycle: 0, due: ""),
            ("2025-11-22", "2026-05-22", 1, "2026-05-22"),
            ("2025-11-22", "2026-11-21", 1, "2026-05-22"),
            ("2025-11-22", "2026-11-22", 2, "2026-11-22"),
            ("2025-08-31", "2026-02-27", 0, ""),
            ("2025-08-31", "2026-02-28", 1, "2026-02-28"),
            ("2020-01-15", "2026-03-01", 12, "2026-01-15"),
            ("2027-01-01", "2026-11-22", 0, ""),
        ])
    func calendar(invoice: String, on: String, cycle: Int, due: String) throws {
        var card = MaintenanceCard(plans: plans.count)
        let reminders = card.due(plans: plans, of: try fridge(invoice: invoice), on: try day(on))
        #expect(reminders.map(\.cycle) == (cycle == 0 ? [] : [cycle]))
        #expect(reminders.map(\.due.description) == (cycle == 0 ? [] : [due]))
    }

    @Test(
        "counting from the invoice, else the sale, else the first day seen",
        arguments: [
            (invoice: "2026-01-10", sale: "2026-02-20", due: "2026-07-10"),
            (nil, "2026-02-20", "2026-08-20"),
            (nil, nil, "2026-09-01"),
        ] as [(String?, String?, String)])
    func begin(invoice: String?, sale: String?, due: String) throws {
        let fridge = try fridge(invoice: invoice, sale: sale)
        var card = MaintenanceCard(plans: plans.count)
        var reminders: [Reminder] = []
        let first = try day("2026-03-01")
        for count in 0..<200 {
            let seen = try #require(MaintenanceCard(cells: card.cells, plans: plans.count))
            card = seen
            reminders += card.due(plans: plans, of: fridge, on: first.adding(days: count))
        }
        #expect(reminders.map(\.due.description) == [due])
    }

    @Test("when the run hours are full, once (Z-20)")
    func runHours() throws {
        let fridge = try fridge(invoice: "2026-11-01")
        var card = MaintenanceCard(plans: plans.count)
        var cycles: [Int] = []
        let today = try day("2026-11-22")
        for quarter in 0...(250 * 4) {
            card.note(running: true, plan: 2, at: start + .minutes(Int64(15 * quarter)))
            cycles += card.due(plans: plans, of: fridge, on: today).map(\.cycle)
        }
        #expect(cycles == [1, 2])
    }

    @Test("says what, when and why in both languages")
    func words() throws {
        var card = MaintenanceCard(plans: plans.count)
        for quarter in 0...400 {
            card.note(running: true, plan: 2, at: start + .minutes(Int64(15 * quarter)))
        }
        let reminders = card.due(plans: plans, of: try fridge(invoice: "2026-01-10"), on: try day("2026-07-12"))
        #expect(
            reminders.map(\.text.en) == [
                "Please clean the condenser (due 2026-07-10, every 6 months)",
                "Please free the compartment of dust (it has run 100 hours)",
            ])
        #expect(
            reminders.map(\.text.zh) == [
                "请清洁冷凝器(应于2026-07-10进行,每6个月一次)", "请清除灰尘(已运行100小时)",
            ])
        #expect(reminders.map(\.due.description) == ["2026-07-10", "2026-07-12"])
    }

    @Test("with an id made of device, plan and cycle alone")
    func ids() throws {
        let fridge = try fridge()
        let made = plans.flatMap { plan in
            (1...3).map { Reminder(of: plan, on: fridge.id, cycle: $0, due: CalendarDay(daysSinceEpoch: $0)) }
        }
        #expect(Set(made.map(\.id)).count == 9)
        let later = Reminder(of: plans[0], on: fridge.id, cycle: 1, due: CalendarDay(daysSinceEpoch: 900))
        #expect(later.id == made[0].id)
        #expect(later.id.hasPrefix("MR-"))
    }

    @Test("in a form that comes back from the ledger")
    func coding() throws {
        let reminder = Reminder(
            of: plans[0], on: try fridge().id, cycle: 3, due: try day("2026-11-22"))
        #expect(try JSONDecoder().decode(Reminder.self, from: JSONEncoder().encode(reminder)) == reminder)
    }
}

@Suite("A maintenance card over years")
struct MaintenanceYearsTests {
    @Test("gives one reminder a cycle through restarts, replays and days off", arguments: 1...20)
    func years(seed: UInt64) throws {
        var dice = SplitMix64(seed: seed)
        let fridge = try fridge(invoice: "2020-02-29")
        let first = try day("2020-03-01")
        var card = MaintenanceCard(plans: plans.count)
        var saved = (cells: card.cells, day: -1)
        var ledger: Set<String> = []
        var given: [Reminder] = []
        var (today, steps) = (0, 0)
        while today < 5 * 366 {
            // Six hours of running a day, in readings of a quarter of an hour.
            let morning = start + .days(Int64(today))
            for quarter in 0...24 {
                card.note(running: quarter < 24, plan: 2, at: morning + .minutes(Int64(15 * quarter)))
            }
            let reminders = card.due(plans: plans, of: fridge, on: first.adding(days: today))
            given += reminders.filter { ledger.insert($0.id).inserted }
            #expect(reminders.count <= 2)
            steps += 1
            if dice.below(60) == 0 { saved = (card.cells, today) }
            if dice.below(200) == 0 {
                // A crash: the snapshot is older than what was sent, and the days come again.
                card = try #require(MaintenanceCard(cells: saved.cells, plans: plans.count))
                today = saved.day
            }
            today += 1
        }
        let condenser = given.filter { $0.plan == "clean_condenser" }.map(\.cycle)
        let compartment = given.filter { $0.plan == "check_compartment" }.map(\.cycle)
        #expect(condenser == Array(1...10))
        #expect(compartment == Array(1...(5 * 366 * 6 / 100)))
        #expect(steps >= 5 * 366)
    }

    @Test("remembers one reminder of the past, not a heap")
    func away() throws {
        let fridge = try fridge(invoice: "2020-01-01")
        var card = MaintenanceCard(plans: plans.count)
        var cycles: [Int] = []
        for today in ["2020-07-01", "2024-01-05", "2024-01-06", "2023-01-01", "2024-07-01"] {
            cycles += card.due(plans: plans, of: fridge, on: try day(today)).map(\.cycle)
        }
        #expect(cycles == [1, 8, 9])
    }
}

@Suite("A maintenance card in a snapshot")
struct MaintenanceCellsTests {
    @Test("comes back exactly", arguments: 1...30)
    func roundTrip(seed: UInt64) throws {
        var dice = SplitMix64(seed: seed)
        var card = MaintenanceCard(plans: plans.count)
        let fridge = try fridge()
        for _ in 0..<dice.below(200) {
            let moment = start + TimeSpan(milliseconds: Int64(dice.below(1_000_000_000)))
            card.note(running: dice.below(2) == 0, plan: dice.below(3), at: moment)
            if dice.below(20) == 0 {
                let today = CalendarDay(daysSinceEpoch: 20_000 + dice.below(3_000))
                _ = card.due(plans: plans, of: fridge, on: today)
            }
        }
        #expect(MaintenanceCard(cells: card.cells, plans: plans.count) == card)
    }

    @Test("is refused where the numbers are not those of such a card")
    func refused() {
        let sound = MaintenanceCard(plans: 1).cells
        #expect(MaintenanceCard(cells: sound, plans: 1) != nil)
        #expect(MaintenanceCard(cells: sound, plans: 2) == nil)
        #expect(MaintenanceCard(cells: [], plans: 0) == nil)
        let spoils: [(place: Int, value: Double)] = [
            (0, 2), (1, .nan), (2, 3), (2, -1), (3, 0.5), (4, -1), (4, .infinity), (5, -1), (5, 1e300),
        ]
        for spoil in spoils {
            var cells = sound
            cells[spoil.place] = spoil.value
            #expect(MaintenanceCard(cells: cells, plans: 1) == nil)
        }
    }
}
