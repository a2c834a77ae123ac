import Appliances
import Telemetry
import Testing

/// The moment at which the stories of clocks begin: 2026-11-20T00:00:00Z.
private let start = Timestamp(milliseconds: 1_795_132_800_000)

/// One device's clock as the gateway sees it, message by message.
private struct ClockStory {
    /// What became of one record; `truth` is when it was really made.
    struct Row {
        let truth: Timestamp
        let arrival: Timestamp
        let time: Timestamp
        let verdict: DeviceClock.Verdict

        /// How far the corrected time lies from the true one.
        var error: TimeSpan { TimeSpan(milliseconds: abs((time - truth).milliseconds)) }
    }

    var clock = DeviceClock()
    private(set) var rows: [Row] = []
    private(set) var steps: [DeviceClock.Step] = []
    var kinds: [DeviceClock.Step.Kind] { steps.map(\.kind) }

    /// A message with records that were made at `truths`, by a clock that was `wrong` by so much.
    mutating func hear(_ truths: [Timestamp], wrong: TimeSpan = .zero, at arrival: Timestamp) {
        let stamps = truths.map { $0 + wrong }
        guard let newest = stamps.max(), let oldest = stamps.min() else { return }
        if let step = clock.take(newest: newest, oldest: oldest, arrival: arrival) { steps.append(step) }
        for (truth, stamp) in zip(truths, stamps) {
            let (time, verdict) = clock.judge(device: stamp, arrival: arrival)
            rows.append(Row(truth: truth, arrival: arrival, time: time, verdict: verdict))
        }
    }

    /// A record a minute, each in a message that takes 200 ms to 2 s, from one minute to another.
    mutating func live(_ minutes: Range<Int64>, wrong: (Int64) -> TimeSpan = { _ in .zero }) {
        for minute in minutes {
            let truth = start + .minutes(minute)
            let delay = TimeSpan(milliseconds: 200 + minute * 7_919 % 1_800)
            hear([truth], wrong: wrong(minute), at: truth + delay)
        }
    }

    /// Records of these minutes, oldest first, a second from message to message.
    mutating func backlog(_ minutes: Range<Int64>, wrong: TimeSpan = .zero, from arrival: Timestamp) {
        for (place, minute) in minutes.enumerated() {
            hear([start + .minutes(minute)], wrong: wrong, at: arrival + .seconds(Int64(place)))
        }
    }
}

@Suite("The device's clock")
struct DeviceClockTests {
    private static let arrival: Int64 = 1_795_306_530_250

    @Test(
        "is trusted from seven days back to five minutes ahead, both included",
        arguments: [
            (0, .trusted), (300_000, .trusted), (300_001, .ahead), (-604_800_000, .trusted), (-604_800_001, .behind),
            (315_576_000_000, .ahead), (-315_576_000_000, .behind), (-arrival, .behind), (-1, .trusted), (1, .trusted),
            (9_007_199_254_740_991 - arrival, .ahead), (-62_135_596_800_000 - arrival, .behind),
        ] as [(Int64, DeviceClock.Verdict)])
    func table(skew: Int64, verdict: DeviceClock.Verdict) {
        let now = Timestamp(milliseconds: Self.arrival)
        let device = Timestamp(milliseconds: Self.arrival + skew)
        var clock = DeviceClock()
        let judged = clock.judge(device: device, arrival: now)
        #expect(judged.verdict == verdict)
        #expect(judged.time == (verdict == .trusted ? device : now))
        #expect(clock.judge(device: nil, arrival: now) == (now, .absent))
        // What no honest clock can say is a step at once; all else is none.
        let step = clock.take(newest: device, oldest: device, arrival: now)
        #expect((step == nil) == (verdict == .trusted))
        #expect(step.map { $0.kind == .left && $0.left == now && $0.offset.milliseconds == -skew } ?? true)
        let again = clock.judge(device: device, arrival: now)
        #expect(again == (verdict == .trusted ? (device, .trusted) : (now, .corrected)))
    }

