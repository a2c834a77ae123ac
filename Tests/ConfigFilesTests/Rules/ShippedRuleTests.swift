import Appliances
import ConfigFiles
import FaultRules
import Telemetry
import Testing

@Suite("The shipped rules")
struct ShippedRuleTests {
    @Test("are named as their files and cite where they come from")
    func names() throws {
        for (file, text) in try ShippedRules.all() {
            #expect(file.problems.isEmpty, "\(ConfigProblems(file.problems))")
            let rule = try #require(file.rule)
            #expect(file.path.hasSuffix("/\(rule.name).yaml"))
            #expect(text.hasPrefix("# "), "\(file.path) does not begin with what it is for")
            #expect(!rule.sources.isEmpty, "\(file.path) cites nothing")
            #expect(text.contains("\ntests:\n"), "\(file.path) has no tests")
        }
    }

    @Test("compile together")
    func together() throws {
        let files = try ShippedRules.all().map(\.file)
        let set = try compileRules(files, channels: ChannelList()).get()
        let names = set.rules.map(\.name)
        #expect(files.allSatisfy { file in file.rule.map { names.contains($0.name) } ?? false })
    }

    private func seconds(_ name: String, _ rule: FaultRule) -> [Double] {
        rule.steps.compactMap { rule.parameter("\(name).\($0.level.word)")?.value }
    }

    @Test("open a request for a warm cabinet after ninety minutes")
    func warmCabinet() throws {
        let rule = try ShippedRules.rule("refrigerator/cabinet/warm_cabinet")
        #expect(rule.reach.category == .refrigerator && rule.component == .fanMotor && rule.stage == .active)
        #expect(rule.parameter("limit")?.value == 8)
        #expect(rule.steps.map(\.level) == [.minor, .major] && seconds("for", rule) == [1_800, 5_400])
        let ticket = FaultRule.Ticket(fault: "cooling.lost", parts: ["fan_motor"], priority: "P2")
        #expect(rule.steps.map(\.action) == [.watch, .ticket(ticket)])
    }

    @Test("open a request for a short-cycling compressor with the three parts that cause it")
    func shortCycle() throws {
        let rule = try ShippedRules.rule("refrigerator/compressor/compressor_short_cycle")
        #expect(rule.component == .compressor && rule.stage == .active)
        #expect(["max_starts", "min_on"].map { rule.parameter($0)?.value } == [6, 180])
        let ticket = FaultRule.Ticket(
            fault: "compressor.short_cycle", parts: ["start_relay", "overload_protector", "thermostat"],
            priority: "P2")
        #expect(rule.step(.major)?.action == .ticket(ticket))
        #expect(rule.step(.major)?.raise == (try Formula("starts > max_starts * 1.5 and short")))
    }

    @Test("never send anybody for a door")
    func door() throws {
        let rule = try ShippedRules.rule("refrigerator/cabinet/door_left_open")
        #expect(rule.component == .user && rule.stage == .active && seconds("for", rule) == [300, 900, 1_800])
        #expect(
            rule.steps.map(\.action) == [
                .tellOwner(advice: "close_door"), .tellOwner(advice: "close_door"),
                .tellOwner(advice: "door_warming"),
            ])
    }

    @Test("watch every category for silence")
    func silence() throws {
        let rule = try ShippedRules.rule("telemetry_silence")
        #expect(rule.reach == FaultRule.Reach() && rule.component == .connectivity)
        #expect(seconds("for", rule).prefix(2) == [0, 0])
        #expect(rule.step(.info)?.action == .watch)
        #expect(rule.step(.minor)?.action == .tellOwner(advice: "reconnect"))
    }

    @Test("send somebody at once where goods spoil")
    func overTemperature() throws {
        let rule = try ShippedRules.rule("cold_store/over_temperature")
        #expect(rule.reach.category == .coldStore && rule.component == .sealedSystem)
        #expect(rule.staleAfter == .minutes(40) && seconds("for", rule) == [2_700])
        let ticket = FaultRule.Ticket(fault: "cooling.over_temperature", parts: [], priority: "P1")
        #expect(rule.steps.map(\.action) == [.ticket(ticket)])
    }
}
