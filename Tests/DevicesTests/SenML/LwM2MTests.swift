import Devices
import Testing

@Suite("A notification of LwM2M")
struct LwM2MTests {
    private func lwM2M(_ json: String) throws -> SenMLPack {
        try SenMLPack.resolveLwM2M(try document(json), arrival: senMLArrival)
    }

    @Test("of version 1.0 gives the readings of an object the unit that its resource 5701 names")
    func oldTemperature() throws {
        let json = """
            {"bn": "/3303/0/", "bt": 1717236000, "e": [
                {"n": "5700", "v": -18.3}, {"n": "5701", "sv": "Cel"}, {"n": "5601", "v": -21.0, "t": -30},
                {"n": "5750", "sv": "freezer"}]}
            """
        #expect(
            table(try lwM2M(json)) == [
                "3303/0/5700 -18.3 Cel @1717236000.0", "3303/0/5701 'Cel' @1717236000.0",
                "3303/0/5601 -21.0 Cel @1717235970.0", "3303/0/5750 'freezer' @1717236000.0",
            ])
    }

    @Test(
        "of version 1.0 has truth values where SenML has base values",
        arguments: [
            (
                #"{"bn":"/3347/0/","e":[{"n":"5500","bv":true},{"n":"5501","v":3}]}"#,
                ["3347/0/5500 true", "3347/0/5501 3.0"]
            ),
            (#"{"bn":"/3303/0/5700","e":[{"v":4}]}"#, ["3303/0/5700 4.0"]),
            (#"{"e":[{"n":"/1/0/1","v":4}]}"#, ["1/0/1 4.0"]),
            (#"{"bn":"/9/","e":[{"n":"0/1","ov":"66:0"}]}"#, ["9/0/1 '66:0'"]), (#"{"bn":"/9/","e":[]}"#, []),
            (#"{"bn":"/9/","bver":99,"bu":5,"e":[{"n":"1","v":1,"u":"x"}]}"#, ["9/1 1.0"]),
        ])
    func oldValues(json: String, rows: [String]) throws {
        let pack = try lwM2M(json)
        #expect(table(pack) == rows)
        #expect(pack.faults.isEmpty)
    }

    @Test("of version 1.1 is SenML whose names begin with a slash")
    func senMLPower() throws {
        let json = """
            [{"bn": "/3305/0/", "bt": 1717236000.0, "n": "5800", "v": 112.4}, {"n": "5805", "v": 84.2},
             {"bn": "/3303/1/", "n": "5700", "v": 4.2}, {"bn": "/3347/0/", "n": "5500", "vb": true}]
            """
        #expect(
            table(try senML(json)) == [
                "3305/0/5800 112.4 @1717236000.0", "3305/0/5805 84.2 @1717236000.0",
                "3303/1/5700 4.2 @1717236000.0", "3347/0/5500 true @1717236000.0",
            ])
    }

    @Test("keeps the unit of one instance from another, and a unit of its own")
    func instances() throws {
        let json = """
            [{"n": "/3303/0/5700", "v": 1}, {"n": "/3303/1/5700", "v": 2}, {"n": "/3303/1/5701", "vs": "Cel"},
             {"n": "/3303/2/5700", "v": 3, "u": "K"}, {"n": "/3303/2/5701", "vs": "Cel"}]
            """
        #expect(
            table(try senML(json)) == [
                "3303/0/5700 1.0", "3303/1/5700 2.0 Cel", "3303/1/5701 'Cel'", "3303/2/5700 3.0 K",
                "3303/2/5701 'Cel'",
            ])
    }

    @Test(
        "that has no entries, or others than objects, is refused", arguments: ["[]", "{}", #"{"e":5}"#, #"{"e":[5]}"#])
    func refused(json: String) {
        #expect(throws: SenMLFault.notAPack) { try lwM2M(json) }
    }
}
