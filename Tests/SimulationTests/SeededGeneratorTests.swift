import Simulation
import Testing

@Suite("The seeded generator")
struct SeededGeneratorTests {
    @Test("is SplitMix64, as its authors' program prints it for the seed 1234567")
    func reference() {
        var generator = SeededGenerator(seed: 1_234_567)
        let words = (0..<3).map { _ in generator.next() }
        #expect(
            words == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            ])
    }

    @Test("stays between 0 and 1 and spreads evenly", arguments: [0, 1, 42, UInt64.max])
    func unit(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let draws = (0..<10_000).map { _ in generator.unit() }
        #expect(draws.allSatisfy { $0 >= 0 && $0 < 1 })
        #expect(abs(draws.reduce(0, +) / 10_000 - 0.5) < 0.02)
    }

    @Test("draws every whole number below a bound, and no other")
    func below() {
        var generator = SeededGenerator(seed: 7)
        #expect(Set((0..<1_000).map { _ in generator.below(6) }) == Set(0..<6))
    }
}
