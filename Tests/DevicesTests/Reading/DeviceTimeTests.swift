import Appliances
@testable import Devices
import Testing

@Suite("The time of a reading")
struct DeviceTimeTests {
    private static let arrival = 1_795_306_530.0  // 2026-11-22T00:15:30Z

    private static func trial(
        _ times: [TimeRule], zone: Int? = nil, believed: BelievedTime? = nil, points: [PointRule] = []
    ) throws -> ReadingTrial {
        let source = try ProfileSource.of("t/{device}") {
            ($0.times, $0.points, $0.hasPoints) = (times, points, !points.isEmpty)
        }
        var profile = try DeviceProfile.of(
            "p", [source], [try .of("p", as: "power.active"), try .of("q", as: "heater.power")])
        (profile.zoneSeconds, profile.believed) = (zone, believed)
        return ReadingTrial(profile, siteZoneSeconds: 28_800)
    }

    @Test("is the message's, or there is none")
    func message() throws {
        var trial = try Self.trial([try .of("/time", "rfc3339")])
        #expect(
            trial.read("t/d", #"{"time":"2026-11-22T00:15:30Z","p":5}"#, at: 9) == ["d power.active 5 @1795306530"])
        #expect(trial.read("t/d", #"{"p":5}"#, at: 9) == ["d power.active 5"])
        #expect(trial.read("t/d", #"{"time":"now","p":5}"#, at: 9) == ["d power.active 5"])
        #expect(trial.read("t/d", #"{"time":{"a":1},"p":5}"#, at: 9) == ["d power.active 5"])
        #expect(trial.read("t/d", #"{"time":null,"p":5}"#, at: 9) == ["d power.active 5"])
    }

    @Test("is the first that can be read")
    func first() throws {
        var trial = try Self.trial([
            try .of("/time", "yyyy-MM-dd HH:mm:ss"), try .of("/time", "rfc3339"), try .of("/time", "unix_auto"),
            try .of("/other", "unix"),
        ])
        #expect(trial.read("t/d", #"{"time":"2026-11-22 08:15:30","p":5}"#) == ["d power.active 5 @1795306530"])
        #expect(trial.read("t/d", #"{"time":"2026-11-22T00:15:30Z","p":5}"#) == ["d power.active 5 @1795306530"])
        #expect(trial.read("t/d", #"{"time":"1795306530000","p":5}"#) == ["d power.active 5 @1795306530"])
        #expect(trial.read("t/d", #"{"time":1795306530,"p":5}"#) == ["d power.active 5 @1795306530"])
        #expect(trial.read("t/d", #"{"time":"?","other":7,"p":5}"#) == ["d power.active 5 @7"])
    }

    @Test("is none where its text is one that is to be ignored")
    func ignored() throws {
        var trial = try Self.trial([
            try .of("/time", "rfc3339", ignore: ["1970-01-01T00:00:00.0Z"]), try .of("/up", "unix", ignore: ["0"]),
        ])
        #expect(trial.read("t/d", #"{"time":"1970-01-01T00:00:00.0Z","p":5}"#) == ["d power.active 5"])
        #expect(trial.read("t/d", #"{"time":"1970-01-01T00:00:00.0Z","up":"0","p":5}"#) == ["d power.active 5"])
        #expect(trial.read("t/d", #"{"up":0,"p":5}"#) == ["d power.active 5"])
        #expect(trial.read("t/d", #"{"up":1,"p":5}"#) == ["d power.active 5 @1"])
    }

    @Test(
        "that is written without an offset is of the rule's zone, the profile's, or the site's",
        arguments: [
            (nil, nil, 1_795_277_730), (3_600, nil, 1_795_302_930), (3_600, 0, 1_795_306_530),
            (nil, -3_600, 1_795_310_130),
        ] as [(Int?, Int?, Int)])
    func zone(profile: Int?, rule: Int?, seconds: Int) throws {
        var trial = try Self.trial([try .of("/time", "yyyy-MM-dd HH:mm:ss", zone: rule)], zone: profile)
        #expect(trial.read("t/d", #"{"time":"2026-11-22 00:15:30","p":5}"#) == ["d power.active 5 @\(seconds)"])
    }

    @Test(
        "is not believed outside of its window: then the arrival counts, and the reading is suspect",
        arguments: [(300, true), (301, false), (0, true), (-3_600, true), (-3_601, false), (-1_795_306_530, false)])
    func believed(seconds: Int, isBelieved: Bool) throws {
        var trial = try Self.trial(
            [try .of("/time", "unix"), try .of("/other", "unix")],
            believed: BelievedTime(futureMax: .minutes(5), ageMax: .hours(1)))
        let time = Int(Self.arrival) + seconds
        let payload = "{\"time\":\(time),\"other\":\(Int(Self.arrival)),\"p\":5}"
        #expect(
            trial.read("t/d", payload, at: Self.arrival) == [
                isBelieved ? "d power.active 5 @\(time)" : "d power.active 5 suspect"
            ])
        // Where nobody says when the message came, no time is doubted.
        #expect(trial.read("t/d", payload) == ["d power.active 5 @\(time)"])
    }

    @Test("of a point counts before the message's")
    func point() throws {
        let rule = try PointRule.of(each: "/*", path: .key, value: "./v", times: [try .of("./t", "unix")])
        var trial = try Self.trial([try .of("/at", "unix")], points: [rule])
        #expect(
            trial.read("t/d", #"{"at":100,"p":{"v":1,"t":90},"q":{"v":2}}"#)
                == ["d power.active 1 @90", "d heater.power 2 @100"])
    }

    @Test("of a point that is not believed makes that point suspect, and no other")
    func pointBelieved() throws {
        let rule = try PointRule.of(each: "/*", path: .key, value: "./v", times: [try .of("./t", "unix")])
        var trial = try Self.trial([], believed: BelievedTime(ageMax: .minutes(1)), points: [rule])
        #expect(
            trial.read("t/d", #"{"p":{"v":1,"t":930},"q":{"v":2,"t":950}}"#, at: 1_000)
                == ["d power.active 1 suspect", "d heater.power 2 @950"])
    }

    @Test("of a retained message is kept, and the reading is stale")
    func retained() throws {
        var trial = try Self.trial([try .of("/time", "unix")])
        #expect(trial.read("t/d", #"{"time":7,"p":5}"#, isRetained: true, at: 9) == ["d power.active 5 @7 stale"])
        #expect(trial.read("t/d", #"{"p":5}"#, isRetained: true, at: 9) == ["d power.active 5 stale"])
    }
}
