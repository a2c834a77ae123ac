import Appliances
import ServiceDesk
import Testing
import Warranty

@Suite("A desk over long histories")
struct DeskHistoryTests {
    /// What a desk did in one seeded story: 300 predictions and some endings.
    private struct Story {
        var desk = Desk()
        var events: [RecordedEvent] = []
        var advice: [Advice] = []
        private var dice: SplitMix64
        private let fridges: [Appliance]

        init(seed: UInt64) throws {
            dice = SplitMix64(seed: seed)
            fridges = try ["f-1", "f-2", "f-3"].map { try appliance($0, owner: $0 == "f-3" ? "" : "C-1") }
        }

        mutating func step(_ count: Int) {
            let moment = start + .hours(Int64(count * 3 + dice.below(9) - 4))
            let component = dice.pick(Component.allCases)
            let coming = prediction(
                of: component, in: dice.pick(fridges), episode: "EP-\(dice.below(60))",
                level: dice.pick(["minor", "major", "critical"]), priority: dice.pick(Priority.allCases))
            let outcome = dice.pick([
                Answer.free, .chargeable, .undetermined(needs: [.certificate]),
            ])
            let taken = desk.take(
                coming, entitled: outlook(outcome, of: component), tariff: tariff, at: moment)
            events += taken.events
            if case .advised(let given) = taken.decision { advice.append(given) }
            if dice.below(12) == 0 { endOne(at: moment) }
        }

        private mutating func endOne(at moment: Timestamp) {
            guard let request = desk.openRequests.first else { return }
            let ending = RecordedEvent(
                request: request.number, number: request.eventCount + 1, at: moment,
                event: dice.pick([RequestEvent.closed, .cancelled]))
            desk.apply(ending)
            events.append(ending)
        }
    }

    @Test("never opens two requests for one component family, whatever the order (Z-1)", arguments: 1...50)
    func oneRequest(seed: UInt64) throws {
        var story = try Story(seed: seed)
        for count in 0..<300 {
            story.step(count)
            let open = story.desk.openRequests
            let places = Set(open.map { "\($0.device?.text ?? "") \($0.family?.rawValue ?? "")" })
            #expect(places.count == open.count)
        }
        let opened = story.events.filter { $0.number == 1 }.map(\.request)
        #expect(Set(opened).count == opened.count)
        let attached = story.events.compactMap { recorded -> String? in
            guard case .evidenceAttached(let piece) = recorded.event else { return nil }
            return "\(recorded.request) \(piece.episode) \(piece.level)"
        }
        #expect(Set(attached).count == attached.count)
        #expect(!opened.isEmpty)
    }

    @Test("is the same when folded from its events, and goes on the same", arguments: 1...20)
    func folds(seed: UInt64) throws {
        var story = try Story(seed: seed)
        for count in 0..<200 { story.step(count) }
        var rebuilt = story
        rebuilt.desk = Desk()
        for advice in story.advice { rebuilt.desk.apply(advice) }
        for event in story.events { rebuilt.desk.apply(event) }
        // What is delivered twice changes nothing.
        for event in story.events { rebuilt.desk.apply(event) }
        for number in Set(story.events.map(\.request)) {
            #expect(rebuilt.desk.request(number) == story.desk.request(number))
        }
        for count in 200..<300 {
            story.step(count)
            rebuilt.step(count)
        }
        #expect(rebuilt.events == story.events)
        #expect(rebuilt.advice == story.advice)
        #expect(rebuilt.desk.openRequests == story.desk.openRequests)
    }

    @Test("advises once within the quiet time for each family", arguments: 1...20)
    func advice(seed: UInt64) throws {
        var story = try Story(seed: seed)
        for count in 0..<300 { story.step(count) }
        var last: [String: Timestamp] = [:]
        for given in story.advice {
            let place = "\(given.device) \(given.component.family.rawValue)"
            if let before = last[place] { #expect(given.at - before >= .days(7)) }
            last[place] = given.at
        }
        #expect(Set(story.advice.map(\.id)).count == story.advice.count)
        #expect(!story.advice.isEmpty)
    }
}
