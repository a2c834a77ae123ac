import Appliances
import ServiceDesk
import Telemetry

extension GatewayCore {
    /// The appliance of which a demand speaks without naming it (Z-1): the one of its serial number, else the only one
    /// of its category that the customer has; nil where that is not sure.
    ///
    /// What the demand says of maker, model and serial number must not speak against it.
    func device(of demand: Demand) -> DeviceID? {
        if !demand.serial.isEmpty {
            let found = directory.appliances(serial: demand.serial).filter { $0.mayBe(of: demand) }
            if found.count == 1 { return found[0].id }
        }
        guard !demand.customer.isEmpty, let category = demand.category else { return nil }
        let owned = directory.appliances(owner: demand.customer).filter { $0.category == category }
        return owned.count == 1 && owned[0].mayBe(of: demand) ? owned[0].id : nil
    }
}

extension Appliance {
    /// Whether nothing that a demand says of the appliance differs from the registry.
    fileprivate func mayBe(of demand: Demand) -> Bool {
        func agree(_ left: String, _ right: String) -> Bool {
            left.isEmpty || right.isEmpty || left.lowercased() == right.lowercased()
        }
        return (demand.category ?? category) == category && agree(brand, demand.brand) && agree(model, demand.model)
            && agree(serial, demand.serial)
    }
}
