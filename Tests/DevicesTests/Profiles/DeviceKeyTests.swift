import Devices
import Testing

@Suite("A device's key")
struct DeviceKeyTests {
    @Test(
        "is normalised as its profile says",
        arguments: [
            ("Pow1", .none, "Pow1"), ("Pow1", .lower, "pow1"), ("ÄÖ", .lower, "äö"), ("冰箱 1", .lower, "冰箱 1"),
            ("AA:BB:CC:DD:EE:0f", .mac, "aa-bb-cc-dd-ee-0f"), ("AABBCCDDEE0F", .mac, "aa-bb-cc-dd-ee-0f"),
            ("aabb.ccdd.ee0f", .mac, "aa-bb-cc-dd-ee-0f"), ("aa-bb-cc-dd-ee-0f", .mac, "aa-bb-cc-dd-ee-0f"),
            ("shelly-AABBCC", .mac, "shelly-AABBCC"), ("AABBCCDDEE0G", .mac, "AABBCCDDEE0G"),
            ("AABBCCDDEE0F", .lower, "aabbccddee0f"),
            ("AABBCCDDEE", .mac, "AABBCCDDEE"), ("ＡＡＢＢＣＣＤＤＥＥ００", .mac, "ＡＡＢＢＣＣＤＤＥＥ００"), (" ", .none, " "),
        ] as [(String, DeviceKey.Normalising, String)])
    func normalised(key: String, how: DeviceKey.Normalising, becomes: String) {
        #expect(DeviceKey.normalised(key, how) == becomes)
        #expect(DeviceKey.normalised(becomes, how) == becomes)
    }

    @Test(
        "is none where it is empty, too long or has control characters",
        arguments: [
            "", "a\u{0}", "\n", "a\tb", "\u{7f}", String(repeating: "a", count: 129), String(repeating: "箱", count: 43),
        ])
    func none(key: String) {
        for how in DeviceKey.Normalising.allCases { #expect(DeviceKey.normalised(key, how) == nil) }
    }

    @Test("may be 128 bytes long")
    func longest() {
        let key = String(repeating: "a", count: DeviceKey.bytesMax)
        #expect(DeviceKey.normalised(key, .none) == key)
    }
}
