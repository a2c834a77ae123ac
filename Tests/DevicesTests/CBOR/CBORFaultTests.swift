import Devices
import Testing

@Suite("CBOR refuses")
struct CBORFaultTests {
    @Test(
        "what ends too early",
        arguments: [
            "", "18", "19ff", "1a0102", "1b010203040506", "38", "58", "98", "9a01ff00", "b8", "f9", "fa0000",
            "fb000000",
            "41", "61", "8201", "a1", "a101", "a16161", "c0", "9f", "9f01", "bf", "bf0102", "5f", "5f4100",
            "7f", "7f6100",
        ])
    func truncated(hex: String) {
        #expect(throws: CBORFault.truncated) { try cbor(hex) }
    }

    @Test(
        "what is not well-formed (RFC 8949, appendix F)",
        arguments: [
            "1c", "1d", "1e", "3c", "5c", "7d", "9e", "bc", "dd", "fc", "fe", "1f", "3f", "df", "ff", "81ff",
            "8200ff",
            "a1ff", "a100ff", "a1ff00", "a2000021ff", "9f81ff", "bf00ff", "bf000000ff", "5f00ff", "5f21ff",
            "5f6100ff",
            "5f80ff", "5fa0ff", "5fc000ff", "5ff6ff", "7f4100ff", "5f5f4100ffff", "7f7f6100ffff", "f800",
            "f818", "f8ff",
            "f0", "f3", "c401", "c48101", "c4830102", "c4826161", "c201", "c282", "c26161", "c4820060",
        ])
    func malformed(hex: String) {
        #expect(throws: CBORFault.self) { try cbor(hex) }
    }

    @Test("more than one item", arguments: ["0000", "f6f6", "8000", "6161ff"])
    func trailing(hex: String) {
        #expect(throws: CBORFault.trailingBytes) { try cbor(hex) }
    }

    @Test(
        "numbers that are none",
        arguments: [
            "f97c00", "f97e00", "f9fc00", "fa7f800000", "fa7fc00000", "faff800000", "fb7ff0000000000000",
            "fb7ff8000000000000", "fbfff0000000000000", "c482193e8001", "c4821b7fffffffffffffff01", "c5821904b001",
            "c259010001" + String(repeating: "00", count: 255), "c482fb3fb999999999999a01",
        ])
    func notFinite(hex: String) {
        #expect(throws: CBORFault.numberNotFinite) { try cbor(hex) }
    }

    @Test("text that is not UTF-8, in pieces too", arguments: ["61ff", "63eda080", "7f61c361bcff", "a161ff00"])
    func notUTF8(hex: String) {
        #expect(throws: CBORFault.notUTF8) { try cbor(hex) }
    }

    @Test(
        "keys that are neither text nor integer, or stand twice",
        arguments: [
            ("a1f400", CBORFault.keyUnreadable), ("a18000", .keyUnreadable), ("a1410000", .keyUnreadable),
            ("a1fb3ff000000000000000", .keyUnreadable), ("a1c16100", .keyUnreadable),
            ("a13bffffffffffffffff00", .keyUnreadable), ("a200000000", .duplicateKey),
            ("a2616100616100", .duplicateKey), ("a20000613000", .duplicateKey), ("bf616100616100ff", .duplicateKey),
        ])
    func keys(hex: String, fault: CBORFault) {
        #expect(throws: fault) { try cbor(hex) }
    }

    @Test("depth over 32, by whatever goes down", arguments: ["81", "9f", "a100", "bf00", "c1", "d9d9f7"])
    func depth(level: String) throws {
        let deep = String(repeating: level, count: 33) + "00"
        #expect(throws: CBORFault.tooDeep) { try cbor(deep) }
        let deeper = String(repeating: level, count: 20_000)
        #expect(throws: CBORFault.tooDeep) { try cbor(deeper) }
    }

    @Test("not a depth of 32")
    func depthAllowed() throws {
        #expect(try cbor(String(repeating: "81", count: 32) + "00").list?.count == 1)
    }

    @Test("a member more than 4096 in all, however they are spread")
    func members() throws {
        let full = "991000" + String(repeating: "00", count: 4_096)
        #expect(try cbor(full).list?.count == 4_096)
        #expect(throws: CBORFault.tooManyMembers) { try cbor("991001" + String(repeating: "00", count: 4_097)) }
        #expect(throws: CBORFault.tooManyMembers) { try cbor("9f" + String(repeating: "00", count: 4_097) + "ff") }
        let spread = "9841" + String(repeating: "9840" + String(repeating: "00", count: 64), count: 65)
        #expect(throws: CBORFault.tooManyMembers) { try cbor(spread) }
    }

    @Test("strings over their bounds, in one piece or in many")
    func strings() throws {
        let long = String(repeating: "61", count: 8_192)
        #expect(try cbor("792000" + long).text?.count == 8_192)
        #expect(throws: CBORFault.textTooLong) { try cbor("792001" + long + "61") }
        #expect(throws: CBORFault.textTooLong) { try cbor("7f792000" + long + "6161ff") }
        #expect(throws: CBORFault.textTooLong) { try cbor("591001" + long) }
    }

    @Test(
        "lengths that no message has, without setting anything aside for them",
        arguments: [
            ("9b1000000000000000", CBORFault.truncated), ("bb1000000000000000", .truncated),
            ("9bffffffffffffffff", .truncated), ("bbffffffffffffffff00", .truncated),
            ("7b1000000000000000", .textTooLong), ("5bffffffffffffffff", .textTooLong),
            ("7bffffffffffffffff61", .textTooLong),
            ("5f5b7fffffffffffffff", .textTooLong),
        ])
    func claims(hex: String, fault: CBORFault) {
        #expect(throws: fault) { try cbor(hex) }
    }

    @Test("nothing with a crash, whatever chance has written", arguments: 1...50)
    func chance(seed: UInt64) {
        var state = seed
        func next() -> UInt8 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
        for _ in 0..<200 {
            // Containers first, so that chance gets past the head.
            let start: [UInt8] = [0x9f, 0xbf, 0x84, 0xa3, 0xc4, 0x7f]
            let message = [start[Int(next()) % start.count]] + (0..<Int(next())).map { _ in next() }
            guard let value = try? PlainValue(cbor: message.span) else { continue }
            #expect(value == value, "a tree without NaN equals itself")
        }
    }
}
