import Appliances
import FaultRules
import RuleTrials
import Telemetry
import Testing

/// The moment at which the stories of back-tests begin.
let pastStart = Timestamp(milliseconds: 1_795_305_600_000)

/// An appliance of that name.
func triedAppliance(_ name: String) throws -> Appliance {
    Appliance(
        id: try #require(DeviceID(name)), site: try #require(SiteID("home-1")), category: .refrigerator)
}

/// A rule that is raised while the cabinet is warmer than `limit` for `for`.
func warmRule(
    _ name: String = "warm", limit: Double = 8, hold: TimeSpan = .zero, range: ClosedRange<Double>? = nil
) -> FaultRule {
    var rule = FaultRule(name: name, component: .compressor)
    let temperature = Formula(.name("fridge.temperature"))
    rule.parameters = [
        FaultRule.Parameter(
            name: "limit", value: limit, measure: Measure(.celsius), range: range, text: "\(plainNumber(limit)) °C",
            unit: .celsius),
        FaultRule.Parameter(
            name: "for.major", value: hold.seconds, measure: Measure(.second), text: "\(hold)", unit: .second),
    ]
    rule.steps = [
        FaultRule.Step(
            level: .major, raise: Formula(.binary(.greater, temperature, Formula(.name("limit")))),
            reset: Formula(.binary(.lessOrEqual, temperature, Formula(.name("limit")))),
            action: .ticket(FaultRule.Ticket(fault: "cooling.lost", parts: [], priority: "P1")))
    ]
    return rule
}

/// A back-test's episode of a device, so many minutes after the start.
func triedEpisode(
    _ device: String, raised: Int64, reset: Int64? = nil, requested: Bool = true, rule: String = "warm",
    component: Component = .compressor, level: Level = .major
) throws -> TrialEpisode {
    let begin = pastStart + .minutes(raised)
    return TrialEpisode(
        id: "EP-\(rule)-\(device)-\(raised)", rule: rule, device: try #require(DeviceID(device)), component: component,
        level: level, raised: begin, reset: reset.map { pastStart + .minutes($0) }, requested: requested ? begin : nil)
}

/// One appliance's cabinet temperatures, a record a minute.
struct TriedCabinet {
    let appliance: Appliance
    let temperatures: [Double]

    /// Its past in blocks of so many records.
    func blocks(of size: Int) throws -> [RecordBlock] {
        var channels = ChannelList()
        let channel = channels.id(of: "fridge.temperature")
        let id = try #require(channel)
        var blocks: [RecordBlock] = []
        for (minute, temperature) in temperatures.enumerated() {
            if minute % size == 0 { blocks.append(RecordBlock()) }
            let time = pastStart + .minutes(Int64(minute))
            blocks[blocks.count - 1].add(Reading(channel: id, value: temperature))
            blocks[blocks.count - 1].close(time: time, arrival: time + .seconds(2))
        }
        return blocks
    }

    /// What rules find in it.
    func trial(_ rules: TrialRules, blocksOf size: Int = 64) throws -> ApplianceTrial {
        var trial = ApplianceTrial(rules, appliance: appliance, on: CalendarDay(pastStart, utcOffsetSeconds: 0))
        for block in try blocks(of: size) { trial.take(block) }
        trial.finish(at: pastStart + .minutes(Int64(temperatures.count)))
        return trial
    }

    /// A few appliances, each warm at another time and for another while.
    static func few(_ count: Int) throws -> [TriedCabinet] {
        try (0..<count).map { number in
            TriedCabinet(
                appliance: try triedAppliance("RF-\(number)"),
                temperatures: (0..<300).map { minute in
                    (minute + 37 * number) % 90 < 20 + number ? 12 : 4
                })
        }
    }
}
