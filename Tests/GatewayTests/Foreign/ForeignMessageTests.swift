import Appliances
import Daybook
import Devices
import Gateway
import Telemetry
import Testing

@Suite("A message of another convention")
struct ForeignMessageTests {
    @Test("becomes a record of the appliance whose source it is, and stays in the journal as it came")
    func becomesRecord() throws {
        var core = GatewayCore(try ForeignHouse.policy(sources: ["plug-1"]), clock: .wall)
        let post = ForeignHouse.post("plug-1", "{\"power\":96.5,\"other\":1}", minute: 1)
        let entry = core.decide(MessageBatch([post]), closed: start + .minutes(1))
        #expect(entry.derived == ["{\"readings\":{\"power.active\":96.5}}"])
        #expect(entry.tally[.messages] == 1 && entry.tally[.records] == 1 && entry.tally[.stored] == 1)
        #expect(entry.tally[.readings] == 1 && entry.tally[.pathsUnknown] == 1)
        #expect(entry.tally.isBalanced)
        var place = 0
        let first = try #require(entry.batch.message(at: &place))
        #expect(first.flags.contains(.foreign))
        #expect(Array(entry.batch.bytes[first.payload]) == post.payload)
    }

    @Test("is the appliance's too where it is named like it, and keeps the device's own time")
    func byName() throws {
        var core = GatewayCore(try ForeignHouse.policy(), clock: .wall)
        let own = start + .seconds(30)
        let post = ForeignHouse.post("fridge-2", "{\"ts\":\(own.milliseconds),\"inside\":4}", minute: 1)
        let entry = core.decide(MessageBatch([post]), closed: start + .minutes(1))
        #expect(entry.derived == ["{\"at\":\(own.milliseconds),\"readings\":{\"fridge.temperature\":4.0}}"])
        #expect(entry.marks == [DeviceClock.Verdict.trusted.rawValue + 1])
    }

    @Test("of a device that nobody registered is counted, balanced and kept as a sample")
    func unknownDevice() throws {
        var core = GatewayCore(try ForeignHouse.policy(), clock: .wall)
        let posts = (1...3).map { ForeignHouse.post("stranger", "{\"power\":1}", minute: $0) }
        let entry = core.decide(MessageBatch(posts), closed: start + .minutes(4))
        #expect(entry.derived.isEmpty && entry.tally[.rejected] == 3 && entry.tally[.deviceUnbound] == 3)
        #expect(entry.tally.isBalanced)
        let stranger = try #require(entry.strangers.first)
        #expect(entry.strangers.count == 1 && stranger.count == 3)
        #expect(stranger.profile == "plug" && stranger.device == "stranger")
    }

    @Test("that no profile claims is counted and kept, and is no record")
    func unclaimed() throws {
        var core = GatewayCore(try ForeignHouse.policy(), clock: .wall)
        let post = Post("somewhere/else", Array("{\"t\":1}".utf8), at: start + .minutes(1))
        let entry = core.decide(MessageBatch([post]), closed: start + .minutes(1))
        #expect(entry.tally[.unclaimed] == 1 && entry.tally[.records] == 0 && entry.marks.isEmpty)
        #expect(entry.strangers.map(\.topic) == ["somewhere/else"])
    }

    @Test(
        "that cannot be read is rejected with its reason, and an absent sensor is no reading",
        arguments: [
            ("{\"power\":", Rejection.notJSON, 1), ("{\"power\":-99}", nil, 0), ("{\"power\":1e9}", nil, 0),
        ] as [(String, Rejection?, Int)])
    func rejected(payload: String, reason: Rejection?, count: Int) throws {
        var core = GatewayCore(try ForeignHouse.policy(sources: ["plug-1"]), clock: .wall)
        let entry = core.decide(
            MessageBatch([ForeignHouse.post("plug-1", payload, minute: 1)]), closed: start + .minutes(1))
        #expect(entry.derived.isEmpty && entry.tally[.rejected] == count)
        if let reason { #expect(entry.tally[reason] == 1) }
        #expect(entry.tally.isBalanced)
    }

    @Test("that is retained tells only what was set: no measurement of it reaches a rule or history")
    func retained() throws {
        var core = GatewayCore(try ForeignHouse.policy(sources: ["plug-1"]), clock: .wall)
        let post = ForeignHouse.post(
            "plug-1", "{\"ts\":1,\"power\":90,\"inside\":25,\"setpoint\":4}", minute: 1, isRetained: true)
        let entry = core.decide(MessageBatch([post]), closed: start + .minutes(1))
        #expect(entry.derived == ["{\"readings\":{\"fridge.setpoint\":4.0}}"])
    }

    @Test("may stand in a batch between canonical ones, and each record keeps its mark")
    func mixed() throws {
        var core = GatewayCore(try ForeignHouse.policy(sources: ["plug-1"]), clock: .wall)
        let canonical = Array("{\"readings\":{\"fridge.temperature\":4}}".utf8)
        let posts = [
            Post("foretell/v1/home-1/fridge-1/telemetry", canonical, at: start + .minutes(1)),
            ForeignHouse.post("plug-1", "{\"power\":90,\"inside\":5}", minute: 2),
            Post("foretell/v1/home-1/nobody/telemetry", canonical, at: start + .minutes(3)),
            ForeignHouse.post("plug-1", "{\"power\":91}", minute: 4),
        ]
        let entry = core.decide(MessageBatch(posts), closed: start + .minutes(5))
        #expect(entry.tally[.messages] == 4 && entry.tally[.stored] == 3 && entry.tally[.rejected] == 1)
        #expect(entry.marks.map { $0 > 0 } == [true, true, false, true])
        #expect(entry.tally.isBalanced)
    }
}
