import Appliances
import Dispatching
import ServiceDesk
import Testing

@Suite("Whether an engineer can keep a window (M-6)")
struct FeasibilityTests {
    /// A case: what is changed of the engineer and the job, and what is found.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var engineer = Dispatching.Engineer("E-0")
        var job = Dispatching.Job("SR-0")
        var promises: [Promise] = []
        let found: [Feasibility.Obstacle]

        init(
            _ name: String, _ found: [Feasibility.Obstacle], _ times: String? = "09:00-11:00",
            promises: [Promise] = [], change: (inout Engineer, inout Job) -> Void = { _, _ in }
        ) {
            testDescription = name
            self.found = found
            self.promises = promises
            (engineer, job) = (DispatchingTests.engineer("E-1"), DispatchingTests.job("SR-1", times))
            change(&engineer, &job)
        }
    }

    static let cases = [
        Case("fits", []),
        Case("another category (Z-5)", [.skill]) { $1.category = .washingMachine },
        Case("a level too low (N-5)", [.skill]) { engineer, _ in
            engineer.skills = [Engineer.Skill(.refrigerator, level: 1)]
        },
        Case("nobody knows what it is", []) { $1.category = nil },
        Case("no certificate", [.certificate]) { $1.component = .evaporator },
        Case("a certificate that ends on the day", []) { engineer, job in
            job.component = .evaporator
            engineer.certificates = [Engineer.Certificate("refrigerant", through: today)]
        },
        Case("a certificate that has run out", [.certificate]) { engineer, job in
            job.component = .evaporator
            engineer.certificates = [Engineer.Certificate("refrigerant", through: today.adding(days: -1))]
        },
        Case("a day off", [.shift]) { engineer, _ in engineer.daysOff = [today] },
        Case("no shift on a Wednesday", [.shift]) { engineer, _ in
            engineer.shifts.removeAll { $0.weekday == .wednesday }
        },
        Case("before the shift", [.shift], "07:00-08:15"),
        Case("work that ends after the shift", [.shift], "17:30-19:00"),
        Case("no window asks for no hours", [], nil) { engineer, _ in engineer.daysOff = [today] },
        Case("a region too far to be there in time (M-11)", [.travel], "09:00-09:30") {
            $1.place = Place(region: "south")
        },
        Case(
            "the same hour is promised (M-7)", [.promise], "09:00-09:30",
            promises: [
                promise("SR-2", of: "E-1", "09:00-09:30")
            ]),
        Case("somebody else's promise", [], "09:00-09:30", promises: [promise("SR-2", of: "E-2", "09:00-09:30")]),
        Case(
            "the same hour of the next day", [], "09:00-09:30",
            promises: [
                promise("SR-2", of: "E-1", "09:00-09:30", days: 1)
            ]),
        Case(
            "its own window is no other promise", [], "09:00-09:30",
            promises: [
                promise("SR-1", of: "E-1", "09:00-09:30")
            ]),
        Case(
            "two visits fit into one wide window", [], "09:00-11:00",
            promises: [
                promise("SR-2", of: "E-1", "09:00-11:00")
            ]),
        Case(
            "a third does not", [.promise], "09:00-10:30",
            promises: [
                promise("SR-2", of: "E-1", "09:00-10:30"), promise("SR-3", of: "E-1", "09:00-10:30"),
            ]),
        // 09:00 to 10:00 and half an hour of way: only without the way would it do.
        Case(
            "the way between two visits is too long", [.travel], "09:00-09:30",
            promises: [
                promise("SR-2", of: "E-1", "10:00-10:15")
            ]),
        Case("the other order does", [], "09:30-11:30", promises: [promise("SR-2", of: "E-1", "09:45-09:50")]),
    ]

    static let staff: Staff = {
        Staff(
            engineers: [],
            requirements: [
                Requirement(category: .refrigerator, level: 2),
                Requirement(families: [.refrigerant], level: 3, certificates: ["refrigerant"]),
            ])
    }()

    private func situation(
        _ engineers: [Engineer], _ promises: [Promise] = [], stock: StockBook? = nil, at moment: Timestamp = morning
    ) -> Situation {
        let staff = Staff(engineers: engineers, requirements: Self.staff.requirements)
        return Situation(staff: staff, stock: stock, promises: promises, at: moment)
    }

    @Test("is told with everything that does not fit", arguments: cases)
    func table(_ row: Case) {
        let found = situation([row.engineer], row.promises).feasibility(of: row.engineer, for: row.job)
        #expect(found.obstacles == row.found, "\(found.line)")
        #expect(found.findings.allSatisfy { !$0.found.isEmpty })
    }

    @Test("says in words what was found")
    func words() {
        var one = engineer("E-1", level: 1)
        one.daysOff = [today]
        let found = situation([one]).feasibility(of: one, for: job("SR-1", "09:00-11:00"))
        #expect(
            found.line
                == "skill: refrigerator at level 1, and level 2 is needed; shift: does not work on 2026-11-25")
        let unknown = situation([]).feasibility(ofNumber: "E-9", for: job())
        #expect(unknown.line == "skill: E-9 is not on the staff list")
    }

    @Test("counts the time that has gone, and a visit that goes on")
    func underWay() {
        let one = engineer("E-1")
        let late = situation([one], at: at("10:45"))
        #expect(late.feasibility(of: one, for: job("SR-1", "09:00-11:00")).obstacles == [.travel])
        var visit = promise("SR-2", of: "E-1", "09:00-10:00")
        visit.began = at("09:50")
        let busy = situation([one], [visit], at: at("10:00"))
        // On site until 10:50, then half an hour of way.
        #expect(busy.feasibility(of: one, for: job("SR-1", "10:30-11:00")).obstacles == [.travel])
        #expect(busy.feasibility(of: one, for: job("SR-1", "10:30-11:30")).isFeasible)
    }

    @Test("asks for parts that would not be there (H-9)")
    func parts() {
        let one = engineer("E-1")
        let wanting = job("SR-1", "14:00-16:00", needs: [PartNeed("relay")])
        var factory = StockBook.Factory()
        let far = situation([one], stock: StockBook([], factory: factory))
        #expect(far.feasibility(of: one, for: wanting).line == "parts: relay comes by 2026-11-29 08:00")
        factory.regions = ["north"]
        let near = situation([one], stock: StockBook([], factory: factory))
        #expect(near.feasibility(of: one, for: wanting).isFeasible)
        #expect(situation([one]).feasibility(of: one, for: wanting).isFeasible)
    }

    @Test("sends nobody beyond the radius (N-5)")
    func radius() {
        let one = engineer("E-1", at: Position(latitude: 36.6, longitude: 117.0))
        let place = Place(region: "north", position: Position(latitude: 37.2, longitude: 117.0))
        let found = situation([one]).feasibility(of: one, for: job("SR-1", at: place))
        #expect(found.line == "travel: 66 km away, and 50 km is the most")
    }

    @Test("merges what two say, and nothing is talked away (M-6)")
    func merging() {
        let said = Feasibility([.travel, .skill])
        let found = Feasibility(findings: [Feasibility.Finding(.skill, "level 1"), Feasibility.Finding(.shift, "off")])
        #expect(said.merging(found).line == "skill: level 1; shift: off; travel")
        #expect(found.merging(Feasibility()) == found)
    }
}

