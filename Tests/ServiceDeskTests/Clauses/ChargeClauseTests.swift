import Appliances
import ServiceDesk
import Testing
import Warranty

@Suite("What is charged")
struct ChargeClauseTests {
    private static let published = tariff.sheet(
        for: ChargedWork(.compressor, parts: ["compressor"], on: CalendarDay(daysSinceEpoch: 20_779)), decision: nil)

    /// A repair that is out of warranty, done, and not charged yet.
    private func repaired() throws -> Story {
        var story = Story()
        _ = story.demand(Story.call(component: .compressor), entitled: decision(.chargeable))
        try story.agree()
        try story.arrive(consent: yuan(2_000))
        try story.repair()
        return story
    }

    /// Why a sheet may not be presented where the tariff is at hand; nothing where it may.
    private func unmet(_ story: Story, _ lines: ChargeSheet.Line..., by proposed: ProposedSheet? = published) throws
        -> [Guard]
    {
        do throws(Refusal) {
            _ = try story.desk.request(story.number)?.decide(
                .charge(ChargeSheet(lines)), by: Story.engineer, at: story.now, proposed: proposed)
            return []
        } catch {
            return error.unmet.map(\.rule)
        }
    }

    @Test("what the tariff prices costs just that; what it does not price has a reason (Z-14, M-64)")
    func byTariff() throws {
        let story = try repaired()
        let labour = try #require(Self.published.sheet.lines.first { $0.line == .labour }?.tariff)
        #expect(try unmet(story, ChargeSheet.Line(.labour, tariff: labour, payer: .customer)).isEmpty)
        for wrong in [labour.fen + 1, labour.fen - 1] {
            let line = ChargeSheet.Line(.labour, tariff: Money(fen: wrong), payer: .customer, reason: "he said so")
            #expect(try unmet(story, line) == [.byTariff])
        }
        // A lower price of the certificate is taken as it is (M-64).
        let promised = ChargeSheet.Line(
            .labour, tariff: labour, certificate: Money(fen: labour.fen - 100), payer: .customer)
        #expect(try unmet(story, promised).isEmpty)
        let bare = ChargeSheet.Line(.freight, tariff: yuan(10), payer: .customer)
        #expect(try unmet(story, bare) == [.byTariff])
        #expect(try unmet(story, bare, by: nil).isEmpty)
        let told = ChargeSheet.Line(.freight, tariff: yuan(10), payer: .customer, reason: "a boat to the island")
        #expect(try unmet(story, told).isEmpty)
    }

    @Test("a certificate's price that is known is on the sheet (M-64)")
    func certificate() throws {
        let story = try repaired()
        var work = ChargedWork(.compressor, parts: [], on: CalendarDay(daysSinceEpoch: 20_779))
        work.certificate = [LinePrice(.travel, yuan(1))]
        let proposed = tariff.sheet(for: work, decision: nil)
        let travel = try #require(proposed.sheet.lines.first { $0.line == .travel })
        let without = ChargeSheet.Line(.travel, tariff: travel.tariff, payer: .customer)
        #expect(try unmet(story, without, by: proposed) == [.byTariff])
        let with = ChargeSheet.Line(.travel, tariff: travel.tariff, certificate: yuan(1), payer: .customer)
        #expect(try unmet(story, with, by: proposed).isEmpty)
    }

    @Test("what was paid for a repair that did not hold counts towards what the next one costs (H-15, M-64)")
    func paidBefore() throws {
        var story = try repaired()
        func sheet(_ amount: Int) -> DeskCommand {
            .charge(ChargeSheet([ChargeSheet.Line(.labour, tariff: yuan(amount), payer: .customer)]))
        }
        try story.does(Story.engineer, sheet(100), .confirmCharges, .pay(yuan(100), .cash))
        try story.does(Story.engineer, .giveReceipt(invoiceFollows: true), .settle)
        let scores = ReturnCall.Scores(attitude: 3, skill: 1, charges: 3, overall: 2)
        try story.does(Story.customer, .rate(scores, satisfied: false, reason: "it is warm again"))
        #expect(try story.request.charges == nil && story.request.paid == yuan(100) && story.request.owed == yuan(0))
        #expect(try story.request.isInvoiceOwed)
        try story.agree()
        try story.arrive(consent: yuan(2_000))
        try story.repair()
        try story.does(Story.engineer, sheet(150), .confirmCharges)
        #expect(try story.request.owed == yuan(50))
        #expect(try story.refusal(Story.engineer, .pay(yuan(51), .cash)) == [.lowestPrice])
        try story.does(Story.engineer, .pay(yuan(50), .cash))
        #expect(try story.request.owed == yuan(0) && story.request.paid == yuan(150))
    }

    @Test("an invoice that was promised is due before the quality call, and nothing closes without it (M-64)")
    func invoice() throws {
        var story = try repaired()
        #expect(try story.refusal(Story.officer, .issueInvoice(number: "INV-1")) == [.invoice])
        try story.does(
            Story.engineer,
            .charge(ChargeSheet([ChargeSheet.Line(.labour, tariff: yuan(100), payer: .customer)])), .confirmCharges,
            .pay(yuan(100), .cash), .giveReceipt(invoiceFollows: true), .settle)
        let due = try #require(try story.request.due(under: story.rules).first { $0.kind == .invoice })
        #expect(due.due == story.now + story.rules.callOfQuality && due.role == .informationOfficer)
        story.wait(.hours(20))
        try story.does(
            Story.quality,
            .call(.quality, .satisfied(scores: ReturnCall.Scores(attitude: 5, skill: 5, charges: 4, overall: 5))))
        try story.does(Story.officer, .reconcile(.branch))
        #expect(try story.refusal(Story.officer, .close) == [.invoice])
        #expect(try story.refusal(Story.engineer, .issueInvoice(number: "INV-1")) == [.role])
        #expect(try story.refusal(Story.officer, .issueInvoice(number: "")) == [.invoice])
        try story.does(Story.officer, .issueInvoice(number: "INV-1"), .close)
        #expect(try story.request.charges?.invoice == "INV-1" && story.request.state == .closed)
    }
}
