import Appliances
import Foundation
import Simulation
import Telemetry
import Testing

/// What the gateway finds while it lives through a day, and what a back-test finds in the same day.
@Suite("Live equals replay", .serialized)
struct LiveReplayTests {
    /// So many while the day is published.
    private static let kills = 6

    /// Nothing is left out of the comparison. The last minutes of a feed could differ: live, a record waits
    /// for earlier ones until two minutes have passed, and a back-test judges what still waits; a silence is
    /// noticed by the newest record of any device, which a late one may be. Hence days that end calmly, which
    /// is checked first.
    @Test("a day, the same day with kills, doubles and disorder, and the back-tests of both find the same")
    func sameEpisodes() throws {
        let day = try ReplayDay(seed: 5)
        let calm = try live(day, day.inOrder, kills: 0)
        let rough = try live(day, day.disturbed(seed: 29), kills: Self.kills)

        #expect(calm.counters["stored"] == day.inOrder.count)
        #expect(rough.counters["stored"] == day.inOrder.count, "each message counts once")
        #expect((rough.counters["duplicates"] ?? 0) > day.inOrder.count / 20)
        for name in ["folded", "late", "rejected"] { #expect(rough.counters[name] == 0, "\(name)") }

        try expectCalmEnd(of: day, calm.replayed)
        #expect(rough.listed == calm.listed, "live, with every value of every signal")
        #expect(rough.replayed == calm.replayed, "replayed, byte for byte")
        try expectSame(calm)
        try expectSame(rough)

        let rules = Set(try calm.replayed.map { try EpisodeLine($0).rule })
        #expect(rules.count >= 5 && rules.contains("telemetry_silence"), "only \(rules.sorted()) had a say")
    }

    /// Nothing may begin or end where waiting for late records still shows.
    private func expectCalmEnd(of day: ReplayDay, _ lines: [String]) throws {
        let calm = day.end - .minutes(10)
        for line in lines {
            let episode = try EpisodeLine(line)
            for moment in [episode.raised, episode.reset].compactMap(\.self) {
                let time = try #require(Timestamp(rfc3339: moment))
                #expect(time < calm, "\(line)")
            }
        }
    }

    /// The list of the live episodes, reduced to what the back-test prints, and the back-test's.
    private func expectSame(_ outcome: Outcome) throws {
        let reduced = try outcome.listed.map { try EpisodeLine($0).json }
        #expect(reduced.sorted() == outcome.replayed.sorted())
    }

    private struct Outcome {
        let counters: [String: Int]
        let listed: [String]
        let replayed: [String]
    }

    /// Publishes messages to a broker and a gateway of their own, and asks what was found and what is found again.
    private func live(_ day: ReplayDay, _ messages: [ReplayDay.Message], kills: Int) throws -> Outcome {
        let shop = try Workshop()
        try shop.write(day.registry, to: "registry.csv")
        try shop.write(messages.map(\.line).joined(separator: "\n") + "\n", to: "day.jsonl")
        let broker = try Mosquitto(shop)
        let gateway = GatewayProcess(shop, broker)
        try gateway.start()
        try #require(gateway.hasSubscribed(), "\(gateway.log)")
        let feed = try Companion(
            Workshop.foretell, ["replay", shop.path("day.jsonl"), "--broker-port", "\(broker.port)"],
            log: shop.path("replay.log"))
        var chance = SystemRandomNumberGenerator()
        for _ in 0..<kills {
            Thread.sleep(forTimeInterval: Double.random(in: 0.2...0.6, using: &chance))
            gateway.kill()
            try gateway.start()
        }
        #expect(feed.wait() == 0)
        let state = shop.path("state")
        #expect(try eventually { try counters(state)["messages"] ?? 0 >= messages.count })
        #expect(gateway.stop() == 0)
        broker.stop()
        let counted = try counters(state)
        #expect(try foretell(["history", "compact", "--state", state]).status == 0)
        return Outcome(
            counters: counted, listed: try lines(["episode", "list", "--json", "--state", state]),
            replayed: try lines([
                "rule", "backtest", "all", "--history", "--json", "--state", state, "--config", "config", "--set",
                "registry=\(shop.path("registry.csv"))",
            ]))
    }

    private func lines(_ arguments: [String]) throws -> [String] {
        let outcome = try foretell(arguments)
        #expect(outcome.status == 0, "\(outcome.errors)")
        return outcome.output.split(separator: "\n").map(String.init)
    }
}

/// What the list of episodes and the back-test both say of one.
private struct EpisodeLine: Decodable {
    let rule: String
    let device: String
    let component: String
    let level: String
    let raised: String
    let reset: String?

