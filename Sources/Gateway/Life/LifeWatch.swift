package import Appliances
package import Daybook
package import FaultRules
package import Logging
import ServiceDesk

/// The episodes of an appliance from a moment on, in their order, and whether the rule acted.
package typealias EpisodesSince = (DeviceID, Timestamp) throws -> [(episode: Episode, acted: Bool)]

/// Looks now and then at what people and repairs say of rules, and lets rules that are too often wrong demote
/// themselves.
///
/// Nothing here may stop the gateway: where the book cannot be read, the rules go on as they stand, and it is looked
/// at again.
package final class LifeWatch {
    /// How often it looks at most.
    package static let pause = TimeSpan.seconds(1)

    /// The changes of stages as they are known.
    package private(set) var stages = StageBook()
    private let book: any LifeBook
    private let logger: Logger
    private let episodes: EpisodesSince
    private var verdicts: [Verdict] = []
    /// When each repair that is written down was over.
    private var repaired: [String: Timestamp] = [:]
    /// Incidents as they were last written.
    private var written: [String: Incident] = [:]
    private var lastLook = Timestamp.epoch
    private var isFailing = false
    /// Whether something was said about rules since they were last judged.
    private var isToJudge = false

    /// Watches a book; `episodes` gives those of an appliance from a moment on, which visits judge.
    package init(_ book: any LifeBook, logger: Logger, episodes: @escaping EpisodesSince = { _, _ in [] }) {
        self.book = book
        self.logger = logger
        self.episodes = episodes
    }

    /// The policy with each rule at its stage, for a core that is built from the ledger.
    ///
    /// It knows of no decision yet: the next look hands it all of them.
    package func begin(with policy: HousePolicy) -> HousePolicy {
        (stages, verdicts, lastLook) = (StageBook(), [], .epoch)
        repaired.removeAll()
        book.rewind()
        defer { book.rewind() }
        do {
            let known = StageBook(try book.news()?.changes ?? [])
            var policy = policy
            policy.rules = policy.rules.with(stages: known.stage(of:))
            return policy
        } catch {
            logger.error("the life of the rules cannot be read", metadata: ["error": "\(error)"])
            return policy
        }
    }

    /// Takes up what is new, at most once a second.
    ///
    /// Returns whether a rule of the core is not at its stage: then the rules are to be put into force as
    /// ``stages`` has them.
    package func look(at wall: Timestamp, _ core: inout GatewayCore) -> Bool {
        // A clock that was set back must not make the pause an age.
        guard wall - lastLook >= LifeWatch.pause || lastLook > wall else { return false }
        lastLook = wall
        do {
            let isChanged = try take(at: wall, &core)
            try write(core.incidents)
            isFailing = false
            return isChanged
        } catch {
            if !isFailing { logger.error("the life of the rules cannot be read", metadata: ["error": "\(error)"]) }
            isFailing = true
            return false
        }
    }

    private func take(at wall: Timestamp, _ core: inout GatewayCore) throws -> Bool {
        let news = try book.news() ?? LifeNews()
        for change in news.changes {
            stages.add(change)
            logger.info(
                "a rule has changed its stage",
                metadata: ["rule": "\(change.rule)", "stage": "\(change.to.word)", "by": "\(change.by)"])
        }
        for repair in news.repairs {
            repaired[repair.number] = repair.closed
            core.take(repair)
        }
        for order in news.orders { core.take(order) }
        verdicts += news.verdicts
        isToJudge = isToJudge || !news.verdicts.isEmpty || !news.changes.isEmpty
        // Last of what may fail: the book hands its news out once.
        try judge(&core)
        if isToJudge { try demote(core.rules, at: wall) }
        isToJudge = false
        return core.rules.contains { stages.stage(of: $0) != $0.stage }
    }

    /// Writes down what visits have found, once each, as the verdict on the rules that had called for them.
    ///
    /// What the desk knows and the book does not is written at the next look, also after a restart between the two.
    private func judge(_ core: inout GatewayCore) throws {
        for (request, repair) in core.visitFindings {
            if let repair, repaired[request.number].map({ $0 < repair.closed }) ?? true {
                let known = try episodes(repair.device, repair.opened - Repair.reach)
                let judged = Set(
                    verdicts.filter { $0.repair != repair.number && !$0.outcome.isCensored }.map(\.episode))
                let shadows = Set(known.filter { !$0.acted }.map(\.episode.id))
                let found = repair.verdicts(
                    on: known.map(\.episode), attached: Set(request.evidence.map(\.episode)), judged: judged
                ) { !shadows.contains($0.id) }
                try book.record(repair, found)
                repaired[request.number] = repair.closed
                logger.info(
                    "a visit has judged rules",
                    metadata: ["request": "\(repair.number)", "outcome": "\(repair.outcome.rawValue)"])
            }
            core.desk.takeUp(visited: request.number)
        }
    }

    /// Puts rules back to shadow that repairs have found wrong too often.
    private func demote(_ rules: [FaultRule], at wall: Timestamp) throws {
        for rule in rules where verdicts.contains(where: { $0.rule == rule.name }) {
            let stage = stages.stage(of: rule)
            let change = Demotion.due(
                rule.name, version: rule.version, floor: rule.floor, in: stages, stage: stage, verdicts: verdicts,
                at: wall)
            // The book hands it out with its next news, and then it counts.
            guard let change else { continue }
            try book.record(change)
            logger.warning(
                "a rule went back to shadow by itself",
                metadata: ["rule": "\(rule.name)", "version": "\(rule.version)", "reason": "\(change.reason)"])
        }
    }

    private func write(_ incidents: [Incident]) throws {
        for incident in incidents where written[incident.id] != incident {
            try book.record(incident)
            if written[incident.id] == nil {
                logger.warning(
                    "requests are held until an operator decides",
                    metadata: ["incident": "\(incident.id)", "what": "\(incident.statement)"])
            }
            written[incident.id] = incident
        }
        let open = Set(incidents.map(\.id))
        written = written.filter { open.contains($0.key) }
    }
}
