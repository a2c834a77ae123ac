package import Appliances
package import FaultRules
package import Telemetry

/// What a trial asks of the engine; tests of the trials put an engine with a mistake in its place.
package protocol TrialEngine: Sendable {
    /// An engine whose appliances have sent nothing yet.
    init(trying set: RuleSet, appliances: [Appliance], on day: CalendarDay)

    /// Takes one record of appliance number `device`; false where it came too late to be judged
    /// in its place.
    mutating func hand(
        _ readings: [Reading], of device: Int, time: Timestamp, arrival: Timestamp, changes: inout [AlarmChange]
    ) -> Bool

    /// Lets the gateway's clock reach a moment.
    mutating func wake(at now: Timestamp, changes: inout [AlarmChange])

    /// Ends the recording: nothing is held back any more, and time passes until `end`, by arrival.
    mutating func end(at end: Timestamp, changes: inout [AlarmChange])

    /// What it remembers of an appliance.
    func snapshot(of number: Int) -> [UInt64]

    /// Takes up what a snapshot remembers; false where the words are none.
    mutating func restore(_ number: Int, from words: [UInt64]) -> Bool

    /// Whether the raise conditions of all levels of a rule are unknown.
    mutating func isUnknown(rule: Int, device: Int, at moment: Timestamp) -> Bool
}

extension RuleEngine: TrialEngine {
    /// The engine as the gateway has it.
    package init(trying set: RuleSet, appliances: [Appliance], on day: CalendarDay) {
        self.init(set, appliances: appliances, on: day)
    }

    /// Takes one record of appliance number `device`; false where it came too late to be judged
    /// in its place.
    package mutating func hand(
        _ readings: [Reading], of device: Int, time: Timestamp, arrival: Timestamp, changes: inout [AlarmChange]
    ) -> Bool {
        take(readings[...], of: device, time: time, arrival: arrival, changes: &changes) == .taken
    }

    /// Ends the recording: nothing is held back any more, and time passes until `end`, by arrival.
    package mutating func end(at end: Timestamp, changes: inout [AlarmChange]) {
        finish(at: end, changes: &changes)
    }

    /// Whether the raise conditions of all levels of a rule are unknown; false where the rule does not apply.
    package mutating func isUnknown(rule: Int, device: Int, at moment: Timestamp) -> Bool {
        state(ofRule: rule, device: device, at: moment)?.isUnknown ?? false
    }
}
