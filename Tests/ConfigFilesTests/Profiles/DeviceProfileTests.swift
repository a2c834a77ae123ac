import Appliances
import ConfigFiles
import Devices
import Foundation
import Testing

@Suite("Device profiles")
struct DeviceProfileTests {
    private static let full = """
        schema: foretell.device-profile/1
        id: cellar-hub
        version: 3
        title: A hub in a cellar
        appliance: {class: [refrigerator, cold_store], brand: Hub & Co, models: ["H*", "K?"]}
        family: hubs
        claims: registry
        device: {normalise: mac}
        defaults: {stale_after: 2h, retained: last_known, time: {max_future: 1m, max_age: 2d}, zone: "-03:30"}
        sources:
          - topic: "hub/{device}/{kind:state|data}"
            except: [hub/+/data/#]
            when: {/method: [full, delta], /params: present, /error: absent}
            bind: {model: /model}
            device: "{model}-{device}"
            delta: true
            repeat_window: 5s
            time:
              - {at: /ts, format: unix_ms, ignore: ["0"]}
              - {at: /when, format: "yyyy-MM-dd HH:mm:ss", zone: "+08:00"}
            points:
              - {each: "/params/{name}", path: "{kind}/{name}", value: ./v, unit: ./u, time: {at: ./t, format: unix}}
              - {each: "/list/*", path: ./name, device: "{device}-2"}
              - {each: "/flat/*", path: "@key"}
            availability: {at: /online, online: ["true"], offline: ["false"], order: /n}
          - {topic: "hub/{device}/word/{name}", decode: text, path: "{name}"}
          - topic: "hub/{device}/raw"
            decode: binary
            encoding: hex
            fields:
              - {path: a, offset: 0, width: 2, type: int, endian: little}
              - {path: b, offset: 2, width: 1, bit: 7}
        channels:
          fridge: {as: fridge.temperature, unit: {at: point, map: {C: Cel, F: F}, default: Cel}, absent: [-38, no]}
          "{zone:freezer|flexzone}/t": {as: "{zone}.temperature", unit: Cel, scale: 0.1, offset: -40, range: [-50, 50]}
          open: {as: fridge.door.open, enum: {OPEN: true, SHUT: false, "*": off}}
          mode: {as: cycle.phase, enum: {1: wash, 2: true}}
          level: {as: expansion_valve.opening, unit: "%", enum: {low: 10, high: 90}}
          status: {as: compressor.running, bits: [0, 1]}
          code: {as: fault.code, kind: code, clear: [0, "00"], table: errors}
          "alarm/{x}": {as: fault.flag, kind: flag, component: "sensor.{x}"}
          gas: {drop: Nobody asks for it.}
        tables:
          errors:
            E1: {flag: fan, component: fan_motor, parts: [fan, board], en: The fan stands, zh: 风扇}
        examples:
          - name: A document
            topic: hub/a/state
            retain: true
            at: "2026-03-04T04:30:01Z"
            category: cold_store
            payload: {power: 92.40, "on": "true", "off": true, none: null, n: ~, deep: [{a: -1e3}, 007]}
            expect:
              - {channel: fridge.temperature, value: 4, unit: C, device: a, at: "2026-03-04T04:30:00Z", quality: stale}
              - {channel: fridge.door.open, value: on, component: door}
              - {channel: cycle.phase, value: "1"}
            rejected: [absent, out_of_range]
          - {topic: hub/a/raw, payload_hex: "00 ff", expect: []}
        """

    private func profile() throws -> DeviceProfile {
        let folder = DeviceFolder(texts: [("hub/profile.yaml", Self.full)])
        #expect(folder.problems.map(\.description) == [] && folder.files == ["cellar-hub": "hub/profile.yaml"])
        return try #require(folder.profiles.first)
    }

    @Test("say what they are and for whom")
    func head() throws {
        let profile = try profile()
        #expect(profile.id == "cellar-hub" && profile.version == 3 && profile.title == "A hub in a cellar")
        #expect(profile.classes == [.refrigerator, .coldStore] && profile.brand == "Hub & Co")
        #expect(profile.models == ["H*", "K?"] && profile.family == "hubs" && profile.isByRegistry)
        let key = DeviceKey(template: try Template("{device}"), normalising: .mac)
        #expect(profile.key == key)
        #expect(profile.staleAfter == .hours(2) && profile.zoneSeconds == -12_600)
        #expect(profile.believed == BelievedTime(futureMax: .minutes(1), ageMax: .days(2)))
    }

