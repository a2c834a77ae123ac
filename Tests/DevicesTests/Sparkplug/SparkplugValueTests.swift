import Appliances
import Devices
import Testing

@Suite("A metric of Sparkplug")
struct SparkplugValueTests {
    /// What a born node's data say with this one metric.
    private func hear(_ metric: SparkplugMetric, sent: UInt64? = nil) -> StatefulAnswer {
        var listener = SparkplugListener.born()
        return listener.hear(topic: "spBv1.0/plant/NDATA/line 1", SparkplugPayload.sent(seq: 2, at: sent, [metric]))
    }

    @Test(
        "is read by its type",
        arguments: [
            (1, .intValue(0xff), .number(-1)), (1, .intValue(0xffff_ffff), .number(-1)),
            (1, .intValue(0x7f), .number(127)), (2, .intValue(0x8000), .number(-32_768)),
            (2, .intValue(0xffff_fffe), .number(-2)), (3, .intValue(0xffff_ffff), .number(-1)),
            (3, .intValue(0x7fff_ffff), .number(2_147_483_647)),
            (4, .longValue(.max), .number(-1)), (4, .longValue(5), .number(5)), (4, .intValue(.max), .number(-1)),
            (5, .intValue(255), .number(255)), (6, .intValue(65_535), .number(65_535)),
            (7, .intValue(.max), .number(4_294_967_295)), (7, .longValue(4_294_967_295), .number(4_294_967_295)),
            (8, .longValue(.max), .number(18_446_744_073_709_551_616)),
            (8, .longValue(9_007_199_254_740_993), .number(9_007_199_254_740_992)),
            (9, .floatValue(12.5), .number(12.5)), (10, .doubleValue(-0.1), .number(-0.1)),
            (11, .booleanValue(true), .flag(true)), (11, .intValue(0), .flag(false)),
            (12, .stringValue("on"), .text("on")), (13, .longValue(1_486_144_502_122), .number(1_486_144_502_122)),
            (14, .stringValue(""), .text("")), (15, .stringValue("6f1c"), .text("6f1c")),
        ] as [(UInt32, SparkplugMetric.OneOf_Value, RawValue)])
    func values(type: UInt32, sent: SparkplugMetric.OneOf_Value, value: RawValue) {
        let answer = hear(.named("m", sent, type: type))
        #expect(answer.points == [RawPoint(device: "plant/line 1", path: "m", value: value)])
        #expect(answer.faults.isEmpty)
    }

    @Test(
        "that gives no reading says why",
        arguments: [
            (9, .floatValue(.nan), .numberNotFinite), (9, .floatValue(-.infinity), .numberNotFinite),
            (10, .doubleValue(.nan), .numberNotFinite), (10, .doubleValue(.infinity), .numberNotFinite),
            (16, nil, .wrongType), (17, nil, .wrongType), (18, nil, .wrongType), (19, nil, .wrongType),
            (22, nil, .wrongType), (99, nil, .wrongType), (9, .intValue(3), .wrongType),
            (11, .intValue(2), .wrongType), (12, .longValue(3), .wrongType), (10, nil, .notStandard),
        ] as [(UInt32, SparkplugMetric.OneOf_Value?, PointRejection)])
    func faults(type: UInt32, sent: SparkplugMetric.OneOf_Value?, reason: PointRejection) {
        let answer = hear(.named("m", sent, type: type))
        #expect(answer.points.isEmpty)
        #expect(answer.faults.map(\.reason) == [reason])
        #expect(answer.faults.map(\.path) == ["m"])
    }

    @Test("that is null is a device's word that it has no value, whatever its type", arguments: UInt32(1)...19)
    func null(type: UInt32) {
        let answer = hear(.named("m", nil, type: type).with { $0.isNull = true })
        #expect(answer.points.map(\.value) == [.missing])
        #expect(answer.faults.isEmpty)
    }

    @Test("has its own time, or else the message's")
    func time() {
        let metric = SparkplugMetric.named("m", .doubleValue(1), type: 10)
        #expect(hear(metric.at(1_000), sent: 2_000).points.map(\.time) == [Timestamp(milliseconds: 1_000)])
        #expect(hear(metric, sent: 2_000).points.map(\.time) == [Timestamp(milliseconds: 2_000)])
        #expect(hear(metric).points.map(\.time) == [nil])
    }

    @Test("with a time that is none counts from its arrival, with a fault")
    func unreadableTime() {
        let answer = hear(.named("m", .doubleValue(1), type: 10).at(.max))
        #expect(answer.told == "plant/line 1/m=1.0, !time_unreadable")
        #expect(answer.points.map(\.time) == [nil])
    }

    @Test("of the past keeps its time, and is worth as much as any other")
    func historical() {
        let metric = SparkplugMetric.named("m", .doubleValue(1), type: 10).with { $0.isHistorical = true }
        let answer = hear(metric.at(5), sent: 2_000)
        #expect(answer.told == "plant/line 1/m=1.0")
        #expect(answer.points.map(\.time) == [Timestamp(milliseconds: 5)])
    }

    @Test("of the past without its time is no reading: it would pass for news", arguments: [nil, UInt64.max])
    func timelessHistory(time: UInt64?) {
        var metric = SparkplugMetric.named("m", .doubleValue(1), type: 10).with { $0.isHistorical = true }
        if let time { metric = metric.at(time) }
        let answer = hear(metric, sent: 2_000)
        #expect(answer.points.isEmpty)
        #expect(answer.faults.map(\.reason).contains(.notStandard))
    }

    @Test("has the unit of its properties", arguments: ["engUnit", "Engineering Units"])
    func unit(key: String) {
        let metric = SparkplugMetric.named("m", .doubleValue(1), type: 10)
        let other = metric.property("Description", .stringValue("of the pump"))
        #expect(hear(other.property(key, .stringValue("°C"))).points.map(\.unit) == ["°C"])
        #expect(hear(other.property(key, .stringValue(""))).points.map(\.unit) == [nil])
        #expect(hear(other.property(key, .intValue(3))).points.map(\.unit) == [nil])
        let nameless = other.with { $0.properties.keys.append(key) }
        #expect(hear(nameless).points.map(\.unit) == [nil])
    }

    @Test(
        "is worth what the node says in its property Quality",
        arguments: [(192, "1.0"), (500, "1.0 stale"), (0, "none")] as [(UInt32, String)])
    func quality(worth: UInt32, told: String) {
        let metric = SparkplugMetric.named("m", .doubleValue(1), type: 10).property("Quality", .intValue(worth))
        #expect(hear(metric).told == "plant/line 1/m=\(told)")
    }

    @Test("of the protocol itself is none", arguments: ["bdSeq", "Node Control/Rebirth", "Device Control/Reboot"])
    func control(name: String) {
        #expect(hear(.named(name, .booleanValue(false), type: 11)) == StatefulAnswer())
    }

    @Test("with neither name nor alias, or too long a name, is a fault that tells its place")
    func nameless() {
        let long = String(repeating: "m", count: 1_025)
        var faults = hear(SparkplugMetric().with { $0.doubleValue = 1 }).faults
        faults += hear(.named(long, .doubleValue(1))).faults
        #expect(faults.map(\.path) == ["metric 0", "metric 0"])
        #expect(faults.map(\.reason) == [.notStandard, .tooMany])
        #expect(hear(.named(String(long.dropLast()), .doubleValue(1))).points.count == 1)
    }
}
