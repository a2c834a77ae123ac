import Appliances
import Testing

@Suite("Money")
struct MoneyTests {
    @Test(
        "is written in yuan with two decimals",
        arguments: [
            (0, "0.00 CNY"), (1, "0.01 CNY"), (10, "0.10 CNY"), (38_000, "380.00 CNY"), (123_456, "1234.56 CNY"),
            (-1, "-0.01 CNY"), (-350, "-3.50 CNY"), (-38_001, "-380.01 CNY"), (Int.min, "-92233720368547758.08 CNY"),
        ])
    func writes(fen: Int, text: String) {
        #expect(Money(fen: fen).description == text)
    }

    @Test(
        "is read from yuan",
        arguments: [
            ("380", 38_000), ("380.00", 38_000), ("380.05 CNY", 38_005), ("0", 0), ("007.10", 710),
            ("1000000000", 100_000_000_000),
        ])
    func reads(text: String, fen: Int) {
        #expect(Money(codedText: text)?.fen == fen)
    }

    @Test(
        "is not read from anything else",
        arguments: [
            "", " ", "CNY", " CNY", ".", ".50", "1.", "1.5", "1.555", "1.5.0", "-1", "+1", "1,00", "1 000", "1e3",
            "0x10",
            "1000000001", "99999999999999999999", "380 EUR", "380 CNY CNY", "３８０", "380.0٣", "nan", " 380",
        ])
    func refuses(text: String) {
        #expect(Money(codedText: text) == nil)
    }

    @Test("adds and compares")
    func adds() {
        #expect(Money(fen: 1) + Money(fen: 99) == Money(fen: 100))
        #expect(Money(fen: -1) < Money(fen: 0))
    }
}
