import Telemetry

/// What stands between the parentheses of a function with a name.
extension RuleChecker {
    /// Looks at every option; `whole` is the signal that is nothing but this call.
    mutating func checkOptions(of call: Formula.Call, whole: String?, at offset: Int) {
        for option in call.options {
            guard call.function.options.contains(option.name) else {
                let hint = nearNameHint(for: option.name, in: call.function.options)
                note(offset, "\(call.function.rawValue) has no option `\(option.name)`\(hint)")
                continue
            }
            check(option, at: offset)
        }
        switch call.function {
        case .baseline:
            if call.option("prior") != nil, whole == nil {
                note(offset, "a baseline with a prior must be a signal of its own, since `priors` name it")
            }
            if call.option("modes") != nil, call.option("by") == nil {
                note(offset, "`modes` says how many there may be of what `by` names; add `by=…` or leave it out")
            }
        case .extrapolate where call.option("to") == nil:
            note(offset, "extrapolate(…) needs a limit, as in `extrapolate(x, to=limit)[21d]`")
        default: break
        }
    }

    private mutating func check(_ option: Formula.Option, at offset: Int) {
        switch (option.name, option.value) {
        case ("learn", .length(let length)): check(length, at: offset)
        case ("learn", .formula(let formula)): note(formula.offset, "`learn` must be a length, such as 28d")
        case ("by", .list(let list)): checkModes(list, at: offset)
        case ("by", .formula(let formula)): checkModes([formula], at: offset)
        case ("freeze_while", .list(let list)): checkFreezes(list)
        case ("freeze_while", .formula(let formula)): checkFreezes([formula])
        case ("during", .formula(let formula)): requireCondition(formula, for: "`during=`")
        case ("prior", .formula(let formula)):
            if isName(formula) != "model" { note(formula.offset, "the only prior is that of the model: `prior=model`") }
        // What it measures depends on the operand, and is looked at with it.
        case ("to", .formula), ("floor", .formula): break
        case (_, .formula(let formula)): checkConstant(formula, of: option.name)
        case (_, .length), (_, .list):
            note(offset, "`\(option.name)` must be a number or a parameter")
        }
    }

    /// Modes are numbered by their values: more than three of them would be modes that hardly ever come again.
    private mutating func checkModes(_ list: [Formula], at offset: Int) {
        if !(1...3).contains(list.count) {
            note(list.first?.offset ?? offset, "`by` takes one to three values, such as [ambient_band, fan]")
        }
        for formula in list where sort(of: formula) == .cycle {
            note(formula.offset, "`by` needs a number or a condition, not a cycle")
        }
    }

    /// What keeps a baseline from learning may be the rule's own alarm, as it was before the record.
    private mutating func checkFreezes(_ list: [Formula]) {
        let wasFreezing = isFreezing
        isFreezing = true
        defer { isFreezing = wasFreezing }
        for formula in list { requireCondition(formula, for: "`freeze_while=`") }
    }

    // MARK: - Constants

    /// Options that tune a function are the same for every record, so that its memory is.
    private mutating func checkConstant(_ formula: Formula, of option: String) {
        guard let measure = requireNumber(formula, for: "`\(option)=`") else { return }
        guard let value = constant(formula) else {
            note(formula.offset, "`\(option)` must be made of numbers and parameters")
            return
        }
        guard measure == .one else {
            note(formula.offset, "`\(option)` is a bare number, not \(measure.text)")
            return
        }
        switch option {
        case "modes" where !(1...16).contains(value) || value.rounded() != value:
            note(formula.offset, "`modes` is a whole number from 1 to 16")
        case "min" where !(1...10_000).contains(value): note(formula.offset, "`min` is how many samples, 1 to 10000")
        case "k" where value < 0: note(formula.offset, "`k` is what is taken off each sample, 0 or more")
        case "clip" where value <= 0: note(formula.offset, "`clip` is the most that one sample counts, more than 0")
        case "cap" where value < 1: note(formula.offset, "`cap` is where the sum stops, 1 or more")
        default: break
        }
    }

    /// The least spread of a baseline, told as a difference of what it is made of.
    mutating func checkFloor(of call: Formula.Call, _ measure: Measure) {
        guard case .formula(let formula)? = call.option("floor") else { return }
        guard let own = requireNumber(formula, for: "`floor=`") else { return }
        guard let value = constant(formula) else {
            note(formula.offset, "`floor` must be made of numbers and parameters")
            return
        }
        if !matches((formula, own), (call.operands[0], measure.difference)) {
            note(formula.offset, "`floor` is a spread in \(measure.difference.text), not \(own.text)")
        } else if value < 0 {
            note(formula.offset, "`floor` is the least spread, 0 or more")
        }
    }

    /// The limit that a drifting value will reach.
    mutating func checkTarget(of call: Formula.Call, _ measure: Measure) {
        guard case .formula(let target)? = call.option("to") else { return }
        guard let own = requireNumber(target, for: "`to=`") else { return }
        guard !matches((call.operands[0], measure), (target, own)) else { return }
        let advice = advice((call.operands[0], measure), (target, own))
        note(target.offset, "`to` is \(own.text), and what drifts is \(measure.text); \(advice)")
    }
}
