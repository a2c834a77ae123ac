/// Decides who pays if this part of this purchase is repaired on this day (requirements, 2.5).
///
/// In this order, each step with its reason: papers (H-18a, C-15), altered invoice (H-18b), band (exactly one;
/// C-11, C-12), period from the invoice day (H-16, H-17, H-24 to H-27) with pauses deducted (H-19), in the period?
/// (H-18e), findings of people (H-18c, H-18d), options of the first days (H-21, H-22), repairs in vain, who
/// pays each charge. Missing papers leave it undetermined, except where the period is over on a known invoice day
/// or a person found an exclusion: then no paper could make it free, and nobody is asked for one.
///
/// Whether a fault is a performance failure (H-23), on which return and exchange depend, is classified by whoever
/// takes the request.
///
/// - Parameters:
///   - case: The question. Impossible ones, such as a sale after the failure, are refused by whoever reads them;
///     here they lead to an answer that asks for the date.
///   - policies: All policies in force, in the order in which they are asked.
/// - Returns: The answer with its reasons; never a refusal (H-18).
package func entitlement(of case: WarrantyCase, under policies: [WarrantyPolicy]) -> EntitlementDecision {
    var inquiry = Inquiry(`case`, policies)
    guard inquiry.concernsAPart() else { return inquiry.closed(.chargeable) }
    inquiry.askForPapers()
    guard inquiry.findsInvoiceUnaltered() else {
        _ = inquiry.isExcluded()
        return inquiry.closed(.chargeable)
    }
    inquiry.dateInvoice()
    if let answer = inquiry.serveByTerm() { return inquiry.closed(answer) }
    inquiry.chooseBand()
    inquiry.countPeriod()
    // Both are said where both hold: a customer who disputes the one is told the other at once.
    let mayStillRun = inquiry.mayStillRun()
    guard !inquiry.isExcluded(), mayStillRun else { return inquiry.closed(.chargeable) }
    guard inquiry.needs.isEmpty else { return inquiry.closed(.undetermined) }
    inquiry.offerFirstDays()
    inquiry.offerExchange()
    return inquiry.closed(.free)
}
