import Appliances
import Simulation
import Testing

@Suite("The papers of a fleet")
struct FleetPapersTests {
    private func fleet(count: Int, seed: UInt64 = 5, faultyShare: Double) -> Fleet {
        Fleet(
            count: count, seed: seed, start: FleetDiary.start, step: .minutes(1), span: .days(1),
            faultyShare: faultyShare)
    }

    @Test("are a registry with one row of eleven fields for each appliance")
    func registry() throws {
        let fleet = fleet(count: 30, faultyShare: 0.2)
        let lines = fleet.registryCSV().split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.first.map(String.init) == Fleet.registryHeader)
        #expect(lines.last == "")
        #expect(lines.count == 32)
        for (line, simulated) in zip(lines.dropFirst(), fleet.appliances) {
            let purchase = simulated.appliance.purchase
            let number = simulated.appliance.id.text.suffix(2)
            let day = purchase.invoiceDay?.description ?? ""
            #expect(
                line == """
                    RF-0000\(number),home-00\(number),,refrigerator,\(simulated.appliance.model),\
                    C-000\(number),\(day),,\(purchase.invoice.rawValue),\
                    \(purchase.certificate.rawValue),\(purchase.city)
                    """)
        }
    }

    @Test("tell the truth of each fault in the order of ids")
    func truth() throws {
        let fleet = fleet(count: 30, faultyShare: 0.2)
        let lines = fleet.truthLines().split(separator: "\n").map(String.init)
        let faulty = fleet.appliances.filter { $0.fault != nil }
        #expect(lines.count == 6 && faulty.count == 6)
        for (line, simulated) in zip(lines, faulty) {
            let fault = try #require(simulated.fault)
            let at = try #require(simulated.faultAt)
            let device = simulated.appliance.id.text
            #expect(line == #"{"device":"\#(device)","fault":"\#(fault.rawValue)","at":"\#(at)"}"#)
        }
        #expect(lines == lines.sorted())
    }

    /// What the warranty would say of a purchase: free, main parts, chargeable, undetermined.
    private func outcome(_ purchase: Purchase) -> String {
        guard let day = purchase.invoiceDay, purchase.invoice == .valid,
            purchase.certificate == .valid
        else { return "undetermined" }
        let today = CalendarDay(FleetDiary.start, utcOffsetSeconds: 8 * 3_600)
        if today < day.adding(months: 12) { return "free" }
        return today < day.adding(months: 36) ? "main parts" : "chargeable"
    }

    @Test("bring every outcome to the faults that need a visit", arguments: 1...20)
    func outcomes(seed: Int) {
        let fleet = fleet(count: 64, seed: UInt64(seed), faultyShare: 0.25)
        for fault in [SeededFault.warmCabinet, .shortCycling] {
            let faulty = fleet.appliances.filter { $0.fault == fault }
            let outcomes = faulty.map { outcome($0.appliance.purchase) }
            #expect(outcomes.sorted() == ["chargeable", "free", "main parts", "undetermined"])
        }
    }
}
