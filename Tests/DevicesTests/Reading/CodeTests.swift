import Appliances
@testable import Devices
import Testing

@Suite("A fault code")
struct CodeTests {
    private static func trial(table: String? = "codes") throws -> ReadingTrial {
        let entry = try ChannelEntry.of("err", as: "fault.code") {
            ($0.kind, $0.table, $0.component) = (.code, table, "user")
            $0.clear = ["0", "none"].map { SentValue($0) }
        }
        let codes = [
            FaultCode(code: "E1", flag: "sensor", component: .sensor, parts: ["NTC-1"]),
            FaultCode(code: "E2", flag: "fan", component: .fanMotor, parts: ["FAN", "CAP"]),
            FaultCode(code: "E3", flag: "sensor", component: .sensor),
            FaultCode(code: "7", flag: "seven", component: .drum),
        ]
        return ReadingTrial(
            try .of("p", [try .of("t/{device}")], [entry], tables: [CodeTable(name: "codes", codes: codes)]))
    }

    private static func read(_ trial: inout ReadingTrial, _ code: String, device: String = "d") -> [String] {
        trial.read("t/\(device)", "{\"err\":\(code)}").map { String($0.dropFirst(device.count + 1)) }
    }

    @Test("raises its flag, and takes down every other one of its table at first")
    func first() throws {
        var trial = try Self.trial()
        #expect(
            Self.read(&trial, #""E1""#)
                == [
                    "fault.code E1 sensor NTC-1", "fault.flag.fan false fan_motor", "fault.flag.seven false drum",
                    "fault.flag.sensor true sensor NTC-1",
                ])
    }

    @Test("takes down the flag of the code before it, and no other")
    func next() throws {
        var trial = try Self.trial()
        _ = Self.read(&trial, #""E1""#)
        #expect(
            Self.read(&trial, #""E2""#)
                == [
                    "fault.code E2 fan_motor FAN CAP", "fault.flag.sensor false sensor",
                    "fault.flag.fan true fan_motor FAN CAP",
                ])
        #expect(
            Self.read(&trial, "7") == [
                "fault.code 7 drum", "fault.flag.fan false fan_motor", "fault.flag.seven true drum",
            ])
    }

    @Test("that stands raises its flag again, and another with the same flag leaves it up")
    func same() throws {
        var trial = try Self.trial()
        _ = Self.read(&trial, #""E1""#)
        #expect(Self.read(&trial, #""E1""#) == ["fault.code E1 sensor NTC-1", "fault.flag.sensor true sensor NTC-1"])
        #expect(Self.read(&trial, #""E3""#) == ["fault.code E3 sensor", "fault.flag.sensor true sensor"])
    }

    @Test(
        "is over with one of the values that say that nothing is wrong",
        arguments: ["0", #""0""#, #""0.0""#, #""none""#])
    func clear(code: String) throws {
        var trial = try Self.trial()
        _ = Self.read(&trial, #""E2""#)
        #expect(Self.read(&trial, code) == ["fault.flag.fan false fan_motor"])
        #expect(Self.read(&trial, code) == [])
        #expect(
            Self.read(&trial, #""E2""#) == ["fault.code E2 fan_motor FAN CAP", "fault.flag.fan true fan_motor FAN CAP"])
    }

    @Test("is over for every flag where nothing was known before")
    func clearAtFirst() throws {
        var trial = try Self.trial()
        #expect(
            Self.read(&trial, "0")
                == ["fault.flag.sensor false sensor", "fault.flag.fan false fan_motor", "fault.flag.seven false drum"])
        #expect(Self.read(&trial, "0") == [])
    }

    @Test("that the table does not have stands without a flag, with the part of its entry")
    func unknown() throws {
        var trial = try Self.trial()
        _ = Self.read(&trial, #""E1""#)
        #expect(Self.read(&trial, #""E99""#) == ["fault.code E99 user", "fault.flag.sensor false sensor"])
        #expect(Self.read(&trial, #""E99""#) == ["fault.code E99 user"])
        #expect(Self.read(&trial, "null") == [] && trial.faults == ["err absent"])
        #expect(Self.read(&trial, #""E1""#) == ["fault.code E1 sensor NTC-1", "fault.flag.sensor true sensor NTC-1"])
    }

    @Test("is remembered for each device by itself")
    func devices() throws {
        var trial = try Self.trial()
        _ = Self.read(&trial, #""E1""#)
        #expect(Self.read(&trial, "0", device: "e").count == 3)
        #expect(Self.read(&trial, "0") == ["fault.flag.sensor false sensor"])
    }

    @Test("without a table is a word with its part")
    func plain() throws {
        var trial = try Self.trial(table: nil)
        #expect(Self.read(&trial, #""E1""#) == ["fault.code E1 user"])
        #expect(Self.read(&trial, "0") == [])
    }
}
