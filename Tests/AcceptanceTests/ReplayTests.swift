import Foundation
import Testing

/// Recordings and captures, from their files to a real broker.
@Suite("Replay", .serialized)
struct ReplayTests {
    private static let payload = #"{"boot":1,"seq":1,"readings":{"fridge.temperature":4}}"#

    @Test("five rows one minute apart take four seconds at speed 60")
    func recordingKeepsPace() throws {
        let shop = try Workshop()
        let broker = try Mosquitto(shop)
        let rows = (0..<5).map { "2026-11-22T08:0\($0):00Z,\($0)" }
        try shop.write((["at,value"] + rows).joined(separator: "\n") + "\n", to: "values.csv")
        let description = """
            recording: five
            site: home
            sources:
              - files: [values.csv]
                time: {column: at, format: rfc3339}
                columns:
                  value: {device: RF-1, channel: fridge.temperature, unit: °C}

            """
        try shop.write(description, to: "five.yaml")
        let (outcome, seconds) = try replay(shop, "five.yaml", port: broker.port, ["--speed", "60"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains(#""given":5,"#), "\(outcome.output)")
        // Four minutes, which this test would not wait for.
        #expect(seconds >= 3.5, "\(seconds) s")
        broker.stop()
    }

    @Test("a capture whose lines say when keeps its pace, too")
    func captureKeepsPace() throws {
        let shop = try Workshop()
        let broker = try Mosquitto(shop)
        // 2026-11-22T08:00:00Z: times stand in either form.
        let first: Int64 = 1_795_334_400_000
        let times =
            [#""2026-11-22T08:00:00Z""#, #""2026-11-22T09:01:00+01:00""#]
            + (2..<5).map { "\(first + Int64($0) * 60_000)" }
        try shop.write(Self.capture(times.map { #""at":\#($0),"# }), to: "capture.jsonl")
        let (outcome, seconds) = try replay(shop, "capture.jsonl", port: broker.port, ["--speed", "60"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output == "{\"messages\":5}\n")
        // Four minutes, which this test would not wait for.
        #expect(seconds >= 3.5, "\(seconds) s")
        broker.stop()
    }

    @Test("without --speed a capture needs no times, and goes as fast as it can")
    func captureAtOnce() throws {
        let shop = try Workshop()
        let broker = try Mosquitto(shop)
        let times = [#""at":"2026-11-22T08:00:00Z","#, "", #""at":"2036-11-22T08:00:00Z","#]
        try shop.write(Self.capture(times), to: "capture.jsonl")
        let (outcome, _) = try replay(shop, "capture.jsonl", port: broker.port)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output == "{\"messages\":3}\n")
        broker.stop()
    }

    @Test("--speed names every line without a time, before it asks for a broker")
    func captureWithoutTimes() throws {
        let shop = try Workshop()
        try shop.write(Self.capture([#""at":1795334400000,"#, "", #""at":null,"#]), to: "capture.jsonl")
        let (outcome, _) = try replay(shop, "capture.jsonl", port: Mosquitto.freePort(), ["--speed", "60"])
        #expect(outcome.status == 2)
        #expect(!outcome.errors.contains("/capture.jsonl:1: "), "\(outcome.errors)")
        #expect(outcome.errors.contains("/capture.jsonl:2: has no \"at\""), "\(outcome.errors)")
        #expect(outcome.errors.contains("/capture.jsonl:3: has no \"at\""), "\(outcome.errors)")
    }

    @Test("a time that is none is named", arguments: ["true", "-1", "1.5", "1e300", "\"yesterday\"", "[]"])
    func captureTime(time: String) throws {
        let shop = try Workshop()
        try shop.write(Self.capture(["", #""at":\#(time),"#]), to: "capture.jsonl")
        let (outcome, _) = try replay(shop, "capture.jsonl", port: Mosquitto.freePort())
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("/capture.jsonl:2: \"at\" must be a time"), "\(outcome.errors)")
    }

    @Test(
        "a topic to which nothing can be published is named, and nothing is published",
        arguments: ["", "foretell/+/x", "foretell/#", #"a\u0000b"#, #"a\u0085b"#, "a too long one"])
    func badTopic(name: String) throws {
        let topic = name == "a too long one" ? String(repeating: "a", count: 65_536) : name
        let shop = try Workshop()
        let lines = ["foretell/v1/home/RF-1/telemetry", topic].map { #"{"topic":"\#($0)","payload":"x"}"# }
        try shop.write(lines.joined(separator: "\n") + "\n", to: "capture.jsonl")
        let (outcome, _) = try replay(shop, "capture.jsonl", port: Mosquitto.freePort())
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("/capture.jsonl:2: a topic "), "\(outcome.errors)")
    }

    @Test("what only the library or the broker refuses ends it, too", arguments: [#"\uFFFE"#, nil])
    func refused(inTopic: String?) throws {
        let shop = try Workshop()
        let broker = try Mosquitto(shop, packetBytesMax: 10_000)
        let payload = String(repeating: "a", count: inTopic == nil ? 20_000 : 1)
        let lines = [("a", "x"), ("a\(inTopic ?? "")", payload)].map { #"{"topic":"\#($0)","payload":"\#($1)"}"# }
        try shop.write(lines.joined(separator: "\n") + "\n", to: "capture.jsonl")
        let (outcome, _) = try replay(shop, "capture.jsonl", port: broker.port)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("/capture.jsonl:2: "), "\(outcome.errors)")
        #expect(outcome.errors.contains("cannot be published"), "\(outcome.errors)")
        broker.stop()
    }

    /// A capture of one message for each beginning of a line.
    private static func capture(_ beginnings: [String]) -> String {
        beginnings
            .map { "{\($0)\"topic\":\"foretell/v1/home/RF-1/telemetry\",\"payload\":\(payload)}\n" }
            .joined()
    }

    /// Runs the command, for a minute at most: what is tested here is also that it ends.
    private func replay(
        _ shop: Workshop, _ file: String, port: Int, _ more: [String] = []
    ) throws -> (outcome: Outcome, seconds: Double) {
        let begun = Date.now
        let companion = try Companion(
            Workshop.foretell, ["replay", shop.path(file), "--broker-port", "\(port)"] + more,
            output: shop.path("out"), errors: shop.path("err"))
        if !eventually({ !companion.isRunning }) { companion.kill() }
        let seconds = Date.now.timeIntervalSince(begun)
        let output = try String(contentsOfFile: shop.path("out"), encoding: .utf8)
        let errors = try String(contentsOfFile: shop.path("err"), encoding: .utf8)
        return (Outcome(output: output, errors: errors, status: companion.wait()), seconds)
    }
}
