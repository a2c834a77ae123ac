import Appliances
import FaultRules
import RuleTrials
import Telemetry
import Testing

@Suite("A back-test's feed")
struct BackTestFeedTests {
    private func report(_ trials: [ApplianceTrial]) -> BackTestReport {
        BackTestReport(trials.map { ($0.episodes, $0.account) })
    }

    private func rules(_ rule: FaultRule) throws -> TrialRules {
        try TrialRules.compile([rule], others: [], overrides: [], channels: ChannelList()).get()
    }

    @Test("makes one report whatever the order of appliances")
    func anyOrder() throws {
        let rules = try rules(warmRule(hold: .minutes(5)))
        let cabinets = try TriedCabinet.few(6)
        let forwards = report(try cabinets.map { try $0.trial(rules) })
        let backwards = report(try cabinets.reversed().map { try $0.trial(rules) })
        #expect(forwards.episodes.count > 12)
        #expect(forwards.episodes == backwards.episodes)
        #expect(forwards.account == backwards.account)
        #expect(forwards.applianceDays == backwards.applianceDays)
    }

    @Test("finds the same however records are cut into blocks", arguments: [1, 7, 300])
    func anyBlocks(size: Int) throws {
        let rules = try rules(warmRule(hold: .minutes(5)))
        let cabinet = try TriedCabinet.few(3)[2]
        let trial = try cabinet.trial(rules, blocksOf: size)
        #expect(trial.episodes == (try cabinet.trial(rules)).episodes)
        #expect(trial.account.records == 300)
        #expect(trial.account.readings == 300)
        #expect(trial.account.last == pastStart + .minutes(299))
    }

    @Test("counts a shadow rule's tickets as if it were active")
    func shadowAsActive() throws {
        var rule = warmRule()
        rule.stage = .shadow
        let trial = try TriedCabinet.few(1)[0].trial(rules(rule))
        #expect(!trial.episodes.isEmpty)
        #expect(trial.episodes.allSatisfy { $0.requested == $0.raised })
    }

    @Test("evaluates the rules that a rule names, and those that these name, but reports only what was asked for")
    func namedRules() throws {
        var (asked, named) = (warmRule("asked"), warmRule("named"))
        asked.inhibitions = [Formula(.name("named"))]
        named.inhibitions = [Formula(.not(Formula(.name("third"))))]
        let others = [warmRule("third"), named, warmRule("stranger"), warmRule("asked", limit: 20)]
        let rules = try TrialRules.compile([asked], others: others, overrides: [], channels: ChannelList()).get()
        #expect(rules.ruleSet.rules.map(\.name) == ["asked", "named", "third"])
        #expect(rules.isReported == [true, false, false])
        #expect(rules.reported.map(\.name) == ["asked"])
        #expect(rules.ruleSet.rules[0].parameter("limit")?.value == 8)
    }

    @Test("takes a run of history with its gaps, its order of arrival and the times inside the span")
    func historyRun() throws {
        var chunk = HistoryChunk()
        let moments: [(minute: Int64, hasTime: Bool)] = [(0, true), (2, false), (1, true), (3, true)]
        for (place, moment) in moments.enumerated() {
            let time = pastStart + .minutes(moment.minute)
            var readings = [(channel: "fridge.temperature", value: Double(place))]
            if place % 2 == 1 { readings.append((channel: "probe.air-1.temperature", value: 20 + Double(place))) }
            chunk.append(
                HistoryChunk.Times(time: time, arrival: time + .minutes(9), device: moment.hasTime ? time : nil),
                readings)
        }
        var channels = ChannelList()
        var block = RecordBlock()
        block.append(chunk, channels: &channels, within: pastStart..<pastStart + .minutes(3))
        #expect(block.times == [0, 2, 1].map { pastStart + .minutes($0) })
        #expect(block.arrivals.first == pastStart + .minutes(9))
        #expect(block.isOrdered == [false, true, false])
        #expect(block.ends == [1, 3, 4])
        #expect(block.readings.map(\.value) == [0, 1, 21, 2])
        #expect(block.readings.map { channels[$0.channel].name }[2] == "probe.air-1.temperature")
        block.removeAll()
        #expect(block.isEmpty)
        #expect(block.readings.isEmpty)
    }
}

@Suite("A back-test's report")
struct BackTestReportTests {
    private func report(_ episodes: [TrialEpisode], days: Int64 = 10) -> BackTestReport {
        var block = RecordBlock()
        block.close(time: pastStart, arrival: pastStart)
        block.close(time: pastStart + .days(days), arrival: pastStart)
        var account = FeedAccount()
        account.note(block)
        return BackTestReport([(episodes, account)])
    }

