import Appliances
import Daybook
import Gateway
import Simulation
import Telemetry
import Testing

@Suite("A commit that fails")
struct CommitFailureTests {
    @Test("leaves the same in the ledger as if it had not, once everything came again", arguments: Run.all)
    func sameInTheEnd(run: Run) throws {
        let days = run.days
        let policy = try House.policy(of: days.appliances)
        var dice = SeededGenerator(seed: run.seed)
        let failing = Set((0..<60).map { _ in dice.below(200) })
        let desk = try Desk(policy, run.clock, days.posts, failing: failing) { 1 + dice.below(40) }
        desk.work()
        #expect(desk.link.isDone)
        #expect(desk.log.steps.count { $0 == .failed } >= 20)
        let plain = Outcome(decide(policy, run.clock, days.posts.map { MessageBatch([$0]) }))
        let outcome = Outcome(desk.ledger.entries)
        #expect(outcome.decided == plain.decided)
        #expect(outcome[.stored] == plain[.stored] && outcome[.duplicates] == 0)
        #expect(Set(desk.ledger.written).count == desk.ledger.written.count)
    }

    @Test("is never acknowledged: the answer follows the commit, and a failure drops the link")
    func order() throws {
        let days = Days()
        let desk = try Desk(
            House.policy(of: days.appliances), .telemetry, days.posts, failing: [0, 3, 4, 5, 40, 60])
        desk.work()
        var last = OrderLog.Step.acknowledged
        for step in desk.log.steps {
            let allowed: [OrderLog.Step] =
                switch step {
                case .gathered: [.acknowledged, .refused]
                case .recorded, .failed: [.gathered]
                case .acknowledged: [.recorded]
                case .refused: [.failed]
                }
            #expect(allowed.contains(last), "\(step) after \(last)")
            last = step
        }
        #expect(desk.log.steps.count { $0 == .refused } == 6)
    }

    @Test("and kills between batches together lose and double nothing", arguments: 1...4)
    func withKills(seed: UInt64) throws {
        let days = Days(seed: seed, style: .bare)
        let policy = try House.policy(of: days.appliances)
        var dice = SeededGenerator(seed: seed)
        let desk = try Desk(policy, .wall, days.posts, failing: [7, 20, 21]) { 1 + dice.below(60) }
        var chance = SeededGenerator(seed: seed &+ 9)
        while !desk.link.isDone {
            desk.shell.turn()
            if chance.below(6) == 0 { try desk.restart() }
        }
        let plain = Outcome(decide(policy, .wall, days.posts.map { MessageBatch([$0]) }))
        #expect(Outcome(desk.ledger.entries).decided == plain.decided)
        #expect(Outcome(desk.ledger.entries)[.stored] == days.posts.count)
    }
}
