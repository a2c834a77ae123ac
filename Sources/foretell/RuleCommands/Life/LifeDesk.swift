import Appliances
import ArgumentParser
import Daybook
import FaultRules
import Foundation
import Gateway
import Ledger

/// What the commands about the life of rules look at: the rules, what was said of them, and what they found.
struct LifeDesk {
    let house: House
    let stages: StageBook
    let scorecard: Scorecard
    let reader: LifeReader
    /// Nil where no gateway has run yet.
    let desk: DeskReader?

    /// Reads everything; throws what is wrong with the configuration.
    init(_ config: ConfigOptions, _ state: StateOption) throws {
        house = try House(config)
        reader = try openLife(state)
        let news = try reader.all()
        let stages = StageBook(news.changes)
        self.stages = stages
        let subjects = house.policy.rules.rules.map { rule in
            Scorecard.Subject(
                rule: rule.name, version: rule.version, component: rule.component,
                since: stages.evaluatedSince(rule.name, version: rule.version))
        }
        scorecard = Scorecard(subjects, verdicts: news.verdicts, repairs: news.repairs)
        desk = try? DeskReader(folder: state.folder)
    }

    /// The score of a rule's present version.
    func score(of rule: FaultRule) -> Score? { scorecard.total(rule.name, version: rule.version) }

    /// The episodes of a rule's present version that would want somebody to come, and how many of them were in shadow.
    func findings(of rule: FaultRule) throws -> (episodes: [Episode], shadows: Int) {
        guard let desk else { return ([], 0) }
        let ticketed = rule.steps.filter { if case .ticket = $0.action { true } else { false } }.map(\.level).min()
        let episodes = try desk.episodes().filter { episode in
            guard let ticketed, let level = Level(word: episode.level) else { return false }
            return episode.rule == rule.name && episode.version == rule.version && level >= ticketed
        }
        let shadows = try desk.shadowEpisodes()
        return (episodes, episodes.count { shadows.contains($0.id) })
    }
}

/// Opens the life of the rules for reading, with an error for people where that fails.
func openLife(_ state: StateOption) throws -> LifeReader {
    do {
        return try LifeReader(folder: state.folder)
    } catch let fault as LedgerFault {
        throw Failure.badInput(fault.description)
    }
}

/// Opens the life of the rules for writing, with an error for people where that fails.
func openLifeStore(_ state: StateOption) throws -> LifeStore {
    do {
        return try LifeStore(folder: state.folder)
    } catch let fault as LedgerFault {
        throw Failure.badInput(fault.description)
    }
}

/// The machine's clock, as it stands on what people decide.
func momentOfDecision() -> Timestamp { Timestamp(milliseconds: Int64(Date.now.timeIntervalSince1970 * 1_000)) }

/// A word such as a name or a reason: one line that is not empty.
func line(_ text: String?, of option: String) throws -> String {
    guard let text, !text.isEmpty else { throw Failure.badInput("\(option) must say something") }
    guard text.count <= 400, !text.contains(where: \.isNewline) else {
        throw Failure.badInput("\(option) must be one line of at most 400 characters")
    }
    return text
}
