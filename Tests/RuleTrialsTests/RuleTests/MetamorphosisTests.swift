import Appliances
import FaultRules
import RuleTrials
import Testing

@Suite("Metamorphoses")
struct MetamorphosisTests {
    private func broken<Engine: TrialEngine>(
        _ engine: Engine.Type, seeds: Range<UInt64> = 0..<5
    ) throws -> Set<Metamorphosis> {
        let trial = try RuleTrial<Engine>(alone: .warmCabinet(hold: 10))
        let test = try warmMorning()
        return Set(seeds.flatMap { trial.metamorphicFailures(test, seed: $0) }.map(\.metamorphosis))
    }

    @Test("change no episode of the engine")
    func sound() throws {
        #expect(try broken(RuleEngine.self, seeds: 0..<20) == [])
    }

    @Test("find an engine that forgets")
    func forgetful() throws {
        #expect(try broken(ForgetfulEngine.self) == [.kills, .split, .reload])
    }

    @Test("find an engine that refuses its own snapshot, and say so")
    func refusing() throws {
        #expect(try broken(RefusingEngine.self) == [.kills, .split, .reload])
        let trial = try RuleTrial<RefusingEngine>(alone: .warmCabinet(hold: 10))
        let failures = try trial.metamorphicFailures(warmMorning(), seed: 1)
        #expect(failures.map(\.text).allSatisfy { $0 == "the engine refused its own snapshot" })
        #expect(failures.map(\.seed).allSatisfy { $0 == 1 } && !failures.isEmpty)
    }

    @Test("find an engine that judges records as they arrive")
    func impatient() throws {
        #expect(try broken(ImpatientEngine.self).contains(.shuffle))
    }

    @Test("find an engine in which one appliance disturbs another")
    func gossiping() throws {
        #expect(try broken(GossipingEngine.self) == [.company])
    }

    @Test("tell which episodes they gave and which they should have given")
    func sentences() throws {
        let trial = try RuleTrial<ForgetfulEngine>(alone: .warmCabinet(hold: 10))
        let test = try warmMorning()
        let texts = (0..<20).flatMap { trial.metamorphicFailures(test, seed: $0) }.map(\.text)
        let expected = "undisturbed it is minor at 1h10m, major at 1h40m, eased to minor at 2h, ended at 2h10m"
        #expect(!texts.isEmpty && texts.allSatisfy { $0.hasPrefix("gave ") && $0.hasSuffix(expected) })
    }

    @Test("are the same for the same seed")
    func seeds() throws {
        let trial = try RuleTrial<ForgetfulEngine>(alone: .warmCabinet(hold: 10))
        let test = try warmMorning()
        #expect(trial.metamorphicFailures(test, seed: 3) == trial.metamorphicFailures(test, seed: 3))
    }
}
