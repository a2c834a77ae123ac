package import Appliances

/// When a rule takes itself out of action because repairs say that it is too often wrong.
package enum Demotion {
    /// After how many verdicts a rule may be judged at all (design page rules, "Outcome loop").
    package static let verdictsMin = 20
    /// The precision that a rule must surely reach where its file says nothing (`floor`).
    package static let floorDefault = 0.5

    /// Judges a rule.
    ///
    /// Only verdicts of this version count, and none from before somebody forced it into action: such a decision
    /// stands until there are as many new ones.
    ///
    /// - Parameters:
    ///   - rule: the rule's name.
    ///   - version: its version.
    ///   - floor: the precision that it must surely reach, 0 to 1.
    ///   - book: the changes of stages.
    ///   - stage: its stage now.
    ///   - verdicts: all verdicts, in their order.
    ///   - moment: when it is judged; stamped on the change.
    /// - Returns: the change that puts it back to shadow; nil where it may go on.
    package static func due(
        _ rule: String, version: Int, floor: Double, in book: StageBook, stage: Stage, verdicts: [Verdict],
        at moment: Timestamp
    ) -> StageChange? {
        guard stage.mayAct else { return nil }
        let forced = book.history(of: rule).last { $0.isForced && $0.to.mayAct }?.at
        let mine = Verdict.latest(verdicts).filter { verdict in
            guard verdict.rule == rule, verdict.version == version, !verdict.outcome.isCensored else { return false }
            return forced.map { verdict.at > $0 } ?? true
        }
        let right = mine.count(where: \.isRight)
        guard let gate = precisionGate(right: right, verdicts: mine.count, floor: floor), !gate.isPassed else {
            return nil
        }
        return StageChange(
            rule: rule, version: version, from: stage, to: .shadow, by: StageChange.itself, reason: gate.figures,
            at: moment, gates: [gate])
    }

    /// Whether a rule is surely precise enough; nil where there are too few verdicts to say.
    package static func precisionGate(right: Int, verdicts: Int, floor: Double) -> Gate? {
        guard verdicts >= verdictsMin else { return nil }
        let bound = ShareBound.lower(right: right, wrong: verdicts - right)
        let isPassed = bound >= floor
        return Gate(
            "precision", isPassed: isPassed,
            "\(right) of \(verdicts) verdicts right: precision is at least \(shareText(bound)) with 90 % confidence, "
                + "\(isPassed ? "not below" : "below") its floor of \(shareText(floor))")
    }
}

/// A share as people read it, such as `47.3 %`.
package func shareText(_ share: Double) -> String {
    let tenths = Int((share * 1_000).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
}
