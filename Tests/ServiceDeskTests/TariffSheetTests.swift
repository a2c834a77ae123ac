import Appliances
import ServiceDesk
import Testing
import Warranty

@Suite("A charge sheet from the tariff")
struct TariffSheetTests {
    private let day = CalendarDay(daysSinceEpoch: 20_779)

    private var full: Tariff {
        var full = tariff
        full.componentLabour = [Tariff.Part(component: .compressor, price: yuan(280))]
        full.smallParts = [Tariff.SmallPart(name: "start_relay", price: yuan(25))]
        full.ways = [LinePrice(.freight, yuan(120))]
        return full
    }

    private func decided(_ payers: [EntitlementDecision.Share], of component: Component) -> EntitlementDecision {
        EntitlementDecision(
            component: component, day: day, outcome: .partlyFree, validUntil: nil, options: [.repair], needs: [],
            payers: payers, policy: "p@1", reasons: [EntitlementDecision.Reason("H-18", .customerPays)])
    }

    private func text(_ sheet: ChargeSheet) -> [String] {
        sheet.lines.map { "\($0.line.rawValue) \($0.price.fen / 100) \($0.payer.rawValue)" }
    }

    @Test("has a line for parts, labour and travel, each with its payer (Z-14, Z-15)")
    func lines() {
        let work = ChargedWork(.compressor, parts: ["compressor", "start_relay", "start_relay"], on: day)
        let shares = [
            EntitlementDecision.Share(.parts, .company), EntitlementDecision.Share(.labour, .customer),
            EntitlementDecision.Share(.travel, .customer),
        ]
        let proposed = full.sheet(for: work, decision: decided(shares, of: .compressor))
        #expect(text(proposed.sheet) == ["parts 700 company", "labour 280 customer", "travel 30 customer"])
        #expect(proposed.sheet.total == yuan(310))
        #expect(proposed.unpriced.isEmpty)
        #expect(proposed.softwareClause == nil)
    }

    @Test("costs the customer nothing where the warranty pays, or nobody can say (2.5)")
    func notTheirs() {
        let work = ChargedWork(.compressor, parts: ["compressor"], on: day)
        #expect(full.sheet(for: work, decision: decision(.free)).sheet.total == yuan(0))
        let open = full.sheet(for: work, decision: nil).sheet
        #expect(open.lines.allSatisfy { $0.payer == .undetermined })
        #expect(open.total == yuan(0))
    }

    @Test("takes the lowest of tariff and certificate (M-64)", arguments: [(promised: 200, price: 200), (300, 280)])
    func lowest(promised: Int, price: Int) {
        var work = ChargedWork(.compressor, parts: [], on: day)
        work.certificate = [LinePrice(.labour, yuan(promised)), LinePrice(.labour, yuan(900))]
        let lines = full.sheet(for: work, decision: nil).sheet.lines
        #expect(lines.first { $0.line == .labour }?.price == yuan(price))
    }

    @Test("names what has no price instead of guessing one (Z-14)")
    func unpriced() {
        var work = ChargedWork(.iceMaker, parts: ["ice_maker", "start_relay"], on: day)
        work.way = .factory
        let proposed = full.sheet(for: work, decision: nil)
        #expect(text(proposed.sheet) == ["parts 25 undetermined", "labour 120 undetermined"])
        #expect(proposed.unpriced == ["ice_maker", "freight_out", "freight_back"])
    }

    @Test("has freight where the appliance is pulled back (C-16)")
    func freight() {
        var work = ChargedWork(.compressor, parts: [], on: day)
        work.way = .pullBack
        let proposed = full.sheet(for: work, decision: nil)
        #expect(proposed.sheet.lines.map(\.line) == [.labour, .travel, .freight])
    }

    @Test(
        "has software free for a month, free in the customer's favour until three, and charged then (M-63, C-9)",
        arguments: [
            (invoice: "2026-10-22" as String?, payer: Payer.company, clause: "M-63"),
            ("2026-10-21", .company, "C-9"), ("2026-08-22", .company, "C-9"), ("2026-08-21", .customer, "M-63"),
            (nil, .undetermined, "M-63"),
        ])
    func software(invoice: String?, payer: Payer, clause: String) throws {
        var priced = Tariff(
            visit: yuan(30), labour: yuan(120), parts: [Tariff.Part(component: .software, price: yuan(50))])
        priced.software = Tariff.SoftwareTerm()
        var work = ChargedWork(.display, parts: ["software"], on: try #require(CalendarDay("2026-11-22")))
        work.hasSoftware = true
        work.invoiceDay = try invoice.map { try #require(CalendarDay($0)) }
        let proposed = priced.sheet(for: work, decision: decision(.free, of: .display))
        #expect(proposed.sheet.lines.last?.line == .software)
        #expect(proposed.sheet.lines.last?.payer == payer)
        #expect(proposed.softwareClause == clause)
        // It is a service and never among the parts.
        #expect(!proposed.sheet.lines.contains { $0.line == .parts })
    }

    @Test("pays software as the warranty says where that speaks of it")
    func softwareByPolicy() {
        let priced = Tariff(
            visit: yuan(30), labour: yuan(120), parts: [Tariff.Part(component: .software, price: yuan(50))])
        let shares = [ChargeLine.parts, .labour, .travel].map { EntitlementDecision.Share($0, .customer) }
        let proposed = priced.sheet(
            for: ChargedWork(.software, parts: [], on: day), decision: decided(shares, of: .software))
        #expect(text(proposed.sheet) == ["travel 30 customer", "software 50 customer"])
    }

    @Test("is taken by the desk, each kind of charge once")
    func once() {
        let work = ChargedWork(.compressor, parts: ["compressor", "thermostat"], on: day)
        let lines = full.sheet(for: work, decision: nil).sheet.lines.map(\.line)
        #expect(Set(lines).count == lines.count)
    }

    @Test("quotes labour by component")
    func quotes() {
        #expect(full.quote(for: .compressor).total == yuan(960))
        #expect(full.quote(for: .thermostat).total == Money(fen: 235_50))
    }
}
