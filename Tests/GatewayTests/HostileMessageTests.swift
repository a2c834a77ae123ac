import Appliances
import Daybook
import Gateway
import Telemetry
import Testing

/// A message that the gateway must not take, and why.
struct Hostile: Sendable, CustomTestStringConvertible {
    let topic: String
    let payload: String
    let reason: Rejection
    var isRetained = false

    var testDescription: String { reason.rawValue }

    init(_ topic: String, _ payload: String, _ reason: Rejection, isRetained: Bool = false) {
        self.topic = "foretell/v1/" + topic
        self.payload = payload
        self.reason = reason
        self.isRetained = isRetained
    }

    static let all = [
        Hostile("home-1/fridge-1/status", good, .topicUnknown),
        Hostile("home-1/fridge-1/telemetry/x", good, .topicUnknown),
        Hostile("home-1/stranger/telemetry", good, .deviceUnknown),
        Hostile("home-1/stranger/batch", "[]", .deviceUnknown),
        Hostile("home-9/fridge-1/telemetry", good, .notItsDevice),
        Hostile("home-1/hub-1/batch", "[{\"device\":\"fridge-1\",\"readings\":{}}]", .notItsDevice),
        Hostile("home-1/hub-1/batch", "[{\"device\":\"stranger\",\"readings\":{}}]", .deviceUnknown),
        Hostile("home-1/hub-1/batch", "[\(good)]", .deviceMissing),
        Hostile("home-1/fridge-1/telemetry", "{\"device\":\"fridge-2\",\"readings\":{}}", .deviceDiffers),
        Hostile("home-1/fridge'--/telemetry", good, .badName),
        Hostile("home-1/fridge-1/telemetry", good, .retained, isRetained: true),
        Hostile("home-1/fridge-1/telemetry", String(repeating: " ", count: 70_000) + good, .tooLarge),
        Hostile("home-1/fridge-1/telemetry", "{\"readings\":", .notJSON),
        Hostile("home-1/fridge-1/telemetry", "", .notJSON),
        Hostile("home-1/fridge-1/telemetry", "3", .notRecords),
        Hostile("home-1/fridge-1/telemetry", "{\"at\":\"now\",\"readings\":{}}", .timeUnreadable),
        Hostile("home-1/fridge-1/telemetry", "{\"seq\":-1,\"readings\":{}}", .sequenceUnreadable),
        Hostile("home-1/fridge-1/telemetry", "{}", .readingsMissing),
    ]

    static let good = "{\"readings\":{\"fridge.temperature\":4}}"

    func post(at arrival: Timestamp) -> Post { Post(topic, payload.utf8, at: arrival, isRetained: isRetained) }
}

@Suite("A hostile message")
struct HostileMessageTests {
    private let house = [
        appliance("fridge-1"), appliance("fridge-2"), appliance("fridge-3", hub: "hub-1"),
    ]

    @Test("is counted with its reason, sampled and acknowledged", arguments: Hostile.all, GatewayClock.allCases)
    func counted(hostile: Hostile, clock: GatewayClock) throws {
        let desk = try Desk(House.policy(of: house), clock, [hostile.post(at: start)])
        desk.work(turnsMax: 3)
        #expect(desk.link.isDone && desk.log.steps.contains(.acknowledged))
        let entry = try #require(desk.ledger.entries.first)
        #expect(entry.tally[.records] == 1 && entry.tally[.rejected] == 1 && entry.tally[hostile.reason] == 1)
        #expect(entry.tally.isBalanced && entry.marks == [0])
        #expect(entry.quarantined.map(\.reason) == [hostile.reason])
        #expect(entry.quarantined.allSatisfy { $0.sample.count <= Limits.sampleBytesMax })
    }

    @Test("leaves its neighbours in the batch alone", arguments: GatewayClock.allCases)
    func neighbours(clock: GatewayClock) throws {
        let days = Days()
        let policy = try House.policy(of: days.appliances + house)
        var posts: [Post] = []
        for (place, post) in days.posts.enumerated() {
            posts.append(post)
            posts.append(Hostile.all[place % Hostile.all.count].post(at: post.arrival))
        }
        let mixed = Outcome(decide(policy, clock, posts.chunked(100)))
        let plain = Outcome(decide(policy, clock, days.posts.chunked(50)))
        #expect(mixed.decided == plain.decided)
        #expect(mixed[.stored] == plain[.stored] && mixed[.rejected] == days.posts.count)
    }

    @Test("is kept at most eight times of one batch and reason, and a flood is counted in full")
    func flood() throws {
        var core = GatewayCore(try House.policy(of: house), clock: .wall)
        let posts = (0..<500).map { Hostile.all[$0 % Hostile.all.count].post(at: start) }
        let entry = core.decide(MessageBatch(posts), closed: start)
        #expect(entry.tally[.rejected] == 500)
        for reason in Rejection.allCases { #expect(entry.quarantined.count { $0.reason == reason } <= 8) }
    }

    @Test("with many records rejects those that lack something and takes the rest")
    func partly() throws {
        var core = GatewayCore(try House.policy(of: house), clock: .wall)
        let records = ["fridge-3", "fridge-1", "nobody", "fridge-3"].map { name in
            "{\"device\":\"\(name)\",\"readings\":{\"fridge.temperature\":4,\"nonsense\":1}}"
        }
        let text = "[\(records.joined(separator: ",")),{\"readings\":{}}]"
        let entry = core.decide(
            MessageBatch([Post("foretell/v1/home-1/hub-1/batch", text.utf8, at: start)]), closed: start)
        #expect(entry.marks.map { $0 > 0 } == [true, false, false, true, false])
        #expect(entry.tally[.stored] == 2 && entry.tally[.rejected] == 3 && entry.tally.isBalanced)
        #expect(entry.tally[.readingsLeftOut] == 4 && entry.tally[.channelUnknown] == 4)
    }

    @Test("that is rejected does not move a clock that lives by telemetry")
    func clockStands() throws {
        var core = GatewayCore(try House.policy(of: house), clock: .telemetry)
        let topic = "foretell/v1/home-1/fridge-1/telemetry"
        let far = ["{\"at\":\"2999-01-01T00:00:00Z\"}", "{\"at\":9007199254740991,\"readings\":{}}"]
        let near = "{\"at\":\"2026-11-20T00:00:00Z\",\"readings\":{}}"
        let posts = ([near] + far).map { Post(topic, $0.utf8, at: start) }
        _ = core.decide(MessageBatch(posts), closed: start)
        #expect(core.time == start)
    }
}

extension [Post] {
    /// Batches of so many.
    func chunked(_ size: Int) -> [MessageBatch] {
        stride(from: 0, to: count, by: size).map { MessageBatch(self[$0...].prefix(size)) }
    }
}
