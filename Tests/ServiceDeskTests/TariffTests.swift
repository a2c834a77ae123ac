import Appliances
import ServiceDesk
import Testing

@Suite("A tariff")
struct TariffTests {
    @Test(
        "quotes visit, labour and part",
        arguments: [
            (component: Component.compressor, what: ["visit", "labour", "compressor"], totalFen: 800_00),
            (.thermostat, ["visit", "labour", "thermostat"], 235_50),
        ])
    func quotes(component: Component, what: [String], totalFen: Int) {
        let quote = tariff.quote(for: component)
        #expect(quote.lines.map(\.what) == what)
        #expect(quote.total == Money(fen: totalFen))
        #expect(quote.unpriced.isEmpty)
    }

    @Test("names a part without a price instead of guessing one")
    func unpriced() {
        let quote = tariff.quote(for: .iceMaker)
        #expect(quote.total == Money(fen: 150_00))
        #expect(quote.unpriced == [.iceMaker])
    }

    @Test("keeps its parts in the order of their names")
    func order() {
        #expect(tariff.parts.map(\.component) == [.compressor, .thermostat])
    }
}
