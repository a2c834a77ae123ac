import Appliances
import Daybook
import Devices
import FaultRules
import ServiceDesk

/// Which parts of which appliances are foretold to fail, as hubs show it: one sensor for each part that rules open
/// requests for.
struct ProblemBoard {
    /// One part of one appliance.
    struct Part: Hashable, Comparable {
        let device: DeviceID
        let component: Component

        static func < (left: Part, right: Part) -> Bool {
            (left.device, left.component.rawValue) < (right.device, right.component.rawValue)
        }
    }

    /// What stands, by the episodes that say so, the latest last.
    private var standing: [Part: [(episode: String, problem: ProblemState.Problem)]] = [:]

    /// What stands of a part.
    func state(of part: Part) -> ProblemState {
        standing[part]?.last.map { .present($0.problem) } ?? .clear(since: nil)
    }

    /// Takes up what stood when the last process ended.
    mutating func restore(_ recall: Recall, _ desk: Desk) {
        standing = [:]
        for (episode, intake) in recall.standing { put(intake, episode, desk) }
    }

    /// Takes what a commit has recorded.
    ///
    /// - Returns: the parts whose state changed, sorted.
    mutating func take(_ entry: Entry, _ desk: Desk) -> [Part] {
        var changed: Set<Part> = []
        let episodes = Dictionary(entry.episodes.map { ($0.id, $0) }) { _, later in later }
        for intake in entry.intakes {
            guard let episode = episodes[intake.episode] else { continue }
            if put(intake, episode, desk) { changed.insert(Part(device: intake.device, component: intake.component)) }
        }
        for episode in entry.episodes where episode.reset != nil {
            let part = Part(device: episode.device, component: episode.component)
            guard var left = standing[part], left.contains(where: { $0.episode == episode.id }) else { continue }
            left.removeAll { $0.episode == episode.id }
            standing[part] = left.isEmpty ? nil : left
            changed.insert(part)
        }
        return changed.sorted()
    }

    @discardableResult
    private mutating func put(_ intake: Intake, _ episode: Episode, _ desk: Desk) -> Bool {
        guard let problem = ProblemBoard.problem(intake, episode, desk) else { return false }
        let part = Part(device: intake.device, component: intake.component)
        standing[part, default: []].removeAll { $0.episode == episode.id }
        standing[part, default: []].append((episode.id, problem))
        return true
    }

    /// What a hub is told of a decision; nil where the desk did nothing that concerns the household.
    private static func problem(_ intake: Intake, _ episode: Episode, _ desk: Desk) -> ProblemState.Problem? {
        let fault: String
        let offer: ProblemState.Offer?
        switch intake.decision {
        case .opened(let number), .joined(let number):
            fault = desk.request(number)?.fault ?? episode.rule
            offer = .request(number: number)
        case .advised(let advice):
            fault = advice.fault
            offer = .quote("\(advice.quote.total)")
        case .held(.alreadyAdvised): (fault, offer) = (episode.rule, .advice)
        case .held(.storm): (fault, offer) = (episode.rule, nil)
        case .held(.knownEpisode), .held(.nothingToRepair): return nil
        }
        let words = intake.component.rawValue.split(separator: "_").joined(separator: " ")
        return ProblemState.Problem(
            fault: fault, severity: episode.level, expected: expected(episode), offered: offer, since: episode.raised,
            english: "A fault of the \(words) is coming.", chinese: "预测到部件即将发生故障。")
    }

    /// The day on which half of such appliances have failed, where the rule foretells one.
    private static func expected(_ episode: Episode) -> CalendarDay? {
        guard let seconds = episode.signals.first(where: { $0.name == "eta.p50" })?.value, seconds.isFinite,
            (0...1e10).contains(seconds)
        else { return nil }
        return CalendarDay(episode.at + .seconds(Int64(seconds)), utcOffsetSeconds: 0)
    }
}
