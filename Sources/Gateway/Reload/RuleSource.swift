package import FaultRules

/// Where changed rules come from while the gateway runs: the port that keeps it free of files.
///
/// Used from the gateway's thread.
package protocol RuleSource: AnyObject {
    /// Rules that were read anew, are free of problems and were not handed out yet; nil where there are none.
    ///
    /// Asked about once a second. Rules with a problem are never handed out: those before them stay in force.
    func takeUpdate() -> RuleSet?

    /// Is told what became of rules that were handed out.
    func note(_ outcome: ReloadOutcome)
}

/// What became of changed rules.
package enum ReloadOutcome: Sendable, Equatable {
    /// They are in force.
    case reloaded(ReloadReport)
    /// They are not, and never will be; the reason.
    case refused(String)
}

/// What a reload did.
package struct ReloadReport: Sendable, Equatable {
    /// How many rules were there before, in any version.
    package var kept = 0
    /// How many were not.
    package var new = 0
    /// How many are there no more.
    package var gone = 0
    /// How many standing episodes ended, because nothing looks after them any more.
    package var ended = 0
    /// For how many appliances something new was filled from their past.
    package var refilled = 0
    /// For how many it could not be: there it begins to learn now.
    package var unfilled = 0
    /// How long the gateway stood still, in ms.
    package var pause = 0.0

    /// Nothing done.
    package init() {}
}
