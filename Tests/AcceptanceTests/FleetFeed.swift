import Appliances
import Broker
import Foundation
import Logging
import Simulation
import Telemetry

/// A simulated fleet's messages in the order of their time, made once and published by tests.
struct FleetFeed {
    let messages: [(topic: String, payload: [UInt8])]
    let registry: String
    let truth: String

    /// A fleet of which two in five fail; with `numbersEverySecond`, every second appliance leaves out
    /// `boot` and `seq`.
    init(appliances: Int, hours: Int64, seed: UInt64, numbersEverySecond: Bool) {
        let start = Timestamp(milliseconds: 1_793_491_200_000)
        var fleet = Fleet(
            count: appliances, seed: seed, start: start, step: .minutes(1), span: .hours(hours), faultyShare: 0.4)
        registry = fleet.registryCSV()
        truth = fleet.truthLines()
        var made: [(topic: String, payload: [UInt8])] = []
        var records: [TelemetryRecord] = []
        var round = 0
        while fleet.nextRound(into: &records) != nil {
            round += 1
            for (place, record) in records.enumerated() {
                var payload: [UInt8] = []
                record.json(into: &payload)
                // Every device starts anew each hour, at a minute of its own.
                payload = FleetFeed.rebooted(payload, times: (round + 3 * place) / 60)
                if numbersEverySecond, place % 2 == 1 { payload = FleetFeed.unnumbered(payload) }
                made.append((Topic.telemetry(record.site, record.device), payload))
            }
        }
        messages = made
    }

    private static func rebooted(_ payload: [UInt8], times: Int) -> [UInt8] {
        let text = String(decoding: payload, as: UTF8.self)
        return Array(text.replacing(/"boot":\d+,/, with: "\"boot\":\(times + 1),").utf8)
    }

    private static func unnumbered(_ payload: [UInt8]) -> [UInt8] {
        let text = String(decoding: payload, as: UTF8.self)
        return Array(text.replacing(/"boot":\d+,"seq":\d+,/, with: "").utf8)
    }

    /// Publishes everything, spread over a time.
    func publish(port: Int, seconds: Double) -> Bool {
        var settings = BrokerSettings()
        settings.port = port
        settings.clientID = "feed"
        settings.reconnectMin = TimeSpan(milliseconds: 50)
        settings.reconnectMax = TimeSpan.seconds(1)
        let publisher = BrokerPublisher(settings, window: 50, logger: Logger(label: "feed"))
        let begun = Date.now
        for (place, message) in messages.enumerated() {
            let due = begun.addingTimeInterval(seconds * Double(place) / Double(messages.count))
            if due.timeIntervalSinceNow > 0.01 { publisher.rest(milliseconds: Int64(due.timeIntervalSinceNow * 1_000)) }
            let isPublished = try? publisher.publish(
                topic: message.topic, payload: message.payload, isCancelled: { false })
            guard isPublished == true else { return false }
        }
        let isDone = try? publisher.finish { Date.now > begun.addingTimeInterval(seconds + 120) }
        publisher.close()
        return isDone == true
    }
}
