import Appliances
import Daybook
import Gateway
import Maintenance
import Telemetry
import Testing

@Suite("At the edges")
struct EdgeTests {
    private static let topic = "foretell/v1/home-1/fridge-1/telemetry"

    /// A message with these records, in one array, arriving so many minutes after the start.
    private static func post(_ records: String..., minutes: Int64, packet: UInt16 = 1) -> Post {
        var post = Post(topic, "[\(records.joined(separator: ","))]".utf8, at: start + .minutes(minutes))
        post.packet = packet
        return post
    }

    private static func batch(_ posts: Post...) -> MessageBatch {
        var batch = MessageBatch()
        for post in posts { post.put(into: &batch) }
        return batch
    }

    @Test("a time before 1970 is not believed, and moves no rule", arguments: GatewayClock.allCases)
    func before1970(clock: GatewayClock) throws {
        var core = GatewayCore(try House.policy(of: [appliance("fridge-1")], plans: []), clock: clock)
        let old = #"{"at":"1969-12-31T20:00:00Z","readings":{"fridge.temperature":4}}"#
        let entry = core.decide(Self.batch(Self.post(old, minutes: 0)), closed: start)
        #expect(entry.tally[.stored] == 1)
        #expect(entry.tally[.clockSuspect] == 1)
    }

    @Test("a run that is sent again across a reboot of the device is stored once")
    func reboot() throws {
        var core = GatewayCore(try House.policy(of: [appliance("fridge-1")], plans: []), clock: .wall)
        let records = [(1, 7), (1, 8), (2, 0), (1, 7), (1, 8), (2, 0), (2, 1)].map { boot, number in
            #"{"boot":\#(boot),"seq":\#(number),"readings":{"fridge.temperature":4}}"#
        }
        var stored = 0
        for (place, record) in records.enumerated() {
            let post = Self.post(record, minutes: Int64(place), packet: UInt16(place + 1))
            stored += core.decide(Self.batch(post), closed: post.arrival).tally[.stored]
        }
        #expect(stored == 4)
    }

    @Test("records that differ in a word only are two records")
    func words() throws {
        var core = GatewayCore(try House.policy(of: [appliance("fridge-1")], plans: []), clock: .wall)
        let codes = ["E1", "E2", "E2"].map {
            #"{"at":"2026-11-20T00:00:00Z","readings":{"fault.code":"\#($0)"}}"#
        }
        let entry = core.decide(Self.batch(Self.post(codes[0], codes[1], codes[2], minutes: 1)), closed: start)
        #expect(entry.tally[.stored] == 2)
        #expect(entry.tally[.duplicates] == 1)
    }

    @Test("a rule that is new at a restart still tells what it finds in the past, and tells it once")
    func newRule() throws {
        let fridges = [appliance("fridge-1"), appliance("fridge-2")]
        let other = Post(
            "foretell/v1/home-1/fridge-2/telemetry", #"{"readings":{"fridge.temperature":4}}"#.utf8,
            at: start + .minutes(301))
        let desk = try Desk(
            try House.policy(of: fridges, rules: [], plans: []), .wall,
            [Self.post(#"{"readings":{"fridge.temperature":4}}"#, minutes: 1), other])
        desk.work()
        try desk.shell.run { true }
        try desk.restart(with: try House.policy(of: fridges, rules: [House.silence()], plans: []))
        // Stopped in good order before its first turn: what the rule found must not be lost with it.
        try desk.shell.run { true }
        let told = { desk.ledger.entries.flatMap(\.notices).map(\.device.text) }
        #expect(told() == ["fridge-1"])
        try desk.restart()
        desk.wait(.minutes(10), step: .minutes(1))
        #expect(told() == ["fridge-1"])
    }

    @Test("another plan in the file resets nobody's run hours")
    func newPlan() throws {
        let hours = House.plans[1]
        let records = (0..<200).map { #"{"seq":\#($0),"readings":{"compressor.running":true}}"# }
        let posts = records.enumerated().map { Self.post($1, minutes: Int64($0), packet: UInt16($0 + 1)) }
        let desk = try Desk(
            try House.policy(of: [appliance("fridge-1", bought: nil)], rules: [], plans: [hours]), .wall, posts)
        desk.work()
        // Three hours and nineteen minutes so far, of four; the snapshot holds them.
        desk.wait(.hours(4), step: .minutes(30))
        let both = try House.policy(
            of: [appliance("fridge-1", bought: nil)], rules: [], plans: [House.plans[0], hours])
        try desk.restart(with: both)
        let more = (200..<260).map { number in
            Self.post(
                #"{"seq":\#(number),"readings":{"compressor.running":true}}"#, minutes: Int64(300 + number),
                packet: UInt16(number + 1))
        }
        desk.link.bring(more)
        desk.work()
        desk.wait(.days(1), step: .hours(1))
        let plans = desk.ledger.entries.flatMap(\.notices).compactMap { notice in
            if case .reminder(let reminder) = notice.content { reminder.plan } else { nil }
        }
        #expect(plans.contains("check_compartment"), "\(plans)")
    }
}
