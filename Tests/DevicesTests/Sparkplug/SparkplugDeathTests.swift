import Appliances
import Devices
import Testing

@Suite("A death of Sparkplug")
struct SparkplugDeathTests {
    @Test("of a node takes it and all its devices away, in order")
    func node() {
        var listener = SparkplugListener.born(session: 7)
        _ = listener.hear("DBIRTH", "fan", seq: 2)
        _ = listener.hear("DBIRTH", "valve", seq: 3)
        _ = listener.hear("DDEATH", "valve", seq: 4)
        #expect(
            listener.hear("NDEATH", seq: nil, .session(7)).told
                == "-plant/line 1, -plant/line 1/fan, -plant/line 1/pump")
        // The node's own word and its will: the same death, told twice.
        #expect(listener.hear("NDEATH", seq: nil, .session(7)).told == "-plant/line 1")
    }

    @Test("of another session is not the node's: the will of a connection that it has long replaced")
    func otherSession() {
        var listener = SparkplugListener.born(session: 7)
        let answer = listener.hear("NDEATH", seq: nil, .session(6))
        #expect(answer.told == "!session_over")
        #expect(answer.faults.map(\.detail) == ["bdSeq 6, after the birth with 7"])
        #expect(listener.hear("NDEATH", seq: nil).faults.map(\.detail) == ["no bdSeq, after the birth with 7"])
        #expect(listener.hear("NDATA", seq: 2, .alias(1, .doubleValue(1))).told == "plant/line 1/temperature=1.0")
        #expect(listener.hear("NDEATH", seq: nil, .named("bdSeq", .intValue(7))).told.hasPrefix("-plant/line 1"))
    }

    @Test("of a node of which nothing is known is believed, and nothing is remembered")
    func unknown() {
        var listener = SparkplugListener()
        #expect(listener.hear("NDEATH", seq: nil, .session(6)).told == "-plant/line 1")
        #expect(listener.host.births.isEmpty)
        _ = listener.hear("DBIRTH", "pump", seq: 1)
        #expect(listener.hear("NDEATH", seq: nil, .session(6)).told == "-plant/line 1, -plant/line 1/pump")
    }

    @Test("of a node ends what it says, until it is born again")
    func after() {
        var listener = SparkplugListener.born(session: 7)
        _ = listener.hear("NDEATH", seq: nil, .session(7))
        #expect(
            listener.hear("NDATA", seq: 2, .named("temperature", .doubleValue(1))).told
                == "!session_over, ?plant/line 1")
        #expect(listener.hear("DBIRTH", "pump", seq: 3).told == "!session_over")
        #expect(listener.hear("DDATA", "pump", seq: 4).told == "!session_over")
        #expect(listener.hear("DDEATH", "pump", seq: 5).told == "!session_over")
        #expect(listener.hear("NBIRTH", seq: 0, .session(8)).told == "+plant/line 1")
        #expect(listener.hear("NDATA", seq: 1, .named("t", .doubleValue(1))).told == "plant/line 1/t=1.0")
    }

    @Test("of a device takes only that one, until it is born again")
    func device() {
        var listener = SparkplugListener.born()
        #expect(listener.hear("DDEATH", "pump", seq: 2).told == "-plant/line 1/pump")
        #expect(
            listener.hear("DDATA", "pump", seq: 3, .named("speed", .doubleValue(1))).told
                == "!session_over, ?plant/line 1")
        #expect(listener.hear("NDATA", seq: 4, .alias(1, .doubleValue(1))).told == "plant/line 1/temperature=1.0")
        #expect(listener.hear("DBIRTH", "pump", seq: 5).told == "+plant/line 1/pump")
        #expect(
            listener.hear("DDATA", "pump", seq: 6, .named("speed", .doubleValue(1))).told
                == "plant/line 1/pump/speed=1.0")
    }

    @Test("of a device is not undone by a birth of its node")
    func deviceStaysGone() {
        var listener = SparkplugListener.born(session: 7)
        _ = listener.hear("DDEATH", "pump", seq: 2)
        _ = listener.hear("NBIRTH", seq: 0, .session(7))
        #expect(listener.hear("NDEATH", seq: nil, .session(7)).told == "-plant/line 1")
    }

    @Test("of a device that was never born is believed")
    func unbornDevice() {
        var listener = SparkplugListener.born()
        #expect(listener.hear("DDEATH", "fan", seq: 2).told == "-plant/line 1/fan")
        #expect(
            listener.hear("DDATA", "fan", seq: 3, .named("on", .booleanValue(true))).told
                == "plant/line 1/fan/on=true stale, ?plant/line 1")
    }
}
