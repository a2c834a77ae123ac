import ConfigFiles
import Devices
import Foundation
import Testing

@Suite("Broken device profiles")
struct BrokenProfileTests {
    /// In order by itself; each row below differs from it in one place.
    private static let sound = """
        schema: foretell.device-profile/1
        id: my-plug
        version: 1
        title: A plug
        appliance: {class: refrigerator}
        device: {key: "{device}", normalise: lower}
        defaults: {stale_after: 1h, retained: last_known, zone: "+08:00"}
        sources:
          - topic: "plugs/{device}/state"
            when: {/power: present}
            bind: {model: /model}
            time: {at: /at, format: rfc3339}
            points: {each: "/{name}", path: "{name}"}
          - topic: "plugs/{device}/raw"
            decode: binary
            fields: [{path: volts, offset: 0, width: 2}]
          - topic: "plugs/{device}/online"
            decode: text
            availability: {online: ["1"], offline: ["0"]}
        channels:
          power: {as: power.active, unit: W, range: [0, 4000], absent: [-1]}
          volts: {as: supply.voltage, unit: V, scale: 0.1}
          on: {as: relay.on, enum: {1: true, 0: false}}
          "fault/{code}": {as: "fault.flag.{code}", kind: flag, component: sensor}
          error: {as: fault.code, kind: code, clear: [0], table: errors}
          cover: {as: door.open, bits: 3}
        tables:
          errors:
            E1: {flag: fan, component: fan_motor, en: Fan, zh: 风扇}
        examples:
          - topic: plugs/kitchen/state
            payload: {power: 92.4, probe: -1}
            expect: [{channel: power.active, value: 92.4}]
            rejected: [absent]
        """

    private func problems(_ text: String) -> [String] {
        DeviceFolder(texts: [("p.yaml", text)]).problems.map(\.description)
    }

    @Test("differ from one that is in order")
    func soundFile() {
        #expect(problems(Self.sound).isEmpty)
    }

    private static let heads: [(String, String, String)] = [
        (
            "device-profile/1", "device-profile/2",
            "1: `schema` is `foretell.device-profile/2`; this gateway reads foretell.device-profile/1"
        ),
        ("id: my-plug", "id: My_Plug", "2: `id` must be 1 to 64 small letters, digits or `-`, not `My_Plug`"),
        ("id: my-plug\n", "", "1: the file lacks `id`"),
        ("version: 1", "version: 0", "3: `version` is 0; it must be from 1 to"),
        ("title: A plug", "tittle: A plug", "4: the file has no key `tittle`; did you mean title?"),
        ("class: refrigerator", "class: fridge", "5: `class` cannot be `fridge`"),
        ("normalise: lower", "normalise: upper", "6: `normalise` cannot be `upper`; known are none, lower, mac"),
        ("{key: \"{device}\"", "{key: \"{device\"", "6: `key`: `{device` has a `{` without its `}`"),
        (
            "{key: \"{device}\"", "{key: \"{room}\"",
            "6: the device's key asks for `{room}`, which the source on line 9 does not capture"
        ),
        ("stale_after: 1h", "stale_after: 40d", "7: `stale_after` is 40d; it must be from 1s to 31d"),
        ("retained: last_known", "retained: live", "7: `retained` can only be last_known, not `live`"),
        (
            "zone: \"+08:00\"", "zone: Asia/Shanghai",
            "7: `zone` must be `site` or an offset such as +08:00, not `Asia/Shanghai`"
        ),
        ("title: A plug", "claims: always", "4: `claims` cannot be `always`; known are topic, registry"),
        ("title: A plug", "family: A B", "4: `family` must be 1 to 64 small letters"),
        ("title: A plug", "extends: other", "4: no profile has the id `other`"),
        ("title: A plug", "extends: my-plug", "4: the profile `my-plug` extends itself"),
        ("schema:", "- schema:", "2: not YAML"),
    ]

