package import Appliances

/// What the gateway makes of a device's own time.
///
/// Three times are kept apart: the device's as sent, the arrival, and the corrected one
/// by which rules run. About two thirds of all devices send no usable time at all.
package struct DeviceClock: Sendable {
    /// How the corrected time came about.
    package enum Verdict: UInt8, Sendable {
        /// The device's time was plausible and is used.
        case trusted
        /// The device sent none; arrival is used.
        case absent
        /// The device's time lies further ahead than a clock may; arrival is used.
        case ahead
        /// The device's time lies further back than a backlog may; arrival is used.
        case behind
    }

    /// How far ahead of arrival a device's time may lie (reliability F9).
    package var aheadMax = TimeSpan.minutes(5)
    /// How far behind arrival it may lie: the longest backlog taken as such.
    package var behindMax = TimeSpan.days(7)

    /// The bounds of reliability F9.
    package init() {}

    /// The corrected time and how it came about.
    package func judge(device: Timestamp?, arrival: Timestamp) -> (time: Timestamp, verdict: Verdict) {
        guard let device else { return (arrival, .absent) }
        if device > arrival + aheadMax { return (arrival, .ahead) }
        // Before 1970 is no time that a device has lived through, whatever the gateway's own clock says.
        if device < arrival - behindMax || device < .epoch { return (arrival, .behind) }
        return (device, .trusted)
    }
}
