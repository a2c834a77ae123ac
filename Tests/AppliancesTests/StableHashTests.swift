import Appliances
import Testing

@Suite("The stable hash")
struct StableHashTests {
    /// Fixed for ever: ids in every ledger were made with it.
    @Test(
        "gives these values on every machine and in every version",
        arguments: [
            ([], 0xf52a_15e9_a9b5_e89b, "FAAGNX6MVBT4V"),
            ([""], 0x25fc_6dd3_6ce0_4b20, "2BZ3DTDPE0JS0"),
            (["a"], 0xd013_7a57_d0ef_408f, "D04VTAZ8EYG4F"),
            (["fridge-01"], 0x24a8_8df9_b21c_d487, "29A4DZ6S1SN47"),
            (["fridge-01", "compressor"], 0xf342_8f7f_0121_4caf, "F6GMFFW0J2K5F"),
            (["冰箱", "compressor.current"], 0xa287_a3e5_87cc_7d00, "A51X3WP3WRZ80"),
            (["a", "b", "c"], 0x3c1d_bc39_e7fa_8054, "3R7DW77KZN02M"),
        ] as [([String], UInt64, String)])
    func golden(parts: [String], value: UInt64, readable: String) {
        var hash = StableHash()
        for part in parts { hash.feed(part) }
        #expect(hash.value == value)
        #expect(hash.readable == readable)
    }

    @Test("of several texts is that of feeding them one by one")
    func parts() {
        var hash = StableHash()
        hash.feed("fridge-01")
        hash.feed("compressor")
        #expect(StableHash(of: "fridge-01", "compressor").value == hash.value)
    }

    @Test("counts the boundaries between texts")
    func boundaries() {
        let values = [
            StableHash(of: "ab", "c"), StableHash(of: "a", "bc"), StableHash(of: "abc"), StableHash(of: "abc", ""),
            StableHash(of: "", "abc"), StableHash(of: "a", "b", "c"), StableHash(),
        ].map(\.value)
        #expect(Set(values).count == values.count)
    }

    @Test("takes a word as its eight bytes, the lowest first")
    func words() {
        var (whole, single) = (StableHash(), StableHash())
        whole.feed(0x0807_0605_0403_0201 as UInt64)
        for byte in 1...8 as ClosedRange<UInt8> { single.feed(byte) }
        #expect(whole.value == single.value)
    }

    @Test("differs for every one of 200,000 near names, in value and in readable form")
    func spread() {
        var values: Set<UInt64> = []
        var texts: Set<String> = []
        for number in 0..<200_000 {
            let hash = StableHash(of: "device-\(number % 1_000)", "\(number / 1_000)")
            values.insert(hash.value)
            if number < 20_000 { texts.insert(hash.readable) }
        }
        #expect(values.count == 200_000)
        #expect(texts.count == 20_000)
    }

    @Test("is read out in thirteen of Crockford's 32 characters")
    func alphabet() {
        let characters = Set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        for number in 0..<1_000 {
            let text = StableHash(of: "\(number)").readable
            #expect(text.count == 13 && characters.isSuperset(of: text))
        }
    }
}
