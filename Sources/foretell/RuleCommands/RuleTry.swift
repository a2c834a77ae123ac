import Appliances
import ArgumentParser
import Broker
import ConfigFiles
import FaultRules
import Foundation
import Gateway
import Logging
import RuleTrials
import Telemetry

/// `foretell rule try`.
struct RuleTry: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "try",
        abstract: "Prints what a rule does, change by change, with the values of its signals.",
        discussion: """
            Nothing is recorded and nobody is told. --live listens beside the gateway, under a name of its own: the
            gateway misses nothing for it. A rule in shadow or in draft is tried as if it were active.

            Examples:
              foretell rule try over_temperature --recording config/recordings/coldstore.yaml --data ../coldstore
              foretell rule try changed.yaml --capture capture.jsonl --category refrigerator
              foretell rule try changed.yaml --live --for 10m
            """)

    @OptionGroup var options: ConfigOptions
    @Option(help: "A recording: its description (.yaml).") var recording: String?
    @Option(help: "The folder of the recording's files; the description's own where missing.") var data: String?
    @Option(help: "A capture: JSON lines of topic, payload and at.") var capture: String?
    @Flag(help: "What the broker of the settings hears now.") var live = false
    @Option(name: .customLong("for"), help: "How long to listen with --live; until Ctrl-C where missing.")
    var duration: String?
    @Option(help: "What the devices are that the registry does not know; without it they are left out.")
    var category: Appliances.Category?
    @Argument(help: "The rule's name or file.") var rule: String

    func run() throws {
        guard [recording != nil, capture != nil, live].count(where: \.self) == 1 else {
            throw Failure.badInput("say on what to try it: --recording DESCRIPTION, --capture FILE or --live")
        }
        let house = try House(options)
        let choice = try TrialChoice([rule], in: house)
        let rules = try choice.compile(choice.chosen, channels: house.policy.rules.channels)
        let description = try recording.map { try readConfigFile(URL(filePath: $0), as: $0, readRecording).get() }
        let roster = Roster(house.policy.appliances, category: category, recording: description)
        var tap = RuleTap(rules, roster, utcOffsetSeconds: house.policy.utcOffsetSeconds)
        if let description, let recording {
            let folder = data.map { URL(filePath: $0) } ?? URL(filePath: recording).deletingLastPathComponent()
            try tryRecording(RecordingReader(description, in: folder), roster, &tap)
        } else if let capture {
            for message in try CapturedMessage.all(of: capture, needTimes: true) {
                if Interrupt.isAsked { throw ExitCode(130) }
                tap.take(topic: Array(message.topic.utf8).span, payload: message.payload.span, at: message.at ?? .epoch)
            }
            tap.finish()
        } else {
            try listen(house.settings.broker, &tap)
        }
        tap.sumUp()
    }

    private func tryRecording(_ reader: RecordingReader, _ roster: Roster, _ tap: inout RuleTap) throws {
        var rows = RecordingBlocks(reader, tap.channels, roster, RecordBlock.always)
        // Row by row, so that what is printed follows in time across all appliances.
        while rows.fill(atMost: 1) {
            if Interrupt.isAsked { throw ExitCode(130) }
            for (place, block) in rows.takeBlocks() { tap.take(block, of: rows.appliances[place]) }
            tap.reach(rows.last)
        }
        for problem in rows.problems { complain(problem.description) }
        tap.unknown += rows.unknown.count
        tap.finish()
    }

    private func listen(_ broker: BrokerSettings, _ tap: inout RuleTap) throws {
        var settings = broker
        // A name of its own: two clients of one name push each other off the broker.
        settings.clientID = "\(broker.clientID.prefix(40))-try-\(ProcessInfo.processInfo.processIdentifier)"
        let span = try duration.map { text in
            guard let span = TimeSpan(text) else { throw Failure.badInput("--for \(text) is no length; 10m would be") }
            return span
        }
        let logger = Logger(label: "try", factory: { StreamLogHandler.standardError(label: $0) })
        let link = BrokerLink(settings, keepsSession: false, logger: logger)
        defer { link.close() }
        let end = span.map { now() + $0 }
        var batch = MessageBatch()
        complain("listening on \(settings.host):\(settings.port) as \(settings.clientID); Ctrl-C ends it")
        while !Interrupt.isAsked, end.map({ now() < $0 }) ?? true {
            link.gather(into: &batch, patience: TimeSpan(milliseconds: 200))
            var place = 0
            while let message = batch.message(at: &place) {
                guard message.flags.isDisjoint(with: [.resumed, .begun, .retained, .cut]) else { continue }
                let bytes = batch.bytes.span
                tap.take(
                    topic: bytes.extracting(message.topic), payload: bytes.extracting(message.payload),
                    at: message.arrival)
            }
            link.acknowledge()
            tap.reach(now())
        }
    }

    private func now() -> Timestamp { Timestamp(milliseconds: Int64(Date.now.timeIntervalSince1970 * 1_000)) }
}

/// Messages and records in, changes of alarms out, printed as they happen.
struct RuleTap {
    /// One appliance.
    private struct Seat {
        var trial: ApplianceTrial
        var clock = DeviceClock()
    }

    /// The records of one device in one message.
    private struct Saying {
        let device: DeviceID
        var records: [Int]
    }

