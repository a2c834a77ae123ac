import Devices
import Testing

@Suite("A device of Homie 5")
struct HomieFiveTests {
    private static func description(_ body: String) -> String {
        #"{"homie":"5.0","version":7,"name":"x","# + body + "}"
    }

    private static let superCar = description(
        #""nodes":{"engine":{"name":"Car engine","properties":{"#
            + #""temperature":{"name":"Engine temperature","unit":"°C","datatype":"float","format":"-20:120"},"#
            + #""speed":{"datatype":"integer","unit":"rpm"},"running":{"datatype":"boolean","format":"off,on"},"#
            + #""level":{"datatype":"integer","unit":"%"},"#
            + #""horn":{"datatype":"enum","format":"short,long","retained":false}}},"#
            + #""wheels":{}}"#)

    @Test("is read by its description")
    func described() {
        var story = HomieStory()
        let said = story.tell(
            """
            homie/5/super-car/$state ~ init
            homie/5/super-car/$description ~ \(Self.superCar)
            homie/5/super-car/engine/temperature ~ 21.5
            homie/5/super-car/$state ~ ready
            homie/5/super-car/engine/speed = 3000
            homie/5/super-car/engine/speed/$target = 4000
            homie/5/super-car/engine/speed/set = 4000
            homie/5/super-car/engine/running = true
            homie/5/super-car/engine/horn = long
            homie/5/super-car/engine/horn ~ long
            homie/5/super-car/engine/speed = fast
            homie/5/super-car/engine/unknown = 5
            homie/5/super-car/$log/warn = battery low
            homie/5/$broadcast/alert = Intruder detected
            """)
        #expect(
            said == [
                "super-car engine/temperature 21.5 °C stale", "+super-car", "super-car engine/speed 3000.0 rpm",
                "super-car engine/running true", "super-car engine/horn 'long'", "! engine/horn not_standard",
                "! engine/speed wrong_type", "super-car engine/unknown 5.0",
            ])
        #expect(
            story.host.description(of: "super-car").map {
                "\($0.path) \($0.datatype?.rawValue ?? "-") \($0.unit ?? "-")"
            } == [
                "engine/horn enum -", "engine/level integer %", "engine/running boolean -",
                "engine/speed integer rpm",
                "engine/temperature float °C",
            ])
    }

    @Test("raises an alert with a text, and takes it back with nothing")
    func alerts() {
        var story = HomieStory()
        let said = story.tell(
            """
            homie/5/d/$alert/battery = Battery is low, at 8%
            homie/5/d/$alert/childlost ~ Sensor xyz hasn't reported updates for 3 hours
            homie/5/d/$alert/battery =
            homie/d/$alert/battery = of version 5 only
            """)
        #expect(said == ["d $alert/battery true", "d $alert/childlost true stale", "d $alert/battery false"])
    }

    /// The example of the convention: a bridge, a relay behind it, and two lights behind that.
    private static let bridge = """
        homie/5/bridge/$description ~ \(description(#""children":["relay"]"#))
        homie/5/relay/$description ~ \(description(#""root":"bridge","children":["light1","light2"]"#))
        homie/5/light1/$description ~ \(description(#""root":"bridge","parent":"relay""#))
        homie/5/light2/$description ~ \(description(#""parent":"relay""#))
        homie/5/bridge/$state ~ ready
        homie/5/relay/$state ~ ready
        homie/5/light1/$state ~ ready
        homie/5/light2/$state ~ sleeping
        """

    @Test(
        "is gone with the root of its tree, and there again with it",
        arguments: [
            ("homie/5/bridge/$state = lost", ["-bridge", "-light1", "-light2", "-relay"]),
            ("homie/5/bridge/$state = disconnected", ["-bridge", "-light1", "-light2", "-relay"]),
            ("homie/5/bridge/$state = init", []), ("homie/5/bridge/$state = sleeping", ["+bridge"]),
            ("homie/5/relay/$state = lost", ["-relay"]), ("homie/5/light1/$state = lost", ["-light1"]),
            (
                "homie/5/bridge/$state = lost\nhomie/5/bridge/$state = lost",
                ["-bridge", "-light1", "-light2", "-relay", "-bridge"]
            ),
            (
                "homie/5/bridge/$state = lost\nhomie/5/light1/$state = ready",
                ["-bridge", "-light1", "-light2", "-relay", "-light1"]
            ),
            (
                "homie/5/light1/$state = lost\nhomie/5/bridge/$state = lost\nhomie/5/bridge/$state = ready",
                ["-light1", "-bridge", "-light2", "-relay", "+bridge", "+light2", "+relay"]
            ),
            (
                "homie/5/bridge/$state = lost\nhomie/5/bridge/$state = init",
                [
                    "-bridge", "-light1", "-light2", "-relay",
                    "+light1", "+light2", "+relay",
                ]
            ),
            ("homie/5/bridge/$state ~ ", ["-bridge", "-light1", "-light2", "-relay"]),
            ("homie/5/relay/$description ~ ", ["-relay"]), ("homie/bridge/$state = lost", ["-bridge"]),
        ])
    func tree(messages: String, said: [String]) {
        var story = HomieStory()
        #expect(story.tell(Self.bridge) == ["+bridge", "+relay", "+light1", "+light2"])
        #expect(story.tell(messages) == said)
    }

    @Test("is found gone when it says only later to whom it belongs")
    func lateDescription() {
        var story = HomieStory()
        let said = story.tell(
            """
            homie/5/bridge/$state ~ lost
            homie/5/relay/$state ~ ready
            homie/5/relay/$description ~ \(Self.description(#""root":"bridge""#))
            """)
        #expect(said == ["-bridge", "+relay", "-relay"])
    }

    @Test("may belong to one that belongs to it, and nothing hangs")
    func circle() {
        var story = HomieStory()
        let said = story.tell(
            """
            homie/5/a/$description ~ \(Self.description(#""root":"b""#))
            homie/5/b/$description ~ \(Self.description(#""root":"a""#))
            homie/5/c/$description ~ \(Self.description(#""root":"c""#))
            homie/5/a/$state ~ ready
            homie/5/b/$state ~ ready
            homie/5/c/$state ~ ready
            """)
        #expect(said == ["+a", "+b", "+c"])
    }

    @Test(
        "keeps what it said before where a description cannot be read",
        arguments: ["{", "[]", "7", "{}", #"{"homie":"4.0"}"#, #"{"homie":5}"#])
    func unreadable(json: String) {
        var story = HomieStory()
        _ = story.tell("homie/5/d/$description ~ \(Self.superCar)")
        #expect(story.tell("homie/5/d/$description ~ \(json)") == ["! $description not_standard"])
        #expect(story.host.description(of: "d").count == 5)
    }

    @Test("loses a property whose description is illegal, and keeps the others")
    func illegalProperty() {
        var story = HomieStory()
        let json = Self.description(
            #""nodes":{"n":{"properties":{"a":{"datatype":"float"},"b":{"datatype":"quaternion"},"c":5,"#
                + #""$d":{"datatype":"float"},"e":{"datatype":"float","unit":7,"retained":"no"}}},"#
                + #""m":5,"o":{"properties":[]}}"#
        )
        let said = story.tell("homie/5/d/$description ~ \(json)")
        #expect(said.sorted() == ["! n/$d not_standard", "! n/b not_standard", "! n/c not_standard"])
        #expect(story.host.description(of: "d").map(\.path) == ["n/a", "n/e"])
    }

    @Test("is described anew by each description")
    func newDescription() {
        var story = HomieStory()
        _ = story.tell("homie/5/d/$description ~ \(Self.superCar)")
        let json = Self.description(#""nodes":{"n":{"properties":{"a":{"datatype":"string"}}}}"#)
        #expect(story.tell("homie/5/d/$description ~ \(json)") == [])
        #expect(story.host.description(of: "d").map(\.path) == ["n/a"])
        #expect(story.tell("homie/5/d/n/a = 5\nhomie/5/d/engine/speed = 5") == ["d n/a '5'", "d engine/speed 5.0"])
    }
}
