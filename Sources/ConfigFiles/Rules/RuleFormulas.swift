import Appliances
import FaultRules
import Telemetry

/// The formulas of one rule file with their places, so that what is wrong with their
/// meaning is named at the line where they stand.
struct RuleFormulas {
    private var places: [(formula: String, node: ConfigNode)] = []

    /// Reads one formula, which messages call `formula`.
    ///
    /// - Returns: NaN where it cannot be read; the compiler then takes it for anything.
    mutating func read(_ node: ConfigNode, as formula: String) -> Expression {
        places.append((formula, node))
        guard let text = node.text else { return .number(.nan) }
        do throws(ExpressionFault) {
            return try Expression(text)
        } catch {
            node.fault("\(formula), column \(error.offset + 1): \(error.text)")
            return .number(.nan)
        }
    }

    /// Notes what only the whole rule shows: names that mean nothing, circles, numbers for conditions.
    func check(_ rule: FaultRule, channels: ChannelList) {
        guard case .failure(let wrong) = RuleSet.compile([rule], channels: channels) else { return }
        for (_, fault) in wrong.faults {
            let place = places.first { $0.formula == fault.formula } ?? places.first
            place?.node.fault("\(fault.formula): \(fault.text)")
        }
    }
}
