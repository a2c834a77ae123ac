import FaultRules
import Testing

@Suite("The tuner")
struct TunerTests {
    private func point(
        _ text: String, detected: Int, nuisances: Int, f1: Double?, isCurrent: Bool = false
    ) -> Tuner.Point {
        Tuner.Point(
            values: [Tuner.Value(parameter: "for", text: text)], isCurrent: isCurrent, detected: detected, faults: 10,
            nuisances: nuisances, nuisanceRate: Double(nuisances) / 10, f1: f1)
    }

    @Test("proposes the best F1 within the nuisance that is allowed, and says what would change")
    func proposes() throws {
        let points = [
            point("10m", detected: 10, nuisances: 40, f1: 0.95), point("20m", detected: 8, nuisances: 4, f1: 0.85),
            point("30m", detected: 8, nuisances: 3, f1: 0.85),
            point("60m", detected: 5, nuisances: 1, f1: 0.6, isCurrent: true),
        ]
        let proposal = try Tuner.propose("warm", from: points, nuisanceLimit: 0.5).get()
        #expect(proposal.point.values.map(\.text) == ["30m"])
        #expect(proposal.difference == "+3 faults found of 10, +2 nuisances")
        #expect(proposal.reason.hasPrefix("F1 0.85 is the best of 4 settings, with 0.30 nuisances"))
        let yaml = proposal.yaml(by: "lin", until: "2027-05-31")
        #expect(yaml.hasPrefix("overrides:\n  - match: all\n    set:\n      warm.for: 30m\n    by: lin\n"))
        #expect(yaml.hasSuffix("    until: 2027-05-31\n"))
    }

    @Test("proposes nothing where nothing is better, allowed or known")
    func nothing() {
        let current = point("60m", detected: 5, nuisances: 1, f1: 0.6, isCurrent: true)
        let same = point("30m", detected: 5, nuisances: 1, f1: 0.6)
        func reason(_ points: [Tuner.Point], _ limit: Double = 0.5) -> String {
            switch Tuner.propose("warm", from: points, nuisanceLimit: limit) {
            case .success: "a proposal"
            case .failure(let nothing): nothing.reason
            }
        }
        #expect(reason([same, current]) == "what is in force is the best of 2 settings")
        #expect(reason([same, current], 0.05).hasPrefix("no setting stays within 0.05 nuisances"))
        #expect(
            reason([point("1m", detected: 0, nuisances: 1, f1: nil)]).hasPrefix("the replay holds no labelled fault"))
        #expect(reason([]).hasPrefix("the replay holds no labelled fault"))
    }
}
