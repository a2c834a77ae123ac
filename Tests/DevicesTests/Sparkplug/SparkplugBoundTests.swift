import Appliances
import Devices
import Testing

@Suite("A Sparkplug host remembers")
struct SparkplugBoundTests {
    private func metrics(_ range: Range<Int>) -> [SparkplugMetric] {
        range.map { .named("m\($0)", alias: UInt64($0), .booleanValue(true), type: 11) }
    }

    @Test("1,024 nodes, and none beyond")
    func nodes() {
        var listener = SparkplugListener()
        for index in 0..<1_024 {
            #expect(
                listener.hear(topic: "spBv1.0/g/NBIRTH/\(index)", SparkplugPayload.sent(seq: 0, [.session(0)])).faults
                    .isEmpty)
        }
        #expect(
            listener.hear(topic: "spBv1.0/g/NBIRTH/more", SparkplugPayload.sent(seq: 0, [.session(0)])).told
                == "!too_many")
        #expect(listener.hear(topic: "spBv1.0/g/NDATA/more", SparkplugPayload.sent(seq: 0)).told == "!too_many")
        #expect(listener.hear(topic: "spBv1.0/g/NDATA/77", SparkplugPayload.sent(seq: 1)).told == "")
        #expect(listener.host.births.count == 1_024)
    }

    @Test("256 devices of a node, and none beyond; those it has may be born again")
    func devices() {
        var listener = SparkplugListener()
        _ = listener.hear("NBIRTH", seq: 0, .session(0))
        for index in 0..<256 {
            let answer = listener.hear("DBIRTH", "\(index)", seq: UInt64((index + 1) % 256))
            #expect(answer.faults.isEmpty)
        }
        #expect(listener.hear("DBIRTH", "more", seq: 1).told == "!too_many")
        #expect(listener.hear("DBIRTH", "5", seq: 2).told == "+plant/line 1/5")
    }

    @Test("16,384 metrics of a node and its devices, with one fault for all that are more")
    func metricsOfOneNode() {
        var listener = SparkplugListener()
        let most = SparkplugPayload.sent(seq: 0, [.session(0)] + metrics(0..<16_380))
        #expect(listener.hear(topic: "spBv1.0/plant/NBIRTH/line 1", most).faults.isEmpty)
        let more = listener.hear(
            topic: "spBv1.0/plant/DBIRTH/line 1/pump", SparkplugPayload.sent(seq: 1, metrics(0..<10)))
        #expect(more.faults.map(\.reason) == [.tooMany])
        #expect(more.points.map(\.path) == ["m0", "m1", "m2"])
        // A birth takes the place of the one before it.
        let again = listener.hear(
            topic: "spBv1.0/plant/DBIRTH/line 1/pump", SparkplugPayload.sent(seq: 2, metrics(0..<3)))
        #expect(again.faults.isEmpty && again.points.count == 3)
        #expect(listener.hear("DDATA", "pump", seq: 3, .alias(2, .booleanValue(true))).points.count == 1)
        #expect(
            listener.hear("DDATA", "pump", seq: 4, .alias(3, .booleanValue(true))).told
                == "!birth_missing, ?plant/line 1")
    }

    @Test("16,384 metrics of one message")
    func metricsOfOneMessage() {
        var listener = SparkplugListener.born()
        let answer = listener.hear(
            topic: "spBv1.0/plant/NDATA/line 1", SparkplugPayload.sent(seq: 2, metrics(0..<16_385)))
        #expect(answer.points.count == 16_384)
        #expect(answer.faults.map(\.reason) == [.tooMany])
    }
}
