import Appliances
import Logging

extension GatewayShell {
    /// From how far on it matters that the desk's time is ahead: what the machine's clock is put right by is less.
    static let aheadMax = TimeSpan.minutes(1)

    /// Tells that the desk's time is ahead of the machine's clock, which was far ahead itself and was set back.
    ///
    /// Time that was recorded does not go back: what was decided at it stands. Until the machine's clock is there again
    /// nothing falls due, so somebody must hear of it.
    func noteClock(_ wall: Timestamp) {
        // Where telemetry is the clock, the machine's says nothing about it.
        let ahead = clock == .wall && core.time > wall ? core.time - wall : .zero
        counter?.note(secondsAhead: Int(ahead.milliseconds / 1_000))
        guard (ahead > GatewayShell.aheadMax) != isAhead else { return }
        isAhead.toggle()
        if isAhead {
            logger.error(
                "the machine's clock was set back; nothing falls due until it is there again",
                metadata: ["seconds": "\(ahead.milliseconds / 1_000)", "desk_time": "\(core.time)"])
        } else {
            logger.notice("the machine's clock has caught up; what is due falls due again")
        }
    }
}