    private static let sources: [(String, String, String)] = [
        ("topic: \"plugs/{device}/state\"", "topics: a", "9: `sources` has no key `topics`; did you mean topic?"),
        ("topic: \"plugs/{device}/state\"", "delta: true", "9: `sources` lacks `topic`"),
        ("{device}/state\"", "{Device}/state\"", "9: `topic`: `{Device}` must begin with a name of small letters"),
        ("{device}/state\"", "{device}/{device}\"", "9: `topic`: `plugs/{device}/{device}` names a capture twice"),
        ("{device}/state\"", "{device:(a}/state\"", "9: `topic`: `{device:(a}` is no pattern: a `(` is not closed"),
        ("present", "presnt", "10: `/power` must be `present`, `absent` or a list of texts such as `[presnt]`"),
        ("/power: present", "power: present", "10: `power`: `power` is no pointer"),
        ("/power: present", "./power: present", "10: `when`: `./power` begins at a point, and here is none"),
        ("bind: {model:", "bind: {device:", "11: `bind`: the topic captures `{device}` already"),
        ("bind: {model: /", "bind: {model: ", "11: `model`: `model` is no pointer; it begins with `/` or `./`"),
        ("format: rfc3339", "format: rfc822", "12: `format`: `rfc822` is no format of times"),
        (", format: rfc3339", "", "12: `time` lacks `format`"),
        ("at: /at", "at: ./at", "12: `at`: `./at` begins at a point, and here is none"),
        ("path: \"{name}\"", "path: \"{nam}\"", "13: `path` asks for `{nam}`, which is no capture here; did you mean"),
        ("path: \"{name}\"", "path: \"/{name}\"", "13: `path` must be `@key`, `./name` or a path without leading"),
        ("decode: binary", "decode: bin", "15: `decode` cannot be `bin`"),
        ("    decode: binary\n", "", "15: `fields` goes with `decode: binary`; this source decodes json"),
        ("width: 2}", "width: 9}", "16: `width` is 9; it must be from 1 to 8"),
        ("width: 2}", "width: 2, type: float}", "16: `width` of a float is 4 or 8 bytes, not 2"),
        ("width: 2}", "width: 2, bit: 16}", "16: `bit` is 16; it must be from 0 to 15"),
        ("width: 2}", "width: 2, endian: mixed}", "16: `endian` cannot be `mixed`; known are big, little"),
        ("offset: 0, ", "", "16: `fields` lacks `offset`"),
        ("    fields: [{path: volts, offset: 0, width: 2}]", "", "14: a binary source lacks `fields`"),
        ("online: [\"1\"], ", "online: [\"0\"], ", "19: `availability` has `0` in `online` and `offline`"),
        ("{online: [\"1\"], offline: [\"0\"]}", "{}", "19: `availability` lacks `online` and `offline`"),
        ("{online: [\"1\"]", "{at: /a, online: [\"1\"]", "19: `at` is a pointer, and a text has no members"),
        ("decode: text", "repeat_window: 50ms", "18: `repeat_window` is 50ms; it must be from 100ms to 10m"),
        ("/online\"", "/raw\"", "17: is never reached: the source on line 14 takes all of its messages"),
        ("\"plugs/{device}/online\"", "foretell/v1/{device}", "17: takes `foretell/v1/"),
        ("\"plugs/{device}/online\"", "spBv1.0/STATE/{device}", "17: takes `spBv1.0/STATE/"),
        ("\"plugs/{device}/online\"", "\"{device}/status\"", "17: takes `homeassistant/status`, and"),
    ]

    private static let channels: [(String, String, String)] = [
        (
            "power.active, unit", "power.activ, unit",
            "21: no channel is named `power.activ`; did you mean power.active?"
        ),
        ("unit: W", "unit: wat", "21: `unit` cannot be `wat`; units are UCUM, such as Cel, kW.h or {rev}/min"),
        ("unit: W", "unit: V", "21: `unit` is `V`, which does not become `W`, the unit of `power.active`"),
        ("unit: W", "unit: {at: point, map: {F: Cel}}", "21: `F` is `Cel`, which does not become `W`"),
        ("unit: W", "unit: {map: {kW: kW}}", "21: `unit` lacks `at`"),
        ("[0, 4000]", "[4000, 0]", "21: `range` begins with 4000.0, not below 0.0"),
        ("[0, 4000]", "4000", "21: `range` must be the least and the most, such as [0, 4000]"),
        ("scale: 0.1", "scale: 0", "22: `scale` is 0, which makes every value the same"),
        ("scale: 0.1", "factor: 0.1", "22: `volts` has no key `factor`"),
        ("1: true", "1: maybe", "23: `enum`: `1` means `maybe`, but `relay.on` is true or false"),
        ("scale: 0.1", "enum: {1: high}", "22: `enum`: `1` means `high`, but `supply.voltage` is a number"),
        (
            "{code}\", kind", "{kode}\", kind",
            "24: `as` asks for `{kode}`, which is no capture here; did you mean code?"
        ),
        (
            "fault.flag.{code}\", kind: flag", "fault.flag\", kind: state",
            "24: `fault.flag` alone goes with `kind: flag`"
        ),
        (
            "component: sensor", "component: \"sensors.{code}\"",
            "24: `component` cannot be `sensors`; did you mean sensor?"
        ),
        ("\"fault/{code}\":", "\"fault/{code\":", "24: `fault/{code`: `{code` has a `{` without its `}`"),
        ("kind: code", "kind: cod", "25: `kind` cannot be `cod`; did you mean code?"),
        ("fault.code, kind", "fault.flag.x, kind", "25: a code is a word, and `fault.flag.x` has none"),
        ("power.active, unit: W", "power.active, kind: flag", "21: a flag is true or false, and `power.active` is not"),
        ("table: errors", "table: error", "25: no table is named `error`; did you mean errors?"),
        ("absent: [-1]", "clear: [-1]", "21: `clear` goes with `kind: code`"),
        ("bits: 3", "bits: 63", "26: `bits` is 63; it must be from 0 to 62"),
        ("bits: 3", "bits: [3, 1]", "26: `bits` begins with 3, after its end"),
        ("bits: 3", "bits: [1, 2, 3]", "26: `bits` must be one bit such as 3, or a first and a last"),
        ("bits: 3", "drop: Nobody asks.", "26: `cover` has `as` and `drop`; keep one of them"),
        ("as: door.open, ", "", "26: `cover` lacks `as`"),
        ("  cover:", "  \"error\": {drop: x}\n  cover:", "25: the key `error` stands here twice"),
        ("flag: fan,", "flag: fan.one,", "29: `flag` must be 1 to 64 letters, digits, `_` or `-`, not `fan.one`"),
        ("fan_motor", "fan", "29: `component` cannot be `fan`"),
        ("en: Fan", "de: Lüfter", "29: `E1` has no key `de`"),
    ]