    @Test(
        "that jumps is corrected at once and to within two seconds, and trusted again at once",
        arguments: [TimeSpan.minutes(8), .hours(1), .hours(24), .days(3_650), .days(-8), .days(-20_776)])
    func jump(wrong: TimeSpan) throws {
        var story = ClockStory()
        story.live(0..<60)
        story.live(60..<600) { _ in wrong }
        story.live(600..<660)
        #expect(story.kinds == [.left, .returned])
        #expect(story.steps.map(\.left) == [story.rows[60].arrival, story.rows[60].arrival])
        let offset = try #require(story.steps.first).offset
        #expect((0..<2_000).contains(offset.milliseconds + wrong.milliseconds))
        for (minute, row) in story.rows.enumerated() {
            #expect(row.verdict == ((60..<600).contains(minute) ? .corrected : .trusted))
            #expect(row.error < .seconds(2) && row.time <= row.arrival)
        }
        #expect(story.rows.filter { $0.verdict == .trusted }.allSatisfy { $0.error == .zero })
    }

    @Test("that jumps again while it is wrong moves, and is not left twice")
    func secondJump() {
        var story = ClockStory()
        story.live(0..<60) { _ in .hours(24) }
        story.live(60..<120) { _ in .hours(48) }
        story.live(120..<180) { _ in .hours(2) }
        story.live(180..<240)
        #expect(story.kinds == [.left, .moved, .moved, .returned])
        #expect(Set(story.steps.map(\.left)).count == 1)
        // Set back a little it might be a backlog: one record waits for the proof.
        #expect(story.rows.count { $0.error >= .seconds(2) } == 1)
    }

    @Test("that jumps from far ahead to far behind moves at once")
    func throughTheMiddle() {
        var story = ClockStory()
        story.live(0..<60) { _ in .days(3_650) }
        story.live(60..<120) { _ in .days(-20_000) }
        #expect(story.kinds == [.left, .moved])
        #expect(story.rows.allSatisfy { $0.verdict == .corrected && $0.error < .seconds(2) })
        // What lies more than a week before the rest of its message is no backlog in this epoch either.
        let (now, old) = (start + .minutes(120), start - .days(8))
        story.hear([now, old], wrong: .days(-20_000), at: now + .seconds(1))
        #expect(story.rows.suffix(2).map(\.verdict) == [.corrected, .behind])
        #expect(story.rows.last?.time == now + .seconds(1))
    }

    @Test("that was right again after a silence longer than it was ahead is trusted at once")
    func rightAfterSilence() {
        var story = ClockStory()
        story.live(0..<60) { _ in .hours(2) }
        story.live(240..<300)
        #expect(story.kinds == [.left, .returned])
        #expect(story.rows.suffix(60).allSatisfy { $0.verdict == .trusted })
    }

    @Test("that drifts by a second a minute is followed, as one step", arguments: [1, -1] as [Int64])
    func drift(direction: Int64) {
        var story = ClockStory()
        story.live(0..<2_880) { .seconds($0 * direction) }
        #expect(story.kinds == [.left])
        #expect(story.rows.allSatisfy { $0.error <= .seconds(313) })
        let left = story.rows.firstIndex { $0.verdict == .corrected } ?? 0
        #expect((300...313).contains(left))
        #expect(story.rows[left...].allSatisfy { $0.verdict == .corrected && $0.error < .seconds(125) })
        #expect(story.rows[left...].allSatisfy { $0.time <= $0.arrival })
    }

    @Test("that drifts out and back returns once, and does not flutter at the border", arguments: [1, -1] as [Int64])
    func driftBack(direction: Int64) {
        var story = ClockStory()
        story.live(0..<800) { .seconds(direction * min($0, 800 - $0)) }
        #expect(story.kinds == [.left, .returned])
        var border = ClockStory()
        border.live(0..<800) { .seconds(direction * ($0 / 30 % 2 == 0 ? 303 : 297)) }
        #expect(border.kinds == [.left])
    }

    @Test("that begins at 1970 with every start is right from the second record on")
    func withoutBattery() {
        var story = ClockStory()
        for boot in 0..<5 as Range<Int64> {
            let wrong = Timestamp.epoch - (start + .minutes(boot * 300))
            story.live(boot * 300..<(boot + 1) * 300) { _ in wrong }
        }
        #expect(story.kinds == [.left] + Array(repeating: .moved, count: 4))
        #expect(story.rows.count { $0.error >= .seconds(3) } == 4)
        story.live(1_500..<1_510)
        #expect(story.kinds.last == .returned)
    }

