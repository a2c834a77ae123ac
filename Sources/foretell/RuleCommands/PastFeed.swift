import Appliances
import ArgumentParser
import ConfigFiles
import Foundation
import Ledger
import RuleTrials
import Synchronization
import Telemetry

/// Feeds a past to trials: each appliance under each of some variants of the rules, on all cores.
///
/// The past is read and decoded once, however many variants there are. Of history one run of one appliance is in memory
/// at a time and core, of a recording the file in hand.
struct PastFeed {
    let past: Past
    let roster: Roster
    /// The variants, and the channels of the last one, which has those of all.
    let variants: [TrialRules]
    let channels: ChannelList
    let utcOffsetSeconds: Int

    /// What is made of one appliance's trials once all its past was fed.
    typealias Judge<Result> = @Sendable (_ appliance: Appliance, _ trials: [ApplianceTrial]) -> Result

    /// Feeds everything.
    ///
    /// - Returns: what `judge` makes of each appliance, in an order that does not depend on the number of cores.
    func run<Result: Sendable>(_ name: String, _ judge: @escaping Judge<Result>) throws -> [Result] {
        let progress = FeedProgress(name, variants: variants.count)
        let results: [Result]
        switch past.kind {
        case .history(let folder):
            do {
                results = try history(folder, progress, judge)
            } catch let fault as LedgerFault {
                throw Failure.badInput(fault.description)
            }
        case .recording(let description, let folder):
            results = try recording(description, folder, progress, judge)
        }
        progress.end(appliances: results.count)
        return results
    }

    private func trials(of appliance: Appliance, from first: Timestamp) -> [ApplianceTrial] {
        let day = CalendarDay(first, utcOffsetSeconds: utcOffsetSeconds)
        return variants.map { ApplianceTrial($0, appliance: appliance, on: day) }
    }

    // MARK: History

    private func history<Result: Sendable>(
        _ folder: URL, _ progress: FeedProgress, _ judge: @escaping Judge<Result>
    ) throws -> [Result] {
        let runs = try HistoryRuns(folder: folder, within: past.span)
        let devices = try runs.devices()
        let known: [(device: HistoryRuns.Device, appliance: Appliance)] = devices.compactMap { device in
            DeviceID(device.name).flatMap(roster.appliance).map { (device, $0) }
        }
        try reportUnknown(devices.count - known.count, of: devices.count)
        let end = try runs.lastArrival(of: known.map(\.device))
        let total = known.reduce(0) { $0 + $1.device.readings }
        let fed = Counter()
        let results = try onAllCores(known.count) {
            try HistoryRuns(folder: folder, within: past.span)
        } tick: {
            progress.show(readings: fed.value, share: total > 0 ? Double(fed.value) / Double(total) : 0)
        } work: { runs, number in
            var source = HistorySource(
                runs: runs, places: try runs.places(of: known[number].device), channels: channels, span: past.span)
            let appliance = known[number].appliance
            return try feed(&source, appliance, until: end, fed).map { judge(appliance, $0) }
        }
        progress.show(readings: fed.value, share: 1)
        return results.compactMap(\.self)
    }

    /// All trials of one appliance; nil where nothing of its past lies in the span.
    private func feed(
        _ source: inout some RecordSource, _ appliance: Appliance, until end: Timestamp?, _ fed: Counter
    ) throws -> [ApplianceTrial]? {
        var block = RecordBlock()
        var trials: [ApplianceTrial] = []
        while try source.next(into: &block) {
            guard let first = block.times.first else { continue }
            if trials.isEmpty { trials = self.trials(of: appliance, from: first) }
            for place in trials.indices { trials[place].take(block) }
            fed.add(block.readings.count)
        }
        for place in trials.indices { trials[place].finish(at: end) }
        return trials.isEmpty ? nil : trials
    }

    // MARK: Recordings

    private func recording<Result: Sendable>(
        _ description: RecordingDescription, _ folder: URL, _ progress: FeedProgress, _ judge: @escaping Judge<Result>
    ) throws -> [Result] {
        var rows = RecordingBlocks(try RecordingReader(description, in: folder), channels, roster, past.span)
        var seats: [Seat] = []
        while rows.fill() {
            if Interrupt.isAsked { throw ExitCode(130) }
            for (place, appliance) in rows.appliances.enumerated().dropFirst(seats.count) {
                let first = rows.blocks[place].times.first ?? .epoch
                seats.append(Seat(trials(of: appliance, from: first)))
            }
            // An appliance and a variant each: a recording of few appliances keeps all cores busy, too.
            let jobs = rows.takeBlocks().flatMap { place, block in
                seats[place].benches.map { (bench: $0, block: block) }
            }
            DispatchQueue.concurrentPerform(iterations: jobs.count) { number in
                jobs[number].bench.trial.withLock { $0.take(jobs[number].block) }
            }
            progress.show(readings: rows.readings, share: rows.share)
        }
        for problem in rows.problems { complain(problem.description) }
        try reportUnknown(rows.unknown.count, of: rows.unknown.count + seats.count)
        let (end, appliances, all) = (rows.last, rows.appliances, seats)
        return try onAllCores(seats.count) {
        } tick: {
        } work: { _, number in
            judge(appliances[number], all[number].benches.map { $0.finish(at: end) })
        }
    }

