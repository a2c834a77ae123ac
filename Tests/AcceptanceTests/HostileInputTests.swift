import Appliances
import Broker
import Foundation
import Logging
import Telemetry
import Testing

/// Payloads that want to break something, through a real broker into the real process (reliability F11, F12).
@Suite("Hostile input", .serialized)
struct HostileInputTests {
    private static let topic = "foretell/v1/home/RF-1/telemetry"

    private static func record(_ readings: String) -> String { "{\"boot\":1,\"readings\":{\(readings)}}" }

    /// What is sent, where, and the reason that must be counted.
    private static let cases: [(topic: String, payload: [UInt8], reason: String)] = {
        let good = record("\"fridge.temperature\":4.1")
        func own(_ payload: String, _ reason: String) -> (String, [UInt8], String) {
            (topic, Array(payload.utf8), reason)
        }
        func raw(_ bytes: [UInt8], _ reason: String) -> (String, [UInt8], String) { (topic, bytes, reason) }
        func elsewhere(_ topic: String, _ reason: String) -> (String, [UInt8], String) {
            (topic, Array(good.utf8), reason)
        }
        let quote = UInt8(ascii: "\"")
        var cases: [(String, [UInt8], String)] = [
            own("{", "not_json"), own("{\"readings\":{\"fridge.temp", "not_json"),
            own(String(good.dropLast()), "not_json"),
            own("[" + good, "not_json"), own("[" + good + ",]", "not_json"), own(good + good, "not_json"),
            own("hello", "not_json"), own("{'readings':{}}", "not_json"), own("// a\n" + good, "not_json"),
            own(record("\"fridge.temperature\":NaN"), "not_json"),
            own(record("\"fridge.temperature\":Infinity"), "not_json"),
            own(record("\"fridge.temperature\":-Infinity"), "not_json"),
            own(record("\"fridge.temperature\":1e999"), "number_not_finite"),
            own(record("\"fridge.temperature\":-1e999"), "number_not_finite"),
            own(record("\"fridge.temperature\":01"), "not_json"), own(record("\"fridge.temperature\":+1"), "not_json"),
            own(record("\"fridge.temperature\":.5"), "not_json"), own(record("\"fridge.temperature\":1."), "not_json"),
            own(record("\"fridge.temperature\":0x10"), "not_json"),
            own(String(repeating: "[", count: 10_000), "too_deep"),
            own("{\"x\":" + String(repeating: "[", count: 10_000), "too_deep"),
            own("{\"x\":" + String(repeating: "{\"a\":", count: 10_000), "too_deep"),
            own(String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000), "too_deep"),
            own("{\"x\":\"" + String(repeating: "a", count: 1_048_576) + "\"}", "too_large"),
            own("{\"x\":\"" + String(repeating: "a", count: 60_000) + "\"}", "string_too_long"),
            own("{\"readings\":{},\"readings\":{}}", "duplicate_key"),
            own(record("\"fridge.temperature\":1,\"fridge.temperature\":2"), "duplicate_key"),
            own("{\"at\":1,\"\\u0061t\":2,\"readings\":{}}", "duplicate_key"),
            own("{\"x\":{\"a\":1,\"a\":2},\"readings\":{}}", "duplicate_key"),
            own("{\"x\":\"a\u{0}b\"}", "control_character"), own("{\"x\":\"a\\u0000b\"}", "control_character"),
            own("{\"x\":\"\u{202e}evil\"}", "control_character"), own("\u{feff}" + good, "not_json"),
            own("{\"x\":\"\\ud800\"}", "not_utf8"), own("[1,2,3]", "not_records"), own("\"text\"", "not_records"),
            own("17", "not_records"), own("null", "not_records"), own("true", "not_records"), own("", "not_json"),
            own("{}", "readings_missing"), own("{\"readings\":[1]}", "readings_missing"),
            own("{\"at\":\"2026-02-30T00:00:00Z\",\"readings\":{}}", "time_unreadable"),
            own("{\"at\":\"yesterday\",\"readings\":{}}", "time_unreadable"),
            own("{\"at\":-5,\"readings\":{}}", "time_unreadable"),
            own("{\"boot\":-1,\"readings\":{}}", "sequence_unreadable"),
            own("{\"boot\":1,\"seq\":1.5,\"readings\":{}}", "sequence_unreadable"),
            own("{\"boot\":\"x\",\"readings\":{}}", "sequence_unreadable"),
            own("{\"device\":\"RF-2\",\"readings\":{}}", "device_differs"),
            own("{\"device\":\"'; DROP TABLE batch;--\",\"readings\":{}}", "bad_name"),
            own("{\"" + (0..<300).map { "k\($0)\":1" }.joined(separator: ",\"") + "}", "too_many_fields"),
            elsewhere("foretell/v1/home/RF-9/telemetry", "device_unknown"),
            elsewhere("foretell/v1/other/RF-1/telemetry", "not_its_device"),
            elsewhere("foretell/v1/home/'; DROP TABLE batch;--/telemetry", "bad_name"),
            elsewhere("foretell/v1/home/<img src=x onerror=alert(1)>/telemetry", "bad_name"),
            elsewhere("foretell/v1/home/$SYS/telemetry", "bad_name"),
            elsewhere("foretell/v1/home/RF-1 /telemetry", "bad_name"),
            elsewhere("foretell/v1/home/\(String(repeating: "a", count: 65))/telemetry", "bad_name"),
            elsewhere("foretell/v1/home/hub-9/batch", "device_unknown"),
        ]
        cases.append(raw([0x7b, quote, 0x78, quote, 0x3a, quote, 0xff, 0xfe, quote, 0x7d], "not_utf8"))
        cases.append(raw([0x7b, quote, 0xc0, 0x80, quote, 0x3a, 0x31, 0x7d], "not_utf8"))
        cases.append(raw(Array(good.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }), "not_json"))
        cases.append(raw([0, 0, 0, 0], "not_json"))
        return cases
    }()

    @Test("fifty hostile payloads leave the gateway running, each counted with its reason")
    func counted() throws {
        #expect(Self.cases.count >= 50)
        let shop = try Workshop()
        try shop.write("device,site,category\nRF-1,home,refrigerator\nRF-2,home,refrigerator\n", to: "registry.csv")
        let broker = try Mosquitto(shop, packetBytesMax: 4_194_304)
        let gateway = GatewayProcess(shop, broker, clock: "wall")
        try gateway.start()
        #expect(gateway.hasSubscribed())
        var settings = BrokerSettings()
        settings.port = broker.port
        settings.clientID = "stranger"
        let publisher = BrokerPublisher(settings, logger: Logger(label: "stranger") { _ in SwiftLogNoOpLogHandler() })
        for (topic, payload, _) in Self.cases {
            #expect(try publisher.publish(topic: topic, payload: payload, isCancelled: { false }))
        }
        let good =
            "{\"boot\":1,\"seq\":1,\"readings\":{\"fridge.temperature\":4.1,\"no.such\":1,\"freezer.temperature\":9e9}}"
        #expect(try publisher.publish(topic: Self.topic, payload: Array(good.utf8), isCancelled: { false }))
        #expect(try publisher.finish { false })
        let state = shop.path("state")
        _ = try eventually { try counters(state)["stored"] == 1 }
        let count = try counters(state)
        #expect(gateway.isRunning)
        #expect(count["messages"] == Self.cases.count + 1)
        #expect(count["rejected"] == Self.cases.count)
        #expect(count["stored"] == 1)
        #expect(count["readings"] == 1, "what can be understood of the good message is")
        #expect(count["rejected.channel_unknown"] == 1)
        #expect(count["rejected.out_of_range"] == 1)
        for (reason, cases) in Dictionary(grouping: Self.cases, by: \.reason).sorted(by: { $0.key < $1.key }) {
            #expect(count["rejected.\(reason)"] == cases.count, "\(reason)")
        }
        let list = try foretell(["quarantine", "list", "--state", state, "--limit", "1000"])
        #expect(list.status == 0)
        #expect(!list.output.contains("\u{202e}"), "no stranger's control character reaches the terminal")
        #expect(gateway.stop() == 0)
        broker.stop()
    }
}
