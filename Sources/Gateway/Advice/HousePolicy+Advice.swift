package import Appliances
package import ServiceDesk
package import Warranty

/// What advice on a request depends on beside the request and the configuration.
package struct AdviceContext: Sendable {
    /// The appliance as the registry has it; nil where it is not known there.
    package let appliance: Appliance?
    /// The day that counts.
    package let day: CalendarDay
    /// The days on which the warranty of the appliance stood still (H-19).
    package let pauses: [WarrantyPause]

    /// A context.
    package init(appliance: Appliance?, day: CalendarDay, pauses: [WarrantyPause]) {
        (self.appliance, self.day, self.pauses) = (appliance, day, pauses)
    }
}

/// Why there is no advice of some kind.
package struct NoAdvice: Error, Hashable, Sendable {
    /// The reason for people.
    package let text: String
}

extension HousePolicy {
    /// The maker by which tables and checklists are chosen: the one that was confirmed (M-12), else the appliance's,
    /// else the one that the customer named, else the house's own.
    package func brand(of request: ServiceRequest, _ appliance: Appliance?) -> String {
        if let confirmed = request.facts.brand { return confirmed }
        if let appliance { return appliance.brand.isEmpty ? brand : appliance.brand }
        return request.demands.last { !$0.brand.isEmpty }?.brand ?? brand
    }

    /// The thresholds in force for a request: which parts may be used hangs on the brand (C-7).
    package func rules(for request: ServiceRequest?, of appliance: Appliance?) -> ServiceRules {
        guard let request else { return service }
        return service.forBrand(brand(of: request, appliance))
    }

    /// The checklist in force for the visits of a request; nil where the house has none for that brand (M-20, C-18).
    package func checklist(for request: ServiceRequest, of appliance: Appliance?) -> Checklist? {
        checklists.checklist(for: brand(of: request, appliance))
    }

    /// What the triage table proposes, with who would pay for each cause (H-4, H-5, 2.2).
    package func triage(of request: ServiceRequest, in context: AdviceContext) -> Result<TriageAdvice, NoAdvice> {
        let told = request.demands.last { $0.category != nil }?.category
        guard let category = request.facts.category ?? context.appliance?.category ?? told else {
            return .failure(NoAdvice(text: "nobody has said yet what kind of appliance it is"))
        }
        guard let table = triage.first(where: { $0.category == category }) else {
            return .failure(NoAdvice(text: "there is no triage table for \(category.rawValue)"))
        }
        let proposal = table.propose(for: request, brand: brand(of: request, context.appliance))
        let entitled = proposal.entitlements { entitlement(of: $0, for: request, in: context) }
        return .success(TriageAdvice(proposal, for: request, by: table, entitled))
    }

    /// What the repair would cost by the tariff, with who pays each line (Z-14, M-62 to M-64).
    ///
    /// Before a repair it is that of the most probable cause; after one, of what was found and replaced. Who pays is as
    /// it was decided, and where nobody has decided for that component, as it would be today.
    package func charges(of request: ServiceRequest, in context: AdviceContext) -> Result<ChargeAdvice, NoAdvice> {
        guard let (work, sheet) = proposed(for: request, in: context) else {
            return .failure(NoAdvice(text: "nobody can say yet what fails; triage comes first"))
        }
        return .success(
            ChargeAdvice(
                sheet, for: request, component: work.component, isAfterRepair: HousePolicy.repair(of: request) != nil))
    }

    /// The same sheet, by which the one that an engineer presents is measured; nil where nobody can say what fails.
    func proposed(
        for request: ServiceRequest, in context: AdviceContext
    ) -> (work: ChargedWork, sheet: ProposedSheet)? {
        guard let work = work(on: request, in: context) else { return nil }
        let decided = request.entitlements.first { $0.component == work.component }
        let decision = decided ?? entitlement(of: work.component, for: request, in: context)
        return (work, tariff.sheet(for: work, decision: decision))
    }

    /// The lines of the checklist by phase, with what the last visit has answered (M-20 to M-70).
    package func checklist(
        of request: ServiceRequest, in appliance: Appliance?
    ) -> Result<ChecklistAdvice, NoAdvice> {
        guard let list = checklist(for: request, of: appliance) else {
            return .failure(NoAdvice(text: "there is no checklist for \(brand(of: request, appliance))"))
        }
        return .success(ChecklistAdvice(list, for: request))
    }

    private func entitlement(
        of component: Component, for request: ServiceRequest, in context: AdviceContext
    ) -> EntitlementDecision? {
        guard let appliance = context.appliance, component.isPartOfAppliance else { return nil }
        let asked = warrantyCase(
            of: component, in: appliance, on: context.day, pauses: context.pauses, request: request)
        return Warranty.entitlement(of: asked, under: warranties)
    }

    /// The last visit that repaired something and coded what.
    private static func repair(of request: ServiceRequest) -> Visit? {
        request.visits.last { $0.outcome?.isRepair == true && $0.component != nil }
    }

    private func work(on request: ServiceRequest, in context: AdviceContext) -> ChargedWork? {
        var work: ChargedWork
        if let visit = HousePolicy.repair(of: request), let component = visit.component {
            work = ChargedWork(component, parts: visit.parts.map(\.part), on: context.day)
        } else if let component = request.diagnosis?.hypotheses.first?.component ?? request.component {
            // Where nobody has named parts, it is the component itself that is quoted.
            let own = component.isPartOfAppliance && component != .software ? [component.rawValue] : []
            work = ChargedWork(component, parts: request.parts.isEmpty ? own : request.parts, on: context.day)
        } else {
            return nil
        }
        let isExpected = HousePolicy.repair(of: request) == nil && request.diagnosis?.place == .workshop
        if request.pullBack != nil || isExpected { work.way = .pullBack }
        work.invoiceDay = request.facts.invoiceDay ?? context.appliance?.purchase.invoiceDay
        // Software that was asked for beside a repair is a line of its own (M-63).
        work.hasSoftware = request.component == .software || request.demands.contains { $0.component == .software }
        return work
    }
}
