import Foundation
import Testing

/// What the shipped rules find in recordings of real appliances and machines: `scripts/recordings`, in short.
@Suite("On recordings, the shipped rules")
struct RecordingTests {
    private static let missing: Comment = "the recording is not there; FORETELL_DATA must be the recordings' folder"

    private static func isThere(_ name: String) -> Bool { Workshop.recordings(name) != nil }

    @Test(
        "name the faulty compressor and the worn thermostat within two days, and accuse no normal day",
        .enabled(if: isThere("appliance-power"), missing))
    func refrigerator() throws {
        let table = try recordings("appliance-power")
        #expect(table.holds == ["yes", "yes", "yes"], "\(table.text)")
    }

    @Test("see the covered outdoor coil, and leave the clean one alone", .enabled(if: isThere("ornl-rtu"), missing))
    func outdoorCoil() throws {
        let table = try recordings("ornl-rtu")
        #expect(table.holds == ["yes", "yes"], "\(table.text)")
    }

    @Test(
        "flag the failing bearing first, two and a half days before the end",
        .enabled(if: isThere("bearing"), missing))
    func bearing() throws {
        let table = try recordings("bearing")
        #expect(table.holds == ["yes", "yes"], "\(table.text)")
    }

    @Test(
        "agree with the operator of a cold store, with `for` of each probe chosen by a sweep",
        .enabled(if: isThere("coldstore"), missing))
    func coldStore() throws {
        let table = try recordings("coldstore")
        #expect(table.holds == ["-", "yes", "yes", "-"], "\(table.text)")
    }

    @Test(
        "do not find a compressor that is not faulty, and the script says so",
        .enabled(if: isThere("appliance-power"), missing))
    func nothingToFind() throws {
        let real = try #require(Workshop.recordings("appliance-power/Fridge/Fridge_1"))
        let shop = try Workshop()
        let fridge = shop.folder.appending(path: "appliance-power/Fridge/Fridge_1")
        let files = FileManager.default
        try files.createDirectory(
            at: fridge.appending(path: "anomaly_Faulty_Compressor"), withIntermediateDirectories: true)
        for folder in ["Normal", "anomaly_Faulty_Thermostats"] {
            try files.createSymbolicLink(
                at: fridge.appending(path: folder), withDestinationURL: real.appending(path: folder))
        }
        // Normal days in the place of those with the fault.
        for day in 6...7 {
            try files.createSymbolicLink(
                at: fridge.appending(path: "anomaly_Faulty_Compressor/fridge_1_day\(day)_ANOMALIES.csv"),
                withDestinationURL: real.appending(path: "Normal/fridge_1_day\(day).csv"))
        }
        let table = try recordings("appliance-power", data: shop.folder, status: 1)
        #expect(table.holds == ["no", "yes", "yes"], "\(table.text)")
    }

    @Test("are not tried where the recordings are not there: status 69, and where they were looked for")
    func notThere() throws {
        let shop = try Workshop()
        let table = try recordings("bearing", data: shop.folder, status: 69)
        #expect(table.errors.contains("there is no \(shop.folder.path)/bearing;"), "\(table.errors)")
    }

    /// A table that the script printed.
    private struct Table {
        let text: String
        let errors: String

        /// The column `holds`, line by line.
        var holds: [String] {
            let lines = text.split(separator: "\n")
            guard let head = lines.first, let place = head.firstRange(of: "holds")?.lowerBound else { return [] }
            let column = head.distance(from: head.startIndex, to: place)
            return lines.dropFirst().map { String($0.dropFirst(column).prefix { $0 != " " }) }
        }
    }

    /// Runs the script over one recording, with the command that lies beside the test program.
    private func recordings(_ name: String, data: URL? = nil, status: Int32 = 0) throws -> Table {
        let shop = try Workshop()
        let script = Workshop.root.appending(path: "scripts/recordings").path
        var words = ["TMPDIR=\(shop.folder.path)"]
        if let data { words.append("FORETELL_DATA=\(data.path)") }
        let bin = Workshop.foretell.deletingLastPathComponent().path
        words += [script, "--bin", bin, "--quick", "--only", name]
        let companion = try Companion(
            URL(filePath: "/usr/bin/env"), words, output: shop.path("out"), errors: shop.path("err"))
        let ended = companion.wait()
        let text = try String(contentsOfFile: shop.path("out"), encoding: .utf8)
        let errors = try String(contentsOfFile: shop.path("err"), encoding: .utf8)
        #expect(ended == status, "\(text)\(errors)")
        return Table(text: text, errors: errors)
    }
}