    private func reportUnknown(_ unknown: Int, of all: Int) throws {
        guard unknown > 0 else { return }
        let advice = "add them to the registry (--set registry=FILE) or say what they are (--category)"
        guard unknown < all else {
            throw Failure.badInput("none of \(all) devices is in the registry; \(advice)")
        }
        complain("\(unknown) of \(all) devices are not in the registry and left out; \(advice)")
    }
}

/// One appliance of a recording under every variant.
private final class Seat: Sendable {
    final class Bench: Sendable {
        let trial: Mutex<ApplianceTrial>

        init(_ trial: ApplianceTrial) { self.trial = Mutex(trial) }

        func finish(at end: Timestamp) -> ApplianceTrial {
            trial.withLock { trial in
                trial.finish(at: end)
                return trial
            }
        }
    }

    let benches: [Bench]

    init(_ trials: [ApplianceTrial]) { benches = trials.map(Bench.init) }
}

/// The runs of one device, decoded one at a time.
private struct HistorySource: RecordSource {
    let runs: HistoryRuns
    let places: [Int64]
    /// Its own list: how names are numbered must not depend on which device was read before.
    var channels: ChannelList
    let span: Range<Timestamp>
    private var next = 0

    init(runs: HistoryRuns, places: [Int64], channels: ChannelList, span: Range<Timestamp>) {
        self.runs = runs
        self.places = places
        self.channels = channels
        self.span = span
    }

    mutating func next(into block: inout RecordBlock) throws -> Bool {
        block.removeAll()
        guard next < places.count else { return false }
        block.append(try runs.run(at: places[next]), channels: &channels, within: span)
        next += 1
        return true
    }
}

/// The rows of a recording, sorted into blocks of one appliance each, some ten thousand readings at a time.
struct RecordingBlocks {
    /// The appliances that were met, in the order in which they first came; a block for each.
    private(set) var appliances: [Appliance] = []
    private(set) var blocks: [RecordBlock] = []
    /// The devices of which nobody knows what they are.
    private(set) var unknown: Set<DeviceID> = []
    private(set) var readings = 0
    /// The newest time so far: when a row reaches the gateway, where telemetry is the clock.
    private(set) var last = Timestamp.epoch
    private var reader: RecordingReader
    private var channels: ChannelList
    private let roster: Roster
    private let span: Range<Timestamp>
    private var places: [DeviceID: Int] = [:]
    /// The channels of the last record: the next one mostly has the same, in the same order.
    private var shape: [(name: String, id: ChannelID?)] = []

    private static let readingsPerRound = 65_536

    init(_ reader: RecordingReader, _ channels: ChannelList, _ roster: Roster, _ span: Range<Timestamp>) {
        self.reader = reader
        self.channels = channels
        self.roster = roster
        self.span = span
    }

    var share: Double { reader.share }
    var problems: [ConfigProblem] { reader.tally.problems }

    /// Fills the blocks; false at the end of the recording.
    mutating func fill(atMost rows: Int = .max) -> Bool {
        let before = readings
        var count = 0
        while count < rows, readings - before < RecordingBlocks.readingsPerRound {
            guard let row = reader.next() else { return count > 0 }
            guard span.contains(row.at) else { continue }
            count += 1
            last = max(last, row.at)
            for record in row.records {
                guard let place = place(of: record.device) else { continue }
                take(record.readings, into: place, at: row.at)
            }
        }
        return true
    }

    /// The blocks that hold something, with the places of their appliances; they are empty then.
    mutating func takeBlocks() -> [(place: Int, block: RecordBlock)] {
        var filled: [(place: Int, block: RecordBlock)] = []
        for place in blocks.indices where !blocks[place].isEmpty {
            filled.append((place, blocks[place]))
            blocks[place] = RecordBlock()
        }
        return filled
    }

