import Appliances
import Testing

@Suite("A device's or site's name")
struct IdentifierTests {
    @Test(
        "is 1 to 64 letters, digits, - or _",
        arguments: ["a", "Z", "0", "-", "_", "fridge-01", "3c-71-bf-00-00-01", String(repeating: "x", count: 64)])
    func taken(text: String) {
        #expect(DeviceID(text)?.description == text)
        #expect(SiteID(text)?.text == text)
        #expect(isPlainIdentifier(text))
    }

    @Test(
        "has no character that means something in a topic, a log, a page or a table (F12)",
        arguments: [
            "", " ", "a b", "+", "#", "a/b", "$SYS", "a$", "fridge+", "fridge#", "/", "a\u{0}", "\u{0}", "a\r\nb",
            "a\n",
            "\u{1b}[31m", "' OR 1=1 --", "a';DROP TABLE x;--", "a\"b", "<script>", "&lt;", "=1+1", "@x", "a,b", "a.b",
            "a:b", "a%2fb", "..", "~", "a\\b", "a|b", "é", "e\u{301}", "冰箱", "ａ", "а", "K\u{200b}", "\u{212a}",
            "\u{202e}abc", "\u{feff}a", "a\u{ad}", "𝐚", "😀", String(repeating: "x", count: 65),
            String(repeating: "x", count: 100_000),
        ])
    func refused(text: String) {
        #expect(DeviceID(text) == nil)
        #expect(SiteID(text) == nil)
        #expect(DeviceID(text[...]) == nil)
    }

    @Test("takes 64 of the 256 bytes")
    func bytes() {
        #expect((UInt8.min...UInt8.max).filter(isPlainIdentifierByte).count == 64)
    }

    @Test("is ordered by its bytes")
    func order() throws {
        let names = try ["-", "0", "A", "Z", "_", "a", "aa", "z"].map { try #require(DeviceID($0)) }
        #expect(names.reversed().sorted() == names)
    }
}
