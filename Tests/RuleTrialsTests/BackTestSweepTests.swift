import Appliances
import FaultRules
import RuleTrials
import Testing

@Suite("A sweep's grid")
struct BackTestGridTests {
    private static let rule: FaultRule = {
        var rule = warmRule(hold: .minutes(30), range: 4...15)
        rule.parameters += [
            FaultRule.Parameter(
                name: "max_starts", value: 6, measure: Measure(.perHour), range: 2...20, text: "6 starts/h",
                unit: .perHour),
            FaultRule.Parameter(name: "share", value: 0.2, measure: Measure(.one), text: "0.20", unit: .one),
            FaultRule.Parameter(name: "duty", value: 0.9, measure: Measure(.percent), text: "90 %", unit: .percent),
            FaultRule.Parameter(name: "learn", value: 172_800, measure: Measure(.day), text: "2d", unit: .day),
        ]
        return rule
    }()

    @Test(
        "is read in the units of the rule's file",
        arguments: [
            ("max_starts=4..12", nil, "4 5 6 7 8 9 10 11 12 starts/h"),
            ("max_starts=4..20", nil, "4 6 8 10 12 14 16 18 20 starts/h"),
            ("max_starts=4 starts/h..7", "2", "4 6 7 starts/h"),
            ("for=10m..60m", nil, "10m 15m 20m 25m 30m 35m 40m 45m 50m 55m 1h"),
            ("for=10..60", "25", "10m 35m 1h"),
            ("for=15m,2h,90s,15m", nil, "90s 15m 2h"),
            ("for=1m..1h/20m", nil, "1m 21m 41m 1h"),
            ("learn=1..3", nil, "1d 2d 3d"),
            ("limit=6..8/0.5", nil, "6 6.5 7 7.5 8 °C"),
            ("limit=42.8 °F..50 °F", "2", "6 8 10 °C"),
            ("share=0.1..0.5", nil, "0.1 0.15 0.2 0.25 0.3 0.35 0.4 0.45 0.5"),
            ("duty=80..95/5", nil, "80 85 90 95 %"),
        ] as [(String, String?, String)])
    func axes(text: String, step: String?, expected: String) throws {
        let axis = try SweepAxis(text, step: step, of: Self.rule)
        // The unit is named once in the table: it is the same behind every number.
        let unit = expected.split(separator: " ").last.map(String.init) ?? ""
        let shown = axis.texts.map { $0.hasSuffix(" \(unit)") ? String($0.dropLast(unit.count + 1)) : $0 }
        let tail = axis.texts.contains { $0.hasSuffix(" \(unit)") } ? [unit] : []
        #expect((shown + tail).joined(separator: " ") == expected)
        #expect(axis.values == axis.values.sorted())
    }

    @Test("has its values in canonical units")
    func canonical() throws {
        #expect(try SweepAxis("for=10m..20m/5m", of: Self.rule).values == [600, 900, 1_200])
        #expect(try SweepAxis("learn=1..2", of: Self.rule).values == [86_400, 172_800])
        #expect(try SweepAxis("limit=6..6.2/0.1", of: Self.rule).values == [6, 6.1, 6.2])
        #expect(try SweepAxis("duty=90", of: Self.rule).values == [0.9])
    }

    @Test(
        "says what is wrong with what it is asked for",
        arguments: [
            ("max_starts", "--vary max_starts must be such as max_starts=4..12 or for=10m..60m/5m"),
            (
                "max_start=4..12",
                "the rule warm has no parameter `max_start`; it has limit, for.major, max_starts, share, duty, learn"
            ),
            ("limit=3..8", "limit=3 °C lies outside its range from 4 °C to 15 °C"),
            ("limit=8..6", "--vary limit=8..6 begins above its end; write the least value first"),
            ("limit=8 W..9 W", "`8 W` is no value of limit, which is written such as 8 °C"),
            ("for=ten..60m", "`ten` is no value of for.major, which is written such as 30m"),
            ("max_starts=4..12/0", "the step `0` of max_starts must be more than 0, such as /1"),
            ("share=0..1/0.001", "--vary share=0..1/0.001 makes more than 200 values; take a longer step"),
        ])
    func faults(text: String, expected: String) {
        #expect(throws: SweepFault(text: expected)) { try SweepAxis(text, of: Self.rule) }
    }

    @Test("has a point for each combination, and one for what is in force")
    func points() throws {
        let axes = [try SweepAxis("max_starts=5..7", of: Self.rule), try SweepAxis("for=30m,1h", of: Self.rule)]
        let grid = try SweepGrid(Self.rule, axes)
        #expect(grid.points.count == 6)
        #expect(grid.points.filter(\.isCurrent).map(\.texts) == [["6 starts/h", "30m"]])
        #expect(grid.points[1].texts == ["5 starts/h", "1h"])
        let other = try SweepGrid(Self.rule, [try SweepAxis("max_starts=8..9", of: Self.rule)])
        #expect(other.points.map(\.isCurrent) == [true, false, false])
        #expect(other.points[0].values == [6])
        let changed = grid.rule(at: 1)
        #expect(changed.parameter("max_starts")?.value == 5)
        #expect(changed.parameter("for.major")?.value == 3_600)
        #expect(changed.parameter("for.major")?.text == "1h")
        #expect(changed.parameter("limit") == Self.rule.parameter("limit"))
        #expect(throws: SweepFault.self) { try SweepGrid(Self.rule, [axes[0], axes[0]]) }
        #expect(throws: SweepFault.self) { try SweepGrid(Self.rule, []) }
    }
}

