import Appliances
import Daybook
import FaultRules
import ServiceDesk
import Telemetry

extension GatewayCore {
    /// What the rules find of a repaired appliance as its customer is called back: those that act and look at the
    /// parts that were repaired (2.4, 6).
    mutating func afterRepair(_ command: DeskCommand, on number: String) -> AfterRepair? {
        guard case .call = command, let request = desk.request(number), let repaired = request.lastRepair,
            let device = request.device, let place = directory.number(of: device)
        else { return nil }
        var (standing, unknown): ([String], [String]) = ([], [])
        for (index, rule) in rules.enumerated()
        where rule.stage.acts(rule: rule.name, device: device)
            && (request.family == nil || rule.component.family == request.family)
        {
            guard let state = engine.state(ofRule: index, device: place, at: now) else { continue }
            if let level = state.level { standing.append("\(rule.name) \(level)") }
            if state.isUnknown { unknown.append(rule.name) }
        }
        let since = request.evidence.filter { $0.raised > repaired }.map(\.episode)
        return AfterRepair(standing: standing, unknown: unknown, since: since, at: now)
    }
}