    @Test("that is slow is told by a lag that stays: three messages over ten minutes", arguments: [1, 4, 30])
    func slow(every: Int) {
        var story = ClockStory()
        for minute in stride(from: 0 as Int64, to: 120, by: every) {
            story.live(minute..<minute + 1) { _ in .minutes(-40) }
        }
        #expect(story.kinds == [.left])
        let believed = story.rows.count { $0.verdict == .trusted }
        #expect(believed == max(2, (10 + every - 1) / every))
        #expect(story.rows.filter { $0.verdict == .corrected }.allSatisfy { $0.error < .seconds(3) })
        story.live(121..<122)
        #expect(story.kinds == [.left, .returned])
    }

    @Test("comes out of its words as it went in, whatever happened before, and out of no others")
    func words() {
        var story = ClockStory()
        let errors: [TimeSpan] = [.zero, .hours(24), .hours(26), .hours(3), .minutes(-40), .days(-9), .zero]
        for (place, wrong) in errors.enumerated() {
            for minute in Int64(place * 30)..<Int64(place * 30 + 30) {
                story.live(minute..<minute + 1) { _ in wrong }
                #expect(DeviceClock(words: story.clock.words) == story.clock)
            }
        }
        #expect(story.kinds == [.left, .moved, .moved, .moved, .moved, .returned])
        let words = story.clock.words
        #expect(words.count == DeviceClock.wordCount)
        #expect(DeviceClock(words: words.dropLast()) == nil && DeviceClock(words: words + [0]) == nil)
        #expect(DeviceClock(words: [2] + words.dropFirst()) == nil)
        #expect(DeviceClock(words: words.dropLast() + [1 << 62]) == nil)
        #expect(DeviceClock(words: [] as [UInt64]) == nil)
    }
}

@Suite("An honest backlog")
struct HonestBacklogTests {
    @Test("of two hours, every two hours for ever, is believed: one message for each record")
    func oneByOne() {
        var story = ClockStory()
        for round in 0..<24 as Range<Int64> {
            story.backlog(round * 120..<(round + 1) * 120, from: start + .minutes((round + 1) * 120))
        }
        #expect(story.steps.isEmpty && story.rows.count == 2_880)
        #expect(story.rows.allSatisfy { $0.verdict == .trusted && $0.error == .zero })
    }

    @Test("is believed however slowly it is sent, as long as it shrinks", arguments: [2, 5, 20, 45] as [Int64])
    func slowly(secondsApart: Int64) {
        var story = ClockStory()
        var arrival = start + .minutes(120)
        for minute in 0..<480 as Range<Int64> {
            arrival = max(arrival + .seconds(secondsApart), start + .minutes(minute) + .seconds(1))
            story.hear([start + .minutes(minute)], at: arrival)
        }
        #expect(story.steps.isEmpty)
        #expect(story.rows.allSatisfy { $0.verdict == .trusted && $0.error == .zero })
    }

    @Test("in one message is believed, also where even its newest record is old", arguments: [0, 15, 90] as [Int64])
    func inOneMessage(oldByMinutes old: Int64) {
        var story = ClockStory()
        for round in 0..<24 as Range<Int64> {
            let truths = (0..<120).map { start + .minutes(round * 120 + $0) }
            story.hear(truths, at: start + .minutes((round + 1) * 120 + old))
        }
        #expect(story.steps.isEmpty)
        #expect(story.rows.allSatisfy { $0.verdict == .trusted && $0.error == .zero })
    }

    @Test("is believed when it is sent after, or between, what is new")
    func backFill() {
        var story = ClockStory()
        story.live(0..<10)
        story.live(130..<140)
        story.backlog(10..<130, from: start + .minutes(139) + .seconds(5))
        for minute in 150..<250 as Range<Int64> {
            story.live(minute..<minute + 1)
            // As slowly as time passes, two hours late: what is new comes between.
            story.hear([start + .minutes(minute - 120)], at: start + .minutes(minute) + .seconds(30))
        }
        #expect(story.steps.isEmpty)
        #expect(story.rows.allSatisfy { $0.verdict == .trusted && $0.error == .zero })
    }

