import Appliances
import Dispatching
import Testing

@Suite("Certificates that end")
struct EndingCertificateTests {
    @Test("are named thirty days before and as long as they are not renewed, the soonest first (Z-24)")
    func ending() throws {
        let today = try #require(CalendarDay("2026-11-25"))
        func engineer(_ number: String, _ certificates: [(String, Int)]) -> Engineer {
            var engineer = Engineer(number)
            engineer.certificates = certificates.map { name, days in
                Engineer.Certificate(name, through: today.adding(days: days))
            }
            return engineer
        }
        let staff = Staff(engineers: [
            engineer("E-2", [("gas", 30), ("height", 31)]), engineer("E-1", [("refrigerant", 30), ("voltage", -1)]),
            engineer("E-3", []),
        ])
        let found = staff.endingCertificates(on: today).map { "\($0.engineer) \($0.name)" }
        #expect(found == ["E-1 voltage", "E-1 refrigerant", "E-2 gas"])
    }
}
