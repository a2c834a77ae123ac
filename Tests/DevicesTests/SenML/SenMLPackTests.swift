import Appliances
import Devices
import Testing

@Suite("SenML")
struct SenMLPackTests {
    @Test(
        "lets base fields hold from their record on, until others come",
        arguments: [
            (
                #"[{"n":"a","v":1},{"bn":"x:","bu":"W","n":"a","v":2},{"n":"b","v":3},{"bn":"y:","bu":"A","v":4}]"#,
                ["a 1.0", "x:a 2.0 W", "x:b 3.0 W", "y: 4.0 A"]
            ),
            (
                #"[{"bn":"x:","bv":20,"n":"a","v":1.5},{"n":"b","v":-1},{"n":"c","vs":"on"},{"n":"d"}]"#,
                ["x:a 21.5", "x:b 19.0", "x:c 'on'", "x:d 20.0"]
            ),
            (
                #"[{"bn":"x:","bt":1320067464},{"n":"a","v":1},{"n":"b","v":2,"t":-60}]"#,
                ["x:a 1.0 @1320067464.0", "x:b 2.0 @1320067404.0"]
            ),
            (#"[{"bn":"x:","bu":"Cel","n":"a","v":1,"u":"K"}]"#, ["x:a 1.0 K"]),
            (#"[{"bn":"x","v":1},{"n":"y","v":2},{"v":3}]"#, ["x 1.0", "xy 2.0", "x 3.0"]),
            ("[]", []),
        ])
    func base(json: String, rows: [String]) throws {
        let pack = try senML(json)
        #expect(table(pack) == rows)
        #expect(pack.faults.isEmpty)
    }

    @Test(
        "takes a time below 2^28 as one from now, and none as about now",
        arguments: [
            (#""t":0"#, nil), (#""ut":60"#, nil), (#""t":-5"#, 1_498_780_174_000), (#""t":5.25"#, 1_498_780_184_250),
            (#""t":268435455"#, 1_767_215_634_000), (#""t":268435456"#, 268_435_456_000),
            (#""t":1276020076.001"#, 1_276_020_076_001), (#""bt":1276020076,"t":-1.5"#, 1_276_020_074_500),
            (#""bt":-10,"t":10"#, nil), (#""t":-1498780180"#, -1_000),
        ] as [(String, Int64?)])
    func time(fields: String, milliseconds: Int64?) throws {
        let pack = try senML(#"[{"n":"a","v":1,\#(fields)}]"#)
        #expect(pack.points.map { $0.time?.milliseconds } == [milliseconds])
        #expect(pack.records.map(\.hasOwnTime) == [milliseconds != nil])
    }

    @Test("counts a reading whose time no clock means at its arrival", arguments: ["1e300", "-1e300", "253402300800"])
    func wildTime(time: String) throws {
        let pack = try senML(#"[{"n":"a","v":1,"t":\#(time)}]"#)
        #expect(pack.records.map(\.time) == [senMLArrival])
        #expect(pack.points.map(\.time) == [nil])
        #expect(table(pack.faults) == ["a time_unreadable"])
    }

    @Test("keeps the order in which records were sent, not that of their times")
    func order() throws {
        let pack = try senML(#"[{"bn":"x:","bt":1e9,"n":"a","v":1,"t":9},{"n":"a","v":2,"t":3},{"n":"a","v":3,"t":6}]"#)
        #expect(table(pack) == ["x:a 1.0 @1000000009.0", "x:a 2.0 @1000000003.0", "x:a 3.0 @1000000006.0"])
    }

    @Test(
        "reads the values of every kind",
        arguments: [
            (#""v":23.1"#, RawValue.number(23.1)), (#""vb":true"#, .flag(true)), (#""vs":"open""#, .text("open")),
            (#""vd":"aGk""#, .text("aGk")), (#""v":null"#, .missing), (#""vs":"""#, .text("")),
        ])
    func kinds(field: String, value: RawValue) throws {
        #expect(try senML(#"[{"n":"a",\#(field)}]"#).points.map(\.value) == [value])
    }

    @Test(
        "takes a sum for a reading of its own only where there is no value",
        arguments: [
            (#"[{"n":"p","u":"W","s":5}]"#, ["p/s 5.0 W.s"]), (#"[{"n":"p","u":"W","v":2,"s":5}]"#, ["p 2.0 W"]),
            (#"[{"bs":100,"n":"p","s":5},{"n":"q"}]"#, ["p/s 105.0", "q/s 100.0"]),
            (#"[{"bs":100,"n":"p","v":5}]"#, ["p 5.0"]),
        ])
    func sums(json: String, rows: [String]) throws {
        #expect(table(try senML(json)) == rows)
    }

    @Test("keeps sum and update time beside the value")
    func sumBeside() throws {
        let record = try #require(try senML(#"[{"bs":1,"n":"p","v":2,"s":5,"ut":30}]"#).records.first)
        #expect(record.sum == 6)
        #expect(record.updateSeconds == 30)
    }

    @Test(
        "leaves out a record that says nothing or too much, and reads the others",
        arguments: [
            (#"{"v":1}"#, " not_standard"), (#"{"n":"","v":1}"#, " not_standard"), (#"{"n":"b"}"#, "b not_standard"),
            (#"{"n":"b","t":5}"#, "b not_standard"), (#"{"n":"b","v":1,"vb":true}"#, "b not_standard"),
            (#"{"n":"b","v":"1"}"#, "b wrong_type"), (#"{"n":"b","vb":1}"#, "b wrong_type"),
            (#"{"n":"b","vs":1}"#, "b wrong_type"), (#"{"n":5,"v":1}"#, " wrong_type"),
            (#"{"n":"b","v":1,"t":"now"}"#, "b wrong_type"), (#"{"n":"b","v":1,"u":5}"#, "b wrong_type"),
            (#"{"n":"-b","v":1}"#, "-b not_standard"), (#"{"n":"b c","v":1}"#, "b c not_standard"),
            (#"{"n":"ü","v":1}"#, "ü not_standard"), (#"{"n":"b","s":1e308,"bs":1e308}"#, "b number_not_finite"),
            (#"{"n":"b","v":1.7e308,"bv":1.7e308}"#, "b number_not_finite"),
        ])
    func record(json: String, fault: String) throws {
        let pack = try senML(#"[{"n":"a","v":1},\#(json)]"#)
        #expect(pack.records.map(\.name) == ["a"])
        #expect(table(pack.faults) == [fault])
    }

    @Test(
        "refuses a whole pack where its version or a member must be understood and is not, or a base is none",
        arguments: [
            (#"[{"bver":11,"n":"a","v":1}]"#, SenMLFault.versionUnknown("11.0")),
            (#"[{"n":"a","v":1},{"bver":1e9,"n":"a","v":1}]"#, .versionUnknown("1000000000.0")),
            (#"[{"bver":"5","n":"a","v":1}]"#, .versionUnknown("no whole number")),
            (#"[{"bver":0,"n":"a","v":1}]"#, .versionUnknown("no whole number")),
            (#"[{"n":"a","v":1,"level_":3}]"#, .memberUnknown("level_")),
            (#"[{"n":"a","v":1},{"n":"a","v":1,"_":3}]"#, .memberUnknown("_")),
            (#"[{"bn":5,"n":"a","v":1}]"#, .baseUnreadable("bn")),
            (#"[{"bt":"1","n":"a","v":1}]"#, .baseUnreadable("bt")),
            (#"[{"bu":null,"n":"a","v":1}]"#, .baseUnreadable("bu")), ("{}", .notAPack), ("5", .notAPack),
            ("[5]", .notAPack),
        ])
    func pack(json: String, fault: SenMLFault) {
        #expect(throws: fault) { try senML(json) }
        #expect([.notStandard].contains(fault.fault.reason))
    }

    @Test("passes members that nobody has to understand, and every version up to 10")
    func extensions() throws {
        #expect(table(try senML(#"[{"bver":10,"n":"a","v":1,"level":3,"_x":4,"l":"x"}]"#)) == ["a 1.0"])
        #expect(table(try senML(#"[{"bver":5,"n":"a","v":1}]"#)) == ["a 1.0"])
    }

    @Test("refuses more records than a pack may have")
    func tooMany() throws {
        let record = PlainValue.map([.init("n", .text("a")), .init("v", .number(1))])
        let full = PlainValue.list(Array(repeating: record, count: SenMLPack.recordsMax))
        #expect(try SenMLPack.resolve(full, arrival: senMLArrival).records.count == SenMLPack.recordsMax)
        let over = PlainValue.list(Array(repeating: record, count: SenMLPack.recordsMax + 1))
        #expect(throws: SenMLFault.tooManyRecords) { try SenMLPack.resolve(over, arrival: senMLArrival) }
    }
}
