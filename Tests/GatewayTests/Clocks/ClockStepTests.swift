import Appliances
import Daybook
import FaultRules
import Gateway
import Simulation
import Telemetry
import Testing

extension Outcome {
    /// The notes about jumps of clocks.
    var steps: [Episode] { episodes.filter { $0.rule == GatewayCore.clockStep } }

    /// The last word on each episode of an appliance that a rule found, oldest first.
    func found(of device: String) -> [Episode] {
        let mine = episodes.filter { $0.device.text == device && $0.rule != GatewayCore.clockStep }
        return mine.indices.filter { $0 + 1 == mine.count || mine[$0 + 1].id != mine[$0].id }.map { mine[$0] }
            .sorted { ($0.raised, $0.rule) < ($1.raised, $1.rule) }
    }
}

/// A hundred refrigerators for fifteen hours, of which one may have a clock that is a day ahead for six of them.
private enum Hundred {
    static let seed: UInt64 = 6
    static let right = Days(count: 100, seed: seed, step: .minutes(4), faultyShare: 0.3)
    /// Those whose fault is found, and does not silence them.
    static func sick() throws -> [Int] {
        let found = Set(try undisturbed.get().episodes.map(\.device))
        return right.fleet.indices.filter { place in
            right.fleet[place].fault != .silence && found.contains(right.appliances[place].id)
        }
    }

    static func wrong(_ bad: Int) -> Days {
        Days(count: 100, seed: seed, step: .minutes(4), faultyShare: 0.3) { place, moment in
            place == bad && moment >= start + .hours(3) && moment < start + .hours(9) ? .hours(24) : .zero
        }
    }

    static let undisturbed: Result<Outcome, any Error> = Result {
        Outcome(decide(try House.policy(of: right.appliances), .wall, right.batches(upTo: 200, seed: 1)))
    }
}

@Suite("One bad clock among a hundred")
struct ClockStepTests {
    @Test("disturbs no other appliance, its own faults are found, and there is one note", arguments: 0..<3)
    func oneOfHundred(number: Int) throws {
        let sick = try Hundred.sick()
        let bad = try #require(sick.count > number ? sick[number * (sick.count - 1) / 2] : nil)
        let days = Hundred.wrong(bad)
        let name = days.appliances[bad].id.text
        let right = try Hundred.undisturbed.get()
        let entries = decide(try House.policy(of: days.appliances), .wall, days.batches(upTo: 200, seed: 1))
        let wrong = Outcome(entries)
        #expect(wrong.without(name) == right.without(name))
        #expect(!right.without(name).episodes.isEmpty)
        let (mine, before) = (wrong.found(of: name), right.found(of: name))
        #expect(mine.map(\.rule) == before.map(\.rule) && !mine.isEmpty)
        for (one, other) in zip(mine, before) {
            #expect(abs((one.raised - other.raised).milliseconds) < 1_000)
            #expect((one.reset == nil) == (other.reset == nil))
        }
        #expect(wrong.steps.map { $0.reset != nil } == [false, true])
        let note = try #require(wrong.steps.last)
        #expect(wrong.steps.first?.id == note.id && note.device.text == name && note.level == "info")
        #expect(note.raised - (start + .hours(3)) < .seconds(1))
        #expect(try #require(note.reset) - (start + .hours(9)) < .seconds(1))
        #expect((-86_400)...(-86_399) ~= (note.signals.first?.value ?? 0))
        #expect(wrong[.episodes] == right[.episodes] + 1)
        #expect(wrong[.clockSuspect] == 90 && right[.clockSuspect] == 0 && right.steps.isEmpty)
        #expect(entries.allSatisfy { $0.offsets.count == $0.marks.count { $0 == RecordMarks.corrected } })
        #expect(wrong.intakes.allSatisfy { intake in !wrong.steps.contains { $0.id == intake.episode } })
    }

    @Test(
        "is the same with a restart after any batch, with and without a snapshot",
        arguments: 1...3 as ClosedRange<UInt64>)
    func restarts(seed: UInt64) throws {
        let days = Days(count: 4, seed: seed) { place, moment in
            guard place == 1, moment >= start + .hours(2), moment < start + .hours(11) else { return .zero }
            return moment < start + .hours(6) ? .hours(24) : .minutes(-45)
        }
        let policy = try House.policy(of: days.appliances)
        let batches = days.batches(upTo: 12, seed: seed)
        let plain = decide(policy, .wall, batches)
        #expect(Outcome(plain).steps.map { $0.reset != nil } == [false, false, true])
        let ledger = MemoryLedger()
        var core = GatewayCore(policy, clock: .wall)
        for (place, batch) in batches.enumerated() {
            var entry = core.decide(batch, closed: batch.lastArrival)
            entry.sequence = Int64(place + 1)
            try ledger.record(entry, snapshot: place % 3 == 0 ? core.snapshot() : nil, outbox: [])
            let recall = try ledger.recall()
            core = GatewayCore(policy, clock: .wall)
            core.restore(recall)
            try ledger.replay(after: recall.snapshotSequence) { core.relive($1, closed: $0) }
            core.endReliving(unrecorded: try ledger.unrecorded(among: core.relivedEpisodes))
        }
        for (one, other) in zip(ledger.entries, plain) {
            #expect(Outcome([one]) == Outcome([other]))
            #expect(one.marks == other.marks && one.offsets == other.offsets)
        }
    }

