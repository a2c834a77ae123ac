import Testing

@testable import Devices

@Suite("A value template is read and never executed:")
struct DiscoveryTemplateTests {
    @Test(
        "its member is found",
        arguments: [
            ("{{ value_json.temperature }}", ["temperature"]),
            ("{{value_json.a.b}}", ["a", "b"]),
            ("{{ value_json['a']['b c'] }}", ["a", "b c"]),
            ("{{ value_json[\"a\"].b[0] }}", ["a", "b", "0"]),
            ("{{- value_json.x -}}", ["x"]),
            ("{{ value_json['switch:0'].tC }}", ["switch:0", "tC"]),
            ("{{ value_json['a|b'] }}", ["a|b"]),
        ])
    func member(text: String, names: [String]) {
        #expect(DiscoveryTemplate.read(text).template == .member(names))
        #expect(DiscoveryTemplate.read(text).filters == [])
    }

    @Test("harmless filters are passed over and told")
    func filters() {
        let (template, filters) = DiscoveryTemplate.read("{{ value_json.a | float | round(1) | default('x|y') }}")
        #expect(template == .member(["a"]))
        #expect(filters == ["float", "round(1)", "default('x|y')"])
        #expect(DiscoveryTemplate.read("{{ value | int }}").template == .payload)
        #expect(DiscoveryTemplate.read("{{ value_json.a|is_defined }}").template == .member(["a"]))
    }

    @Test("without one the payload is the value", arguments: [nil, "", "{{ value }}", "{{value}}"])
    func payload(text: String?) {
        #expect(DiscoveryTemplate.read(text).template == .payload)
    }

    @Test(
        "anything else is not understood",
        arguments: [
            "{{ value_json }}", "{{ value_json.a * 2 }}", "{{ value_json.a / 10 }}", "{{ value_json[x] }}",
            "{% if value_json.a %}1{% endif %}", "{{ value_json.a }}{{ value_json.b }}", "a {{ value_json.a }}",
            "{{ value_json.a | multiply(2) }}", "{{ value_json.a | round(f(1)) }}", "{{ states('x') }}",
            "{{ value_json.a if value_json.b else 0 }}", "{{ value_json. }}", "{{ value_json['a }}", "{{ value_json.a",
            "{{ value_json[''] }}", "{{ value_json[-1] }}", "{{ value_json['\\x41'] }}", "{{}}", "{{ valuejson.a }}",
            "{{ value_json.get('a') }}", "value_json.a", "{{ value_json.a | float(default=float()) }}",
            "{{ \(String(repeating: "value_json.a", count: 40)) }}",
        ])
    func notUnderstood(text: String) {
        #expect(DiscoveryTemplate.read(text).template == .notUnderstood)
    }
}
