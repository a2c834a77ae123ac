package import Appliances
package import Daybook
package import Devices
package import Dispatching
package import FaultRules
package import Maintenance
package import ServiceDesk
package import Warranty

/// Everything by which the gateway decides: the registry, the rules and the policies in force.
package struct HousePolicy: Sendable {
    /// The appliances.
    package var appliances: [Appliance]
    /// The rules, compiled.
    package var rules: RuleSet
    /// The warranty policies.
    package var warranties: [WarrantyPolicy]
    /// The cities that purchases are made in.
    package var cities = CityList()
    /// The maker of appliances of which the registry names none.
    package var brand = "Haier"
    /// The published charges.
    package var tariff: Tariff
    /// The maintenance plans.
    package var plans: [MaintenancePlan]
    /// The thresholds of the desk's commands.
    package var service = ServiceRules()
    /// The words of the desk's notices.
    package var templates = NoticeTemplates.standard
    /// Where a customer sees the progress of a request; empty where nowhere.
    package var progressLink: @Sendable (String) -> String = { _ in "" }
    /// On which channels notices leave, and when.
    package var post = PostRules()
    /// What is probably wrong, one table for each category that has one.
    package var triage: [TriageTable] = []
    /// What engineers go through on a visit, by brand.
    package var checklists: [Checklist] = []
    /// Who can be sent; nil where nobody is on a list, and whether somebody can come is as the dispatcher says.
    package var staff: Staff?
    /// Which parts lie where; nil where nobody keeps a stock. Of use only with a staff.
    package var stock: StockBook?
    /// How the desk behaves.
    package var desk: DeskPolicy
    /// The device profiles, by which messages of other conventions are read.
    package var profiles: [DeviceProfile] = []
    /// How hubs and devices are told.
    package var downlink = DownlinkPolicy()
    /// From when on many findings of one rule are a storm.
    package var storms = StormGuard.Limits()
    /// `site.utc_offset`: seconds east of UTC of the zone in which days count. Default +08:00.
    package var utcOffsetSeconds: Int

    /// What is in force.
    package init(
        appliances: [Appliance], rules: RuleSet, warranties: [WarrantyPolicy], tariff: Tariff,
        plans: [MaintenancePlan], desk: DeskPolicy = DeskPolicy(), utcOffsetSeconds: Int = 8 * 3_600
    ) {
        self.appliances = appliances
        self.rules = rules
        self.warranties = warranties
        self.tariff = tariff
        self.plans = plans
        self.desk = desk
        self.utcOffsetSeconds = utcOffsetSeconds
    }
}

/// By which clock the gateway lives.
package enum GatewayClock: String, CaseIterable, Sendable {
    /// The machine's.
    case wall
    /// The newest device time seen is now: for recordings and simulated fleets, at any speed.
    case telemetry
}
