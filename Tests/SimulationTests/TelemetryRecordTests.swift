import Appliances
import Simulation
import Testing

@Suite("A telemetry record")
struct TelemetryRecordTests {
    private func record(
        _ readings: [(channel: String, value: Double, isState: Bool)]
    ) throws -> TelemetryRecord {
        TelemetryRecord(
            device: try #require(DeviceID("RF-000017")), site: try #require(SiteID("home-0017")),
            at: FleetDiary.start, boot: 1, seq: 42, readings: readings)
    }

    private func json(_ record: TelemetryRecord, device: Bool = false) -> String {
        var bytes: [UInt8] = []
        record.json(device: device, into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("is written in the canonical form")
    func canonical() throws {
        let record = try record([
            ("fridge.temperature", 3.9, false), ("compressor.running", 1, true),
            ("fridge.door.open", 0, true),
        ])
        let text = """
            {"at":"2026-11-20T00:00:00Z","boot":1,"seq":42,"readings":\
            {"fridge.temperature":3.9,"compressor.running":true,"fridge.door.open":false}}
            """
        #expect(json(record) == text)
        #expect(json(record, device: true) == "{\"device\":\"RF-000017\"," + text.dropFirst())
        var bytes = Array("[".utf8)
        record.json(into: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == "[" + text)
    }

    @Test(
        "has numbers of at most two decimals",
        arguments: [
            (0, "0"), (-0.0, "0"), (-0.004, "0"), (0.05, "0.05"), (-0.5, "-0.5"), (0.91, "0.91"),
            (1.999, "2"), (-19.5, "-19.5"), (-23, "-23"), (1_430, "1430"), (100.1, "100.1"),
        ])
    func numbers(value: Double, text: String) throws {
        let record = try record([("x", value, false)])
        #expect(json(record).hasSuffix("\"readings\":{\"x\":\(text)}}"))
    }

    @Test("speaks of known channels only, within their ranges, states as states")
    func catalogue() {
        for record in FleetDiary.keep(count: 20, span: .hours(6), faultyShare: 0.5).flatMap(\.records) {
            #expect(record.readings.count == 10)
            for reading in record.readings {
                let channel = Channel.catalogue.first { $0.name == reading.channel }
                #expect(channel?.range.contains(reading.value) == true)
                #expect((channel?.kind == .state) == reading.isState)
            }
        }
    }
}
