package import Appliances
package import ServiceDesk
package import Warranty

extension HousePolicy {
    /// The question that a fault of an appliance asks of the warranty.
    ///
    /// What the registry says of an appliance by its traits is known: `household`, `fluorine_free`, `exported` and
    /// `inverter` with `yes` or `no`, or `compressor` with `inverter` or `fixed_speed`. A refrigerator, an air
    /// conditioner and a washing machine are those of households unless it says otherwise. Pauses come with the
    /// repairs of the desk (H-19); a machine finds no misuse (2.4, 6).
    /// What people found out on the way of a request goes before all that.
    package func warrantyCase(
        of component: Component, in appliance: Appliance, on day: CalendarDay, pauses: [WarrantyPause],
        request: ServiceRequest? = nil
    ) -> WarrantyCase {
        let facts = request?.facts ?? FoundFacts()
        var purchase = facts.merged(into: appliance.purchase)
        purchase.city = cities.city(named: purchase.city) ?? ""
        return WarrantyCase(
            brand: facts.brand ?? (appliance.brand.isEmpty ? brand : appliance.brand),
            category: facts.category ?? appliance.category,
            attributes: Attribute.allCases.compactMap { attribute in
                (facts.value(of: attribute) ?? HousePolicy.known(attribute, of: appliance, facts.category)).map {
                    Attribute.Value(attribute, $0)
                }
            },
            component: component, purchase: purchase, failureDay: day, pauses: pauses,
            findings: facts.findings, failedRepairs: facts.failedRepairs,
            way: request?.way(isExported: HousePolicy.known(.exported, of: appliance) == true) ?? .home)
    }

    private static func known(
        _ attribute: Attribute, of appliance: Appliance, _ confirmed: Appliances.Category? = nil
    ) -> Bool? {
        switch appliance.trait(attribute.rawValue) {
        case "yes", "true": return true
        case "no", "false": return false
        default: break
        }
        switch attribute {
        case .household: return (confirmed ?? appliance.category) != .coldStore
        case .inverter:
            let compressor = appliance.trait("compressor")
            return compressor == "inverter" ? true : compressor == "fixed_speed" ? false : nil
        case .fluorineFree, .exported: return nil
        }
    }
}
