import Testing

@testable import Devices

@Suite("The name of a record")
struct SenMLNameTests {
    @Test(
        "is a device and what is measured, where it is a URN",
        arguments: [
            ("urn:dev:ow:10e2073a01080063:voltage", "urn:dev:ow:10e2073a01080063", "voltage"),
            ("urn:dev:ow:10e2073a01080063", "urn:dev:ow:10e2073a01080063", "value"),
            ("urn:dev:ow:10e2073a01080063:", "urn:dev:ow:10e2073a01080063", "value"),
            ("urn:dev:ow:10e2073a01080063/voltage", "urn:dev:ow:10e2073a01080063", "voltage"),
            ("urn:dev:ow:264437f5000000ed_humidity", "urn:dev:ow:264437f5000000ed", "humidity"),
            ("urn:dev:ow:264437f5000000ed_door_left", "urn:dev:ow:264437f5000000ed", "door_left"),
            ("urn:dev:mac:3c71bf0000000002:coil:a", "urn:dev:mac:3c71bf0000000002", "coil:a"),
            ("urn:dev:os:32473-123456", "urn:dev:os:32473-123456", "value"),
            ("urn:dev:ops:32473-Refrigerator-5002", "urn:dev:ops:32473-Refrigerator-5002", "value"),
            ("urn:dev:ops:32473-Refrigerator-5002_door", "urn:dev:ops:32473-Refrigerator-5002", "door"),
            ("urn:dev:org:32473-foo:bar:temp", "urn:dev:org:32473-foo:bar", "temp"),
            ("urn:dev:os:32473-123456/3303/0/5700", "urn:dev:os:32473-123456", "3303/0/5700"),
            ("urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "value"),
            ("urn:imei:490154203237518:temp", "urn:imei:490154203237518", "temp"), ("urn:x", "urn:x", "value"),
            ("urn:dev:ow", "urn:dev:ow", "value"), ("urn:", "urn:", "value"),
        ])
    func device(name: String, device: String, path: String) {
        let split = SenMLName.split(name)
        #expect(split.device == device)
        #expect(split.path == path)
    }

    @Test(
        "is a path of the source's own device, where it is none",
        arguments: [
            ("temp", "temp"), ("/3303/0/5700", "3303/0/5700"), ("3303/0/5700", "3303/0/5700"),
            ("2001:db8::2/3311/0/5850", "2001:db8::2/3311/0/5850"), ("a:b_c", "a:b_c"),
        ])
    func path(name: String, path: String) {
        let split = SenMLName.split(name)
        #expect(split.device == nil)
        #expect(split.path == path)
    }

    @Test(
        "has the characters of RFC 8428 alone, and the slash of LwM2M before them",
        arguments: [
            ("a", true), ("9", true), ("aZ0-:./_", true), ("/3303/0/5700", true), ("2001:db8::1", true), ("", false),
            ("/", false), ("-a", false), (":a", false), ("_a", false), (".a", false), ("a b", false), ("a%20", false),
            ("ä", false), ("aä", false), ("a\u{0}", false), (String(repeating: "a", count: 257), false),
        ])
    func characters(name: String, isValid: Bool) {
        #expect(SenMLName.isValid(name) == isValid)
    }

    @Test(
        "has a unit, which UCUM may write in another way",
        arguments: [
            ("Cel", "Cel"), ("degC", "Cel"), ("%RH", "%"), ("/", "1"), ("count", "1"), ("beat/min", "/min"),
            ("lm", "lm"),
            ("Wh", "W.h"), ("kWh", "kW.h"), ("/100", "%"), ("dBm", "dB[mW]"), ("V", "V"), ("Ohm", "Ohm"),
            ("var", "var"),
            ("furlong", "furlong"), ("", ""),
        ])
    func unit(registered: String, ucum: String) {
        #expect(SenMLUnit.ucum(registered) == ucum)
    }
}
