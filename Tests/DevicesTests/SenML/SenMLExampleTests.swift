import Appliances
import Devices
import Foundation
import Testing

/// The examples that came with the draft of RFC 8428, and what they are resolved.
@Suite("A pack of SenML")
struct SenMLExampleTests {
    private static let missing: Comment = "the messages are not there; FORETELL_DATA must be the recordings' folder"

    private static func isThere() -> Bool { folder != nil }

    private static var folder: URL? {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let data =
            ProcessInfo.processInfo.environment["FORETELL_DATA"].map { URL(filePath: $0) }
            ?? root.deletingLastPathComponent().appending(path: "shared/data")
        let folder = data.appending(path: "messages/senml")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }

    private static func bytes(_ name: String) throws -> [UInt8] {
        let folder = try #require(folder)
        return Array(try Data(contentsOf: folder.appending(path: name)))
    }

    private static func json(_ name: String) throws -> PlainValue {
        let bytes = try bytes(name)
        return try PlainValue(json: bytes.span)
    }

    @Test(
        "is resolved as its authors did", .enabled(if: isThere(), missing),
        arguments: ["ex1", "ex2", "ex4", "ex10", "ex11", "ex12"])
    func resolved(name: String) throws {
        let sent = try Self.json("\(name).senml.json")
        let wanted = try Self.json("\(name).expected.json")
        let pack = try SenMLPack.resolve(sent, arrival: senMLArrival)
        #expect(pack.faults.isEmpty)
        let records = pack.records.map { record in
            Row(
                name: record.name, unit: record.unit, time: Double(record.time.milliseconds) / 1_000,
                value: record.value)
        }
        let rows = try #require(wanted.list).map { record in
            Row(
                name: record["n"]?.text, unit: record["u"]?.text, time: record["t"]?.number,
                value: record["v"]?.number.map { .number($0) })
        }
        #expect(records == rows)
    }

    private struct Row: Equatable {
        let name: String?
        let unit: String?
        let time: Double?
        let value: RawValue?
    }

    @Test("is read from CBOR with its integer labels", .enabled(if: isThere(), missing))
    func fridgePack() throws {
        let bytes = try Self.bytes("fridge_pack.senml.cbor")
        let sent = try PlainValue(cbor: bytes.span)
        let pack = try SenMLPack.resolve(sent, arrival: senMLArrival)
        let device = "urn:dev:mac:3c71bf0000000002"
        #expect(
            table(pack) == [
                "\(device) | freezer -18.3 Cel @1717236000.0", "\(device) | fridge 4.1 Cel @1717236000.0",
                "\(device) | door false Cel @1717236000.0", "\(device) | compressor_hz 43.0 Hz @1717235995.0",
            ])
    }

    @Test("is read from the dump of CBOR that the draft shows")
    func dump() throws {
        // One digit of the address is missing, as in the draft.
        let hex = """
            87a721781b75726e3a6465763a6f773a3130653230373361303130383030363a22fb41d303a15b001062236141200500
            67766f6c7461676501615602fb405e066666666666a3006763757272656e74062402fb3ff3333333333333a300676375
            7272656e74062302fb3ff4cccccccccccda3006763757272656e74062202fb3ff6666666666666a3006763757272656e
            74062102f93e00a3006763757272656e74062002fb3ff999999999999aa3006763757272656e74060002fb3ffb333333
            333333
            """
        let pack = try SenMLPack.resolve(try cbor(hex), arrival: senMLArrival)
        let device = "urn:dev:ow:10e2073a0108006"
        #expect(
            table(pack) == [
                "\(device) | voltage 120.1 V @1276020076.001", "\(device) | current 1.2 A @1276020071.001",
                "\(device) | current 1.3 A @1276020072.001", "\(device) | current 1.4 A @1276020073.001",
                "\(device) | current 1.5 A @1276020074.001", "\(device) | current 1.6 A @1276020075.001",
                "\(device) | current 1.7 A @1276020076.001",
            ])
    }
}
