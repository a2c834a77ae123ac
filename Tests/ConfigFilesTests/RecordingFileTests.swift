import Appliances
import ConfigFiles
import Foundation
import Testing

@Suite("Recording descriptions")
struct RecordingFileTests {
    /// A long and a wide source; the broken ones differ from it in one place.
    private static let sound = """
        recording: store
        site: shop-1
        hub: logger-1
        sources:
          - files: [alarms.csv]
            time: {column: date, format: "yyyy-MM-dd HH:mm:ss", zone: "+02:00"}
            where: {kind: " exceed "}
            device: {column: sensor, map: {cooler: P-1}}
            columns:
              limit: {channel: probe.air.temperature.limit, unit: °F}
          - files: ["day*.csv", b/c.csv]
            time: {column: t, format: epoch_s}
            columns:
              cold: {device: P-1, channel: probe.air.temperature, unit: °C}
              door: {device: P-1, channel: fridge.door.open}
        """

    private func read(_ text: String) -> Result<RecordingDescription, ConfigProblems> {
        readConfigText(text, notes: ConfigNode.Notes(file: "r.yaml"), readRecording)
    }

    private func problems(_ text: String) -> [String] {
        switch read(text) {
        case .success: []
        case .failure(let problems): problems.all.map(\.description)
        }
    }

    @Test("give what stands in them")
    func soundFile() throws {
        let recording = try read(Self.sound).get()
        #expect(recording.name == "store")
        #expect(recording.site.text == "shop-1")
        #expect(recording.hub?.text == "logger-1")
        let (long, wide) = (recording.sources[0], recording.sources[1])
        #expect(long.files == ["alarms.csv"])
        #expect(long.conditions.map { "\($0.column)=\($0.text)" } == ["kind=exceed"])
        #expect(long.device?.map == ["cooler": try #require(DeviceID("P-1"))])
        #expect(long.columns.map(\.unit) == [.fahrenheit])
        #expect(wide.files == ["day*.csv", "b/c.csv"])
        #expect(wide.time == .epochSeconds)
        #expect(wide.columns.map(\.name) == ["cold", "door"])
        #expect(wide.columns.map(\.unit) == [.celsius, .one])
        #expect(wide.device == nil)
    }

    @Test(
        "say on which line what is wrong",
        arguments: [
            ("site: shop-1\n", "", ["r.yaml:1: the file lacks `site`"]),
            ("hub: logger-1", "hub: a/b", ["r.yaml:3: `hub` must be 1 to 64 letters, digits, `_` or `-`, not `a/b`"]),
            (
                "[alarms.csv]", "[alarms.csv.gz]",
                ["r.yaml:5: `alarms.csv.gz` is compressed; unpack it with gunzip and name the unpacked file"]
            ),
            (
                "[alarms.csv]", "[../alarms.csv]",
                ["r.yaml:5: `../alarms.csv` must be a path inside the recording's folder, such as day*.csv"]
            ),
            (
                "[alarms.csv]", "/alarms.csv",
                ["r.yaml:5: `/alarms.csv` must be a path inside the recording's folder, such as day*.csv"]
            ),
            ("[alarms.csv]", "[]", ["r.yaml:5: `files` is empty; it must name at least one file"]),
            (
                "yyyy-MM-dd HH:mm:ss", "MM-dd HH:mm",
                [
                    "r.yaml:6: `format` lacks yyyy, MM or dd; it must be rfc3339, epoch_s, epoch_ms "
                        + "or such as yyyy-MM-dd HH:mm:ss"
                ]
            ),
            (
                "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd hh:mm a",
                [
                    "r.yaml:6: `format` `hh` is not known; known are yyyy MM dd HH mm ss SSS; it must be rfc3339, "
                        + "epoch_s, epoch_ms or such as yyyy-MM-dd HH:mm:ss"
                ]
            ),
            (
                ", zone: \"+02:00\"", "",
                ["r.yaml:6: `time` lacks `zone`; it must say the clock's offset, such as \"+02:00\""]
            ),
            ("+02:00", "Europe/Berlin", ["r.yaml:6: `zone` must be an offset such as \"+02:00\" or Z"]),
            (
                "format: epoch_s", "format: epoch_s, zone: Z",
                ["r.yaml:12: `zone` has no place beside `epoch_s`, which says the moment by itself; leave it out"]
            ),
            (
                "cooler: P-1", "cooler: P 1",
                ["r.yaml:8: `cooler` must be 1 to 64 letters, digits, `_` or `-`, not `P 1`"]
            ),
            (
                "probe.air.temperature, ", "probe.air.temprature, ",
                [
                    "r.yaml:14: there is no channel `probe.air.temprature`; a probe's are "
                        + "probe.NAME.temperature, probe.NAME.temperature.limit, probe.NAME.humidity"
                ]
            ),
            (
                "fridge.door.open", "fridge.dor.open",
                ["r.yaml:15: there is no channel `fridge.dor.open`; did you mean fridge.door.open?"]
            ),
            (
                "fridge.door.open", "cycle.phase",
                ["r.yaml:15: `cycle.phase` takes words; a recording gives numbers only"]
            ),
            (", unit: °C", "", ["r.yaml:14: `cold` lacks `unit`"]),
            ("unit: °C", "unit: grad", ["r.yaml:14: there is no unit `grad`; `probe.air.temperature` is in Cel"]),
            ("unit: °C", "unit: W", ["r.yaml:14: `W` does not fit `probe.air.temperature`, which is in Cel"]),
            ("{device: P-1, channel: fridge", "{channel: fridge", ["r.yaml:15: `door` lacks `device`"]),
            (
                "{channel: probe.air.temperature.limit", "{device: P-1, channel: probe.air.temperature.limit",
                ["r.yaml:10: `limit` has a `device`, but so has the source; leave out one of the two"]
            ),
            (
                "channel: fridge.door.open", "channel: probe.air.temperature, unit: °C",
                ["r.yaml:15: `door` is the same device and channel as `cold`; leave one of them out"]
            ),
        ])
    func brokenFile(right: String, wrong: String, said: [String]) {
        let text = Self.sound.replacing(right, with: wrong, maxReplacements: 1)
        #expect(text != Self.sound)
        #expect(problems(text) == said)
    }