    @Test("a day ahead from the first message on is corrected for good", arguments: 0..<8)
    func aheadForGood(place: Int) throws {
        let plain = Days(seed: 2)
        let shifted = Days(seed: 2) { other, _ in other == place ? .days(1) : .zero }
        let policy = try House.policy(of: plain.appliances)
        let name = plain.appliances[place].id.text
        let right = Outcome(decide(policy, .wall, plain.batches(upTo: 50, seed: 1)))
        let wrong = Outcome(decide(policy, .wall, shifted.batches(upTo: 50, seed: 1)))
        #expect(wrong.without(name) == right.without(name))
        #expect(wrong[.clockSuspect] > 100 && right[.clockSuspect] == 0)
        #expect(wrong.found(of: name).map(\.rule) == right.found(of: name).map(\.rule))
        #expect(wrong.steps.map(\.reset) == [nil])
    }

    @Test("makes nobody slow where telemetry is the clock")
    func telemetryClock() throws {
        let days = Days { place, moment in place == 1 && moment >= start + .hours(2) ? .hours(24) : .zero }
        let entries = decide(
            try House.policy(of: days.appliances), .telemetry, days.batches(upTo: 50, seed: 1))
        #expect(Outcome(entries).steps.isEmpty && Outcome(entries)[.clockSuspect] == 0)
    }
}

@Suite("The clocks behind a hub")
struct HubClockTests {
    private static let house = [appliance("fridge-1", hub: "hub-1"), appliance("fridge-2", hub: "hub-1")]

    private static func record(_ name: String, _ moment: Timestamp) -> String {
        #"{"device":"\#(name)","at":"\#(moment)","readings":{"fridge.temperature":4}}"#
    }

    private static func batch(_ records: [String], at arrival: Timestamp) -> MessageBatch {
        MessageBatch([Post("foretell/v1/home-1/hub-1/batch", "[\(records.joined(separator: ","))]".utf8, at: arrival)])
    }

    /// Two hours of both in one message, the second a day ahead.
    private static let backlog = batch(
        (0..<120 as Range<Int64>).flatMap { minute in
            let moment = start + .minutes(minute)
            return [record("fridge-1", moment), record("fridge-2", moment + .hours(24))]
        }, at: start + .minutes(119))

    @Test("are told apart in one message, and one offset holds for a whole backlog")
    func oneMessage() throws {
        var core = GatewayCore(try House.policy(of: Self.house, plans: []), clock: .wall)
        let entry = core.decide(Self.backlog, closed: start + .hours(2))
        #expect(entry.marks == (0..<240).map { $0 % 2 == 0 ? 1 : RecordMarks.corrected })
        #expect(entry.offsets == Array(repeating: .hours(-24), count: 120))
        #expect(entry.tally[.stored] == 240 && entry.tally[.late] == 0 && entry.tally[.clockSuspect] == 120)
        #expect(entry.episodes.map(\.device.text) == ["fridge-2"])
    }

    @Test("learn nothing from what is sent again")
    func sentAgain() throws {
        var core = GatewayCore(try House.policy(of: Self.house, plans: []), clock: .wall)
        let old = Self.record("fridge-2", start + .hours(24))
        _ = core.decide(Self.batch([old], at: start), closed: start)
        let right = Self.record("fridge-2", start + .minutes(1))
        let entry = core.decide(Self.batch([right, old], at: start + .minutes(1)), closed: start + .minutes(1))
        #expect(entry.marks == [1, 0] && entry.tally[.duplicates] == 1)
        #expect(entry.episodes.count == 1 && entry.episodes.allSatisfy { $0.reset == start + .minutes(1) })
    }

    @Test("are taken up from a snapshot that knew none, with all else that it knew")
    func olderSnapshot() throws {
        let policy = try House.policy(of: Self.house, plans: [])
        var core = GatewayCore(policy, clock: .wall)
        let numbered = #"{"device":"fridge-1","boot":1,"seq":7,"readings":{"fridge.temperature":4}}"#
        _ = core.decide(Self.batch([numbered], at: start), closed: start)
        let snapshot = core.snapshot()
        var recall = Recall()
        recall.gateway = snapshot.gateway
        try snapshot.devices { recall.devices.append(($0, Array($1.dropLast(DeviceClock.wordCount + 1)))) }
        var next = GatewayCore(policy, clock: .wall)
        next.restore(recall)
        let again = next.decide(Self.batch([numbered], at: start + .minutes(1)), closed: start + .minutes(1))
        #expect(again.tally[.duplicates] == 1 && again.tally[.stored] == 0)
    }

    @Test("and their jumps in a past that nobody recorded are recorded after a restart, once")
    func unrecorded() throws {
        let policy = try House.policy(of: Self.house, rules: [], plans: [])
        var core = GatewayCore(policy, clock: .wall)
        let known = core.decide(Self.backlog, closed: start + .hours(2)).episodes
        let ledger = MemoryLedger()
        var silent = Entry(closed: start + .hours(2), batch: Self.backlog)
        silent.sequence = 1
        try ledger.record(silent, snapshot: nil, outbox: [])
        var told: [Episode] = []
        for sequence in 2...4 as ClosedRange<Int64> {
            let recall = try ledger.recall()
            core = GatewayCore(policy, clock: .wall)
            core.restore(recall)
            try ledger.replay(after: recall.snapshotSequence) { core.relive($1, closed: $0) }
            core.endReliving(unrecorded: try ledger.unrecorded(among: core.relivedEpisodes))
            guard core.isDue(at: start + .hours(2)) else { continue }
            var entry = core.decide(MessageBatch(), closed: start + .hours(2))
            entry.sequence = sequence
            #expect(entry.tally[.episodes] == 1 && !core.isDue(at: start + .hours(2)))
            try ledger.record(entry, snapshot: core.snapshot(), outbox: [])
            told += entry.episodes
        }
        #expect(told == known && told.count == 1)
    }
}
