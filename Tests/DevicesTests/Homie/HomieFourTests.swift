import Devices
import Testing

@Suite("A device of Homie 3 or 4")
struct HomieFourTests {
    /// The example of the convention.
    private static let superCar = """
        homie/super-car/$homie ~ 4.0.0
        homie/super-car/$name ~ Super car
        homie/super-car/$nodes ~ wheels,engine,lights[]
        homie/super-car/$extensions ~ org.homie.legacy-stats:0.1.1:[4.x]
        homie/super-car/$implementation ~ esp8266
        homie/super-car/engine/$name ~ Car engine
        homie/super-car/engine/$type ~ V8
        homie/super-car/engine/$properties ~ speed,direction,temperature
        homie/super-car/engine/temperature/$name ~ Engine temperature
        homie/super-car/engine/temperature/$settable ~ false
        homie/super-car/engine/temperature/$unit ~ °C
        homie/super-car/engine/temperature/$datatype ~ float
        homie/super-car/engine/temperature/$format ~ -20:120
        homie/super-car/$stats/uptime ~ 120
        """

    @Test("is read by what it said of its properties")
    func described() {
        var story = HomieStory()
        #expect(story.tell(Self.superCar) == [])
        let said = story.tell(
            """
            homie/super-car/engine/temperature ~ 21.5
            homie/super-car/$state ~ ready
            homie/super-car/engine/temperature = 22
            homie/super-car/engine/direction = forward
            homie/super-car/engine/temperature/set = 90
            homie/super-car/lights_0/intensity = 40
            """)
        #expect(
            said == [
                "super-car engine/temperature 21.5 °C stale", "+super-car", "super-car engine/temperature 22.0 °C",
                "super-car engine/direction 'forward'", "super-car lights_0/intensity 40.0",
            ])
        #expect(
            story.host.description(of: "super-car").map {
                "\($0.path) \($0.datatype?.rawValue ?? "-") \($0.unit ?? "-")"
            }
                == ["engine/direction - -", "engine/speed - -", "engine/temperature float °C"])
    }

    @Test(
        "reads a value by its datatype",
        arguments: [
            ("integer", "42", "42.0"), ("integer", "-9223372036854775808", "-9.223372036854775808e+18"),
            ("float", "-4.1e-3", "-0.0041"), ("float", "1E5", "100000.0"), ("percent", "33.3", "33.3 %"),
            ("boolean", "true", "true"), ("boolean", "false", "false"), ("string", "41.5", "'41.5'"),
            ("string", "true", "'true'"), ("string", #"\0"#, "''"), ("enum", "ON", "'ON'"),
            ("color", "255,0,0", "'255,0,0'"),
            ("datetime", "2026-02-01T00:00:00Z", "'2026-02-01T00:00:00Z'"), ("duration", "PT5M", "'PT5M'"),
            ("", "41.5", "41.5"), ("", "true", "true"), ("", "cooling", "'cooling'"), ("", "nan", "'nan'"),
            ("", "0x10", "'0x10'"), ("", #"\0"#, "''"),
        ])
    func datatype(name: String, payload: String, value: String) {
        var story = HomieStory()
        #expect(story.tell("homie/d/n/p/$datatype ~ \(name)") == [])
        let number = value.replacing("-9.223372036854775808e+18", with: "\(Double(Int64.min))")
        #expect(story.tell("homie/d/n/p = \(payload)") == ["d n/p \(number)"])
    }

    @Test(
        "gives no reading where the value is not of its datatype",
        arguments: [
            ("integer", "on", "wrong_type"), ("float", "", nil), ("float", "-", "wrong_type"),
            ("float", "21,5", "wrong_type"),
            ("float", " 21", "wrong_type"), ("float", "0x10", "wrong_type"), ("float", "NaN", "number_not_finite"),
            ("float", "-inf", "number_not_finite"), ("float", "1e999", "number_not_finite"),
            ("float", "--1", "wrong_type"),
            ("boolean", "TRUE", "wrong_type"), ("boolean", "1", "wrong_type"), ("boolean", "ON", "wrong_type"),
        ] as [(String, String, String?)])
    func wrongValue(name: String, payload: String, reason: String?) {
        var story = HomieStory()
        #expect(story.tell("homie/d/n/p/$datatype ~ \(name)") == [])
        #expect(story.tell("homie/d/n/p = \(payload)") == (reason.map { ["! n/p \($0)"] } ?? []))
    }

    @Test("has events where a property is not retained; one that is retained all the same is old")
    func events() {
        var story = HomieStory()
        let said = story.tell(
            """
            homie/d/door/bell/$retained ~ false
            homie/d/door/bell = true
            homie/d/door/bell ~ true
            homie/d/door/bell/$retained ~ true
            homie/d/door/bell ~ true
            """)
        #expect(said == ["d door/bell true", "! door/bell not_standard", "d door/bell true stale"])
    }

    @Test(
        "is there or not by its state",
        arguments: [
            ("init", []), ("ready", ["+d"]), ("alert", ["+d"]), ("sleeping", ["+d"]), ("disconnected", ["-d"]),
            ("lost", ["-d"]), ("READY", ["! $state not_standard"]),
        ])
    func state(payload: String, said: [String]) {
        var story = HomieStory()
        #expect(story.tell("homie/d/$state ~ \(payload)") == said)
    }

    @Test("forgets nodes and properties that it no longer lists, and all when it is removed")
    func forgotten() {
        var story = HomieStory()
        _ = story.tell(
            """
            homie/d/a/x/$datatype ~ string
            homie/d/a/y/$datatype ~ string
            homie/d/ab/z/$datatype ~ string
            homie/d/a/$properties ~ y
            """)
        #expect(story.host.description(of: "d").map(\.path) == ["a/y", "ab/z"])
        _ = story.tell("homie/d/$nodes ~ a,c")
        #expect(story.host.description(of: "d").map(\.path) == ["a/y"])
        #expect(story.tell("homie/d/$state ~ ") == ["-d"])
        #expect(story.host.description(of: "d") == [])
        #expect(story.tell("homie/d/$state ~ ") == [])
    }

    @Test("is refused in versions that nobody knows, and described as far as it is understood")
    func versions() {
        var story = HomieStory()
        let said = story.tell(
            """
            homie/d/$homie ~ 3.0.1
            homie/d/$homie ~ 2.0.0
            homie/d/n/p/$datatype ~ quaternion
            homie/d/n/p = 7
            """)
        #expect(said == ["! $homie not_standard", "! n/p not_standard", "d n/p 7.0"])
    }

    @Test(
        "has no readings elsewhere",
        arguments: [
            "homie", "homie/", "homie//n/p", "homie/d", "homie/d/n", "homie/d/n/p/set", "homie/d/n/p/q",
            "homie/d/n/p/q/$unit",
            "homie/$broadcast/alert", "homie/d/$fw/name", "homie/d/$stats/signal", "homie/d/n//p",
            "home/d/n/p", "homie2/d/n/p",
            "homie/d/$log/warn", "Homie/d/n/p", "homie/\(String(repeating: "d", count: 129))/n/p", "",
        ])
    func elsewhere(topic: String) {
        var story = HomieStory()
        #expect(story.tell("\(topic) = 1") == [])
    }

    @Test("may publish under another root")
    func root() {
        var story = HomieStory(host: HomieHost(root: "shop/berlin"))
        #expect(
            story.tell("shop/berlin/d/n/p = 1\nhomie/d/n/p = 1\nshop/berlin/5/d/n/p = 2") == ["d n/p 1.0", "d n/p 2.0"])
    }

    @Test("may be named 5")
    func namedFive() {
        var story = HomieStory()
        #expect(story.tell("homie/5/$state ~ ready\nhomie/5/n/p = 1") == ["+5"])
        #expect(story.tell("homie/5/n/p/q = 1") == ["n p/q 1.0"], "of version 5, a device n")
    }
}
