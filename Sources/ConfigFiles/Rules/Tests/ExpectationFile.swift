import Appliances
import FaultRules
import RuleTrials

/// Reads one line of `expect`: `{at: 25m, state: inactive}`, `{at: end, tickets: 1, fault: …}`, `{between: [35m, 95m],
/// raised: minor, times: 1}`, `{never: resolved}`; `within` says the same as `between`.
func readExpectation(_ node: ConfigNode, rule: FaultRule, length: TimeSpan) -> TestExpectation? {
    guard node.isMapping else {
        node.fault("an expectation must be such as {at: 25m, state: inactive} or {never: raised}")
        return nil
    }
    let known = [
        "at", "state", "tickets", "fault", "between", "within", "raised", "eased", "resolved", "times", "never",
    ]
    let reader = ExpectationReader(node: node, fields: node.fields(known), rule: rule, length: length)
    return reader.content.map { TestExpectation($0, line: node.line) }
}

private struct ExpectationReader {
    let node: ConfigNode
    let fields: Fields
    let rule: FaultRule
    let length: TimeSpan

    /// What is expected; nil where it cannot be read, which is noted.
    var content: TestExpectation.Content? {
        let kinds = ["state", "tickets", "raised", "eased", "resolved", "never"].filter { fields[$0] != nil }
        guard kinds.count == 1, let kind = kinds.first, let value = fields[kind] else {
            node.fault("an expectation must have one of state, tickets, raised, eased, resolved and never")
            return nil
        }
        switch kind {
        case "state":
            refuse(["fault", "between", "within", "times"], beside: kind)
            let (state, at) = (state(value), fields.required("at").flatMap(moment))
            guard let state, let at else { return nil }
            return .state(state, at: at)
        case "tickets":
            refuse(["between", "within", "times"], beside: kind)
            let (count, at) = (value.whole(in: 0...1_000_000), fields.required("at").flatMap(moment))
            let fault = fields["fault"].flatMap(faultName)
            guard let count, let at, fields["fault"] == nil || fault != nil else { return nil }
            return .tickets(count, fault: fault, at: at)
        case "never":
            refuse(["at", "fault", "times"], beside: kind)
            guard let event = never(value), let (from, to) = stretch(isOptional: true) else { return nil }
            return .never(event, from: from, to: to)
        default:
            refuse(["at", "fault"], beside: kind)
            let times = fields["times"].map { $0.whole(in: 0...1_000_000) }
            guard let event = event(kind, value), let (from, to) = stretch(isOptional: false) else { return nil }
            if let times, times == nil { return nil }
            return .happens(event, times: times ?? nil, from: from, to: to)
        }
    }

    private func refuse(_ keys: [String], beside kind: String) {
        for key in keys { fields[key]?.fault("`\(key)` does not go with `\(kind)`; leave it out") }
    }

    private func state(_ node: ConfigNode) -> TestExpectation.State? {
        guard let word = node.text else { return nil }
        switch word {
        case "inactive": return .inactive
        case "unknown": return .unknown
        default: return level(word, node, others: ["inactive", "unknown"]).map { .at($0) }
        }
    }

    private func never(_ node: ConfigNode) -> TestExpectation.Event? {
        guard let word = node.text else { return nil }
        switch word {
        case "raised": return .raised(nil)
        case "eased": return .eased(to: nil)
        case "resolved": return .ended
        default: return level(word, node, others: ["raised", "eased", "resolved"]).map { .raised($0) }
        }
    }

    private func event(_ kind: String, _ node: ConfigNode) -> TestExpectation.Event? {
        guard let word = node.text else { return nil }
        if kind == "resolved" {
            if word == "any" { return .ended }
            node.fault("`resolved` can only be `any`: an alarm ends whatever its level", at: 0)
            return nil
        }
        let isRaised = kind == "raised"
        if word == "any" { return isRaised ? .raised(nil) : .eased(to: nil) }
        return level(word, node, others: ["any"]).map { isRaised ? .raised($0) : .eased(to: $0) }
    }

    /// A level that the rule has.
    private func level(_ word: String, _ node: ConfigNode, others: [String]) -> Level? {
        let own = rule.steps.map(\.level.word)
        if let level = Level(word: word) {
            if own.contains(word) { return level }
            node.fault("the rule has no level \(word); it has \(own.joined(separator: ", "))", at: 0)
            return nil
        }
        node.fault("\(node.name) cannot be `\(word)`\(suggestion(for: word, in: others + own))", at: 0)
        return nil
    }

    private func moment(_ node: ConfigNode) -> TestExpectation.Moment? {
        if node.isScalar, node.text == "end" { return .end }
        return readOffset(node, length: length).map { .after($0) }
    }

    /// The stretch of `between` or `within`; the whole test where none is needed.
    private func stretch(isOptional: Bool) -> (TestExpectation.Moment, TestExpectation.Moment)? {
        guard let node = fields["between"] ?? fields["within"] else {
            if !isOptional { node.fault("\(node.name) lacks `between`, such as [35m, 95m]") }
            return isOptional ? (.after(.zero), .end) : nil
        }
        if fields["between"] != nil { fields["within"]?.fault("`within` says the same as `between`; keep one") }
        let ends = node.items.compactMap(moment)
        guard node.items.count == 2 else {
            node.fault("\(node.name) must be a first and a last time, such as [35m, 95m]")
            return nil
        }
        guard ends.count == 2 else { return nil }
        if case .after(let first) = ends[0], first <= last(ends[1]) { return (ends[0], ends[1]) }
        node.fault("\(node.name) ends before it begins; write the earlier time first")
        return nil
    }

    private func last(_ moment: TestExpectation.Moment) -> TimeSpan {
        switch moment {
        case .after(let span): span
        case .end: length
        }
    }
}