    private mutating func place(of device: DeviceID) -> Int? {
        if let place = places[device] { return place }
        guard let appliance = roster.appliance(device) else {
            unknown.insert(device)
            return nil
        }
        places[device] = appliances.count
        appliances.append(appliance)
        blocks.append(RecordBlock())
        return appliances.count - 1
    }

    private mutating func take(_ values: [(channel: String, value: Double)], into place: Int, at time: Timestamp) {
        for (column, reading) in values.enumerated() {
            guard let id = id(of: reading.channel, column) else { continue }
            // What the gateway would not believe, a trial must not see either.
            let channel = channels[id]
            guard channel.range.contains(reading.value) else { continue }
            if channel.kind == .state, reading.value != 0, reading.value != 1 { continue }
            blocks[place].add(Reading(channel: id, value: reading.value))
            readings += 1
        }
        blocks[place].close(time: time, arrival: last)
    }

    private mutating func id(of name: String, _ column: Int) -> ChannelID? {
        if column < shape.count, shape[column].name == name { return shape[column].id }
        let entry = (name: name, id: channels.id(of: name))
        if column < shape.count { shape[column] = entry } else { shape.append(entry) }
        return entry.id
    }
}

/// A number that many threads add to.
final class Counter: Sendable {
    private let count = Atomic(0)

    var value: Int { count.load(ordering: .relaxed) }

    func add(_ more: Int) { count.add(more, ordering: .relaxed) }
}

/// The bar of a feed: readings a second and the time left.
private final class FeedProgress {
    private let name: String
    private let variants: Int
    private let bar: Progress
    private let begun = Date.now
    private var readings = 0

    init(_ name: String, variants: Int) {
        self.name = name
        self.variants = variants
        bar = Progress(name)
    }

    func show(readings: Int, share: Double) {
        self.readings = readings
        bar.show(share: share, text)
    }

    func end(appliances: Int) { bar.end("\(appliances) appliances, \(text)") }

    /// Each variant counts: every reading goes through all of them.
    private var text: String {
        let seconds = max(Date.now.timeIntervalSince(begun), 0.001)
        let rate = Double(readings) * Double(variants) / seconds / 1e6
        let times = variants > 1 ? " × \(variants)" : ""
        return "\(readings) readings\(times), \(fixedNumber(rate, places: 2)) M/s"
    }
}

/// Does `count` pieces of work on all cores, each core with a tool of its own; `tick` is called by the waiting thread.
///
/// - Returns: the results in the order of the numbers.
/// - Throws: the first error of any piece; the others stop then. Ends with status 130 on Ctrl-C.
func onAllCores<Tool, Result: Sendable>(
    _ count: Int, tool: @escaping @Sendable () throws -> Tool, tick: () -> Void,
    work: @escaping @Sendable (Tool, Int) throws -> Result
) throws -> [Result] {
    let round = WorkRound<Result>(count)
    let threads = max(1, min(count, ProcessInfo.processInfo.activeProcessorCount))
    for _ in 0..<threads {
        Thread.detachNewThread { round.join(tool, work) }
    }
    while !round.isOver(threads) {
        if Interrupt.isAsked { round.stop(ExitCode(130)) }
        Thread.sleep(forTimeInterval: 0.02)
        tick()
    }
    return try round.results()
}

/// Pieces of work that threads take one after the other.
private final class WorkRound<Result: Sendable>: Sendable {
    private struct State {
        var next = 0
        var left = 0
        var results: [Result?]
        var error: (any Error)?
    }

    private let state: Mutex<State>

    init(_ count: Int) { state = Mutex(State(results: Array(repeating: nil, count: count))) }

    /// Works until nothing is left.
    func join<Tool>(_ tool: () throws -> Tool, _ work: (Tool, Int) throws -> Result) {
        do {
            let tool = try tool()
            while let number = take() {
                let result = try work(tool, number)
                state.withLock { $0.results[number] = result }
            }
        } catch {
            stop(error)
        }
        state.withLock { $0.left += 1 }
    }

    private func take() -> Int? {
        state.withLock { state in
            guard state.error == nil, state.next < state.results.count else { return nil }
            state.next += 1
            return state.next - 1
        }
    }

    /// Lets all threads end after what they have in hand.
    func stop(_ error: any Error) {
        state.withLock { $0.error = $0.error ?? error }
    }

    /// Whether so many threads have ended.
    func isOver(_ threads: Int) -> Bool { state.withLock { $0.left >= threads } }

    func results() throws -> [Result] {
        try state.withLock { state in
            if let error = state.error { throw error }
            return state.results.compactMap(\.self)
        }
    }
}
