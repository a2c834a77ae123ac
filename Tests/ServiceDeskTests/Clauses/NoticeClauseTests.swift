import Appliances
import ServiceDesk
import Testing
import Warranty

@Suite("What people are told")
struct NoticeClauseTests {
    private func told(_ story: Story) throws -> [DeskNotice] {
        let request = try story.request
        return story.events.suffix(1).flatMap { NoticeDesk().notices(of: $0, on: request, customer: "C-00017") }
    }

    @Test("a receipt comes as a message, with what was paid and how long the warranty runs (Z-16)")
    func receipt() throws {
        var story = Story()
        _ = story.demand(Story.call(component: .compressor), entitled: decision(.chargeable))
        try story.agree()
        try story.arrive(consent: yuan(300))
        try story.repair()
        let sheet = ChargeSheet([ChargeSheet.Line(.labour, tariff: yuan(120), payer: .customer)])
        try story.does(Story.engineer, .charge(sheet), .confirmCharges, .pay(yuan(120), .wechat))
        try story.does(Story.engineer, .giveReceipt(invoiceFollows: false))
        let notice = try #require(try told(story).first)
        #expect(notice.kind == .receipt && notice.to == .customer("C-00017"))
        #expect(notice.values.first { $0.name == "paid" }?.value == "120.00 CNY")
        #expect(notice.values.first { $0.name == "until_day" }?.value == "2027-03-01")
        #expect(notice.text.en.contains("120.00 CNY") && notice.text.zh.contains("2027-03-01"))
    }

    @Test("all who decide together hear that they are asked; else the lowest who may (X-13, M-53)")
    func special() throws {
        var story = Story()
        _ = story.demand(Story.call(), entitled: decision(.free))
        try story.does(Story.agent, .ask(Approval(.special, amount: yuan(0), reason: "x")))
        #expect(
            try told(story).map(\.to) == [
                .staff(.afterSalesManager, number: ""), .staff(.centreLeader, number: ""),
                .staff(.operations, number: ""),
            ])
        try story.does(Story.agent, .ask(Approval(.exchange, amount: yuan(0), reason: "x")))
        #expect(try told(story).map(\.to) == [.staff(.centreLeader, number: "")])
        try story.does(Story.agent, .ask(Approval(.waiver, amount: yuan(5), reason: "x")))
        #expect(try told(story).map(\.to) == [.staff(.afterSalesManager, number: "")])
    }
}
