import Appliances
import Daybook
import FaultRules
import Gateway
import ServiceDesk
import Telemetry
import Testing

/// A refrigerator that says its temperature once a minute.
private struct Story {
    let fridge = appliance("fridge-1")
    private(set) var minute: Int64 = 0

    var policy: HousePolicy {
        get throws { try House.policy(of: [fridge], rules: [warm("8 °C")], plans: []) }
    }

    /// A rule on the mean of a window.
    func warm(_ limit: String, window: String = "30m", level: Level = .major) throws -> FaultRule {
        try House.rule(
            "warm_cabinet", .fanMotor, signals: [("warm", "avg(fridge.temperature)[\(window)]")],
            steps: [House.step(level, "warm > \(limit)", "warm < 3 °C", House.ticket("cabinet.warm", "P2"))])
    }

    mutating func minutes(_ count: Int, at temperature: Double) -> [Post] {
        (0..<count).map { _ in
            minute += 1
            let moment = start + .minutes(minute)
            let payload = "{\"at\":\"\(moment)\",\"readings\":{\"fridge.temperature\":\(temperature)}}"
            return Post(Topic.telemetry(fridge.site, fridge.id), payload.utf8, at: moment)
        }
    }
}

extension ReloadDesk {
    /// What the ledger has of episodes, the last of each id.
    fileprivate var episodes: [Episode] {
        var last: [String: Episode] = [:]
        for episode in ledger.entries.flatMap(\.episodes) { last[episode.id] = episode }
        return last.values.sorted { ($0.raised, $0.id) < ($1.raised, $1.id) }
    }
}

