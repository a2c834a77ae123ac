import Appliances
import Broker
import Daybook
import Foundation
import Gateway
import Ledger
import Logging
import ServiceDesk
import Synchronization
import Telemetry
import Testing

/// The real shell, link and ledger against a broker that sees every byte (design/ingest, 6).
@Suite("Acknowledgements", .serialized)
struct AcknowledgementTests {
    @Test(
        "no PUBACK byte leaves before the commit, in MQTT 5 and 3.1.1",
        arguments: [true, false])
    func afterCommit(speaksVersion5: Bool) throws {
        let shop = try Workshop()
        let broker = try FakeBroker(speaksVersion5: speaksVersion5)
        defer { broker.close() }
        let real = try SQLiteLedger(StateFolder(shop.folder.appending(path: "state")), compacts: false)
        let slow = SlowLedger(real, broker)
        var settings = BrokerSettings()
        settings.port = broker.port
        settings.reconnectMin = TimeSpan(milliseconds: 50)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let shell = try GatewayShell(
            try policy(), clock: .wall, ledger: slow, link: BrokerLink(settings, logger: logger),
            outlet: BrokerOutlet(settings, logger: logger), logger: logger)
        let feed = Feed(broker)
        feed.start()
        try shell.run { feed.isAcknowledged || feed.isLate }
        try real.close()

        #expect(feed.isAcknowledged, "every message is acknowledged in the end")
        #expect(broker.acknowledged.sorted() == Feed.packets.sorted(), "each once")
        #expect(slow.commits > 0)
        #expect(slow.early.isEmpty, "acknowledged before their commit: \(slow.early)")
    }

    private func policy() throws -> HousePolicy {
        let rules = try RuleSetSource.none()
        let site = try #require(SiteID("home"))
        let appliances = try (0..<4).map { number in
            Appliance(id: try #require(DeviceID("RF-\(number)")), site: site, category: .refrigerator)
        }
        let none = Money(fen: 0)
        return HousePolicy(
            appliances: appliances, rules: rules, warranties: [], tariff: Tariff(visit: none, labour: none, parts: []),
            plans: [])
    }

    /// Sends messages in bursts as soon as somebody listens.
    private final class Feed: Sendable {
        static let packets: [UInt16] = Array(1...120)
        private let broker: FakeBroker
        private let begun = Date.now

        init(_ broker: FakeBroker) { self.broker = broker }

        var isAcknowledged: Bool { broker.acknowledged.count >= Feed.packets.count }
        var isLate: Bool { Date.now.timeIntervalSince(begun) > 60 }

        func start() {
            Thread.detachNewThread { [broker] in
                guard eventually({ broker.hasSubscriber }) else { return }
                for packet in Feed.packets {
                    let payload =
                        "{\"boot\":1,\"seq\":\(packet),\"readings\":{\"fridge.temperature\":4.\(packet % 10)}}"
                    broker.publish(
                        packet: packet, topic: "foretell/v1/home/RF-\(packet % 4)/telemetry", payload: payload)
                    if packet % 20 == 0 { Thread.sleep(forTimeInterval: 0.2) }
                }
            }
        }
    }

    /// A ledger that takes its time, and looks what the broker has seen before the commit returns.
    private final class SlowLedger: DeskLedger {
        private let real: SQLiteLedger
        private let broker: FakeBroker
        private(set) var commits = 0
        private(set) var early: [UInt16] = []
        private var committed: Set<UInt16> = []

        init(_ real: SQLiteLedger, _ broker: FakeBroker) {
            self.real = real
            self.broker = broker
        }

        func record(_ entry: Entry, snapshot: Snapshot?, outbox: [OutboxChange]) throws {
            var place = 0
            var packets: [UInt16] = []
            while let message = entry.batch.message(at: &place) { packets.append(message.packet) }
            if !packets.isEmpty { Thread.sleep(forTimeInterval: 0.1) }
            early += broker.acknowledged.filter { !committed.contains($0) }
            try real.record(entry, snapshot: snapshot, outbox: outbox)
            early += broker.acknowledged.filter { !committed.contains($0) }
            committed.formUnion(packets)
            commits += packets.isEmpty ? 0 : 1
        }

        func recall() throws -> Recall { try real.recall() }
        func replay(after sequence: Int64, _ take: (Timestamp, MessageBatch) throws -> Void) throws {
            try real.replay(after: sequence, take)
        }
        func unrecorded(among episodes: [String]) throws -> Set<String> { try real.unrecorded(among: episodes) }
        func due(at moment: Timestamp, limit: Int) throws -> [PendingNotice] { try real.due(at: moment, limit: limit) }
    }
}
