import Appliances
import FaultRules
import Testing

@Suite("The life of a rule")
struct StageTests {
    /// Everything is in order for any step.
    private var ready: StageDossier {
        var dossier = StageDossier()
        dossier.examination = StageDossier.Examination(passed: 4, failed: 0, coverage: 0.95)
        (dossier.report, dossier.shadowEpisodes) = ("BT-1", 10)
        (dossier.requestsPerWeek, dossier.capacityPerWeek) = (20, 20)
        (dossier.verdicts, dossier.right) = (20, 13)
        return dossier
    }

    private func unmet(_ dossier: StageDossier, _ from: Stage, _ to: Stage) -> [String] {
        dossier.gates(from: from, to: to).filter { !$0.isPassed }.map(\.name)
    }

    @Test("goes forward step by step where everything is in order")
    func forward() {
        for (from, to) in zip(Stage.all, Stage.all.dropFirst()) {
            #expect(unmet(ready, from, to).isEmpty, "\(from.word) to \(to.word)")
            #expect(!ready.gates(from: from, to: to).isEmpty || to == .retired)
        }
    }

    /// What is changed, the step, and what is then not met.
    private static let faults: [(String, @Sendable (inout StageDossier) -> Void, Stage, Stage, [String])] = [
        ("a broken file", { $0.problems = 1 }, .draft, .shadow, ["check"]),
        ("no tests", { $0.examination = nil }, .draft, .shadow, ["tests", "coverage"]),
        (
            "a failing test", { $0.examination = .init(passed: 3, failed: 1, coverage: 1) }, .draft, .shadow,
            ["tests"]
        ),
        (
            "too little coverage", { $0.examination = .init(passed: 3, failed: 0, coverage: 0.89) }, .draft, .shadow,
            ["coverage"]
        ),
        ("no report", { $0.report = nil }, .shadow, .canary(percent: 5), ["back-test"]),
        ("nine episodes", { $0.shadowEpisodes = 9 }, .shadow, .canary(percent: 5), ["shadow"]),
        (
            "none, and none expected", { ($0.shadowEpisodes, $0.expectsNone) = (0, true) }, .shadow,
            .canary(percent: 5), []
        ),
        ("no capacity", { $0.capacityPerWeek = nil }, .canary(percent: 5), .canary(percent: 25), ["capacity"]),
        ("too many for all", { $0.requestsPerWeek = 81 }, .canary(percent: 100), .active, ["capacity"]),
        (
            "too many for a quarter", { $0.requestsPerWeek = 81 }, .canary(percent: 5), .canary(percent: 25),
            ["capacity"]
        ),
        ("few enough for a quarter", { $0.requestsPerWeek = 80 }, .canary(percent: 5), .canary(percent: 25), []),
        ("12 of 20 right", { $0.right = 12 }, .canary(percent: 100), .active, ["precision"]),
        ("0 of 19 right", { ($0.verdicts, $0.right) = (19, 0) }, .canary(percent: 100), .active, []),
        ("a lower floor", { ($0.right, $0.floor) = (12, 0.45) }, .canary(percent: 100), .active, []),
        ("a jump", { _ in }, .draft, .active, ["one step"]),
        ("a step of the trial left out", { _ in }, .canary(percent: 5), .canary(percent: 100), ["one step"]),
        ("a way back into action", { $0.report = nil }, .retired, .canary(percent: 5), ["back-test"]),
    ]

    @Test("is held up by what is missing", arguments: faults)
    func gates(
        _: String, change: @Sendable (inout StageDossier) -> Void, from: Stage, to: Stage, expected: [String]
    ) {
        var dossier = ready
        change(&dossier)
        #expect(unmet(dossier, from, to) == expected)
    }

    @Test("goes back, and out of use, without any condition")
    func back() {
        let nothing = StageDossier()
        for from in Stage.all {
            #expect(nothing.gates(from: from, to: .retired).isEmpty)
            for to in Stage.all where to < from && !(from == .retired && to.mayAct) {
                #expect(nothing.gates(from: from, to: to).isEmpty, "\(from.word) to \(to.word)")
            }
        }
    }

    @Test("is what its last change says, and what its file says before the first")
    func book() {
        var rule = FaultRule(name: "warm", component: .compressor)
        rule.stage = .shadow
        var book = StageBook()
        #expect(book.stage(of: rule) == .shadow)
        for stage in [Stage.canary(percent: 5), .active, .shadow, .draft] {
            book.add(change(to: stage))
            #expect(book.staged([rule]).map(\.stage) == [stage])
        }
        #expect(book.stage(of: FaultRule(name: "other", component: .door)) == .active)
        #expect(book.stage(of: FaultRule(name: "warm_flapping", component: .sensor)) == .draft)
    }

    @Test("knows a change that was made against a condition")
    func forced() {
        let gate = Gate("tests", isPassed: false, "none")
        #expect(change(from: .draft, to: .shadow, gates: [gate]).isForced)
        #expect(!change(from: .active, to: .shadow, gates: [gate]).isForced)
        #expect(!change(from: .draft, to: .shadow, gates: []).isForced)
    }

    private func change(
        from: Stage = .shadow, to: Stage, gates: [Gate] = [], version: Int = 1, at: Timestamp = Life.start
    ) -> StageChange {
        StageChange(rule: "warm", version: version, from: from, to: to, by: "lin", reason: "r", at: at, gates: gates)
    }

    /// How many verdicts, how many of them right, and whether the rule goes.
    private static let demotions: [(verdicts: Int, right: Int, goes: Bool)] = [
        (19, 0, false), (20, 0, true), (20, 12, true), (20, 13, false), (20, 20, false), (100, 56, true),
        (100, 57, false), (0, 0, false),
    ]

    @Test("ends in shadow where at least 20 verdicts put its precision below the floor", arguments: demotions)
    func demotion(verdicts: Int, right: Int, goes: Bool) throws {
        let all = Life.verdicts([.confirmed: right, .noFaultFound: verdicts - right, .notVisited: 40])
        let change = Demotion.due(
            "warm", version: 1, floor: 0.5, in: StageBook(), stage: .active, verdicts: all, at: Life.start)
        #expect((change != nil) == goes)
        guard let change else { return }
        #expect(change.to == .shadow && change.by == StageChange.itself && change.from == .active)
        #expect(change.reason.contains("\(right) of \(verdicts) verdicts right"))
        #expect(change.reason.hasSuffix("below its floor of 50 %"))
    }

    @Test("goes on where it does not act, where another version was wrong, and where somebody has just forced it")
    func noDemotion() {
        let wrong = Life.verdicts([.noFaultFound: 20])
        func due(_ stage: Stage, version: Int = 1, _ book: StageBook = StageBook()) -> StageChange? {
            Demotion.due(
                "warm", version: version, floor: 0.5, in: book, stage: stage, verdicts: wrong, at: Life.start)
        }
        #expect(due(.canary(percent: 5)) != nil)
        #expect(due(.shadow) == nil && due(.draft) == nil && due(.retired) == nil)
        #expect(due(.active, version: 2) == nil)
        let gate = Gate("precision", isPassed: false, "0 of 20")
        let forced = change(from: .shadow, to: .active, gates: [gate], at: Life.start + .days(3))
        #expect(due(.active, StageBook([forced])) == nil)
        let earlier = change(from: .shadow, to: .active, gates: [gate], at: Life.start)
        #expect(due(.active, StageBook([earlier])) != nil)
    }
}
