import FaultRules
import RuleTrials

/// What a rule's tests say, as the conditions of its stages ask for it; nil where it has none.
func examination(of rule: FaultRule, _ config: ConfigOptions) throws -> StageDossier.Examination? {
    let book = try RuleBook(config)
    guard let page = book.pages.first(where: { $0.rule.name == rule.name }), !page.tests.isEmpty else { return nil }
    let trial = try book.trial(of: page.rule)
    let results = page.tests.map { trial.run($0) }
    let passed = results.count(where: \.isPassed)
    return StageDossier.Examination(
        passed: passed, failed: results.count - passed, coverage: trial.coverage(page.tests, results).share)
}
