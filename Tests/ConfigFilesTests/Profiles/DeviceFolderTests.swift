import ConfigFiles
import Devices
import Foundation
import Testing

@Suite("Folders of device profiles")
struct DeviceFolderTests {
    /// A profile of one source; `keys` are further lines of it, `source` further keys of the source.
    private static func profile(
        _ id: String, _ topic: String, source: String = "", keys: String = "title: A thing"
    ) -> (name: String, yaml: String) {
        let text = """
            schema: foretell.device-profile/1
            id: \(id)
            version: 1
            \(keys)
            sources: [{topic: "\(topic)"\(source.isEmpty ? "" : ", " + source)}]
            channels: {power: {as: power.active}}
            examples: [{topic: a, payload: "", expect: []}]
            """
        return (id + ".yaml", text)
    }

    private func problems(_ texts: (name: String, yaml: String)...) -> [String] {
        DeviceFolder(texts: texts).problems.map(\.description)
    }

    private static let overlaps: [(String, String, String?)] = [
        ("tele/{device}/STATE", "tele/{device}/SENSOR", nil), ("{device}/state", "plug/{device}", "plug/state"),
        ("zig/{device*}", "zig/{device}/state", "zig/"), ("{device:shelly.*}/rpc", "{device:tasmota.*}/rpc", nil),
        ("{device:shelly.*}/rpc", "{device:.*plus}/rpc", "shellyplus/rpc"), ("a/#", "a", "a"),
        ("$aws/{device}", "{device}/up", nil), ("hub/{device}", "hub/{device}/", nil),
    ]

    @Test("name both files and a topic that two profiles would take", arguments: overlaps)
    func overlap(first: String, second: String, topic: String?) {
        let texts = [Self.profile("a", first, source: "device: x"), Self.profile("b", second, source: "device: y")]
        let found = DeviceFolder(texts: texts).problems.map(\.description)
        guard let topic else {
            #expect(found.isEmpty)
            return
        }
        #expect(found.count == 1 && found[0].hasPrefix("b.yaml:5: takes `\(topic)"), "found \(found)")
        #expect(found.allSatisfy { $0.contains("and so does a.yaml:5; tell them apart") })
    }

    private static let partings: [(String, String, Bool)] = [
        ("when: {/type: [a, b]}", "when: {/type: [c]}", true), ("when: {/type: [a, b]}", "when: {/type: [b]}", false),
        ("when: {/type: present}", "when: {/type: absent}", true), ("when: {/type: present}", "delta: true", false),
        ("when: {/a: absent, /b: [x]}", "when: {/b: [y], /c: present}", true),
        ("except: [hub/#]", "delta: false", true), ("except: [hub/1]", "except: [hub/2]", false),
    ]

    @Test("let `when` and `except` tell profiles apart", arguments: partings)
    func parting(first: String, second: String, areApart: Bool) {
        let found = problems(
            Self.profile("a", "hub/{device}", source: first), Self.profile("b", "hub/{device}", source: second))
        #expect(found.isEmpty == areApart, "found \(found)")
    }

    private static let families: [(String, String, Bool)] = [
        ("family: f\nappliance: {class: refrigerator}", "family: f\nappliance: {class: washing_machine}", true),
        ("family: f\nappliance: {class: refrigerator}", "family: g\nappliance: {class: washing_machine}", false),
        ("family: f\nappliance: {class: refrigerator}", "family: f", false),
        (
            "family: f\nappliance: {class: [refrigerator, cold_store]}", "family: f\nappliance: {class: cold_store}",
            false
        ),
        ("claims: registry", "title: B", true), ("title: A", "claims: registry", true),
    ]

    @Test("let families and the registry share topics", arguments: families)
    func family(first: String, second: String, areApart: Bool) {
        let found = problems(
            Self.profile("a", "hub/{device}", keys: first), Self.profile("b", "hub/{device}", keys: second))
        #expect(found.isEmpty == areApart, "found \(found)")
    }

    @Test("let the first source of a profile count, but none that leaves nothing to a later one")
    func within() {
        func problems(_ sources: String) -> [String] {
            let (name, text) = Self.profile("a", "hub/{device}")
            return self.problems((name, text.replacing("[{topic: \"hub/{device}\"}]", with: sources)))
        }
        #expect(problems("[{topic: \"hub/{device}\", when: {/a: present}}, {topic: \"hub/{device}\"}]").isEmpty)
        #expect(problems("[{topic: \"hub/{device}\"}, {topic: \"hub/{device}\", decode: text}]").isEmpty)
        #expect(problems("[{topic: hub/1, device: x}, {topic: \"hub/{device}\"}]").isEmpty)
        let found = problems("[{topic: \"hub/{device}\"}, {topic: hub/1, device: x}]")
        #expect(found.count == 1 && found[0].hasPrefix("a.yaml:5: is never reached: the source on line 5 takes all"))
    }

    @Test("leave the gateway its own topics, and Sparkplug its state")
    func own() {
        #expect(problems(Self.profile("a", "homeassistant/{device}", source: "except: [homeassistant/status]")).isEmpty)
        #expect(problems(Self.profile("a", "spBv1.0/#", source: "decode: sparkplug")).isEmpty)
        #expect(problems(Self.profile("a", "spBv1.0/#", source: "device: x")).count == 1)
        #expect(problems(Self.profile("a", "{device*}")).count == 1)
    }

