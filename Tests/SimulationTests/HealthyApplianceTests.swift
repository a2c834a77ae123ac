import Appliances
import Simulation
import Testing

@Suite("A healthy appliance")
struct HealthyApplianceTests {
    @Test("keeps within its bounds for three days", arguments: [60, 120])
    func bounds(stepSeconds: Int64) {
        let diaries = FleetDiary.keep(count: 50, step: .seconds(stepSeconds), faultyShare: 0)
        for diary in diaries {
            let name = diary.appliance.appliance.id.text
            #expect(diary.values("fridge.temperature").allSatisfy { (2...7).contains($0) }, "\(name)")
            #expect(diary.values("freezer.temperature").allSatisfy { (-21.6 ... -15).contains($0) }, "\(name)")
            #expect(diary.values("evaporator.temperature").allSatisfy { $0 < 9 }, "\(name)")
            #expect(diary.values("ambient.temperature").allSatisfy { (22.8...27.2).contains($0) }, "\(name)")
            #expect(diary.values("compressor.discharge.temperature").allSatisfy { $0 < 80 }, "\(name)")
            #expect(diary.startsInAnyHour() <= 3, "\(name)")
            #expect(diary.longestDoor < .minutes(10), "\(name)")
        }
    }

    @Test("runs about as long, as often and as hard as the measured ones")
    func means() {
        let diaries = FleetDiary.keep(count: 20, faultyShare: 0)
        func mean(_ channel: String) -> Double {
            let values = diaries.flatMap { $0.values(channel) }
            return values.reduce(0, +) / Double(values.count)
        }
        #expect((0.32...0.42).contains(mean("compressor.running")))
        #expect((36...46).contains(mean("power.active")))
        #expect((3.8...4.5).contains(mean("fridge.temperature")))
        #expect((0.005...0.02).contains(mean("fridge.door.open")))
        let startsPerDay = Double(diaries.map { $0.starts().count }.reduce(0, +)) / 20 / 3
        #expect((35...48).contains(startsPerDay))
    }

    @Test("defrosts: the heater draws its power and the evaporator reaches 8 °C")
    func defrost() {
        for diary in FleetDiary.keep(count: 10, faultyShare: 0) {
            #expect((20...100).contains(diary.values("power.active").count { $0 > 150 }))
            #expect((diary.values("evaporator.temperature").max() ?? 0) > 5)
        }
    }

    @Test("says the same of compressor, fan and current in every message")
    func agreement() {
        for record in FleetDiary.keep(count: 3, span: .days(1), faultyShare: 0).flatMap(\.records) {
            var values: [String: Double] = [:]
            for reading in record.readings { values[reading.channel] = reading.value }
            let running = values["compressor.running"] == 1
            #expect(((values["compressor.current"] ?? 0) > 0.8) == running)
            #expect(((values["fan.evaporator.speed"] ?? 0) > 1_400) == running)
        }
    }

    @Test("lives the same life however often it is asked")
    func steps() {
        let often = FleetDiary.keep(count: 5, step: .seconds(30), span: .days(1), faultyShare: 0)
        let seldom = FleetDiary.keep(count: 5, step: .seconds(120), span: .days(1), faultyShare: 0)
        for (fine, coarse) in zip(often, seldom) {
            for channel in ["compressor.running", "fridge.door.open"] {
                let sampled = fine.values(channel).enumerated().filter { $0.offset % 4 == 0 }
                #expect(sampled.map(\.element) == coarse.values(channel))
            }
        }
    }
}
