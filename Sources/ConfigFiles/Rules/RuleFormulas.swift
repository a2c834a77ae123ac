import FaultRules

/// The formulas of one rule file while it is read, each with its place.
struct RuleFormulas {
    /// The rule's name, with which every message begins.
    let rule: String
    private(set) var places: [RulePlaces.Place] = []

    /// Reads one formula, which messages call `name`.
    ///
    /// - Returns: a number that is none where it cannot be read, which is noted; checks take that for anything.
    mutating func read(_ node: ConfigNode, as name: String) -> Formula {
        let text = node.text
        var place = RulePlaces.Place(
            formula: name, text: text ?? "", line: node.line, column: node.column, isReadable: false)
        defer { places.append(place) }
        guard let text else { return .unreadable }
        do throws(FormulaFault) {
            let formula = try Formula(text)
            place.isReadable = true
            return formula
        } catch {
            node.fault("\(rule), \(name): \(error.text)", at: error.offset)
            return .unreadable
        }
    }

    /// Reads a list of formulas, which messages number.
    mutating func readList(_ node: ConfigNode, as name: String) -> [Formula] {
        var formulas: [Formula] = []
        for (number, item) in node.items.enumerated() { formulas.append(read(item, as: "\(name) \(number + 1)")) }
        return formulas
    }

    /// Remembers the place of what is no formula but is checked with them, such as `param limit`.
    mutating func mark(_ node: ConfigNode, as name: String) {
        places.append(RulePlaces.Place(formula: name, text: "", line: node.line, column: nil, isReadable: true))
    }

    /// Reads the signals, in the order of the file.
    mutating func readSignals(_ node: ConfigNode) -> [FaultRule.Signal] {
        var signals: [FaultRule.Signal] = []
        for (name, value) in node.fields([]).values {
            checkOwnWord(name, at: value)
            signals.append(FaultRule.Signal(name: name, formula: read(value, as: "signal \(name)")))
        }
        return signals
    }
}

extension Formula {
    /// Stands where a formula cannot be read.
    fileprivate static var unreadable: Formula { Formula(.number(.nan, .one)) }
}

/// Where the formulas of one rule stand in its file.
package struct RulePlaces: Sendable {
    /// One formula.
    struct Place: Sendable {
        let formula: String
        let text: String
        let line: Int
        let column: Int?
        var isReadable: Bool
    }

    /// The rule's name.
    let rule: String
    /// The line on which the rule's name stands.
    let line: Int
    let formulas: [Place]
    /// Parameters that could not be read.
    let unreadable: [String]

    /// What is wrong with the rule's meaning, in the lines of its file.
    ///
    /// Left out is what follows from a formula that cannot be read at all: mending that one mends the rest, or
    /// shows what it really is.
    func problems(_ faults: [RuleFault], file: String) -> [ConfigProblem] {
        let unknown = unreadable + signals(of: unreadable)
        return faults.compactMap { fault in
            guard let place = formulas.first(where: { $0.formula == fault.formula }) else {
                return ConfigProblem(file: file, line: line, text: "\(rule), \(fault.formula): \(fault.text)")
            }
            guard place.isReadable, !place.mentions(unknown) else { return nil }
            return ConfigProblem(
                file: file, line: place.line, column: place.column.map { $0 + (fault.offset ?? 0) },
                text: "\(rule), \(fault.formula): \(fault.text)")
        }
    }

    /// The signals made of these names, directly or by others.
    private func signals(of names: [String]) -> [String] {
        var found: [String] = []
        // They may stand in any order, so as many rounds as the longest chain of them.
        for _ in formulas.indices {
            let more = formulas.filter { $0.mentions(names + found) }.compactMap(\.ownName)
                .filter { !found.contains($0) }
            if more.isEmpty { break }
            found += more
        }
        return found
    }
}

extension RulePlaces.Place {
    /// What other formulas call this one: `signal short` is `short`, `raise of major` is `major`.
    fileprivate var ownName: String? {
        let words = formula.split(separator: " ")
        guard words.first == "signal" || words.first == "raise" else { return nil }
        return words.last.map(String.init)
    }

    /// Whether one of these names is a word of the text.
    fileprivate func mentions(_ names: [String]) -> Bool {
        guard !names.isEmpty else { return false }
        return text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.contains { names.contains(String($0)) }
    }
}
