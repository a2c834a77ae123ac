import Appliances
import FaultRules

/// Rules, repairs and verdicts for the tests of a rule's life.
enum Life {
    static let start = Timestamp(milliseconds: 1_795_132_800_000)  // 2026-11-20T00:00:00Z

    static func device(_ name: String) -> DeviceID {
        guard let id = DeviceID(name) else { preconditionFailure("\(name) is no name") }
        return id
    }

    static func episode(
        _ rule: String = "warm", version: Int = 1, of component: Component = .compressor,
        on name: String = "fridge-1", raised: Timestamp = start
    ) -> Episode {
        Episode(
            rule: rule, version: version, component: component, device: device(name), level: .major, raised: raised,
            at: raised, reset: nil, signals: [])
    }

    static func repair(
        _ outcome: RepairOutcome, of requested: Component = .compressor, part: Component? = nil,
        number: String = "SR-1", on name: String = "fridge-1", model: String = "BCD-470W",
        opened: Timestamp = start + .hours(1), closed: Timestamp = start + .days(2)
    ) -> Repair {
        Repair(
            number: number, device: device(name), model: model, requested: requested, part: part, outcome: outcome,
            opened: opened, closed: closed, by: "wang")
    }

    /// Verdicts on episodes of their own: so many of each outcome.
    static func verdicts(
        _ counts: KeyValuePairs<RepairOutcome, Int>, rule: String = "warm", version: Int = 1,
        model: String = "BCD-470W", from first: Timestamp = start, acted: Bool = true
    ) -> [Verdict] {
        let outcomes = counts.flatMap { Array(repeating: $0.key, count: $0.value) }
        return outcomes.enumerated().map { number, outcome in
            let raised = first + .hours(Int64(number))
            return Verdict(
                episode: "EP-\(rule)-\(version)-\(model)-\(raised.milliseconds)", rule: rule, version: version,
                device: device("fridge-\(number)"), model: model, component: .compressor, raised: raised,
                at: raised + .days(3), outcome: outcome, by: "wang", repair: "SR-\(model)-\(number)", acted: acted)
        }
    }
}
