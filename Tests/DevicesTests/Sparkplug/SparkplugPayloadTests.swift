import Appliances
import Devices
import Foundation
import Testing

@Suite("A payload of Sparkplug")
struct SparkplugPayloadTests {
    private static let folder = ProcessInfo.processInfo.environment["FORETELL_DATA"].map {
        URL(filePath: $0).appending(path: "messages/sparkplug")
    }
    private static let isThere = folder.map { FileManager.default.fileExists(atPath: $0.path) } ?? false
    private static let missing: Comment =
        "the messages are not there; FORETELL_DATA must be the folder that has messages/sparkplug in it"

    private static func bytes(_ name: String) throws -> [UInt8] {
        let folder = try #require(folder)
        return Array(try Data(contentsOf: folder.appending(path: name)))
    }

    private static func document(_ name: String) throws -> PlainValue {
        let bytes = try bytes(name)
        return try PlainValue(json: bytes.span)
    }

    @Test(
        "of the specification's examples says what the specification says that it says",
        .enabled(if: isThere, missing),
        arguments: ["dcmd", "ddata", "ddeath", "ncmd", "ndata", "ndeath"])
    func examples(name: String) throws {
        let document = try #require(PlainValue(sparkplug: try Self.bytes("spec_\(name).pb")))
        #expect(document == (try Self.document("spec_\(name).expected.json")))
    }

    @Test("that asks for a birth is the specification's, byte for byte", .enabled(if: isThere, missing))
    func rebirthExample() throws {
        let command = SparkplugHost.rebirthCommand(at: Timestamp(milliseconds: 1_486_144_502_122))
        #expect(command == (try Self.bytes("spec_ncmd.pb")))
    }

    @Test("that a host says of itself is the specification's", .enabled(if: isThere, missing))
    func stateExample() throws {
        let ours = SparkplugHost.state(online: true, at: Timestamp(milliseconds: 1_668_114_759_262))
        #expect(try PlainValue(json: Array(ours.utf8).span) == (try Self.document("state_online.json")))
    }

    @Test("that asks for a birth, and where it goes")
    func rebirth() {
        let command = SparkplugHost.rebirthCommand(at: Timestamp(milliseconds: 5))
        let metric: PlainValue = .map([
            .init("name", .text("Node Control/Rebirth")), .init("timestamp", .number(5)),
            .init("dataType", .text("Boolean")), .init("value", .flag(true)),
        ])
        #expect(
            PlainValue(sparkplug: command) == .map([.init("timestamp", .number(5)), .init("metrics", .list([metric]))]))
        #expect(SparkplugHost.rebirthTopic(of: "The Plant/Line 1") == "spBv1.0/The Plant/NCMD/Line 1")
        #expect(
            SparkplugHost.rebirthCommand(at: Timestamp(milliseconds: -5)) == SparkplugHost.rebirthCommand(at: .epoch))
    }

    @Test("that a host says of itself, and where")
    func state() {
        let moment = Timestamp(milliseconds: 5)
        #expect(SparkplugHost.state(online: true, at: moment) == #"{"online":true,"timestamp":5}"#)
        #expect(SparkplugHost.state(online: false, at: moment) == #"{"online":false,"timestamp":5}"#)
        #expect(SparkplugHost.stateTopic(of: "foretell") == "spBv1.0/STATE/foretell")
    }

    @Test("with what the gateway does not read says the rest")
    func unknownFields() {
        // uuid "u", body 1 byte, field 99, and a metric "b" of type Bytes with one byte of them.
        let bytes: [UInt8] = [
            0x22, 1, 0x75, 0x2a, 1, 0, 0x98, 6, 1, 0x18, 2, 0x12, 8, 0x0a, 1, 0x62, 0x20, 17, 0x82, 1, 0,
        ]
        var listener = SparkplugListener.born()
        let answer = listener.hear(topic: "spBv1.0/plant/NDATA/line 1", bytes)
        #expect(answer.faults == [PointFault(path: "b", reason: .wrongType, detail: "Bytes")])
    }

    @Test("of any bytes breaks nothing", arguments: UInt64(1)...20)
    func anyBytes(seed: UInt64) {
        var chatter = SparkplugChatter(state: seed)
        var listener = SparkplugListener.born()
        for _ in 0..<200 {
            let topic = chatter.topic()
            var bytes = chatter.payload()
            for _ in 0...chatter.roll(4) where !bytes.isEmpty {
                bytes[Int(chatter.roll(UInt64(bytes.count)))] = UInt8(chatter.roll(256))
            }
            let answer = listener.hear(topic: topic, bytes)
            #expect(answer.rebirths.count <= 1)
            _ = PlainValue(sparkplug: bytes)
        }
        #expect(SparkplugHost(restoring: listener.host.births).births == listener.host.births)
    }
}
