import Appliances
import Telemetry

/// The pauses between tries to connect: doubling, with full jitter, so that many gateways do not knock at once.
struct Backoff {
    private let least: Int64
    private let most: Int64
    private var ceiling: Int64

    init(_ settings: BrokerSettings) {
        least = settings.reconnectMin.milliseconds
        most = max(least, settings.reconnectMax.milliseconds)
        ceiling = least
    }

    /// The next pause, in ms: at least half the least, at most the present ceiling.
    mutating func next(using chance: inout some RandomNumberGenerator) -> Int64 {
        let pause = Int64.random(in: least / 2...ceiling, using: &chance)
        ceiling = min(most, ceiling * 2)
        return pause
    }

    /// The link is up: begin small again.
    mutating func reset() { ceiling = least }
}
