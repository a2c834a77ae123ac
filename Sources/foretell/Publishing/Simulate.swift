import Appliances
import ArgumentParser
import Broker
import Foundation
import Logging
import Simulation
import Telemetry

/// `foretell simulate`.
struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "A fleet of appliances that live fast, some of which fail, published to a broker.",
        discussion: """
            The same seed makes the same fleet, the same faults and the same readings.

            Examples:
              foretell simulate --registry-only --registry registry.csv --truth truth.jsonl
              foretell simulate --broker-port 1883 --for 45s
            """)

    @Option(help: "How many appliances.") var appliances = 200
    @Option(help: "Which fleet.") var seed: UInt64 = 1
    @Option(help: "The first moment, RFC 3339.") var start = "2026-11-01T00:00:00Z"
    @Option(help: "How long the fleet lives.") var span = "30h"
    @Option(help: "How often an appliance reports.") var step = "60s"
    @Option(help: "The share of appliances that fail.") var faulty = 0.1
    @Option(name: .customLong("for"), help: "How long publishing takes; as fast as it goes where missing.")
    var duration: String?
    @Option(help: "Writes the registry of the fleet to this file.") var registry: String?
    @Option(help: "Writes which appliance fails, how and when, to this file.") var truth: String?
    @Flag(help: "Writes the files and publishes nothing.") var registryOnly = false
    @Option(help: "The broker's host.") var brokerHost = "127.0.0.1"
    @Option(help: "The broker's port.") var brokerPort = 1_883

    func run() throws {
        var fleet = try fleet()
        if let registry { try fleet.registryCSV().write(toFile: registry, atomically: true, encoding: .utf8) }
        if let truth { try fleet.truthLines().write(toFile: truth, atomically: true, encoding: .utf8) }
        if !registryOnly { try publish(&fleet) }
    }

    private func fleet() throws -> Fleet {
        guard let first = Timestamp(rfc3339: start) else {
            throw Failure.badInput("--start \(start) is no RFC 3339 time; 2026-11-01T00:00:00Z would be")
        }
        guard let span = TimeSpan(span), let step = TimeSpan(step), step >= .seconds(1), span >= step else {
            throw Failure.badInput("--span and --step are lengths such as 30h and 60s, the span the longer")
        }
        guard (1...1_000_000).contains(appliances), (0...1).contains(faulty) else {
            throw Failure.badInput("--appliances is from 1 to 1000000 and --faulty from 0 to 1")
        }
        return Fleet(count: appliances, seed: seed, start: first, step: step, span: span, faultyShare: faulty)
    }

    private func publish(_ fleet: inout Fleet) throws {
        var settings = BrokerSettings()
        settings.host = brokerHost
        settings.port = brokerPort
        settings.clientID = "foretell-simulate-\(seed)"
        settings.reconnectMin = TimeSpan(milliseconds: 100)
        let publisher = BrokerPublisher(settings, logger: Logger(label: "simulate"))
        let pacer = try Pacer(duration, from: fleet.start, to: fleet.end)
        let progress = Progress("simulate")
        var records: [TelemetryRecord] = []
        var payload: [UInt8] = []
        var count = 0
        while let moment = fleet.nextRound(into: &records) {
            pacer.wait(until: moment, publisher)
            for record in records {
                payload.removeAll(keepingCapacity: true)
                record.json(into: &payload)
                let topic = Topic.telemetry(record.site, record.device)
                try accept { () throws(BrokerFault) in
                    try publisher.publish(topic: topic, payload: payload, isCancelled: { Interrupt.isAsked })
                }
                count += 1
            }
            progress.show(share: pacer.share(of: moment), "\(moment)  \(count) messages")
        }
        try accept { () throws(BrokerFault) in try publisher.finish(isCancelled: { Interrupt.isAsked }) }
        publisher.close()
        progress.end("\(count) messages of \(appliances) appliances over \(fleet.end - fleet.start)")
    }

    /// Ends the command where a message cannot be published, such as by a broker that takes tiny ones only,
    /// or where the person has asked to stop.
    private func accept(_ step: () throws(BrokerFault) -> Bool) throws {
        let isDone: Bool
        do throws(BrokerFault) {
            isDone = try step()
        } catch {
            throw Failure.badInput(error.description)
        }
        guard isDone else { throw ExitCode(130) }
    }
}
