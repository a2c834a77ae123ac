import Appliances
import Devices
import Testing

@Suite("The numbers of a Sparkplug node's messages")
struct SparkplugSequenceTests {
    /// Hears data with these numbers after a birth with 0: `.` in order, `!` a gap; capital where it is stale.
    private func hear(_ numbers: [UInt64]) -> String {
        var listener = SparkplugListener()
        _ = listener.hear("NBIRTH", seq: 0, .session(1), .named("t", alias: 1, .doubleValue(0), type: 10))
        return numbers.map { number in
            let answer = listener.hear("NDATA", seq: number, .alias(1, .doubleValue(1)))
            let isStale = answer.points.map(\.quality) == [.stale]
            return answer.faults.map(\.reason) == [.sequenceGap] ? "!" : isStale ? "S" : "."
        }.joined()
    }

    @Test(
        "rise by one from 0 to 255 and begin again; what is told after a gap counts, but as stale",
        arguments: [
            ([1, 2, 3], "..."), ([1, 3, 4, 5], ".!SS"), ([2], "!"), ([1, 1, 2], ".!S"), ([1, 2, 4, 3, 5], "..!!!"),
            ([0], "!"), ([256], "!"), ([257, 2], "!S"), ([1, 2, 3, 300, 45], "...!S"),
            (Array(1...255) + [0, 1], String(repeating: ".", count: 257)),
            (Array(1...255) + [256], String(repeating: ".", count: 255) + "!"),
        ] as [([UInt64], String)])
    func order(numbers: [UInt64], told: String) {
        #expect(hear(numbers) == told)
    }

    @Test("are counted over the node and all its devices, deaths and births too")
    func shared() {
        var listener = SparkplugListener.born()
        #expect(listener.hear("DBIRTH", "fan", seq: 2).faults.isEmpty)
        #expect(listener.hear("DDATA", "pump", seq: 3).faults.isEmpty)
        #expect(listener.hear("NDATA", seq: 4).faults.isEmpty)
        #expect(listener.hear("DDEATH", "fan", seq: 5).faults.isEmpty)
        #expect(listener.hear("DDATA", "pump", seq: 7).told == "!sequence_gap, ?plant/line 1")
        #expect(
            listener.hear("DDATA", "pump", seq: 8, .alias(2, .intValue(1))).told == "plant/line 1/pump/speed=1.0 stale")
    }

    @Test("begin where the birth begins, and a birth ends what a gap began")
    func birth() {
        var listener = SparkplugListener.born()
        let gap = listener.hear("NDATA", seq: 9, .alias(1, .doubleValue(1)))
        #expect(gap.told == "plant/line 1/temperature=1.0 stale, !sequence_gap, ?plant/line 1")
        #expect(gap.faults.map(\.detail) == ["9 after 1"])
        _ = listener.hear("NBIRTH", seq: 254, .session(7), .named("t", alias: 1, .doubleValue(0), type: 10))
        #expect(listener.hear("NDATA", seq: 255, .alias(1, .doubleValue(2))).told == "plant/line 1/t=2.0")
        #expect(listener.hear("NDATA", seq: nil, .alias(1, .doubleValue(3))).told == "plant/line 1/t=3.0")
    }

    @Test("of one node are nothing to another")
    func nodes() {
        var listener = SparkplugListener.born()
        _ = listener.hear(topic: "spBv1.0/plant/NBIRTH/line 2", SparkplugPayload.sent(seq: 0, [.session(1)]))
        #expect(listener.hear("NDATA", seq: 2).faults.isEmpty)
        #expect(listener.hear(topic: "spBv1.0/plant/NDATA/line 2", SparkplugPayload.sent(seq: 1)).faults.isEmpty)
        #expect(
            listener.hear(topic: "spBv1.0/other/NDATA/line 1", SparkplugPayload.sent(seq: 1)).told == "?other/line 1")
    }

    @Test("that do not fit let the node be asked again every five seconds, until its birth comes")
    func rebirths() {
        var listener = SparkplugListener.born()
        // One message a second: `?` where the node is asked.
        let asked = (0..<12).map { listener.hear("NDATA", seq: 40 + $0).rebirths.isEmpty ? "." : "?" }.joined()
        #expect(asked == "?....?....?.")
        _ = listener.hear("NBIRTH", seq: 0, .session(7))
        let after = (0..<12).map { listener.hear("NDATA", seq: 1 + $0).rebirths.isEmpty ? "." : "?" }.joined()
        #expect(after == "............")
    }

    @Test("that never fit do not let a node be driven by births that come at once")
    func stuckCounter() {
        var listener = SparkplugListener()
        // It sends its birth as often as it is asked, and every other message with 0.
        var asked = ""
        for _ in 0..<6 {
            _ = listener.hear("NBIRTH", seq: 0, .session(7))
            asked += listener.hear("NDATA", seq: 0).rebirths.isEmpty ? "." : "?"
        }
        #expect(asked == "?..?..")
    }

    @Test("are asked about at once after a clock that was set back")
    func clockSetBack() {
        var listener = SparkplugListener.born()
        #expect(listener.hear("NDATA", seq: 9).rebirths == ["plant/line 1"])
        listener.second -= 3_600
        #expect(listener.hear("NDATA", seq: 10).rebirths == ["plant/line 1"])
    }
}
