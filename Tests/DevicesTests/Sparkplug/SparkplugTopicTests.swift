import Appliances
import Devices
import Testing

@Suite("A topic of Sparkplug")
struct SparkplugTopicTests {
    private func hear(_ topic: String) -> StatefulAnswer {
        var listener = SparkplugListener()
        return listener.hear(
            topic: topic, SparkplugPayload.sent(seq: 0, [.session(0), .named("t", .doubleValue(1), type: 10)]))
    }

    @Test(
        "says which device speaks",
        arguments: [
            ("spBv1.0/plant/NBIRTH/line", "plant/line"),
            ("spBv1.0/plant/DBIRTH/line/pump", "plant/line/pump"),
            ("spBv1.0/plant/NDATA/line", "plant/line"),
            ("spBv1.0/plant/DDATA/line/pump", "plant/line/pump"),
            ("spBv1.0/The Plant/DBIRTH/Line 1/Pump 2", "The Plant/Line 1/Pump 2"),
            ("spBv1.0/STATE/NBIRTH/line", "STATE/line"),
        ])
    func device(_ topic: String, key: String) {
        #expect(hear(topic).points.map(\.device) == [key])
    }

    @Test(
        "that is a command, or the state of a host, gives nothing",
        arguments: [
            "spBv1.0/plant/NCMD/line", "spBv1.0/plant/DCMD/line/pump", "spBv1.0/STATE/host one",
        ])
    func nothing(_ topic: String) {
        #expect(hear(topic) == StatefulAnswer())
    }

    @Test(
        "of another form is a fault that shows it",
        arguments: [
            "spAv1.0/plant/NBIRTH/line", "spBv1.0/plant/NBIRTH/line/pump", "spBv1.0/plant/DDATA/line",
            "spBv1.0/plant/XDATA/line", "spBv1.0/plant/NDATUM/line", "spBv1.0/plant/nbirth/line",
            "spBv1.0//NBIRTH/line", "spBv1.0/plant/DBIRTH/line/", "spBv1.0/plant/DBIRTH/line/pump/motor",
            "spBv1.0/plant/NBIRTH", "spBv1.0", "",
        ])
    func otherForms(_ topic: String) {
        #expect(hear(topic).faults == [PointFault(path: "topic", reason: .notStandard, detail: topic)])
        #expect(hear(topic).points.isEmpty)
    }

    @Test("with a level over 1,024 bytes is one fault")
    func longNames() {
        let name = String(repeating: "n", count: 1_024)
        #expect(hear("spBv1.0/plant/NBIRTH/\(name)").faults.isEmpty)
        #expect(hear("spBv1.0/plant/NBIRTH/\(name)n").told == "!too_many")
    }

    @Test("with a payload that is none is one fault, and nothing is remembered")
    func malformed() {
        var listener = SparkplugListener()
        let answer = listener.hear(topic: "spBv1.0/plant/NBIRTH/line", [0x12, 0xff])
        #expect(answer.faults.map(\.reason) == [.notStandard])
        #expect(answer.faults.map(\.path) == ["plant/line"])
        #expect(listener.host.births.isEmpty)
    }
}