    init(_ line: String) throws { self = try JSONDecoder().decode(EpisodeLine.self, from: Data(line.utf8)) }

    /// The line as the back-test writes it.
    var json: String {
        let end = reset.map { "\"\($0)\"" } ?? "null"
        return #"{"rule":"\#(rule)","device":"\#(device)","component":"\#(component)","level":"\#(level)","#
            + #""raised":"\#(raised)","reset":\#(end)}"#
    }
}

/// One day of five refrigerators, each of them with something that rules speak about.
struct ReplayDay {
    struct Message {
        /// When it was measured.
        let at: Timestamp
        /// The line of a capture.
        let line: String
    }

    let registry: String
    let end: Timestamp
    let inOrder: [Message]

    /// The same seed makes the same day.
    init(seed: UInt64) throws {
        let start = Timestamp(milliseconds: 1_793_491_200_000)
        // Four of five fail, each in its own way; the fifth has what the fleet's faults do not show.
        var fleet = Fleet(
            count: 5, seed: seed, start: start, step: .minutes(1), span: .hours(24), faultyShare: 0.8)
        registry = fleet.registryCSV()
        end = fleet.end
        let healthy = try #require(fleet.appliances.first { $0.fault == nil }).appliance.id
        var made: [Message] = []
        var records: [TelemetryRecord] = []
        while let moment = fleet.nextRound(into: &records) {
            let minute = Int((moment - start).milliseconds / 60_000)
            for record in records {
                guard let told = record.device == healthy ? ReplayDay.ailing(record, minute) : record else { continue }
                made.append(Message(at: moment, line: ReplayDay.line(told)))
            }
        }
        inOrder = made
    }

    /// What the healthy refrigerator sends instead at a minute of the day; nil while it is silent.
    private static func ailing(_ record: TelemetryRecord, _ minute: Int) -> TelemetryRecord? {
        var readings = record.readings
        func set(_ channel: String, _ value: Double) {
            for place in readings.indices where readings[place].channel == channel { readings[place].value = value }
        }
        switch minute {
        // Forty minutes and three hours: the mildest level of silence, and the next one.
        case 120..<160, 400..<580: return nil
        // Hot enough for the graver level, then for the milder one only.
        case 200..<230: set("compressor.discharge.temperature", 118)
        case 230..<260: set("compressor.discharge.temperature", 104)
        case 700..<760: set("fridge.door.open", 1)
        // The cabinet warms and cools again.
        case 860..<1_100: set("fridge.temperature", 4 + 0.1 * Double(min(minute - 860, 1_100 - minute)))
        // Two minutes on, two minutes off.
        case 1_110..<1_230: set("compressor.running", minute / 2 % 2 == 0 ? 1 : 0)
        default: break
        }
        return TelemetryRecord(
            device: record.device, site: record.site, at: record.at, boot: record.boot, seq: record.seq,
            readings: readings)
    }

    private static func line(_ record: TelemetryRecord) -> String {
        var payload: [UInt8] = []
        record.json(into: &payload)
        let text = String(decoding: payload, as: UTF8.self)
        return #"{"topic":"\#(Topic.telemetry(record.site, record.device))","payload":\#(text)}"#
    }

    /// The day as a bad network delivers it: each message up to the two minutes late that the rules wait for,
    /// one in ten twice.
    func disturbed(seed: UInt64) -> [Message] {
        var chance = SeededGenerator(seed: seed)
        var sent: [(at: Int64, message: Message)] = []
        for message in inOrder {
            for _ in 0..<(chance.below(10) == 0 ? 2 : 1) {
                sent.append((message.at.milliseconds + Int64(chance.below(120_000)), message))
            }
        }
        let order = sent.indices.sorted { (sent[$0].at, $0) < (sent[$1].at, $1) }
        return order.map { sent[$0].message }
    }
}
