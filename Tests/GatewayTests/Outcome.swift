import Appliances
import Daybook
import FaultRules
import Gateway
import ServiceDesk
import Telemetry

/// What entries say, in an order that does not depend on how they were cut or which of two
/// timers of one moment fired first.
struct Outcome: Equatable {
    private(set) var episodes: [Episode]
    private(set) var intakes: [Intake]
    private(set) var events: [RecordedEvent]
    private(set) var notices: [Notice]
    private(set) var counts: [String: Int] = [:]

    init(_ entries: some Sequence<Entry>) {
        let entries = Array(entries)
        episodes = entries.flatMap(\.episodes).sorted { ($0.id, $0.at, $0.level) < ($1.id, $1.at, $1.level) }
        intakes = entries.flatMap(\.intakes).sorted { ($0.episode, $0.level, $0.at) < ($1.episode, $1.level, $1.at) }
        events = entries.flatMap(\.events).sorted { ($0.request, $0.number) < ($1.request, $1.number) }
        notices = entries.flatMap(\.notices).sorted { ($0.id, $0.at) < ($1.id, $1.at) }
        for entry in entries {
            for (name, count) in entry.tally.named where count > 0 { counts[name, default: 0] += count }
        }
    }

    subscript(counter: Tally.Counter) -> Int { counts[counter.name] ?? 0 }
    subscript(reason: Rejection) -> Int { counts["rejected.\(reason.rawValue)"] ?? 0 }

    /// Without what was counted: for runs of which one was sent more.
    var decided: Outcome {
        var copy = self
        copy.counts = [:]
        return copy
    }

    /// What concerns other appliances than this one.
    func without(_ device: String) -> Outcome {
        var copy = decided
        copy.episodes.removeAll { $0.device.text == device }
        copy.intakes.removeAll { $0.device.text == device }
        copy.notices.removeAll { $0.device.text == device }
        let requests = Set(
            copy.notices.compactMap { notice in
                if case .requestOpened(let request, _, _, _, _) = notice.content { request } else { nil }
            })
        copy.events.removeAll { !requests.contains($0.request) }
        return copy
    }
}

/// The entries that a fresh core makes of batches.
func decide(_ policy: HousePolicy, _ clock: GatewayClock, _ batches: [MessageBatch]) -> [Entry] {
    var core = GatewayCore(policy, clock: clock)
    return batches.map { core.decide($0, closed: $0.lastArrival) }
}
