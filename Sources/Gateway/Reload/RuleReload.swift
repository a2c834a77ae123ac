package import Appliances
package import Daybook
import FaultRules
import Foundation
package import Logging

/// Brings changed rules into a gateway that runs: what is new in them lives through its past in the background, and
/// between two turns everything is exchanged at once.
///
/// Until then, and where anything goes wrong, the rules before them stay in force.
package final class RuleReload {
    /// How often changed rules are asked for.
    package static let pause = TimeSpan.seconds(1)

    /// Rules that can come into force now.
    struct Ready {
        /// The rules as their files have them, and each at its stage; nil where only something is to be filled.
        let rules: RuleSet?
        let staged: RuleSet?
        /// The past of what is new; nil where nothing new has one, or it cannot be read.
        let refill: Refill?
    }

    private struct Work {
        let rules: RuleSet?
        let job: RefillJob
        /// Lived through by the job, and level with the gateway once it has taken its last batches.
        var result: RefillJob.Result?
    }

    private let source: any RuleSource
    private let past: (any LedgerPast)?
    private let logger: Logger
    private let start: (@escaping @Sendable () -> Void) -> Void
    private var work: Work?
    private var lastLook = Timestamp.epoch
    /// When the next try may be made, after one could not be recorded.
    private var again = Timestamp.epoch

    /// Takes rules from a source. Without a `past` nothing is filled: what is new begins to learn.
    ///
    /// `start` does work in the background.
    package init(
        _ source: any RuleSource, past: (any LedgerPast)?, logger: Logger,
        start: @escaping (@escaping @Sendable () -> Void) -> Void = RuleReload.onThread
    ) {
        self.source = source
        self.past = past
        self.logger = logger
        self.start = start
    }

    /// Does work on a thread of its own.
    package static func onThread(_ work: @escaping @Sendable () -> Void) {
        let thread = Thread(block: work)
        thread.name = "rules"
        thread.stackSize = 8 * 1_048_576
        thread.start()
    }

    /// Looks for changed rules at most once a second; says when some can come into force.
    func look(at wall: Timestamp, _ core: GatewayCore, _ stages: StageBook?) -> Ready? {
        // A clock that was set back must not make the pause an age.
        if wall - lastLook >= RuleReload.pause || lastLook > wall {
            lastLook = wall
            if let rules = source.takeUpdate() {
                begin(rules, core, stages)
            } else if work == nil, past != nil, core.isUnfilled {
                begin(nil, core, stages)
            }
        }
        guard wall >= again || again > wall + .seconds(5), var work else { return nil }
        if work.result == nil { work.result = work.job.takeResult() }
        guard let result = work.result else { return nil }
        guard let refill = level(result, core) else {
            begin(work.rules, core, stages)
            return nil
        }
        self.work = work
        // Stages may have changed while it lived through the past.
        return Ready(rules: work.rules, staged: work.rules.map { staged($0, stages) }, refill: refill.value)
    }

    /// A past that may be none.
    private struct Levelled {
        let value: Refill?
    }

    /// Takes the last batches; nil where all must begin anew.
    private func level(_ result: RefillJob.Result, _ core: GatewayCore) -> Levelled? {
        do {
            switch result {
            case .failed(let reason):
                logger.error(
                    "the past cannot be read; what is new in the rules begins now", metadata: ["error": "\(reason)"])
                return Levelled(value: nil)
            case .done(var refill):
                if let past { try refill?.goOn(past) }
                refill?.wake(at: core.time)
                return Levelled(value: refill)
            }
        } catch is PastMoved {
            return nil
        } catch {
            return level(.failed("\(error)"), core)
        }
    }

    private func begin(_ rules: RuleSet?, _ core: GatewayCore, _ stages: StageBook?) {
        guard let order = core.refillOrder(for: rules.map { staged($0, stages) }) else { return refuse() }
        let (job, past) = (RefillJob(), past)
        work = Work(rules: rules, job: job)
        start { job.run(order, past) }
    }

    private func staged(_ rules: RuleSet, _ stages: StageBook?) -> RuleSet {
        stages.map { rules.with(stages: $0.stage(of:)) } ?? rules
    }

    /// They can never come into force here.
    func refuse() {
        work = nil
        let reason = "this gateway knows too many channels already; restart it to take these rules up"
        logger.error("rules not changed", metadata: ["reason": "\(reason)"])
        source.note(.refused(reason))
    }

    /// They could not be recorded: once more, later.
    func postpone(until moment: Timestamp, _ error: any Error) {
        again = moment
        logger.error("rules not changed yet: it cannot be recorded", metadata: ["error": "\(error)"])
    }

    /// They are in force.
    func settle(_ report: ReloadReport) {
        let isReload = work?.rules != nil
        work = nil
        logger.notice(
            isReload ? "rules reloaded" : "rules filled from the past",
            metadata: [
                "kept": "\(report.kept)", "new": "\(report.new)", "gone": "\(report.gone)", "ended": "\(report.ended)",
                "refilled": "\(report.refilled)", "unfilled": "\(report.unfilled)",
                "pause_ms": "\((report.pause * 10).rounded() / 10)",
            ])
        if isReload { source.note(.reloaded(report)) }
    }
}
