package import FaultRules
package import Foundation
package import RuleTrials
package import Telemetry

/// Reads the tests that stand in a rule file; `rule` is the rule of the same file, without problems.
///
/// - Returns: the tests in the order of the file, none where it has no `tests`, or every problem of them.
package func readRuleTests(
    of rule: FaultRule, in file: URL, as path: String, channels: ChannelList
) -> Result<[RuleTest], ConfigProblems> {
    readConfigFile(file, as: path) { node in
        node.fields([])["tests"].map { readRuleTests($0, rule: rule, channels: channels) } ?? []
    }
}

/// Reads the tests that stand in the text of a rule file.
package func readRuleTests(
    of rule: FaultRule, text: String, as path: String, channels: ChannelList
) -> Result<[RuleTest], ConfigProblems> {
    readConfigText(text, notes: ConfigNode.Notes(file: path)) { node in
        node.fields([])["tests"].map { readRuleTests($0, rule: rule, channels: channels) } ?? []
    }
}
