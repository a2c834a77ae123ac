import Appliances
import Simulation
import Testing

@Suite("A seeded fault")
struct SeededFaultTests {
    /// The diaries of the appliances with one fault in a fleet that has three of each.
    private func diaries(_ fault: SeededFault, step: TimeSpan = .minutes(1)) -> [FleetDiary] {
        FleetDiary.keep(count: 24, seed: 9, step: step, faultyShare: 0.5) { $0.fault == fault }
    }

    private func onset(_ diary: FleetDiary) throws -> Timestamp {
        try #require(diary.appliance.faultAt)
    }

    @Test("warm_cabinet climbs past 9 °C within the hour, and stays there", arguments: [60, 120])
    func warmCabinet(stepSeconds: Int64) throws {
        let warm = diaries(.warmCabinet, step: .seconds(stepSeconds))
        #expect(warm.count == 3)
        for diary in warm {
            let at = try onset(diary)
            let before = diary.series("fridge.temperature").filter { $0.at <= at }
            #expect(before.allSatisfy { $0.value <= 7 })
            let later = diary.values("fridge.temperature", since: at + .hours(1))
            #expect(later.allSatisfy { $0 > 9 && $0 < 16.5 })
            let running = diary.values("compressor.running", since: at + .hours(1))
            #expect(Double(running.count { $0 == 1 }) > 0.9 * Double(running.count))
            #expect(diary.values("fan.evaporator.speed", since: at + .minutes(1)).allSatisfy { $0 == 0 })
        }
    }

    @Test("short_cycling starts fifteen times an hour and stays below 7.5 °C", arguments: [30, 60, 120])
    func shortCycling(stepSeconds: Int64) throws {
        let short = diaries(.shortCycling, step: .seconds(stepSeconds))
        #expect(short.count == 3)
        for diary in short {
            let at = try onset(diary)
            #expect((14...15).contains(diary.startsInAnyHour(since: at + .minutes(5))))
            #expect(diary.values("fridge.temperature").allSatisfy { $0 < 7.5 })
            let late = diary.values("fridge.temperature", since: at + .hours(12))
            #expect(late.reduce(0, +) / Double(late.count) > 5)
        }
    }

    @Test("door_left_open is open for 45 minutes once, and the fridge recovers")
    func doorLeftOpen() throws {
        let open = diaries(.doorLeftOpen)
        #expect(open.count == 3)
        for diary in open {
            let at = try onset(diary)
            #expect((43...46).contains(diary.longestDoor.seconds / 60))
            let warmest = diary.values("fridge.temperature").max() ?? 0
            #expect((9...12).contains(warmest))
            #expect(diary.time("fridge.temperature", above: 8) < .minutes(40))
            let recovered = diary.values("fridge.temperature", since: at + .minutes(45 + 60))
            #expect(recovered.allSatisfy { $0 <= 7 })
        }
    }

    @Test("telemetry_silence sends nothing from its onset on")
    func silence() throws {
        let silent = diaries(.silence)
        #expect(silent.count == 3)
        for diary in silent {
            let at = try onset(diary)
            #expect(diary.records.allSatisfy { $0.at < at })
            #expect(diary.records.last.map { at - $0.at <= .minutes(1) } == true)
        }
    }
}