@Suite("Ways and departures")
struct TravelTests {
    @Test(
        "go along the great circle",
        arguments: [
            (0.0, 0.0, 0.0, 1.0, 111_195), (36.65, 117.0, 39.90, 116.40, 365_142), (0, 0, 0, 180, 20_015_087),
            (10, 20, 10, 20, 0),
        ])
    func distance(latitude: Double, longitude: Double, toLatitude: Double, toLongitude: Double, metres: Int) {
        let from = Position(latitude: latitude, longitude: longitude)
        let to = Position(latitude: toLatitude, longitude: toLongitude)
        #expect(abs(from.metres(to: to) - metres) <= metres / 500)
        #expect(from.metres(to: to) == to.metres(to: from))
    }

    @Test("are estimated by region where points are not known")
    func regions() {
        var staff = Staff(engineers: [])
        let (north, south) = (Place(region: "north"), Place(region: "south"))
        #expect(staff.travel(from: north, to: north).span == .minutes(30))
        #expect(staff.travel(from: north, to: south).span == .minutes(90))
        #expect(staff.travel(from: Place(), to: Place()).span == .minutes(90))
        staff.regions = [
            Outlet("north", at: Place(position: Position(latitude: 36.70, longitude: 117.0))),
            Outlet("south", at: Place(position: Position(latitude: 36.60, longitude: 117.0))),
        ]
        // 11.12 km in a straight line, a detour of 1.4 and 25 km/h: 37.4 minutes.
        #expect(staff.travel(from: north, to: south).span == .minutes(38))
        #expect(staff.travel(from: north, to: north).span == .minutes(30))
    }

    @Test(
        "leave so as to be there ten minutes early, and are asked for an hour before (C-2, M-22)",
        arguments: [
            (30, "08:20", "08:00"), (50, "08:00", "08:00"), (90, "07:20", "07:20"),
        ])
    func departure(minutes: Int64, latest: String, prompt: String) {
        let departure = Departure(promised: at("09:00"), travel: .minutes(minutes), rules: DispatchRules())
        #expect(departure.latest == at(latest) && departure.prompt == at(prompt))
    }

    @Test(
        "know the day of the week",
        arguments: [
            ("1970-01-01", Weekday.thursday), ("2026-11-25", .wednesday), ("1969-12-31", .wednesday),
            ("2024-02-29", .thursday), ("1900-01-01", .monday),
        ])
    func weekday(day: String, weekday: Weekday) throws {
        #expect(Weekday(try #require(CalendarDay(day))) == weekday)
    }
}