@Suite("A sweep's score")
struct BackTestScoreTests {
    private func truth(_ minutes: [Int64], within: TimeSpan = .minutes(60)) throws -> FaultTruth {
        let device = try #require(DeviceID("RF-1"))
        let faults = minutes.map { minute in
            FaultTruth.Fault(device: device, from: pastStart + .minutes(minute), to: pastStart + .minutes(minute))
        }
        return FaultTruth(faults, form: .moments(within: within))
    }

    private func score(_ truth: FaultTruth, _ raised: [Int64]) throws -> TrialScore {
        truth.score(try raised.map { try triedEpisode("RF-1", raised: $0) }, of: try #require(DeviceID("RF-1")))
    }

    @Test(
        "brings moments together one to one",
        arguments: [
            ([0, 100, 200], [0, 100, 200], 3), ([60], [0], 1), ([61], [0], 0), ([0], [60], 1), ([0], [61], 0),
            ([0, 10, 20], [15], 1), ([15], [0, 10, 20], 1), ([0, 70], [60, 130], 2), ([], [5], 0),
            ([200, 0], [0, 200], 2),
        ] as [([Int64], [Int64], Int)])
    func moments(raised: [Int64], faults: [Int64], matched: Int) throws {
        let score = try score(truth(faults), raised)
        #expect(score.found == matched)
        #expect(score.right == matched)
        #expect(score.episodes == raised.count)
        #expect(score.faults == faults.count)
    }

    @Test("counts one find for each stretch and every episode in it as right")
    func stretches() throws {
        let device = try #require(DeviceID("RF-1"))
        func fault(_ from: Int64, _ to: Int64) -> FaultTruth.Fault {
            FaultTruth.Fault(device: device, from: pastStart + .minutes(from), to: pastStart + .minutes(to))
        }
        let score = try score(FaultTruth([fault(100, 200), fault(300, 400)], form: .stretches), [0, 150, 160, 250])
        #expect((score.found, score.right, score.episodes) == (1, 2, 4))
        #expect(score.leads == [.minutes(50)])
        #expect(score.detection == 0.5)
        #expect(score.precision == 0.5)
        #expect(score.f1 == 0.5)
        #expect(FaultTruth([], form: .stretches).score([], of: device).f1 == nil)
        #expect(FaultTruth([fault(1, 2)], form: .stretches).score([], of: device).f1 == 0)
    }

    @Test("takes the 30 days before a real request of the rule's parts as its stretch")
    func realRequests() throws {
        let device = try #require(DeviceID("RF-1"))
        let requests = [
            RealRequest(device: device, component: .compressor, opened: pastStart + .days(40)),
            RealRequest(device: device, component: .door, opened: pastStart + .days(1)),
        ]
        let truth = FaultTruth(requests, of: [.compressor])
        #expect(truth.count == 1)
        #expect(truth.faults(of: device).map(\.from) == [pastStart + .days(10)])
    }

    private func report(_ points: [(episodes: Int, found: Int)], of faults: Int = 4) throws -> SweepReport {
        let rule = warmRule(hold: .minutes(30))
        let grid = try SweepGrid(rule, [try SweepAxis("for=30m..\(29 + points.count)m/1m", of: rule)])
        let device = try #require(DeviceID("RF-1"))
        let truth = try truth((0..<faults).map { Int64($0) * 1_000 }, within: .zero)
        let scores = try points.map { point in
            let right = (0..<point.found).map { Int64($0) * 1_000 }
            let wrong = (point.found..<point.episodes).map { Int64($0) * 1_000 + 7 }
            return truth.score(try (right + wrong).map { try triedEpisode("RF-1", raised: $0) }, of: device)
        }
        var block = RecordBlock()
        block.close(time: pastStart, arrival: pastStart)
        block.close(time: pastStart + .days(10), arrival: pastStart)
        var account = FeedAccount()
        account.note(block)
        return SweepReport(grid, [(scores, account)], hasTruth: true)
    }

    @Test("marks the points that no other one beats")
    func front() throws {
        let report = try report([(8, 4), (6, 4), (3, 3), (5, 3), (1, 1), (0, 0)])
        #expect(report.rows.map(\.isOnFront) == [false, true, true, false, false, false])
        #expect(report.rows.map(\.nuisance) == [0.4, 0.2, 0, 0.2, 0, 0])
        #expect(report.rows.map(\.requestsPerDay) == [0.8, 0.6, 0.3, 0.5, 0.1, 0])
        #expect(report.best?.point.texts == ["32m"])
    }

    @Test("prefers what is in force where nothing is better")
    func tie() throws {
        let report = try report([(4, 3), (4, 3), (4, 2)])
        #expect(report.best?.point.isCurrent == true)
    }

    @Test("proposes overrides for the devices that do better with another value")
    func proposal() throws {
        let report = try report([(8, 4), (4, 4), (3, 3)])
        let scores = report.rows.map(\.score)
        let devices = try ["RF-2", "RF-1", "RF-3", "RF-4"].map { try #require(DeviceID($0)) }
        let silent = Array(repeating: TrialScore(), count: 3)
        let proposal = SweepProposal(
            report.grid,
            [(devices[0], scores), (devices[1], scores.reversed()), (devices[2], silent), (devices[3], scores)])
        #expect(proposal.choices.map(\.device.text) == ["RF-1", "RF-2", "RF-4"])
        #expect(proposal.total.f1 == 1)
        #expect(
            proposal.yaml(by: "operations", on: "coldstore") == """
                overrides:
                  - match: {device: RF-1}
                    set: {warm.for: 31m}
                    by: operations
                    reason: "F1 1.00 instead of 0.86 on coldstore"
                  - match: {device: RF-2}
                    set: {warm.for: 31m}
                    by: operations
                    reason: "F1 1.00 instead of 0.67 on coldstore"
                  - match: {device: RF-4}
                    set: {warm.for: 31m}
                    by: operations
                    reason: "F1 1.00 instead of 0.67 on coldstore"

                """)
    }
}
