import Appliances
import ConfigFiles
import Testing

@Suite("A recorded past")
struct RecordedPastTests {
    private func truth(_ text: String) -> Result<TruthRows, ConfigProblems> {
        readTruth(Array(text.utf8), file: "t.csv")
    }

    private func problems(_ text: String) -> [String] {
        switch truth(text) {
        case .success: []
        case .failure(let found): found.all.map(\.description)
        }
    }

    @Test("has its faults as moments or as stretches, beside whatever else the file says")
    func faults() throws {
        let moments = try truth("raised,note,device\n2026-11-22T08:00:00+08:00,\"a, b\",P-1\n").get()
        let midnight = try #require(Timestamp(rfc3339: "2026-11-22T00:00:00Z"))
        #expect(moments.areMoments)
        #expect(moments.rows.map(\.device.text) == ["P-1"])
        #expect(moments.rows.map(\.from) == [midnight])
        #expect(moments.rows.map(\.to) == [midnight])
        let stretches = try truth("device,from,to\nP-1,2026-11-22T00:00:00Z,2026-11-23T00:00:00Z\n").get()
        #expect(!stretches.areMoments)
        #expect(stretches.rows.map(\.to) == [midnight + .days(1)])
    }

    @Test(
        "names every row of its faults that cannot be read",
        arguments: [
            ("device,at\nP-1,2026\n", ["t.csv:1: must have the columns device,raised or device,from,to"]),
            (
                "device,raised\na/b,2026-11-22T00:00:00Z\nP-1,yesterday\nP-1,2026-11-22T00:00:00Z\n",
                [
                    "t.csv:2: `device` must be 1 to 64 letters, digits, `_` or `-`",
                    "t.csv:3: column 2 must be a time such as 2026-11-22T08:15:30Z",
                ]
            ),
            (
                "device,from,to\nP-1,2026-11-23T00:00:00Z,2026-11-22T00:00:00Z\n",
                ["t.csv:2: `to` lies before `from`; write the earlier time first"]
            ),
        ])
    func faultyFaults(text: String, expected: [String]) {
        #expect(problems(text) == expected)
    }

    private func recording(_ more: String) -> Result<RecordingDescription, ConfigProblems> {
        let text = """
            recording: store
            site: shop-1
            \(more)
            sources:
              - files: [a.csv]
                time: {column: t, format: epoch_s}
                columns:
                  cold: {device: P-1, channel: probe.air.temperature, unit: °C}
            """
        return readConfigText(text, notes: ConfigNode.Notes(file: "r.yaml"), readRecording)
    }

    @Test("says what its devices are, where it says so")
    func category() throws {
        let described = try recording("category: cold_store\nmodel: CS-9").get()
        #expect(described.category == .coldStore)
        #expect(described.model == "CS-9")
        let plain = try recording("hub: logger-1").get()
        #expect(plain.category == nil)
        #expect(plain.model.isEmpty)
    }

    @Test("refuses a category that does not exist")
    func wrongCategory() {
        guard case .failure(let found) = recording("category: coldstore") else {
            Issue.record("coldstore is no category")
            return
        }
        #expect(found.all.map(\.line) == [3])
        #expect(found.all.first?.text.hasSuffix("did you mean cold_store?") == true)
    }
}
