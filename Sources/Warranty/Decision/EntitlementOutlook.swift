package import Appliances

/// Who pays for a predicted fault today and on the day of the failure (requirements, 2.4, 2).
package struct EntitlementOutlook: Hashable, Sendable, Codable {
    /// If it is repaired today.
    package let now: EntitlementDecision
    /// If it is repaired when it fails; nil where no day is foretold.
    package let atFailure: EntitlementDecision?

    /// An outlook.
    package init(now: EntitlementDecision, atFailure: EntitlementDecision? = nil) {
        self.now = now
        self.atFailure = atFailure
    }

    /// The last covered day, where the warranty ends between today and the failure: then somebody should come
    /// before it does, in the customer's favour.
    package var lapses: CalendarDay? {
        guard now.outcome != .chargeable, atFailure?.outcome == .chargeable else { return nil }
        return now.validUntil
    }

    private enum CodingKeys: String, CodingKey {
        case now
        case atFailure = "at_failure"
    }
}

/// Decides a case for its own day and for the day on which the failure is foretold.
///
/// - Parameters:
///   - case: The question; its failure day is today.
///   - failure: The day that is foretold; nil, or a day that has come, where there is none.
///   - policies: All policies in force.
/// - Returns: Both answers; one where no day lies ahead.
package func entitlementOutlook(
    of case: WarrantyCase, failingOn failure: CalendarDay?, under policies: [WarrantyPolicy]
) -> EntitlementOutlook {
    let now = entitlement(of: `case`, under: policies)
    guard let failure, failure > `case`.failureDay else { return EntitlementOutlook(now: now) }
    var later = `case`
    later.failureDay = failure
    return EntitlementOutlook(now: now, atFailure: entitlement(of: later, under: policies))
}