    @Test(
        "read times",
        arguments: [
            ("yyyy-MM-dd HH:mm:ss", "+02:00", "2021-06-24 16:45:00", "2021-06-24T14:45:00Z"),
            ("yyyy-MM-dd HH:mm:ss.SSS", "-04:30", "2021-06-24 23:45:00.250", "2021-06-25T04:15:00.250Z"),
            ("M/d/yy H:mm", "Z", "8/27/17 0:15", "2017-08-27T00:15:00Z"),
            ("M/d/yy H:mm", "UTC", "12/31/99 23:59", "2099-12-31T23:59:00Z"),
            ("yyyyMMdd", "+00:00", "20240229", "2024-02-29T00:00:00Z"),
            ("yyyy-MM-ddTHH:mmZ", "Z", "2024-02-29T01:02Z", "2024-02-29T01:02:00Z"),
            ("dd.MM.yyyy", "Z", "31.04.2021", nil),
            ("yyyy-MM-dd", "Z", "2021-02-29", nil),
            ("yyyy-MM-dd", "Z", "2021-02-28 ", nil),
            ("yyyy-MM-dd HH:mm", "Z", "2021-02-28 24:00", nil),
            ("yyyy-MM-dd HH:mm", "Z", "2021-02-28", nil),
            ("yyyy-MM-dd", "Z", "", nil),
        ] as [(String, String, String, String?)])
    func clock(pattern: String, zone: String, text: String, moment: String?) throws {
        let form = RecordedTime.clock(
            try ClockPattern.read(pattern).get(), offsetSeconds: try #require(offsetSeconds(zone)))
        #expect(form.moment(Array(text.utf8)[...])?.description == moment)
    }

    @Test(
        "read moments",
        arguments: [
            (.epochSeconds, "1657195200", "2022-07-07T12:00:00Z"),
            (.epochSeconds, "1657195200.2504", "2022-07-07T12:00:00.250Z"),
            (.epochSeconds, "-1", "1969-12-31T23:59:59Z"),
            (.epochSeconds, "1e300", nil),
            (.epochSeconds, "0x10", nil),
            (.epochMilliseconds, "1657195200250", "2022-07-07T12:00:00.250Z"),
            (.rfc3339, "2022-07-07T12:00:00.000Z", "2022-07-07T12:00:00Z"),
            (.rfc3339, "2022-07-07T12:00:00", nil),
        ] as [(RecordedTime, String, String?)])
    func moments(form: RecordedTime, text: String, moment: String?) {
        #expect(form.moment(Array(text.utf8)[...])?.description == moment)
    }

    @Test("take offsets only as offsets", arguments: ["+2", "02:00", "+25:00", "CET", ""])
    func brokenOffsets(text: String) {
        #expect(offsetSeconds(text) == nil)
    }
}

@Suite("Recording readers")
struct RecordingReaderTests {
    private static let description = """
        recording: store
        site: shop-1
        sources:
          - files: [limits.csv]
            time: {column: at, format: epoch_s}
            where: {kind: exceed}
            device: {column: sensor, map: {cooler: P-2}}
            columns:
              limit: {channel: probe.air.temperature.limit, unit: °C}
          - files: ["day*.csv"]
            time: {column: t, format: epoch_s}
            columns:
              a: {device: P-1, channel: probe.air.temperature, unit: °F}
              b: {device: P-2, channel: probe.air.temperature, unit: °C}
              d: {device: P-1, channel: fridge.door.open}
        """

