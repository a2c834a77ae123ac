package import FaultRules
package import Foundation
package import Telemetry

/// One file of `config/rules/` as far as it can be read.
package struct RuleFile: Sendable {
    /// The file's path as the person gave it.
    package let path: String
    /// The rule; where there are problems it may be incomplete, and nil where the file is no YAML.
    package let rule: FaultRule?
    /// What is wrong with it by itself; see ``compileRules(_:overrides:channels:)`` for the rest.
    package let problems: [ConfigProblem]
    let places: RulePlaces?

    /// Reads a rule file.
    package init(_ file: URL, as path: String, channels: ChannelList) {
        var read: (rule: FaultRule, places: RulePlaces)?
        let result = readConfigFile(file, as: path) { node in
            read = readFaultRule(node, channels: channels)
            return read
        }
        self.init(path: path, read: read, result: result)
    }

    /// Reads the text of a rule file.
    package init(text: String, as path: String, channels: ChannelList) {
        var read: (rule: FaultRule, places: RulePlaces)?
        let result = readConfigText(text, notes: ConfigNode.Notes(file: path)) { node in
            read = readFaultRule(node, channels: channels)
            return read
        }
        self.init(path: path, read: read, result: result)
    }

    /// A rule with problems is kept, so that what its formulas mean is checked in the same pass.
    private init(
        path: String, read: (rule: FaultRule, places: RulePlaces)?,
        result: Result<(rule: FaultRule, places: RulePlaces), ConfigProblems>
    ) {
        self.path = path
        rule = read?.rule
        places = read?.places
        switch result {
        case .success: problems = []
        case .failure(let found): problems = found.all
        }
    }

    /// The name by which other rules speak of this one: that of the file where nothing better is known.
    fileprivate var name: String {
        if let rule, rule.name != "rule" { return rule.name }
        let last = path.split(separator: "/").last ?? ""
        return String(last.prefix { $0 != "." })
    }

    /// What is wrong with the rule's meaning, in the lines of this file.
    fileprivate func problems(_ faults: [RuleFault]) -> [ConfigProblem] {
        places?.problems(faults, file: path) ?? []
    }
}

/// Compiles the rules of a configuration, checked against each other, with what its overrides set differently.
///
/// - Returns: the set, or every problem of every file, by `file:line:column`.
package func compileRules(
    _ files: [RuleFile], overrides: [Override] = [], channels: ChannelList
) -> Result<RuleSet, ConfigProblems> {
    var problems = files.flatMap(\.problems)
    problems += namesakes(files)
    let names = files.map(\.name)
    for file in files {
        guard let rule = file.rule else { continue }
        problems += file.problems(check(rule, channels: channels, ruleNames: names))
    }
    guard problems.isEmpty else { return .failure(ConfigProblems(problems)) }
    let rules = files.compactMap(\.rule)
    switch RuleSet.compile(rules, overrides: overrides, channels: channels) {
    case .success(let set): return .success(set)
    // What only the whole set shows: circles of rules, more windows than a program holds.
    case .failure(let wrong):
        for (number, fault) in wrong.faults { problems += files[number].problems([fault]) }
        return .failure(ConfigProblems(problems))
    }
}

/// Rules that have the name of an earlier one: episodes and overrides could not tell them apart.
private func namesakes(_ files: [RuleFile]) -> [ConfigProblem] {
    files.enumerated().compactMap { number, file in
        guard let places = file.places, let first = files[..<number].first(where: { $0.name == file.name })
        else { return nil }
        return ConfigProblem(
            file: file.path, line: places.line, text: "the rule \(file.name) stands in \(first.path) too; rename one")
    }
}
