import Appliances
import Daybook
import FaultRules
import Gateway
import ServiceDesk
import Telemetry
import Testing
import Warranty

@Suite("A fault that is foretold beyond the end of a warranty")
struct WarrantyEdgeTests {
    /// A cabinet that warms by half a degree an hour; where it goes on so, it is at 200 °C in sixteen days.
    private func entries(bought: String, brand: String = "", traits: [Appliances.Trait] = []) throws -> [Entry] {
        var rule = try House.rule(
            "warm_cabinet", .fanMotor, signals: [("warm", "avg(fridge.temperature)[30m]")],
            steps: [House.step(.major, "warm > 8 °C", "warm < 7 °C", House.ticket("cabinet.warm", "P3"))])
        rule.eta = try Formula("extrapolate(fridge.temperature, to=200 °C)[4h]")
        var fridge = appliance("fridge-1", bought: bought)
        (fridge.brand, fridge.traits) = (brand, traits)
        var policy = try House.policy(of: [fridge], rules: [rule], plans: [])
        policy.warranties[0].brands = ["Haier"]
        policy.warranties[0].attributes = [Attribute.Value(.household, true)]
        var batch = MessageBatch()
        for minute in stride(from: Int64(0), to: 480, by: 5) {
            let moment = start + .minutes(minute)
            let record = "{\"at\":\"\(moment)\",\"readings\":{\"fridge.temperature\":\(5 + Double(minute) / 120)}}"
            Post("foretell/v1/home-1/fridge-1/telemetry", record.utf8, at: moment).put(into: &batch)
        }
        return decide(policy, .telemetry, [batch])
    }

    private func intake(_ entries: [Entry]) throws -> Intake { try #require(entries.flatMap(\.intakes).first) }

    @Test("is decided for both days, opens a more urgent request and says so to the customer")
    func lapses() throws {
        let entries = try entries(bought: "2023-11-30")
        let outlook = try intake(entries).entitlement
        #expect(outlook.now.outcome == .free && outlook.atFailure?.outcome == .chargeable)
        #expect(outlook.lapses == CalendarDay("2026-11-30"))
        let raised = entries.flatMap(\.events).contains { $0.event == .priorityRaised(.p2) }
        #expect(raised)
        let notice = try #require(entries.flatMap(\.notices).first)
        #expect(notice.text.en.contains("Your warranty ends on 2026-11-30, before the fault is expected"))
        #expect(notice.text.zh.contains("您的保修将于2026-11-30到期"))
    }

    @Test("is an ordinary one where the warranty outlasts it")
    func outlasts() throws {
        let entries = try entries(bought: "2024-11-30")
        let outlook = try intake(entries).entitlement
        #expect(outlook.atFailure?.outcome == .free && outlook.lapses == nil)
        #expect(!entries.flatMap(\.events).contains { $0.event == .priorityRaised(.p2) })
        #expect(try !#require(entries.flatMap(\.notices).first).text.en.contains("warranty ends"))
    }

    @Test("is asked of the brand and the traits that the registry has")
    func facts() throws {
        #expect(try intake(entries(bought: "2024-11-30")).entitlement.now.outcome == .free)
        let other = try intake(entries(bought: "2024-11-30", brand: "Other")).entitlement.now
        #expect(other.outcome == .undetermined && other.needs == [.policy])
        let trade = [Appliances.Trait(name: "household", value: "no")]
        #expect(try intake(entries(bought: "2024-11-30", traits: trade)).entitlement.now.needs == [.policy])
    }
}
