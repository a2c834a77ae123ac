import Testing

@testable import Devices

@Suite("A draft of messages that mean harm")
struct HostileDraftTests {
    /// A line of a draft is a comment, a key, or an item; nothing that was sent begins one.
    private func isOwn(_ line: String) -> Bool {
        let text = line.drop { $0 == " " }
        let keys = [
            "schema: ", "id: ", "version: ", "title: ", "device: ", "sources:", "channels:", "examples:", "- topic: ",
            "except: ", "decode: ", "path: ", "points: ", "time:", "- {", "availability: ", "- name: ", "topic: ",
            "payload: ", "payload_hex: ", "retain: ", "at: ", "expect:", "rejected: ",
        ]
        return text.isEmpty || text.hasPrefix("#") || keys.contains { text.hasPrefix($0) } || text.contains(": {as: ")
    }

    @Test(
        "has no line that they wrote",
        arguments: [
            "a/dev-112233/s = {\"power\\n\\nevil: 1\": 1, \"hue\": \"x\\nid: evil\\u2028id: evil\\u0085\"}",
            "a/dev-112233/s = {\"temperature\\\"}: {as: fault.code}\": 4}",
            "a/dev-112233/power: {as: x = 5", "a/dev-112233/'power' # = 5", "a/dev-112233/# = 5",
            "a/{x}/dev-112233/power = 5",
            "homeassistant/sensor/a/config = {\"name\": \"\\nid: evil\", \"stat_t\": \"a\\nb\"}",
            "homeassistant/sensor/a/config = {\"stat_t\": \"#\", \"val_tpl\": \"{{ value_json['\\n'] }}\"}",
            "homeassistant/sensor/a/config = {\"stat_t\": \"+/{x}\", \"avty_t\": \"\", \"~\": \"{{\"}",
        ])
    func lines(seen: String) {
        let draft = DraftReading(of: seen)
        for line in draft.lines { #expect(isOwn(line), "\(line)") }
        #expect(draft.lines.filter { $0.hasPrefix("id: ") } == ["id: draft"])
    }

    @Test("is the same each time, whatever the messages are", arguments: 1...20)
    func stable(seed: Int) {
        var state = UInt64(seed)
        let next = { (bound: Int) -> Int in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let parts = [
            "homeassistant", "sensor", "config", "homie", "$state", "spBv1.0", "NBIRTH", "a", "", "{", "power",
            "7a1b2c",
        ]
        let bodies = [
            "{\"stat_t\":\"a/b\"}", "{", "5", "{\"power\":1}", "online", "[{\"n\":\"a\",\"v\":1}]", "null", "\u{0}",
            "{\"a\":{}}",
        ]
        let seen = (0..<12).map { _ in
            let topic = (0..<(1 + next(5))).map { _ in parts[next(parts.count)] }.joined(separator: "/")
            return SampleMessage(topic: topic, payload: Array(bodies[next(bodies.count)].utf8))
        }
        let draft = ProfileSuggestion.draft(from: seen, id: "draft")
        #expect(draft == ProfileSuggestion.draft(from: seen, id: "draft"))
        for line in DraftReading(draft).lines { #expect(isOwn(line), "\(line)") }
    }

    @Test("is bounded, however much was sent")
    func bounded() {
        let members = (0..<5_000).map { "\"power\($0)\": \($0)" }.joined(separator: ",")
        let wide = SampleMessage(topic: "a/dev-112233/s", payload: Array("{\(members)}".utf8))
        let many = (0..<3_000).map { SampleMessage(topic: "b/dev-\(100_000 + $0)/power", payload: [UInt8(ascii: "5")]) }
        let draft = ProfileSuggestion.draft(from: [wide] + many, id: "draft")
        #expect(DraftReading(draft).lines.count < 2_000)
    }

    @Test(
        "quotes what YAML would read otherwise",
        arguments: [
            ("plain", "plain"), ("a/b.c-d_e", "a/b.c-d_e"), ("on", "\"on\""), ("No", "\"No\""), ("1a", "\"1a\""),
            ("", "\"\""), ("a: b", "\"a: b\""), ("#a", "\"#a\""), ("a\"b", "'a\"b'"), ("a\"'b", "'a\"''b'"),
            ("a\nb", "\"a\\nb\""), ("a\u{2028}b", "\"a\\u2028b\""), ("-", "\"-\""), ("é", "\"é\""),
        ])
    func scalar(text: String, yaml: String) {
        #expect(YAMLWord.scalar(text) == yaml)
    }

    @Test(
        "writes values down as they were sent",
        arguments: [
            ("5", "5"), ("-127.0", "-127.0"), ("00", "\"00\""), ("0.5", "0.5"), ("-0", "-0"), ("1e5", "\"1e5\""),
            ("E4", "\"E4\""), ("+5", "\"+5\""), ("5.", "\"5.\""), ("", "\"\""),
        ])
    func value(text: String, yaml: String) {
        #expect(YAMLWord.value(text) == yaml)
    }
}
