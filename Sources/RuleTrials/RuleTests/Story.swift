package import Appliances
import FaultRules

/// What became of a rule's alarm for one appliance, told in times from the test's start.
struct Story {
    /// The rules, by the places that changes name.
    let rules: [FaultRule]
    let start: Timestamp
    /// The changes of the rule and the appliance, in their order.
    let changes: [AlarmChange]
    /// The changes of what watches whether the rule's condition flaps.
    let flapping: [AlarmChange]

    /// A request for service that an episode asked for.
    struct Ticket {
        let episode: String
        let fault: String
        let at: Timestamp
    }

    /// The level at which the alarm stands; nil where none does.
    func level(at moment: Timestamp) -> Level? {
        switch changes.last(where: { $0.episode.at <= moment })?.kind {
        case .raised(let level), .eased(let level): level
        case .ended, nil: nil
        }
    }

    /// When something happened.
    func moments(of event: TestExpectation.Event) -> [Timestamp] {
        changes.filter { event.matches($0.kind) }.map(\.episode.at)
    }

    /// The tickets, the first of each episode: its later levels join the same request.
    var tickets: [Ticket] {
        var tickets: [Ticket] = []
        for change in changes + flapping {
            guard let fault = fault(of: change), !tickets.contains(where: { $0.episode == change.episode.id })
            else { continue }
            tickets.append(Ticket(episode: change.episode.id, fault: fault, at: change.episode.at))
        }
        return tickets
    }

    /// The fault for which a change asks for service; nil where it asks for none.
    private func fault(of change: AlarmChange) -> String? {
        guard change.acts, case .raised(let level) = change.kind,
            case .ticket(let ticket) = rules[change.rule].step(level)?.action
        else { return nil }
        switch change.distinction {
        case .fault(let fault, _): return fault
        case .excused: return nil
        case nil: return ticket.fault
        }
    }

    /// `minor at 32m, ended at 2h5m`.
    var text: String {
        if changes.isEmpty { return "no alarm was raised" }
        let parts = changes.map { change in
            let at = spoken(change.episode.at - start)
            return switch change.kind {
            case .raised(let level): "\(level.word) at \(at)"
            case .eased(let level): "eased to \(level.word) at \(at)"
            case .ended: "ended at \(at)"
            }
        }
        return parts.joined(separator: ", ")
    }

    /// Moments of the test in one phrase: `32m and 1h40m`.
    func phrase(_ moments: [Timestamp]) -> String {
        let words = moments.map { spoken($0 - start) }
        guard words.count > 1, let last = words.last else { return words.first ?? "no time" }
        return "\(words.dropLast().joined(separator: ", ")) and \(last)"
    }
}

extension TestExpectation.Event {
    /// Whether a change is this event.
    func matches(_ kind: AlarmChange.Kind) -> Bool {
        switch (self, kind) {
        case (.raised(let wanted), .raised(let level)): wanted == nil || wanted == level
        case (.eased(let wanted), .eased(let level)): wanted == nil || wanted == level
        case (.ended, .ended): true
        default: false
        }
    }

    /// The event as the parts of a sentence: `minor` `be raised` `was`.
    var words: (subject: String, verb: String, did: String) {
        switch self {
        case .raised(let level): (level?.word ?? "an alarm", "be raised", "was")
        case .eased(let level): ("the alarm", "ease\(level.map { " to \($0.word)" } ?? "")", "did")
        case .ended: ("the alarm", "end", "did")
        }
    }
}

/// A time from the test's start as people say it: `1d2h`, `2h5m`; 90 s are `1m30s`.
package func spoken(_ span: TimeSpan) -> String {
    if span < .zero { return "-" + spoken(TimeSpan(milliseconds: -span.milliseconds)) }
    var rest = span.milliseconds
    var text = ""
    let units: [(Int64, String)] = [(86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1_000, "s"), (1, "ms")]
    for (unit, suffix) in units where rest >= unit {
        text += "\(rest / unit)\(suffix)"
        rest %= unit
    }
    return text.isEmpty ? "0s" : text
}
