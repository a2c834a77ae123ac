import Appliances
import Dispatching
import ServiceDesk
import Testing

@Suite("The stock (M-5, X-8)")
struct StockBookTests {
    private static let lines = [
        StockBook.Line("relay", .van(of: "E-1"), 1), StockBook.Line("relay", .outlet("jinan-1"), 1),
        StockBook.Line("relay", .centre, 1), StockBook.Line("fan", .van(of: "E-2"), 5),
    ]

    @Test(
        "gives from the van, else the outlet, else the centre, else it applies at once",
        arguments: [
            (0, PartNeed.State.reserved(stock: .van)), (1, .reserved(stock: .outlet)), (2, .reserved(stock: .centre)),
            (3, .applied(due: morning + .days(4))),
        ])
    func order(taken: Int, state: PartNeed.State) {
        let shelves: [StockBook.Shelf] = [.van(of: "E-1"), .outlet("jinan-1"), .centre]
        let reservations = shelves.prefix(taken).map { StockBook.Reservation("relay", $0, for: "SR-9") }
        let book = StockBook(Self.lines).reserving(Array(reservations))
        #expect(book.find("relay", for: engineer("E-1"), at: morning) == state)
    }

    @Test("never gives what lies in somebody else's van")
    func others() {
        var factory = StockBook.Factory()
        factory.regions = ["north"]
        let book = StockBook(Self.lines, factory: factory)
        #expect(book.find("fan", for: engineer("E-1"), at: morning) == .applied(due: morning + .hours(3)))
        #expect(book.find("fan", for: engineer("E-2"), at: morning) == .reserved(stock: .van))
    }

    @Test("has nothing free where more is laid aside than lies there")
    func below() {
        let twice = Array(repeating: StockBook.Reservation("relay", .centre, for: "SR-9"), count: 2)
        #expect(StockBook(Self.lines).reserving(twice).free("relay", on: .centre) == 0)
    }

    @Test("leaves to the engineer who goes what a clerk reserved, and looks anew for another one")
    func settled() {
        var need = job("SR-1", needs: [PartNeed("fan", .reserved(stock: .van))])
        need.engineer = "E-1"
        let situation = Situation(staff: Staff(engineers: []), stock: StockBook([]), at: morning)
        #expect(situation.settled(need.needs[0], of: need, for: engineer("E-1")) == .reserved(stock: .van))
        #expect(
            situation.settled(need.needs[0], of: need, for: engineer("E-2")) == .applied(due: morning + .days(4)))
        for state in [PartNeed.State.arrived, .waived(reason: "x"), .reserved(stock: .centre)] {
            #expect(situation.settled(PartNeed("fan", state), of: need, for: engineer("E-2")) == state)
        }
    }
}

@Suite("Who keeps the engineer (M-55)")
struct PrecedenceTests {
    @Test(
        "is the more urgent, unless somebody is at the door",
        arguments: [
            (Priority.p1, Priority.p3, false, false, "SR-1", Precedence.Reason.priority),
            (.p3, .p1, false, false, "SR-2", .priority),
            (.p1, .p3, true, false, "SR-2", .underWay),
            (.p1, .p3, false, true, "SR-1", .priority),
            (.p3, .p3, false, true, "SR-2", .agreed),
            (.p3, .p3, false, false, "SR-1", .number),
        ])
    func rule(
        asked: Priority, promised: Priority, isBegun: Bool, isAgreed: Bool, keeps: String, reason: Precedence.Reason
    ) {
        var other = Promise(of: "E-1", job("SR-2", priority: promised), in: window("09:00-11:00"))
        other.isAgreed = isAgreed
        other.began = isBegun ? morning : nil
        let said = Precedence(of: job("SR-1", priority: asked), against: other)
        #expect(said.keeps == keeps && said.reason == reason)
        #expect(Set([said.keeps, said.yields]) == ["SR-1", "SR-2"])
    }

    @Test("has waited longer where all else is equal")
    func older() {
        var asked = job("SR-1")
        asked.opened = morning
        let said = Precedence(of: asked, against: promise("SR-2", of: "E-1", "09:00-11:00"))
        #expect(said.keeps == "SR-2" && said.reason == .opened)
    }
}
