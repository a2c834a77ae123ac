import Appliances
import Daybook
import FaultRules
import Gateway
import Logging
import Telemetry
import Testing

@Suite("The watch over rules")
struct LifeWatchTests {
    private let book = MemoryLifeBook()
    private let watch: LifeWatch
    private let policy: HousePolicy

    init() throws {
        watch = LifeWatch(book, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        policy = try House.policy(of: [appliance("fridge-1")], plans: [])
    }

    private func change(_ rule: String, to: Stage) -> StageChange {
        StageChange(rule: rule, version: 1, from: .active, to: to, by: "lin", reason: "r", at: start)
    }

    private func stage(_ rule: String, _ core: GatewayCore) -> Stage? {
        core.rules.first { $0.name == rule }?.stage
    }

    /// A repair of an appliance and its verdict on an episode of its own.
    private func say(_ outcome: RepairOutcome, _ number: Int) {
        let id = appliance("fridge-1").id
        let episode = Episode(
            rule: "warm_cabinet", version: 1, component: .fanMotor, device: id, level: .major,
            raised: start + .hours(Int64(number)), at: start, reset: nil, signals: [])
        let repair = Repair(
            number: "SR-\(number)", device: id, model: "", requested: .fanMotor, outcome: outcome, opened: start,
            closed: start + .days(9), by: "wang")
        book.say(repair, repair.verdicts(on: [episode], attached: [episode.id]))
    }

    @Test("puts a stage that somebody changes into force at its next look, a second later at most")
    func stages() throws {
        var core = GatewayCore(watch.begin(with: policy), clock: .wall)
        #expect(!watch.look(at: start, &core))
        try book.record(change("warm_cabinet", to: .shadow))
        #expect(!watch.look(at: start + TimeSpan(milliseconds: 999), &core))
        #expect(watch.look(at: start + .seconds(1), &core))
        core.restage(watch.stages)
        #expect(stage("warm_cabinet", core) == .shadow && stage("short_cycling", core) == .active)
        #expect(!watch.look(at: start + .seconds(3), &core))
    }

    @Test("begins with the stages as they are")
    func begins() throws {
        try book.record(change("warm_cabinet", to: .canary(percent: 5)))
        var core = GatewayCore(watch.begin(with: policy), clock: .wall)
        #expect(stage("warm_cabinet", core) == .canary(percent: 5))
        #expect(!watch.look(at: start, &core))
    }

    @Test("puts a rule back to shadow at the twentieth verdict that it was wrong, and says so once")
    func demotes() throws {
        var core = GatewayCore(watch.begin(with: policy), clock: .wall)
        for number in 0..<19 { say(.noFaultFound, number) }
        for number in 30..<50 { say(.notVisited, number) }
        _ = watch.look(at: start, &core)
        #expect(book.all.changes.isEmpty)
        say(.userCaused, 19)
        for second in 1..<5 where watch.look(at: start + .seconds(Int64(second)), &core) {
            core.restage(watch.stages)
        }
        let change = try #require(book.all.changes.first)
        #expect(book.all.changes.count == 1 && change.by == StageChange.itself && change.to == .shadow)
        #expect(change.reason.hasPrefix("0 of 20 verdicts right"))
        #expect(stage("warm_cabinet", core) == .shadow)
    }

    @Test("goes on as it was while the book cannot be read, and loses nothing of it")
    func fails() throws {
        var core = GatewayCore(watch.begin(with: policy), clock: .wall)
        for number in 0..<20 { say(.noFaultFound, number) }
        book.fails = true
        #expect(!watch.look(at: start, &core))
        book.fails = false
        _ = watch.look(at: start + .seconds(1), &core)
        #expect(book.all.changes.map(\.to) == [.shadow])
    }
}
