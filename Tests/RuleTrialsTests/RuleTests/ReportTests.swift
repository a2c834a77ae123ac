import Appliances
import FaultRules
import RuleTrials
import Testing

@Suite("Reports of tests")
struct ReportTests {
    private func report() throws -> RuleTestReport {
        let trial = try RuleTrial<ForgetfulEngine>(alone: .warmCabinet(hold: 10))
        var report = RuleTestReport(rule: "warm_cabinet", file: "rules/warm \"cabinet\" & co.yaml")
        var bad = try warmMorning().expecting(.never(.raised(.major), from: .after(.zero), to: .end))
        bad.line = 30
        let good = try RuleTest.refrigerator("cold < 5 °C", .step(4, .hours(1)))
        report.results = [trial.run(bad), trial.run(good)]
        report.seedCount = 1
        let failures = (0..<9).flatMap { trial.metamorphicFailures(bad, seed: $0) }
        report.differences = failures.prefix(1).map { (0, $0) }
        return report
    }

    @Test("say in plain text what failed and where")
    func plain() throws {
        let lines = try report().lines
        #expect(
            lines.first
                == "warm_cabinet: 1 of 2 tests passed, 7 metamorphoses of each with 1 seed: 1 difference")
        #expect(lines.contains("  FAIL  a warm morning") && !lines.contains("  FAIL  cold < 5 °C"))
        #expect(lines.contains { $0.hasPrefix("    rules/warm \"cabinet\" & co.yaml:1: expected major never") })
        #expect(lines.contains { $0.hasPrefix("    rules/warm \"cabinet\" & co.yaml:30: ") })
        #expect(try !report().isPassed)
    }

    @Test("say that a rule has no tests")
    func none() {
        let report = RuleTestReport(rule: "bare", file: "bare.yaml")
        #expect(report.lines == ["bare: no tests; write them under `tests` in bare.yaml"] && report.isPassed)
    }

    @Test("count cases and failures for build servers, and escape what is no XML")
    func junit() throws {
        let xml = junitXML([try report(), RuleTestReport(rule: "bare", file: "bare.yaml")])
        #expect(xml.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"foretell rule test\""))
        #expect(xml.contains("<testsuite name=\"warm_cabinet\" tests=\"4\" failures=\"2\" errors=\"0\">"))
        #expect(xml.contains("<testsuite name=\"bare\" tests=\"0\" failures=\"0\" errors=\"0\">"))
        let place = "file=\"rules/warm &quot;cabinet&quot; &amp; co.yaml\" line=\"0\"/>"
        #expect(xml.contains("name=\"cold &lt; 5 °C\" \(place)"))
        #expect(xml.contains("<failure message=\"rules/warm &quot;cabinet&quot; &amp; co.yaml:1: expected major never"))
        #expect(xml.hasSuffix("  </testsuite>\n</testsuites>\n"))
        #expect(xml.split(separator: "\n").count { $0.contains("<failure") } == 2)
    }

    @Test("keep control characters out of XML")
    func control() throws {
        var report = RuleTestReport(rule: "a\u{1}b\nc\u{fffe}", file: "'f'")
        report.seedCount = 0
        let xml = junitXML([report])
        #expect(xml.contains("name=\"a\u{fffd}b&#10;c\u{fffd}\""))
    }
}
