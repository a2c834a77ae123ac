import ServiceDesk
import Testing

@Suite("A phrase")
struct PhraseTests {
    @Test(
        "is found as customers say it, and not within other words (Z-3)",
        arguments: [
            (phrase: "not cold", said: "It's not  COLD!", isSaid: true),
            ("not cold", "not very cold", false),
            ("doesnt cool", "It doesn’t cool", true),
            ("doesn't cool", "it doesnt cool", true),
            ("hot", "a shot in the dark", false),
            ("leak*", "it is leaking", true),
            ("leak*", "bleak", false),
            ("leak", "leaks", false),
            ("water & floor", "the floor is full of water", true),
            ("water & floor", "the floor is dry", false),
            ("不制冷", "冰箱 不制冷,怎么办", true),
            ("不制冷", "制冷正常", false),
            ("e2", "显示E2故障", true),
            ("wifi连不上", "WiFi 连不上", true),
        ])
    func found(phrase: String, said: String, isSaid: Bool) throws {
        #expect(try #require(Phrase(phrase)).isSaid(in: CustomerWords(said)) == isSaid)
    }

    @Test("has something to find in each of its terms", arguments: ["", " ", "&", "leak & ", "*", "?!"])
    func empty(text: String) {
        #expect(Phrase(text) == nil)
    }

    @Test("of a code is the same however it is typed", arguments: ["E1", "e 1", "E-1", "ｅ１", "E.1"])
    func codes(text: String) {
        #expect(CodeText(text)?.text == "E1")
    }
}
