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
    /// The call of the quality department about a card that does not agree with what the customer says (M-75).
    package var callAfterMismatch = TimeSpan.hours(2)
    /// From which chance of a pull-back on a loaner comes along, in percent (M-9).
    package var loanerFromPercent = 40
    /// Whether only the maker's own parts may be used (C-7).
    package var wantsOriginalParts = true
    /// The brands for which certified parts will do all the same (C-7).
    package var certifiedBrands: [String] = []
    /// Until when somebody has spoken with a customer whose request is new, in working time (Z-4, 2.2).
    package var firstContact = TimeSpan.hours(2)
    /// Until when an engineer who was assigned has proposed a window, in working time (Z-7, N-6).
    package var engineerContact = TimeSpan.minutes(30)
    /// Until when a hand-over is acknowledged.
    package var handOver = TimeSpan.minutes(5)
    /// Until when it is known what is probably wrong, in working time.
    package var solution = TimeSpan.hours(1)
    /// Until when a part that is needed is laid aside or applied for, in working time.
    package var partOrder = TimeSpan.hours(1)
    /// Until when a part that was applied for is bought, in working time.
    package var partPurchase = TimeSpan.hours(1)
    /// Until when a fact that nobody answered to, or knew, is asked for again, in working time (M-16, H-3).
    package var verifyAgain = TimeSpan.hours(1)
    /// Until when somebody is sent where nobody goes, in working time (Z-5).
    package var assignWithin = TimeSpan.minutes(30)
    /// Until when a window that was proposed is answered, in working time (H-8).
    package var answerWindow = TimeSpan.hours(2)
    /// Until when somebody who is there has ended the visit, in working time.
    package var endVisit = TimeSpan.hours(4)
    /// Until when money is settled once the work is done, in working time (Z-15).
    package var settleWithin = TimeSpan.hours(2)
    /// Until when others have decided what was asked of them, in working time (M-54, M-65).
    package var decideWithin = TimeSpan.hours(4)
    /// Until when somebody above has taken up what was escalated, in working time (M-54, M-57).
    package var takeUp = TimeSpan.minutes(30)
    /// Until when a request is closed once all is done, in working time (H-15).
    package var closeWithin = TimeSpan.hours(12)
    /// Until when a complaint is resolved by whoever answers for it; afterwards it is the next level's (Z-19).
    package var complaint = TimeSpan.days(1)
    /// For how long after its end a request goes on where somebody complains; afterwards that is a new one (Z-19).
    package var complaintAfterEnd = TimeSpan.days(30)
    /// Within which time a customer's further words about an appliance of the same category are of the same request,
    /// where nobody can say which appliance it is and what fails does not differ (Z-1).
    package var sameDays = TimeSpan.days(3)
    /// How long before a promise an engineer is asked to decide when to leave (M-22, C-2).
    package var departurePrompt = TimeSpan.minutes(60)
    /// How long before a promise an engineer must have left at the latest where nobody knows the way (M-22).
    package var departureLatest = TimeSpan.minutes(40)
    /// How much earlier than the way asks for an engineer leaves at the latest, where it is known (M-22, C-2).
    package var departureSpare = TimeSpan.minutes(10)
    /// How long before the end of a window the customer hears that somebody will be late (M-30, N-7).
    package var lateWarning = TimeSpan.minutes(2)
    /// From which lateness on an apology that is not accepted becomes the manager's (M-32, C-3).
    package var lateForManager = TimeSpan.minutes(15)
    /// How long somebody waits at a door that nobody opens (M-28).
    package var doorWait = TimeSpan.minutes(5)
    /// How long before a promise an engineer is there at the latest (H-10, M-22, C-1); ``departureLatest`` aims at
    /// ten minutes.
    package var arriveEarly = TimeSpan.minutes(5)
    /// How often a customer must have been called in vain before an engineer goes without an answer (M-17); 1 to 20.
    package var contactTries = 3
    /// How far apart such calls are; nearer ones count as one (M-16).
    package var contactApart = TimeSpan.minutes(15)
    /// When the cards of a day are reconciled, in minutes after midnight of the centre's zone; 0 to 1439 (M-76).
    package var reconcileMinute = 21 * 60
    /// Of how many days the visits are gone through in each round; 1 to 30 (M-76).
    package var reconcileDays = 3
    /// When the centre works.
    package var calendar = BusinessCalendar.standard()
    /// Seconds east of UTC of the zone in which days count.
    package var utcOffsetSeconds = 8 * 3_600

    /// The thresholds of the requirements.
    package init() {}

    /// The same for the visits of a brand: whether only its maker's own parts may be used (C-7).
    ///
    /// Spelt in capitals or not, a brand is the same, as it is for checklists.
    package func forBrand(_ brand: String) -> ServiceRules {
        guard wantsOriginalParts, !certifiedBrands.isEmpty else { return self }
        let name = CustomerWords(brand).joined
        guard certifiedBrands.contains(where: { CustomerWords($0).joined == name }) else { return self }
        var rules = self
        rules.wantsOriginalParts = false
        return rules
    }

    /// The same for the same thresholds, in every process: what was worked out under others is worked out again.
    package var mark: UInt64 {
        let spans = [
            callAfterGuidance, callAfterUntested, callAfterIncomplete, callOfQuality, firstContact, engineerContact,
            handOver, solution, partOrder, partPurchase, departurePrompt, departureLatest, departureSpare, lateWarning,
            lateForManager, doorWait, arriveEarly, contactApart, verifyAgain, assignWithin, answerWindow, endVisit,
            settleWithin, decideWithin, takeUp, closeWithin, complaint, callAfterMismatch,
        ]
        let days = [calendar.holidays, calendar.workdays].map { $0.sorted().map(\.description).joined(separator: " ") }
        let week = calendar.week.map { day in
            day.map { "\($0.from)-\($0.through)" }.joined(separator: " ")
        }
        return StableHash(
            of: (spans.map { "\($0.milliseconds)" } + days + week + ["\(utcOffsetSeconds)"]).joined(separator: ";")
        ).value
    }
}
