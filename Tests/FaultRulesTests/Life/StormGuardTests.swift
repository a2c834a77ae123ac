import Appliances
import FaultRules
import Testing

@Suite("The storm guard")
struct StormGuardTests {
    private func appliance(_ number: Int, batch: String = "2024-31", model: String = "BCD-470W") throws -> Appliance {
        let site = try #require(SiteID("home-1"))
        return Appliance(
            id: Life.device("fridge-\(number)"), site: site, category: .refrigerator, model: model, batch: batch)
    }

    private func take(
        _ guardian: inout StormGuard, _ number: Int, rule: String = "warm", batch: String = "2024-31",
        at moment: Timestamp
    ) throws -> StormGuard.Answer {
        let appliance = try appliance(number, batch: batch)
        let episode = Life.episode(rule, on: appliance.id.text, raised: moment)
        return guardian.take(StormGuard.Finding(episode, on: appliance), at: moment)
    }

    /// How many findings of so many, an hour or so apart, go their way.
    private func acting(_ count: Int, every span: TimeSpan, batch: String = "2024-31") throws -> Int {
        var guardian = StormGuard()
        var acting = 0
        for number in 0..<count {
            let moment = Life.start + TimeSpan(milliseconds: span.milliseconds * Int64(number))
            if try take(&guardian, number, batch: batch, at: moment) == .act { acting += 1 }
        }
        return acting
    }

    @Test(
        "lets ten of a batch in a day go their way, and holds from the eleventh on",
        arguments: [(10, 10, 10), (11, 10, 10), (30, 10, 10)])
    func batches(count: Int, minutes: Int64, expected: Int) throws {
        #expect(try acting(count, every: .minutes(minutes)) == expected)
    }

    @Test("counts a day from each finding on: ten before the last are a day ago, or are not")
    func days() throws {
        // The eleventh comes exactly a day after the first, or just before.
        #expect(try acting(11, every: .minutes(144)) == 11)
        #expect(try acting(11, every: TimeSpan(milliseconds: 8_639_999)) == 10)
    }

    @Test("knows no batch where the registry names none, but a hundred within a minute")
    func atOnce() throws {
        #expect(try acting(60, every: .minutes(1), batch: "") == 60)
        #expect(try acting(100, every: TimeSpan(milliseconds: 1), batch: "") == 100)
        #expect(try acting(130, every: TimeSpan(milliseconds: 1), batch: "") == 100)
    }

    @Test("raises one incident for all that is held, and names what it knows")
    func incident() throws {
        var guardian = StormGuard()
        for number in 0..<25 { _ = try take(&guardian, number, at: Life.start + .minutes(Int64(number))) }
        let incident = try #require(guardian.incidents.first)
        #expect(guardian.incidents.count == 1)
        #expect(incident.count == 25 && incident.held == 15 && incident.devices.count == 25)
        #expect(incident.first == Life.start && incident.last == Life.start + .minutes(24))
        #expect(incident.statement.contains("BCD-470W of batch 2024-31: possible batch defect"))
        for number in 0..<5 {
            #expect(try take(&guardian, number, rule: "cold", at: Life.start + .hours(1)) == .act)
            #expect(try take(&guardian, 50 + number, batch: "2024-32", at: Life.start + .hours(1)) == .act)
        }
    }

    @Test("lets an episode that acted before the storm grow worse")
    func known() throws {
        var guardian = StormGuard()
        for number in 0..<11 { _ = try take(&guardian, number, at: Life.start + .minutes(Int64(number))) }
        let early = Life.episode(on: "fridge-3", raised: Life.start + .minutes(3))
        let finding = StormGuard.Finding(early, on: try appliance(3))
        #expect(guardian.take(finding, at: Life.start + .hours(2)) == .act)
        #expect(guardian.incidents.first?.count == 11)
    }

    @Test("begins anew once an operator has decided, and a decision counts once")
    func ends() throws {
        var guardian = StormGuard()
        for number in 0..<11 { _ = try take(&guardian, number, at: Life.start) }
        let incident = try #require(guardian.incidents.first)
        let order = StormOrder(incident: incident.id, ending: .dropped, by: "lin", reason: "r", at: Life.start)
        #expect(guardian.end(order)?.ending == .dropped)
        #expect(guardian.end(order) == nil && guardian.incidents.isEmpty)
        let again = Life.start + .minutes(1)
        for number in 20..<30 { #expect(try take(&guardian, number, at: again) == .act) }
        #expect(try take(&guardian, 30, at: again) != .act)
        #expect(try #require(guardian.incidents.first).id != incident.id)
    }

    @Test("remembers a bounded number of groups, and no incident is forgotten")
    func bounded() throws {
        var guardian = StormGuard()
        for number in 0..<11 { _ = try take(&guardian, number, at: Life.start) }
        for number in 0..<1_100 {
            _ = try take(&guardian, number, batch: "b-\(number)", at: Life.start + .hours(2 + Int64(number)))
        }
        #expect(guardian.incidents.count == 1)
        #expect(try take(&guardian, 99, at: Life.start + .days(200)) != .act)
    }
}
