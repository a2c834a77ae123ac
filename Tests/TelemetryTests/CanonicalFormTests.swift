import Appliances
import Telemetry
import Testing

@Suite("The canonical form")
struct CanonicalFormTests {
    @Test("reads the message of the documentation")
    func documented() throws {
        let sample = try Sample(goodMessage)
        let record = try #require(sample.records.first)
        #expect(sample.records.count == 1)
        #expect(record.deviceTime == Timestamp(rfc3339: "2026-11-22T00:15:30.25Z"))
        #expect(record.boot == 17 && record.sequence == 40_213 && record.device == nil && record.rejection == nil)
        #expect(
            sample.readings == [
                "compressor.current=1.21", "evaporator.temperature=-21.3", "fan.evaporator.speed=1430.0",
                "fridge.door.open=0.0",
            ])
        #expect(sample.words == ["fault.code=E4"])
        #expect(sample.faults.isEmpty)
    }

    @Test(
        "reads numbers as the standard library does",
        arguments: [
            "0", "-0", "0.0", "-0.0", "0e0", "0E+5", "0e-999", "1e-999", "-1e-999", "4.9e-324", "2e-324", "5e-324",
            "2.2250738585072014e-308", "2.225073858507201e-308", "0.1", "0.3", "1.1", "3.9", "12345678901234567e-15",
            "0.30000000000000004", "9007199254740991e-15", "9007199254740992e-15", "9007199254740993e-15",
            "123456789012345678901234567890e-28", "1.7976931348623157e-10", "99.99999999999999999999999999999999",
            "1e1", "1E1", "1e+1", "1e01", "1e-1", "100e-22", "10e-23", "0.000000000000000000000000000001e30",
            "1000000000000000000000000000000e-29", "1.00000000000000011102230246251565404236316680908203125",
            "1.00000000000000011102230246251565404236316680908203124", "8.5e1", "-8e1",
        ])
    func numbers(text: String) throws {
        // Wide bounds: -100,000 to 100,000.
        let expected = try #require(Double(text))
        let sample = try Sample(#"{"readings":{"power.active":\#(text)}}"#)
        #expect(sample.readings == ["power.active=\(expected)"])
    }

    @Test("reads a seeded number of any length exactly", arguments: 1...8 as ClosedRange<UInt64>)
    func seededNumbers(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        for _ in 0..<500 {
            var text = dice.roll(0...1) == 0 ? "-" : ""
            text += "\(dice.roll(0...9))"
            if dice.roll(0...3) > 0 {
                text += "." + (0..<dice.roll(1...25)).map { _ in "\(dice.roll(0...9))" }.joined()
            }
            if dice.roll(0...2) == 0 { text += ["e", "E"][Int(dice.roll(0...1))] + "\(dice.roll(-330...3))" }
            let expected = try #require(Double(text))
            #expect(try Sample(#"{"readings":{"power.active":\#(text)}}"#).readings == ["power.active=\(expected)"])
        }
    }

    @Test(
        "leaves out a single reading and says which",
        arguments: [
            (#""fridge.temprature": 4"#, "fridge.temprature channel_unknown"),
            (#""fridge\u002etemprature": 4"#, "fridge.temprature channel_unknown"),
            (#""冰箱": {"a":[1]}"#, "冰箱 channel_unknown"), (#""": 4"#, " channel_unknown"),
            (#""fridge.temperature": 100.1"#, "fridge.temperature out_of_range"),
            (#""fridge.temperature": -1e300"#, "fridge.temperature out_of_range"),
            (#""fridge.temperature": true"#, "fridge.temperature wrong_type"),
            (#""fridge.temperature": "4""#, "fridge.temperature wrong_type"),
            (#""fridge.temperature": [4]"#, "fridge.temperature wrong_type"),
            (#""fridge.temperature": {}"#, "fridge.temperature wrong_type"),
            (#""fridge.door.open": 0.5"#, "fridge.door.open out_of_range"),
            (#""fridge.door.open": 2"#, "fridge.door.open out_of_range"),
            (#""fridge.door.open": "true""#, "fridge.door.open wrong_type"),
            (#""fault.code": 4"#, "fault.code wrong_type"), (#""fault.code": true"#, "fault.code wrong_type"),
            (#""probe.<b>.temperature": 4"#, "probe.<b>.temperature channel_unknown"),
        ])
    func leftOut(member: String, fault: String) throws {
        let sample = try Sample(#"{"readings":{"compressor.power":80, \#(member), "freezer.temperature":-18}}"#)
        #expect(sample.readings == ["compressor.power=80.0", "freezer.temperature=-18.0"])
        #expect(sample.faults == [fault])
        #expect(sample.words.isEmpty && sample.records.first?.rejection == nil)
    }

    @Test(
        "takes every way to write a reading",
        arguments: [
            (#""fridge.door.open": true"#, ["fridge.door.open=1.0"]),
            (#""fridge.door.open":1"#, ["fridge.door.open=1.0"]),
            (#""fridge.door.open": 1.0e0"#, ["fridge.door.open=1.0"]), (#""fridge.door.open":null"#, []),
            (#""fault.code": null"#, []), (#""\u0066ridge.temperature": 4"#, ["fridge.temperature=4.0"]),
            (#""probe.left.temperature": 4"#, ["probe.left.temperature=4.0"]),
            (
                #""fridge.temperature": -80, "freezer.temperature": 100"#,
                ["fridge.temperature=-80.0", "freezer.temperature=100.0"]
            ),
            ("", []), ("\t\r\n ", []),
        ])
    func ways(members: String, readings: [String]) throws {
        let sample = try Sample("{\"readings\":{\(members)}}")
        #expect(sample.readings == readings)
        #expect(sample.faults.isEmpty && sample.words.isEmpty)
    }

    @Test(
        "reads words with escapes and of any script",
        arguments: [
            (#""E4""#, "E4"), (#""""#, ""), (#""é冰箱""#, "é冰箱"), (#""\u51b0\u7BB1""#, "冰箱"),
            (#""\ud83d\ude00""#, "😀"),
            (#""\uDBFF\uDFFD""#, "\u{10fffd}"), (#""\"\\\/""#, "\"\\/"), (#""a\u0020b""#, "a b"),
            (#""<script>alert(1)</script>""#, "<script>alert(1)</script>"), (#""'; DROP TABLE--""#, "'; DROP TABLE--"),
        ])
    func words(json: String, text: String) throws {
        #expect(try Sample(#"{"readings":{"fault.code":\#(json)}}"#).words == ["fault.code=\(text)"])
    }

    @Test("reads an array of records, and an empty one")
    func arrays() throws {
        #expect(try Sample(" [ ] ").records.isEmpty)
        let sample = try Sample(
            """
            [{"device":"a-1","readings":{"fridge.temperature":4}}, {"seq":2,"readings":{"fridge.temperature":5}}, {}]
            """
        )
        #expect(sample.readings == ["fridge.temperature=4.0", "#1 fridge.temperature=5.0"])
        #expect(sample.records.map(\.rejection) == [nil, nil, .readingsMissing])
        #expect(sample.records.map(\.device) == [12..<15, nil, nil])
        #expect(sample.records.map(\.sequence) == [nil, 2, nil])
    }

    @Test(
        "rejects one record alone",
        arguments: [
            ("{}", .readingsMissing), (#"{"readings":[]}"#, .readingsMissing),
            (#"{"readings":null}"#, .readingsMissing),
            (#"{"readings":4}"#, .readingsMissing), (#"{"Readings":{}}"#, .readingsMissing),
            (#"{"at":"2026-02-30T00:00:00Z","readings":{}}"#, .timeUnreadable),
            (#"{"at":"2026-11-22T08:15:30","readings":{}}"#, .timeUnreadable),
            (#"{"at":-5,"readings":{}}"#, .timeUnreadable), (#"{"at":1.5,"readings":{}}"#, .timeUnreadable),
            (#"{"at":{},"readings":{}}"#, .timeUnreadable), (#"{"at":true,"readings":{}}"#, .timeUnreadable),
            (#"{"boot":-1,"readings":{}}"#, .sequenceUnreadable), (#"{"seq":1.5,"readings":{}}"#, .sequenceUnreadable),
            (#"{"seq":"7","readings":{}}"#, .sequenceUnreadable),
            (#"{"boot":true,"readings":{}}"#, .sequenceUnreadable),
            (#"{"seq":9007199254740992,"readings":{}}"#, .sequenceUnreadable),
            (#"{"seq":9007199254740993,"readings":{}}"#, .sequenceUnreadable),
            (#"{"seq":1e300,"readings":{}}"#, .sequenceUnreadable), (#"{"device":5,"readings":{}}"#, .badName),
            (#"{"device":"","readings":{}}"#, .badName), (#"{"device":"a+","readings":{}}"#, .badName),
            (##"{"device":"#","readings":{}}"##, .badName), (#"{"device":"a/b","readings":{}}"#, .badName),
            (#"{"device":"$SYS","readings":{}}"#, .badName), (#"{"device":"' OR 1=1 --","readings":{}}"#, .badName),
            (#"{"device":"<script>","readings":{}}"#, .badName), (#"{"device":"é","readings":{}}"#, .badName),
            (#"{"device":"\u0061","readings":{}}"#, .badName), (#"{"device":["a"],"readings":{}}"#, .badName),
            (#"{"device":"\#(String(repeating: "a", count: 65))","readings":{}}"#, .badName),
        ] as [(String, Rejection)])
    func rejectsRecord(record: String, why: Rejection) throws {
        let good = #"{"readings":{"fridge.temperature":4}}"#
        let sample = try Sample("[\(good),\(record),\(good)]")
        #expect(sample.records.map(\.rejection) == [nil, why, nil])
        #expect(sample.readings == ["fridge.temperature=4.0", "#2 fridge.temperature=4.0"])
    }

    @Test("takes a time in milliseconds and whole numbers up to 2^53 - 1 in any spelling")
    func wholeNumbers() throws {
        let sample = try Sample(#"{"at":1.7953065e12,"boot":-0,"seq":9007199254740991,"readings":{}}"#)
        let record = try #require(sample.records.first)
        #expect(record.deviceTime?.milliseconds == 1_795_306_500_000)
        #expect(record.boot == 0 && record.sequence == 9_007_199_254_740_991 && record.rejection == nil)
    }

    @Test(
        "gives each value its own channel when the order changes from record to record",
        arguments: 1...5 as ClosedRange<UInt64>)
    func changingOrder(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        var form = CanonicalForm()
        let names = Channel.catalogue.filter { $0.range.contains(0.5) && $0.kind == .measure }.map(\.name)
        for _ in 0..<200 {
            let chosen = (0..<dice.roll(1...8)).map { _ in names[Int(dice.roll(0...Int64(names.count - 1)))] }
            var members: [String] = []
            for name in chosen where !members.contains(name) { members.append(name) }
            let unknown = dice.roll(0...3) == 0 ? #""x":1,"# : ""
            let text = members.map { "\"\($0)\":0.5" }.joined(separator: ",")
            let sample = try Sample(Array("{\"readings\":{\(unknown)\(text)}}".utf8), &form)
            #expect(sample.readings == members.map { "\($0)=0.5" })
        }
    }

    @Test("takes 64 KiB, 8 levels, 256 members and 1,024 bytes of string, and nothing beyond")
    func limits() {
        func padded(to size: Int) -> [UInt8] {
            Array(#"{"readings":{}}"#.utf8) + Array(repeating: 0x20, count: size - 15)
        }
        func nested(_ levels: Int) -> [UInt8] {
            let (open, close) = (String(repeating: "[", count: levels - 1), String(repeating: "]", count: levels - 1))
            return Array("{\"x\":\(open)\(close)}".utf8)
        }
        func members(_ count: Int) -> [UInt8] {
            Array("{\((0..<count).map { "\"k\($0)\":0" }.joined(separator: ","))}".utf8)
        }
        func text(_ length: Int) -> [UInt8] { Array(#"{"x":"\#(String(repeating: "a", count: length))"}"#.utf8) }
        #expect(rejection(of: padded(to: 65_536)) == nil)
        #expect(rejection(of: padded(to: 65_537)) == .tooLarge)
        #expect(rejection(of: nested(8)) == nil)
        #expect(rejection(of: nested(9)) == .tooDeep)
        #expect(rejection(of: members(256)) == nil)
        #expect(rejection(of: members(257)) == .tooManyFields)
        #expect(rejection(of: text(1_024)) == nil)
        #expect(rejection(of: text(1_025)) == .stringTooLong)
        #expect(rejection(of: Array("[".utf8) + members(256) + Array(",".utf8) + members(256) + Array("]".utf8)) == nil)
    }
}
