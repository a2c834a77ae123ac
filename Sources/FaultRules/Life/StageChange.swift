package import Appliances

extension Stage: TextCoded {
    /// Its word.
    package var codedText: String { word }
    /// Reads its word.
    package init?(codedText: String) { self.init(word: codedText) }
}

extension Stage: Comparable {
    /// In the order of a rule's life.
    package static func < (left: Stage, right: Stage) -> Bool { left.place < right.place }

    /// Its place in a rule's life, from 0.
    var place: Int { Stage.all.firstIndex(of: self) ?? 0 }

    /// Whether a rule of this stage acts for any appliance.
    package var mayAct: Bool {
        switch self {
        case .canary, .active: true
        case .draft, .shadow, .retired: false
        }
    }
}

/// One condition for a change of stage, and whether it was met.
package struct Gate: Hashable, Sendable, Codable {
    /// Its name, such as `coverage`.
    package let name: String
    /// Whether it was met.
    package let isPassed: Bool
    /// What was found, with the numbers, in words.
    package let figures: String

    /// A gate.
    package init(_ name: String, isPassed: Bool, _ figures: String) {
        self.name = name
        self.isPassed = isPassed
        self.figures = figures
    }

    private enum CodingKeys: String, CodingKey {
        case name, isPassed = "passed", figures
    }
}

/// One change of a rule's stage, as the audit log keeps it for good.
package struct StageChange: Hashable, Sendable, Codable {
    /// Who changes the stage of a rule that demotes itself.
    package static let itself = "foretell"

    /// The rule.
    package let rule: String
    /// Its version then.
    package let version: Int
    /// The stage before.
    package let from: Stage
    /// The stage after.
    package let to: Stage
    /// Who changed it; ``itself`` where the rule demoted itself.
    package let by: String
    /// Why.
    package let reason: String
    /// When.
    package let at: Timestamp
    /// The conditions and what was found of each; none for a step back.
    package let gates: [Gate]
    /// Whether it was made although a condition was not met.
    package let isForced: Bool
    /// The digest of the back-test report that was attached; nil where none was.
    package let report: String?

    /// A change; it is forced where a condition is not met.
    package init(
        rule: String, version: Int, from: Stage, to: Stage, by: String, reason: String, at: Timestamp,
        gates: [Gate] = [], report: String? = nil
    ) {
        self.rule = rule
        self.version = version
        self.from = from
        self.to = to
        self.by = by
        self.reason = reason
        self.at = at
        self.gates = gates
        isForced = to > from && gates.contains { !$0.isPassed }
        self.report = report
    }

    private enum CodingKeys: String, CodingKey {
        case rule, version, from, to, by, reason, at, gates, isForced = "forced", report
    }
}

/// Every change of every rule's stage, in the order in which they were made.
package struct StageBook: Sendable {
    /// The changes.
    package private(set) var changes: [StageChange] = []

    /// A book of these changes, oldest first.
    package init(_ changes: [StageChange] = []) { self.changes = changes }

    /// Adds the newest change.
    package mutating func add(_ change: StageChange) { changes.append(change) }

    /// The changes of one rule, oldest first.
    package func history(of rule: String) -> [StageChange] { changes.filter { $0.rule == rule } }

    /// The stage of a rule: that of its last change, or the one of its file.
    package func stage(of rule: FaultRule) -> Stage {
        if let change = changes.last(where: { $0.rule == rule.name }) { return change.to }
        // What finds that a rule's condition flaps has no life of its own.
        return changes.last { rule.name == "\($0.rule)_flapping" }?.to ?? rule.stage
    }

    /// The rules, each at its stage.
    package func staged(_ rules: [FaultRule]) -> [FaultRule] {
        rules.map { rule in
            var rule = rule
            rule.stage = stage(of: rule)
            return rule
        }
    }

    /// Since when a version of a rule is evaluated, as far as changes say so.
    package func evaluatedSince(_ rule: String, version: Int) -> Timestamp? {
        changes.first { $0.rule == rule && $0.version == version && $0.to.isEvaluated }?.at
    }

    /// When a rule came to its stage; nil where its file put it there.
    package func since(_ rule: String) -> Timestamp? { changes.last { $0.rule == rule }?.at }
}
