package import Appliances

/// The thresholds of the desk, all of them settings (`config/service/desk.yaml`; requirements, 2.3).
package struct ServiceRules: Hashable, Sendable {
    /// Who is asked for a fact, in this order (C-4).
    package var verificationOrder: [VerificationAttempt.Source] = [
        .informationOfficer, .dispatcher, .distributor, .customer,
    ]
    /// How often an unanswered call is made before a request may be closed unconfirmed; 1 to 20.
    package var unansweredMax = 3
    /// The call after guidance by phone (M-4).
    package var callAfterGuidance = TimeSpan.hours(2)
    /// The call after a repair that was not tested (M-59).
    package var callAfterUntested = TimeSpan.hours(2)
    /// The call after a repair that is not complete (M-71).
    package var callAfterIncomplete = TimeSpan.hours(3)
    /// The call of the quality department after every service (Z-17).
    package var callOfQuality = TimeSpan.hours(24)
    /// From which chance of a pull-back on a loaner comes along, in percent (M-9).
    package var loanerFromPercent = 40
    /// Whether only the maker's own parts may be used (C-7).
    package var wantsOriginalParts = true
    /// Seconds east of UTC of the zone in which days count.
    package var utcOffsetSeconds = 8 * 3_600

    /// The thresholds of the requirements.
    package init() {}
}