    /// A reader over files of these texts, and the folder to remove.
    private func withReader(
        _ files: KeyValuePairs<String, String>, description: String = description,
        _ body: (Result<RecordingReader, ConfigProblems>) throws -> Void
    ) throws {
        let folder = URL.temporaryDirectory.appending(path: "recording-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
        let recording = try readConfigText(description, notes: ConfigNode.Notes(file: "r.yaml"), readRecording).get()
        try body(opened(recording, in: folder))
    }

    private func opened(_ recording: RecordingDescription, in folder: URL) -> Result<RecordingReader, ConfigProblems> {
        do throws(ConfigProblems) {
            return .success(try RecordingReader(recording, in: folder))
        } catch {
            // The folder has another name each time.
            let problems = error.all.map { problem in
                let file = problem.file.split(separator: "/").last.map(String.init) ?? ""
                return ConfigProblem(file: file, line: problem.line, text: problem.text)
            }
            return .failure(ConfigProblems(problems))
        }
    }

    /// A row as `seconds source:line device channel=value …`.
    private func line(_ row: RecordedRow) -> String {
        let records = row.records.map { record in
            let readings = record.readings.map { "\($0.channel)=\($0.value)" }.joined(separator: ",")
            return "\(record.device) \(readings)"
        }
        return "\(row.at.milliseconds / 1_000) \(row.source):\(row.line) \(records.joined(separator: "; "))"
    }

    private func lines(_ reader: inout RecordingReader) -> [String] {
        var lines: [String] = []
        while let row = reader.next() { lines.append(line(row)) }
        return lines
    }

    @Test("merge by time, the first source first at equal times")
    func merge() throws {
        let files: KeyValuePairs = [
            "limits.csv": "at,sensor,kind,limit\n10,cooler,exceed ,4\n15,P-3,recovery,5\n20,P-1,exceed,6\n",
            "day1.csv": "t,a,b,d\n5,32,1,0\n10,50,2,1\n",
            "day2.csv": "d,b,a,t\n0,3,,20\n",
            "day10.csv": "t,a,b,d\n30,,4,\n",
        ]
        try withReader(files) { opened in
            var reader = try opened.get()
            #expect(
                lines(&reader) == [
                    "5 1:2 P-1 probe.air.temperature=0.0,fridge.door.open=0.0; P-2 probe.air.temperature=1.0",
                    "10 0:2 P-2 probe.air.temperature.limit=4.0",
                    "10 1:3 P-1 probe.air.temperature=10.0,fridge.door.open=1.0; P-2 probe.air.temperature=2.0",
                    "20 0:4 P-1 probe.air.temperature.limit=6.0",
                    "20 1:2 P-1 fridge.door.open=0.0; P-2 probe.air.temperature=3.0",
                    "30 1:2 P-2 probe.air.temperature=4.0",
                ])
            #expect(reader.tally.rows == 7)
            #expect(reader.tally.passedOver == 1)
            #expect(reader.tally.given == 6)
            #expect(reader.tally.records == 9)
            #expect(reader.tally.readings == 11)
            #expect(reader.tally.missing == 3)
            #expect(reader.tally.unreadable == 0)
            #expect(reader.tally.outOfOrder == 0)
        }
    }