    @Test("is believed whatever link it waits for", arguments: 1...100 as ClosedRange<UInt64>)
    func anyLink(seed: UInt64) {
        var dice = Dice(seed: seed)
        var story = ClockStory()
        var waiting: [Timestamp] = []
        var isUp = true
        for minute in 0..<1_440 as Range<Int64> {
            waiting.append(start + .minutes(minute))
            if dice.roll(0...39) == 0 { isUp.toggle() }
            guard isUp else { continue }
            for (place, truth) in waiting.enumerated() {
                story.hear([truth], at: start + .minutes(minute) + TimeSpan(milliseconds: Int64(place) * 400 + 300))
            }
            waiting.removeAll()
        }
        #expect(story.steps.isEmpty)
        #expect(story.rows.allSatisfy { $0.verdict == .trusted && $0.error == .zero })
    }

    @Test("of a clock a day ahead is moved by one offset, in one message and in many")
    func aheadToo() {
        var story = ClockStory()
        story.hear((0..<120).map { start + .minutes($0) }, wrong: .hours(24), at: start + .minutes(119) + .seconds(1))
        #expect(story.rows.count == 120)
        story.live(120..<180) { _ in .hours(24) }
        story.backlog(180..<300, wrong: .hours(24), from: start + .minutes(300))
        story.live(301..<320) { _ in .hours(24) }
        #expect(story.kinds == [.left])
        #expect(story.rows.allSatisfy { $0.verdict == .corrected && $0.error < .seconds(2) && $0.time <= $0.arrival })
        // A record of which the clock was not told is not in the future either.
        let (later, arrival) = (start + .hours(33), start + .hours(6))
        #expect(story.clock.judge(device: later, arrival: arrival) == (arrival, .corrected))
    }

    @Test("that is as long as the clock is ahead is not taken for the right time")
    func asLongAsAhead() {
        var story = ClockStory()
        story.live(0..<60) { _ in .hours(2) }
        story.backlog(60..<300, wrong: .hours(2), from: start + .minutes(300))
        story.live(305..<400) { _ in .hours(2) }
        #expect(story.kinds == [.left])
        #expect(story.rows.allSatisfy { $0.error < .seconds(2) })
    }

    @Test("may be out of order, on a right clock and on a wrong one", arguments: [TimeSpan.zero, .hours(24)])
    func reordered(wrong: TimeSpan) {
        var story = ClockStory()
        story.live(0..<1) { _ in wrong }
        for pair in 1..<200 as Range<Int64> {
            let late = start + .minutes(pair * 2)
            story.hear([late + .minutes(1)], wrong: wrong, at: late + .seconds(61))
            story.hear([late], wrong: wrong, at: late + .seconds(110))
        }
        #expect(story.kinds == (wrong == .zero ? [] : [.left]))
        #expect(story.rows.allSatisfy { $0.error < .seconds(2) })
    }
}

@Suite("Marks of records")
struct RecordMarksTests {
    @Test(
        "are read as they were packed",
        arguments: [
            ([], []), ([1], []), ([5], [-86_400_000]), ([0, 5, 1, 5, 5, 2], [1, -1, 1_795_132_800_000]),
            ([5, 0, 0, 0], [0x0505_0505_0505]), (Array(repeating: 5, count: 300), Array(0..<300)),
        ] as [([UInt8], [Int64])])
    func packed(marks: [UInt8], milliseconds: [Int64]) throws {
        let offsets = milliseconds.map { TimeSpan(milliseconds: $0) }
        let bytes = RecordMarks.packed(marks, offsets)
        #expect(bytes.count == marks.count + 8 * offsets.count)
        let read = try #require(RecordMarks(packed: bytes))
        #expect(read.marks == marks && read.offsets == offsets)
    }

    @Test(
        "are none where the offsets are not as many as the corrected records",
        arguments: [[5], [1, 5], [5, 1, 2, 3], [1, 5, 0, 0, 0, 0, 0, 0, 0], [5, 5, 0, 0, 0, 0, 0, 0, 0, 0]]
            as [[UInt8]])
    func damaged(bytes: [UInt8]) {
        #expect(RecordMarks(packed: bytes) == nil)
    }

    @Test("say which time a record has")
    func times() {
        let (device, arrival) = (start - .hours(1), start)
        let expected: [UInt8: Timestamp] = [1: device, 2: arrival, 3: arrival, 4: arrival, 5: device + .minutes(3)]
        for (mark, time) in expected {
            #expect(RecordMarks.time(mark, offset: .minutes(3), device: device, arrival: arrival) == time)
            #expect(RecordMarks.time(mark, offset: .minutes(3), device: nil, arrival: arrival) == arrival)
        }
    }
}
