import Appliances
import Devices
import Testing

@Suite("What a Sparkplug host has written down")
struct SparkplugMemoryTests {
    @Test("is in order, each node before its devices")
    func order() {
        var listener = SparkplugListener()
        for (type, rest) in [("NBIRTH", "b"), ("DBIRTH", "b/z"), ("DBIRTH", "b/a"), ("NBIRTH", "a"), ("NBIRTH", "b 2")]
        {
            _ = listener.hear(
                topic: "spBv1.0/g/\(type)/\(rest)", SparkplugPayload.sent(seq: type == "NBIRTH" ? 0 : 1, [.session(1)]))
        }
        #expect(
            listener.host.births.map(\.topic) == [
                "spBv1.0/g/NBIRTH/a", "spBv1.0/g/NBIRTH/b", "spBv1.0/g/DBIRTH/b/a", "spBv1.0/g/DBIRTH/b/z",
                "spBv1.0/g/NBIRTH/b 2",
            ])
        #expect(listener.host.births.map(\.isStale) == [false, true, false, false, false])
        #expect(SparkplugHost(restoring: listener.host.births.reversed()).births == listener.host.births)
    }

    @Test("restores numbers, names, types, units, sessions and what is missing")
    func restored() {
        var before = SparkplugListener.born(session: 7)
        let births = before.host.births
        #expect(births.map(\.sequence) == [1, 0])
        var after = before
        after.host = SparkplugHost(restoring: births)
        #expect(after.host.births == births)
        for listener in [before, after] {
            var listener = listener
            #expect(listener.hear("NDATA", seq: 2, .alias(1, .doubleValue(3))).told == "plant/line 1/temperature=3.0")
            #expect(listener.hear("NDEATH", seq: nil, .session(6)).told == "!session_over")
            #expect(
                listener.hear("DDATA", "pump", seq: 4, .alias(2, .intValue(.max))).told
                    == "plant/line 1/pump/speed=-1.0 stale, !sequence_gap, ?plant/line 1")
        }
        _ = before.hear("NDEATH", seq: nil, .session(7))
        after.host = SparkplugHost(restoring: before.host.births)
        #expect(after.host.births.map(\.isOnline) == [false])
        #expect(after.hear("NDATA", seq: 2).told == "!session_over, ?plant/line 1")
    }

    @Test("of a birth over 64 KiB keeps only that it was, and in which session")
    func longBirth() {
        var listener = SparkplugListener()
        let names = (0..<1_000).map {
            SparkplugMetric.named("\($0)" + String(repeating: "n", count: 80), alias: UInt64($0), .intValue(1), type: 7)
        }
        _ = listener.hear(topic: "spBv1.0/plant/NBIRTH/line 1", SparkplugPayload.sent(seq: 0, [.session(7)] + names))
        _ = listener.hear(topic: "spBv1.0/plant/DBIRTH/line 1/pump", SparkplugPayload.sent(seq: 1, names))
        #expect(listener.host.births.map(\.payload.count) == [11, 0])
        let births = listener.host.births
        listener.host = SparkplugHost(restoring: births)
        #expect(listener.host.births == births)
        #expect(listener.hear("NDATA", seq: 2, .alias(1, .intValue(1))).told == "!birth_missing, ?plant/line 1")
        #expect(listener.hear("DDATA", "pump", seq: 3, .alias(1, .intValue(1))).told == "!birth_missing")
        #expect(listener.hear("NDEATH", seq: nil, .session(6)).told == "!session_over")
        #expect(listener.hear("NDEATH", seq: nil, .session(7)).told == "-plant/line 1, -plant/line 1/pump")
    }

    @Test("and cannot be read is left out")
    func unreadable() {
        let births = [
            SparkplugBirth(topic: "spBv1.0/g/NBIRTH/a", payload: [0xff], isOnline: true),
            SparkplugBirth(topic: "spBv1.0/g/DBIRTH/a/b", payload: [], isOnline: true),
            SparkplugBirth(topic: "spBv1.0/g/NDATA/a", payload: [], isOnline: true),
            SparkplugBirth(topic: "nonsense", payload: [], isOnline: true),
        ]
        #expect(SparkplugHost(restoring: births).births.isEmpty)
    }

    @Test("reads on as the host itself would, whatever came before", arguments: UInt64(1)...40)
    func anything(seed: UInt64) {
        var chatter = SparkplugChatter(state: seed)
        var listener = SparkplugListener()
        for _ in 0..<120 { _ = listener.hear(topic: chatter.topic(), chatter.payload()) }
        // A pause, so that no node was asked just now: that is not written down.
        listener.second += 10
        var restored = listener
        restored.host = SparkplugHost(restoring: listener.host.births)
        #expect(restored.host.births == listener.host.births)
        let known = Set(listener.host.births.map(\.topic))
        for _ in 0..<60 {
            let topic = chatter.topic()
            let payload = chatter.payload()
            let node = topic.split(separator: "/")[3]
            // Of a node without a birth nothing is written down.
            guard known.contains("spBv1.0/g/NBIRTH/\(node)") else { continue }
            #expect(restored.hear(topic: topic, payload) == listener.hear(topic: topic, payload), "\(topic)")
        }
        #expect(restored.host.births == listener.host.births)
    }
}