@Suite("A reload of rules")
struct ReloadTests {
    @Test("with the same rules changes not a bit", arguments: Run.all.filter { $0.clock == .wall })
    func identical(run: Run) throws {
        let days = run.days
        let policy = try House.policy(of: days.appliances)
        let half = days.posts.count / 2
        let (plain, changed) = (try ReloadDesk(policy), try ReloadDesk(policy))
        for desk in [plain, changed] { desk.take(Array(days.posts[..<half])) }
        try changed.reload(House.rules())
        plain.clock.now = changed.clock.now
        plain.shell.turn()
        #expect(changed.rules.reports.map(\.kept) == [policy.rules.rules.count])
        #expect(
            changed.rules.reports.map { [$0.new, $0.gone, $0.ended, $0.refilled, $0.unfilled] } == [[0, 0, 0, 0, 0]])
        #expect(changed.past.beginnings == 0, "There is nothing to fill.")
        for desk in [plain, changed] { desk.take(Array(days.posts[half...])) }
        #expect(Outcome(changed.ledger.entries) == Outcome(plain.ledger.entries))
        #expect(!Outcome(plain.ledger.entries).episodes.isEmpty)
        try plain.shell.run { true }
        try changed.shell.run { true }
        let (one, other) = (try plain.ledger.recall(), try changed.ledger.recall())
        #expect(one.devices.map(\.0) == other.devices.map(\.0))
        #expect(one.devices.map(\.1) == other.devices.map(\.1), "They remember the same, to the bit.")
    }

    /// The first record that still waits after so many minutes: it is judged by the rules that are there by then.
    private func waiting(after minutes: Int64) -> Timestamp { start + .minutes(minutes - 1) }

    @Test("with another threshold keeps the windows, and the next reading is judged by it")
    func threshold() throws {
        var story = Story()
        let desk = try ReloadDesk(story.policy)
        desk.take(story.minutes(60, at: 6))
        #expect(desk.episodes.isEmpty)
        try desk.reload([story.warm("5 °C")])
        #expect(desk.past.beginnings == 0, "A window that stays needs no past.")
        desk.take(story.minutes(4, at: 6))
        #expect(desk.episodes.map(\.level) == ["major"])
        #expect(desk.episodes.first?.raised == waiting(after: 60))
    }

    @Test("with another window fills it from the past: it is mature at once")
    func window() throws {
        var story = Story()
        let desk = try ReloadDesk(story.policy)
        desk.take(story.minutes(300, at: 6))
        try desk.reload([story.warm("5 °C", window: "4h")])
        #expect(desk.rules.reports.map(\.refilled) == [1])
        desk.take(story.minutes(4, at: 6))
        #expect(desk.episodes.first?.raised == waiting(after: 300))

        let blank = try ReloadDesk(story.policy)
        var again = Story()
        blank.past.isBroken = true
        blank.take(again.minutes(300, at: 6))
        try blank.reload([again.warm("5 °C", window: "4h")])
        #expect(blank.rules.reports.map(\.unfilled) == [1])
        blank.take(again.minutes(4, at: 6))
        #expect(blank.episodes.isEmpty, "A window that was not filled knows nothing yet.")
    }

    @Test("fills a window as it would stand had the rule always been so")
    func sameAsAlways() throws {
        let (mixed, always) = (try ReloadDesk(Story().policy), try ReloadDesk(Story().policy))
        let next = try Story().warm("5.2 °C", window: "4h")
        try always.reload([next])
        try mixed.reload([Story().warm("90 °C")])
        for desk in [mixed, always] {
            var story = Story()
            for hour in 0..<10 { desk.take(story.minutes(60, at: Double(hour % 3) + 3)) }
            if desk === mixed { try desk.reload([next]) }
            desk.clock.now = always.clock.now
            desk.take(story.minutes(200, at: 9))
        }
        #expect(mixed.episodes == always.episodes)
        #expect(!mixed.episodes.isEmpty)
    }

    @Test("ends the episode of a rule that is gone, at the last record")
    func gone() throws {
        var story = Story()
        let desk = try ReloadDesk(story.policy)
        desk.take(story.minutes(60, at: 9))
        #expect(desk.episodes.map(\.reset) == [nil])
        try desk.reload([])
        #expect(desk.rules.reports.map(\.ended) == [1])
        let reset = try #require(desk.episodes.first?.reset)
        #expect(reset > start + .minutes(50) && reset <= start + .minutes(60))
        desk.take(story.minutes(60, at: 9))
        #expect(desk.episodes.count == 1)
    }

    @Test("ends the episode of a rule that has other levels now, and the new level begins one of its own")
    func levels() throws {
        var story = Story()
        let desk = try ReloadDesk(story.policy)
        desk.take(story.minutes(60, at: 9))
        try desk.reload([story.warm("8 °C", level: .critical)])
        desk.take(story.minutes(10, at: 9))
        #expect(desk.episodes.map(\.level) == ["major", "critical"])
        #expect(desk.episodes.map { $0.reset != nil } == [true, false])
    }

    @Test("a crash right after it, or after the first commit that follows, leaves the same as none", arguments: [0, 1])
    func crash(commits: Int) throws {
        let (calm, killed) = (try ReloadDesk(Story().policy), try ReloadDesk(Story().policy))
        for desk in [calm, killed] {
            var story = Story()
            desk.take(story.minutes(300, at: 6))
            // A snapshot, as there is one each minute.
            try desk.shell.run { true }
            let next = [try story.warm("5.5 °C", window: "4h")]
            try desk.reload(next)
            desk.take(story.minutes(commits, at: 6))
            if desk === killed { try desk.restart(with: next) }
            for _ in 0..<2 {
                desk.clock.now = desk.clock.now + .seconds(2)
                desk.shell.turn()
            }
            desk.take(story.minutes(30, at: 6) + story.minutes(600, at: 1))
        }
        #expect(killed.past.beginnings == 2 - commits, "What was recorded need not be filled a second time.")
        #expect(Outcome(killed.ledger.entries).decided == Outcome(calm.ledger.entries).decided)
        #expect(killed.episodes.map { $0.reset != nil } == [true])
    }

    @Test("a start with other rules fills what is new in them, too")
    func anotherStart() throws {
        var story = Story()
        let desk = try ReloadDesk(story.policy)
        desk.take(story.minutes(300, at: 6))
        try desk.shell.run { true }
        let next = [try story.warm("5 °C", window: "4h")]
        try desk.restart(with: next)
        desk.clock.now = desk.clock.now + .seconds(2)
        desk.shell.turn()
        desk.shell.turn()
        #expect(desk.past.beginnings == 1)
        desk.take(story.minutes(4, at: 6))
        #expect(desk.episodes.first?.raised == waiting(after: 300))
    }

    @Test("a rule that comes out of draft is filled from the past, too, and stages outlive a reload of the files")
    func stage() throws {
        var story = Story()
        var draft = try story.warm("5 °C", window: "4h")
        draft.stage = .draft
        let desk = try ReloadDesk(House.policy(of: [story.fridge], rules: [draft], plans: []))
        desk.take(story.minutes(300, at: 6))
        try desk.life.record(
            StageChange(
                rule: draft.name, version: 1, from: .draft, to: .shadow, by: "lin", reason: "complete", at: start))
        for _ in 0..<3 {
            desk.clock.now = desk.clock.now + .seconds(2)
            desk.shell.turn()
        }
        #expect(desk.past.beginnings == 1)
        try desk.reload([draft])
        #expect(desk.past.beginnings == 1)
        desk.take(story.minutes(4, at: 6))
        #expect(desk.episodes.map(\.level) == ["major"])
    }

    @Test("loses and doubles nothing of what comes while it lives through the past", arguments: [0, 1, 3])
    func meanwhile(moves: Int) throws {
        let (mixed, always) = (try ReloadDesk(Story().policy), try ReloadDesk(Story().policy))
        let next = try Story().warm("5 °C", window: "4h")
        try always.reload([next])
        try mixed.reload([Story().warm("90 °C")])
        for desk in [mixed, always] {
            var story = Story()
            desk.take(story.minutes(400, at: 3))
            let isMixed = desk === mixed
            desk.backyard.isIdle = !isMixed
            if isMixed { try desk.reload([next]) }
            desk.take(story.minutes(100, at: 5))
            if isMixed {
                #expect(desk.rules.reports.count == 1, "The old rules are in force meanwhile.")
                desk.backyard.work()
                desk.past.movesLeft = moves
            }
            desk.backyard.isIdle = true
            desk.take(story.minutes(20, at: 5))
            for _ in 0..<4 { desk.shell.turn() }
            desk.take(story.minutes(400, at: 9))
        }
        #expect(mixed.rules.reports.last?.refilled == 1)
        #expect(mixed.past.beginnings == 1 + moves)
        #expect(mixed.episodes == always.episodes)
        #expect(!mixed.episodes.isEmpty)
        #expect(Outcome(mixed.ledger.entries)[.stored] == Outcome(always.ledger.entries)[.stored])
    }

    @Test("that cannot be recorded has never been, and is tried again")
    func notRecorded() throws {
        var story = Story()
        let desk = try ReloadDesk(story.policy)
        desk.take(story.minutes(60, at: 9))
        desk.ledger.failing = Set(desk.ledger.calls..<desk.ledger.calls + 2)
        try desk.rules.bring([])
        desk.clock.now = desk.clock.now + .seconds(2)
        desk.shell.turn()
        #expect(desk.rules.reports.isEmpty)
        #expect(desk.episodes.map(\.reset) == [nil])
        for _ in 0..<3 {
            desk.clock.now = desk.clock.now + .seconds(2)
            desk.shell.turn()
        }
        #expect(desk.rules.reports.map(\.ended) == [1])
        #expect(desk.episodes.count == 1 && desk.episodes.first?.reset != nil)
    }

    @Test("takes the newest rules where they change while it lives through the past")
    func newest() throws {
        var story = Story()
        let desk = try ReloadDesk(story.policy)
        desk.take(story.minutes(300, at: 6))
        desk.backyard.isIdle = false
        try desk.reload([story.warm("90 °C", window: "3h")])
        try desk.reload([story.warm("5 °C", window: "4h")])
        desk.backyard.work()
        desk.shell.turn()
        #expect(desk.rules.reports.count == 1)
        desk.take(story.minutes(4, at: 6))
        #expect(desk.episodes.count == 1)
    }
}
