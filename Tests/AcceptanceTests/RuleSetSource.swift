import FaultRules
import Telemetry
import Testing

/// Rule sets for tests that are about something else.
enum RuleSetSource {
    /// No rules at all.
    static func none() throws -> RuleSet {
        try RuleSet.compile([], channels: ChannelList()).get()
    }
}
