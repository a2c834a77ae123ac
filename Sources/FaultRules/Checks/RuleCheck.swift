package import Telemetry

/// Finds everything that is wrong with what a rule means, in one pass.
///
/// Names, circles, measures, operands, options, windows, lengths, and what nothing uses. A number that is not a
/// number stands for a formula that could not be read and may be anything, so that one slip is told once.
///
/// - Parameters:
///   - rule: the rule, as far as it could be read.
///   - channels: the channels that are known.
///   - ruleNames: every rule of the set, this one among them.
/// - Returns: the faults in the order in which a rule is read, each once.
package func check(_ rule: FaultRule, channels: ChannelList, ruleNames: [String]) -> [RuleFault] {
    var checker = RuleChecker(rule, channels: channels, ruleNames: ruleNames)
    checker.checkParameters()
    checker.checkSignals()
    for step in rule.steps {
        checker.checkCondition(step.raise, named: "raise of \(step.level.word)")
        checker.checkCondition(step.reset, named: "reset of \(step.level.word)")
    }
    for (number, formula) in rule.inhibitions.enumerated() {
        checker.checkCondition(formula, named: "inhibit_if \(number + 1)")
    }
    for (number, distinction) in rule.distinctions.enumerated() {
        checker.checkCondition(distinction.when, named: "distinguish \(number + 1)")
    }
    if let eta = rule.eta { checker.checkForecast(eta) }
    checker.checkPriors()
    checker.checkUses()
    return checker.sortedFaults
}

/// What a formula of a rule measures; nil where it is a condition, a cycle, or not understood.
package func measure(of formula: Formula, in rule: FaultRule, channels: ChannelList) -> Measure? {
    var checker = RuleChecker(rule, channels: channels, ruleNames: [])
    checker.checkSignals()
    switch checker.sort(of: formula) {
    case .number(let measure): return measure
    case .state: return .one
    case .condition, .cycle, .anything: return nil
    }
}

/// One pass over one rule.
///
/// Each signal is looked at once, before all that use it: what it is, is remembered, so that signals of signals
/// cost no more than their text, and no chain of them is deeper than one formula.
struct RuleChecker {
    /// What a formula is.
    enum Sort: Hashable {
        /// A number that measures something.
        case number(Measure)
        /// True, false or unknown.
        case condition
        /// A channel that is 0 or 1: a number and a condition alike.
        case state
        /// A signal that names the runs of a condition.
        case cycle
        /// Wrong, and so noted already: whatever is made of it may be right.
        case anything
    }

    let rule: FaultRule
    let ruleNames: [String]
    var channels: ChannelList
    /// What each signal is that was looked at.
    var sorts: [String: Sort] = [:]
    /// Whether a formula of `freeze_while` is being looked at: there the rule may speak of itself.
    var isFreezing = false
    /// The signal that is nothing but the call being looked at; nil inside of that call, and everywhere else.
    var wholeSignal: String?
    private(set) var faults: [RuleFault] = []
    private var formulaName = "rule"

    init(_ rule: FaultRule, channels: ChannelList, ruleNames: [String]) {
        self.rule = rule
        self.channels = channels
        self.ruleNames = ruleNames
    }

    // MARK: - Faults

    /// Notes what is wrong at a place of the formula in hand.
    mutating func note(_ offset: Int?, _ text: String) {
        faults.append(RuleFault(formula: formulaName, offset: offset, text: text))
    }

    /// Notes what is wrong with something else than the formula in hand.
    mutating func note(formula: String, at offset: Int? = nil, _ text: String) {
        faults.append(RuleFault(formula: formula, offset: offset, text: text))
    }

    /// The faults in the order in which a rule is read, each once.
    var sortedFaults: [RuleFault] {
        var places: [String: Int] = [:]
        for (number, formula) in rule.formulas.enumerated() { places[formula.name] = places[formula.name] ?? number }
        let ordered = faults.enumerated().sorted { left, right in
            let (a, b) = (left.element, right.element)
            return (places[a.formula] ?? -1, a.offset ?? -1, left.offset)
                < (places[b.formula] ?? -1, b.offset ?? -1, right.offset)
        }
        // A slip that a formula repeats is told where it stands first.
        var seen: Set<[String]> = []
        return ordered.map(\.element).filter { seen.insert([$0.formula, $0.text]).inserted }
    }

    // MARK: - Formulas

    /// Looks at every signal, those first of which others are made.
    mutating func checkSignals() {
        for name in signalOrder() where sorts[name] == nil {
            guard let signal = rule.signals.first(where: { $0.name == name }) else { continue }
            formulaName = "signal \(name)"
            if case .call = signal.formula.node { wholeSignal = name }
            if case .call(let call) = signal.formula.node, call.function == .during {
                checkCycle(call, at: signal.formula.offset)
                sorts[name] = .cycle
            } else {
                sorts[name] = sort(of: signal.formula)
            }
            wholeSignal = nil
        }
    }

    mutating func checkCondition(_ formula: Formula, named name: String) {
        formulaName = name
        requireCondition(formula, for: "`\(name)`")
    }

    /// The predicted date is what its three quantiles say; any other formula has but one value.
    mutating func checkForecast(_ formula: Formula) {
        formulaName = "eta"
        let sort = sort(of: formula)
        guard sort != .anything, !formula.isForecast else { return }
        note(formula.offset, "`eta` must be an `extrapolate(…)`, such as `extrapolate(day, to=limit)[21d]`")
    }

    mutating func checkPriors() {
        for prior in rule.priors {
            guard let signal = rule.signals.first(where: { $0.name == prior.signal }) else {
                let hint = nearNameHint(for: prior.signal, in: rule.signals.map(\.name))
                note(formula: "priors", "no signal is named `\(prior.signal)`\(hint)")
                continue
            }
            guard !signal.formula.isUnreadable else { continue }
            if case .call(let call) = signal.formula.node, call.function == .baseline, call.option("prior") != nil {
                continue
            }
            note(
                formula: "priors",
                "signal \(prior.signal) has no use for a prior; it must be a `baseline(…, prior=model)`")
        }
    }

    mutating func checkParameters() {
        for parameter in rule.parameters {
            let name = "param \(parameter.name)"
            guard parameter.value.isFinite else {
                note(formula: name, "its value is no number")
                continue
            }
            if let range = parameter.range, !range.contains(parameter.value) {
                note(
                    formula: name,
                    "\(parameter.text) is outside its range, \(parameter.written(range.lowerBound)) to "
                        + "\(parameter.written(range.upperBound)); change one of them")
            }
            if rule.signals.contains(where: { $0.name == parameter.name }) {
                note(formula: name, "a signal has that name too; give one of them another")
            }
        }
    }
}

extension Formula {
    /// Whether it stands for a formula that could not be read.
    var isUnreadable: Bool {
        if case .number(let value, _) = node { return value.isNaN }
        return false
    }
}
