/// What is normal for an appliance, and how far a value is from it.
extension Evaluation {
    /// The first cells of a baseline: how many samples found no mode any more; the modes follow.
    static let baselineHead = 8

    func normal(_ instruction: RuleProgram.Instruction, _ place: Int) {
        switch instruction.operation {
        case .baseline: learn(instruction, place)
        case .normal: tell(instruction, place)
        default: score(instruction, place)
        }
    }

    /// Learns from a new sample while learning lasts; the result is the number of the mode of now.
    private func learn(_ instruction: RuleProgram.Instruction, _ place: Int) {
        let operand = Int(instruction.left)
        let key = instruction.right >= 0 ? results[Int(instruction.right)] : 0
        let isFrozen = instruction.third >= 0 && results[Int(instruction.third)] == 1
        let mode = mode(key, instruction, mayBegin: hasRecord && !isFrozen)
        if hasRecord, isNew[operand], !results[operand].isNaN, !isFrozen, let mode {
            let cells = BaselineCells(cells: cells, base: baselineBase(instruction, mode))
            if cells.begun.isNaN { cells.begun = time }
            if time - cells.begun < instruction.number { cells.learn(results[operand]) }
        }
        set(place, mode.map(Double.init) ?? .nan, isNew[operand])
    }

    private func baselineBase(_ instruction: RuleProgram.Instruction, _ mode: Int) -> Int {
        Int(instruction.cell) + Evaluation.baselineHead + mode * BaselineCells.size
    }

    /// The place of a mode; a free one is taken for a new mode, and none where all are taken.
    private func mode(_ key: Double, _ instruction: RuleProgram.Instruction, mayBegin: Bool) -> Int? {
        guard !key.isNaN else { return nil }
        for mode in 0..<Int(instruction.option) {
            let cells = BaselineCells(cells: cells, base: baselineBase(instruction, mode))
            if cells.mode == key { return mode }
            guard cells.mode.isNaN else { continue }
            guard mayBegin else { return nil }
            cells.mode = key
            return mode
        }
        if mayBegin { cells[double: Int(instruction.cell)] += 1 }
        return nil
    }

    /// The baseline of the mode of now, of which enough was learned or for which there is a prior.
    private func known(_ instruction: RuleProgram.Instruction) -> (cells: BaselineCells, own: Double, prior: Prior?)? {
        let baseline = program[Int(instruction.right)]
        let mode = results[Int(instruction.right)]
        guard !mode.isNaN else { return nil }
        let cells = BaselineCells(cells: cells, base: baselineBase(baseline, Int(mode)))
        let prior = Prior(median: instruction.second, spread: instruction.limit, weight: instruction.age)
        guard prior.weight > 0 else {
            return cells.count >= max(1, baseline.second) ? (cells, 1, nil) : nil
        }
        return (cells, cells.count / (cells.count + prior.weight), prior)
    }

    private struct Prior {
        let median: Double
        let spread: Double
        let weight: Double

        /// What the prior says of a quantile, taking values for normally distributed.
        func value(_ known: BaselineCells.Known) -> Double {
            switch known {
            case .p05: median - 1.645 * spread
            case .p10: median - 1.282 * spread
            case .p50: median
            case .p90: median + 1.282 * spread
            case .p95: median + 1.645 * spread
            case .spread: spread
            case .count: 0
            }
        }
    }

    private func value(_ what: BaselineCells.Known, _ instruction: RuleProgram.Instruction) -> Double {
        guard let (cells, own, prior) = known(instruction) else { return .nan }
        guard let prior, what != .count else { return cells[what] }
        return own > 0 ? own * cells[what] + (1 - own) * prior.value(what) : prior.value(what)
    }

    private func tell(_ instruction: RuleProgram.Instruction, _ place: Int) {
        let what = BaselineCells.Known(rawValue: instruction.option) ?? .p50
        set(place, value(what, instruction), false)
    }

    /// How many spreads a value lies above the median; the floor keeps a spread of nothing from making
    /// everything a wonder.
    private func score(_ instruction: RuleProgram.Instruction, _ place: Int) {
        let operand = Int(instruction.left)
        let median = value(.p50, instruction)
        let floor = instruction.number > 0 ? instruction.number : abs(median) * 0.01
        let spread = max(value(.spread, instruction), floor)
        set(place, spread > 0 ? (results[operand] - median) / spread : .nan, isNew[operand])
    }
}
