package import Appliances

/// One reminder to one owner: that a plan's cycle has come round (Z-20).
package struct Reminder: Hashable, Sendable, Codable {
    /// `MR-` and thirteen characters, from device, plan and cycle, so that no cycle is
    /// reminded of twice whatever is replayed.
    package let id: String
    /// The appliance.
    package let device: DeviceID
    /// The plan's id.
    package let plan: String
    /// Which cycle since the beginning, from 1.
    package let cycle: Int
    /// The day on which it fell due; for run hours, the day on which they were found full.
    package let due: CalendarDay
    /// What the owner reads.
    package let text: Localised

    /// The reminder of one cycle.
    package init(of plan: MaintenancePlan, on device: DeviceID, cycle: Int, due: CalendarDay) {
        let hash = StableHash(of: "reminder", device.text, plan.id, String(cycle))
        id = "MR-" + hash.readable
        self.device = device
        self.plan = plan.id
        self.cycle = cycle
        self.due = due
        text = plan.words(cycle: cycle, due: due)
    }
}

extension MaintenancePlan {
    /// The title with the reason: the due day, or the hours that the appliance has run.
    fileprivate func words(cycle count: Int, due: CalendarDay) -> Localised {
        switch cycle {
        case .calendar(let months):
            Localised(
                en: "\(title.en) (due \(due), every \(months) months)",
                zh: "\(title.zh)(应于\(due)进行,每\(months)个月一次)")
        case .runHours(let hours, _):
            Localised(
                en: "\(title.en) (it has run \(count * hours) hours)",
                zh: "\(title.zh)(已运行\(count * hours)小时)")
        }
    }
}
