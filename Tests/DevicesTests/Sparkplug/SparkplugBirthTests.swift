import Appliances
import Devices
import Testing

@Suite("A birth of Sparkplug")
struct SparkplugBirthTests {
    @Test("brings its node or device online, and its values are readings")
    func online() {
        var listener = SparkplugListener()
        #expect(
            listener.hear("NBIRTH", seq: 0, .session(1), .named("t", .doubleValue(20), type: 10)).told
                == "+plant/line 1, plant/line 1/t=20.0")
        #expect(
            listener.hear("DBIRTH", "pump", seq: 1, .named("on", .booleanValue(true), type: 11)).told
                == "+plant/line 1/pump, plant/line 1/pump/on=true")
    }

    @Test("says which metric, which type and which unit a number means later")
    func aliases() {
        var listener = SparkplugListener()
        let told = SparkplugMetric.named("t", alias: 5, .intValue(0), type: 2).property("engUnit", .stringValue("mV"))
        _ = listener.hear("NBIRTH", seq: 0, .session(1), told)
        let answer = listener.hear("NDATA", seq: 1, .alias(5, .intValue(0xffff)))
        #expect(answer.points == [RawPoint(device: "plant/line 1", path: "t", value: .number(-1), unit: "mV")])
        #expect(answer.faults.isEmpty)
    }

    @Test("says the type and the unit of a name too, and data may say another unit")
    func names() {
        var listener = SparkplugListener()
        let told = SparkplugMetric.named("t", .intValue(0), type: 1).property("engUnit", .stringValue("mV"))
        _ = listener.hear("NBIRTH", seq: 0, .session(1), told)
        let data = SparkplugMetric.named("t", .intValue(0xfe))
        let answer = listener.hear("NDATA", seq: 1, data, data.property("engUnit", .stringValue("V")))
        #expect(answer.points.map(\.value) == [.number(-2), .number(-2)])
        #expect(answer.points.map(\.unit) == ["mV", "V"])
    }

    @Test("of one device says nothing of another, even where both count from 0")
    func devices() {
        var listener = SparkplugListener()
        _ = listener.hear("NBIRTH", seq: 0, .session(1))
        _ = listener.hear("DBIRTH", "a", seq: 1, .named("speed", alias: 0, .intValue(1), type: 7))
        _ = listener.hear("DBIRTH", "b", seq: 2, .named("level", alias: 0, .intValue(1), type: 7))
        #expect(listener.hear("DDATA", "a", seq: 3, .alias(0, .intValue(4))).told == "plant/line 1/a/speed=4.0")
        #expect(listener.hear("DDATA", "b", seq: 4, .alias(0, .intValue(5))).told == "plant/line 1/b/level=5.0")
    }

    @Test("of its node forgets what was told before it, and its devices are waited for")
    func again() {
        var listener = SparkplugListener.born()
        let again = listener.hear(
            "NBIRTH", seq: 0, .session(7), .named("humidity", alias: 1, .doubleValue(40), type: 10))
        #expect(again.told == "+plant/line 1, plant/line 1/humidity=40.0")
        #expect(listener.hear("NDATA", seq: 1, .alias(1, .doubleValue(41))).told == "plant/line 1/humidity=41.0")
        #expect(
            listener.hear("DDATA", "pump", seq: 2, .alias(2, .intValue(1)), .named("load", .doubleValue(3))).told
                == "plant/line 1/pump/load=3.0 stale, !birth_missing, ?plant/line 1")
    }

    @Test("of a new session says that the devices of the old one are gone")
    func newSession() {
        var listener = SparkplugListener.born(session: 7)
        _ = listener.hear("DBIRTH", "fan", seq: 2)
        #expect(
            listener.hear("NBIRTH", seq: 0, .session(8)).told
                == "+plant/line 1, -plant/line 1/fan, -plant/line 1/pump")
    }

    @Test("with an alias for two metrics tells of the second, and it stays the first one's")
    func sameAlias() {
        var listener = SparkplugListener()
        let first = SparkplugMetric.named("a", alias: 1, .doubleValue(1), type: 10)
        let answer = listener.hear(
            "NBIRTH", seq: 0, .session(1), first, .named("b", alias: 1, .doubleValue(2), type: 10))
        #expect(answer.faults == [PointFault(path: "b", reason: .notStandard, detail: "the alias 1 is that of a")])
        #expect(listener.hear("NDATA", seq: 1, .alias(1, .doubleValue(3))).told == "plant/line 1/a=3.0")
    }

    @Test("that tells the same metric twice means what it says last")
    func twice() {
        var listener = SparkplugListener()
        let first = SparkplugMetric.named("a", alias: 1, .intValue(1), type: 7)
        #expect(listener.hear("NBIRTH", seq: 0, .session(1), first, first.with { $0.datatype = 1 }).faults.isEmpty)
        #expect(listener.hear("NDATA", seq: 1, .alias(1, .intValue(0xff))).told == "plant/line 1/a=-1.0")
        // Data that tells its type itself needs no birth for it.
        let typed = SparkplugMetric.alias(1, .intValue(0xff)).with { $0.datatype = 5 }
        #expect(listener.hear("NDATA", seq: 2, typed).told == "plant/line 1/a=255.0")
    }

    @Test("that lacks what a birth has to say is still a birth, with a fault for each")
    func incomplete() {
        var listener = SparkplugListener()
        let answer = listener.hear(
            "NBIRTH", seq: 300, .alias(4, .doubleValue(1)), .named("n", .intValue(1)), .named("t", .doubleValue(2)))
        #expect(answer.faults.map(\.reason) == Array(repeating: .notStandard, count: 4))
        #expect(answer.faults.map(\.path) == ["plant/line 1", "plant/line 1", "metric 0", "n"])
        #expect(answer.points.map(\.path) == ["t"])
        #expect(answer.rebirths.isEmpty)
    }

    @Test("that did not come yet is asked for; names count for less until then, and numbers do not")
    func unborn() {
        var listener = SparkplugListener()
        let data = listener.hear(
            "NDATA", seq: 9, .named("t", .doubleValue(1)), .alias(3, .doubleValue(2)), .named("n", .intValue(1)))
        #expect(data.told == "plant/line 1/t=1.0 stale, !birth_missing, !birth_missing, ?plant/line 1")
        #expect(data.faults.map(\.path) == ["metric 1", "n"])
        #expect(data.faults.map(\.detail) == ["alias 3", "no birth that tells the type"])
        #expect(
            listener.hear("DBIRTH", "pump", seq: 12, .named("speed", alias: 2, .doubleValue(1), type: 10)).told
                == "+plant/line 1/pump, plant/line 1/pump/speed=1.0 stale")
        #expect(
            listener.hear("DDATA", "pump", seq: 13, .alias(2, .doubleValue(2))).told
                == "plant/line 1/pump/speed=2.0 stale")
        #expect(listener.hear("NBIRTH", seq: 0, .session(1)).told == "+plant/line 1")
        #expect(listener.hear("NDATA", seq: 1, .named("t", .doubleValue(1))).told == "plant/line 1/t=1.0")
    }

    @Test("is asked for where a number has no name")
    func unknownAlias() {
        var listener = SparkplugListener.born()
        let answer = listener.hear("NDATA", seq: 2, .alias(1, .doubleValue(21)), .alias(99, .doubleValue(1)))
        #expect(answer.told == "plant/line 1/temperature=21.0, !birth_missing, ?plant/line 1")
        #expect(answer.faults.map(\.detail) == ["alias 99"])
    }
}
