import Appliances
import Foundation
import ServiceDesk
import Testing
import Warranty

@Suite("A command during which the desk is killed")
struct KilledCommandTests {
    /// What may be refused in every random run: nobody has a checklist here, and few are visited unannounced.
    private static let unmet: Set<String> = ["answer", "feed_back"]
    /// How often each is looked at, in different runs.
    private static let timesEach = 3

    private func rebuilt(_ events: [RecordedEvent]) -> Desk {
        var desk = Desk()
        for event in events { desk.apply(event) }
        return desk
    }

    private func name(of command: DeskCommand) throws -> String {
        let text = try JSONEncoder().encode(command)
        return try #require((try JSONSerialization.jsonObject(with: text) as? [String: Any])?.keys.first)
    }

    /// Whether the command is done once, wherever it was cut off; `durable` was recorded before, `found` by it.
    private func isOnce(_ done: RandomDesk.Done, _ durable: [RecordedEvent], _ found: [RecordedEvent]) throws -> Bool {
        // Killed before the commit: nothing of it is there, and the same call does it as if it were the first time.
        var before = rebuilt(durable)
        let again = try done.perform(on: &before, key: "k-1") ?? []
        guard again.map(\.event) == found.map(\.event), again.first?.key == "k-1" else { return false }
        // Killed after it, the answer lost: the same call finds it done.
        var after = rebuilt(durable + again)
        let numbers = Set((durable + again).map(\.request)).sorted()
        let stood = numbers.map { after.request($0) }
        guard stood == numbers.map({ before.request($0) }) else { return false }
        return try done.perform(on: &after, key: "k-1") == [] && numbers.map { after.request($0) } == stood
    }

    @Test("is done once, whichever it is")
    func everyCommand() throws {
        var left = Dictionary(uniqueKeysWithValues: DeskCommand.names.map { ($0, Self.timesEach) })
        for seed in 0..<300 where left.keys.contains(where: { !Self.unmet.contains($0) }) {
            // Every other run has several requests, so that one can be another's duplicate.
            var random = try seed % 2 == 0 ? RandomDesk(seed: UInt64(seed)) : RandomDesk(manyWith: UInt64(seed))
            for _ in 0..<120 {
                let durable = random.events
                random.done = nil
                let found = seed % 2 == 0 ? random.step() : try random.turn()
                guard let done = random.done, !found.isEmpty else { continue }
                let name = try name(of: done.command)
                guard let more = left[name] else { continue }
                #expect(try isOnce(done, durable, found), "\(name) of seed \(seed)")
                left[name] = more > 1 ? more - 1 : nil
            }
        }
        let never = left.filter { $0.value == Self.timesEach }.keys.sorted()
        #expect(Set(never).isSubset(of: Self.unmet), "\(never)")
    }
}
