/// The reports as JUnit XML, which build servers read: one suite for each rule, one case for each test, and one
/// for the metamorphoses of each test where they were tried.
package func junitXML(_ reports: [RuleTestReport]) -> String {
    let suites = reports.map(suite)
    let (tests, failures) = (suites.reduce(0) { $0 + $1.tests }, suites.reduce(0) { $0 + $1.failures })
    let head = [
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
        "<testsuites name=\"foretell rule test\" tests=\"\(tests)\" failures=\"\(failures)\">",
    ]
    return (head + suites.flatMap(\.lines) + ["</testsuites>"]).joined(separator: "\n") + "\n"
}

private func suite(_ report: RuleTestReport) -> (tests: Int, failures: Int, lines: [String]) {
    var cases: [(name: String, line: Int, failures: [String])] = []
    for (number, result) in report.results.enumerated() {
        let failures = result.failures.map { "\(report.file):\($0.line): \($0.text)" }
        cases.append((result.name, result.line, failures))
        guard report.seedCount > 0 else { continue }
        let own = report.differences.filter { $0.test == number }.map(\.failure.sentence)
        cases.append(("\(result.name), metamorphoses", result.line, own))
    }
    let failures = cases.count { !$0.failures.isEmpty }
    var lines = [
        "  <testsuite name=\"\(escaped(report.rule))\" tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"0\">"
    ]
    for (name, line, failures) in cases {
        let place = "file=\"\(escaped(report.file))\" line=\"\(line)\""
        let head = "    <testcase classname=\"\(escaped(report.rule))\" name=\"\(escaped(name))\" \(place)"
        guard let first = failures.first else {
            lines.append(head + "/>")
            continue
        }
        let text = escaped(failures.joined(separator: "\n"), keepsLines: true)
        lines += [head + ">", "      <failure message=\"\(escaped(first))\">\(text)</failure>", "    </testcase>"]
    }
    return (cases.count, failures, lines + ["  </testsuite>"])
}

/// A text as it may stand in XML, between quotes or, where it `keepsLines`, between tags.
///
/// Control characters are no XML at all, not even escaped; a build server would refuse the whole file.
func escaped(_ text: String, keepsLines: Bool = false) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": escaped += "&amp;"
        case "<": escaped += "&lt;"
        case ">": escaped += "&gt;"
        case "\"": escaped += "&quot;"
        case "'": escaped += "&apos;"
        case "\n" where keepsLines: escaped += "\n"
        case "\t", "\n", "\r": escaped += "&#\(scalar.value);"
        case _ where scalar.value < 0x20 || scalar.value == 0xfffe || scalar.value == 0xffff: escaped += "\u{fffd}"
        default: escaped.unicodeScalars.append(scalar)
        }
    }
    return escaped
}
