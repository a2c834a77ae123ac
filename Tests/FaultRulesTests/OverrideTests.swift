import Appliances
import FaultRules
import Testing

@Suite("Overrides")
struct OverrideTests {
    private static let rule: FaultRule = {
        var rule = FaultRule(name: "warm", component: .fanMotor)
        rule.parameters = [
            FaultRule.Parameter(
                name: "limit", value: 8, measure: .one, range: 4...400, text: "8", unit: .one),
            FaultRule.Parameter(name: "wait", value: 60, measure: .one, text: "60", unit: .one),
            FaultRule.Parameter(name: "for.minor", value: 600, measure: .one, text: "10m", unit: .second),
            FaultRule.Parameter(name: "for.major", value: 1_200, measure: .one, text: "20m", unit: .second),
            FaultRule.Parameter(name: "keep.minor", value: 0, measure: .one, text: "0s", unit: .second),
        ]
        return rule
    }()

    /// Each key of a match with what the appliance of these tests has there.
    private static let own: [(key: Override.Key, text: String)] = [
        (.family, "BCD-400"), (.model, "BCD-470W"), (.batch, "2024-31"), (.firmware, "1.3.0"), (.region, "north"),
        (.season, "autumn"), (.centre, "jinan-2"), (.home, "home-1"), (.device, "RF-1"),
    ]

    private func appliance(_ id: String = "RF-1", batch: String = "2024-31") throws -> Appliance {
        Appliance(
            id: try #require(DeviceID(id)), site: try #require(SiteID("home-1")), category: .refrigerator,
            model: "BCD-470W", family: "BCD-400", batch: batch, firmware: "1.3.0", region: "north",
            centre: "jinan-2")
    }

