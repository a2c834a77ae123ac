import FaultRules
import Testing

@Suite("The bound of a share")
struct ShareBoundTests {
    /// Clopper and Pearson's intervals (1934), whose ends are quantiles of beta distributions, as tables print them;
    /// the rest follows from closed forms of Beta(1, b) and Beta(a, 1).
    private static let known: [(right: Int, wrong: Int, level: Double, value: Double)] = [
        (8, 1, 0.025, 0.5550), (9, 0, 0.975, 0.9975), (9, 10, 0.025, 0.2720), (10, 9, 0.975, 0.7280),
        (5, 4, 0.05, 0.3035), (0, 0, 0.1, 0.1), (1, 0, 0.1, 0.3162), (20, 0, 0.1, 0.8962), (0, 20, 0.1, 0.0050),
        (0, 9, 0.025, 0.0025), (14, 6, 0.1, 0.5523), (900, 100, 0.1, 0.8869), (9_000, 91_000, 0.1, 0.0889),
    ]

    @Test("is what tables say, to four places", arguments: known)
    func tables(right: Int, wrong: Int, level: Double, value: Double) {
        let found = ShareBound.quantile(right: right, wrong: wrong, level: level)
        #expect(abs(found - value) < 0.000_06, "\(found)")
    }

    @Test(
        "has an incomplete beta function that is exact where fractions are",
        arguments: [(0.5, 2, 2, 0.5), (0.5, 5, 3, 0.2265625), (0.2, 1, 1, 0.2), (0.3, 10, 20, 0.364_004_081_071_943_7)])
    func incomplete(x: Double, a: Int, b: Int, value: Double) {
        #expect(abs(ShareBound.incompleteBeta(x, a, b) - value) < 1e-13)
    }

    @Test("neither under- nor overflows with a million looks")
    func large() {
        #expect(abs(ShareBound.lower(right: 500_000, wrong: 500_000) - 0.499_36) < 0.000_01)
        #expect(ShareBound.lower(right: 1_000_000, wrong: 0) > 0.999_99)
        #expect(ShareBound.lower(right: 0, wrong: 1_000_000) < 0.000_001)
        #expect(ShareBound.incompleteBeta(0.01, 3, 5_000) == 1)
    }

    @Test("grows with each look that was right and falls with each that was wrong")
    func monotone() {
        for right in 0..<30 {
            #expect(ShareBound.lower(right: right + 1, wrong: 7) > ShareBound.lower(right: right, wrong: 7))
            #expect(ShareBound.lower(right: 7, wrong: right + 1) < ShareBound.lower(right: 7, wrong: right))
        }
    }
}
