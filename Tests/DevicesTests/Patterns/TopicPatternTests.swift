@testable import Devices
import Testing

@Suite("A topic with captures")
struct TopicPatternTests {
    @Test(
        "takes topics apart",
        arguments: [
            ("tele/{device}/SENSOR", "tele/pow1/SENSOR", ["pow1"]),
            ("tele/{device}/SENSOR", "tele/pow1/STATE", nil), ("tele/{device}/SENSOR", "tele/pow1/x/SENSOR", nil),
            ("tele/{device}/SENSOR", "tele//SENSOR", [""]), ("tele/{device}/SENSOR", "tele/SENSOR", nil),
            ("{device}/status/switch:{n}", "plug/status/switch:0", ["plug", "0"]),
            ("{device}/status/switch:{n}", "plug/status/switch:", ["plug", ""]),
            ("{device}/status/switch:{n}", "plug/status/light:0", nil),
            ("a/x{n}y", "a/x12y", ["12"]), ("a/x{n}y", "a/xy", [""]), ("a/xx{n}xx", "a/xxx", nil),
            ("{device:shelly.*}/status", "shelly-1/status", ["shelly-1"]),
            ("{device:shelly.*}/status", "hue/status", nil),
            ("a/{n:\\d+}", "a/12", ["12"]), ("a/{n:\\d+}", "a/", nil), ("a/{n:[0-9]+|x}", "a/x", ["x"]),
            ("a/{n:(a|b)?}c", "a/bc", ["b"]), ("a/{n:(a|b)?}c", "a/c", [""]),
            ("+/b", "a/b", []), ("+/b", "/b", []), ("a/+", "a/", []), ("a/+", "a", nil), ("a/+", "a/b/c", nil),
            ("a/b", "a/b", []), ("a/b", "a/b/", nil), ("a/b", "/a/b", nil), ("温度/{x}", "温度/二", ["二"]),
        ] as [(String, String, [String]?)])
    func match(pattern: String, topic: String, captures: [String]?) throws {
        #expect(try TopicPattern(pattern).match(Array(topic.utf8)) == captures)
    }

    @Test(
        "takes many levels at the end or before fixed ones",
        arguments: [
            ("zigbee2mqtt/{device*}", "zigbee2mqtt/kitchen/fridge", ["kitchen/fridge"]),
            ("zigbee2mqtt/{device*}", "zigbee2mqtt/fridge", ["fridge"]), ("zigbee2mqtt/{device*}", "zigbee2mqtt", nil),
            ("z/{device*}/availability", "z/a/b/availability", ["a/b"]),
            ("z/{device*}/availability", "z/availability", nil),
            ("z/{device*}/availability", "z/a/availability", ["a"]), ("z/{device*}/availability", "z/a/set", nil),
            ("z/{device*}/availability", "z//availability", [""]),
            ("{site}/{device*}/{what}/end", "s/a/b/c/end", ["s", "a/b", "c"]), ("{x*}", "a", ["a"]),
            ("{x*}", "/a//b", ["/a//b"]), ("{x*}/b", "/b", [""]), ("a/{x*}", "a/", [""]),
            ("a/#", "a", []), ("a/#", "a/", []), ("a/#", "a/b/c", []), ("a/#", "ab", nil), ("#", "a/b", []),
            ("{d}/#", "a/b/c", ["a"]),
        ] as [(String, String, [String]?)])
    func many(pattern: String, topic: String, captures: [String]?) throws {
        #expect(try TopicPattern(pattern).match(Array(topic.utf8)) == captures)
    }

    @Test(
        "keeps a leading slash and empty levels",
        arguments: [
            ("/sys/{pk}/{device}/thing", "/sys/a1/dev/thing", ["a1", "dev"]),
            ("/sys/{pk}/{device}/thing", "sys/a1/dev/thing", nil), ("a//{x}", "a//b", ["b"]), ("a//{x}", "a/b", nil),
            ("a/{x}/", "a/b/", ["b"]), ("a/{x}/", "a/b", nil), ("/{x}", "/", [""]),
        ] as [(String, String, [String]?)])
    func emptyLevels(pattern: String, topic: String, captures: [String]?) throws {
        #expect(try TopicPattern(pattern).match(Array(topic.utf8)) == captures)
    }

    @Test(
        "takes the broker's own topics only where it names their first level",
        arguments: [
            ("#", nil), ("+/b/c", nil), ("{x}/b/c", nil), ("{x*}", nil), ("{x:.*}/b/c", nil), ("$SYS/#", []),
            ("$SYS/{b}/c", ["b"]), ("$SYS/b/c", []), ("$SYS/{x*}", ["b/c"]),
        ] as [(String, [String]?)])
    func brokersOwn(pattern: String, captures: [String]?) throws {
        #expect(try TopicPattern(pattern).match(Array("$SYS/b/c".utf8)) == captures)
    }

    @Test(
        "becomes the narrowest MQTT filter that takes all of its topics",
        arguments: [
            ("tele/{device}/SENSOR", "tele/+/SENSOR"), ("{device}/status/switch:{n}", "+/status/+"), ("+/b", "+/b"),
            ("z/{device*}", "z/#"), ("z/{device*}/availability", "z/#"), ("a/#", "a/#"), ("#", "#"),
            ("/sys/{pk:[a-z]+}/x", "/sys/+/x"), ("a//b/", "a//b/"),
            ("$aws/things/{thing}/shadow", "$aws/things/+/shadow"),
        ])
    func filter(pattern: String, filter: String) throws {
        #expect(try TopicPattern(pattern).filter == filter)
    }

    @Test("knows the names of its captures in their order")
    func names() throws {
        #expect(try TopicPattern("{b}/+/x{a:\\d}/{c*}/z").names == ["b", "a", "c"])
        #expect(try TopicPattern("a/+/#").names == [])
    }

    @Test(
        "that is none says why",
        arguments: [
            ("", "a topic is 1 to 512 bytes, such as tele/{device}/SENSOR"),
            (String(repeating: "a", count: 513), "a topic is 1 to 512 bytes, such as tele/{device}/SENSOR"),
            ("{x}/{x}", "`{x}/{x}` names a capture twice"),
            ("{x*}/{y*}", "`{x*}/{y*}` has more than one capture of many levels"),
            ("{x*}/#", "`{x*}/#` has more than one capture of many levels"),
            ("a+/b", "`a+`: `+` and `#` stand alone in a level"), ("a/#b", "`#b`: `+` and `#` stand alone in a level"),
            ("+{x}", "`+{x}`: `+` and `#` stand alone in a level"),
            ("{x}#", "`{x}#`: `+` and `#` stand alone in a level"),
            ("a/#/b", "`a/#/b`: `#` stands at the end"),
            ("{X}", "`{X}` must begin with a name of small letters, digits and `_`"),
            ("{*}", "`{*}` must be a name and `*`"), ("{a b*}", "`{a b*}` must be a name and `*`"),
            ("a/{x", "`{x` has a `{` without its `}`"), ("b/a}", "`a}` has a `}` without its `{`"),
            ("{a}{b}", "`{a}{b}` has more than one capture in a level"),
            ("{a:(}", "`{a:(}` is no pattern: a `(` is not closed"),
        ])
    func faults(pattern: String, says: String) {
        #expect {
            try TopicPattern(pattern)
        } throws: { error in
            (error as? PatternFault)?.text == says
        }
    }
}
