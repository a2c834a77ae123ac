import Foundation
import Testing

@Suite("The stock on the command line", .serialized)
struct StockCommandTests {
    /// The shipped configuration, with the example's staff and a stock where there is one.
    private func house(_ stock: String?) throws -> Workshop {
        let shop = try Workshop()
        try FileManager.default.copyItem(atPath: "config", toPath: shop.path("config"))
        let examples = shop.path("config/service/examples")
        try FileManager.default.moveItem(
            atPath: examples + "/staff.yaml", toPath: shop.path("config/service/staff.yaml"))
        if let stock { try shop.write(stock, to: "config/service/stock.yaml") }
        return shop
    }

    private func stock(_ shop: Workshop, state: String, _ more: String...) throws -> Outcome {
        try foretell(["stock", "--config", shop.path("config"), "--state", state] + more)
    }

    @Test("is a table whose columns stand below each other, or a line of JSON for each shelf")
    func table() throws {
        let gateway = try ConsoleHouse()
        let state = gateway.shop.path("state")
        let shop = try house(
            """
            counted: 2026-11-20T08:00:00+08:00
            vans: {E-101: {start_relay: 2}}
            outlets: {jinan-1: {fan_motor: 13}}
            centre: {compressor: 2}

            """)
        let shown = try stock(shop, state: state)
        #expect(shown.status == 0, "\(shown.errors)")
        #expect(
            shown.output == """
                part         shelf           counted  used  aside  free  counted at
                start_relay  van E-101             2     0      0     2  2026-11-20T00:00:00Z
                fan_motor    outlet jinan-1       13     0      0    13  2026-11-20T00:00:00Z
                compressor   centre                2     0      0     2  2026-11-20T00:00:00Z

                """)
        let lines = try stock(shop, state: state, "--json").output.split(separator: "\n")
        #expect(lines.count == 3 && lines[2].contains("\"compressor\"") && lines[0].hasPrefix("{"))
    }

    @Test("says what nobody can have counted yet, and that nobody keeps one")
    func wrong() throws {
        let gateway = try ConsoleHouse()
        let state = gateway.shop.path("state")
        let ahead = try stock(
            try house("counted: 2099-01-01T00:00:00Z\ncentre: {compressor: 2}\n"), state: state)
        #expect(ahead.status == 1 && ahead.output.contains("2099-01-01T00:00:00Z  AHEAD"))
        let none = try stock(try house(nil), state: state)
        #expect(none.status == 2 && none.errors.contains("service/stock.yaml is not there"))
    }
}