    private static let examples: [(String, String, String)] = [
        ("topic: plugs/kitchen/state", "topic: plugs/+/state", "31: `topic` must be the topic of one message"),
        ("topic: plugs/kitchen/state", "name: Nowhere", "31: `examples` lacks `topic`"),
        ("payload: {power: 92.4, probe: -1}", "retain: true", "31: the example lacks `payload`, `payload_file`"),
        ("payload: {power: 92.4, probe: -1}", "payload_file: a.json", "32: `payload_file` needs a file"),
        ("payload: {power: 92.4, probe: -1}", "payload_hex: abc", "32: `payload_hex` must be hexadecimal digits"),
        ("payload: {power", "payload_hex: ff\n    payload: {power", "31: the example has `payload` and `payload_hex`"),
        ("channel: power.active,", "channel: power.activ,", "33: no channel is named `power.activ`; did you"),
        ("value: 92.4}", "value: much}", "33: `value` is `much`, but `power.active` is a number"),
        ("value: 92.4}", "value: 92.4, unit: V}", "33: `unit` is `V`, which does not become `W`"),
        ("value: 92.4}", "quality: bad}", "33: `quality` cannot be `bad`; known are good, stale, suspect"),
        ("value: 92.4}", "at: noon}", "33: `at` must be a time such as 2026-11-22T08:15:30Z, not `noon`"),
        ("    expect: [{channel: power.active, value: 92.4}]\n", "", "31: the example lacks `expect`; write `[]`"),
        ("rejected: [absent]", "rejected: [absend]", "34: `rejected` cannot be `absend`; did you mean absent?"),
        ("rejected: [absent]", "category: freezer", "34: `category` cannot be `freezer`"),
    ]

    @Test("say on which line what is wrong", arguments: heads + sources + channels + examples)
    func broken(right: String, wrong: String, problem: String) {
        let text = Self.sound.replacing(right, with: wrong, maxReplacements: 1)
        #expect(text != Self.sound)
        let found = problems(text)
        #expect(found.contains { $0.hasPrefix("p.yaml:" + problem) }, "found \(found)")
    }

    @Test("give all problems at once")
    func all() {
        let text = Self.sound.replacing("version: 1", with: "version: one").replacing("unit: W", with: "unit: V")
            .replacing("width: 2", with: "width: 0").replacing("fan_motor", with: "fan")
            .replacing("[absent]", with: "[x]")
        let found = problems(text).map { $0.prefix(9) }
        #expect(found == ["p.yaml:3:", "p.yaml:16", "p.yaml:21", "p.yaml:29", "p.yaml:34"])
    }

    @Test("are refused as lists, words and nothing", arguments: ["[1]", "word", "", "sources: []\nexamples: {a: 1}"])
    func other(text: String) {
        #expect(!problems(text).isEmpty)
        #expect(DeviceFolder(texts: [("p.yaml", text)]).profiles.isEmpty)
    }

    @Test("never bring the reader down, whatever part of one is missing", arguments: 1...40)
    func fragments(seed: UInt64) {
        var dice = Dice(seed: seed)
        var lines = Self.sound.split(separator: "\n").map(String.init)
        for _ in 0..<4 {
            let place = Int(dice.roll(0...Int64(lines.count - 1)))
            switch dice.roll(0...2) {
            case 0: lines.remove(at: place)
            case 1: lines[place] = String(lines[place].prefix(Int(dice.roll(0...Int64(lines[place].count)))))
            default: lines.insert(lines[Int(dice.roll(0...Int64(lines.count - 1)))], at: place)
            }
        }
        let folder = DeviceFolder(texts: [("p.yaml", lines.joined(separator: "\n"))])
        #expect(folder.problems.allSatisfy { $0.line > 0 && !$0.text.isEmpty })
        #expect(!folder.problems.isEmpty || folder.profiles.count == 1)
    }
}
