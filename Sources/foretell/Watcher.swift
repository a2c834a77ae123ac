import Appliances
import Daybook
import Foundation
import Maintenance
import ServiceDesk
import Warranty

/// Shows a gateway at work on a terminal: each decision as a line, and the counts now and then.
final class Watcher {
    private var total = Tally()
    private var counts: [Tally.Counter: Int] = [:]
    private var lastLine = Date.distantPast

    /// Shows what one commit recorded.
    func show(_ entry: Entry) {
        for intake in entry.intakes { print(Watcher.line(intake)) }
        for notice in entry.notices { if let line = Watcher.line(notice) { print(line) } }
        for counter in Tally.Counter.allCases { counts[counter, default: 0] += entry.tally[counter] }
        guard Date.now.timeIntervalSince(lastLine) >= 2 else { return flushOutput() }
        lastLine = .now
        print("\(entry.closed)  \(Watcher.counts { counts[$0] ?? 0 })")
        flushOutput()
    }

    /// The counts that people look at, in one line.
    static func counts(_ count: (Tally.Counter) -> Int) -> String {
        let shown: [(Tally.Counter, String)] = [
            (.messages, "messages"), (.readings, "readings"), (.episodes, "episodes"), (.requestsOpened, "requests"),
            (.advised, "advice"), (.ownersTold, "owners told"), (.reminders, "reminders"), (.rejected, "rejected"),
        ]
        return shown.map { "\($0.1) \(count($0.0))" }.joined(separator: " · ")
    }

    /// One decision and its deciding reason.
    static func line(_ intake: Intake) -> String {
        let entitled = intake.entitlement.now
        let reason = entitled.decidingReason.map { "\($0.clause): \($0.text.en)" } ?? "no reason"
        let done =
            switch intake.decision {
            case .opened(let request): "opened request \(request)"
            case .joined(let request): "joined request \(request)"
            case .advised(let advice): "advised the owner: \(advice.quote.total)"
            case .held(.alreadyAdvised(let at)): "held: advised already at \(at)"
            case .held(.knownEpisode): "held: the episode is known"
            case .held(.nothingToRepair): "held: nothing to repair"
            case .held(.storm(let incident)): "held: part of incident \(incident)"
            }
        return "\(intake.at)  \(intake.device)  \(intake.component.rawValue) \(intake.level): "
            + "\(entitled.headline()); \(reason) → \(done)"
    }

    /// A word to an owner that no decision of the desk stands behind; nil for the others and for reminders.
    private static func line(_ notice: Notice) -> String? {
        guard case .tellOwner(let advice, _) = notice.content else { return nil }
        return "\(notice.at)  \(notice.device)  told the owner: \(advice) — \(notice.text.zh)"
    }
}
