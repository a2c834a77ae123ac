package import FaultRules

/// Where the life of rules is written down beside the ledger: the port through which the gateway reads what people
/// decide while it runs, and writes what it decides itself.
///
/// Used from one thread. Whatever it says is taken up again after a restart, and taking it up twice changes nothing.
package protocol LifeBook: AnyObject {
    /// What was written since the last call, everything at the first; nil where nothing was. Cheap where nothing was.
    func news() throws -> LifeNews?

    /// Forgets what was handed out: the next call hands out everything.
    func rewind()

    /// Writes a change that a rule made itself.
    func record(_ change: StageChange) throws

    /// Writes what a visit has found and what that says of episodes, in one commit; the next news has it.
    func record(_ repair: Repair, _ verdicts: [Verdict]) throws

    /// Writes how an incident stands.
    func record(_ incident: Incident) throws
}

/// What was written about rules, each in the order in which it was.
package struct LifeNews: Sendable {
    /// Changes of stages.
    package var changes: [StageChange] = []
    /// Repairs that are over.
    package var repairs: [Repair] = []
    /// What they say of episodes.
    package var verdicts: [Verdict] = []
    /// What operators decide about incidents.
    package var orders: [StormOrder] = []

    /// No news.
    package init() {}

    /// Whether there is none.
    package var isEmpty: Bool { changes.isEmpty && repairs.isEmpty && verdicts.isEmpty && orders.isEmpty }
}
