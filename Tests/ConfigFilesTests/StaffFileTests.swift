import Appliances
import ConfigFiles
import Dispatching
import Foundation
import ServiceDesk
import Testing

@Suite("The staff and the stock")
struct StaffFileTests {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "config/service/examples")

    private func staff(_ text: String) -> Result<Staff, ConfigProblems> {
        readConfigText(text, notes: ConfigNode.Notes(file: "staff.yaml"), readStaff)
    }

    private func stock(_ text: String) throws -> Result<StockBook, ConfigProblems> {
        let staff = try staff(Self.small).get()
        return readConfigText(text, notes: ConfigNode.Notes(file: "stock.yaml")) { readStockBook($0, of: staff) }
    }

    private static let small = """
        outlets: {jinan-1: {region: north, latitude: 36.5, longitude: 117}}
        requirements:
          - {category: refrigerator, families: [refrigerant], level: 3, certificates: [refrigerant]}
        windows: ["08:00-10:00"]
        work: {default: 45m, refrigerator: 2h}
        travel: {kilometres_per_hour: 30, radius_kilometres: 20, prompt: 90m}
        engineers:
          E-1:
            outlet: jinan-1
            skills: {refrigerator: 4}
            certificates: {refrigerant: 2027-12-31}
            shifts: [{days: [monday, sunday], hours: "08:30-17:30"}]
            days_off: [2026-12-24]
        """

    @Test("are shipped as examples that can be read, with the figures of the requirements (N-6, C-2, X-8)")
    func shipped() throws {
        let staff = try readConfigFile(Self.folder.appending(path: "staff.yaml"), as: "staff.yaml", readStaff).get()
        var rules = DispatchRules()
        rules.workOf = [DispatchRules.CategoryWork(.refrigerator, .minutes(90))]
        #expect(staff.rules == rules && staff.engineers.map(\.number) == ["E-101", "E-102"])
        let stock = try readConfigFile(Self.folder.appending(path: "stock.yaml"), as: "stock.yaml") {
            readStockBook($0, of: staff)
        }.get()
        #expect(stock.free("start_relay", on: .van(of: "E-101")) == 2)
        #expect(stock.factory.local == .hours(3) && stock.factory.remote == .days(4))
    }

    @Test("are what the files say")
    func told() throws {
        let staff = try staff(Self.small).get()
        let engineer = try #require(staff.engineer("E-1"))
        #expect(engineer.level(in: .refrigerator) == 4 && engineer.level(in: .coldStore) == 0)
        let monday = try #require(CalendarDay("2026-11-23"))
        #expect(engineer.hours(on: monday)?.description == "08:30-17:30")
        #expect(engineer.hours(on: monday.adding(days: 1)) == nil)
        #expect(engineer.certificates.first?.through == CalendarDay("2027-12-31"))
        #expect(engineer.region == "north" && staff.home(of: engineer).position != nil)
        #expect(
            staff.requirements == [
                Requirement(category: .refrigerator, families: [.refrigerant], level: 3, certificates: ["refrigerant"])
            ])
        #expect(staff.rules.windows.map(\.description) == ["08:00-10:00"])
        #expect(staff.rules.work(for: .refrigerator) == .hours(2) && staff.rules.work(for: nil) == .minutes(45))
        #expect(staff.rules.kilometresPerHour == 30 && staff.rules.promptBefore == .minutes(90))
        let stock = try stock("centre: {relay: 2}\nfactory: {regions: [north], local: 2h}").get()
        #expect(stock.free("relay", on: .centre) == 2 && stock.factory.local == .hours(2))
    }

    @Test("say when the shelves were counted: all of them, or one of them at another time (M-51)")
    func counted() throws {
        let text = """
            counted: 2026-11-26T08:00:00+08:00
            vans: {E-1: {counted: 2026-11-27T00:00:00Z, relay: 2}}
            outlets: {jinan-1: {}}
            centre: {relay: 1}
            """
        let noon = try #require(Timestamp(rfc3339: "2026-11-26T12:00:00+08:00"))
        let staff = try staff(Self.small).get()
        let uses = [PartNeed.Stock.van, .outlet, .centre].map {
            PartTaken("relay", from: $0, of: "E-1", at: noon, isReserved: true)
        }
        let book = try stock(text).get().without(uses, among: staff)
        #expect(book.rows.map(\.used) == [0, 1, 1] && book.rows.map(\.free) == [2, -1, 0])
        #expect(book.rows.map(\.at?.description).first == "2026-11-27T00:00:00Z")
        // The earliest of them, as far as every shelf says one.
        #expect(book.countedSince.description == "2026-11-26T00:00:00Z")
        #expect(try stock("centre: {relay: 1}").get().countedSince < .epoch)
    }

    @Test("tell everything that is wrong with a staff at once, by line")
    func wrongStaff() {
        let text = """
            windows: ["11:00-09:00"]
            work: {default: 1m}
            engineers:
              Mr-Wang: {skills: {}, shifts: []}
              E-1:
                skills: {refrigerator: 6, fridge: 2}
                outlet: jinan-9
                latitude: 91
                shifts: [{days: [monday, monday], hours: 8-17}, {days: [funday], hours: "08:00-09:00"}]
                days_off: [tomorrow]
            """
        guard case .failure(let problems) = staff(text) else {
            Issue.record("it was read")
            return
        }
        let lines = problems.all.map(\.line)
        #expect(Set(lines) == [1, 2, 4, 6, 7, 8, 9, 10], "\(problems)")
        // A name may be personal, and problems go to logs.
        #expect(!problems.description.contains("Wang"))
    }

    @Test(
        "tell what is wrong with a stock, by line",
        arguments: [
            ("vans: {E-2: {relay: 1}}", "stock.yaml:1: there is no engineer `E-2`; did you mean E-1?"),
            ("outlets: {jinan-2: {relay: 1}}", "stock.yaml:1: there is no outlet `jinan-2`; did you mean jinan-1?"),
            ("centre: {relay: -1}", "stock.yaml:1: `relay` is -1; it must be from 0 to 100000"),
            ("factory: {local: 90d}", "stock.yaml:1: `local` is 90d; it must be from 1m to 60d"),
            (
                "counted: yesterday",
                "stock.yaml:1: `counted` must be a time such as 2026-11-22T08:15:30Z, not `yesterday`"
            ),
            (
                "centre: {relay: 1, counted: 2026-11-26}",
                "stock.yaml:1: `counted` must be a time such as 2026-11-22T08:15:30Z, not `2026-11-26`"
            ),
            ("shelves: {}", "stock.yaml:1: the file has no key `shelves`"),
        ])
    func wrongStock(text: String, said: String) throws {
        guard case .failure(let problems) = try stock(text) else {
            Issue.record("it was read")
            return
        }
        #expect(problems.all.count == 1 && problems.all[0].description.hasPrefix(said), "\(problems)")
    }
}
