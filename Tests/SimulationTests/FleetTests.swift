import Appliances
import Simulation
import Testing

@Suite("A fleet")
struct FleetTests {
    private func fleet(
        count: Int = 24, seed: UInt64 = 3, step: TimeSpan = .minutes(1),
        span: TimeSpan = .hours(2), faultyShare: Double = 0.1
    ) -> Fleet {
        Fleet(
            count: count, seed: seed, start: FleetDiary.start, step: step, span: span,
            faultyShare: faultyShare)
    }

    private func bytes(_ fleet: Fleet) -> [UInt8] {
        var fleet = fleet
        var records: [TelemetryRecord] = []
        var bytes = Array((fleet.registryCSV() + fleet.truthLines()).utf8)
        while fleet.nextRound(into: &records) != nil {
            for record in records { record.json(device: true, into: &bytes) }
        }
        return bytes
    }

    @Test("is the same for the same seed, byte for byte", arguments: [0, 1, 77] as [UInt64])
    func sameSeed(seed: UInt64) {
        #expect(bytes(fleet(seed: seed)) == bytes(fleet(seed: seed)))
    }

    @Test("is another for another seed")
    func otherSeed() {
        #expect(bytes(fleet(seed: 1)) != bytes(fleet(seed: 2)))
    }

    @Test("speaks at the start and then each step, in the order of ids, until the end")
    func rounds() {
        var fleet = fleet(count: 21, span: .minutes(5), faultyShare: 0)
        var records: [TelemetryRecord] = []
        var moments: [Timestamp] = []
        while let moment = fleet.nextRound(into: &records) {
            moments.append(moment)
            #expect(records.map(\.device) == fleet.appliances.map(\.appliance.id))
            #expect(records.allSatisfy { $0.at == moment && $0.seq == moments.count })
        }
        #expect(moments == (0..<5).map { FleetDiary.start + .minutes($0) })
        #expect(records.isEmpty)
        #expect(fleet.end == FleetDiary.start + .minutes(5))
    }

    @Test("leaves silent appliances out of a round")
    func silence() {
        var fleet = fleet(count: 20)
        var records: [TelemetryRecord] = []
        var sizes: [Int] = []
        while fleet.nextRound(into: &records) != nil { sizes.append(records.count) }
        #expect(sizes.first == 20 && sizes.last == 19)
    }

    @Test(
        "has as many faulty appliances as its share says",
        arguments: [
            (count: 10, share: 0.1, faulty: 1), (count: 19, share: 0.1, faulty: 2),
            (count: 20, share: 0.1, faulty: 4), (count: 200, share: 0.1, faulty: 20),
            (count: 8, share: 1, faulty: 8), (count: 50, share: 0, faulty: 0),
            (count: 0, share: 0.1, faulty: 0),
        ])
    func share(count: Int, share: Double, faulty: Int) {
        let faults = fleet(count: count, faultyShare: share).appliances.compactMap(\.fault)
        #expect(faults.count == faulty)
        for kind in SeededFault.allCases {
            #expect(abs(faults.count { $0 == kind } - faulty / 4) <= 1)
        }
    }

    @Test("lets faults begin between 20 % and 50 % of its span", arguments: 1...20)
    func onsets(seed: Int) {
        let fleet = fleet(count: 100, seed: UInt64(seed), span: .hours(10), faultyShare: 0.3)
        let onsets = fleet.appliances.compactMap(\.faultAt)
        #expect(onsets.count == 30)
        #expect(onsets.allSatisfy { $0 >= fleet.start + .hours(2) && $0 <= fleet.start + .hours(5) })
    }

    @Test("numbers its appliances, homes and owners alike")
    func names() {
        let last = fleet(count: 17).appliances.last?.appliance
        #expect(last?.id.text == "RF-000017")
        #expect(last?.site.text == "home-0017")
        #expect(last?.owner == "C-00017")
        #expect(last?.category == .refrigerator)
    }
}