    @Test("say where messages come from")
    func sources() throws {
        let sources = try profile().sources
        #expect(sources.map(\.format) == [.json, .text, .binary] && sources.map(\.line) == [11, 26, 27])
        let first = try #require(sources.first)
        #expect(first.topic.text == "hub/{device}/{kind:state|data}")
        #expect(first.exceptions.map(\.text) == ["hub/+/data/#"])
        let conditions: [ProfileSource.Condition] = [
            .init(pointer: try Pointer("/method"), test: .among(["full", "delta"])),
            .init(pointer: try Pointer("/params"), test: .present),
            .init(pointer: try Pointer("/error"), test: .absent),
        ]
        #expect(first.conditions == conditions)
        #expect(first.captureNames == ["device", "kind", "model"] && first.device?.text == "{model}-{device}")
        #expect(first.isDelta && first.repeatWindow == .seconds(5) && first.hasPoints)
        let forms = [try WrittenTime("unix_ms"), try WrittenTime("yyyy-MM-dd HH:mm:ss")]
        #expect(first.times.map(\.form) == forms)
        #expect(first.times.map(\.ignored) == [["0"], []] && first.times.map(\.zoneSeconds) == [nil, 28_800])
        #expect(first.availability?.online == ["true"] && first.availability?.order?.text == "/n")
        #expect(sources[1].path?.text == "{name}" && sources[2].isHex)
        var (a, b) = (BinaryField(path: "a", offset: 0, width: 2), BinaryField(path: "b", offset: 2, width: 1))
        (a.kind, a.isBigEndian, b.bit) = (.int, false, 7)
        #expect(sources[2].fields == [a, b])
    }

    @Test("say how documents are taken apart")
    func points() throws {
        let points = try #require(try profile().sources.first).points
        let paths = [
            PointRule.Path.template(try Template("{kind}/{name}")), .text(try Pointer("./name")), .key,
        ]
        #expect(points.map(\.path) == paths)
        #expect(points.map { $0.each?.text } == ["/params/{name}", "/list/*", "/flat/*"])
        #expect(points[0].value?.text == "./v" && points[0].unit?.text == "./u" && points[0].times.count == 1)
        #expect(points[1].device?.text == "{device}-2")
    }

    @Test("say which path is which channel")
    func channels() throws {
        let entries = try profile().channels.entries
        #expect(entries.map(\.key).suffix(3) == ["code", "alarm/{x}", "gas"])
        let (celsius, fahrenheit) = (try #require(SourceUnit("Cel")), try #require(SourceUnit("[degF]")))
        let names = [EntryUnit.UnitName(word: "C", unit: celsius), .init(word: "F", unit: fahrenheit)]
        #expect(entries[0].unit == .sent(at: nil, names: names, otherwise: celsius))
        #expect(entries[0].absent == [SentValue("-38"), SentValue("no")] && entries[0].line == 34)
        #expect(entries[1].channel?.text == "{zone}.temperature" && entries[1].unit == .fixed(celsius))
        #expect(entries[1].scale == 0.1 && entries[1].offset == -40 && entries[1].range == -50...50)
        #expect(entries[5].bits == 0...1 && entries[8].dropped == "Nobody asks for it." && entries[8].channel == nil)
        #expect(entries[6].kind == .code && entries[6].clear.count == 2 && entries[6].table == "errors")
        #expect(entries[7].kind == .flag && entries[7].component == "sensor.{x}")
    }

    @Test("say what values mean, to states, words and numbers")
    func meanings() throws {
        let entries = try profile().channels.entries
        let meanings = entries.map { $0.meanings?.map(\.value) }
        #expect(meanings[2] == [.number(1), .number(0)] && entries[2].otherwise == .number(0))
        #expect(meanings[3] == [.word("wash"), .word("true")] && meanings[4] == [.number(10), .number(90)])
        #expect(entries[3].meanings?.map(\.sent) == [SentValue("1"), SentValue("2")] && meanings[0] == nil)
        let code = FaultCode(
            code: "E1", flag: "fan", component: .fanMotor, parts: ["fan", "board"], english: "The fan stands",
            chinese: "风扇")
        #expect(try profile().tables == [CodeTable(name: "errors", codes: [code])])
    }

    @Test("show messages as they are sent, and what they give")
    func examples() throws {
        let examples = try profile().examples
        let first = try #require(examples.first)
        let payload = #"{"power":92.40,"on":"true","off":true,"none":null,"n":"~","deep":[{"a":-1e3},"007"]}"#
        let at = try #require(Timestamp(rfc3339: "2026-03-04T04:30:01Z"))
        #expect(
            first.messages == [
                SampleMessage(topic: "hub/a/state", payload: Array(payload.utf8), isRetained: true, at: at)
            ])
        #expect(first.name == "A document" && first.category == .coldStore && first.line == 47)
        #expect(first.expected.map(\.value) == [.number(4), .number(1), .word("1")])
        #expect(first.expected[0].quality == .stale && first.expected[0].device == "a")
        #expect(first.expected[0].at == at + .seconds(-1) && first.expected[1].component == "door")
        #expect(first.rejected == ["absent", "out_of_range"] && examples[1].messages.map(\.payload) == [[0, 255]])
    }

    @Test("that are shipped can be read")
    func shipped() {
        let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let folder = DeviceFolder(project.appending(path: "devices"), shownAs: "devices")
        #expect(folder.problems.map(\.description) == [])
        #expect(folder.profiles.count == folder.files.count && !folder.profiles.isEmpty)
    }
}