    @Test("lists episodes by raise, device and rule, one a line of JSON")
    func lines() throws {
        let episodes = [
            try triedEpisode("RF-2", raised: 5), try triedEpisode("RF-1", raised: 5, reset: 9, level: .minor),
            try triedEpisode("RF-1", raised: 5, rule: "leak", component: .sealedSystem, level: .critical),
            try triedEpisode("RF-9", raised: 0, reset: 1, level: .info),
        ]
        #expect(
            report(episodes).episodes.map(\.json) == [
                #"{"rule":"warm","device":"RF-9","component":"compressor","level":"info","#
                    + #""raised":"2026-11-22T00:00:00Z","reset":"2026-11-22T00:01:00Z"}"#,
                #"{"rule":"leak","device":"RF-1","component":"sealed_system","level":"critical","#
                    + #""raised":"2026-11-22T00:05:00Z","reset":null}"#,
                #"{"rule":"warm","device":"RF-1","component":"compressor","level":"minor","#
                    + #""raised":"2026-11-22T00:05:00Z","reset":"2026-11-22T00:09:00Z"}"#,
                #"{"rule":"warm","device":"RF-2","component":"compressor","level":"major","#
                    + #""raised":"2026-11-22T00:05:00Z","reset":null}"#,
            ])
    }

    @Test("counts by rule and level, and requests by day")
    func counts() throws {
        let episodes = [
            try triedEpisode("RF-1", raised: 0), try triedEpisode("RF-1", raised: 2_000),
            try triedEpisode("RF-2", raised: 2_100),
            try triedEpisode("RF-3", raised: 2_200, requested: false, level: .minor),
        ]
        let report = report(episodes)
        #expect(report.requestsPerDay == 0.3)
        #expect(
            report.counts(["none", "warm"]) == [
                BackTestReport.Count(rule: "none", episodes: 0, levels: [0, 0, 0, 0], requests: 0, devices: 0),
                BackTestReport.Count(rule: "warm", episodes: 4, levels: [0, 1, 3, 0], requests: 3, devices: 3),
            ])
        let busiest = try #require(report.busiestDay(utcOffsetSeconds: 0))
        #expect(busiest.day == CalendarDay("2026-11-23"))
        #expect(busiest.requests == 2)
    }

    @Test("says what a changed rule adds, drops and misses")
    func difference() throws {
        let device = try #require(DeviceID("RF-2"))
        let real = [RealRequest(device: device, component: .compressor, opened: pastStart + .hours(3))]
        let active = report([
            try triedEpisode("RF-1", raised: 0, reset: 30), try triedEpisode("RF-2", raised: 10, reset: 20),
            try triedEpisode("RF-3", raised: 10),
        ])
        let changed = report([
            try triedEpisode("RF-1", raised: 25, reset: 40), try triedEpisode("RF-1", raised: 50, reset: 60),
            try triedEpisode("RF-2", raised: 10, reset: 20, requested: false), try triedEpisode("RF-3", raised: 9_999),
        ])
        #expect(
            changed.difference(from: active, real: real)
                == BackTestReport.Difference(added: 1, dropped: 1, missed: 1))
        #expect(changed.difference(from: active, real: nil).text == "+1 requests, −1")
        #expect(BackTestReport.Difference(added: 14, dropped: 31, missed: 2).text == "+14 requests, −31, 2 missed")
    }

    @Test("holds episodes against the requests that really came")
    func overlap() throws {
        let episodes = [
            try triedEpisode("RF-1", raised: 0), try triedEpisode("RF-1", raised: 600),
            try triedEpisode("RF-2", raised: 0, component: .thermostat), try triedEpisode("RF-3", raised: 0),
        ]
        func request(_ device: String, _ after: TimeSpan) throws -> RealRequest {
            RealRequest(device: try #require(DeviceID(device)), component: .compressor, opened: pastStart + after)
        }
        let overlap = RequestOverlap(
            of: episodes,
            with: [
                try request("RF-1", .days(2)), try request("RF-2", .days(2)), try request("RF-3", .days(31)),
                try request("RF-1", .minutes(-1)), try request("RF-1", .zero),
            ])
        #expect(overlap.foretold == [.days(2), nil, nil, nil, .zero])
        #expect(overlap.isFollowed == [true, true, false, false])
        #expect(overlap.found == 2)
        #expect(overlap.missed == 3)
        #expect(overlap.medianLead == .zero)
    }
}