    private let rules: TrialRules
    private let roster: Roster
    private let utcOffsetSeconds: Int
    private var form = CanonicalForm()
    private var records = Records()
    private var seats: [Seat] = []
    private var places: [DeviceID: Int] = [:]
    private var reached = Timestamp.epoch
    /// How many changes were printed.
    private var changes = 0
    /// How many messages could not be read.
    private var rejected = 0
    /// How many records or devices nobody knows.
    var unknown = 0

    init(_ rules: TrialRules, _ roster: Roster, utcOffsetSeconds: Int) {
        self.rules = rules
        self.roster = roster
        self.utcOffsetSeconds = utcOffsetSeconds
        form.channels = rules.ruleSet.channels
    }

    /// The channels with which the rules were compiled.
    var channels: ChannelList { rules.ruleSet.channels }

    /// Takes records of an appliance that are decoded already.
    mutating func take(_ block: RecordBlock, of appliance: Appliance) {
        guard let first = block.times.first else { return }
        let place = place(of: appliance, at: first)
        seats[place].trial.take(block)
        show(seats[place].trial.takeNews())
    }

    /// Takes a message as the gateway would.
    mutating func take(topic: Span<UInt8>, payload: Span<UInt8>, at arrival: Timestamp) {
        reach(arrival)
        do throws(Rejection) {
            let meaning = try Topic.meaning(of: topic)
            try form.read(payload, into: &records)
            for saying in sayings(meaning, payload) { take(saying, at: arrival) }
        } catch {
            rejected += 1
        }
    }

    /// Lets time pass for every appliance: silences and holds without traffic.
    mutating func reach(_ moment: Timestamp) {
        guard moment > reached else { return }
        reached = moment
        for place in seats.indices {
            seats[place].trial.wake(at: moment)
            show(seats[place].trial.takeNews())
        }
    }

    /// Ends a recording: everything that waits is judged.
    mutating func finish() {
        for place in seats.indices {
            seats[place].trial.finish(at: reached)
            show(seats[place].trial.takeNews())
        }
    }

    /// What was seen, on standard error.
    func sumUp() {
        let readings = seats.reduce(0) { $0 + $1.trial.account.readings }
        let left = [(rejected, "messages not understood"), (unknown, "not in the registry: left out")]
        let notes = left.filter { $0.0 > 0 }.map { ", \($0.0) \($0.1)" }.joined()
        complain("try: \(changes) changes, \(seats.count) appliances, \(readings) readings\(notes)")
    }

    /// The records of a message by device, in the order in which devices stand in it.
    private func sayings(_ meaning: Topic.Meaning, _ payload: Span<UInt8>) -> [Saying] {
        var sayings: [Saying] = []
        for (number, record) in records.records.enumerated() where record.rejection == nil {
            let named = record.device.flatMap { String(copying: payload.extracting($0)) }.flatMap { DeviceID($0) }
            let device: DeviceID?
            switch meaning {
            case .telemetry(_, let own): device = named == nil || named == own ? own : nil
            case .batch: device = named
            }
            guard let device else { continue }
            if let place = sayings.firstIndex(where: { $0.device == device }) {
                sayings[place].records.append(number)
            } else {
                sayings.append(Saying(device: device, records: [number]))
            }
        }
        return sayings
    }

    private mutating func take(_ saying: Saying, at arrival: Timestamp) {
        guard let appliance = roster.appliance(saying.device) else {
            unknown += saying.records.count
            return
        }
        let place = place(of: appliance, at: arrival)
        // The clock is judged by the newest time of the message, before its first record counts.
        let stamps = saying.records.compactMap { records.records[$0].deviceTime }
        if let newest = stamps.max(), let oldest = stamps.min() {
            _ = seats[place].clock.take(newest: newest, oldest: oldest, arrival: arrival)
        }
        var block = RecordBlock()
        for number in saying.records {
            let record = records.records[number]
            for reading in records.readings[record.readings] { block.add(reading) }
            let time = seats[place].clock.judge(device: record.deviceTime, arrival: arrival).time
            block.close(time: time, arrival: arrival, isOrdered: record.deviceTime == nil)
        }
        seats[place].trial.take(block)
        show(seats[place].trial.takeNews())
    }

    private mutating func place(of appliance: Appliance, at first: Timestamp) -> Int {
        if let place = places[appliance.id] { return place }
        let day = CalendarDay(first, utcOffsetSeconds: utcOffsetSeconds)
        places[appliance.id] = seats.count
        seats.append(Seat(trial: ApplianceTrial(rules, appliance: appliance, on: day, isWatched: true)))
        return seats.count - 1
    }

    private mutating func show(_ news: [AlarmChange]) {
        for change in news { print(line(change)) }
        changes += news.count
        if !news.isEmpty { flushOutput() }
    }

    private func line(_ change: AlarmChange) -> String {
        let episode = change.episode
        let what =
            switch change.kind {
            case .raised(let level): "raised \(level.word)"
            case .eased(let level): "eased to \(level.word)"
            case .ended: "ended after \((episode.reset ?? episode.at) - episode.raised)"
            }
        let values = episode.signals.map { "\($0.name)=\($0.value.map(plainNumber) ?? "unknown")" }
        let notes: [String]
        switch change.distinction {
        case .excused(let reason)?: notes = ["excused: \(reason)"]
        case .fault(let fault, _)?: notes = ["rather \(fault)"]
        case nil: notes = []
        }
        return ([episode.at.description, episode.device.text, episode.rule, what] + notes + values)
            .joined(separator: "  ")
    }
}
