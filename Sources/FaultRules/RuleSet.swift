import Appliances
package import Telemetry

/// The rules in force, compiled for every category of appliances.
package struct RuleSet: Sendable {
    /// The rules, in the order of their files.
    package let rules: [FaultRule]
    /// The channels, with those that only rules name.
    package let channels: ChannelList
    let programs: [RuleProgram]

    /// Compiles the rules.
    ///
    /// - Returns: the set, or what is wrong with each rule, by its place.
    package static func compile(
        _ rules: [FaultRule], channels: ChannelList
    ) -> Result<RuleSet, RuleFaults> {
        var channels = channels
        var programs: [RuleProgram] = []
        var faults: [(rule: Int, fault: RuleFault)] = []
        for category in Category.allCases {
            let mine = rules.enumerated().filter { $0.element.category == nil || $0.element.category == category }
            let compiler = RuleCompiler(mine.map { ($0.offset, $0.element) }, channels: channels)
            channels = compiler.channelList
            programs.append(compiler.program)
            if let rule = compiler.overflow, !faults.contains(where: { $0.rule == rule }) {
                let text = "the rules of a category may read \(RuleProgram.slotsMax) channels together; split them"
                faults.append((rule, RuleFault(formula: "rule", text: text)))
            }
        }
        // Faults are found rule by rule, so that each is named once whatever it applies to.
        for (number, rule) in rules.enumerated() {
            if rules[..<number].contains(where: { $0.name == rule.name }) {
                faults.append((number, RuleFault(formula: "rule", text: "there is another rule named \(rule.name)")))
            }
            let compiler = RuleCompiler([(number, rule)], channels: channels)
            faults += compiler.faults.map { (number, $0) }
        }
        guard faults.isEmpty else { return .failure(RuleFaults(faults: faults)) }
        return .success(RuleSet(rules: rules, channels: channels, programs: programs))
    }

    func program(for category: Category) -> Int {
        Category.allCases.firstIndex(of: category) ?? 0
    }
}

/// What is wrong with the rules of a set.
package struct RuleFaults: Error, Sendable {
    /// The rule's place in the set and what is wrong with it.
    package let faults: [(rule: Int, fault: RuleFault)]
}
