package import Appliances

/// Decides who pays if this component needs repair on this day (requirements, 2.5).
///
/// In this order: papers (H-18a, C-15), altered invoice (H-18b), policy (exactly one,
/// otherwise a person decides: C-11), period from the invoice day with pauses deducted
/// (H-16, H-17, H-19), options of the first days (H-21, H-22). Missing papers leave it
/// undetermined, except where the period is over on a known invoice day: then no paper
/// could make it free, and nobody is asked for one.
///
/// Misuse and self-repair (H-18c, H-18d) are findings of people with evidence and are
/// never decided here. Nor is whether a fault is a performance failure (H-23), on which
/// return and exchange depend.
///
/// - Parameters:
///   - component: What is expected to fail; `user` and `connectivity` are chargeable, being no part.
///   - appliance: Its category and the papers of its purchase.
///   - day: The day of the repair, or of the predicted failure.
///   - pauses: The days on which the clock stood still, in any order.
///   - policies: All policies in force; those of other categories are passed over.
/// - Returns: The answer with its reasons.
package func entitlement(
    of component: Component, in appliance: Appliance, on day: CalendarDay,
    pauses: [WarrantyPause], under policies: [WarrantyPolicy]
) -> EntitlementDecision {
    var inquiry = Inquiry(component: component, purchase: appliance.purchase, day: day)
    guard inquiry.concernsAPart() else { return inquiry.closed(.chargeable) }
    inquiry.askForPapers()
    guard inquiry.findsInvoiceUnaltered() else { return inquiry.closed(.chargeable) }
    inquiry.dateInvoice()
    inquiry.choosePolicy(of: appliance.category, from: policies)
    inquiry.countPeriod(deducting: pauses)
    guard inquiry.mayStillRun() else { return inquiry.closed(.chargeable) }
    guard inquiry.needs.isEmpty else { return inquiry.closed(.undetermined(needs: inquiry.needs)) }
    inquiry.offerOptions()
    return inquiry.closed(.free)
}