    private func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }

    private func override(
        _ value: Double, _ match: [(Override.Key, String)], of parameter: String = "limit",
        until: CalendarDay? = nil, by: String = "operations"
    ) -> Override {
        Override(
            match: Override.Match(match.map { Override.Match.Term($0.0, [Glob($0.1)]) }),
            settings: [
                Override.Setting(rule: "warm", parameter: parameter, value: value, text: "\(value)", measure: .one)
            ], by: by, reason: "a test", until: until, place: "o.yaml:\(Int(value))")
    }

    private func values(
        _ overrides: [Override], on text: String = "2026-11-24", of appliance: Appliance? = nil
    ) throws -> [Double] {
        let appliance = try appliance ?? self.appliance()
        let day = try day(text)
        let alone = resolve(rule: Self.rule, appliance: appliance, on: day, overrides: overrides).values
        // The index of a fleet, with another rule before this one, must say the same.
        let other = FaultRule(name: "other", component: .door)
        let index = OverrideIndex(overrides, rules: [other, Self.rule], on: day)
        #expect(index.values(of: 1, under: index.numbers(for: appliance)) == alone)
        return alone
    }

    @Test("leave the defaults alone where there are none")
    func none() throws {
        #expect(try values([]) == [8, 60, 600, 1_200, 0])
        let resolution = resolve(
            rule: Self.rule, appliance: try appliance(), on: try day("2026-11-24"), overrides: [])
        #expect(resolution.entries.allSatisfy { $0.reason == .standard && $0.beaten.isEmpty })
        #expect(resolution.entries.map(\.text) == ["8", "60", "10m", "20m", "0s"])
    }

    @Test("of a later rank win, wherever they stand", arguments: Array(0..<8))
    func chain(place: Int) throws {
        let chain: [[Override.Key]] = [
            [], [.family], [.model], [.batch, .firmware], [.region, .season], [.centre], [.home], [.device],
        ]
        for weaker in chain[..<place].joined() {
            for stronger in chain[place] {
                let low = override(10, Self.own.filter { $0.key == weaker }.map { ($0.key, $0.text) })
                let high = override(20, Self.own.filter { $0.key == stronger }.map { ($0.key, $0.text) })
                #expect(try values([low, high])[0] == 20, "\(weaker) before \(stronger)")
                #expect(try values([high, low])[0] == 20, "\(stronger) before \(weaker)")
            }
        }
        // Everything fits, alone and after one for all appliances.
        for key in chain[place] {
            let mine = override(20, Self.own.filter { $0.key == key }.map { ($0.key, $0.text) })
            #expect(try values([mine, override(10, [])])[0] == 20)
        }
    }

    @Test(
        "of one rank: the later one in the file wins",
        arguments: [
            [Override.Key.batch, .firmware], [.firmware, .batch], [.region, .season], [.season, .region],
            [.model, .model], [.device, .device],
        ])
    func ties(keys: [Override.Key]) throws {
        let both = keys.enumerated().map { place, key in
            override(Double(20 + place), Self.own.filter { $0.key == key }.map { ($0.key, $0.text) })
        }
        #expect(try values(both)[0] == 21)
    }

    @Test("stand where their most specific key does")
    func specific() throws {
        let byBatch = override(10, [(.model, "BCD-470W"), (.batch, "2024-3*")])
        let byModel = override(20, [(.model, "BCD-470W")])
        let byCentre = override(30, [(.centre, "jinan-2"), (.family, "BCD-400")])
        #expect(try values([byBatch, byModel])[0] == 10)
        #expect(try values([byCentre, byBatch, byModel])[0] == 30)
        #expect(byBatch.match.rank == .make && byCentre.match.rank == .centre && Override.Match.all.rank == .all)
    }

    @Test("count only where every key fits")
    func every() throws {
        #expect(try values([override(10, [(.model, "BCD-470W"), (.batch, "2023*")])])[0] == 8)
        #expect(try values([override(10, [(.device, "RF-2")])])[0] == 8)
        #expect(try values([override(10, [(.home, "home-1"), (.device, "RF-*")])])[0] == 10)
        let several = Override(
            match: Override.Match([Override.Match.Term(.device, [Glob("RF-7"), Glob("RF-1"), Glob("RF-1")])]),
            settings: override(10, []).settings, by: "a", reason: "b")
        #expect(try values([several])[0] == 10)
        #expect(try values([several], of: appliance("RF-2"))[0] == 8)
    }

    @Test("leave appliances alone of which the registry does not know the key", arguments: ["2024-3*", "*", ""])
    func unknown(pattern: String) throws {
        let mine = override(10, [(.batch, pattern)])
        #expect(try values([mine], of: appliance(batch: ""))[0] == 8)
        #expect(try values([mine])[0] == (pattern.isEmpty ? 8 : 10))
    }

    @Test(
        "fit by patterns",
        arguments: [
            ("2024-3*", "2024-31", true), ("2024-3*", "2024-3", true), ("2024-3*", "2024-4", false),
            ("*-31", "2024-31", true), ("*-31", "2024-310", false), ("*", "x", true), ("*", "", false),
            ("a*b*c", "abc", true), ("a*b*c", "a-b-b-c", true), ("a*b*c", "acb", false), ("a*a", "a", false),
            ("ab*ba", "aba", false), ("abc", "abc", true), ("abc", "ABC", false), ("a**c", "abc", true),
            ("*b*", "abc", true), ("*b*", "acd", false), ("北*", "北京", true), ("", "", false),
        ])
    func globs(pattern: String, text: String, fits: Bool) {
        #expect(Glob(pattern).matches(text) == fits)
    }

    @Test("count up to their last day, that day included")
    func expiry() throws {
        let overrides = [
            override(10, [(.model, "BCD-470W")]), override(20, [(.device, "RF-1")], until: try day("2027-03-31")),
        ]
        #expect(try values(overrides, on: "2027-03-30")[0] == 20)
        #expect(try values(overrides, on: "2027-03-31")[0] == 20)
        #expect(try values(overrides, on: "2027-04-01")[0] == 10)
    }

    @Test(
        "know the seasons by the month",
        arguments: [
            ("2026-02-28", Season.winter, Season.summer), ("2026-03-01", .spring, .autumn),
            ("2026-05-31", .spring, .autumn), ("2026-06-01", .summer, .winter), ("2026-09-01", .autumn, .spring),
            ("2026-12-01", .winter, .summer), ("2024-02-29", .winter, .summer),
        ])
    func seasons(text: String, north: Season, south: Season) throws {
        let day = try day(text)
        #expect(Season(of: day) == north)
        #expect(Season(of: day, hemisphere: .southern) == south)
        let mine = override(10, [(.season, north.rawValue)])
        #expect(try values([mine], on: text)[0] == 10)
        #expect(
            resolve(
                rule: Self.rule, appliance: try appliance(), on: day, overrides: [mine], hemisphere: .southern
            ).values[0] == 8)
    }

    @Test("of `for` set every level, and what names the level says more")
    func levels() throws {
        let all = override(3_600, [(.model, "BCD-470W")], of: "for")
        #expect(try values([all]) == [8, 60, 3_600, 3_600, 0])
        #expect(try values([all, override(7_200, [(.device, "RF-1")], of: "for.major")])[2...3] == [3_600, 7_200])
        #expect(try values([override(7_200, [(.family, "BCD-400")], of: "for.major"), all])[2...3] == [3_600, 3_600])
        let both = Override(
            match: .all,
            settings: override(7_200, [], of: "for.major").settings + override(900, [], of: "for").settings,
            by: "a", reason: "b")
        #expect(try values([both])[2...3] == [900, 7_200])
        let resolution = resolve(
            rule: Self.rule, appliance: try appliance(), on: try day("2026-11-24"), overrides: [both])
        #expect(resolution.entries[3].beaten.isEmpty)
        #expect(try values([override(5, [], of: "keep")])[4] == 5)
    }

    @Test("say which one won and which ones it beat, strongest first")
    func explained() throws {
        let (all, model, old) = (
            override(9, []), override(10, [(.model, "BCD-*")]),
            override(11, [(.home, "home-1")], until: try day("2026-11-23"))
        )
        let device = override(12, [(.device, "RF-1")])
        let strange = override(13, [(.device, "RF-2")])
        let resolution = resolve(
            rule: Self.rule, appliance: try appliance(), on: try day("2026-11-24"),
            overrides: [device, strange, model, old, all])
        let entry = try #require(resolution.entries.first)
        #expect(entry.reason == .override(device))
        #expect(entry.beaten == [model, all])
        #expect(entry.text == "12.0")
        #expect(resolution.entries.dropFirst().allSatisfy { $0.reason == .standard })
    }

    @Test("of rules and parameters that are not there change nothing")
    func strangers() throws {
        let stranger = Override(
            match: .all,
            settings: [Override.Setting(rule: "cold", parameter: "limit", value: 1, text: "1", measure: .one)],
            by: "a", reason: "b")
        #expect(try values([stranger, override(1, [], of: "limits"), override(1, [], of: "keep.major")])[0] == 8)
        let index = OverrideIndex([stranger], rules: [Self.rule], on: try day("2026-11-24"))
        #expect(index.numbers(for: try appliance()).isEmpty)
    }

    @Test(
        "say on which day something may change next",
        arguments: [
            ([], nil), ([(nil, "2026-11-23")], nil), ([(nil, "2026-11-24")], "2026-11-25"),
            ([(nil, "2027-03-31"), (nil, "2027-01-31")], "2027-02-01"), ([("autumn", nil)], "2026-12-01"),
            ([("winter", nil)], "2026-12-01"), ([("summer", nil)], "2027-06-01"), ([("spring", nil)], "2027-03-01"),
            ([("*", nil)], nil), ([("summer", "2026-11-30")], "2026-12-01"), ([("summer", "2026-11-01")], nil),
            ([("summer", nil), (nil, "2027-07-01")], "2027-06-01"),
        ] as [([(season: String?, until: String?)], String?)])
    func nextChange(overrides: [(season: String?, until: String?)], expected: String?) throws {
        let all = try overrides.map { made in
            override(9, made.season.map { [(.season, $0)] } ?? [], until: try made.until.map { try day($0) })
        }
        let next = OverrideIndex(all, rules: [Self.rule], on: try day("2026-11-24")).nextChange
        #expect(next?.description == expected)
    }

    @Test("answer alike for a fleet and for each of its appliances, whatever they name")
    func fleet() throws {
        var overrides: [Override] = []
        for number in 0..<40 {
            let key = Override.Key.allCases[number % 9]
            let pattern = ["*", "RF-\(number)", "2024-3*", "north", "BCD-4*", "jinan-2", "home-*"][number % 7]
            overrides.append(override(Double(10 + number), [(key, pattern)]))
        }
        overrides += (0..<40).map { override(Double(100 + $0), [(.device, "RF-\($0)"), (.region, "north")]) }
        let index = OverrideIndex(overrides, rules: [Self.rule], on: try day("2026-11-24"))
        for number in 0..<60 {
            let appliance = try appliance("RF-\(number)", batch: number % 3 == 0 ? "" : "2024-3\(number)")
            let fitting = overrides.enumerated().filter { $0.element.match.holds(for: appliance, in: .autumn) }
            let best = fitting.max { ($0.element.match.rank, $0.offset) < ($1.element.match.rank, $1.offset) }
            let values = index.values(of: 0, under: index.numbers(for: appliance))
            #expect(values[0] == best?.element.settings[0].value ?? 8)
        }
    }
}
