import Appliances
import ArgumentParser
import Daybook
import Foundation
import Ledger
import ServiceDesk
import Warranty

/// `foretell summary`.
struct Summary: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What a gateway has done so far, counted; and whether seeded faults were foretold.",
        discussion: """
            With --truth, the answer is no (exit status 1) where a seeded fault was not foretold or a
            healthy appliance got a request; with --json it is counted as foretold, missed and wrong.

            Examples:
              foretell summary
              foretell summary --json
              foretell summary --truth truth.jsonl --wait 10s
            """)

    @OptionGroup var state: StateOption
    @Flag(help: "As one JSON object.") var json = false
    @Option(help: "The faults that `foretell simulate --truth` has written.") var truth: String?
    @Option(help: "How long to wait until the answer is yes or nothing more happens.") var wait: String?

    func run() throws {
        let reader = try openReader(state)
        let patience = try wait.map { text in
            guard let span = TimeSpan(text) else { throw Failure.badInput("--wait \(text) is no length; 10s would be") }
            return span.seconds
        }
        try settle(reader, patience ?? 0)
        let verdict = try truth.map { try FleetVerdict(truth: $0, reader: reader) }
        if json { try printJSON(reader, verdict) } else { try printCounts(reader, verdict) }
        if let verdict, !verdict.isGood { throw ExitCode(1) }
    }

    /// Waits until the count of records has stood still for a second.
    private func settle(_ reader: DeskReader, _ patience: Double) throws {
        let end = Date.now.addingTimeInterval(patience)
        var last = -1
        while Date.now < end {
            let count = try reader.tallies().first { $0.name == Tally.Counter.records.name }?.count ?? 0
            if count == last { return }
            last = count
            Thread.sleep(forTimeInterval: 1)
        }
    }

    private func printJSON(_ reader: DeskReader, _ verdict: FleetVerdict?) throws {
        var object: [String: Int] = [:]
        for counter in Tally.Counter.allCases { object[counter.name] = 0 }
        for (name, count) in try reader.tallies() { object[name] = count }
        let history = try reader.history()
        object["history_bytes"] = history.bytes
        object["history_readings"] = history.readings
        object["notices_waiting"] = try reader.waitingNotices()
        let post = try reader.postCounts()
        (object["post_waiting"], object["post_dead"]) = (post.waiting, post.dead)
        if let verdict {
            object["foretold"] = verdict.foretold
            object["missed"] = verdict.missed
            object["wrong"] = verdict.wrong
        }
        print(try jsonLine(object))
    }

    private func printCounts(_ reader: DeskReader, _ verdict: FleetVerdict?) throws {
        let tallies = try reader.tallies()
        for counter in Tally.Counter.allCases {
            let count = tallies.first { $0.name == counter.name }?.count ?? 0
            let name = counter.name.split(separator: "_").joined(separator: " ")
            print("\(name)\(String(repeating: " ", count: max(1, 22 - name.count)))\(count)")
        }
        let known = Set(Tally.Counter.allCases.map(\.name))
        for (name, count) in tallies where !known.contains(name) {
            print("  \(name)\(String(repeating: " ", count: max(1, 30 - name.count)))\(count)")
        }
        for intake in try reader.intakes() {
            print(Watcher.line(intake))
            guard intake.decision.isSpoken else { continue }
            for reason in intake.entitlement.now.reasonLines() { print("    \(reason)") }
        }
        if let verdict { print(verdict.lines.joined(separator: "\n")) }
    }
}

/// Whether a simulated fleet's faults were foretold, and only they.
struct FleetVerdict {
    /// One seeded fault.
    private struct Seeded: Decodable {
        let device: String
        let fault: String
        let at: String
    }

    /// What is to say, a line each.
    private(set) var lines: [String] = []
    /// Seeded faults that were foretold.
    private(set) var foretold = 0
    /// Seeded faults that were not.
    private(set) var missed = 0
    /// Requests that healthy appliances got.
    private(set) var wrong = 0
    /// Whether all were foretold and no healthy appliance got a request.
    var isGood: Bool { missed == 0 && wrong == 0 }

    /// Compares the truth with the ledger.
    init(truth path: String, reader: DeskReader) throws {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw Failure.badInput("\(path): cannot be read; write it with foretell simulate --truth")
        }
        let seeded = try text.split(separator: "\n").map { try JSONDecoder().decode(Seeded.self, from: Data($0.utf8)) }
        let requests = try reader.requests()
        let notices = try reader.notices()
        for fault in seeded {
            guard let answer = FleetVerdict.answer(to: fault, requests, notices) else {
                lines.append("MISSED  \(fault.device)  \(fault.fault) at \(fault.at)")
                missed += 1
                continue
            }
            foretold += 1
            lines.append("foretold  \(fault.device)  \(fault.fault) at \(fault.at): \(answer)")
        }
        let failing = Set(seeded.map(\.device))
        for request in requests {
            guard let device = request.device?.text, !failing.contains(device) else { continue }
            lines.append("WRONG  \(device) is healthy and got request \(request.number)")
            wrong += 1
        }
        lines.append("\(foretold) of \(seeded.count) seeded faults foretold; \(requests.count) requests")
    }

    /// What the gateway did about a seeded fault; nil where nothing.
    private static func answer(to fault: Seeded, _ requests: [ServiceRequest], _ notices: [Notice]) -> String? {
        if let request = requests.first(where: { $0.device?.text == fault.device && matches(fault, $0.fault) }) {
            return "request \(request.number) (\(request.state.rawValue))"
        }
        for notice in notices where notice.device.text == fault.device {
            switch notice.content {
            case .advice(let advice) where matches(fault, advice.fault): return "advice, \(advice.quote.total)"
            case .tellOwner("close_door", _) where fault.fault == "door_left_open":
                return "owner told to close the door"
            case .tellOwner("reconnect", _) where fault.fault == "telemetry_silence":
                return "owner told to reconnect it"
            default: continue
            }
        }
        return nil
    }

    private static func matches(_ fault: Seeded, _ found: String) -> Bool {
        switch fault.fault {
        case "warm_cabinet": found == "cooling.lost"
        case "short_cycling": found == "compressor.short_cycle"
        default: false
        }
    }
}
