import Appliances
import Testing

@testable import Devices

@Suite("A draft out of what devices say of themselves")
struct DescribedSuggestionTests {
    private static let homie = """
        homie/larder/$homie ~ 4.0.0
        homie/larder/$state ~ ready
        homie/larder/freezer/temperature/$datatype ~ float
        homie/larder/freezer/temperature/$unit ~ °F
        homie/larder/freezer/door/$datatype ~ boolean
        homie/larder/freezer/hue/$datatype ~ color
        homie/larder/freezer/temperature = 5
        """

    @Test("has the properties of Homie, with their units")
    func homie() {
        let draft = DraftReading(of: Self.homie)
        #expect(draft.topics == ["homie/#"])
        #expect(draft.part("sources").contains("decode: homie"))
        #expect(
            draft.table == [
                "freezer/door: {as: freezer.door.open}",
                #"freezer/temperature: {as: freezer.temperature, unit: {at: point, default: "[degF]"}}"#,
            ])
        #expect(draft.comments.contains("said to be: float, in °F"))
        #expect(draft.comments.contains { $0.hasPrefix("freezer/hue") })
        #expect(
            draft.promises == [
                "{device: larder, channel: availability, value: true}",
                "{device: larder, channel: freezer.temperature, value: -15}",
            ])
    }

    @Test("can be made of a device's own description alone")
    func properties() throws {
        var host = HomieHost()
        for message in messages(Self.homie) {
            let text = try #require(String(validating: message.payload, as: UTF8.self))
            _ = host.take(topic: message.topic, payload: text, isRetained: message.isRetained, arrival: .epoch)
        }
        let text = ProfileSuggestion.draft(homie: host.description(of: "larder"), of: "larder", id: "larder")
        let draft = DraftReading(text)
        #expect(draft.table.count == 2)
        #expect(draft.promises == ["{device: larder, channel: availability, value: true}"])
    }

    @Test("has the metrics of a Sparkplug birth, and tries itself on it")
    func sparkplug() throws {
        var session = SparkplugPayload.Metric()
        (session.name, session.datatype, session.longValue) = ("bdSeq", SparkplugType.uint64, 0)
        var metric = SparkplugPayload.Metric()
        (metric.name, metric.datatype, metric.doubleValue) = ("Compressor/Current", 10, 2.25)
        var payload = SparkplugPayload()
        (payload.timestamp, payload.seq, payload.metrics) = (1_700_000_000_000, 0, [session, metric])
        let birth = SampleMessage(topic: "spBv1.0/Shop/NBIRTH/gw-7", payload: payload.bytes)
        let draft = DraftReading(ProfileSuggestion.draft(from: [birth], id: "gw"))
        #expect(draft.topics == ["spBv1.0/#"])
        #expect(draft.table == ["Compressor/Current: {as: compressor.current, unit: {at: point, default: A}}"])
        #expect(
            draft.promises == [
                "{device: Shop/gw-7, channel: availability, value: true}",
                #"{device: Shop/gw-7, channel: compressor.current, value: 2.25, at: "2023-11-14T22:13:20Z"}"#,
            ])
        #expect(draft.part("examples").contains { $0.hasPrefix("payload_hex: ") })
    }

    @Test("can be made of names, types and units alone")
    func metrics() {
        let draft = DraftReading(
            ProfileSuggestion.draft(
                sparkplug: [
                    .init(name: "Freezer/Temperature", datatype: "Float", unit: "°C"), .init(name: "bdSeq"),
                    .init(name: "Node Control/Rebirth", datatype: "Boolean"), .init(name: "Door", datatype: "Boolean"),
                ], id: "gw"))
        #expect(
            draft.table == [
                "Freezer/Temperature: {as: freezer.temperature, unit: {at: point, default: Cel}}",
                "Door: {as: door.open}",
            ])
        #expect(draft.promises == ["{device: group/node, channel: availability, value: true}"])
    }
}
