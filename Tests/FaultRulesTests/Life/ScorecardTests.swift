import Appliances
import FaultRules
import Testing

@Suite("A scorecard")
struct ScorecardTests {
    private let subject = Scorecard.Subject(rule: "warm", version: 1, component: .compressor)

    private func total(_ verdicts: [Verdict], _ repairs: [Repair] = []) -> Score? {
        Scorecard([subject], verdicts: verdicts, repairs: repairs).total("warm", version: 1)
    }

    @Test("does not count where nobody came")
    func censoring() throws {
        let some = try #require(total(Life.verdicts([.confirmed: 3, .noFaultFound: 1])))
        let more = try #require(total(Life.verdicts([.confirmed: 3, .noFaultFound: 1, .notVisited: 50])))
        #expect(some.verdicts == 4 && more.verdicts == 4)
        #expect(some.precision == 0.75 && more.precision == 0.75 && some.lowerBound == more.lowerBound)
        #expect(more.count(.notVisited) == 50)
        #expect(try #require(total([])).precision == nil)
    }

    @Test("counts as wasted what a request of the rule caused and a repair could not change")
    func waste() throws {
        let outcomes: KeyValuePairs<RepairOutcome, Int> = [
            .noFaultFound: 2, .userCaused: 1, .otherPart: 5, .sensorFault: 7, .notVisited: 9,
        ]
        #expect(try #require(total(Life.verdicts(outcomes))).wastedVisits == 3)
        #expect(try #require(total(Life.verdicts(outcomes, acted: false))).wastedVisits == 0)
    }

    @Test("keeps versions and models apart")
    func groups() {
        let verdicts =
            Life.verdicts([.confirmed: 2], model: "A") + Life.verdicts([.userCaused: 1], model: "B")
            + Life.verdicts([.confirmed: 4], version: 2, model: "A")
        let card = Scorecard([subject], verdicts: verdicts, repairs: [])
        #expect(card.scores.map(\.version) == [1, 1, 1, 2, 2])
        #expect(card.scores.map(\.model) == [nil, "A", "B", nil, "A"])
        #expect(card.scores.map(\.verdicts) == [3, 2, 1, 4, 4])
        #expect(card.scores.map(\.right) == [2, 2, 0, 4, 4])
    }

    @Test("counts in recall every confirmed repair of the part, also those that only the hotline knew of")
    func recall() throws {
        let foretold = Life.repair(.confirmed, number: "SR-1")
        let hotline = Life.repair(.confirmed, number: "H-1", on: "fridge-2")
        let other = Life.repair(.otherPart, part: .thermostat, number: "SR-3", on: "fridge-3")
        let named = Life.repair(.otherPart, of: .thermostat, part: .compressor, number: "H-4", on: "fridge-4")
        let verdicts = foretold.verdicts(on: [Life.episode()], attached: [])
        let score = try #require(total(verdicts, [foretold, hotline, other, named]))
        #expect(score.confirmedRepairs == 3 && score.foretoldRepairs == 1)
        #expect(score.medianLead == .days(2))
        let late = Scorecard.Subject(rule: "warm", version: 1, component: .compressor, since: Life.start + .days(3))
        let later = Scorecard([late], verdicts: verdicts, repairs: [foretold, hotline])
        #expect(later.total("warm", version: 1)?.recall == nil)
    }

    @Test("takes the last word on an episode and on a repair")
    func correction() throws {
        let first = Life.repair(.noFaultFound)
        let second = Life.repair(.confirmed)
        let episodes = [Life.episode()]
        let verdicts = first.verdicts(on: episodes, attached: []) + second.verdicts(on: episodes, attached: [])
        let score = try #require(total(verdicts, [first, second]))
        #expect(score.verdicts == 1 && score.right == 1 && score.recall == 1)
    }
}

@Suite("A repair")
struct RepairTests {
    /// What a repair says of an episode that named the compressor.
    private static let judgements: [(outcome: RepairOutcome, asked: Component, part: Component?, RepairOutcome)] = [
        (.confirmed, .compressor, nil, .confirmed), (.confirmed, .thermostat, nil, .otherPart),
        (.confirmed, .thermostat, .compressor, .confirmed), (.otherPart, .compressor, .thermostat, .otherPart),
        (.otherPart, .thermostat, .compressor, .confirmed), (.otherPart, .compressor, nil, .otherPart),
        (.noFaultFound, .compressor, nil, .noFaultFound), (.userCaused, .compressor, nil, .userCaused),
        (.sensorFault, .compressor, nil, .sensorFault), (.notVisited, .compressor, nil, .notVisited),
    ]

    @Test("judges an episode by the part that had failed", arguments: judgements)
    func judges(outcome: RepairOutcome, asked: Component, part: Component?, expected: RepairOutcome) {
        #expect(Life.repair(outcome, of: asked, part: part).outcome(for: .compressor) == expected)
    }

    @Test("confirms a rule that had named the sensor, where a sensor was at fault")
    func sensor() {
        #expect(Life.repair(.sensorFault).outcome(for: .sensor) == .confirmed)
    }

    @Test("judges what was put to its request, and what named the same part in the thirty days before")
    func joins() {
        let episodes = [
            Life.episode(on: "fridge-1", raised: Life.start),
            Life.episode(on: "fridge-1", raised: Life.start + .hours(1) - .days(30)),
            Life.episode(on: "fridge-1", raised: Life.start + .days(3)),
            Life.episode(on: "fridge-2"),
            Life.episode("door", of: .door),
            Life.episode("cold", of: .thermostat),
        ]
        let repair = Life.repair(.confirmed)
        #expect(repair.verdicts(on: episodes, attached: []).map(\.episode) == [episodes[0].id])
        let attached = repair.verdicts(on: episodes, attached: [episodes[5].id])
        #expect(attached.map(\.outcome) == [.confirmed, .otherPart])
        #expect(repair.verdicts(on: episodes, attached: [], judged: [episodes[0].id]).isEmpty)
        let corrected = repair.verdicts(on: episodes, attached: [episodes[0].id], judged: [episodes[0].id])
        #expect(corrected.count == 1)
    }
}