    @Test("count what is missing, unreadable or out of order, and go on")
    func counts() throws {
        let day = "t,a,b,d\n20,-,NaN,\n10,32,x\u{1b}[0m,0\nsoon,1,1,1\n30,1\n40,1e999,inf,0x1\n50,nan,7,-\n"
        let files: KeyValuePairs = [
            "limits.csv": "at,sensor,kind,limit\n1,no name,exceed,4\n", "day1.csv": day,
        ]
        try withReader(files) { opened in
            var reader = try opened.get()
            #expect(
                lines(&reader) == [
                    "10 1:3 P-1 probe.air.temperature=0.0,fridge.door.open=0.0",
                    "50 1:7 P-2 probe.air.temperature=7.0",
                ])
            #expect(reader.tally.rows == 7)
            #expect(reader.tally.given == 2)
            #expect(reader.tally.empty == 1)
            #expect(reader.tally.missing == 5)
            #expect(reader.tally.outOfOrder == 1)
            #expect(reader.tally.unreadable == 7)
            let said = reader.tally.problems.map { "\($0.line): \($0.text)" }
            #expect(
                said == [
                    "2: `sensor`: `no name` is no device's name; give it one under `map`",
                    "3: `b`: `x[0m` is no number",
                    "4: `t`: `soon` is no time in the form of the description",
                    "5: the row has 2 cells, the header 4; cells with commas need quotes",
                    "6: `a`: `1e999` is no number", "6: `d`: `0x1` is no number",
                    "6: `b`: `inf` is no number",
                ])
        }
    }

    @Test("keep the first problems only, and count all")
    func manyProblems() throws {
        let rows = String(repeating: "1,x,1,0\n", count: 30)
        try withReader(["limits.csv": "at,sensor,kind,limit\n", "day1.csv": "t,a,b,d\n" + rows]) { opened in
            var reader = try opened.get()
            #expect(lines(&reader).count == 30)
            #expect(reader.tally.unreadable == 30)
            #expect(reader.tally.problems.count == RecordingTally.problemsMax)
        }
    }

    @Test("find all that is wrong with the files before they begin")
    func brokenFiles() throws {
        let files: KeyValuePairs = [
            "day1.csv": "t,a,b,d\n", "day2.csv": "t,a,bb,d\n", "day3.csv": "", "day4.csv.gz": "",
        ]
        try withReader(files) { opened in
            guard case .failure(let problems) = opened else {
                Issue.record("broken files were opened")
                return
            }
            #expect(
                problems.all.map(\.description) == [
                    "day2.csv:1: there is no column `b`; known are t, a, bb, d",
                    "day3.csv:1: the file is empty; it must begin with a line of column names",
                    "limits.csv: no such file; is --data right?",
                ])
        }
    }

    @Test("say of compressed files that they are")
    func compressedFile() throws {
        let folder = URL.temporaryDirectory.appending(path: "recording-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data([0x1f, 0x8b, 8, 0]).write(to: folder.appending(path: "v.csv"))
        let recording = try readConfigText(
            """
            {recording: r, site: s, sources: [{files: v.csv, time: {column: t, format: epoch_s},
            columns: {a: {device: d, channel: power.active, unit: W}}}]}
            """, notes: ConfigNode.Notes(file: "r.yaml"), readRecording
        ).get()
        let problems = #expect(throws: ConfigProblems.self) { try RecordingReader(recording, in: folder) }
        #expect(problems?.all.first?.text.hasPrefix("is compressed (gzip); unpack it first: gunzip -k ") == true)
    }

    @Test(
        "match names by stars and question marks",
        arguments: [
            ("*.csv", "a.csv", true), ("*.csv", ".csv", false), ("*.csv", "a.csv.bak", false),
            ("day?.csv", "day1.csv", true), ("day?.csv", "day10.csv", false),
            ("a*b*c", "aXbXbXc", true), ("a*b*c", "aXbXbX", false), ("*", "x", true), (".*", ".x", true),
            ("[a].csv", "a.csv", false), ("**", "", true),
        ])
    func globs(pattern: String, name: String, fits: Bool) {
        #expect(globMatches(pattern, name) == fits)
    }

    @Test("find files in folders, numbers in the order of numbers")
    func folders() throws {
        let folder = URL.temporaryDirectory.appending(path: "recording-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["b/day10.csv", "b/day2.csv", "a/day3.csv", "a/night.csv", "c/day1.csv/x"] {
            let file = folder.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data().write(to: file)
        }
        #expect(filesMatching("*/day*.csv", in: folder) == ["a/day3.csv", "b/day2.csv", "b/day10.csv"])
        #expect(filesMatching("none/*.csv", in: folder) == [])
    }
}
