import Appliances
import Daybook
import Devices
import FaultRules
import Gateway
import Telemetry
import Testing

@Suite("The silence of a device")
struct SilenceTests {
    /// The rule about silence as it ships: its lengths are parameters.
    private static func rule() throws -> FaultRule {
        func length(_ name: String, _ span: TimeSpan) -> FaultRule.Parameter {
            FaultRule.Parameter(
                name: name, value: span.seconds, measure: .time, text: "\(span)", unit: .second)
        }
        var rule = try House.rule(
            "telemetry_silence", .connectivity,
            steps: [
                House.step(.info, "silent(any) > quiet", "silent(any) < 1 min", .watch),
                House.step(.minor, "silent(any) > long", "silent(any) < 1 min", .tellOwner(advice: "reconnect")),
            ])
        rule.parameters += [length("quiet", .minutes(30)), length("long", .hours(2))]
        return rule
    }

    private static func policy(staleAfter: TimeSpan?) throws -> HousePolicy {
        var policy = try ForeignHouse.policy(sources: ["plug-1"])
        policy.rules = try RuleSet.compile([try rule()], channels: ChannelList()).get()
        policy.profiles[0].staleAfter = staleAfter
        return policy
    }

    /// When the rule raised its levels, in minutes since the one message of a plug.
    private static func raised(_ core: inout GatewayCore, from first: Int64, to last: Int64) -> [Int64] {
        (first...last).flatMap { minute in
            let entry = core.decide(MessageBatch(), closed: start + .minutes(minute))
            return entry.episodes.filter { $0.reset == nil }.map { _ in minute }
        }
    }

    @Test(
        "is told half an hour after it began, or when the device's profile says that it is too long",
        arguments: [(nil, 33...34, 123...124), (TimeSpan.hours(1), 63...64, 153...154)]
            as [(
                TimeSpan?, ClosedRange<Int64>, ClosedRange<Int64>
            )])
    func lengths(staleAfter: TimeSpan?, info: ClosedRange<Int64>, minor: ClosedRange<Int64>) throws {
        var core = GatewayCore(try Self.policy(staleAfter: staleAfter), clock: .wall)
        _ = core.decide(
            MessageBatch([ForeignHouse.post("plug-1", "{\"power\":90}", minute: 1)]), closed: start + .minutes(1))
        let told = Self.raised(&core, from: 2, to: 200)
        #expect(told.count == 2)
        #expect(told.first.map(info.contains) ?? false, "\(told)")
        #expect(told.last.map(minor.contains) ?? false, "\(told)")
    }

    @Test("is allowed as long after a stop", arguments: [true, false])
    func restart(withSnapshot: Bool) throws {
        let policy = try Self.policy(staleAfter: .hours(1))
        var core = GatewayCore(policy, clock: .wall)
        var entry = core.decide(
            MessageBatch([ForeignHouse.post("plug-1", "{\"power\":90}", minute: 1)]), closed: start + .minutes(1))
        entry.sequence = 1
        let ledger = MemoryLedger()
        try ledger.record(entry, snapshot: withSnapshot ? core.snapshot() : nil, outbox: [])
        let recall = try ledger.recall()
        var next = GatewayCore(policy, clock: .wall)
        next.restore(recall)
        try ledger.replay(after: recall.snapshotSequence) { next.relive($1, closed: $0) }
        let told = Self.raised(&next, from: 2, to: 200)
        let minutes: ClosedRange<Int64> = 63...64
        #expect(told.first.map(minutes.contains) ?? false, "\(told)")
    }
}