    @Test("have ids of which each stands once")
    func ids() {
        let (_, text) = Self.profile("a", "other/{device}")
        #expect(
            problems(Self.profile("a", "hub/{device}"), ("b/a.yaml", text)) == [
                "b/a.yaml:2: the id `a` is that of a.yaml too; choose another"
            ])
    }

    private static let parent = """
        schema: foretell.device-profile/1
        id: parent
        version: 7
        title: The parent
        appliance: {brand: Maker}
        device: {key: "{device}", normalise: mac}
        defaults: {stale_after: 1h}
        sources: [{topic: "hub/{device}/state"}]
        channels:
          power: {as: power.active, unit: W}
          zone3: {as: flexzone.temperature, unit: Cel}
          code: {as: fault.code, kind: code, table: errors}
        tables: {errors: {E1: {flag: fan, component: fan_motor}}, others: {X: {flag: x, component: door}}}
        examples: [{topic: hub/a/state, payload: {power: 1}, expect: [{channel: power.active, value: 1}]}]
        """

    private static let child = """
        schema: foretell.device-profile/1
        id: child
        version: 2
        extends: parent
        claims: registry
        defaults: {zone: "+01:00"}
        channels:
          zone3: {as: freezer.temperature, unit: Cel}
          more: {as: fault.code, kind: code, table: others}
        tables: {errors: {E2: {flag: pump, component: drain_pump}}}
        examples: [{topic: hub/a/state, payload: {zone3: 1}, expect: [{channel: freezer.temperature, value: 1}]}]
        """

    @Test("fill in from another profile what one does not say")
    func extends() throws {
        // In either order of the files.
        let folder = DeviceFolder(texts: [("c.yaml", Self.child), ("p.yaml", Self.parent)])
        #expect(folder.problems.map(\.description) == [])
        let child = try #require(folder.profiles.first)
        #expect(child.id == "child" && child.version == 2 && child.title == "The parent" && child.brand == "Maker")
        #expect(child.isByRegistry && child.key.normalising == .mac)
        #expect(child.sources.map(\.topic.text) == ["hub/{device}/state"])
        // A key that is given again counts whole.
        #expect(child.staleAfter == nil && child.zoneSeconds == 3_600)
        #expect(child.channels.entries.map(\.key) == ["zone3", "more", "power", "code"])
        #expect(child.channels.entries[0].channel?.text == "freezer.temperature")
        #expect(child.tables.map(\.name) == ["errors", "others"] && child.tables[0].codes.map(\.code) == ["E2"])
        #expect(child.examples.count == 1)
    }

    private static let brokenChildren: [(String, String, [String])] = [
        ("extends: parent", "extends: parrent", ["c.yaml:4: no profile has the id `parrent`; did you mean parent?"]),
        ("table: others", "table: other", ["c.yaml:9: no table is named `other`; did you mean others?"]),
        ("claims: registry", "device: {key: \"{room}\"}", ["c.yaml:5: the device's key asks for `{room}`, which the"]),
        ("claims: registry", "brand: X", ["c.yaml:5: the file has no key `brand`"]),
        ("examples:", "example:", ["c.yaml:1: the file lacks `examples`", "c.yaml:11: the file has no key `example`"]),
    ]

    @Test("name the file in which something is wrong", arguments: brokenChildren)
    func brokenChild(right: String, wrong: String, said: [String]) throws {
        let text = Self.child.replacing(right, with: wrong)
        let found = problems(("c.yaml", text), ("p.yaml", Self.parent))
        for problem in said {
            #expect(found.contains { $0.hasPrefix(problem) }, "found \(found)")
        }
    }

    @Test("name what is wrong with the parent once, and allow one level")
    func parents() {
        let broken = Self.parent.replacing("unit: W", with: "unit: V")
        let found = problems(("c.yaml", Self.child), ("p.yaml", broken))
        #expect(found.count == 1 && found[0].hasPrefix("p.yaml:10: `unit` is `V`"), "found \(found)")
        let third = Self.child.replacing("id: child", with: "id: third")
            .replacing("extends: parent", with: "extends: child")
        let levels = problems(("c.yaml", Self.child), ("p.yaml", Self.parent), ("t.yaml", third))
        #expect(levels.contains("t.yaml:4: `child` itself extends `parent`; there is one level of this"))
    }

    @Test("warn of what an author would want to know")
    func warnings() {
        let yaml = """
            schema: foretell.device-profile/1
            id: a
            version: 1
            sources:
              - topic: "hub/{device}/a"
              - topic: "hub/{device}/b"
            channels: {t: {as: probe.temperature, absent: [-127]}}
            examples: [{topic: hub/x/a, payload: {t: 1}, expect: []}]
            """
        let folder = DeviceFolder(texts: [("a.yaml", yaml)])
        #expect(folder.problems.isEmpty)
        #expect(
            folder.warnings.map(\.description) == [
                "a.yaml:2: has no `title`; lists show `a` to people",
                "a.yaml:6: no example has a message for `hub/{device}/b`",
                "a.yaml:7: `t` has `absent` values, and no example shows one with `rejected: [absent]`",
            ])
        #expect(DeviceFolder(texts: [Self.profile("b", "hub/{device}")]).warnings.count == 1)
    }
}
